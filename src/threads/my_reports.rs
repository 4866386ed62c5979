//! *My reports*: what one told the moderators, and what became of it.

use super::object::objection_words;
use super::report::reason_key;
use crate::backend::{Failure, Page, Report, ReportState, Reported, SessionState, backend, session};
use crate::i18n::{Key, date_time, said, t1};
use crate::offline::cache;
use crate::parts::{Loader, MoreLoader, fetching, tr};
use crate::ui::live::{drawn, live};
use crate::ui::{BackLink, ButtonKind, EmptyState, LinkButton, PageTitle, Tag, Tone};
use leptos::prelude::*;

#[component]
pub fn MyReportsPage() -> impl IntoView {
    let signed_out = Memo::new(|_| session().with(|s| matches!(s, SessionState::SignedOut)));
    let inner = drawn(move || {
        if signed_out.get() {
            return view! {
                <LinkButton href="/sign-in?next=/my-reports" label=tr(Key::AppSignIn) kind=ButtonKind::Primary />
            }
            .into_any();
        }
        Loader::start(|| fetching(page(None))).view(list)
    });
    view! {
        <BackLink href="/threads" label=tr(Key::ThreadsTitle) />
        <PageTitle text=tr(Key::MyReportsTitle) />
        {inner}
    }
}

fn list(first: Page<Report>) -> AnyView {
    if first.items.is_empty() {
        return view! { <EmptyState title=tr(Key::MyReportsEmpty) /> }.into_any();
    }
    let more = MoreLoader::after(first, |cursor| fetching(page(cursor)));
    let rows = more.rows();
    view! {
        <ul class="stack plain-list">
            <For each=move || rows.get() key=|r| r.id.clone() let:report>{row(report)}</For>
        </ul>
        {more.button(|r: &Report| row_id(&r.id))}
    }
    .into_any()
}

fn row_id(id: &str) -> String {
    format!("report-{id}")
}

fn row(report: Report) -> AnyView {
    let (state, tone) = match report.state {
        ReportState::Upheld => (Key::MyReportsUpheld, Tone::Good),
        ReportState::Refused => (Key::MyReportsRefused, Tone::Info),
        ReportState::Received | ReportState::Other => (Key::MyReportsReceived, Tone::Info),
    };
    let thread = &report.thread_id;
    let (href, what) = match &report.about {
        Some(Reported::Post(id)) => (format!("/threads/{thread}?post={id}"), None),
        Some(Reported::Statement(id)) => (
            format!("/threads/{thread}/answer?ask={id}"),
            Some(Key::MyReportsStatement),
        ),
        None => (format!("/threads/{thread}"), None),
    };
    let (created, decided) = (report.created, report.decided);
    let answer = report.answer.map(|words| {
        view! { <p dir="auto">{live(move || t1(Key::MyReportsAnswer, &[("text", &words)]))}</p> }
    });
    let decided = decided.map(|at| {
        view! { <p class="meta">{live(move || t1(Key::MyReportsDecided, &[("date", &date_time(&at))]))}</p> }
    });
    let object = report.can_object.then(|| {
        let href = format!("/my-reports/{}/object", report.id);
        view! { <p><LinkButton href=href label=tr(Key::ObjectLink) kind=ButtonKind::Quiet /></p> }
    });
    view! {
        <li class="card" id=row_id(&report.id) tabindex="-1">
            <h2 class="card-title"><a href=href>{report.thread_title}</a></h2>
            {what.map(|key| view! { <p>{said(key)}</p> })}
            <p>{reason_key(report.reason).map(said)}</p>
            <p class="meta">{live(move || t1(Key::MyReportsOn, &[("date", &date_time(&created))]))}</p>
            <p><Tag text=tr(state) tone=tone /></p>
            {answer}
            {decided}
            {report.objection.map(objection_words)}
            {object}
        </li>
    }
    .into_any()
}

async fn page(cursor: Option<String>) -> Result<cache::Kept<Page<Report>>, Failure> {
    cache::fresh_or_kept("reports", backend().reports(cursor)).await
}
