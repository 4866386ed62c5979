//! The list of polls: open ones first, as the server orders them.

use super::row::{PollRow, row_id};
use super::{person_id, signed_in_as, standing};
use crate::backend::{Failure, Page, PollSummary, backend};
use crate::i18n::Key;
use crate::offline::cache;
use crate::parts::{Loader, MoreLoader, fetching, tr};
use crate::ui::{ButtonKind, EmptyState, LinkButton, PageTitle};
use leptos::prelude::*;

#[component]
pub fn PollsPage() -> impl IntoView {
    let who = signed_in_as();
    view! {
        <PageTitle text=tr(Key::PollsTitle) />
        {move || {
            who.track();
            Loader::start(|| fetching(page(None))).view(list)
        }}
        <LinkButton href="/my-votes" label=tr(Key::PollsMyVotes) kind=ButtonKind::Secondary />
    }
}

fn list(first: Page<PollSummary>) -> AnyView {
    if first.items.is_empty() {
        return view! { <EmptyState title=tr(Key::PollsEmpty) /> }.into_any();
    }
    let more = MoreLoader::after(first, |cursor| fetching(page(cursor)));
    let rows = more.rows();
    view! {
        <ul class="stack plain-list">
            <For each=move || rows.get() key=|p| p.id.clone() let:poll>
                <PollRow poll=poll />
            </For>
        </ul>
        {more.button(|p: &PollSummary| row_id(&p.id))}
    }
    .into_any()
}

async fn page(cursor: Option<String>) -> Result<cache::Kept<Page<PollSummary>>, Failure> {
    let key = format!(
        "polls/{}/{}",
        person_id().unwrap_or_default(),
        cursor.as_deref().unwrap_or("first")
    );
    let page = cache::fresh_or_kept(&key, backend().polls(cursor)).await?;
    for poll in &page.value.items {
        standing::hear(&poll.id, poll.state);
    }
    Ok(page)
}
