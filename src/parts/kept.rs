//! What is said of what somebody has written or chosen: that it is kept on the phone, or, where the phone takes nothing any more,
//! that it is not.

use super::tr;
use crate::i18n::{Key, said, t};
use crate::offline::{full, keep_again};
use crate::platform::announce::{alert, announce};
use crate::platform::focus;
use crate::platform::task::spawn_scoped;
use crate::ui::{Banner, Button, ButtonKind, Tone};
use leptos::prelude::*;

/// The words of `key`, which promise that something is kept, as long as that is true.
pub fn if_kept(key: Key) -> Key {
    if full().get() { Key::AppFull } else { key }
}

/// The phone is full: what to do, and a way to try again. Nothing where everything is kept.
#[component]
pub fn Unkept() -> impl IntoView {
    let is_full = Memo::new(|_| full().get());
    Effect::new(move |_| {
        if is_full.get() {
            alert(&t(Key::AppFull));
        }
    });
    let again = Callback::new(|()| {
        spawn_scoped(async {
            if keep_again().await {
                announce(&t(Key::AppFullOver));
                // The button is gone with its message.
                focus::focus_id("page-title");
            } else {
                alert(&t(Key::AppFull));
            }
        });
    });
    move || {
        is_full.get().then(|| {
            view! {
                <Banner tone=Tone::Warn title=tr(Key::AppFull)>
                    <p>{said(Key::AppFullNext)}</p>
                    <Button label=tr(Key::AppFullAgain) kind=ButtonKind::Secondary on_press=again />
                </Banner>
            }
        })
    }
}
