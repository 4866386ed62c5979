//! Sign-in by phone: first the number, then the six digits. The number stays while the code is asked for.

use super::shared::SharedPhone;
use crate::backend::{CodeSent, Failure, Me, SignIn, backend, service_info};
use crate::i18n::{Key, clock, said, t, t1};
use crate::parts::{FailureBanner, forgive, tr};
use crate::platform::focus::focus_id_soon;
use crate::platform::task::spawn_scoped;
use crate::ui::{Banner, Button, ButtonKind, ErrorSummary, TextField, Tone};
use leptos::prelude::*;

const PHONE: &str = "phone";
const CODE: &str = "code";

/// Digits as typed on any keyboard: full-width digits count, spaces and dashes do not.
pub fn digits(text: &str) -> String {
    text.chars()
        .filter_map(|c| match c {
            '0'..='9' => Some(c),
            '０'..='９' => char::from_digit(c as u32 - '０' as u32, 10),
            _ => None,
        })
        .collect()
}

/// What both steps share.
#[derive(Clone, Copy)]
struct Steps {
    phone: RwSignal<String>,
    sent: RwSignal<Option<CodeSent>>,
    failure: RwSignal<Option<Failure>>,
    busy: RwSignal<bool>,
}

#[component]
pub fn PhoneSteps(shared: SharedPhone, signed_in: Callback<Me>) -> impl IntoView {
    let steps = Steps {
        phone: RwSignal::new(String::new()),
        sent: RwSignal::new(None),
        failure: RwSignal::new(None),
        busy: RwSignal::new(false),
    };
    let Steps {
        phone,
        sent,
        failure,
        busy,
    } = steps;
    let ask = Callback::new(move |()| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        failure.set(None);
        let number = phone_number(&phone.get_untracked());
        spawn_scoped(async move {
            match backend().send_code(&number).await {
                Ok(answer) => {
                    sent.try_set(Some(answer));
                    focus_id_soon(CODE.to_owned());
                }
                Err(e) => {
                    failure.try_set(Some(e));
                }
            }
            busy.try_set(false);
        });
    });
    move || match sent.get() {
        None => number_step(steps, ask),
        Some(answer) => code_step(steps, answer, ask, shared, signed_in),
    }
}

/// The number as the server takes it: digits, with the plus of a foreign number kept.
fn phone_number(typed: &str) -> String {
    let plus = if typed.trim_start().starts_with(['+', '＋']) {
        "+"
    } else {
        ""
    };
    format!("{plus}{}", digits(typed))
}

fn number_step(steps: Steps, ask: Callback<()>) -> AnyView {
    let Steps {
        phone, failure, busy, ..
    } = steps;
    let tried = RwSignal::new(false);
    let wrong = move || phone.with(|p| !(7..=15).contains(&digits(p).len()));
    let error = Signal::derive(move || (tried.get() && wrong()).then(|| t(Key::SignInPhoneError)));
    forgive(tried, wrong);
    let errors = Signal::derive(move || {
        error
            .get()
            .map(|e| vec![(PHONE.to_owned(), e)])
            .unwrap_or_default()
    });
    let send = Callback::new(move |()| {
        tried.set(true);
        if !untrack(wrong) {
            ask.run(());
        }
    });
    view! {
        <ErrorSummary title=tr(Key::BallotErrors) errors=errors />
        <form class="stack" on:submit=move |e| { e.prevent_default(); send.run(()) }>
            <TextField
                id=PHONE
                label=tr(Key::SignInPhone)
                hint=tr(Key::SignInPhoneHint)
                value=phone
                error=error
                kind="tel"
                autocomplete="tel"
                inputmode="tel"
            />
            {move || failure.get().map(|f| view! { <FailureBanner failure=f /> })}
            <Button label=tr(Key::SignInSendCode) kind=ButtonKind::Primary on_press=send busy=busy />
        </form>
        <p class="meta">{said(Key::SignInWhy)}</p>
    }
    .into_any()
}

fn code_step(
    steps: Steps,
    answer: CodeSent,
    ask: Callback<()>,
    shared: SharedPhone,
    signed_in: Callback<Me>,
) -> AnyView {
    let Steps {
        phone,
        sent,
        failure,
        busy,
    } = steps;
    let code = RwSignal::new(String::new());
    let tried = RwSignal::new(false);
    let wrong = move || code.with(|c| digits(c).len() != 6);
    let error = Signal::derive(move || (tried.get() && wrong()).then(|| t(Key::SignInCodeError)));
    forgive(tried, wrong);
    let errors = Signal::derive(move || {
        error
            .get()
            .map(|e| vec![(CODE.to_owned(), e)])
            .unwrap_or_default()
    });
    let submit = Callback::new(move |()| {
        tried.set(true);
        if untrack(wrong) || busy.get_untracked() {
            return;
        }
        busy.set(true);
        failure.set(None);
        let how = SignIn::Phone {
            phone: phone_number(&phone.get_untracked()),
            code: digits(&code.get_untracked()),
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
    let expires = answer.expires;
    let sent_words = Signal::derive(move || {
        t1(
            Key::SignInCodeSent,
            &[("phone", &phone.get()), ("time", &clock(&expires))],
        )
    });
    let demo = move || {
        service_info()
            .with(|s| s.as_ref().is_some_and(|s| s.demo))
            .then(|| view! { <p>{said(Key::SignInCodeDemo)}</p> })
    };
    view! {
        <Banner tone=Tone::Info title=sent_words>{demo}</Banner>
        <ErrorSummary title=tr(Key::BallotErrors) errors=errors />
        <form class="stack" on:submit=move |e| { e.prevent_default(); submit.run(()) }>
            <TextField
                id=CODE
                label=tr(Key::SignInCode)
                value=code
                error=error
                autocomplete="one-time-code"
                inputmode="numeric"
            />
            {shared.choice()}
            {move || failure.get().map(|f| view! { <FailureBanner failure=f /> })}
            <Button label=tr(Key::SignInSubmit) kind=ButtonKind::Primary on_press=submit busy=busy />
        </form>
        <p class="meta">{said(Key::SignInCodeUnknown)}</p>
        <div class="cluster">
            <Button label=tr(Key::SignInAgain) kind=ButtonKind::Quiet on_press=ask />
            <Button
                label=tr(Key::SignInOtherPhone)
                kind=ButtonKind::Quiet
                on_press=Callback::new(move |()| {
                    failure.set(None);
                    sent.set(None);
                })
            />
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_of_any_keyboard_count() {
        assert_eq!(digits("１９９ 0000-0001"), "19900000001");
        assert_eq!(phone_number("+86 199 0000 0001"), "+8619900000001");
        assert_eq!(digits("一二三"), "");
    }
}
