//! Asking to help: how the resident agrees, one question at a time.

use super::word::{Staff, ways};
use crate::backend::{SessionState, session};
use crate::i18n::{Key, said, t};
use crate::parts::tr;
use crate::platform::focus::focus_id_soon;
use crate::ui::live::drawn;
use crate::ui::{
    BackLink, Banner, Button, ButtonKind, Choice, ChoiceGroup, ErrorSummary, LinkButton, PageTitle, Tone,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

const HOW: &str = "how";

/// How the resident can say that they agree.
#[derive(Clone, Copy, PartialEq)]
pub enum Way {
    Code,
    Letter,
    Staff,
}

#[component]
pub fn AssistPage() -> impl IntoView {
    let letter = use_query_map().with_untracked(|q| q.get("letter"));
    let way = RwSignal::new(letter.as_ref().map(|_| Way::Letter));
    let letter = StoredValue::new(letter.unwrap_or_default());
    let signed_in = Memo::new(|_| match session().get() {
        SessionState::SignedIn(me) => Some((me.name, me.assisted.is_some())),
        _ => None,
    });
    let content = drawn(move || match (signed_in.get(), way.get()) {
        (None, _) => view! {
            <p>{said(Key::AssistSignInFirst)}</p>
            <LinkButton href="/sign-in?next=/assist" label=tr(Key::AppSignIn) kind=ButtonKind::Primary />
        }
        .into_any(),
        (Some((_, true)), _) => view! {
            <Banner tone=Tone::Info title=tr(Key::AssistGoesOn)>
                <LinkButton href="/" label=tr(Key::AppBackHome) kind=ButtonKind::Primary />
            </Banner>
        }
        .into_any(),
        (Some(_), None) => choose(way),
        (Some((helper, _)), Some(chosen)) => {
            let asked = match chosen {
                Way::Staff => view! { <Staff helper=helper /> }.into_any(),
                other => ways(other, helper, letter.get_value()),
            };
            // Whoever has no letter at hand after all need not find the way here again.
            let other = Callback::new(move |()| {
                way.set(None);
                focus_id_soon("page-title".to_owned());
            });
            view! {
                {asked}
                <Button label=tr(Key::AssistOther) kind=ButtonKind::Quiet on_press=other />
            }
            .into_any()
        }
    });
    view! {
        <BackLink href="/help" label=tr(Key::HelpTitle) />
        <PageTitle text=tr(Key::AssistTitle) />
        {content}
    }
}

fn choose(way: RwSignal<Option<Way>>) -> AnyView {
    let chosen = RwSignal::new(None::<String>);
    let tried = RwSignal::new(false);
    let error = Signal::derive(move || {
        (tried.get() && chosen.with(Option::is_none)).then(|| t(Key::BallotErrorChooseOne))
    });
    let errors = Signal::derive(move || error.get().map(|e| vec![(HOW.to_owned(), e)]).unwrap_or_default());
    let go_on = Callback::new(move |()| {
        tried.set(true);
        let picked = match chosen.get_untracked().as_deref() {
            Some("code") => Way::Code,
            Some("letter") => Way::Letter,
            Some("staff") => Way::Staff,
            _ => return,
        };
        way.set(Some(picked));
        // The next question has taken the place of this one: begin there.
        focus_id_soon("page-title".to_owned());
    });
    drawn(move || {
        let offered = [
            ("code", Key::AssistByCode, Key::AssistByCodeMeaning),
            ("letter", Key::AssistByLetter, Key::AssistByLetterMeaning),
            ("staff", Key::AssistByStaff, Key::AssistByStaffMeaning),
        ];
        let choices: Vec<_> = offered
            .into_iter()
            .map(|(value, label, meaning)| Choice {
                value: value.into(),
                label: t(label),
                meaning: Some(t(meaning)),
                picture: None,
            })
            .collect();
        view! {
            <p class="lede">{said(Key::AssistLede)}</p>
            <ErrorSummary title=tr(Key::BallotErrors) errors=errors />
            <div class="stack">
                <ChoiceGroup id=HOW legend=tr(Key::AssistHow) choices=choices selected=chosen error=error />
                <Button label=tr(Key::BallotNext) kind=ButtonKind::Primary on_press=go_on />
            </div>
            <p class="meta">{said(Key::AssistCap)}</p>
        }
    })
}
