//! The list of matters, the last changed first.

use super::state_tag;
use crate::backend::{Failure, MatterSummary, Page, backend, service_info};
use crate::i18n::{Key, date_time, said, t1};
use crate::offline::cache;
use crate::parts::{Fetching, Loader, MoreLoader, card_title, fetching, stage_key, tr};
use crate::ui::live::{drawn, live};
use crate::ui::{BackLink, ButtonKind, EmptyState, LinkButton, PageTitle};
use leptos::prelude::*;

#[component]
pub fn MattersPage() -> impl IntoView {
    view! {
        <BackLink href="/threads" label=tr(Key::ThreadsTitle) />
        <PageTitle text=tr(Key::MattersTitle) />
        <Ways />
        {Loader::start(|| fetching(page(None))).view(list)}
    }
}

/// To what one asked for oneself, and to asking.
#[component]
fn Ways() -> impl IntoView {
    drawn(|| {
        let offered = service_info().with(|s| s.as_ref().is_some_and(|s| s.can.requests));
        offered.then(|| {
            view! {
                <div class="cluster">
                    <LinkButton href="/matters/new" label=tr(Key::RequestsNew) kind=ButtonKind::Secondary />
                    <LinkButton href="/matters/mine" label=tr(Key::RequestsMine) kind=ButtonKind::Quiet />
                </div>
            }
        })
    })
}

fn list(first: Page<MatterSummary>) -> AnyView {
    if first.items.is_empty() {
        return view! { <EmptyState title=tr(Key::MattersEmpty) /> }.into_any();
    }
    rows(first, |cursor| fetching(page(cursor)))
}

/// The rows of a list and what loads more of them.
pub(super) fn rows(
    first: Page<MatterSummary>,
    page: impl Fn(Option<String>) -> Fetching<Page<MatterSummary>> + Send + Sync + 'static,
) -> AnyView {
    let more = MoreLoader::after(first, page);
    let rows = more.rows();
    view! {
        <ul class="stack plain-list">
            <For each=move || rows.get() key=|m| m.id.clone() children=row />
        </ul>
        {more.button(|m: &MatterSummary| row_id(&m.id))}
    }
    .into_any()
}

fn row(matter: MatterSummary) -> AnyView {
    let stage = matter
        .stage
        .and_then(stage_key)
        .map(|key| view! { <span class="meta">{said(key)}</span> });
    let updated = matter.updated;
    view! {
        <li class="card" id=row_id(&matter.id)>
            {card_title(format!("/matters/{}", matter.id), matter.title, false)}
            <p class="cluster">{stage} {state_tag(matter.state)}</p>
            <p class="meta">{live(move || t1(Key::ThreadsLast, &[("time", &date_time(&updated))]))}</p>
        </li>
    }
    .into_any()
}

fn row_id(id: &str) -> String {
    format!("matter-{id}")
}

async fn page(cursor: Option<String>) -> Result<cache::Kept<Page<MatterSummary>>, Failure> {
    let key = format!("matters/{}", cursor.as_deref().unwrap_or("first"));
    cache::fresh_or_kept(&key, backend().matters(cursor)).await
}
