//! What stands on paper beside the words: the way back to the phone.

use crate::i18n::{Key, said, t, t1};
use crate::platform::document::origin;
use crate::ui::QrCode;
use crate::ui::live::derived;
use leptos::prelude::*;

/// Words, and beside them the way from the paper to a page of this app: scanned, or typed.
pub fn with_code(words: AnyView, path: &str, what: Key) -> AnyView {
    let address = format!("{}{path}", origin());
    let shown = address.clone();
    let name = derived(move || t1(Key::PaperQr, &[("what", &t(what))]));
    view! {
        <div class="paper-code">
            <div class="stack">
                {words}
                <p class="print-only"><strong>{said(what)}</strong> " " <span class="paper-address">{shown}</span></p>
            </div>
            <div class="print-only"><QrCode text=address name=name /></div>
        </div>
    }
    .into_any()
}
