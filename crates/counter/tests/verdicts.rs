//! Every way to tamper with a board or a result ends in a clear verdict, and an honest board in *same*.

#![allow(clippy::unwrap_used, clippy::panic)] // A test may fail loudly.

mod support;

use contract::{Answer, Ballot, BoardHead, OutcomeKind, Poll, Said};
use counter::{Differs, Finding, LONGEST_LINE, Own, OwnBallot, Recount, Request, Verdict};
use proptest::prelude::*;
use serde_json::{Value, json};
use support::*;

/// Five ballots: green 2, red 1, two of them blank; motion 3 yes, 1 no, 1 abstain.
fn ballots() -> Vec<Ballot> {
    let full = |colour: &str, motion: &str| vec![answer("colour", &[colour]), answer("motion", &[motion])];
    sorted(vec![
        ballot(1, full("green", "yes")),
        ballot(2, full("green", "yes")),
        ballot(3, full("red", "no")),
        ballot(4, vec![answer("motion", &["yes"])]),
        ballot(5, vec![answer("motion", &["abstain"])]),
    ])
}

fn the_poll() -> Poll {
    poll(vec![
        question("colour", &["red", "green"], json!({"kind": "single"})),
        question(
            "motion",
            &["yes", "no", "abstain"],
            json!({"kind": "yes_no_abstain"}),
        ),
        question("remarks", &[], json!({"kind": "text"})),
    ])
}

/// Written by hand, not counted by the code under test.
fn numbers() -> Value {
    json!([
        {"question_id": "colour", "blank": 2, "rows": [
            {"option_id": "red", "count": 1, "permille": 333}, {"option_id": "green", "count": 2, "permille": 667}],
         "outcome": {"kind": "chosen", "option_ids": ["green"], "base": "answers", "base_count": 3, "tie_broken": false, "shares_exact": true}},
        {"question_id": "motion", "blank": 0, "rows": [
            {"option_id": "yes", "count": 3, "permille": 600}, {"option_id": "no", "count": 1, "permille": 200},
            {"option_id": "abstain", "count": 1, "permille": 200}],
         "outcome": {"kind": "passed", "option_ids": ["yes"], "base": "answers", "base_count": 5, "tie_broken": false, "shares_exact": true}},
        {"question_id": "remarks", "blank": 5, "rows": [],
         "outcome": {"kind": "not_counted", "option_ids": [], "base": "answers", "base_count": 0, "tie_broken": false, "shares_exact": true}},
    ])
}

fn request() -> Request {
    let poll = the_poll();
    let results = published(&poll, &head(&poll, &ballots()), numbers());
    Request {
        poll,
        results,
        board: "/board".into(),
        own: None,
    }
}

fn the_head() -> BoardHead {
    head(&the_poll(), &ballots())
}

fn verdict_on(tampered: &[Ballot]) -> Verdict {
    recounted(&request(), &board(&the_head(), tampered))
}

#[test]
fn an_honest_board_is_the_same_and_explains_itself() {
    let verdict = verdict_on(&ballots());
    assert_eq!((&verdict.finding, verdict.ballots), (&Finding::Same, 5));
    let said = |place: usize| -> Vec<Said> {
        let explanation = verdict.questions[place].explanation.as_ref().unwrap();
        explanation.lines.iter().map(|line| line.said).collect()
    };
    assert_eq!(said(0), [Said::MostWithNext]);
    assert_eq!(said(1), [Said::Voted, Said::NeededMore, Said::Reached]);
    assert_eq!(verdict.questions[2].outcome.kind, OutcomeKind::NotCounted);
}

