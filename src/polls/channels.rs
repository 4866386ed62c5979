//! Ballots by phone and on paper, apart and together, and the turnout by building: numbers as text, in tables that a phone
//! shows block by block.

use super::about::labels;
use crate::backend::{Channels, Question, QuestionResult, Results, VotingUnit};
use crate::i18n::{Key, number, said, t, t1};
use crate::parts::tr;
use crate::ui::Disclosure;
use crate::ui::live::live;
use leptos::prelude::*;

/// How many came by phone, how many on paper, and together.
pub(super) fn channel_words(unit: VotingUnit, results: &Results) -> Option<AnyView> {
    let Channels { phone, paper, .. } = *results.channels.as_ref()?;
    let ballots = results.ballots;
    let key = match unit {
        VotingUnit::Household => Key::ResultsChannelsHousehold,
        _ => Key::ResultsChannelsPerson,
    };
    let words = move || {
        let numbers = [
            ("phone", &*number(phone)),
            ("paper", &*number(paper)),
            ("ballots", &*number(ballots)),
        ];
        t1(key, &numbers)
    };
    Some(view! { <p>{live(words)}</p> }.into_any())
}

/// What the ballots of one question said, by phone, on paper and together.
pub(super) fn channels_table(
    question: &Question,
    result: &QuestionResult,
    channels: &Channels,
) -> Option<AnyView> {
    let (_, on_paper) = channels.on_paper.iter().find(|(id, _)| *id == question.id)?;
    let rows = result.rows.iter().zip(on_paper).map(|(row, paper)| {
        let label = labels(question, std::slice::from_ref(&row.option_id));
        (
            label.into_any(),
            vec![row.count.saturating_sub(*paper), *paper, row.count],
        )
    });
    let heads = [Key::ResultsByPhone, Key::ResultsOnPaper, Key::ResultsTogether];
    let table = numbers(Key::ResultsChannels, Key::ResultsOption, &heads, rows.collect());
    Some(view! { <Disclosure summary=tr(Key::ResultsChannels)>{table}</Disclosure> }.into_any())
}

/// How many voted in which building, or why that is not told.
pub(super) fn turnout_table(results: &Results) -> Option<AnyView> {
    let groups = results.turnout.as_ref()?;
    if groups.is_empty() {
        return Some(view! { <p>{said(Key::ResultsBuildingsHidden)}</p> }.into_any());
    }
    let others = groups.iter().any(|group| group.building.is_none());
    let rows = groups.iter().map(|group| {
        let name = match &group.building {
            Some(building) => building.clone().into_any(),
            None => said(Key::ResultsBuildingsOther).into_any(),
        };
        (name, vec![group.voted, group.eligible])
    });
    let heads = [Key::ResultsVoted, Key::ResultsRowEligible];
    let table = numbers(
        Key::ResultsBuildings,
        Key::ResultsBuilding,
        &heads,
        rows.collect(),
    );
    let why = others.then(|| view! { <p class="meta">{said(Key::ResultsBuildingsTogether)}</p> });
    Some(view! { <section class="stack">{table} {why}</section> }.into_any())
}

/// Rows stand as blocks that name their cells until all columns fit the line. The roles say that it stays a table.
fn numbers(caption: Key, first: Key, heads: &[Key], rows: Vec<(AnyView, Vec<u64>)>) -> AnyView {
    let head = [first]
        .iter()
        .chain(heads)
        .map(|key| view! { <th role="columnheader" scope="col">{said(*key)}</th> }.into_any())
        .collect_view();
    let rows = rows
        .into_iter()
        .map(|(name, cells)| {
            let cells = cells
                .into_iter()
                .zip(heads)
                .map(|(n, key)| {
                    let key = *key;
                    view! { <td role="cell" class="num" data-label=live(move || t(key))>{live(move || number(n))}</td> }
                        .into_any()
                })
                .collect_view();
            view! { <tr role="row"><th role="rowheader" scope="row">{name}</th>{cells}</tr> }.into_any()
        })
        .collect_view();
    view! {
        <div class="table-frame">
            <table class="table" role="table">
                <caption>{said(caption)}</caption>
                <thead role="rowgroup"><tr role="row">{head}</tr></thead>
                <tbody role="rowgroup">{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}
