//! The list of threads, the last active first.

use super::row::{ThreadRow, row_id};
use crate::backend::{Capabilities, Failure, Page, ThreadSummary, backend, service_info, session};
use crate::i18n::{Key, said};
use crate::offline::cache;
use crate::parts::{Loader, MoreLoader, fetching, tr};
use crate::ui::live::drawn;
use crate::ui::{EmptyState, PageTitle};
use leptos::prelude::*;

#[component]
pub fn ThreadsPage() -> impl IntoView {
    view! {
        <PageTitle text=tr(Key::ThreadsTitle) />
        {Loader::start(|| fetching(page(None))).view(list)}
        {records()}
    }
}

/// Where one reads what came of things, what moderators did, and what became of one's own reports.
fn records() -> AnyView {
    let can = move |part: fn(&Capabilities) -> bool| {
        service_info().with(|s| s.as_ref().is_some_and(|s| part(&s.can)))
    };
    drawn(move || {
        let matters = can(|can| can.matters)
            .then(|| view! { <li><a class="quiet-link" href="/matters">{said(Key::MattersTitle)}</a></li> });
        let ask = can(|can| can.requests).then(
            || view! { <li><a class="quiet-link" href="/matters/new">{said(Key::RequestsNew)}</a></li> },
        );
        let log = can(|can| can.moderation_log).then(
            || view! { <li><a class="quiet-link" href="/moderation">{said(Key::ModerationTitle)}</a></li> },
        );
        let mine = (can(|can| can.reports) && session().with(|s| s.person().is_some())).then(
            || view! { <li><a class="quiet-link" href="/my-reports">{said(Key::MyReportsTitle)}</a></li> },
        );
        view! { <ul class="cluster plain-list">{matters} {ask} {mine} {log}</ul> }
    })
}

fn list(first: Page<ThreadSummary>) -> AnyView {
    if first.items.is_empty() {
        return view! { <EmptyState title=tr(Key::ThreadsEmpty) /> }.into_any();
    }
    let more = MoreLoader::after(first, |cursor| fetching(page(cursor)));
    let rows = more.rows();
    view! {
        <ul class="stack plain-list">
            <For each=move || rows.get() key=|t| t.id.clone() let:thread>
                <ThreadRow thread=thread />
            </For>
        </ul>
        {more.button(|t: &ThreadSummary| row_id(&t.id))}
    }
    .into_any()
}

async fn page(cursor: Option<String>) -> Result<cache::Kept<Page<ThreadSummary>>, Failure> {
    let key = format!("threads/{}", cursor.as_deref().unwrap_or("first"));
    cache::fresh_or_kept(&key, backend().threads(cursor)).await
}
