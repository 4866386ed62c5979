//! Check your answers: everything read back, a change link each, and the one button that sends.

use super::about::not_open;
use super::ballot::{asks_sign_in, sign_in_first, when_loaded};
use super::choice::missing_words;
use super::current::{follow, news};
use super::leaving::AskBeforeLeaving;
use super::practice::{kept_answers, mark};
use super::read_back::read_back;
use super::rules::missing;
use super::{poll_loader, signed_in_as, window_of};
use crate::access::read_aloud::read_back as read_back_aloud;
use crate::backend::{Answer, Poll, PollState, Secrecy};
use crate::i18n::{Key, date_time, said, t, t1};
use crate::offline::ballots::send;
use crate::offline::practice::practice;
use crate::parts::tr;
use crate::platform::task::spawn_for_app;
use crate::ui::live::{derived, drawn, live};
use crate::ui::{BackLink, Banner, Button, ButtonKind, LinkButton, PageTitle, Tone};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

/// The id of what was chosen.
const ANSWERS: &str = "answers";

#[component]
pub fn CheckPage(#[prop(into)] id: String) -> impl IntoView {
    let who = signed_in_as();
    drawn(move || {
        who.track();
        let id = id.clone();
        let loader = poll_loader(id.clone());
        let current = follow(&loader);
        let asks_sign_in = asks_sign_in(&loader);
        let title = move || match asks_sign_in.get() {
            true => Key::PollsSignInFirst,
            false => Key::CheckTitle,
        };
        let read = move |poll: Poll| {
            let now = current.since(poll.clone());
            drawn(move || match asks_sign_in.get() {
                true => sign_in_first(&poll.id, "check"),
                false => when_loaded(&poll, move || body(now)),
            })
        };
        view! {
            <BackLink href=format!("/polls/{id}/ballot") label=tr(Key::AppBack) />
            <PageTitle text=derived(move || t(title())) window=window_of(Key::CheckTitle, &loader) />
            {loader.view(read)}
            <AskBeforeLeaving id=id />
        }
        .into_any()
    })
}

fn body(now: Memo<Poll>) -> AnyView {
    let poll = now.get_untracked();
    let answers = kept_answers(&poll);
    if answers.iter().all(Answer::is_blank) && !poll.questions.iter().all(|q| q.optional) {
        return view! {
            {mark(&poll)}
            <p>{said(Key::CheckNothing)}</p>
            <LinkButton
                href=format!("/polls/{}/ballot", poll.id)
                label=tr(Key::PollsStart)
                kind=ButtonKind::Primary
            />
        }
        .into_any();
    }
    let rows = answer_rows(&poll, &answers, true);
    // A ballot that a rule would refuse is not offered for sending; the row says what to do.
    let complete = poll.questions.iter().all(|q| {
        let answer = answers.iter().find(|a| a.question == q.id).cloned();
        missing(
            q,
            &answer.unwrap_or(Answer {
                question: q.id.clone(),
                ..Answer::default()
            }),
        )
        .is_none()
    });
    let named = (poll.secrecy == Secrecy::Named && !poll.practice)
        .then(|| view! { <Banner tone=Tone::Info title=tr(Key::CheckNamedWarning) /> });
    let title = poll.title.clone();
    view! {
        {mark(&poll)}
        <p class="lede">{title}</p>
        <p>{said(Key::CheckLede)}</p>
        <div id=ANSWERS>{rows}</div>
        <Button label=tr(Key::CheckHear) id="hear-answers" on_press=Callback::new(|()| hear()) />
        {named}
        {if complete { send_button(now) } else { ().into_any() }}
    }
    .into_any()
}

/// Somebody who does not trust their eyes hears what they chose. It stays on the phone: only its own voice reads it.
fn hear() {
    read_back_aloud(ANSWERS, t(Key::CheckHearBefore), t(Key::CheckHearAfter));
}

/// The answers in words, question by question.
pub(super) fn answer_rows(poll: &Poll, answers: &[Answer], with_links: bool) -> AnyView {
    let rows = poll
        .questions
        .iter()
        .enumerate()
        .map(|(i, question)| {
            let answer = answers.iter().find(|a| a.question == question.id).cloned();
            let wrong = missing(
                question,
                &answer.clone().unwrap_or(Answer { question: question.id.clone(), ..Answer::default() }),
            )
            .filter(|_| with_links);
            let href = format!("/polls/{}/ballot?q={}&back=check", poll.id, i + 1);
            let title = question.title.clone();
            let question = question.clone();
            let link = with_links.then(|| {
                let title = title.clone();
                let name = Signal::derive(move || t1(Key::CheckChangeNamed, &[("title", &title)]));
                view! { <dd><a class="change-link" href=href aria-label=name>{said(Key::CheckChange)}</a></dd> }
            });
            view! {
                <div class="answer-row">
                    <dt>{title}</dt>
                    <dd class="answer-text">{read_back(&question, answer.as_ref())}</dd>
                    {wrong.map(|m| view! { <dd class="field-error">{live(move || missing_words(m))}</dd> })}
                    {link}
                </div>
            }
        })
        .collect_view();
    view! { <dl class="answers">{rows}</dl> }.into_any()
}

/// The button, once the poll is open. From then on it stays: what has come of the poll stands below it, and whether a ballot
/// came in time the server says.
fn send_button(now: Memo<Poll>) -> AnyView {
    let offered = Memo::new(move |before: Option<&bool>| {
        before == Some(&true) || now.with(|poll| poll.state == PollState::Open)
    });
    drawn(move || {
        if offered.get() {
            return sending(now);
        }
        drawn(move || not_open(now.with(|poll| poll.state)))
    })
}

fn sending(now: Memo<Poll>) -> AnyView {
    let poll = now.get_untracked();
    let id = poll.id.clone();
    let practises = poll.practice;
    let can_change = poll.can_change && !practises;
    let navigate = use_navigate();
    let busy = RwSignal::new(false);
    let press = Callback::new(move |()| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let id = id.clone();
        if practises {
            practice().update(|p| p.hand_in(&id));
        } else {
            // Sending outlives this page: the receipt page shows how it goes.
            let id = id.clone();
            spawn_for_app(async move { send(&id).await });
        }
        navigate(
            &format!("/polls/{id}/receipt"),
            NavigateOptions {
                replace: true,
                ..NavigateOptions::default()
            },
        );
    });
    let change_rule = can_change.then(|| {
        let rule = move || {
            t1(
                Key::CheckChangeRule,
                &[("time", &now.with(|p| date_time(&p.closes)))],
            )
        };
        view! { <p>{live(rule)}</p> }
    });
    view! {
        {change_rule}
        <Button label=tr(Key::CheckSend) kind=ButtonKind::Primary on_press=press busy=busy />
        {news(poll, now)}
    }
    .into_any()
}
