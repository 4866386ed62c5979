//! Help: a person to call first, then the few things that go wrong, and what is kept where.

use crate::backend::{PollState, PollSummary, backend, person, service_info};
use crate::i18n::{Key, said, t1};
use crate::offline::cache;
use crate::parts::tr;
use crate::platform::task::spawn_scoped;
use crate::ui::live::{drawn, live};
use crate::ui::{BackLink, ButtonKind, Disclosure, LinkButton, PageTitle};
use leptos::prelude::*;

const QUESTIONS: [(Key, Key); 4] = [
    (Key::HelpReadTitle, Key::HelpReadText),
    (Key::HelpVoteTitle, Key::HelpVoteText),
    (Key::HelpLostTitle, Key::HelpLostText),
    (Key::HelpLetterTitle, Key::HelpLetterText),
];

#[component]
pub fn HelpPage() -> impl IntoView {
    view! {
        <PageTitle text=tr(Key::HelpTitle) />
        <section class="stack">
            <h2>{said(Key::HelpCall)}</h2>
            <CallButton />
        </section>
        <WayToPractice />
        {QUESTIONS
            .into_iter()
            .map(|(title, text)| view! { <Disclosure summary=tr(title)><p>{said(text)}</p></Disclosure> })
            .collect_view()}
        <p><a href="/privacy">{said(Key::HelpPrivacy)}</a></p>
    }
}

/// Where somebody who has never voted here can try it first. Help does not wait for it.
#[component]
fn WayToPractice() -> impl IntoView {
    let found = RwSignal::new(None::<String>);
    spawn_scoped(async move {
        let key = format!("polls/{}/first", person().unwrap_or_default());
        if let Ok(page) = cache::fresh_or_kept(&key, backend().polls(None)).await {
            let open = |poll: &PollSummary| poll.practice && poll.state == PollState::Open;
            found.set(page.value.items.into_iter().find(open).map(|poll| poll.id));
        }
    });
    drawn(move || {
        found.get().map(|id| {
            view! { <LinkButton href=format!("/polls/{id}") label=tr(Key::HelpPractice) kind=ButtonKind::Secondary /> }
        })
    })
}

/// The number to call, with the hours; without a number, where to go.
#[component]
pub fn CallButton() -> impl IntoView {
    move || {
        let service = service_info().get();
        match service.and_then(|s| s.help_phone.map(|phone| (phone, s.help_hours))) {
            Some((phone, hours)) => {
                let href = format!(
                    "tel:{}",
                    phone.replace(|c: char| !c.is_ascii_digit() && c != '+', "")
                );
                let label = Signal::derive(move || t1(Key::HelpCallNumber, &[("phone", &phone)]));
                view! {
                    <LinkButton href=href label=label kind=ButtonKind::Primary />
                    {hours.map(|h| view! { <p class="meta">{live(move || t1(Key::HelpHours, &[("hours", &h)]))}</p> })}
                }
                .into_any()
            }
            None => view! { <p>{said(Key::HelpNoPhone)}</p> }.into_any(),
        }
    }
}

const KEPT: [(Key, Key); 3] = [
    (Key::PrivacyPhoneTitle, Key::PrivacyPhoneText),
    (Key::PrivacyServerTitle, Key::PrivacyServerText),
    (Key::PrivacyNobodyTitle, Key::PrivacyNobodyText),
];

#[component]
pub fn PrivacyPage() -> impl IntoView {
    view! {
        <BackLink href="/help" label=tr(Key::HelpTitle) />
        <PageTitle text=tr(Key::PrivacyTitle) />
        {KEPT
            .into_iter()
            .map(|(title, text)| {
                view! {
                    <section>
                        <h2>{said(title)}</h2>
                        <p>{said(text)}</p>
                    </section>
                }
            })
            .collect_view()}
    }
}
