//! The verdict of a recount: *same*, or *differs here* with both numbers and what to do next; whether one's own ballot is
//! there; and each question as it was counted here.

use super::about::labels;
use super::explained::explained;
use super::results::{Counted, outcome_words, table};
use crate::backend::{
    Difference, Differs, Finding, OwnBallot, OwnOnBoard, Poll, Question, QuestionResult, Verdict,
};
use crate::i18n::{Key, number, permille, said, t, t1};
use crate::parts::tr;
use crate::platform::task::{breathe, spawn_scoped};
use crate::ui::live::{drawn, live};
use crate::ui::{Banner, ButtonKind, LinkButton, Tone};
use leptos::prelude::*;

/// What this phone knows of the resident's own ballot.
#[derive(Clone)]
pub(super) enum Own {
    /// Nothing: voted elsewhere, on paper, or not at all.
    None,
    /// Chosen, and never sent.
    NotSent,
    /// Sent without an answer: it may be on the board.
    Unclear(OwnBallot),
    /// Counted, as the backend has said.
    Receipt { ballot: OwnBallot, number: String },
}

impl Own {
    pub fn ballot(&self) -> Option<&OwnBallot> {
        match self {
            Own::None | Own::NotSent => None,
            Own::Unclear(ballot) | Own::Receipt { ballot, .. } => Some(ballot),
        }
    }

    /// The short form of the ballot id, as it stands on the receipt.
    fn number(&self) -> String {
        match self {
            Own::None | Own::NotSent => String::new(),
            Own::Receipt { number, .. } => number.clone(),
            Own::Unclear(ballot) => ledger::unhex(&ballot.ballot_id)
                .map(|id| ledger::receipt_number(&id))
                .unwrap_or_default(),
        }
    }
}

pub(super) fn verdict_view(counted: &Counted, verdict: &Verdict, own: &Own) -> AnyView {
    let poll = counted.poll.clone();
    let many = poll.questions.len() > 1;
    let results = verdict.questions.clone();
    let (first, own) = (finding(&poll, verdict), own_view(verdict, own));
    // The verdict at once; hundreds of rows of tables after it, table by table, so that no tap waits for them.
    let drawn_so_far = RwSignal::new(0usize);
    let steps = results.len() * 2;
    spawn_scoped(async move {
        for step in 1..=steps {
            breathe().await;
            drawn_so_far.try_set(step);
        }
    });
    let questions = results
        .into_iter()
        .enumerate()
        .filter_map(|(at, result)| {
            let question = poll.questions.iter().find(|q| q.id == result.question_id)?;
            let numbers = Memo::new(move |_| drawn_so_far.get() > at * 2);
            let why = Memo::new(move |_| drawn_so_far.get() > at * 2 + 1);
            Some(counted_here(question.clone(), result, many, numbers, why))
        })
        .collect_view();
    view! {
        {first}
        {own}
        {questions}
    }
    .into_any()
}

fn finding(poll: &Poll, verdict: &Verdict) -> AnyView {
    let ballots = verdict.ballots;
    match &verdict.finding {
        Finding::Same => view! {
            <Banner tone=Tone::Good title=tr(Key::RecountSameTitle)>
                <p>{live(move || t1(Key::RecountSameText, &[("n", &number(ballots))]))}</p>
            </Banner>
        }
        .into_any(),
        Finding::Unsupported(questions) => {
            let titles: Vec<String> = poll
                .questions
                .iter()
                .filter(|q| questions.contains(&q.id))
                .map(|q| q.title.clone())
                .collect();
            view! {
                <Banner tone=Tone::Warn title=tr(Key::RecountUnsupportedTitle)>
                    <p>{live(move || t1(Key::RecountUnsupportedText, &[("titles", &crate::i18n::list(&titles))]))}</p>
                </Banner>
            }
            .into_any()
        }
        wrong => {
            // What is wrong with the download itself often mends itself; what is wrong with the numbers does not.
            let next = match wrong {
                Finding::CountDiffers(_) => Key::RecountNextNumbers,
                _ => Key::RecountNextBoard,
            };
            let what = what_differs(poll, wrong);
            view! {
                <Banner tone=Tone::Bad title=tr(Key::RecountDiffersTitle)>
                    {what}
                    <p>{said(next)}</p>
                </Banner>
                <LinkButton href="/help" label=tr(Key::HelpCall) kind=ButtonKind::Secondary />
            }
            .into_any()
        }
    }
}

