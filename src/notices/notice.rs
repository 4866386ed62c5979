//! One notice: what it says, when and where, and what a reader can do next.

use super::category_key;
use crate::access::read_aloud;
use crate::backend::{Notice, NoticeEvent, SessionState, backend, service_info, session};
use crate::i18n::{Key, date_time, day, said, t, t1};
use crate::offline::cache;
use crate::parts::{FailureBanner, Loader, RelatedLinks, fetching, text_body, tr, urgency_tag};
use crate::platform::announce::announce;
use crate::platform::task::spawn_scoped;
use crate::ui::live::{drawn, live};
use crate::ui::{BackLink, Banner, Button, ButtonKind, PageTitle, Tone};
use leptos::prelude::*;

#[component]
pub fn NoticePage(#[prop(into)] id: String) -> impl IntoView {
    let fetched = id;
    let loader = Loader::start(move || {
        let id = fetched.clone();
        fetching(async move { cache::fresh_or_kept(&format!("notice/{id}"), backend().notice(&id)).await })
    });
    let title = {
        let loader = loader.clone();
        Signal::derive(move || match (loader.value(), loader.failure()) {
            (Some(notice), _) => notice.title,
            (None, Some(_)) => t(Key::AppProblem),
            _ => t(Key::AppLoading),
        })
    };
    view! {
        <BackLink href="/notices" label=tr(Key::NoticesTitle) />
        <article class="stack">
            <PageTitle text=title />
            {loader.view(body)}
        </article>
    }
}

fn body(notice: Notice) -> AnyView {
    let Notice {
        id,
        category,
        urgency,
        pinned,
        publisher,
        published,
        updated,
        valid_until,
        read,
        asks_read,
        ..
    } = notice.clone();
    let by = move || {
        t1(
            Key::NoticesBy,
            &[("publisher", &publisher), ("date", &date_time(&published))],
        )
    };
    let updated = updated.map(
        |at| view! { <p class="meta">{live(move || t1(Key::NoticesUpdated, &[("date", &day(&at))]))}</p> },
    );
    let valid = valid_until
        .map(|at| view! { <p class="meta">{live(move || t1(Key::NoticesValidUntil, &[("date", &date_time(&at))]))}</p> });
    let withdrawn = notice.withdrawn.map(|reason| {
        let title = Signal::derive(move || t1(Key::NoticesWithdrawn, &[("reason", &reason)]));
        view! { <Banner tone=Tone::Bad title=title /> }
    });
    let plain = notice.plain.map(|text| {
        view! {
            <section class="plain-words stack">
                <h2>{said(Key::NoticesPlain)}</h2>
                {text_body(text)}
            </section>
        }
    });
    let has_plain = plain.is_some();
    let corrections = (!notice.corrections.is_empty()).then(|| {
        let rows = notice
            .corrections
            .into_iter()
            .map(|(at, what)| view! { <li>{live(move || day(&at))} " " {what}</li> });
        view! {
            <section>
                <h2>{said(Key::NoticesCorrections)}</h2>
                <ul>{rows.collect_view()}</ul>
            </section>
        }
    });
    if let Some(url) = notice.recording.filter(|url| is_own(url)) {
        read_aloud::offer_recording(url);
    }
    let attachments = (!notice.attachments.is_empty()).then(|| {
        let rows = notice
            .attachments
            .into_iter()
            .map(|a| view! { <li><a href=a.url rel="external">{a.title} " (" {a.media_type} ", " {a.bytes / 1000 + 1} " kB)"</a></li> });
        view! {
            <section>
                <h2>{said(Key::NoticesAttachments)}</h2>
                <ul>{rows.collect_view()}</ul>
            </section>
        }
    });
    let images = notice
        .images
        .into_iter()
        .map(|(url, alt)| {
            // Nothing is loaded from elsewhere by itself; a picture of another site is a link to it.
            if is_own(&url) {
                view! { <img class="notice-image" src=url alt=alt loading="lazy" /> }.into_any()
            } else { let href = url.clone();
                view! { <p><a href=href rel="noopener noreferrer external">{if alt.is_empty() { url } else { alt }}</a></p> }.into_any()
            }
        })
        .collect_view();
    view! {
        <p class="cluster">
            {urgency_tag(urgency, pinned)}
            <span class="meta">{said(category_key(category))}</span>
        </p>
        <p class="meta">{by}</p>
        {updated}
        {valid}
        {withdrawn}
        {notice.event.map(event)}
        {plain}
        <section class="stack">
            {has_plain.then(|| view! { <h2>{said(Key::NoticesOfficial)}</h2> })}
            {text_body(notice.body)}
        </section>
        {images}
        {attachments}
        {corrections}
        {asks_read.then(|| view! { <ReadMark id=id read=read.unwrap_or(false) /> })}
        <RelatedLinks related=notice.related />
    }
    .into_any()
}

/// Whether what is at this address comes from here.
fn is_own(url: &str) -> bool {
    url.starts_with('/') && !url.starts_with("//")
}

fn event(event: NoticeEvent) -> AnyView {
    let NoticeEvent { starts, ends, place } = event;
    view! {
        <section class="card">
            <h2>{said(Key::NoticesEvent)}</h2>
            <p>
                {live(move || date_time(&starts))}
                {ends.map(|at| view! { " – " {live(move || date_time(&at))} })}
            </p>
            {place.map(|p| view! { <p>{p}</p> })}
        </section>
    }
    .into_any()
}

/// *I have read this*, undoable; only where somebody is signed in and the backend takes it.
#[component]
fn ReadMark(id: String, read: bool) -> impl IntoView {
    let read = RwSignal::new(read);
    let failure = RwSignal::new(None);
    let offered = move || {
        matches!(session().get(), SessionState::SignedIn(_))
            && service_info().with(|s| s.as_ref().is_some_and(|s| s.can.notice_read_mark))
    };
    let mark = move |want: bool| {
        let id = id.clone();
        spawn_scoped(async move {
            match backend().mark_read(&id, want).await {
                Ok(()) => {
                    failure.try_set(None);
                    read.try_set(want);
                    if want {
                        announce(&t(Key::NoticesReadDone));
                    }
                }
                Err(e) => {
                    failure.try_set(Some(e));
                }
            }
        });
    };
    let mark = StoredValue::new(mark);
    drawn(move || {
        offered()
            .then(|| {
                let part = if read.get() {
                    view! {
                        <Banner tone=Tone::Good title=tr(Key::NoticesReadDone)>
                            <Button
                                label=tr(Key::NoticesReadUndo)
                                kind=ButtonKind::Quiet
                                on_press=Callback::new(move |()| mark.with_value(|m| m(false)))
                            />
                        </Banner>
                    }
                    .into_any()
                } else {
                    view! {
                        <Button
                            label=tr(Key::NoticesRead)
                            kind=ButtonKind::Primary
                            on_press=Callback::new(move |()| mark.with_value(|m| m(true)))
                        />
                        <p class="meta">{said(Key::NoticesReadHint)}</p>
                    }
                    .into_any()
                };
                view! {
                    <section class="stack">
                        {part}
                        {move || failure.get().map(|f| view! { <FailureBanner failure=f /> })}
                    </section>
                }
            })
            .into_any()
    })
}
