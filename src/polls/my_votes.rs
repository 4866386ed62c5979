//! The person's own votes on this phone, each with its honest state.

use super::standing::words;
use super::{fetch_poll, signed_in_as};
use crate::i18n::{Key, said};
use crate::offline::ballots::{Fate, ballots, loaded};
use crate::parts::tr;
use crate::platform::task::spawn_scoped;
use crate::ui::{BackLink, ButtonKind, EmptyState, LinkButton, PageTitle, Tag};
use leptos::prelude::*;

#[component]
pub fn MyVotesPage() -> impl IntoView {
    let who = signed_in_as();
    let records = move || {
        ballots().with(|b| {
            b.values()
                .map(|r| (r.poll_id.clone(), r.poll_title.clone(), r.standing()))
                .collect::<Vec<_>>()
        })
    };
    // Whatever came of a poll since it was opened here is heard now; without a network, what was heard last is said.
    Effect::new(move |_| {
        loaded().track();
        let open: Vec<String> = ballots().with_untracked(|b| {
            let open = b.values().filter(|r| r.fate == Fate::Unheard);
            open.map(|r| r.poll_id.clone()).collect()
        });
        spawn_scoped(async move {
            for id in open {
                let _ = fetch_poll(&id).await;
            }
        });
    });
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
            .map(|(id, title, standing)| {
                let (key, tone) = words(standing);
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
