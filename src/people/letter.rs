//! Sign-in with the code of the household letter; its QR code fills it in.

use super::shared::SharedPhone;
use crate::backend::{Failure, Me, SignIn, backend};
use crate::i18n::{Key, said, t};
use crate::parts::{FailureBanner, forgive, tr};
use crate::platform::task::spawn_scoped;
use crate::ui::{Button, ButtonKind, ErrorSummary, TextField};
use leptos::prelude::*;

const LETTER: &str = "letter";

#[component]
pub fn LetterForm(code: String, shared: SharedPhone, signed_in: Callback<Me>) -> impl IntoView {
    let code = RwSignal::new(code);
    let tried = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<Failure>);
    let wrong = move || code.with(|c| c.chars().filter(|c| c.is_alphanumeric()).count() < 8);
    let error = Signal::derive(move || (tried.get() && wrong()).then(|| t(Key::SignInLetterError)));
    forgive(tried, wrong);
    let errors = Signal::derive(move || {
        error
            .get()
            .map(|e| vec![(LETTER.to_owned(), e)])
            .unwrap_or_default()
    });
    let submit = Callback::new(move |()| {
        tried.set(true);
        if untrack(wrong) || busy.get_untracked() {
            return;
        }
        busy.set(true);
        failure.set(None);
        let how = SignIn::Letter {
            code: code.get_untracked(),
            shared_phone: shared.said(),
        };
        spawn_scoped(async move {
            let outcome = backend().sign_in(how).await;
            busy.try_set(false);
            match outcome {
                Ok(me) => {
                    signed_in.try_run(me);
                }
                Err(e) => {
                    failure.try_set(Some(e));
                }
            }
        });
    });
    view! {
        <ErrorSummary title=tr(Key::BallotErrors) errors=errors />
        <form class="stack" on:submit=move |e| { e.prevent_default(); submit.run(()) }>
            <TextField
                id=LETTER
                label=tr(Key::SignInLetter)
                hint=tr(Key::SignInLetterHint)
                value=code
                error=error
                autocomplete="off"
            />
            {shared.choice()}
            {move || failure.get().map(|f| view! { <FailureBanner failure=f /> })}
            <Button label=tr(Key::SignInSubmit) kind=ButtonKind::Primary on_press=submit busy=busy />
        </form>
        <p class="meta">{said(Key::SignInWhy)}</p>
    }
}
