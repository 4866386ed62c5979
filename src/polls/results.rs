//! Results: the sentence with the numbers first, then the table, then why.

use super::about::{events, labels, rule_sentence};
use super::channels::{channel_words, channels_table, turnout_table};
use super::explained::explained;
use super::export::export_view;
use super::{fetch_poll, signed_in_as};
use crate::backend::{
    Channels, MethodKind, Outcome, OutcomeKind, Poll, PollState, Question, QuestionResult, Results,
    ResultsState, ShareBase, VotingUnit, backend,
};
use crate::i18n::{Key, date_time, number, permille, said, t, t1};
use crate::offline::cache::Kept;
use crate::parts::on_paper::with_code;
use crate::parts::{Loader, fetching, tr};
use crate::ui::live::{drawn, live};
use crate::ui::{BackLink, Bar, ButtonKind, Disclosure, LinkButton, PageTitle};
use leptos::prelude::*;

#[derive(Clone)]
pub(super) struct Counted {
    pub poll: Poll,
    pub results: Results,
}

/// A poll with its results, kept on the phone once they were opened.
pub(super) fn counted_loader(id: String) -> Loader<Counted> {
    Loader::start(move || {
        let id = id.clone();
        fetching(async move {
            let poll = fetch_poll(&id).await?;
            if poll.value.state == PollState::Cancelled {
                // There are none, and a copy from before is not shown.
                let results = Results::none(id);
                return Ok(Kept {
                    value: Counted {
                        poll: poll.value,
                        results,
                    },
                    as_of: poll.as_of,
                });
            }
            let results =
                crate::offline::cache::fresh_or_kept(&format!("results/{id}"), backend().results(&id))
                    .await?;
            Ok(Kept {
                value: Counted {
                    poll: poll.value,
                    results: results.value,
                },
                as_of: results.as_of,
            })
        })
    })
}

#[component]
pub fn ResultsPage(#[prop(into)] id: String) -> impl IntoView {
    let who = signed_in_as();
    drawn(move || {
        who.track();
        let loader = counted_loader(id.clone());
        let title = {
            let loader = loader.clone();
            Signal::derive(move || match loader.value() {
                Some(c) => t1(Key::ResultsTitle, &[("title", &c.poll.title)]),
                None => t(Key::ResultsPage),
            })
        };
        view! {
            <BackLink href=format!("/polls/{id}") label=tr(Key::AppBack) />
            <PageTitle text=title />
            {loader.view(body)}
        }
    })
}

fn body(Counted { poll, results }: Counted) -> AnyView {
    if poll.state == PollState::Cancelled {
        return view! { {events(&poll)} <p>{said(Key::FailureCancelledNext)}</p> }.into_any();
    }
    let last = results.state == ResultsState::Final;
    let counted = results.counted.clone();
    let state = move || {
        if last {
            t(Key::ResultsFinal)
        } else {
            t1(Key::ResultsProvisional, &[("time", &date_time(&counted))])
        }
    };
    let questions = poll
        .questions
        .iter()
        .filter_map(|q| {
            Some((
                q.clone(),
                results.questions.iter().find(|r| r.question_id == q.id)?.clone(),
            ))
        })
        .map(|(q, r)| question_result(q, r, last, poll.questions.len() > 1, results.channels.as_ref()))
        .collect_view();
    let board = results.board_root.clone().map(|root| {
        let href = backend().board_url(&poll.id);
        let recount = format!("/polls/{}/recount", poll.id);
        view! {
            <LinkButton href=recount label=tr(Key::RecountLink) kind=ButtonKind::Secondary />
            <Disclosure summary=tr(Key::ResultsBoard)>
                <p>{said(Key::ResultsBoardText)}</p>
                <p class="checksum">{root}</p>
                {href.map(|href| view! { <p class="no-print"><a href=href rel="external" download="">{said(Key::ResultsDownload)}</a></p> })}
            </Disclosure>
        }
    });
    let asks_words = poll
        .questions
        .iter()
        .any(|question| question.method.kind == MethodKind::Text);
    let written = (asks_words && board.is_some()).then(|| view! { <p>{said(Key::ResultsWords)}</p> });
    let export = export_view(&poll, &results);
    let numbers = view! {
        {turnout(&poll, &results)}
        {channel_words(poll.unit, &results)}
        {quorum(&results, last)}
        <p>{state}</p>
    };
    let page = format!("/polls/{}/results", poll.id);
    view! {
        // What hangs in the stairwell.
        <div class="stack on-paper">
            {events(&poll)}
            {with_code(numbers.into_any(), &page, Key::PollsSeeResults)}
            {questions}
            {turnout_table(&results)}
            {written}
            {board}
        </div>
        <div class="no-print">{export}</div>
    }
    .into_any()
}

fn turnout(poll: &Poll, results: &Results) -> AnyView {
    let key = if poll.unit == VotingUnit::Household {
        Key::ResultsTurnoutHousehold
    } else {
        Key::ResultsTurnoutPerson
    };
    let ballots = results.ballots;
    let eligible = results.eligible.or(poll.eligible);
    let words = move || match eligible {
        Some(eligible) => t1(
            key,
            &[("ballots", &number(ballots)), ("eligible", &number(eligible))],
        ),
        None => crate::i18n::tn(Key::PollsTurnout, ballots, &[]),
    };
    view! { <p class="lede">{words}</p> }.into_any()
}