#[test]
fn the_own_ballot_is_found_or_missed() {
    let mut request = request();
    let bytes = board(&the_head(), &ballots());
    let mut own = |ballot_id: String, answers| {
        request.own = Some(OwnBallot { ballot_id, answers });
        recounted(&request, &bytes).own
    };
    let (mine, others): (Vec<Ballot>, Vec<Ballot>) = ballots()
        .into_iter()
        .partition(|ballot| ballot.answers == [answer("colour", &["red"]), answer("motion", &["no"])]);
    let mine = mine[0].clone();
    assert_eq!(own(mine.ballot_id.clone(), None), Some(Own::Found));
    assert_eq!(own(ballot(9, vec![]).ballot_id, None), Some(Own::Missing));
    assert_eq!(own(mine.ballot_id.clone(), Some(mine.answers)), Some(Own::Same));
    for other in others {
        assert_eq!(
            own(mine.ballot_id.clone(), Some(other.answers)),
            Some(Own::Differs)
        );
    }
    assert_eq!(own(mine.ballot_id.clone(), Some(Vec::new())), Some(Own::Differs));
    request.own = None;
    assert_eq!(recounted(&request, &bytes).own, None);
}

#[test]
fn the_order_in_which_options_were_ticked_is_no_difference() {
    let poll = poll(vec![question(
        "two",
        &["a", "b"],
        json!({"kind": "approval", "min": 1, "max": 2}),
    )]);
    let given = |options: &[&str]| vec![answer("two", options)];
    let all = vec![ballot(1, given(&["a", "b"]))];
    let head = head(&poll, &all);
    let results = published(&poll, &head, json!([]));
    let own = OwnBallot {
        ballot_id: all[0].ballot_id.clone(),
        answers: Some(given(&["b", "a"])),
    };
    let request = Request {
        poll,
        results,
        board: "/board".into(),
        own: Some(own),
    };
    assert_eq!(recounted(&request, &board(&head, &all)).own, Some(Own::Same));
}

#[test]
fn a_changed_ballot_changes_the_root() {
    let mut changed = ballots();
    let answer = changed
        .iter_mut()
        .flat_map(|ballot| &mut ballot.answers)
        .find(|answer| answer.options == ["red"])
        .unwrap();
    answer.options = strings(&["green"]);
    let Finding::RootDiffers { published, here } = verdict_on(&changed).finding else {
        panic!("a changed ballot")
    };
    assert_eq!(published, the_head().root);
    assert_ne!(published, here);
}

#[test]
fn a_dropped_ballot_is_missed_and_one_too_many_is_seen() {
    let mut dropped = ballots();
    dropped.pop();
    let differs = |here| Finding::SizeDiffers { published: 5, here };
    assert_eq!(verdict_on(&dropped).finding, differs(4));
    let mut more = ballots();
    more.push(Ballot {
        ballot_id: "ff".repeat(32),
        answers: vec![],
    });
    assert_eq!(verdict_on(&more).finding, differs(6));
}

#[test]
fn a_doubled_or_moved_ballot_is_seen_even_under_its_own_root() {
    for (tampered, how) in [
        (
            {
                let mut b = ballots();
                b[1] = b[0].clone();
                b
            },
            "doubled",
        ),
        (
            {
                let mut b = ballots();
                b.swap(1, 2);
                b
            },
            "moved",
        ),
    ] {
        let poll = the_poll();
        let own_head = head(&poll, &tampered);
        let results = published(&poll, &own_head, numbers());
        let request = Request {
            poll,
            results,
            board: String::new(),
            own: None,
        };
        let finding = recounted(&request, &board(&own_head, &tampered)).finding;
        match how {
            "doubled" => assert!(matches!(finding, Finding::Repeated { .. }), "{finding:?}"),
            _ => assert!(matches!(finding, Finding::OutOfOrder { .. }), "{finding:?}"),
        }
    }
}

#[test]
fn a_head_of_another_poll_or_another_root_is_not_taken() {
    for change in [
        (|head: &mut BoardHead| head.poll_id = "other".into()) as fn(&mut BoardHead),
        |head| head.root = "00".repeat(32),
        |head| head.ballots = 4,
    ] {
        let mut head = the_head();
        change(&mut head);
        let finding = recounted(&request(), &board(&head, &ballots())).finding;
        assert_eq!(finding, Finding::HeadDiffers);
    }
    // A result without a root has no board that it could be checked with.
    let mut without = request();
    without.results.board_root = None;
    assert_eq!(
        recounted(&without, &board(&the_head(), &ballots())).finding,
        Finding::HeadDiffers
    );
}

