//! Every method of the contract, from ballots to the published result and its explanation.

#![allow(clippy::unwrap_used)] // A test may fail loudly.

mod support;

use contract::{Answer, Mark, OutcomeKind, Question, QuestionResult, Said, ShareBase, TieRule, Value};
use counter::{Counting, Setting};
use serde_json::json;
use support::*;

fn counted(question: &Question, ballots: &[Vec<Answer>]) -> QuestionResult {
    let mut counting = Counting::new(question);
    ballots.iter().for_each(|ballot| counting.add(ballot));
    counting.result(&Setting {
        ties: TieRule::EarlierListed,
        board_root: Some("root"),
        eligible: 300,
    })
}

fn the_question(options: &[&str], method: serde_json::Value) -> Question {
    serde_json::from_value(question("q", options, method)).unwrap()
}

fn times(count: usize, options: &[&str]) -> Vec<Vec<Answer>> {
    vec![vec![answer("q", options)]; count]
}

fn said(result: &QuestionResult) -> Vec<Said> {
    let explanation = result.explanation.as_ref().unwrap();
    explanation.lines.iter().map(|line| line.said).collect()
}

fn counts(result: &QuestionResult) -> Vec<u64> {
    result.rows.iter().map(|row| row.count).collect()
}

#[test]
fn approval_with_two_seats_and_a_flawed_ballot() {
    let q = the_question(
        &["a", "b", "c"],
        json!({"kind": "approval", "max": 2, "seats": 2}),
    );
    let ballots = [
        times(3, &["a", "c"]),
        times(2, &["c"]),
        times(1, &["a", "b", "c"]),
        times(1, &[]),
    ]
    .concat();
    let result = counted(&q, &ballots);
    assert_eq!(
        (counts(&result), result.blank, result.invalid),
        (vec![3, 0, 5], 1, 1)
    );
    assert_eq!(result.outcome.option_ids, ["c", "a"]);
    assert_eq!(result.rows[0].permille, 600);
}

#[test]
fn dots_and_scores_add_up() {
    let q = the_question(&["a", "b"], json!({"kind": "dots", "total": 5, "max": 4}));
    let dots = |a, b| {
        vec![Answer {
            points: vec![a, b],
            ..answer("q", &["a", "b"])
        }]
    };
    let result = counted(&q, &[dots(4, 1), dots(1, 4), dots(0, 2), dots(5, 0), dots(0, 0)]);
    // The fourth gives one option too many, the fifth says nothing.
    assert_eq!(
        (counts(&result), result.invalid, result.blank),
        (vec![5, 7], 1, 1)
    );
    assert_eq!(
        (result.outcome.base, result.outcome.base_count),
        (ShareBase::Points, 12)
    );
    assert_eq!(said(&result), [Said::MostPointsWithNext]);
    let q = the_question(&["a", "b"], json!({"kind": "score", "max": 5}));
    let result = counted(&q, &[dots(5, 0), dots(0, 5), dots(6, 0)]);
    assert_eq!((counts(&result), result.invalid), (vec![5, 5], 1));
    assert_eq!(said(&result), [Said::MostPoints, Said::EarlierListed]);
    assert!(result.outcome.tie_broken);
}

/// reference/field.md section 5, item 5: with batch elimination A wins with 4 of 10.
#[test]
fn instant_runoff_takes_one_out_at_a_time() {
    let q = the_question(
        &["a", "b", "c"],
        json!({"kind": "ranked", "ranked": "instant_runoff"}),
    );
    let ballots = [times(4, &["a"]), times(3, &["b", "c"]), times(3, &["c", "b"])].concat();
    let result = counted(&q, &ballots);
    assert_eq!(result.outcome.option_ids, ["b"]);
    assert_eq!(
        said(&result),
        [Said::EarlierListed, Said::RoundOut, Said::RoundChosen]
    );
    let table = result.explanation.as_ref().unwrap().table.as_ref().unwrap();
    assert_eq!(table.columns.len(), 2);
    let b = &table.rows[1].cells[1];
    assert_eq!(
        (b.value.clone(), b.mark),
        (Some(Value::number(6)), Some(Mark::Chosen))
    );
    assert!(
        table
            .rows
            .iter()
            .all(|row| row.cells.len() == table.columns.len())
    );
}

