//! A question before something that cannot be taken back easily, for eyes and ears: while it stands open the bar with *read
//! aloud* cannot be reached, so it has a button of its own.

use super::tr;
use crate::access::read_aloud::{Line, dialog_controls, hear_dialog, stop};
use crate::i18n::Key;
use crate::ui::{Button, ButtonKind, ConfirmDialog};
use leptos::prelude::*;

#[component]
pub fn Confirm(
    open: RwSignal<bool>,
    #[prop(into)] title: Signal<String>,
    #[prop(into)] body: Signal<String>,
    #[prop(into)] confirm: Signal<String>,
    #[prop(into)] cancel: Signal<String>,
    on_confirm: Callback<()>,
    /// Of the heading; another one where a page has two of these.
    #[prop(into, default = "dialog-title".to_owned())]
    title_id: String,
) -> impl IntoView {
    // What was being read stands behind the question now and could not be stopped; what is read of it ends with it.
    Effect::new(move |before: Option<()>| {
        open.track();
        if before.is_some() {
            stop();
        }
    });
    let id = title_id.clone();
    let hear = Callback::new(move |()| {
        let said = |words: Signal<String>| Line::private(words.get_untracked());
        hear_dialog(
            &id,
            vec![
                said(title).at(id.clone()),
                said(body).at(format!("{id}-body")),
                said(cancel),
                said(confirm),
            ],
        );
    });
    let id = title_id.clone();
    let slot = move || {
        view! {
            <Button label=tr(Key::AloudHear) id=format!("{id}-hear") kind=ButtonKind::Quiet on_press=hear />
            {dialog_controls(&id)}
        }
    };
    view! {
        <ConfirmDialog
            open=open
            title=title
            body=body
            confirm=confirm
            cancel=cancel
            on_confirm=on_confirm
            title_id=title_id
            hear=slot
        />
    }
}

/// Asked once before something is sent that can be neither changed nor taken back; `press` is what the button that asks says, too.
pub fn confirm_for_good(open: RwSignal<bool>, title: Key, press: Key, send: Callback<()>) -> AnyView {
    view! {
        <Confirm
            open=open
            title=tr(title)
            body=tr(Key::SendingForGood)
            confirm=tr(press)
            cancel=tr(Key::SendingNotYet)
            on_confirm=send
        />
    }
    .into_any()
}
