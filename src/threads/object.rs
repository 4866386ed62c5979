//! Asking that somebody else looks again: against hiding or refusing an own post, or against the answer to a report.

use super::window_of;
use crate::backend::{Disputed, Failure, Objection, ObjectionState, backend, service_info};
use crate::i18n::{Key, date_time, said, t, t1};
use crate::parts::{
    Draft, FailureBanner, Length, confirm_for_good, forgive, microphone_hint, text_body, tr, window_title,
};
use crate::platform::announce::announce;
use crate::platform::focus::focus_id_soon;
use crate::platform::task::spawn_scoped;
use crate::ui::live::{drawn, live};
use crate::ui::{BackLink, Banner, Button, ButtonKind, ErrorSummary, LinkButton, PageTitle, TextArea, Tone};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

const TEXT: &str = "object-text";

/// Against what became of an own post.
#[component]
pub fn ObjectPage(#[prop(into)] id: String) -> impl IntoView {
    let query = use_query_map();
    drawn(move || {
        let post = query.read().get("post").unwrap_or_default();
        page(
            Disputed::Post,
            post.clone(),
            format!("/threads/{id}?post={post}"),
            Some(post),
            window_of(Key::ObjectTitle, &id),
        )
    })
}

/// Against the answer to a report.
#[component]
pub fn ObjectReportPage(#[prop(into)] id: String) -> impl IntoView {
    page(
        Disputed::Report,
        id,
        "/my-reports".to_owned(),
        None,
        window_title(Key::ObjectTitle, || Some(t(Key::MyReportsTitle))),
    )
}

fn page(to: Disputed, id: String, back: String, post: Option<String>, window: Signal<String>) -> AnyView {
    view! {
        <BackLink href=back.clone() label=tr(Key::AppBack) />
        <PageTitle text=tr(Key::ObjectTitle) window=window />
        {post.map(disputed_words)}
        {form(to, id, back)}
    }
    .into_any()
}

/// What it is about stands there, so that nobody has to remember it.
fn disputed_words(id: String) -> AnyView {
    let words = RwSignal::new(None);
    spawn_scoped(async move {
        if let Ok(post) = backend().post(&id).await {
            words.try_set(Some(post.body));
        }
    });
    drawn(move || {
        words
            .get()
            .filter(|text| !text.value.is_empty())
            .map(|text| view! { <blockquote class="quoted">{text_body(text)}</blockquote> })
    })
}

fn form(to: Disputed, id: String, back: String) -> AnyView {
    let kind = if to == Disputed::Post { "post" } else { "report" };
    let draft = Draft::of(format!("object/{kind}/{id}"), String::new());
    let length = Length::of(draft.text, report_chars);
    let tried = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<Failure>);
    let sent = RwSignal::new(false);
    forgive(tried, move || length.problem(true).is_some());
    let error = Signal::derive(move || if tried.get() { length.problem(true) } else { None });
    let errors = listed(TEXT, error);
    let asked = RwSignal::new(false);
    let ask = Callback::new(move |()| {
        tried.set(true);
        asked.set(untrack(|| length.problem(true)).is_none() && !busy.get_untracked());
    });
    let send = Callback::new(move |()| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        failure.set(None);
        let (id, words) = (id.clone(), draft.text.get_untracked());
        spawn_scoped(async move {
            match backend().object(to, &id, words.trim()).await {
                Ok(_) => {
                    draft.done().await;
                    announce(&t(Key::ObjectSent));
                    sent.try_set(true);
                    // What had the focus is gone.
                    focus_id_soon("page-title".to_owned());
                }
                Err(e) => {
                    failure.try_set(Some(e));
                }
            }
            busy.try_set(false);
        });
    });
    drawn(move || {
        if sent.get() {
            let back = back.clone();
            return view! {
                <Banner tone=Tone::Good title=tr(Key::ObjectSent)>
                    <p>{said(Key::ObjectNext)}</p>
                    <LinkButton href=back label=tr(Key::AppBack) kind=ButtonKind::Primary />
                </Banner>
            }
            .into_any();
        }
        view! {
            <p>{said(Key::ObjectLede)}</p>
            <ErrorSummary title=tr(Key::BallotErrors) errors=errors />
            {draft.note()}
            {microphone_hint()}
            <TextArea
                id=TEXT
                label=tr(Key::ObjectLabel)
                value=draft.text
                error=error
                count=length.count()
                rows=5
            />
            {move || failure.get().map(|f| view! { <FailureBanner failure=f /> })}
            <Button label=tr(Key::ObjectSend) kind=ButtonKind::Primary on_press=ask busy=busy />
            {confirm_for_good(asked, Key::ObjectAsk, Key::ObjectSend, send)}
        }
        .into_any()
    })
}

/// Longest comment of a report and reason of an objection.
pub(super) fn report_chars() -> usize {
    service_info().with(|s| s.as_ref().map_or(1000, |s| s.report_chars)) as usize
}

/// One field's error for the summary at the top.
pub(super) fn listed(id: &'static str, error: Signal<Option<String>>) -> Signal<Vec<(String, String)>> {
    Signal::derive(move || error.get().map(|e| (id.to_owned(), e)).into_iter().collect())
}

/// What became of an objection.
pub(super) fn objection_words(objection: Objection) -> AnyView {
    let (key, tone) = match objection.state {
        ObjectionState::Granted => (Key::ObjectGranted, Tone::Good),
        ObjectionState::Refused => (Key::ObjectRefused, Tone::Info),
        ObjectionState::Received | ObjectionState::Other => (Key::ObjectReceived, Tone::Info),
    };
    let created = objection.created;
    let answer = objection
        .answer
        .map(|words| view! { <p class="keep-lines" dir="auto">{words}</p> });
    view! {
        <Banner tone=tone title=tr(key)>
            {answer}
            <p class="meta">{live(move || t1(Key::ObjectOn, &[("date", &date_time(&created))]))}</p>
        </Banner>
    }
    .into_any()
}
