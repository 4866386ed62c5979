//! The list of notices. The chosen kind, and whether one's own building comes first, stand in the address, so that back and reload
//! keep them.

use super::ahead::keep_ahead;
use super::hear::hear;
use super::new_notices::NewNotices;
use super::one::{KINDS, can};
use super::row::{NoticeRow, category_key, row_id};
use crate::access::preferences;
use crate::backend::{NoticeCategory, NoticeSummary, Page, backend, server_clock, session};
use crate::i18n::{Key, said, t, t1};
use crate::offline::cache;
use crate::offline::seen::{Freshness, freshness};
use crate::parts::{Loader, MoreLoader, fetching, tr};
use crate::platform::clock::now_ms;
use crate::platform::focus::focus_id_soon;
use crate::platform::storage;
use crate::platform::task::Here;
use crate::ui::live::{derived, drawn};
use crate::ui::{Disclosure, EmptyState, PageTitle, Tag, Tone};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// That one's own building comes first, until the resident says otherwise.
const OWN_FIRST: &str = "linli.own-first";

/// What of all notices is shown, and in which order.
#[derive(Clone, Copy, PartialEq)]
struct Wanted {
    kind: Option<NoticeCategory>,
    own_first: bool,
}

impl Wanted {
    fn href(self) -> String {
        let own = if self.own_first { "1" } else { "0" };
        match (self.kind, can_own()) {
            (None, false) => "/notices".to_owned(),
            (Some(kind), false) => format!("/notices?kind={}", kind.name()),
            (None, true) => format!("/notices?own={own}"),
            (Some(kind), true) => format!("/notices?kind={}&own={own}", kind.name()),
        }
    }

    fn of_address() -> Memo<Self> {
        let query = use_query_map();
        Memo::new(move |before: Option<&Self>| {
            let query = query.read();
            let kind = query.get("kind");
            let own = query.get("own").map(|own| own == "1");
            if let Some(own) = own
                && before.is_some()
            {
                if own {
                    storage::set(OWN_FIRST, "1");
                } else {
                    storage::remove(OWN_FIRST);
                }
            }
            let own = own.unwrap_or_else(|| storage::get(OWN_FIRST).is_some());
            Self {
                kind: KINDS.into_iter().find(|of| kind.as_deref() == Some(of.name())),
                own_first: own && can_own(),
            }
        })
    }
}

/// Somebody whose household is known is signed in, and the backend can put theirs first.
fn can_own() -> bool {
    can(|can| can.notice_audience)
        && session().with(|session| session.me().is_some_and(|me| me.household.is_some()))
}

#[component]
pub fn NoticesPage() -> impl IntoView {
    let wanted = Wanted::of_address();
    let elder = Memo::new(|_| preferences().with(|p| p.elder));
    view! {
        <PageTitle text=tr(Key::NoticesTitle) />
        <p><a class="quiet-link" href="/search">{said(Key::NoticesSearch)}</a></p>
        {drawn(move || {
            if elder.get() {
                return folded(wanted);
            }
            filters(wanted)
        })}
        {drawn(move || list(wanted.get()))}
        <ul class="stack plain-list">
            <li><a class="card-link" href="/notices-on-paper">{said(Key::NoticesSheetLink)}</a></li>
            {drawn(|| {
                can(|can| can.inbox)
                    .then(|| view! { <li><a class="card-link" href="/following">{said(Key::FollowingLink)}</a></li> })
            })}
        </ul>
    }
}

/// In elder mode one thing after the other: first the notices, and what sorts them when somebody wants it. Whoever has chosen is
/// done with choosing: it folds itself and says which kind is shown.
fn folded(wanted: Memo<Wanted>) -> AnyView {
    let summary = derived(move || match wanted.get().kind {
        None => t(Key::NoticesFilter),
        Some(kind) => t1(Key::NoticesFilterNow, &[("kind", &t(category_key(kind)))]),
    });
    let chosen = Signal::derive(move || wanted.track());
    view! {
        <div on:click=|_| focus_id_soon(FOLDED.to_owned())>
            <Disclosure summary=summary id=FOLDED folds=chosen>{filters(wanted)}</Disclosure>
        </div>
    }
    .into_any()
}

const FOLDED: &str = "notice-kinds";

