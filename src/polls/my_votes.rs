//! The person's own votes on this phone, each with its honest state.

use super::signed_in_as;
use crate::i18n::{Key, said};
use crate::offline::ballot::BallotState;
use crate::offline::ballots::ballots;
use crate::parts::tr;
use crate::ui::{BackLink, ButtonKind, EmptyState, LinkButton, PageTitle, Tag, Tone};
use leptos::prelude::*;

#[component]
pub fn MyVotesPage() -> impl IntoView {
    let who = signed_in_as();
    let records = move || {
        ballots().with(|b| {
            b.values()
                .map(|r| (r.poll_id.clone(), r.poll_title.clone(), r.state))
                .collect::<Vec<_>>()
        })
    };
    let rows = move || {
        if who.get().is_none() {
            return view! {
                <p>{said(Key::PollsMyVotesSignIn)}</p>
                <LinkButton href="/sign-in?next=/my-votes" label=tr(Key::AppSignIn) kind=ButtonKind::Primary />
            }
            .into_any();
        }
        let records = records();
        if records.is_empty() {
            return view! { <EmptyState title=tr(Key::PollsMyVotesEmpty) /> }.into_any();
        }
        let rows = records
            .into_iter()
            .map(|(id, title, state)| {
                let (key, tone) = match state {
                    BallotState::Counted => (Key::ReceiptCounted, Tone::Good),
                    BallotState::Waiting => (Key::ReceiptWaiting, Tone::Warn),
                    BallotState::Refused => (Key::ReceiptRefused, Tone::Bad),
                    BallotState::Chosen => (Key::ReceiptChosen, Tone::Warn),
                };
                view! {
                    <li class="card">
                        <h2 class="card-title">
                            <a class="card-link" href=format!("/polls/{id}/receipt")>{title}</a>
                        </h2>
                        <p><Tag text=tr(key) tone=tone /></p>
                    </li>
                }
            })
            .collect_view();
        view! { <ul class="stack plain-list">{rows}</ul> }.into_any()
    };
    view! {
        <BackLink href="/polls" label=tr(Key::PollsTitle) />
        <PageTitle text=tr(Key::PollsMyVotes) />
        {rows}
    }
}
