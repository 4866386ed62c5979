//! Why a result is what it is, in sentences and a table. Counted by the community or on this phone, it is told alike.

use super::about::labels;
use crate::backend::{
    Cell, Column, ColumnKind, Explanation, Line, Mark, Question, RowKind, Said, Table, TableRow, Value,
};
use crate::i18n::{Key, money, number, said, t, t1};
use crate::ui::live::live;
use leptos::prelude::*;
use std::sync::Arc;

/// More columns than this do not fit a phone side by side, not even a large one.
const WIDE: usize = 3;

pub(super) fn explained(question: &Question, explanation: &Explanation) -> AnyView {
    let question = Arc::new(question.clone());
    let lines: Vec<AnyView> = explanation
        .lines
        .iter()
        .filter_map(|line| sentence(&question, line))
        .collect();
    let lines = (!lines.is_empty()).then(|| view! { <ol class="reasons">{lines}</ol> });
    let table = explanation.table.as_ref().map(|table| rounds(&question, table));
    view! { {lines} {table} }.into_any()
}

/// `None` for a line of a newer backend, which this build has no words for.
fn sentence(question: &Arc<Question>, line: &Line) -> Option<AnyView> {
    let key = words(line.said)?;
    let (question, values) = (question.clone(), line.values.clone());
    let text = live(move || {
        let written: Vec<(&str, String)> = values
            .iter()
            .map(|(name, value)| (name.as_str(), written(&question, value)))
            .collect();
        let filled: Vec<(&str, &str)> = written
            .iter()
            .map(|(name, text)| (*name, text.as_str()))
            .collect();
        t1(key, &filled)
    });
    Some(view! { <li>{text}</li> }.into_any())
}

fn written(question: &Question, value: &Value) -> String {
    match value {
        Value::Options(ids) => labels(question, ids),
        Value::Number(n) => number(*n),
        Value::Money(n) => money(*n, question.method.currency.as_deref()),
        Value::Text(text) => text.clone(),
    }
}

fn words(line: Said) -> Option<Key> {
    Some(match line {
        Said::NobodyChose => Key::WhyNobodyChose,
        Said::Most => Key::WhyMost,
        Said::MostWithNext => Key::WhyMostWithNext,
        Said::MostPoints => Key::WhyMostPoints,
        Said::MostPointsWithNext => Key::WhyMostPointsWithNext,
        Said::EarlierListed => Key::WhyEarlierListed,
        Said::LotDrawn => Key::WhyLotDrawn,
        Said::EarlierStage => Key::WhyEarlierStage,
        Said::Undecided => Key::WhyUndecided,
        Said::Voted => Key::WhyVoted,
        Said::Needed => Key::WhyNeeded,
        Said::NeededMore => Key::WhyNeededMore,
        Said::Reached => Key::WhyReached,
        Said::Missed => Key::WhyMissed,
        Said::RoundOut => Key::WhyRoundOut,
        Said::RoundChosen => Key::WhyRoundChosen,
        Said::QuotaIs => Key::WhyQuotaIs,
        Said::StageElected => Key::WhyStageElected,
        Said::StageSurplus => Key::WhyStageSurplus,
        Said::StageSurpluses => Key::WhyStageSurpluses,
        Said::StageOut => Key::WhyStageOut,
        Said::LastSeats => Key::WhyLastSeats,
        Said::BeatsAll => Key::WhyBeatsAll,
        Said::Unbeaten => Key::WhyUnbeaten,
        Said::PathThere => Key::WhyPathThere,
        Said::PathThereAndBack => Key::WhyPathThereAndBack,
        Said::Budget => Key::WhyBudget,
        Said::BudgetSpent => Key::WhyBudgetSpent,
        Said::StoppedHere => Key::WhyStoppedHere,
        Said::EqualShare => Key::WhyEqualShare,
        Said::SharesRaised => Key::WhySharesRaised,
        Said::BoughtWithRest => Key::WhyBoughtWithRest,
        Said::SharesCompared => Key::WhySharesCompared,
        Said::NotCounted => Key::WhyNotCounted,
        Said::Other => return None,
    })
}