fn what_differs(poll: &Poll, finding: &Finding) -> AnyView {
    let numbers = |key: Key, published: u64, here: u64| {
        let text = move || t1(key, &[("published", &number(published)), ("here", &number(here))]);
        view! { <p>{live(text)}</p> }.into_any()
    };
    let ballot =
        |key: Key, id: &str| view! { <p>{said(key)}</p><p class="checksum">{id.to_owned()}</p> }.into_any();
    match finding {
        Finding::Unreadable { line } => {
            let line = *line;
            view! { <p>{live(move || t1(Key::RecountUnreadable, &[("line", &number(line))]))}</p> }.into_any()
        }
        Finding::HeadDiffers => view! { <p>{said(Key::RecountHead)}</p> }.into_any(),
        Finding::OutOfOrder { ballot: id } => ballot(Key::RecountOutOfOrder, id),
        Finding::Repeated { ballot: id } => ballot(Key::RecountRepeated, id),
        Finding::SizeDiffers { published, here } if here > published => {
            numbers(Key::RecountTooMany, *published, *here)
        }
        Finding::SizeDiffers { published, here } => numbers(Key::RecountTooFew, *published, *here),
        Finding::EarlierDiffers { ballots, seen, here } => {
            let (ballots, seen, here) = (*ballots, seen.clone(), here.clone());
            view! {
                <p>{live(move || t1(Key::RecountEarlier, &[("n", &number(ballots))]))}</p>
                <p>{said(Key::RecountEarlierSeen)}</p>
                <p class="checksum">{seen}</p>
                <p>{said(Key::RecountEarlierHere)}</p>
                <p class="checksum">{here}</p>
            }
            .into_any()
        }
        Finding::RootDiffers { published, here } => {
            let (published, here) = (published.clone(), here.clone());
            view! {
                <p>{said(Key::RecountRoot)}</p>
                <p>{said(Key::RecountRootPublished)}</p>
                <p class="checksum">{published}</p>
                <p>{said(Key::RecountRootHere)}</p>
                <p class="checksum">{here}</p>
            }
            .into_any()
        }
        Finding::CountDiffers(differences) => {
            let items = differences
                .iter()
                .map(|difference| view! { <li>{one_difference(poll, difference)}</li> })
                .collect_view();
            view! { <p>{said(Key::RecountCount)}</p><ul>{items}</ul> }.into_any()
        }
        Finding::Same | Finding::Unsupported(_) => ().into_any(),
    }
}

fn one_difference(poll: &Poll, difference: &Difference) -> AnyView {
    let question = poll
        .questions
        .iter()
        .find(|q| q.id == difference.question)
        .cloned();
    let label = |option: &String| match &question {
        Some(question) => labels(question, std::slice::from_ref(option)),
        None => option.clone(),
    };
    let title = question.as_ref().map(|q| q.title.clone()).unwrap_or_default();
    let both = move |key: Key, what: String, published: u64, here: u64| {
        live(move || {
            let values = [
                ("what", what.as_str()),
                ("published", &number(published)),
                ("here", &number(here)),
            ];
            t1(key, &values)
        })
        .into_any()
    };
    match &difference.what {
        Differs::Votes {
            option,
            published,
            here,
        } => both(Key::RecountDiffVotes, label(option), *published, *here),
        Differs::Blank { published, here } => both(Key::RecountDiffBlank, title, *published, *here),
        Differs::Invalid { published, here } => both(Key::RecountDiffInvalid, title, *published, *here),
        Differs::Turnout { published, here } => {
            let (published, here) = (*published, *here);
            live(move || {
                let values = [("published", &*number(published)), ("here", &*number(here))];
                t1(Key::RecountDiffTurnout, &values)
            })
            .into_any()
        }
        Differs::Share {
            option,
            published,
            here,
        } => {
            let (what, published, here) = (label(option), *published, *here);
            live(move || {
                let values = [
                    ("what", what.as_str()),
                    ("published", &permille(published)),
                    ("here", &permille(here)),
                ];
                t1(Key::RecountDiffShare, &values)
            })
            .into_any()
        }
        Differs::Outcome { published, here } => {
            let Some(question) = question else {
                return live(move || t1(Key::RecountDiffMissing, &[("what", &title)])).into_any();
            };
            let published = outcome_words(&question, published, true);
            let here = outcome_words(&question, here, true);
            live(move || {
                let values = [("published", published()), ("here", here())];
                t1(
                    Key::RecountDiffOutcome,
                    &values.each_ref().map(|(name, text)| (*name, text.as_str())),
                )
            })
            .into_any()
        }
        Differs::Missing => live(move || t1(Key::RecountDiffMissing, &[("what", &title)])).into_any(),
        Differs::Options => live(move || t1(Key::RecountDiffOptions, &[("what", &title)])).into_any(),
    }
}

