//! Sign-in with an account of the community's own site, for backends that have such accounts.

use super::shared::SharedPhone;
use crate::backend::{Failure, Me, SignIn, backend};
use crate::i18n::{Key, t};
use crate::parts::{FailureBanner, forgive, tr};
use crate::platform::task::spawn_scoped;
use crate::ui::{Button, ButtonKind, ErrorSummary, TextField};
use leptos::prelude::*;

const ACCOUNT: &str = "account";

#[component]
pub fn PasswordForm(shared: SharedPhone, signed_in: Callback<Me>) -> impl IntoView {
    let name = RwSignal::new(String::new());
    let password = RwSignal::new(String::new());
    let tried = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<Failure>);
    let wrong = move || name.with(|n| n.trim().is_empty()) || password.with(String::is_empty);
    let error = Signal::derive(move || (tried.get() && wrong()).then(|| t(Key::SignInAccountError)));
    forgive(tried, wrong);
    let errors = Signal::derive(move || {
        error
            .get()
            .map(|e| vec![(ACCOUNT.to_owned(), e)])
            .unwrap_or_default()
    });
    let submit = Callback::new(move |()| {
        tried.set(true);
        if untrack(wrong) || busy.get_untracked() {
            return;
        }
        busy.set(true);
        failure.set(None);
        let how = SignIn::Password {
            name: name.get_untracked().trim().to_owned(),
            password: password.get_untracked(),
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
        <form
            class="stack"
            on:submit=move |e| {
                e.prevent_default();
                submit.run(())
            }
        >
            <TextField id=ACCOUNT label=tr(Key::SignInAccount) value=name error=error autocomplete="username" />
            <TextField
                id="password"
                label=tr(Key::SignInPassword)
                value=password
                kind="password"
                autocomplete="current-password"
            />
            {shared.choice()}
            {move || failure.get().map(|f| view! { <FailureBanner failure=f /> })}
            <Button label=tr(Key::SignInSubmit) kind=ButtonKind::Primary on_press=submit busy=busy />
        </form>
    }
}