#[test]
fn a_cycle_is_told_by_its_paths_and_a_clear_winner_by_beating_all() {
    let q = the_question(&["a", "b", "c"], json!({"kind": "ranked", "ranked": "schulze"}));
    let cycle = [
        times(5, &["a", "b", "c"]),
        times(4, &["b", "c", "a"]),
        times(3, &["c", "a", "b"]),
    ]
    .concat();
    let result = counted(&q, &cycle);
    assert_eq!(result.outcome.option_ids, ["a"]);
    assert_eq!(said(&result)[0], Said::Unbeaten);
    let clear = counted(&q, &[times(2, &["b", "a", "c"]), times(1, &["a"])].concat());
    assert_eq!(
        (clear.outcome.option_ids.clone(), said(&clear)[0]),
        (strings(&["b"]), Said::BeatsAll)
    );
}

#[test]
fn borda_and_dowdall_give_points_for_places() {
    for (rule, points) in [
        ("borda", Value::number(5)),
        ("dowdall", Value::decimal("3.5".into())),
    ] {
        let q = the_question(&["a", "b", "c"], json!({"kind": "ranked", "ranked": rule}));
        let result = counted(
            &q,
            &[
                times(2, &["a", "b"]),
                times(1, &["a"]),
                times(1, &["b", "a", "c"]),
            ]
            .concat(),
        );
        assert_eq!(result.outcome.option_ids, ["a"], "{rule}");
        let table = result.explanation.as_ref().unwrap().table.as_ref().unwrap();
        let a = table.rows[0].cells.last().unwrap().value.clone().unwrap();
        // Borda: 2+2+2+1 = 7 for a; Dowdall: 1+1+1+1/2 = 3.5.
        let expected = if rule == "borda" { Value::number(7) } else { points };
        assert_eq!(a, expected, "{rule}");
        assert_eq!(counts(&result), [3, 1, 0], "first preferences");
    }
}

#[test]
fn two_seats_by_transferable_vote() {
    for rule in ["stv_scottish", "stv_meek"] {
        let q = the_question(
            &["a", "b", "c"],
            json!({"kind": "ranked", "ranked": rule, "seats": 2}),
        );
        let result = counted(
            &q,
            &[times(6, &["a", "b"]), times(2, &["c"]), times(1, &["b"])].concat(),
        );
        assert_eq!(result.outcome.option_ids, ["a", "b"], "{rule}");
        assert_eq!(said(&result)[0], Said::QuotaIs);
        let table = result.explanation.as_ref().unwrap().table.as_ref().unwrap();
        assert!(
            table
                .rows
                .iter()
                .all(|row| row.cells.len() == table.columns.len())
        );
    }
}

fn budget(rule: serde_json::Value) -> Question {
    let mut method = json!({"kind": "budget", "total": 10_000});
    for (key, value) in rule.as_object().unwrap() {
        method[key] = value.clone();
    }
    let mut q = the_question(&["a", "b", "c"], method);
    for (option, cost) in q.options.iter_mut().zip([6_000, 5_000, 4_000]) {
        option.cost = Some(cost);
    }
    q
}

