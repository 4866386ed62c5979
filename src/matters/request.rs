//! What a matter that a resident started shows beside what every matter shows: its way, by when it is answered, where it is,
//! its photos, and who sees it.

use super::fact;
use super::words::{CATEGORIES, CONTACTS, key_of};
use crate::backend::{Matter, MatterState, Photo, Request};
use crate::i18n::{Key, date_time, said, t, t1};
use crate::parts::tr;
use crate::ui::live::live;
use crate::ui::{LinkButton, Picture};
use leptos::prelude::*;

/// Before the words of the matter: how far it is, and why not further.
pub(super) fn way(matter: &Matter) -> AnyView {
    let Some(request) = matter.request.clone() else {
        return ().into_any();
    };
    let state = matter.state;
    let waits = matches!(state, MatterState::Received | MatterState::Unanswered);
    let received = request.received.clone();
    let received = step(Key::RequestsReceived, false, move || date_time(&received));
    let answer = step(Key::RequestsAnswer, waits, answer_words(&request, state));
    // What was declined goes no further.
    let work = (state != MatterState::Declined).then(|| {
        let (now, words) = match state {
            MatterState::CarryingOut => (true, Some(Key::MattersCarryingOut)),
            MatterState::Overdue => (true, Some(Key::MattersOverdue)),
            MatterState::CarriedOut => (false, Some(Key::MattersCarriedOut)),
            _ => (false, None),
        };
        step(Key::RequestsWork, now, move || words.map(t).unwrap_or_default())
    });
    let late = (state == MatterState::Unanswered).then(|| {
        view! { <p>{said(Key::RequestsLateNext)} " " <LinkButton href="/help" label=tr(Key::HelpTitle) /></p> }
    });
    view! {
        <ol class="stages plain-list" aria-label=live(move || t(Key::StagesTitle))>{received} {answer} {work}</ol>
        {late}
    }
    .into_any()
}

fn answer_words(request: &Request, state: MatterState) -> impl Fn() -> String + Send + 'static + use<> {
    let due = request.answer_due.clone();
    let answered = request.answered.clone();
    let reason = request.reason.clone().unwrap_or_default();
    move || match state {
        MatterState::Received => t1(Key::RequestsAnswerBy, &[("time", &date_time(&due))]),
        MatterState::Unanswered => t1(Key::RequestsAnswerLate, &[("time", &date_time(&due))]),
        MatterState::Declined => t1(Key::RequestsDeclinedBecause, &[("reason", &reason)]),
        _ => {
            let when = answered.as_ref().map(date_time).unwrap_or_default();
            format!("{} {when}", t(Key::RequestsAgreed))
        }
    }
}

fn step(name: Key, now: bool, words: impl Fn() -> String + Send + 'static) -> AnyView {
    view! {
        <li class:now=now aria-current=now.then_some("step")>
            <span class="stage-name">{said(name)}</span>
            {now.then(|| view! { " " <span class="stage-state">{said(Key::StageNow)}</span> })}
            " " <span class="meta" dir="auto">{live(words)}</span>
        </li>
    }
    .into_any()
}

/// After the words of the matter: the rest of what was filled in.
pub(super) fn facts(request: Request) -> AnyView {
    let category =
        key_of(&CATEGORIES, &request.category).map(|key| fact(Key::RequestsCategory, move || t(key)));
    let place = request.place;
    let place = (!place.is_empty()).then(|| fact(Key::RequestsPlace, move || place.clone()));
    let contact = request
        .contact
        .and_then(|wish| key_of(&CONTACTS, &wish))
        // For staff, published or not.
        .map(|key| {
            view! { <div data-private=""><dt>{said(Key::RequestsContact)}</dt><dd>{said(key)}</dd></div> }
        });
    let seen = match request.published {
        true => Key::RequestsSeenAll,
        false => Key::RequestsSeenFew,
    };
    view! {
        {request.photos.into_iter().map(photo).collect_view()}
        <dl class="facts">{category} {place} {contact} {fact(Key::RequestsSeenBy, move || t(seen))}</dl>
    }
    .into_any()
}

fn photo(photo: Photo) -> AnyView {
    let Photo {
        address,
        width,
        height,
        alt,
    } = photo;
    let picture = Picture {
        address,
        words: match alt.is_empty() {
            true => t(Key::RequestsPhotoSent),
            false => alt,
        },
        size: Some((width, height)),
    };
    view! { <div class="photo-frame">{picture.view()}</div> }.into_any()
}