fn quorum(results: &Results, last: bool) -> AnyView {
    let (Some(quorum), Some(met)) = (results.quorum.as_ref(), results.quorum_met) else {
        return ().into_any();
    };
    let needed = quorum.needed;
    let missing = needed.saturating_sub(results.ballots);
    let key = match (met, last) {
        (true, _) => Key::ResultsQuorumMet,
        (false, true) => Key::ResultsQuorumMissed,
        (false, false) => Key::ResultsQuorumMissing,
    };
    view! { <p>{live(move || t1(key, &[("needed", &number(needed)), ("missing", &number(missing))]))}</p> }
        .into_any()
}

fn question_result(
    question: Question,
    result: QuestionResult,
    last: bool,
    with_title: bool,
    channels: Option<&Channels>,
) -> AnyView {
    let outcome = result.outcome.clone();
    let sentence = outcome_words(&question, &outcome, last);
    let base_words = match outcome.base {
        ShareBase::Answers => Some(Key::ResultsShareOfAnswers),
        ShareBase::Ballots => Some(Key::ResultsShareOfBallots),
        ShareBase::Eligible => Some(Key::ResultsShareOfEligible),
        ShareBase::Points => Some(Key::ResultsShareOfPoints),
        ShareBase::Other => None,
    };
    let title = question.title.clone();
    let caption = question.title.clone();
    let blank = result.blank;
    let why = result.explanation.as_ref().map(|why| explained(&question, why));
    view! {
        <section class="stack result">
            {with_title.then(|| view! { <h2>{title}</h2> })}
            <p class="outcome">{sentence}</p>
            {outcome.tie_broken.then(|| view! { <p>{said(Key::ResultsTieBroken)}</p> })}
            {table(&question, &result, caption)}
            {channels.and_then(|channels| channels_table(&question, &result, channels))}
            {(blank > 0).then(|| view! { <p>{live(move || t1(Key::ResultsBlank, &[("n", &number(blank))]))}</p> })}
            <Disclosure summary=tr(Key::ResultsRule)>
                {rule_sentence(&question)}
                {why}
                {base_words.map(|key| view! { <p>{said(key)}</p> })}
                {(!outcome.shares_exact).then(|| view! { <p>{said(Key::ResultsNot100)}</p> })}
            </Disclosure>
        </section>
    }
    .into_any()
}

/// What was decided, in a sentence.
pub(super) fn outcome_words(
    question: &Question,
    outcome: &Outcome,
    last: bool,
) -> impl Fn() -> String + Clone + Send + Sync + 'static {
    let chosen = labels(question, &outcome.option_ids);
    let tied = labels(question, &outcome.tied);
    let kind = outcome.kind;
    move || match (kind, last) {
        (OutcomeKind::Chosen, true) => t1(Key::ResultsChosen, &[("options", &chosen)]),
        (OutcomeKind::Chosen, false) => t1(Key::ResultsLeading, &[("options", &chosen)]),
        (OutcomeKind::Passed, true) => t(Key::ResultsPassed),
        (OutcomeKind::Passed, false) => t(Key::ResultsPassing),
        (OutcomeKind::NotPassed, true) => t(Key::ResultsNotPassed),
        (OutcomeKind::NotPassed, false) => t(Key::ResultsNotPassing),
        (OutcomeKind::Tied, _) => t1(Key::ResultsTied, &[("options", &tied)]),
        (OutcomeKind::QuorumMissed, true) => t(Key::ResultsQuorumOutcome),
        (OutcomeKind::QuorumMissed, false) => String::new(),
        (OutcomeKind::NothingChosen, _) => t(Key::ResultsNothing),
        (OutcomeKind::NotCounted | OutcomeKind::Other, _) => t(Key::ResultsNotCounted),
    }
}

/// Every number of the picture stands in the table; the bar beside it is decoration. It is drawn as blocks; the roles say that it
/// stays a table.
pub(super) fn table(question: &Question, result: &QuestionResult, caption: String) -> AnyView {
    // An open question has no options that could be counted, and headings over nothing are no table.
    if result.rows.is_empty() {
        return ().into_any();
    }
    let points = result.outcome.base == ShareBase::Points;
    let rows = result
        .rows
        .iter()
        .map(|row| {
            let label = labels(question, std::slice::from_ref(&row.option_id));
            let won = result.outcome.option_ids.contains(&row.option_id);
            let (count, share) = (row.count, row.permille);
            view! {
                <tr role="row" class:winner=won>
                    <th role="rowheader" scope="row">{label}</th>
                    <td role="cell" class="num">{live(move || number(count))}</td>
                    <td role="cell" class="num">{live(move || permille(share))} <Bar permille=share /></td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <table class="results" role="table">
            <caption class="visually-hidden">{caption}</caption>
            <thead role="rowgroup">
                <tr role="row">
                    <th role="columnheader" scope="col">{said(Key::ResultsOption)}</th>
                    <th role="columnheader" scope="col" class="num">
                        {move || t(if points { Key::ResultsPoints } else { Key::ResultsVotes })}
                    </th>
                    <th role="columnheader" scope="col" class="num">{said(Key::ResultsShare)}</th>
                </tr>
            </thead>
            <tbody role="rowgroup">{rows}</tbody>
        </table>
    }
    .into_any()
}
