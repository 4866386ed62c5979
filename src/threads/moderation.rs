//! The open log: what moderators did and why. No names, no words of residents.

use crate::backend::{Failure, ModerationAction, ModerationEntry, Page, backend};
use crate::i18n::{Key, date_time, said, t1};
use crate::offline::cache;
use crate::parts::{Loader, MoreLoader, fetching, tr};
use crate::ui::live::live;
use crate::ui::{BackLink, EmptyState, PageTitle};
use leptos::prelude::*;

#[component]
pub fn ModerationPage() -> impl IntoView {
    view! {
        <BackLink href="/threads" label=tr(Key::ThreadsTitle) />
        <PageTitle text=tr(Key::ModerationTitle) />
        <p>{said(Key::ModerationLede)}</p>
        {Loader::start(|| fetching(page(None))).view(list)}
    }
}

fn list(first: Page<ModerationEntry>) -> AnyView {
    if first.items.is_empty() {
        return view! { <EmptyState title=tr(Key::ModerationEmpty) /> }.into_any();
    }
    let more = MoreLoader::after(first, |cursor| fetching(page(cursor)));
    let rows = more.rows();
    view! {
        <ul class="stack plain-list">
            <For each=move || rows.get() key=|e| e.id.clone() let:entry>{row(entry)}</For>
        </ul>
        {more.button(|e: &ModerationEntry| row_id(&e.id))}
    }
    .into_any()
}

fn row_id(id: &str) -> String {
    format!("moderation-{id}")
}

fn row(entry: ModerationEntry) -> AnyView {
    let what = match entry.action {
        ModerationAction::Published => Key::ModerationPublished,
        ModerationAction::Refused => Key::ModerationRefused,
        ModerationAction::Hidden => Key::ModerationHidden,
        ModerationAction::Restored => Key::ModerationRestored,
        ModerationAction::ReportRefused => Key::ModerationReportRefused,
        ModerationAction::ObjectionRefused => Key::ModerationObjectionRefused,
        ModerationAction::Other => Key::ModerationOther,
    };
    let (at, reason) = (entry.at, entry.reason);
    let why = (!reason.is_empty()).then(
        || view! { <p dir="auto">{live(move || t1(Key::ModerationReason, &[("reason", &reason)]))}</p> },
    );
    let href = format!("/threads/{}", entry.thread_id);
    view! {
        <li class="card" id=row_id(&entry.id) tabindex="-1">
            <h2 class="card-title">{said(what)}</h2>
            {why}
            <p><a href=href>{entry.thread_title}</a></p>
            <p class="meta">{live(move || date_time(&at))}</p>
        </li>
    }
    .into_any()
}

async fn page(cursor: Option<String>) -> Result<cache::Kept<Page<ModerationEntry>>, Failure> {
    cache::fresh_or_kept("moderation", backend().moderation(cursor)).await
}