#[test]
fn a_stream_without_end_is_not_read_to_its_end() {
    let (request, head) = (request(), the_head());
    let mut recount = Recount::new(&request);
    assert!(recount.push(&board(&head, &ballots())));
    let more = serde_json::to_vec(&Ballot {
        ballot_id: "ff".repeat(32),
        answers: vec![],
    })
    .unwrap();
    assert!(!recount.push(&[more, b"\n".to_vec()].concat()));
    let mut recount = Recount::new(&request);
    let endless = vec![b'{'; LONGEST_LINE / 2 + 1];
    assert!(recount.push(&endless) && !recount.push(&endless));
    assert_eq!(recount.finish().finding, Finding::Unreadable { line: 1 });
}

#[test]
fn what_is_no_board_is_said_to_be_unreadable() {
    for (bytes, line) in [
        (&b""[..], 1),
        (b"<html>sign in to the hotel's network</html>", 1),
        (b"\xff\xfe", 1),
        (b"{\"poll_id\":\"p\"}\n", 1),
    ] {
        assert_eq!(recounted(&request(), bytes).finding, Finding::Unreadable { line });
    }
    let mut bytes = board(&the_head(), &ballots());
    bytes.truncate(bytes.len() - 9);
    assert_eq!(
        recounted(&request(), &bytes).finding,
        Finding::Unreadable { line: 6 }
    );
    let mut odd = ballots();
    odd[2].ballot_id = "7".into();
    assert_eq!(verdict_on(&odd).finding, Finding::Unreadable { line: 4 });
}

