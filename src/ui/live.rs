//! Parts of a page that follow a signal, in one type each.
//!
//! Leptos compiles its whole drawing machinery anew for every closure in a view. A boxed closure is one type, so the
//! machinery is there once; this is what keeps the app small enough for a slow phone.

use crate::platform::focus;
use leptos::html;
use leptos::prelude::*;
use std::sync::Arc;

/// A text that follows what it reads.
pub type Live = Box<dyn Fn() -> String + Send>;

pub fn live(text: impl Fn() -> String + Send + 'static) -> Live {
    Box::new(text)
}

/// The same as a signal, for properties.
pub fn derived(text: impl Fn() -> String + Send + Sync + 'static) -> Signal<String> {
    let text: Box<dyn Fn() -> String + Send + Sync> = Box::new(text);
    Signal::derive(text)
}

/// A part of the page that is drawn again when what it reads changes.
pub fn drawn<V: IntoView>(part: impl Fn() -> V + Send + 'static) -> AnyView {
    let part: Box<dyn Fn() -> AnyView + Send> = Box::new(move || part().into_any());
    part.into_any()
}

/// The same for a part that changes while it may have the focus: the focus stays where it was in the page.
pub fn steady(part: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    let node = NodeRef::<html::Div>::new();
    let part = drawn(move || {
        if let Some(place) = node.get_untracked() {
            focus::hold(&place);
        }
        part()
    });
    view! { <div class="stack" node_ref=node>{part}</div> }.into_any()
}

/// Rows that stay the same elements, with their focus, when the list around them changes. One type for all such lists,
/// because what keeps them is large.
pub fn keyed(
    ids: impl Fn() -> Vec<String> + Send + Sync + 'static,
    row: impl Fn(String) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    keyed_rows(Box::new(ids), Arc::new(row))
}

type Ids = Box<dyn Fn() -> Vec<String> + Send + Sync>;
type Row = Arc<dyn Fn(String) -> AnyView + Send + Sync>;

fn keyed_rows(ids: Ids, row: Row) -> AnyView {
    view! { <For each=move || ids() key=|id| id.clone() children=move |id| row(id) /> }.into_any()
}
