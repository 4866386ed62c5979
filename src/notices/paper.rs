//! The notice as a sheet for the stairwell: A4, large type, and a code that leads to the same notice.

use super::corrections::corrections;
use super::event::facts;
use super::notice::head;
use super::one::{notice_loader, notice_title, notice_window};
use crate::backend::{Notice, backend, service_info};
use crate::i18n::{Key, said, t1};
use crate::parts::{in_plain_words, on_paper, text_body, tr};
use crate::platform::document::print;
use crate::ui::live::drawn;
use crate::ui::{BackLink, Button, ButtonKind, PageTitle};
use leptos::prelude::*;

#[component]
pub fn PaperPage(#[prop(into)] id: String) -> impl IntoView {
    let loader = notice_loader(id.clone());
    let title = notice_title(&loader, |notice| notice.title);
    // The heading is the notice's, as it is printed.
    let window = notice_window(Key::NoticesPrint, loader.clone());
    view! {
        <BackLink href=format!("/notices/{id}") label=tr(Key::NoticesBack) />
        <PageTitle text=title window=window />
        {loader.view(sheet)}
    }
}

fn sheet(notice: Notice) -> AnyView {
    let page = format!("/notices/{}", notice.id);
    let event = notice.event.clone().map(|event| {
        view! {
            <section>
                <h2>{said(Key::NoticesEvent)}</h2>
                {facts(event)}
            </section>
        }
    });
    // Nobody lays the plain words beside the official ones in a stairwell: both are on the sheet.
    let official = notice
        .plain
        .is_some()
        .then(|| view! { <h2>{said(Key::NoticesOfficial)}</h2> });
    view! {
        <div class="stack no-print">
            <p>{said(Key::NoticesPaperText)}</p>
            <Button label=tr(Key::NoticesPrint) kind=ButtonKind::Primary on_press=Callback::new(|()| print()) />
        </div>
        <div class="stack on-paper">
            {on_paper::with_code(head(&notice), &page, Key::NoticesPaperCode)}
            {withdrawn(&notice)}
            {event}
            {notice.plain.clone().map(in_plain_words)}
            <section class="stack">{official} {text_body(notice.body.clone())}</section>
            {pictures(&notice)}
            {corrections(notice.corrections.clone())}
            {ask()}
        </div>
    }
    .into_any()
}

pub(super) fn withdrawn(notice: &Notice) -> Option<AnyView> {
    let reason = notice.withdrawn.clone()?;
    Some(
        view! { <p><strong>{move || t1(Key::NoticesWithdrawn, &[("reason", &reason)])}</strong></p> }
            .into_any(),
    )
}

/// At once: paper does not wait until somebody scrolls.
fn pictures(notice: &Notice) -> AnyView {
    let images = notice.images.clone().into_iter();
    images
        .map(|image| match backend().is_own(&image.address) {
            true => view! { <img class="notice-image" src=image.address alt=image.words /> }.into_any(),
            false => view! { <p dir="auto">{image.words}</p> }.into_any(),
        })
        .collect_view()
        .into_any()
}

/// Whom to ask, where the community has a number.
pub(super) fn ask() -> AnyView {
    drawn(|| {
        let service = service_info().get()?;
        let phone = service.help_phone?;
        let hours = service.help_hours.unwrap_or_default();
        Some(view! { <p>{move || t1(Key::PaperAsk, &[("phone", &phone), ("hours", &hours)])}</p> })
    })
}