#[test]
fn budgets_by_every_rule() {
    let ballots = [times(5, &["a", "b"]), times(4, &["b"]), times(3, &["c"])].concat();
    for (rule, chosen) in [
        (json!({}), &["b", "c"][..]),
        (json!({"budget": "greedy"}), &["b", "c"]),
        (json!({"budget": "greedy_no_skip"}), &["b"]),
        (json!({"budget": "greedy_value"}), &["b", "c"]),
        (json!({"budget": "greedy_threshold", "min_votes": 4}), &["b"]),
        (json!({"budget": "equal_shares"}), &["b"]),
        (json!({"budget": "equal_shares_add1"}), &["b", "c"]),
        (json!({"budget": "equal_shares_add1_greedy"}), &["b", "c"]),
        (json!({"budget": "equal_shares_comparison"}), &["b", "c"]),
        (json!({"budget": "phragmen"}), &["b", "c"]),
    ] {
        let result = counted(&budget(rule.clone()), &ballots);
        assert_eq!(result.outcome.option_ids, chosen, "{rule}");
        assert_eq!(result.outcome.kind, OutcomeKind::Chosen);
        let table = result.explanation.as_ref().unwrap().table.as_ref().unwrap();
        assert!(
            !table.rows.is_empty()
                && table
                    .rows
                    .iter()
                    .all(|row| row.cells.len() == table.columns.len())
        );
        assert!(said(&result).contains(&Said::BudgetSpent));
    }
}

#[test]
fn of_a_group_only_one_is_taken() {
    let mut q = budget(json!({"budget": "greedy"}));
    q.options[1].group = Some("square".into());
    q.options[2].group = Some("square".into());
    let result = counted(&q, &[times(5, &["b"]), times(4, &["c"])].concat());
    assert_eq!(result.outcome.option_ids, ["b"]);
    let table = result.explanation.as_ref().unwrap().table.as_ref().unwrap();
    let c = table
        .rows
        .iter()
        .find(|row| row.option.as_deref() == Some("c"))
        .unwrap();
    assert_eq!(c.cells.last().unwrap().mark, Some(Mark::GroupTaken));
}

#[test]
fn a_budget_without_costs_and_an_unknown_rule_are_not_counted() {
    let q = the_question(&["a"], json!({"kind": "budget", "total": 5}));
    assert_eq!(
        counted(&q, &times(1, &["a"])).outcome.kind,
        OutcomeKind::NotCounted
    );
    let q = the_question(&["a"], json!({"kind": "ranked", "ranked": "of_the_future"}));
    let result = counted(&q, &times(1, &["a"]));
    assert_eq!(
        (result.outcome.kind, said(&result)),
        (OutcomeKind::NotCounted, vec![Said::NotCounted])
    );
}

#[test]
fn nobody_voting_decides_nothing_in_any_method() {
    for method in [
        json!({"kind": "single"}),
        json!({"kind": "score", "max": 5}),
        json!({"kind": "dots", "total": 5}),
        json!({"kind": "ranked", "ranked": "instant_runoff"}),
        json!({"kind": "ranked", "ranked": "borda"}),
        json!({"kind": "ranked", "ranked": "dowdall"}),
        json!({"kind": "ranked", "ranked": "schulze"}),
        json!({"kind": "ranked", "ranked": "stv_scottish"}),
        json!({"kind": "ranked", "ranked": "stv_meek"}),
    ] {
        let result = counted(&the_question(&["a", "b"], method.clone()), &[]);
        assert_eq!(result.outcome.kind, OutcomeKind::NothingChosen, "{method}");
        assert_eq!(said(&result), [Said::NobodyChose], "{method}");
    }
}

#[test]
fn a_lot_is_drawn_from_the_boards_root() {
    let q = the_question(&["a", "b"], json!({"kind": "single"}));
    let mut counting = Counting::new(&q);
    [times(1, &["a"]), times(1, &["b"])]
        .concat()
        .iter()
        .for_each(|ballot| counting.add(ballot));
    let drawn = |board_root| {
        counting.result(&Setting {
            ties: TieRule::Lot,
            board_root,
            eligible: 2,
        })
    };
    // Before close there is no root, so nothing is drawn.
    assert_eq!(drawn(None).outcome.kind, OutcomeKind::Tied);
    let result = drawn(Some("root"));
    assert_eq!(
        (result.outcome.kind, result.outcome.tie_broken),
        (OutcomeKind::Chosen, true)
    );
    let line = &result.explanation.as_ref().unwrap().lines[1];
    assert_eq!(line.said, Said::LotDrawn);
    assert!(
        line.values
            .iter()
            .any(|value| value.value.text.as_deref() == Some("root:q"))
    );
}
