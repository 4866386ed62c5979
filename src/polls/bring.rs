//! Bringing a ballot to this phone that was sent from another one, with the code of its receipt.

use super::ballot::{asks_sign_in, sign_in_first, when_loaded};
use super::code::{LENGTH, Wrong, read};
use super::{poll_loader, signed_in_as, title_of, window_of};
use crate::backend::{Failure, FailureKind, Poll, WhyNot};
use crate::i18n::{Key, number, said, t, t1};
use crate::offline::ballot::BallotState;
use crate::offline::ballots::{ballots, bring};
use crate::parts::{FailureBanner, forgive, tr};
use crate::platform::task::spawn_scoped;
use crate::ui::live::drawn;
use crate::ui::{BackLink, Banner, Button, ButtonKind, ErrorSummary, LinkButton, PageTitle, TextArea, Tone};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

const CODE: &str = "receipt-code";

#[component]
pub fn BringPage(#[prop(into)] id: String) -> impl IntoView {
    let who = signed_in_as();
    drawn(move || {
        who.track();
        let id = id.clone();
        let loader = poll_loader(id.clone());
        let (poll_title, asks_sign_in) = (title_of(&loader), asks_sign_in(&loader));
        let read = move |poll: Poll| {
            drawn(move || {
                let to = poll.clone();
                match asks_sign_in.get() {
                    true => sign_in_first(&poll.id, "bring"),
                    false => when_loaded(&poll, move || body(to.clone())),
                }
            })
        };
        view! {
            <BackLink href=format!("/polls/{id}") label=poll_title />
            <PageTitle text=tr(Key::BringTitle) window=window_of(Key::BringTitle, &loader) />
            {loader.view(read)}
        }
        .into_any()
    })
}

fn body(poll: Poll) -> AnyView {
    let here = ballots().with_untracked(|b| {
        b.get(&poll.id)
            .is_some_and(|r| r.receipt.is_some() || r.state == BallotState::Waiting)
    });
    if here {
        let receipt = format!("/polls/{}/receipt", poll.id);
        return view! { <LinkButton href=receipt label=tr(Key::PollsSeeReceipt) kind=ButtonKind::Primary /> }
            .into_any();
    }
    let voted = poll.voter.has_voted || poll.voter.why_not == Some(WhyNot::HouseholdHasVoted);
    if !voted {
        let back = format!("/polls/{}", poll.id);
        return view! {
            <p>{said(Key::BringNotVoted)}</p>
            <LinkButton href=back label=tr(Key::AppBack) kind=ButtonKind::Primary />
        }
        .into_any();
    }
    form(poll)
}

fn form(poll: Poll) -> AnyView {
    let typed = RwSignal::new(String::new());
    let tried = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let failure = RwSignal::new(None::<Failure>);
    let id = poll.id.clone();
    let wrong = move || wrong_words(&typed.read(), &id);
    let error = {
        let wrong = wrong.clone();
        Signal::derive(move || tried.get().then(&wrong).flatten())
    };
    forgive(tried, {
        let wrong = wrong.clone();
        move || wrong().is_some()
    });
    let errors = Signal::derive(move || {
        error
            .get()
            .map(|e| vec![(CODE.to_owned(), e)])
            .unwrap_or_default()
    });
    let navigate = use_navigate();
    let submit = Callback::new(move |()| {
        tried.set(true);
        let Ok((_, secret)) = typed.with_untracked(|typed| read(typed)) else {
            return;
        };
        if untrack(&wrong).is_some() || busy.get_untracked() {
            return;
        }
        busy.set(true);
        failure.set(None);
        let (poll, navigate) = (poll.clone(), navigate.clone());
        spawn_scoped(async move {
            let outcome = bring(&poll, &secret).await;
            busy.try_set(false);
            match outcome {
                Ok(()) => navigate(&format!("/polls/{}/receipt", poll.id), NavigateOptions::default()),
                Err(e) => {
                    failure.try_set(Some(e));
                }
            }
        });
    });
    view! {
        <ErrorSummary title=tr(Key::BallotErrors) errors=errors />
        <form class="stack" on:submit=move |e| { e.prevent_default(); submit.run(()) }>
            <TextArea id=CODE label=tr(Key::CodeName) hint=tr(Key::BringHint) value=typed error=error rows=3 />
            {drawn(move || failure.get().map(told))}
            <Button label=tr(Key::BringGo) kind=ButtonKind::Primary on_press=submit busy=busy />
        </form>
    }
    .into_any()
}

/// What is wrong with what was typed, if anything is.
fn wrong_words(typed: &str, poll_id: &str) -> Option<String> {
    match read(typed) {
        Ok((Some(poll), _)) if poll != poll_id => Some(t(Key::BringOtherPoll)),
        Ok(_) => None,
        Err(Wrong::Length(n)) => {
            let (need, have) = (number(LENGTH as u64), number(n as u64));
            Some(t1(Key::BringLength, &[("need", &need), ("n", &have)]))
        }
        Err(Wrong::Letter) => Some(t(Key::BringLetter)),
    }
}

fn told(failure: Failure) -> AnyView {
    if failure.kind == FailureKind::NotFound {
        return view! { <Banner tone=Tone::Bad title=tr(Key::BringNone)><p>{said(Key::BringNoneText)}</p></Banner> }
            .into_any();
    }
    view! { <FailureBanner failure=failure /> }.into_any()
}
