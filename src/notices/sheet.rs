//! Several notices as one sheet for the stairwell: each with its title, what it says in short, and a code that leads to it.

use super::event::facts;
use super::one::read;
use super::paper::{ask, withdrawn};
use crate::backend::{Failure, Notice};
use crate::i18n::{Key, date_time, said, t1};
use crate::offline::cache::Kept;
use crate::parts::{Loader, fetching, on_paper, text_body, tr};
use crate::platform::document::print;
use crate::platform::task::together;
use crate::ui::live::live;
use crate::ui::{BackLink, Button, ButtonKind, EmptyState, PageTitle};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// As many as anybody reads in passing.
const MOST: usize = 12;

#[component]
pub fn SheetPage() -> impl IntoView {
    let query = use_query_map();
    let ids = query.read_untracked().get("ids").unwrap_or_default();
    let ids: Vec<String> = ids
        .split(',')
        .filter(|id| !id.is_empty())
        .take(MOST)
        .map(str::to_owned)
        .collect();
    view! {
        <BackLink href="/notices-on-paper" label=tr(Key::AppBack) />
        <PageTitle text=tr(Key::NoticesSheetTitle) />
        {Loader::start(move || fetching(all(ids.clone()))).view(sheet)}
    }
}

/// All of them: a sheet on which one is missing would be hung up by mistake.
async fn all(ids: Vec<String>) -> Result<Kept<Vec<Notice>>, Failure> {
    let read = together(ids.into_iter().map(read)).await;
    let kept = read.into_iter().collect::<Result<Vec<_>, _>>()?;
    Ok(Kept {
        as_of: kept.iter().filter_map(|kept| kept.as_of).min(),
        value: kept.into_iter().map(|kept| kept.value).collect(),
    })
}

fn sheet(notices: Vec<Notice>) -> AnyView {
    if notices.is_empty() {
        return view! { <EmptyState title=tr(Key::NoticesSheetNone) /> }.into_any();
    }
    let all = notices.into_iter().map(one).collect_view();
    view! {
        <div class="stack no-print">
            <p>{said(Key::NoticesPaperText)}</p>
            <Button label=tr(Key::NoticesPrint) kind=ButtonKind::Primary on_press=Callback::new(|()| print()) />
        </div>
        <div class="stack on-paper notice-sheet">
            {all}
            {ask()}
        </div>
    }
    .into_any()
}

fn one(notice: Notice) -> AnyView {
    let page = format!("/notices/{}", notice.id);
    let (publisher, published) = (notice.publisher.clone(), notice.published.clone());
    let by = live(move || {
        t1(
            Key::NoticesBy,
            &[("publisher", &publisher), ("date", &date_time(&published))],
        )
    });
    let said = match notice.plain.clone() {
        Some(plain) => text_body(plain),
        None => view! { <p dir="auto">{notice.summary.clone()}</p> }.into_any(),
    };
    let words = view! {
        <p class="meta">{by}</p>
        {withdrawn(&notice)}
        {notice.event.clone().map(facts)}
        {said}
    };
    view! {
        <section>
            <h2 dir="auto">{notice.title}</h2>
            {on_paper::with_code(words.into_any(), &page, Key::NoticesPaperCode)}
        </section>
    }
    .into_any()
}
