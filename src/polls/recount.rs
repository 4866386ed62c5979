//! Recount on this phone: what will happen, how far it is, and the verdict. The counting itself is a worker's
//! (crates/worker); leaving the page ends it.

use super::results::{Counted, counted_loader};
use super::signed_in_as;
use super::verdict::{Own, verdict_view};
use crate::backend::{
    Failure, Finding, OwnBallot, RecountFailed, Recounting, Verdict, backend, said_by_worker,
};
use crate::i18n::{Key, number, said, t, t1};
use crate::offline::ballot::BallotState;
use crate::offline::ballots::ballots;
use crate::offline::cache::fresh_or_kept;
use crate::parts::{FailureBanner, tr};
use crate::platform::announce::announce;
use crate::platform::task::{Here, spawn_scoped};
use crate::platform::worker::{Heard, Worker, available};
use crate::ui::live::{drawn, live};
use crate::ui::{BackLink, Banner, Button, ButtonKind, PageTitle, Tone};
use leptos::prelude::*;

#[derive(Clone)]
enum Stage {
    Ready,
    Stopped,
    Counting,
    Done(Box<Verdict>),
    Failed(RecountFailed),
    /// The backend could not even be asked for the result.
    NotAsked(Failure),
}

#[component]
pub fn RecountPage(#[prop(into)] id: String) -> impl IntoView {
    let who = signed_in_as();
    drawn(move || {
        who.track();
        let loader = counted_loader(id.clone());
        let title = {
            let loader = loader.clone();
            Signal::derive(move || match loader.value() {
                Some(c) => t1(Key::RecountTitle, &[("title", &c.poll.title)]),
                None => t(Key::RecountLink),
            })
        };
        view! {
            <BackLink href=format!("/polls/{id}/results") label=tr(Key::ResultsPage) />
            <PageTitle text=title />
            {loader.view(body)}
        }
    })
}

fn body(counted: Counted) -> AnyView {
    let board = backend().board_url(&counted.poll.id);
    let why_not = match (counted.results.board_root.as_ref().and(board), available()) {
        (None, _) => Some(Key::RecountNoBoardText),
        (_, false) => Some(Key::RecountNotInBuild),
        _ => None,
    };
    match why_not {
        Some(key) => view! { <Banner tone=Tone::Info title=tr(key) /> }.into_any(),
        None => recounting(counted),
    }
}

fn recounting(counted: Counted) -> AnyView {
    let of = counted.results.ballots;
    let stage = RwSignal::new(Stage::Ready);
    let progress = RwSignal::new((0, of));
    // Holds the worker; the page's end ends it.
    let worker = StoredValue::new_local(None::<Worker>);
    let own = StoredValue::new(Own::None);
    let kept = RwSignal::new(false);
    // Which press the answers belong to: one that was stopped must not start late.
    let turn = StoredValue::new(0u32);
    let page = Here::now();
    let counting = Memo::new(move |_| stage.with(|stage| matches!(stage, Stage::Counting)));

    let id = counted.poll.id.clone();
    let start = move || {
        let mine = turn.get_value().wrapping_add(1);
        turn.set_value(mine);
        let found = own_ballot(&id);
        own.set_value(found.clone());
        progress.set((0, of));
        kept.set(false);
        stage.set(Stage::Counting);
        announce(&t1(Key::RecountStarted, &[("n", &number(of))]));
        let id = id.clone();
        spawn_scoped(async move {
            let asked = fresh_or_kept("recount", backend().recount(&id, found.ballot())).await;
            if turn.try_get_value() != Some(mine) {
                return;
            }
            match asked {
                Ok(question) => {
                    let quarter = StoredValue::new(0u64);
                    let started = Worker::start(&question.value, move |heard| {
                        hear(heard, stage, progress, kept, quarter);
                    });
                    if started.is_none() {
                        stage.set(Stage::Failed(RecountFailed::Other));
                    }
                    worker.set_value(started);
                }
                Err(failure) => stage.set(Stage::NotAsked(failure)),
            }
        });
    };
    let press = Callback::new(move |()| {
        if counting.get_untracked() {
            turn.update_value(|turn| *turn = turn.wrapping_add(1));
            worker.set_value(None);
            stage.set(Stage::Stopped);
            announce(&t(Key::RecountStopped));
            return;
        }
        // A press happens outside of the page's owner; what it starts must still end with the page.
        page.run(&start);
    });
    // One button that stays: the focus of whoever pressed it stays with it.
    let label = Signal::derive(move || {
        t(match stage.with(Stage::next) {
            Next::Start => Key::RecountStart,
            Next::Stop => Key::RecountStop,
            Next::Again => Key::RecountAgain,
        })
    });
    view! {
        <p class="lede">{live(move || t1(Key::RecountIntro, &[("n", &number(of))]))}</p>
        // What becomes true is said in the place where it was announced: nothing moves.
        <p>{live(move || t(if kept.get() { Key::RecountKept } else { Key::RecountOffline }))}</p>
        <Button label=label kind=ButtonKind::Primary on_press=press />
        {drawn(move || match stage.get() {
            Stage::Ready => ().into_any(),
            Stage::Stopped => view! { <p>{said(Key::RecountStopped)}</p> }.into_any(),
            Stage::Counting => progress_view(progress),
            Stage::Done(verdict) => verdict_view(&counted, &verdict, &own.get_value()),
            Stage::Failed(why) => failed_view(why),
            Stage::NotAsked(failure) => view! { <FailureBanner failure=failure /> }.into_any(),
        })}
    }
    .into_any()
}

