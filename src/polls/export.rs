//! The published numbers as a file: a table for people with a spreadsheet, JSON for programs. Made on the phone from what
//! the page shows; nothing is asked of the backend.

use super::about::labels;
use crate::backend::{Poll, QuestionResult, Results, ResultsState, ShareBase, TurnoutGroup};
use crate::i18n::{Key, said, t, t1};
use crate::parts::tr;
use crate::platform::file::address_of;
use crate::ui::Disclosure;
use crate::ui::live::live;
use leptos::prelude::*;
use serde_json::{Value, json};

pub(super) fn export_view(poll: &Poll, results: &Results) -> AnyView {
    let link = |label: Key, ending: &'static str, href: Signal<String>| {
        let title = poll.title.clone();
        let name = move || format!("{}.{ending}", t1(Key::ResultsFile, &[("title", &title)]));
        view! { <p><a href=move || href.get() rel="external" download=name>{said(label)}</a></p> }.into_any()
    };
    // The table speaks the language of the page; the data does not change with it.
    let csv = {
        let (poll, results) = (poll.clone(), results.clone());
        Signal::derive(move || {
            let rows = rows(&poll, &results, &t);
            address_of("text/csv", &records::sheet(rows.iter().map(Vec::as_slice)))
        })
    };
    let data = address_of("application/json", &format!("{:#}\n", data(poll, results)));
    let table = link(Key::ResultsSaveCsv, "csv", csv);
    let data = link(Key::ResultsSaveJson, "json", Signal::stored(data));
    view! {
        <Disclosure summary=tr(Key::ResultsSave)>
            <p>{live(|| t(Key::ResultsSaveText))}</p>
            {table}
            {data}
        </Disclosure>
    }
    .into_any()
}

/// One row for each option, then what belongs to the question and to the poll as a whole.
fn rows(poll: &Poll, results: &Results, word: &dyn Fn(Key) -> String) -> Vec<Vec<String>> {
    let points = |result: &QuestionResult| result.outcome.base == ShareBase::Points;
    let votes = match results.questions.iter().any(points) {
        true => Key::ResultsPoints,
        false => Key::ResultsVotes,
    };
    let head = [
        Key::ResultsQuestion,
        Key::ResultsOption,
        votes,
        Key::ResultsSharePercent,
        Key::ResultsIsChosen,
    ];
    let mut rows = vec![head.map(word).to_vec()];
    let channels = results.channels.as_ref();
    let apart = channels.is_some_and(|channels| !channels.on_paper.is_empty());
    if apart && let Some(head) = rows.first_mut() {
        head.extend([word(Key::ResultsByPhone), word(Key::ResultsOnPaper)]);
    }
    let last = results.state == ResultsState::Final;
    let of_poll =
        |what: Key, value: String| vec![String::new(), word(what), value, String::new(), String::new()];
    for question in &poll.questions {
        let Some(result) = results.questions.iter().find(|r| r.question_id == question.id) else {
            continue;
        };
        let on_paper = on_paper(results, &question.id);
        for (at, row) in result.rows.iter().enumerate() {
            let chosen = last && result.outcome.option_ids.contains(&row.option_id);
            rows.push(vec![
                question.title.clone(),
                labels(question, std::slice::from_ref(&row.option_id)),
                row.count.to_string(),
                format!("{}.{}", row.permille / 10, row.permille % 10),
                if chosen {
                    word(Key::ResultsYes)
                } else {
                    String::new()
                },
            ]);
            if let (Some(paper), Some(cells)) = (on_paper.and_then(|counts| counts.get(at)), rows.last_mut())
            {
                cells.extend([row.count.saturating_sub(*paper).to_string(), paper.to_string()]);
            }
        }
        for (what, count) in [
            (Key::ResultsRowBlank, result.blank),
            (Key::ResultsRowInvalid, result.invalid),
        ] {
            if count > 0 {
                let mut row = of_poll(what, count.to_string());
                if let Some(first) = row.first_mut() {
                    first.clone_from(&question.title);
                }
                rows.push(row);
            }
        }
    }
    rows.push(of_poll(Key::ResultsRowBallots, results.ballots.to_string()));
    if let Some(channels) = channels {
        rows.push(of_poll(Key::ResultsByPhone, channels.phone.to_string()));
        rows.push(of_poll(Key::ResultsOnPaper, channels.paper.to_string()));
    }
    if let Some(eligible) = results.eligible.or(poll.eligible) {
        rows.push(of_poll(Key::ResultsRowEligible, eligible.to_string()));
    }
    if let Some(root) = &results.board_root {
        rows.push(of_poll(Key::ResultsRowRoot, root.clone()));
    }
    for group in results.turnout.iter().flatten() {
        let name = group.building.clone();
        let mut row = of_poll(Key::ResultsVoted, group.voted.to_string());
        if let Some(first) = row.first_mut() {
            *first = name.unwrap_or_else(|| word(Key::ResultsBuildingsOther));
        }
        rows.push(row);
    }
    // Every row has as many cells as the first.
    let columns = rows.first().map_or(0, Vec::len);
    for row in &mut rows {
        row.resize(columns, String::new());
    }
    rows
}

/// The part of each row's count that came on paper, where that is told.
fn on_paper<'r>(results: &'r Results, question: &str) -> Option<&'r Vec<u64>> {
    let told = &results.channels.as_ref()?.on_paper;
    told.iter()
        .find(|(id, _)| id == question)
        .map(|(_, counts)| counts)
}

fn data(poll: &Poll, results: &Results) -> Value {
    let last = results.state == ResultsState::Final;
    let questions: Vec<Value> = poll
        .questions
        .iter()
        .filter_map(|question| {
            let result = results.questions.iter().find(|r| r.question_id == question.id)?;
            let on_paper = on_paper(results, &question.id);
            let options: Vec<Value> = result
                .rows
                .iter()
                .enumerate()
                .map(|(at, row)| {
                    json!({
                        "id": row.option_id,
                        "label": labels(question, std::slice::from_ref(&row.option_id)),
                        "count": row.count,
                        "on_paper": on_paper.and_then(|counts| counts.get(at)),
                        "permille": row.permille,
                        "chosen": last && result.outcome.option_ids.contains(&row.option_id),
                    })
                })
                .collect();
            Some(json!({
                "id": question.id,
                "title": question.title,
                "options": options,
                "blank": result.blank,
                "invalid": result.invalid,
            }))
        })
        .collect();
    json!({
        "poll_id": poll.id,
        "title": poll.title,
        "final": last,
        "ballots": results.ballots,
        "eligible": results.eligible.or(poll.eligible),
        "quorum_needed": results.quorum.as_ref().map(|quorum| quorum.needed),
        "quorum_met": results.quorum_met,
        "board_root": results.board_root,
        "by_phone": results.channels.as_ref().map(|channels| channels.phone),
        "on_paper": results.channels.as_ref().map(|channels| channels.paper),
        "turnout_by_building": results.turnout.as_ref().map(|groups| {
            let group = |g: &TurnoutGroup| json!({"building": g.building, "eligible": g.eligible, "voted": g.voted});
            groups.iter().map(group).collect::<Vec<Value>>()
        }),
        "questions": questions,
    })
}
