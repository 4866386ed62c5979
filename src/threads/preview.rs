//! What a post will look like, before it is sent.

use super::words::{as_sent, post_body};
use crate::i18n::{Key, said, t};
use crate::parts::tr;
use crate::platform::focus;
use crate::ui::live::drawn;
use crate::ui::{Button, ButtonKind};
use leptos::prelude::*;

const TITLE: &str = "preview-title";

/// A button, and below it the words as they will stand in the thread. They follow what is typed only while it is open.
pub(super) fn preview(text: RwSignal<String>) -> AnyView {
    let open = RwSignal::new(false);
    let press = Callback::new(move |()| {
        open.update(|open| *open = !*open);
        if open.get_untracked() {
            focus::focus_id_soon(TITLE.to_owned());
        }
    });
    let label = Signal::derive(move || {
        t(if open.get() {
            Key::PreviewHide
        } else {
            Key::PreviewShow
        })
    });
    let shown = drawn(move || {
        open.get().then(|| {
            let body = drawn(move || {
                let words = text.get();
                if words.trim().is_empty() {
                    return view! { <p>{said(Key::PreviewEmpty)}</p> }.into_any();
                }
                post_body(as_sent(&words))
            });
            view! {
                <section class="card" aria-labelledby=TITLE>
                    <h2 id=TITLE tabindex="-1">{tr(Key::PreviewTitle)}</h2>
                    {body}
                </section>
            }
        })
    });
    view! {
        <Button label=label kind=ButtonKind::Quiet on_press=press />
        {shown}
    }
    .into_any()
}