/// Rows stand as blocks that name their cells until all columns fit the line. The roles say that it stays a table.
fn rounds(question: &Arc<Question>, table: &Table) -> AnyView {
    let wide = table.columns.len() > WIDE;
    let heads: Vec<Arc<dyn Fn() -> String + Send + Sync>> = table
        .columns
        .iter()
        .map(|column| column_words(question, column))
        .collect();
    let head = heads
        .iter()
        .cloned()
        .map(|words| view! { <th role="columnheader" scope="col">{live(move || words())}</th> }.into_any())
        .collect_view();
    let rows = table
        .rows
        .iter()
        .map(|row| {
            let cells = row
                .cells
                .iter()
                .zip(&heads)
                .map(|(cell, head)| {
                    let head = head.clone();
                    let text = cell_words(question, cell);
                    view! { <td role="cell" class="num" data-label=live(move || head())>{text}</td> }.into_any()
                })
                .collect_view();
            view! { <tr role="row"><th role="rowheader" scope="row">{row_words(question, row)}</th>{cells}</tr> }
                .into_any()
        })
        .collect_view();
    view! {
        <div class="table-frame">
            <table class="table" class:wide=wide role="table">
                <caption>{said(Key::WhyTable)}</caption>
                <thead role="rowgroup">
                    <tr role="row"><th role="columnheader" scope="col">{said(Key::ResultsOption)}</th>{head}</tr>
                </thead>
                <tbody role="rowgroup">{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn column_words(question: &Arc<Question>, column: &Column) -> Arc<dyn Fn() -> String + Send + Sync> {
    let (kind, nth) = (column.kind, column.number);
    let option = labels(question, std::slice::from_ref(&column.option));
    Arc::new(move || {
        let numbered = |key| t1(key, &[("n", &number(nth))]);
        match kind {
            ColumnKind::Round => numbered(Key::WhyRound),
            ColumnKind::Stage => numbered(Key::WhyStage),
            ColumnKind::Place => numbered(Key::WhyPlace),
            ColumnKind::Against => t1(Key::WhyAgainst, &[("option", &option)]),
            ColumnKind::Cost => t(Key::ResultsCost),
            ColumnKind::Votes => t(Key::ResultsVotes),
            ColumnKind::Points => t(Key::ResultsPoints),
            ColumnKind::Left => t(Key::WhyLeft),
            ColumnKind::Fate | ColumnKind::Other => t(Key::WhyFate),
            ColumnKind::Price => t(Key::WhyPrice),
        }
    })
}

fn row_words(question: &Arc<Question>, row: &TableRow) -> AnyView {
    match row.kind {
        RowKind::Exhausted => said(Key::WhyExhausted).into_any(),
        RowKind::Lost => said(Key::WhyLost).into_any(),
        RowKind::Quota => said(Key::WhyQuota).into_any(),
        RowKind::Option | RowKind::Other => labels(question, std::slice::from_ref(&row.option)).into_any(),
    }
}

fn cell_words(question: &Arc<Question>, cell: &Cell) -> AnyView {
    let value = cell.value.clone().map(|value| {
        let question = question.clone();
        live(move || written(&question, &value))
    });
    let mark = cell
        .mark
        .and_then(mark_words)
        .map(|key| view! { <strong class="mark">{said(key)}</strong> });
    if value.is_none() && mark.is_none() {
        return view! { <span aria-hidden="true">"—"</span> }.into_any();
    }
    view! { <span>{value} " " {mark}</span> }.into_any()
}

fn mark_words(mark: Mark) -> Option<Key> {
    Some(match mark {
        Mark::Chosen => Key::WhyMarkChosen,
        Mark::Out => Key::WhyMarkOut,
        Mark::Won => Key::WhyMarkWon,
        Mark::TooDear => Key::WhyMarkTooDear,
        Mark::NoVotes => Key::WhyMarkNoVotes,
        Mark::NotReached => Key::WhyMarkNotReached,
        Mark::GroupTaken => Key::WhyMarkGroupTaken,
        Mark::BelowThreshold => Key::WhyMarkBelowThreshold,
        Mark::Other => return None,
    })
}
