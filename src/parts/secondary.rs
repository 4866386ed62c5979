//! What is secondary on a page. In elder mode it stands behind one plainly named link, so that what is left is one decision;
//! nothing is ever taken away.

use crate::access::preferences;
use crate::i18n::{Key, said};
use crate::parts::tr;
use crate::ui::LateDisclosure;
use crate::ui::live::drawn;
use leptos::prelude::*;

/// `name` says what stands behind it. Nothing is shown where there is nothing, so ask before.
pub fn secondary(name: Key, part: impl Fn() -> AnyView + Send + Sync + 'static) -> AnyView {
    secondary_begun(name, Signal::stored(false), part)
}

/// The same for something to fill in: what was begun before is not hidden, and is never sent unseen.
pub fn secondary_begun(
    name: Key,
    begun: Signal<bool>,
    part: impl Fn() -> AnyView + Send + Sync + 'static,
) -> AnyView {
    let elder = Memo::new(|_| preferences().with(|p| p.elder));
    let part = ViewFn::from(part);
    drawn(move || match elder.get() {
        true => view! { <LateDisclosure summary=tr(name) body=part.clone() begun=begun /> }.into_any(),
        false => part.run(),
    })
}

/// Where the keyboard's microphone is, once a page where something is written.
pub fn microphone_hint() -> AnyView {
    view! { <p class="hint">{said(Key::WriteMicrophone)}</p> }.into_any()
}
