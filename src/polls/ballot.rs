//! The ballot: one question a screen. Every choice is kept on the phone at once; nothing is sent here.

use super::about::{cannot, not_open};
use super::choice::{CONTROL, Filling, control, missing_words, next_label};
use super::current::{Current, follow, news};
use super::leaving::AskBeforeLeaving;
use super::order::in_own_order;
use super::practice::{begin, choose, kept_answers, mark};
use super::rules::{Missing, missing};
use super::{person_id, poll_loader, signed_in_as, window_of};
use crate::backend::{Answer, MethodKind, Poll, PollState, SessionState, WhyNot, service_info, session};
use crate::i18n::{Key, number, said, t, t1};
use crate::offline::ballots::{ballots, loaded};
use crate::parts::{Loader, if_kept, tr};
use crate::ui::live::{drawn, live};
use crate::ui::{BackLink, Button, ButtonKind, ErrorSummary, LinkButton, Loading, PageTitle};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};

/// Where one is in a ballot: which question, from 0, and whether one has come from the check page, to change this one.
#[derive(Clone, Copy)]
struct Place {
    index: usize,
    checked: bool,
}

impl Place {
    fn last(self, total: usize) -> bool {
        self.checked || self.index + 1 >= total
    }
}

#[component]
pub fn BallotPage(#[prop(into)] id: String) -> impl IntoView {
    let who = signed_in_as();
    let query = use_query_map();
    drawn(move || {
        who.track();
        let id = id.clone();
        let loader = poll_loader(id.clone());
        let current = follow(&loader);
        let index = Memo::new(move |_| {
            query
                .read()
                .get("q")
                .and_then(|q| q.parse::<usize>().ok())
                .unwrap_or(1)
                .max(1)
                - 1
        });
        let checked = Memo::new(move |_| query.read().get("back").is_some_and(|back| back == "check"));
        view! {
            {move || page(loader.clone(), &current, Place { index: index.get(), checked: checked.get() })}
            <AskBeforeLeaving id=id />
        }
        .into_any()
    })
}

/// Whether somebody has to sign in before this ballot. To practise nobody has to.
pub(super) fn asks_sign_in(loader: &Loader<Poll>) -> Memo<bool> {
    let loader = loader.clone();
    Memo::new(move |_| {
        session().with(|session| *session == SessionState::SignedOut)
            && loader.value().is_some_and(|poll| !poll.practice)
    })
}

/// Sign-in comes first, so that nobody fills in a ballot that cannot be sent; `page` of the poll comes after it.
pub(super) fn sign_in_first(id: &str, page: &str) -> AnyView {
    view! {
        <p>{said(Key::PollsCannotNotSignedIn)}</p>
        <LinkButton
            href=format!("/sign-in?next=/polls/{id}/{page}")
            label=tr(Key::AppSignIn)
            kind=ButtonKind::Primary
        />
    }
    .into_any()
}

fn page(loader: Loader<Poll>, current: &Current, place: Place) -> AnyView {
    let asks_sign_in = asks_sign_in(&loader);
    let title = {
        let loader = loader.clone();
        Signal::derive(move || match loader.value() {
            Some(_) if asks_sign_in.get() => t(Key::PollsSignInFirst),
            Some(poll) => poll.title,
            None => t(Key::AppLoading),
        })
    };
    // The heading is the poll's, as on the page before, and on every question's page.
    let window = {
        let (of_poll, loader) = (window_of(Key::AppPolls, &loader), loader.clone());
        Signal::derive(move || match loader.value() {
            Some(poll) if poll.questions.len() > 1 => {
                format!(
                    "{} - {}",
                    step_words(place.index, poll.questions.len()),
                    of_poll.get()
                )
            }
            _ => of_poll.get(),
        })
    };
    let reads = loader.clone();
    let back = move || {
        reads.value().map(|poll| {
            let href = match place.index {
                _ if place.checked => format!("/polls/{}/check", poll.id),
                0 => format!("/polls/{}", poll.id),
                n => format!("/polls/{}/ballot?q={n}", poll.id),
            };
            view! { <BackLink href=href label=tr(Key::AppBack) /> }
        })
    };
    let current = current.clone();
    let form = move |poll: Poll| {
        let now = current.since(poll.clone());
        drawn(move || match asks_sign_in.get() {
            true => sign_in_first(&poll.id, "ballot"),
            false => when_loaded(&poll, move || offered(now, place)),
        })
    };
    view! {
        {back}
        <PageTitle text=title window=window />
        {loader.view(form)}
    }
    .into_any()
}

