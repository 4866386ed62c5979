//! The resident's word: what they agree to, in words for them, and the code that says so.

use super::start::Way;
use crate::backend::{AssistAsked, Consent, Failure, assistance_begins, backend};
use crate::i18n::{Key, clock, said, t, t1};
use crate::parts::{CallButton, FailureBanner, forgive, microphone_hint, tr};
use crate::platform::document::open_anew;
use crate::platform::focus::focus_id_soon;
use crate::platform::task::spawn_scoped;
use crate::ui::live::{drawn, live};
use crate::ui::{Banner, Button, ButtonKind, ErrorSummary, TextField, Tone};
use leptos::prelude::*;
use std::future::Future;

const PHONE: &str = "phone";
const CODE: &str = "code";
const LETTER: &str = "letter";
const WHO: &str = "who";

/// What is shown and asked while a request is under way.
#[derive(Clone, Copy)]
struct Asking {
    busy: RwSignal<bool>,
    failure: RwSignal<Option<Failure>>,
}

impl Asking {
    fn new() -> Self {
        Self {
            busy: RwSignal::new(false),
            failure: RwSignal::new(None),
        }
    }

    /// One at a time; what it gives goes to `then`.
    fn run<T: 'static>(
        self,
        asking: impl Future<Output = Result<T, Failure>> + 'static,
        then: impl FnOnce(T) + 'static,
    ) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.failure.set(None);
        spawn_scoped(async move {
            let outcome = asking.await;
            self.busy.try_set(false);
            match outcome {
                Ok(value) => then(value),
                Err(failure) => {
                    self.failure.try_set(Some(failure));
                }
            }
        });
    }

    fn failed(self) -> AnyView {
        drawn(move || self.failure.get().map(|f| view! { <FailureBanner failure=f /> }))
    }
}

/// From now on the phone is the resident's: nothing that the helper had opened stays in it.
fn begun() {
    assistance_begins();
    open_anew("/");
}

/// For the resident to read, or to be read to.
fn terms(helper: &str) -> AnyView {
    let line = |key: Key| {
        let helper = helper.to_owned();
        view! { <li>{live(move || t1(key, &[("helper", &helper)]))}</li> }
    };
    view! {
        <section class="card stack">
            <h2>{said(Key::AssistTermsTitle)}</h2>
            <ul>
                {line(Key::AssistTermsWho)}
                {line(Key::AssistTermsWhat)}
                {line(Key::AssistTermsVote)}
                {line(Key::AssistTermsEnd)}
                {line(Key::AssistTermsYes)}
            </ul>
        </section>
    }
    .into_any()
}

/// Digits of any keyboard.
fn digits(text: &str) -> String {
    text.chars()
        .filter_map(|c| match c {
            '0'..='9' => Some(c),
            '０'..='９' => char::from_digit(c as u32 - '０' as u32, 10),
            _ => None,
        })
        .collect()
}

struct Field {
    id: &'static str,
    value: RwSignal<String>,
    tried: RwSignal<bool>,
    error: Signal<Option<String>>,
    errors: Signal<Vec<(String, String)>>,
    wrong: Signal<bool>,
}

fn checked(id: &'static str, value: RwSignal<String>, words: Key, wrong: fn(&str) -> bool) -> Field {
    let tried = RwSignal::new(false);
    let wrong = Signal::derive(move || value.with(|text| wrong(text)));
    let error = Signal::derive(move || (tried.get() && wrong.get()).then(|| t(words)));
    forgive(tried, move || wrong.get());
    Field {
        id,
        value,
        tried,
        error,
        errors: Signal::derive(move || error.get().map(|e| vec![(id.to_owned(), e)]).unwrap_or_default()),
        wrong,
    }
}

impl Field {
    /// A form with this one field: `send` runs when what is typed can be right.
    fn form(
        self,
        label: Key,
        hint: Key,
        inputmode: &'static str,
        press: Key,
        asking: Asking,
        send: Callback<()>,
    ) -> AnyView {
        let Self {
            id,
            value,
            tried,
            error,
            errors,
            wrong,
        } = self;
        let submit = Callback::new(move |()| {
            tried.set(true);
            if !wrong.get_untracked() {
                send.run(());
            }
        });
        view! {
            <ErrorSummary title=tr(Key::BallotErrors) errors=errors />
            <form class="stack" on:submit=move |e| { e.prevent_default(); submit.run(()) }>
                // A code is copied, a name is said.
                {(id == WHO).then(microphone_hint)}
                <TextField id=id label=tr(label) hint=tr(hint) value=value error=error inputmode=inputmode />
                {asking.failed()}
                <Button label=tr(press) kind=ButtonKind::Primary on_press=submit busy=asking.busy />
            </form>
        }
        .into_any()
    }
}

