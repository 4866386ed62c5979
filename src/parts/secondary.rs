//! What is secondary on a page. In elder mode it stands behind one plainly named link, so that what is left is one decision;
//! nothing is ever taken away.

use crate::access::preferences;
use crate::i18n::{Key, said};
use crate::parts::tr;
use crate::ui::Disclosure;
use crate::ui::live::drawn;
use leptos::prelude::*;

/// `name` says what stands behind it. Nothing is shown where there is nothing, so ask before.
pub fn secondary(name: Key, part: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    let elder = Memo::new(|_| preferences().with(|p| p.elder));
    drawn(move || {
        let part = part();
        match elder.get() {
            true => {
                view! { <Disclosure summary=tr(name)><div class="stack">{part}</div></Disclosure> }.into_any()
            }
            false => part,
        }
    })
}

/// Where the keyboard's microphone is, once a page, where people read in elder mode.
pub fn microphone_hint() -> AnyView {
    let elder = Memo::new(|_| preferences().with(|p| p.elder));
    drawn(move || {
        elder
            .get()
            .then(|| view! { <p class="hint">{said(Key::WriteMicrophone)}</p> })
    })
}
