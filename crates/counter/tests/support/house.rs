//! A poll with a question of every method and a board with a late batch, for tests that damage either. Shared by the tests
//! and by `fuzz/`; needs `mod.rs` beside it.

use super::*;

/// Single and approval choices, a motion, points, every ranked rule, every way to fill in a budget ballot, text.
fn questions() -> Vec<Value> {
    let three = ["a", "b", "c"];
    let mut questions = vec![
        question("single", &three, json!({"kind": "single"})),
        question(
            "approval",
            &three,
            json!({"kind": "approval", "min": 1, "max": 2, "seats": 2}),
        ),
        question(
            "motion",
            &["yes", "no", "abstain"],
            json!({"kind": "yes_no_abstain", "threshold": {"numerator": 2, "denominator": 3, "base": "voting", "strict": false}}),
        ),
        question("score", &three, json!({"kind": "score", "max": 5})),
        question("dots", &three, json!({"kind": "dots", "total": 5, "max": 3})),
        question("text", &[], json!({"kind": "text"})),
    ];
    for rule in [
        "instant_runoff",
        "borda",
        "dowdall",
        "schulze",
        "stv_scottish",
        "stv_meek",
    ] {
        questions.push(question(
            rule,
            &three,
            json!({"kind": "ranked", "ranked": rule, "seats": 2}),
        ));
    }
    for (rule, ballot) in [
        ("greedy", "approval"),
        ("greedy_no_skip", "approval"),
        ("greedy_value", "points"),
        ("greedy_threshold", "ranking"),
        ("equal_shares", "approval"),
        ("equal_shares_add1", "points"),
        ("equal_shares_comparison", "ranking"),
        ("phragmen", "approval"),
    ] {
        let method = json!({"kind": "budget", "budget": rule, "budget_ballot": ballot, "total": 1000, "currency": "CNY"});
        let mut budget = question(rule, &three, method);
        for (option, cost) in [(0, 600), (1, 300), (2, 500)] {
            budget["options"][option]["cost"] = json!(cost);
        }
        questions.push(budget);
    }
    questions
}

/// An answer to every question that `secret` does not leave out.
fn answers(poll: &Poll, secret: u8) -> Vec<Answer> {
    let mut answers = Vec::new();
    for (place, question) in poll.questions.iter().enumerate() {
        let draw = usize::from(secret).wrapping_mul(31).wrapping_add(place * 7);
        if draw.is_multiple_of(6) {
            continue;
        }
        let text = question.options.is_empty().then(|| format!("text {secret}"));
        let most = match question.method.kind {
            contract::MethodKind::Single | contract::MethodKind::YesNoAbstain => 1,
            _ => 2,
        };
        let ids = question.options.iter().cycle().skip(draw % 3);
        let options: Vec<String> = ids
            .take(most.min(question.options.len()))
            .map(|o| o.id.clone())
            .collect();
        let gives_points = contract::point_limits(question).is_some();
        answers.push(Answer {
            question: question.id.clone(),
            points: options
                .iter()
                .filter(|_| gives_points)
                .zip(1..)
                .map(|(_, n)| n)
                .collect(),
            options,
            text,
        });
    }
    answers
}

/// What a phone is asked to recount, and the board it gets, in two batches.
pub fn honest() -> (Request, Vec<u8>) {
    let mut poll = poll(questions());
    poll.tie_rule = contract::TieRule::Lot;
    let batch = |secrets: std::ops::Range<u8>| {
        sorted(
            secrets
                .map(|secret| ballot(secret, answers(&poll, secret)))
                .collect(),
        )
    };
    let batches = [batch(0..9), batch(9..13)];
    let head = head_of(&poll, &[&batches[0], &batches[1]]);
    let bytes = board(&head, &batches.concat());
    let results = published(&poll, &head, json!([]));
    let mut request = Request {
        poll,
        results,
        board: "/board".into(),
        own: Some(counter::OwnBallot {
            ballot_id: batches[1][0].ballot_id.clone(),
            answers: None,
        }),
    };
    request.results.questions = recounted(&request, &bytes).questions;
    (request, bytes)
}

/// What the board says, as the tree sees it: ids and answers in their places.
pub fn content(poll: &Poll, board: &[u8]) -> Option<Vec<Hash>> {
    let lines = board
        .split(|byte| *byte == b'\n')
        .skip(1)
        .filter(|line| !line.is_empty());
    let leaf = |line| {
        let ballot: Ballot = serde_json::from_slice(line).ok()?;
        unhex::<32>(&ballot.ballot_id)?;
        Some(root_of(poll, &[ballot]))
    };
    lines.map(leaf).collect()
}
