//! Help: a person to call first, then the few things that go wrong, and what is kept where.

mod more;

pub use more::MorePage;

use crate::backend::{PollState, PollSummary, backend, person, service_info};
use crate::i18n::{Key, said};
use crate::offline::cache;
use crate::parts::{CallButton, QUESTIONS, tr};
use crate::platform::task::spawn_scoped;
use crate::ui::live::drawn;
use crate::ui::{BackLink, ButtonKind, Disclosure, LinkButton, PageTitle};
use leptos::prelude::*;

#[component]
pub fn HelpPage() -> impl IntoView {
    view! {
        <PageTitle text=tr(Key::HelpTitle) />
        <section class="stack">
            <h2>{said(Key::HelpCall)}</h2>
            <CallButton />
        </section>
        <WayToPractice />
        {move || service_info()
            .with(|s| s.as_ref().is_some_and(|s| s.can.assistance))
            .then(|| view! { <LinkButton href="/assist" label=tr(Key::AssistTitle) kind=ButtonKind::Quiet /> })}
        {QUESTIONS
            .into_iter()
            .map(|(title, text)| view! { <Disclosure summary=tr(title)><p>{said(text)}</p></Disclosure> })
            .collect_view()}
        <LinkButton href="/settings" label=tr(Key::SettingsTitle) kind=ButtonKind::Quiet />
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
