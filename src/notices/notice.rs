//! One notice: who says it and since when, what it says, and what a reader can do next.

use super::acknowledge::acknowledge;
use super::corrections::corrections;
use super::event::event;
use super::files::{attachments, pictures, recording};
use super::help::help;
use super::holds::is_over;
use super::one::{NoticeLoader, notice_loader, notice_title};
use super::pass_on::pass_on;
use super::row::category_key;
use crate::backend::{Notice, SessionState, session};
use crate::i18n::{Key, date_time, day, list, said, t1};
use crate::offline::seen;
use crate::parts::{RelatedLinks, texts, tr, urgency_tag};
use crate::ui::live::{drawn, live};
use crate::ui::{BackLink, Banner, PageTitle, Tone};
use leptos::prelude::*;

#[component]
pub fn NoticePage(#[prop(into)] id: String) -> impl IntoView {
    // What somebody has read and asked is read anew with whoever is signed in.
    let who = Memo::new(|_| session().with(SessionState::person));
    drawn(move || {
        who.track();
        let loader: NoticeLoader = notice_loader(id.clone());
        let title = notice_title(&loader, |notice| notice.title);
        view! {
            <BackLink href="/notices" label=tr(Key::NoticesTitle) />
            <article class="stack">
                <PageTitle text=title />
                {loader.view(body)}
            </article>
        }
    })
}

fn body(notice: Notice) -> AnyView {
    if !notice.preview {
        seen::opened(&notice.id, &notice.published, notice.corrected.as_ref());
    }
    let withdrawn = notice.withdrawn.clone().map(|reason| {
        let title = Signal::derive(move || t1(Key::NoticesWithdrawn, &[("reason", &reason)]));
        view! { <Banner tone=Tone::Bad title=title /> }
    });
    let preview = notice
        .preview
        .then(|| view! { <Banner tone=Tone::Warn title=tr(Key::NoticesPreview) /> });
    view! {
        {preview}
        {head(&notice)}
        {withdrawn}
        {notice.event.clone().map(event)}
        {recording(&notice)}
        {texts(&format!("/notices/{}", notice.id), &notice.body, notice.plain.as_ref())}
        {pictures(notice.images.clone())}
        {attachments(notice.attachments.clone())}
        {corrections(notice.corrections.clone())}
        {source(notice.source_url.clone())}
        {acknowledge(&notice)}
        <RelatedLinks related=notice.related.clone() />
        {help(&notice)}
        {pass_on(&notice)}
    }
    .into_any()
}

/// How urgent, what about, from whom, since when, until when, and for whom above all.
pub(super) fn head(notice: &Notice) -> AnyView {
    let (publisher, published) = (notice.publisher.clone(), notice.published.clone());
    let by = move || {
        t1(
            Key::NoticesBy,
            &[("publisher", &publisher), ("date", &date_time(&published))],
        )
    };
    let meta = |words: Box<dyn Fn() -> String + Send>| view! { <p class="meta">{words}</p> }.into_any();
    let corrected = notice
        .corrected
        .clone()
        .map(|at| meta(live(move || t1(Key::NoticesUpdated, &[("date", &day(&at))]))));
    let valid = notice.valid_until.clone().map(|at| {
        if is_over(Some(&at)) {
            let title = Signal::derive(move || t1(Key::NoticesOver, &[("date", &day(&at))]));
            return view! { <Banner tone=Tone::Warn title=title /> }.into_any();
        }
        meta(live(move || {
            t1(Key::NoticesValidUntil, &[("date", &date_time(&at))])
        }))
    });
    let places = notice.places.clone();
    let places = (!places.is_empty()).then(|| {
        meta(live(move || {
            t1(Key::NoticesPlaces, &[("places", &list(&places))])
        }))
    });
    view! {
        <div class="notice-head">
            <p class="cluster">
                {urgency_tag(notice.urgency, notice.pinned)}
                <span class="meta">{said(category_key(notice.category))}</span>
            </p>
            {meta(live(by))}
            {places}
            {corrected}
            {valid}
        </div>
    }
    .into_any()
}

/// The page it was taken from, for backends that have one of their own.
fn source(url: Option<String>) -> Option<AnyView> {
    let url = url.filter(|url| url.starts_with("https://"))?;
    Some(
        view! { <p><a href=url rel="noopener noreferrer external">{said(Key::NoticesSource)}</a></p> }
            .into_any(),
    )
}
