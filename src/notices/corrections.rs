//! What was corrected, the newest first: when, in the publisher's words, and what stood there before.

use crate::backend::{Corrected, Correction, NoticePart};
use crate::i18n::{Key, date_time, said};
use crate::ui::live::live;
use leptos::prelude::*;

pub fn corrections(mut all: Vec<Correction>) -> Option<AnyView> {
    if all.is_empty() {
        return None;
    }
    all.sort_by_key(|correction| std::cmp::Reverse(correction.at.at));
    let rows = all.into_iter().map(correction).collect_view();
    Some(
        view! {
            <section>
                <h2>{said(Key::NoticesCorrections)}</h2>
                <ol class="stack plain-list">{rows}</ol>
            </section>
        }
        .into_any(),
    )
}

fn correction(correction: Correction) -> AnyView {
    let Correction { at, what, changes } = correction;
    let changes = changes.into_iter().map(change).collect_view();
    view! {
        <li class="card">
            <p class="meta">{live(move || date_time(&at))}</p>
            <p dir="auto"><strong>{what}</strong></p>
            {changes}
        </li>
    }
    .into_any()
}

/// The words say which is which; a line through a text is not seen by everybody.
fn change(change: Corrected) -> AnyView {
    let Corrected { part, was, now } = change;
    let old = was.map(|was| {
        view! { <div><dt>{said(Key::NoticesWas)}</dt><dd class="keep-lines" dir="auto"><del>{was}</del></dd></div> }
    });
    let new = now.map(|now| {
        view! { <div><dt>{said(Key::NoticesNow)}</dt><dd class="keep-lines" dir="auto"><ins>{now}</ins></dd></div> }
    });
    view! {
        <h3>{said(part_key(part))}</h3>
        <dl class="facts">{old} {new}</dl>
    }
    .into_any()
}

fn part_key(part: NoticePart) -> Key {
    match part {
        NoticePart::Title => Key::NoticesPartTitle,
        NoticePart::Summary => Key::NoticesPartSummary,
        NoticePart::Body => Key::NoticesPartBody,
        NoticePart::Plain => Key::NoticesPlain,
        NoticePart::Event => Key::NoticesEvent,
        NoticePart::ValidUntil => Key::NoticesPartValidUntil,
        NoticePart::Pictures => Key::NoticesPartPictures,
        NoticePart::Attachments => Key::NoticesAttachments,
        NoticePart::Recording => Key::NoticesPartRecording,
        NoticePart::Audience => Key::NoticesPartAudience,
        NoticePart::Other => Key::NoticesPartBody,
    }
}
