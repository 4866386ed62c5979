//! Parts of a page that follow a signal, in one type each.
//!
//! Leptos compiles its whole drawing machinery anew for every closure in a view. A boxed closure is one type, so the
//! machinery is there once; this is what keeps the app small enough for a slow phone.

use leptos::prelude::*;

/// A text that follows what it reads.
pub type Live = Box<dyn Fn() -> String + Send>;

pub fn live(text: impl Fn() -> String + Send + 'static) -> Live {
    Box::new(text)
}

/// A part of the page that is drawn again when what it reads changes.
pub fn drawn<V: IntoView>(part: impl Fn() -> V + Send + 'static) -> AnyView {
    let part: Box<dyn Fn() -> AnyView + Send> = Box::new(move || part().into_any());
    part.into_any()
}
