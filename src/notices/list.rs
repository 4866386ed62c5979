//! The list of notices. The chosen kind stands in the address, so that back and reload keep it.

use super::ahead::keep_ahead;
use super::new_notices::NewNotices;
use super::row::{NoticeRow, category_key, row_id};
use crate::backend::{NoticeCategory, NoticeSummary, Page, backend};
use crate::i18n::{Key, said, t};
use crate::offline::cache;
use crate::parts::{Loader, MoreLoader, fetching, tr};
use crate::platform::focus::focus_id_soon;
use crate::ui::{EmptyState, PageTitle};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

const KINDS: [NoticeCategory; 7] = [
    NoticeCategory::Utilities,
    NoticeCategory::Safety,
    NoticeCategory::Events,
    NoticeCategory::Government,
    NoticeCategory::Policy,
    NoticeCategory::Finance,
    NoticeCategory::Community,
];

#[component]
pub fn NoticesPage() -> impl IntoView {
    let query = use_query_map();
    let kind = Memo::new(move |_| {
        let wanted = query.read().get("kind");
        KINDS.into_iter().find(|k| wanted.as_deref() == Some(k.name()))
    });
    view! {
        <PageTitle text=tr(Key::NoticesTitle) />
        <p><a class="quiet-link" href="/search">{said(Key::NoticesSearch)}</a></p>
        <nav aria-label=move || t(Key::NoticesFilter)>
            <ul class="cluster plain-list">
                {filter_link(None, kind)}
                {KINDS.into_iter().map(|k| filter_link(Some(k), kind)).collect_view()}
            </ul>
        </nav>
        {move || list(kind.get())}
    }
}

fn filter_link(of: Option<NoticeCategory>, kind: Memo<Option<NoticeCategory>>) -> AnyView {
    let href = match of {
        None => "/notices".to_owned(),
        Some(k) => format!("/notices?kind={}", k.name()),
    };
    let key = of.map_or(Key::NoticesAll, category_key);
    view! {
        <li>
            <a class="chip" href=href aria-current=move || (kind.get() == of).then_some("true")>
                {said(key)}
            </a>
        </li>
    }
    .into_any()
}

fn list(kind: Option<NoticeCategory>) -> AnyView {
    let loader = Loader::start(move || fetching(page(kind, None)));
    let (reload, owner) = (loader.clone(), Owner::current());
    let wanted = StoredValue::new(false);
    let on_show = Callback::new(move |()| {
        wanted.set_value(true);
        match &owner {
            Some(owner) => owner.with(|| reload.reload()),
            None => reload.reload(),
        }
    });
    loader.view(move |first: Page<NoticeSummary>| {
        if wanted.get_value() {
            wanted.set_value(false);
            // What is pinned stays first.
            if let Some(newest) = newest(&first.items) {
                focus_id_soon(row_id(&newest.id));
            }
        }
        let news = view! { <NewNotices kind=kind known=Some(first.total) on_show=on_show /> };
        if first.items.is_empty() {
            let title = if kind.is_some() {
                Key::NoticesEmptyHere
            } else {
                Key::NoticesEmpty
            };
            return view! { <EmptyState title=tr(title) /> {news} }.into_any();
        }
        if kind.is_none() {
            keep_ahead(&first.items);
        }
        let more = MoreLoader::after(first, move |cursor| fetching(page(kind, cursor)));
        let rows = more.rows();
        view! {
            <ul class="stack plain-list">
                <For each=move || rows.get() key=|n| n.id.clone() let:notice>
                    <NoticeRow notice=notice />
                </For>
            </ul>
            {more.button(|n: &NoticeSummary| row_id(&n.id))}
            {news}
        }
        .into_any()
    })
}

fn newest(notices: &[NoticeSummary]) -> Option<&NoticeSummary> {
    notices.iter().max_by_key(|notice| notice.published.at)
}

async fn page(
    kind: Option<NoticeCategory>,
    cursor: Option<String>,
) -> Result<cache::Kept<Page<NoticeSummary>>, crate::backend::Failure> {
    let key = format!(
        "notices/{}/{}",
        kind.map_or("all", NoticeCategory::name),
        cursor.as_deref().unwrap_or("first")
    );
    cache::fresh_or_kept(&key, backend().notices(kind, cursor)).await
}