#[test]
fn a_false_result_is_told_with_both_numbers() {
    let differs = |change: fn(&mut Value)| -> Vec<Differs> {
        let mut numbers = numbers();
        change(&mut numbers);
        let poll = the_poll();
        let results = published(&poll, &the_head(), numbers);
        let request = Request {
            poll,
            results,
            board: String::new(),
            own: None,
        };
        match recounted(&request, &board(&the_head(), &ballots())).finding {
            Finding::CountDiffers(differences) => differences.into_iter().map(|d| d.what).collect(),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(
        differs(|n| n[0]["rows"][0]["count"] = json!(7)),
        [Differs::Votes {
            option: "red".into(),
            published: 7,
            here: 1
        }]
    );
    assert_eq!(
        differs(|n| n[0]["rows"][0]["permille"] = json!(500)),
        [Differs::Share {
            option: "red".into(),
            published: 500,
            here: 333
        }]
    );
    assert_eq!(
        differs(|n| n[0]["blank"] = json!(0)),
        [Differs::Blank {
            published: 0,
            here: 2
        }]
    );
    assert_eq!(
        differs(|n| n[0]["invalid"] = json!(1)),
        [Differs::Invalid {
            published: 1,
            here: 0
        }]
    );
    assert_eq!(differs(|n| n[0]["rows"] = json!([])), [Differs::Options]);
    assert!(matches!(
        differs(|n| n[1]["outcome"]["kind"] = json!("not_passed"))[..],
        [Differs::Outcome { .. }]
    ));
    assert_eq!(
        differs(|n| drop(n.as_array_mut().unwrap().remove(2))),
        [Differs::Missing]
    );
}

#[test]
fn a_method_of_a_newer_version_is_never_the_same() {
    let newer = poll(vec![question("q", &["a", "b"], json!({"kind": "quadratic"}))]);
    let cast = sorted(vec![ballot(1, vec![answer("q", &["b", "a"])])]);
    let head = head(&newer, &cast);
    let results = published(
        &newer,
        &head,
        json!([{"question_id": "q", "blank": 0,
            "rows": [{"option_id": "a", "count": 0, "permille": 0}, {"option_id": "b", "count": 0, "permille": 0}],
            "outcome": {"kind": "chosen", "option_ids": ["a"], "base": "answers", "base_count": 1, "tie_broken": false, "shares_exact": true}}]),
    );
    let request = Request {
        poll: newer,
        results,
        board: String::new(),
        own: None,
    };
    assert_eq!(
        recounted(&request, &board(&head, &cast)).finding,
        Finding::Unsupported(strings(&["q"]))
    );
}

#[test]
fn a_missed_quorum_decides_nothing() {
    let mut request = request();
    request.poll.quorum =
        serde_json::from_value(json!({"numerator": 1, "denominator": 2, "base": "eligible", "needed": 150}))
            .unwrap();
    for question in &mut request.results.questions[..2] {
        question.outcome.kind = OutcomeKind::QuorumMissed;
        question.outcome.option_ids.clear();
    }
    assert_eq!(
        recounted(&request, &board(&the_head(), &ballots())).finding,
        Finding::Same
    );
}

#[test]
fn the_order_of_a_ranking_is_part_of_the_ballot() {
    let ranked = poll(vec![question(
        "q",
        &["a", "b"],
        json!({"kind": "ranked", "ranked": "schulze"}),
    )]);
    let cast = |options: &[&str]| vec![ballot(1, vec![answer("q", options)])];
    assert_ne!(
        root_of(&ranked, &cast(&["a", "b"])),
        root_of(&ranked, &cast(&["b", "a"]))
    );
    let single = poll(vec![question("q", &["a", "b"], json!({"kind": "approval"}))]);
    assert_eq!(
        root_of(&single, &cast(&["a", "b"])),
        root_of(&single, &cast(&["b", "a"]))
    );
}

proptest! {
    /// Any one change to any ballot of a board of any size is noticed, however the bytes arrive.
    #[test]
    fn no_tampering_ends_in_same(
        secrets in proptest::collection::btree_set(any::<u8>(), 2..20), at: prop::sample::Index, how in 0usize..5,
        chunk in 1usize..400,
    ) {
        let answers = |secret: &u8| vec![answer("q", if secret.is_multiple_of(2) { &["red"] } else { &["green"] })];
        let mut honest = sorted(secrets.iter().map(|secret| ballot(*secret, answers(secret))).collect());
        let poll = poll(vec![question("q", &["red", "green"], json!({"kind": "single"}))]);
        let head = head(&poll, &honest);
        // The numbers are the business of the tests above: here they are taken from an honest recount.
        let mut request = Request {
            results: published(&poll, &head, json!([])), poll, board: String::new(), own: None,
        };
        request.results.questions = recounted(&request, &board(&head, &honest)).questions;
        let verdict = |ballots: &[Ballot]| {
            let mut recount = Recount::new(&request);
            let _ = board(&head, ballots).chunks(chunk).all(|bytes| recount.push(bytes));
            recount.finish()
        };
        let even = secrets.iter().filter(|secret| secret.is_multiple_of(2)).count() as u64;
        prop_assert_eq!(request.results.questions[0].rows[0].count, even);
        prop_assert_eq!(verdict(&honest).finding, Finding::Same);

        let at = at.index(honest.len());
        match how {
            0 => honest[at].answers = Vec::<Answer>::new(),
            1 => drop(honest.remove(at)),
            2 => honest.insert(at, honest[at].clone()),
            3 => {
                let id = &mut honest[at].ballot_id;
                let last = if id.ends_with('0') { "1" } else { "0" };
                id.replace_range(63..64, last);
            }
            _ => {
                let other = (at + 1) % honest.len();
                honest.swap(at, other);
            }
        }
        let finding = verdict(&honest).finding;
        let fits = match how {
            0 => matches!(finding, Finding::RootDiffers { .. }),
            1 => matches!(finding, Finding::SizeDiffers { .. }),
            2 => matches!(finding, Finding::Repeated { .. }),
            3 => matches!(finding, Finding::RootDiffers { .. } | Finding::OutOfOrder { .. }),
            _ => matches!(finding, Finding::OutOfOrder { .. }),
        };
        prop_assert!(fits, "{finding:?}");
    }

    /// Whatever arrives, there is a verdict.
    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        prop_assert_ne!(recounted(&request(), &bytes).finding, Finding::Same);
    }
}