enum Next {
    Start,
    Stop,
    Again,
}

impl Stage {
    fn next(&self) -> Next {
        match self {
            Stage::Ready => Next::Start,
            Stage::Counting => Next::Stop,
            _ => Next::Again,
        }
    }
}

/// Takes in what the worker says. Told aloud are the quarters and the end, not every step.
fn hear(
    heard: Heard,
    stage: RwSignal<Stage>,
    progress: RwSignal<(u64, u64)>,
    kept: RwSignal<bool>,
    quarter: StoredValue<u64>,
) {
    let heard = match heard {
        Heard::Text(text) => said_by_worker(&text),
        Heard::Broken => Recounting::Failed(RecountFailed::Offline),
    };
    match heard {
        Recounting::Progress { ballots, of } => {
            progress.try_set((ballots, of));
            let now = ballots.saturating_mul(4) / of.max(1);
            if quarter.try_get_value().is_some_and(|before| now > before) {
                quarter.set_value(now);
                announce(&progress_words(ballots, of));
            }
        }
        Recounting::Done(verdict) => {
            announce(&t(match verdict.finding {
                Finding::Same => Key::RecountSameTitle,
                Finding::Unsupported(_) => Key::RecountUnsupportedTitle,
                _ => Key::RecountDiffersTitle,
            }));
            stage.try_set(Stage::Done(verdict));
        }
        Recounting::Kept => {
            kept.try_set(true);
        }
        Recounting::Failed(why) => {
            announce(&t(failed_title(why)));
            stage.try_set(Stage::Failed(why));
        }
    }
}

/// What this phone knows of the resident's own ballot in this poll.
fn own_ballot(poll_id: &str) -> Own {
    ballots().with_untracked(|book| match book.get(poll_id) {
        None => Own::None,
        Some(record) => {
            let ballot = |answers| OwnBallot {
                ballot_id: record.ballot_id.clone(),
                answers,
            };
            let settled = !record.unclear && record.state != BallotState::Waiting;
            match &record.receipt {
                Some(receipt) => Own::Receipt {
                    // While a change is on its way nobody here knows which of the two is counted.
                    ballot: ballot(settled.then(|| record.counted_answers.clone())),
                    number: receipt.number.clone(),
                },
                None if settled => Own::NotSent,
                // A send whose answer was lost may have arrived.
                None => Own::Unclear(ballot(None)),
            }
        }
    })
}

fn progress_words(ballots: u64, of: u64) -> String {
    t1(
        Key::RecountProgress,
        &[("n", &number(ballots)), ("of", &number(of))],
    )
}

fn progress_view(progress: RwSignal<(u64, u64)>) -> AnyView {
    let words = move || {
        let (ballots, of) = progress.get();
        progress_words(ballots, of)
    };
    view! {
        <div class="stack">
            <p id="recount-progress">{live(words)}</p>
            <progress
                class="progress"
                aria-labelledby="recount-progress"
                max=move || progress.get().1.max(1).to_string()
                value=move || progress.get().0.to_string()
            ></progress>
        </div>
    }
    .into_any()
}

fn failed_title(why: RecountFailed) -> Key {
    match why {
        RecountFailed::Offline => Key::RecountFailedOfflineTitle,
        RecountFailed::NoBoard => Key::RecountFailedNoBoardTitle,
        RecountFailed::Other => Key::RecountFailedOtherTitle,
    }
}

fn failed_view(why: RecountFailed) -> AnyView {
    let text = match why {
        RecountFailed::Offline => Key::RecountFailedOfflineText,
        RecountFailed::NoBoard => Key::RecountNoBoardText,
        RecountFailed::Other => Key::RecountFailedOtherText,
    };
    view! {
        <Banner tone=Tone::Warn title=tr(failed_title(why))>
            <p>{said(text)}</p>
        </Banner>
    }
    .into_any()
}