pub fn ways(way: Way, helper: String, letter: String) -> AnyView {
    match way {
        Way::Letter => by_letter(&helper, letter),
        _ => by_code(helper),
    }
}

fn by_letter(helper: &str, letter: String) -> AnyView {
    let code = RwSignal::new(letter);
    let asking = Asking::new();
    let short = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count() < 8;
    let field = checked(LETTER, code, Key::SignInLetterError, short);
    let send = Callback::new(move |()| {
        let consent = Consent::Letter(code.get_untracked());
        asking.run(async move { backend().assist(&consent).await }, |()| begun());
    });
    view! {
        {terms(helper)}
        {field.form(Key::AssistLetter, Key::SignInLetterHint, "text", Key::AssistBegin, asking, send)}
    }
    .into_any()
}

fn by_code(helper: String) -> AnyView {
    let phone = RwSignal::new(String::new());
    let sent = RwSignal::new(false);
    let asking = Asking::new();
    let helper = StoredValue::new(helper);
    drawn(move || {
        if sent.get() {
            let code = RwSignal::new(String::new());
            let field = checked(CODE, code, Key::SignInCodeError, |text| digits(text).len() != 6);
            let send = Callback::new(move |()| {
                let consent = Consent::OwnCode {
                    phone: digits(&phone.get_untracked()),
                    code: digits(&code.get_untracked()),
                };
                asking.run(async move { backend().assist(&consent).await }, |()| begun());
            });
            return view! {
                {terms(&helper.get_value())}
                {field.form(Key::AssistCode, Key::AssistCodeHint, "numeric", Key::AssistBegin, asking, send)}
            }
            .into_any();
        }
        let field = checked(PHONE, phone, Key::SignInPhoneError, |text| {
            !(7..=15).contains(&digits(text).len())
        });
        let send = Callback::new(move |()| {
            let number = digits(&phone.get_untracked());
            asking.run(
                async move { backend().send_consent_code(&number).await },
                move |_| {
                    sent.try_set(true);
                    focus_id_soon("page-title".to_owned());
                },
            );
        });
        field.form(
            Key::AssistPhone,
            Key::AssistPhoneHint,
            "tel",
            Key::AssistSend,
            asking,
            send,
        )
    })
}

/// Spoken consent: staff hear the resident over the phone.
#[component]
pub fn Staff(helper: String) -> impl IntoView {
    let who = RwSignal::new(String::new());
    let asked = RwSignal::new(None::<AssistAsked>);
    let asking = Asking::new();
    let helper = StoredValue::new(helper);
    drawn(move || {
        let Some(AssistAsked { id, number, expires }) = asked.get() else {
            let field = checked(WHO, who, Key::AssistWhoError, |text| text.trim().is_empty());
            let send = Callback::new(move |()| {
                let who = who.get_untracked();
                asking.run(async move { backend().ask_staff(&who).await }, move |answer| {
                    asked.try_set(Some(answer));
                    focus_id_soon("page-title".to_owned());
                });
            });
            return field.form(
                Key::AssistWho,
                Key::AssistWhoHint,
                "text",
                Key::AssistAsk,
                asking,
                send,
            );
        };
        let go_on = Callback::new(move |()| {
            let id = id.clone();
            asking.run(async move { backend().begin_assisting(&id).await }, |()| begun());
        });
        view! {
            {terms(&helper.get_value())}
            <Banner tone=Tone::Info title=tr(Key::AssistNumber)>
                <p class="receipt">{number}</p>
                <p>{said(Key::AssistNumberText)}</p>
                <p>{live(move || t1(Key::AssistNumberUntil, &[("time", &clock(&expires))]))}</p>
                <CallButton />
            </Banner>
            {asking.failed()}
            <Button label=tr(Key::AssistGoOn) kind=ButtonKind::Primary on_press=go_on busy=asking.busy />
        }
        .into_any()
    })
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::digits;

    #[test]
    fn digits_of_any_keyboard_count() {
        assert_eq!(digits("１９９ 0000-0001"), "19900000001");
    }
}
