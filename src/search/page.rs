//! The page of a search. What is looked for stands in the address, so that back and reload keep it; it is kept nowhere else.

use super::elder::ElderOffer;
use super::form::SearchForm;
use super::here;
use super::hits::{Group, Help, hit_row, row_id};
use crate::backend::{Failure, FailureKind, Page, SearchHit, backend, service_info};
use crate::i18n::{Key, said, t, t1, tn};
use crate::offline::cache::Kept;
use crate::parts::{Loader, MoreLoader, fetching, tr};
use crate::platform::announce::announce;
use crate::platform::focus;
use crate::platform::network;
use crate::platform::task::{Here, together};
use crate::ui::live::{drawn, live};
use crate::ui::{EmptyState, PageTitle};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

pub const FOUND: &str = "search-found";

/// What was found, and where it was looked for.
#[derive(Clone)]
struct Found {
    groups: Vec<(Group, Page<SearchHit>)>,
    /// Only on this phone.
    here: bool,
}

#[component]
pub fn SearchPage() -> impl IntoView {
    let query = use_query_map();
    let question = Memo::new(move |_| query.read().get("q").unwrap_or_default().trim().to_owned());
    // Whoever has pressed the button is led to what was found; whoever came by a link or back is not.
    let pressed = StoredValue::new(false);
    view! {
        <PageTitle text=tr(Key::SearchTitle) />
        <SearchForm question=question pressed=pressed />
        {drawn(move || {
            let question = question.get();
            if question.is_empty() {
                return view! { <p>{said(Key::SearchHint)}</p> }.into_any();
            }
            view! {
                <ElderOffer question=question.clone() />
                {results(question, pressed)}
            }
            .into_any()
        })}
    }
}

fn results(question: String, pressed: StoredValue<bool>) -> AnyView {
    let asked = question.clone();
    let loader = Loader::start(move || {
        let question = asked.clone();
        fetching(async move { look(&question).await.map(Kept::fresh) })
    });
    let again = loader.clone();
    let here = Here::now();
    loader.view(move |found: Found| {
        let help = Help::about(&question);
        let total = found.groups.iter().map(|(_, page)| page.total).sum::<u64>() + help.count();
        let said_of = question.clone();
        let words = move || match total {
            0 => t1(Key::SearchNone, &[("question", &said_of)]),
            _ => tn(Key::SearchFound, total, &[("question", &said_of)]),
        };
        if pressed.try_get_value().unwrap_or(false) {
            pressed.set_value(false);
            focus::focus_id_soon(FOUND.to_owned());
        } else {
            announce(&words());
        }
        let (again, here) = (again.clone(), here.clone());
        let retry = Callback::new(move |()| {
            let again = again.clone();
            here.run(move || again.reload());
        });
        let only_here = found.here.then(|| here::banner(able().then_some(retry)));
        let nothing = (total == 0).then(|| view! { <EmptyState title=tr(Key::SearchNoneNext) /> });
        let question = question.clone();
        view! {
            {only_here}
            <p class="lede" id=FOUND tabindex="-1">{live(words)}</p>
            {nothing}
            {found
                .groups
                .into_iter()
                .filter(|(_, page)| !page.items.is_empty())
                .map(|(group, page)| rows(group, page, question.clone()))
                .collect_view()}
            {help.section()}
        }
        .into_any()
    })
}

/// One kind of things, with a way to more of them.
fn rows(group: Group, first: Page<SearchHit>, question: String) -> AnyView {
    let total = first.total;
    let more = MoreLoader::after(first, move |cursor| {
        let question = question.clone();
        fetching(async move {
            backend()
                .search(&question, group.kinds(), cursor)
                .await
                .map(Kept::fresh)
        })
    });
    let rows = more.rows();
    let title = move || {
        t1(
            Key::SearchGroup,
            &[("group", &t(group.name())), ("n", &crate::i18n::number(total))],
        )
    };
    view! {
        <section class="stack">
            <h2>{live(title)}</h2>
            <ul class="stack plain-list">
                <For each=move || rows.get() key=row_id let:hit>{hit_row(hit)}</For>
            </ul>
            {more.button(row_id)}
        </section>
    }
    .into_any()
}

/// Whether the backend searches; until it has said what it can do it may.
fn able() -> bool {
    service_info().with_untracked(|service| service.as_ref().is_none_or(|service| service.can.search))
}

/// At the backend; on this phone where the backend cannot be asked or does not search.
async fn look(question: &str) -> Result<Found, Failure> {
    if able() && network::online().get_untracked() {
        let asking = Group::ALL.map(|group| backend().search(question, group.kinds(), None));
        let pages: Result<Vec<_>, Failure> = together(asking).await.into_iter().collect();
        match pages {
            Ok(pages) => {
                return Ok(Found {
                    groups: Group::ALL.into_iter().zip(pages).collect(),
                    here: false,
                });
            }
            // The next step there is to wait, not to look elsewhere.
            Err(failure) if failure.kind == FailureKind::RateLimited => return Err(failure),
            Err(_) => {}
        }
    }
    Ok(Found {
        groups: here::find(question).await,
        here: true,
    })
}
