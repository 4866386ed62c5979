//! Sign-in: by phone number with a code, or with the household letter. One question at a time; afterwards on to where
//! the person was.

use super::code::PhoneSteps;
use super::letter::LetterForm;
use super::password::PasswordForm;
use super::shared::SharedPhone;
use crate::backend::{FailureKind, Me, SessionState, SignInKind, encoded, service_info, session};
use crate::i18n::{Key, failures, said, t, t1};
use crate::offline;
use crate::parts::tr;
use crate::platform::announce::announce;
use crate::platform::focus::focus_id_soon;
use crate::ui::live::drawn;
use crate::ui::{Banner, Button, ButtonKind, Choice, ChoiceGroup, ErrorSummary, LinkButton, PageTitle, Tone};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};

const HOW: &str = "how";

/// Only places inside the app are gone on to: the address may come from a letter or a link.
pub fn safe_next(next: Option<String>) -> String {
    next.filter(|n| n.starts_with('/') && !n.starts_with("//") && !n.contains('\\'))
        .unwrap_or_else(|| "/".to_owned())
}

#[component]
pub fn SignInPage() -> impl IntoView {
    let query = use_query_map();
    let next = Memo::new(move |_| safe_next(query.read().get("next")));
    let letter_code = query.with_untracked(|q| q.get("letter"));
    let navigate = use_navigate();
    let signed_in = Callback::new(move |me: Me| {
        announce(&t1(Key::SignInDone, &[("name", &me.name)]));
        crate::platform::task::spawn_for_app(offline::load_person());
        navigate(
            &next.get_untracked(),
            NavigateOptions {
                replace: true,
                ..NavigateOptions::default()
            },
        );
    });
    // Whether somebody was signed in already when that became known; who signs in here is gone from this page at once. Whoever opens
    // a neighbour's letter by its QR code must not become that neighbour.
    let first_known = Memo::new(|before: Option<&Option<bool>>| match before {
        Some(Some(known)) => Some(*known),
        _ => session().with(|now| match now {
            SessionState::Unknown => None,
            SessionState::SignedOut => Some(false),
            SessionState::SignedIn(_) => Some(true),
        }),
    });
    let already =
        Memo::new(move |_| first_known.get() == Some(true) && session().with(|now| now.me().is_some()));
    let content = move || {
        if already.get()
            && let SessionState::SignedIn(me) = session().get_untracked()
        {
            let name = me.name;
            // The letter of somebody else, opened by its QR code on the phone of whoever helps.
            let helps = letter_code.clone().map(|code| {
                let href = format!("/assist?letter={}", encoded(&code));
                view! { <LinkButton href=href label=tr(Key::AssistByThisLetter) kind=ButtonKind::Secondary /> }
            });
            let title = Signal::derive(move || t1(Key::SignInAlready, &[("name", &name)]));
            return view! {
                <Banner tone=Tone::Good title=title>
                    <LinkButton href=next.get() label=tr(Key::BallotNext) kind=ButtonKind::Primary />
                    {helps}
                </Banner>
            }
            .into_any();
        }
        ways(signed_in, letter_code.clone())
    };
    // Somebody comes from a post that was refused because the session had ended.
    let unsent = query.with_untracked(|q| q.get("unsent").is_some()).then(|| {
        view! {
            <Banner tone=Tone::Warn title=tr(Key::ThreadsRefused)>
                <p>{said(failures::next_step(FailureKind::NotSignedIn))}</p>
            </Banner>
        }
    });
    view! {
        <PageTitle text=tr(Key::SignInTitle) />
        {unsent}
        {content}
    }
}

/// The ways a backend may offer, with the name of the choice, its words and what it means.
const WAYS: [(SignInKind, &str, Key, Key); 3] = [
    (
        SignInKind::PhoneCode,
        "phone",
        Key::SignInByPhone,
        Key::SignInByPhoneMeaning,
    ),
    (
        SignInKind::HouseholdLetter,
        "letter",
        Key::SignInByLetter,
        Key::SignInByLetterMeaning,
    ),
    (
        SignInKind::Password,
        "password",
        Key::SignInByPassword,
        Key::SignInByPasswordMeaning,
    ),
];

fn ways(signed_in: Callback<Me>, letter_code: Option<String>) -> AnyView {
    let way = RwSignal::new(letter_code.as_ref().map(|_| SignInKind::HouseholdLetter));
    let letter_code = StoredValue::new(letter_code.unwrap_or_default());
    let shared = SharedPhone::new();
    let asks = shared.asks();
    drawn(move || {
        let offered = service_info()
            .with(|s| s.as_ref().map(|s| s.sign_in.clone()))
            .unwrap_or_default();
        // With one way there is nothing to choose between.
        let only = match offered.as_slice() {
            [] => Some(SignInKind::PhoneCode),
            [one] => Some(*one),
            _ => None,
        };
        let Some(kind) = way.get().or(only) else {
            return choose_way(way, offered);
        };
        if asks.get() {
            return shared.question();
        }
        shared.begin();
        match kind {
            SignInKind::HouseholdLetter => {
                view! { <LetterForm code=letter_code.get_value() shared=shared signed_in=signed_in /> }
                    .into_any()
            }
            SignInKind::Password => view! { <PasswordForm shared=shared signed_in=signed_in /> }.into_any(),
            _ => view! { <PhoneSteps shared=shared signed_in=signed_in /> }.into_any(),
        }
    })
}

fn choose_way(way: RwSignal<Option<SignInKind>>, offered: Vec<SignInKind>) -> AnyView {
    let chosen = RwSignal::new(None::<String>);
    let tried = RwSignal::new(false);
    let error = Signal::derive(move || {
        (tried.get() && chosen.with(Option::is_none)).then(|| t(Key::BallotErrorChooseOne))
    });
    let errors = Signal::derive(move || error.get().map(|e| vec![(HOW.to_owned(), e)]).unwrap_or_default());
    let go_on = Callback::new(move |()| {
        tried.set(true);
        let name = chosen.get_untracked();
        if let Some((kind, ..)) = WAYS.into_iter().find(|(_, n, ..)| name.as_deref() == Some(*n)) {
            way.set(Some(kind));
            // The next question has taken the place of this one: begin there.
            focus_id_soon("page-title".to_owned());
        }
    });
    drawn(move || {
        let choices: Vec<_> = WAYS
            .into_iter()
            .filter(|(kind, ..)| offered.contains(kind))
            .map(|(_, name, label, meaning)| Choice {
                value: name.into(),
                label: t(label),
                meaning: Some(t(meaning)),
                picture: None,
            })
            .collect();
        view! {
            <p>{said(Key::SignInLede)}</p>
            <ErrorSummary title=tr(Key::BallotErrors) errors=errors />
            <div class="stack">
                <ChoiceGroup id=HOW legend=tr(Key::SignInHow) choices=choices selected=chosen error=error />
                <Button label=tr(Key::BallotNext) kind=ButtonKind::Primary on_press=go_on />
            </div>
            <p class="meta">{said(Key::SignInWhy)}</p>
        }
    })
}

#[cfg(test)]
mod tests {
    use super::safe_next;

    #[test]
    fn goes_on_only_inside_the_app() {
        assert_eq!(
            safe_next(Some("/polls/1/ballot?q=2".into())),
            "/polls/1/ballot?q=2"
        );
        for bad in [
            "https://example.org",
            "//example.org",
            "/\\example.org",
            "javascript:alert(1)",
            "",
        ] {
            assert_eq!(safe_next(Some(bad.into())), "/", "{bad}");
        }
        assert_eq!(safe_next(None), "/");
    }
}