/// The form, once it can be filled in. From then on it stays, whatever becomes of the poll: words below it tell.
fn offered(now: Memo<Poll>, place: Place) -> AnyView {
    let offered = Memo::new(move |before: Option<&bool>| {
        before == Some(&true) || now.with(|poll| poll.state == PollState::Open && cannot_here(poll).is_none())
    });
    drawn(move || {
        if offered.get() {
            return question_form(now, place);
        }
        drawn(move || {
            let poll = now.get();
            let words = match cannot_here(&poll) {
                // Opened by a link, perhaps: whoever cannot vote learns it before choosing, not after.
                Some(why) if poll.state == PollState::Open => cannot(why),
                _ => not_open(poll.state),
            };
            view! {
                {words}
                <LinkButton href=format!("/polls/{}", poll.id) label=tr(Key::AppBack) kind=ButtonKind::Primary />
            }
            .into_any()
        })
    })
}

fn cannot_here(poll: &Poll) -> Option<WhyNot> {
    let kept_here = ballots().with_untracked(|b| b.get(&poll.id).is_some());
    poll.voter.why_not.filter(|_| !kept_here)
}

fn question_form(now: Memo<Poll>, place: Place) -> AnyView {
    let poll = now.get_untracked();
    begin(&poll);
    let total = poll.questions.len();
    let index = place.index.min(total.saturating_sub(1));
    let Some(question) = poll.questions.get(index).cloned() else {
        return view! { <p>{said(Key::PollsCannotMethod)}</p> }.into_any();
    };
    let question = in_own_order(&question, &poll.id, &person_id().unwrap_or_default());
    let kept = kept_answers(&poll);
    let filling = Filling::of(kept.iter().find(|a| a.question == question.id));
    let error = RwSignal::new(None::<Missing>);

    // Keep every change on the phone; an error that no longer holds goes away by itself.
    let keep = {
        let (poll, question) = (poll.clone(), question.clone());
        move |first: Option<()>| {
            let answer = filling.answer(&question);
            if first.is_some() {
                if error.get_untracked().is_some() {
                    error.set(missing(&question, &answer));
                }
                choose(&poll, merged(&poll, answer));
            }
        }
    };
    Effect::new(keep);

    let navigate = use_navigate();
    let go_on = {
        let question = question.clone();
        let poll_id = poll.id.clone();
        Callback::new(move |()| {
            let answer = untrack(|| filling.answer(&question));
            let wrong = missing(&question, &answer);
            error.set(wrong);
            if wrong.is_none() {
                let to = if place.last(total) {
                    format!("/polls/{poll_id}/check")
                } else {
                    format!("/polls/{poll_id}/ballot?q={}", index + 2)
                };
                navigate(&to, NavigateOptions::default());
            }
        })
    };
    let errors = Signal::derive(move || {
        error
            .get()
            .map(|m| vec![(CONTROL.to_owned(), missing_words(m))])
            .unwrap_or_default()
    });
    let error_words = Signal::derive(move || error.get().map(missing_words));
    let step = (total > 1).then(|| view! { <p class="steps">{live(move || step_words(index, total))}</p> });
    // Words may give their writer away, so who will read them is said before they are written.
    let written = question.method.kind == MethodKind::Text && !poll.practice;
    let published = drawn(move || {
        (written && service_info().with(|service| service.as_ref().is_some_and(|s| s.can.board)))
            .then(|| view! { <p>{said(Key::BallotWordsPublic)}</p> })
    });
    view! {
        {mark(&poll)}
        {step}
        <ErrorSummary title=tr(Key::BallotErrors) errors=errors />
        <div class="stack">
            {published}
            {control(&question, filling, error_words)}
            <Button label=next_label(place.last(total)) kind=ButtonKind::Primary on_press=go_on />
        </div>
        <p class="meta">{live(|| t(if_kept(Key::BallotNotSent)))}</p>
        <p><a href=format!("/polls/{}", poll.id) data-leaves="">{said(Key::BallotLeave)}</a></p>
        {news(poll, now)}
    }
    .into_any()
}

fn step_words(index: usize, total: usize) -> String {
    let (n, total) = (index.min(total.saturating_sub(1)) as u64 + 1, total as u64);
    t1(Key::BallotStep, &[("n", &number(n)), ("total", &number(total))])
}

/// Draws a part that reads or changes the person's ballot, once what the phone keeps of it is here.
pub(super) fn when_loaded(poll: &Poll, part: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    let practice = poll.practice;
    let ready = Memo::new(move |_| practice || loaded().with(Option::is_some));
    drawn(move || {
        if ready.get() {
            part()
        } else {
            view! { <Loading label=tr(Key::AppLoading) /> }.into_any()
        }
    })
}

fn merged(poll: &Poll, answer: Answer) -> Vec<Answer> {
    let mut answers = kept_answers(poll);
    answers.retain(|a| a.question != answer.question);
    if !answer.is_blank() {
        answers.push(answer);
    }
    answers
}
