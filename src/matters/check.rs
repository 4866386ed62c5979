//! Everything read back before it is sent, with a way to change each part, and the one button that sends.

use super::form::Step;
use super::new::{Begun, begun, signed_in_or};
use super::photo::photo_view;
use super::words::{CATEGORIES, CONTACTS, KINDS, key_of};
use crate::backend::{ContactWish, FailureKind, RequestCategory, RequestKind};
use crate::i18n::{Key, said, t, t1};
use crate::offline::posts::OutgoingState;
use crate::offline::requests::send;
use crate::parts::tr;
use crate::platform::announce::announce;
use crate::platform::task::spawn_for_app;
use crate::ui::{BackLink, Button, ButtonKind, LinkButton, PageTitle};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

const HERE: &str = "/matters/new/check";

#[component]
pub fn CheckRequestPage() -> impl IntoView {
    view! {
        <BackLink href="/matters/new?step=6" label=tr(Key::AppBack) />
        <PageTitle text=tr(Key::RequestsCheckTitle) />
        {signed_in_or(|| begun().view(read_back), HERE)}
    }
}

fn read_back((words, photo): Begun) -> AnyView {
    let complete = words.kind != RequestKind::Other
        && words.category != RequestCategory::Other
        && words.contact != ContactWish::Other
        && !words.body.trim().is_empty();
    if !complete {
        return view! {
            <p>{said(Key::RequestsCheckNothing)}</p>
            <LinkButton href="/matters/new" label=tr(Key::RequestsNew) kind=ButtonKind::Primary />
        }
        .into_any();
    }
    let chosen = |key: Option<Key>| key.map(said).map(|words| view! { <p>{words}</p> }.into_any());
    let written = |text: String, none: Key| match text.trim().is_empty() {
        true => view! { <p>{said(none)}</p> }.into_any(),
        false => view! { <p class="keep-lines" dir="auto">{text}</p> }.into_any(),
    };
    let photo = match photo {
        Some(address) => photo_view(address),
        None => view! { <p>{said(Key::RequestsPhotoNone)}</p> }.into_any(),
    };
    view! {
        <p class="lede">{said(Key::RequestsCheckLede)}</p>
        <dl class="answers">
            {row(Step::Kind, 1, chosen(key_of(&KINDS, &words.kind)))}
            {row(Step::Category, 2, chosen(key_of(&CATEGORIES, &words.category)))}
            {row(Step::Body, 3, Some(written(words.body, Key::RequestsNone)))}
            {row(Step::Place, 4, Some(written(words.place, Key::RequestsNone)))}
            {row(Step::Photo, 5, Some(photo))}
            {row(Step::Contact, 6, chosen(key_of(&CONTACTS, &words.contact)))}
        </dl>
        {send_button()}
    }
    .into_any()
}

fn row(step: Step, place: usize, value: Option<AnyView>) -> AnyView {
    let name = Signal::derive(move || t1(Key::RequestsCheckChangeNamed, &[("title", &t(step.key()))]));
    let href = format!("/matters/new?step={place}");
    view! {
        <div class="answer-row">
            <dt>{said(step.key())}</dt>
            <dd class="answer-text">{value}</dd>
            <dd><a class="change-link" href=href aria-label=name>{said(Key::CheckChange)}</a></dd>
        </div>
    }
    .into_any()
}

fn send_button() -> AnyView {
    let navigate = use_navigate();
    let busy = RwSignal::new(false);
    let press = Callback::new(move |()| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let go = navigate.clone();
        // Sending outlives this page: the list shows how it goes.
        spawn_for_app(async move {
            match send().await {
                OutgoingState::Sent | OutgoingState::Pending => announce(&t(Key::RequestsSent)),
                OutgoingState::Waiting => announce(&t(Key::RequestsWaiting)),
                // The session has ended. What was written stays; signing in leads to it.
                OutgoingState::Refused(FailureKind::NotSignedIn) => {
                    go("/sign-in?unsent=1&next=/matters/mine", NavigateOptions::default());
                }
                OutgoingState::Refused(_) => announce(&t(Key::RequestsRefused)),
            }
        });
        navigate(
            "/matters/mine",
            NavigateOptions {
                replace: true,
                ..NavigateOptions::default()
            },
        );
    });
    view! { <Button label=tr(Key::RequestsCheckSend) kind=ButtonKind::Primary on_press=press busy=busy /> }
        .into_any()
}
