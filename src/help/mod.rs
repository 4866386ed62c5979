//! Help: a person to call first, then the few things that go wrong, and what is kept where.

use crate::backend::service_info;
use crate::i18n::{Key, said, t1};
use crate::parts::tr;
use crate::ui::live::live;
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
        {QUESTIONS
            .into_iter()
            .map(|(title, text)| view! { <Disclosure summary=tr(title)><p>{said(text)}</p></Disclosure> })
            .collect_view()}
        <p><a href="/privacy">{said(Key::HelpPrivacy)}</a></p>
    }
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
