//! The list of threads, the last active first.

use super::row::{ThreadRow, row_id};
use crate::backend::{Failure, Page, ThreadSummary, backend};
use crate::i18n::Key;
use crate::offline::cache;
use crate::parts::{Loader, MoreLoader, fetching, tr};
use crate::ui::{EmptyState, PageTitle};
use leptos::prelude::*;

#[component]
pub fn ThreadsPage() -> impl IntoView {
    view! {
        <PageTitle text=tr(Key::ThreadsTitle) />
        {Loader::start(|| fetching(page(None))).view(list)}
    }
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