fn filters(wanted: Memo<Wanted>) -> AnyView {
    let of = move |kind: Option<NoticeCategory>| {
        let href = move || Wanted { kind, ..wanted.get() }.href();
        let key = kind.map_or(Key::NoticesAll, category_key);
        chip(href, key, Signal::derive(move || wanted.get().kind == kind))
    };
    let own = drawn(move || {
        can_own().then(|| {
            let href = move || {
                let now = wanted.get();
                Wanted {
                    own_first: !now.own_first,
                    ..now
                }
                .href()
            };
            let own_first = Signal::derive(move || wanted.get().own_first);
            view! { <ul class="cluster plain-list">{chip(href, Key::NoticesOwnFirst, own_first)}</ul> }
        })
    });
    view! {
        <nav class="stack" aria-label=move || t(Key::NoticesFilter)>
            <ul class="cluster plain-list">
                {of(None)}
                {KINDS.into_iter().map(|kind| of(Some(kind))).collect_view()}
            </ul>
            {own}
        </nav>
    }
    .into_any()
}

fn chip(href: impl Fn() -> String + Send + Sync + 'static, key: Key, chosen: Signal<bool>) -> AnyView {
    view! {
        <li>
            <a class="chip" href=href aria-current=move || chosen.get().then_some("true")>{said(key)}</a>
        </li>
    }
    .into_any()
}

fn list(wanted: Wanted) -> AnyView {
    let loader = Loader::start(move || fetching(page(wanted, None)));
    let (reload, here) = (loader.clone(), Here::now());
    let asked = StoredValue::new(false);
    let on_show = Callback::new(move |()| {
        asked.set_value(true);
        here.run(|| reload.reload());
    });
    loader.view(move |first: Page<NoticeSummary>| {
        if asked.get_value() {
            asked.set_value(false);
            // What is pinned stays first.
            if let Some(newest) = newest(&first.items) {
                focus_id_soon(row_id(&newest.id));
            }
        }
        let news = view! { <NewNotices kind=wanted.kind known=Some(first.total) on_show=on_show /> };
        if first.items.is_empty() {
            let title = if wanted.kind.is_some() {
                Key::NoticesEmptyHere
            } else {
                Key::NoticesEmpty
            };
            return view! { <EmptyState title=tr(title) /> {news} }.into_any();
        }
        if wanted.kind.is_none() {
            keep_ahead(&first.items);
        }
        let more = MoreLoader::after(first, move |cursor| fetching(page(wanted, cursor)));
        let rows = more.rows();
        view! {
            {hear(more.rows())}
            <ul class="stack plain-list">
                <For each=move || rows.get() key=|n| n.id.clone() let:notice>
                    {row(notice)}
                </For>
            </ul>
            {more.button(|n: &NoticeSummary| row_id(&n.id))}
            {news}
        }
        .into_any()
    })
}

/// The row with what only this list says: whether it is new here, and whether it is about one's own building.
fn row(notice: NoticeSummary) -> AnyView {
    let (id, published, corrected) = (
        notice.id.clone(),
        notice.published.clone(),
        notice.corrected.clone(),
    );
    let own = notice
        .own
        .then(|| view! { <Tag text=tr(Key::NoticesOwn) tone=Tone::Info /> });
    let fresh = drawn(move || {
        let now = server_clock::now().unwrap_or_else(now_ms);
        let key = match freshness(&id, &published, corrected.as_ref(), now) {
            Freshness::Seen => return ().into_any(),
            Freshness::New => Key::NoticesUnread,
            Freshness::Corrected => Key::NoticesCorrectedMark,
        };
        view! { <Tag text=tr(key) tone=Tone::Info /> }.into_any()
    });
    let marks = view! { {own} {fresh} }.into_any();
    view! { <NoticeRow notice=notice marks=marks /> }.into_any()
}

fn newest(notices: &[NoticeSummary]) -> Option<&NoticeSummary> {
    notices.iter().max_by_key(|notice| notice.published.at)
}

/// The newest of a kind, or of all, kept for where there is no network.
pub(super) async fn first_page(
    kind: Option<NoticeCategory>,
) -> Result<cache::Kept<Page<NoticeSummary>>, crate::backend::Failure> {
    let wanted = Wanted {
        kind,
        own_first: false,
    };
    page(wanted, None).await
}

async fn page(
    wanted: Wanted,
    cursor: Option<String>,
) -> Result<cache::Kept<Page<NoticeSummary>>, crate::backend::Failure> {
    let key = format!(
        "notices/{}/{}",
        wanted.kind.map_or("all", NoticeCategory::name),
        cursor.as_deref().unwrap_or("first")
    );
    cache::fresh_or_kept(&key, backend().notices(wanted.kind, wanted.own_first, cursor)).await
}