/// The number of a receipt says which line of the public board is this person's: no voice that is not on the phone may have it.
fn own_view(verdict: &Verdict, own: &Own) -> AnyView {
    view! { <div class="stack" data-private="">{own_words(verdict, own)}</div> }.into_any()
}

/// Says *not found* only where the whole board was read and is the one that was fixed at close.
fn own_words(verdict: &Verdict, own: &Own) -> AnyView {
    let sealed = verdict.finding.sealed();
    let number = own.number();
    let with_number = |key: Key| {
        Signal::derive({
            let number = number.clone();
            move || t1(key, &[("number", &number)])
        })
    };
    let good = |key: Key| view! { <Banner tone=Tone::Good title=with_number(key) /> }.into_any();
    let bad = |key: Key, next: Key| {
        view! {
            <Banner tone=Tone::Bad title=with_number(key)>
                <p>{said(next)}</p>
            </Banner>
        }
        .into_any()
    };
    match (own, verdict.own) {
        (_, Some(OwnOnBoard::Same)) => good(Key::RecountOwnSame),
        (_, Some(OwnOnBoard::Found)) => good(Key::RecountOwnFound),
        (_, Some(OwnOnBoard::Differs)) if sealed => bad(Key::RecountOwnDiffers, Key::RecountOwnDiffersNext),
        (Own::Receipt { .. }, Some(OwnOnBoard::Missing)) if sealed => {
            bad(Key::RecountOwnMissing, Key::RecountOwnMissingNext)
        }
        (Own::Unclear(_), Some(OwnOnBoard::Missing)) if sealed => {
            view! { <p>{said(Key::RecountOwnNotArrived)}</p> }.into_any()
        }
        (Own::NotSent, _) if sealed => view! { <p>{said(Key::RecountOwnNotSent)}</p> }.into_any(),
        (Own::None, _) if sealed => view! { <p>{said(Key::RecountOwnNone)}</p> }.into_any(),
        _ => ().into_any(),
    }
}

fn counted_here(
    question: Question,
    result: QuestionResult,
    many: bool,
    numbers: Memo<bool>,
    why: Memo<bool>,
) -> AnyView {
    let title = question.title.clone();
    let heading = move || if many { title.clone() } else { t(Key::RecountWhy) };
    let sentence = outcome_words(&question, &result.outcome, true);
    let (blank, invalid) = (result.blank, result.invalid);
    let counted =
        |key: Key, n: u64| (n > 0).then(|| view! { <p>{live(move || t1(key, &[("n", &number(n))]))}</p> });
    let explanation = result.explanation.clone();
    let asked = question.clone();
    view! {
        <section class="stack result">
            <h2>{live(heading)}</h2>
            <p class="outcome">{sentence}</p>
            {drawn(move || numbers.get().then(|| table(&question, &result, question.title.clone())))}
            {counted(Key::ResultsBlank, blank)}
            {counted(Key::ResultsInvalid, invalid)}
            {drawn(move || why.get().then(|| explanation.as_ref().map(|why| explained(&asked, why))))}
        </section>
    }
    .into_any()
}
