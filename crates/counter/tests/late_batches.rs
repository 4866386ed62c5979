//! A late batch counted on paper: the phone itself sees that it was only appended, and every way to smuggle something into
//! what was fixed before ends in a finding.

#![allow(clippy::unwrap_used, clippy::panic)] // A test may fail loudly.

mod support;

use contract::{Ballot, BoardHead, Poll};
use counter::{Finding, Own, OwnBallot, Recount, Request, seen};
use proptest::prelude::*;
use serde_json::json;
use support::*;

fn the_poll() -> Poll {
    poll(vec![question("q", &["red", "green"], json!({"kind": "single"}))])
}

fn batch(secrets: impl IntoIterator<Item = u8>) -> Vec<Ballot> {
    let options = |secret: u8| {
        if secret.is_multiple_of(2) {
            ["red"]
        } else {
            ["green"]
        }
    };
    let ballots = secrets
        .into_iter()
        .map(|secret| ballot(secret, vec![answer("q", &options(secret))]));
    sorted(ballots.collect())
}

/// Four ballots of the close, three and two on paper.
fn batches() -> [Vec<Ballot>; 3] {
    [batch(1..5), batch(5..8), batch(8..10)]
}

fn head_over(batches: &[Vec<Ballot>]) -> BoardHead {
    let borrowed: Vec<&[Ballot]> = batches.iter().map(Vec::as_slice).collect();
    head_of(&the_poll(), &borrowed)
}

/// A request whose published numbers come from an honest recount; they are checked in verdicts.rs.
fn request_for(head: &BoardHead, batches: &[Vec<Ballot>]) -> Request {
    let poll = the_poll();
    let results = published(&poll, head, json!([]));
    let mut request = Request {
        poll,
        results,
        board: String::new(),
        own: None,
    };
    request.results.questions = recounted(&request, &board(head, &batches.concat())).questions;
    request
}

/// The finding about these batches under the honest head and result.
fn finding(tampered: &[Vec<Ballot>]) -> Finding {
    let honest = batches();
    let head = head_over(&honest);
    recounted(&request_for(&head, &honest), &board(&head, &tampered.concat())).finding
}

/// The finding about these batches when the publisher made head and result for them.
fn finding_under_its_own_head(batches: &[Vec<Ballot>]) -> Finding {
    let head = head_over(batches);
    recounted(&request_for(&head, batches), &board(&head, &batches.concat())).finding
}

/// The root differs that was published for the first so many ballots.
#[track_caller]
fn assert_root_differs(finding: Finding, place: usize) {
    let expected = &head_over(&batches()).batches[place].root;
    match finding {
        Finding::RootDiffers { published, .. } => assert_eq!(&published, expected),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_board_with_late_batches_is_the_same() {
    assert_eq!(finding(&batches()), Finding::Same);
    let honest = batches();
    let head = head_over(&honest);
    let mut request = request_for(&head, &honest);
    let rows = &request.results.questions[0].rows;
    assert_eq!((rows[0].count, rows[1].count), (4, 5));
    // A resident's own ballot is found in whatever batch it is.
    for ballots in &honest {
        request.own = Some(OwnBallot {
            ballot_id: ballots[0].ballot_id.clone(),
            answers: None,
        });
        assert_eq!(
            recounted(&request, &board(&head, &honest.concat())).own,
            Some(Own::Found)
        );
    }
}

#[test]
fn one_batch_said_or_unsaid_is_the_same_board() {
    let one = [batch(1..5)];
    assert_eq!(finding_under_its_own_head(&one), Finding::Same);
    let old = head(&the_poll(), &one[0]);
    assert!(old.batches.is_empty() && !serde_json::to_string(&old).unwrap().contains("batches"));
    assert_eq!(
        recounted(&request_for(&old, &one), &board(&old, &one[0])).finding,
        Finding::Same
    );
}

#[test]
fn paper_may_be_all_there_is() {
    assert_eq!(finding_under_its_own_head(&[vec![], batch(1..4)]), Finding::Same);
    let late = [vec![], batch(1..4)];
    let mut head = head_over(&late);
    let request = request_for(&head, &late);
    head.batches[0].root = "00".repeat(32);
    let finding = recounted(&request, &board(&head, &late.concat())).finding;
    assert!(matches!(finding, Finding::RootDiffers { .. }), "{finding:?}");
}

#[test]
fn a_change_in_a_batch_shows_at_the_end_of_that_batch() {
    for place in 0..3 {
        let mut changed = batches();
        changed[place][1].answers.clear();
        assert_root_differs(finding(&changed), place);
    }
}

#[test]
fn a_wrong_earlier_root_is_found_though_the_whole_root_is_right() {
    let honest = batches();
    let mut head = head_over(&honest);
    let request = request_for(&head, &honest);
    head.batches[1].root = head.batches[0].root.clone();
    let finding = recounted(&request, &board(&head, &honest.concat())).finding;
    assert!(
        matches!(&finding, Finding::RootDiffers { published, .. } if *published == head.batches[0].root),
        "{finding:?}"
    );
}

#[test]
fn a_ballot_in_another_batch_is_found() {
    // From the first batch into the second, in its place there: what was fixed at close lacks it.
    let mut moved = batches();
    let one = moved[0].pop().unwrap();
    moved[1].push(one);
    moved[1] = sorted(moved[1].clone());
    let found = finding(&moved);
    assert!(
        matches!(found, Finding::RootDiffers { .. } | Finding::OutOfOrder { .. }),
        "{found:?}"
    );
    // The last of one batch and the first of the next changed places.
    let mut swapped = batches();
    let (first, rest) = swapped.split_at_mut(1);
    let last = first[0].len() - 1;
    std::mem::swap(&mut first[0][last], &mut rest[0][0]);
    let found = finding(&swapped);
    assert!(
        matches!(found, Finding::RootDiffers { .. } | Finding::OutOfOrder { .. }),
        "{found:?}"
    );
    // Whole batches changed places.
    let [a, b, c] = batches();
    assert_ne!(finding(&[b, a, c]), Finding::Same);
}

#[test]
fn a_ballot_of_an_earlier_batch_is_not_counted_again_even_under_its_own_root() {
    for (from, into) in [(0, 1), (0, 2), (1, 2)] {
        let mut repeated = batches();
        let again = repeated[from][1].clone();
        repeated[into].push(again.clone());
        repeated[into] = sorted(repeated[into].clone());
        let expected = Finding::Repeated {
            ballot: again.ballot_id,
        };
        assert_eq!(
            finding_under_its_own_head(&repeated),
            expected,
            "{from} in {into}"
        );
    }
    let mut repeated = batches();
    repeated[1][1] = repeated[1][0].clone();
    assert!(matches!(
        finding_under_its_own_head(&repeated),
        Finding::Repeated { .. }
    ));
}

#[test]
fn each_batch_keeps_its_own_order() {
    for place in 0..3 {
        let mut turned = batches();
        turned[place].reverse();
        assert!(
            matches!(finding_under_its_own_head(&turned), Finding::OutOfOrder { .. }),
            "{place}"
        );
    }
    // Sorted as a whole, as if all had been fixed at close, is another board.
    assert_ne!(finding(&[sorted(batches().concat())]), Finding::Same);
}

#[test]
fn batches_that_do_not_add_up_are_not_taken() {
    let honest = batches();
    for change in [
        (|head: &mut BoardHead| drop(head.batches.pop())) as fn(&mut BoardHead),
        |head| head.batches.swap(0, 1),
        |head| head.batches[1].ballots = head.batches[0].ballots,
        |head| head.batches[2].ballots += 1,
        |head| head.batches[0].ballots = u64::MAX,
        |head| head.batches[2].root = "00".repeat(32),
    ] {
        let mut head = head_over(&honest);
        let request = request_for(&head, &honest);
        change(&mut head);
        let finding = recounted(&request, &board(&head, &honest.concat())).finding;
        assert_eq!(finding, Finding::HeadDiffers);
    }
    // An end of a batch where there is none.
    let mut head = head_over(&honest);
    let request = request_for(&head, &honest);
    head.batches[0].ballots -= 1;
    let finding = recounted(&request, &board(&head, &honest.concat())).finding;
    assert!(matches!(finding, Finding::RootDiffers { .. }), "{finding:?}");
}

#[test]
fn a_late_batch_draws_no_new_lot() {
    let mut poll = the_poll();
    poll.tie_rule = contract::TieRule::Lot;
    let seed = |batches: &[Vec<Ballot>]| {
        let borrowed: Vec<&[Ballot]> = batches.iter().map(Vec::as_slice).collect();
        let head = head_of(&poll, &borrowed);
        let request = Request {
            results: published(&poll, &head, json!([])),
            poll: poll.clone(),
            board: String::new(),
            own: None,
        };
        let verdict = recounted(&request, &board(&head, &batches.concat()));
        assert!(verdict.questions[0].outcome.tie_broken);
        serde_json::to_string(&verdict.questions[0].explanation).unwrap()
    };
    // Two each at close, three each with the paper.
    let at_close = head_over(&[batch(1..5)]).root;
    assert!(seed(&[batch(1..5)]).contains(&at_close));
    assert!(seed(&[batch(1..5), batch(5..7)]).contains(&at_close));
}

proptest! {
    /// Any one change to any ballot of a board of any number of batches is noticed, however the bytes arrive.
    #[test]
    fn no_tampering_ends_in_same(
        sizes in proptest::collection::vec(1u8..6, 1..5), at: prop::sample::Index, to: prop::sample::Index,
        how in 0usize..6, chunk in 1usize..400,
    ) {
        let mut next = 0u8;
        let honest: Vec<Vec<Ballot>> = sizes.iter().map(|size| {
            let batch = batch(next..next + size);
            next += size;
            batch
        }).collect();
        let head = head_over(&honest);
        let request = request_for(&head, &honest);
        let verdict = |ballots: &[Ballot]| {
            let mut recount = Recount::new(&request);
            let _ = board(&head, ballots).chunks(chunk).all(|bytes| recount.push(bytes));
            recount.finish().finding
        };
        let mut ballots = honest.concat();
        prop_assert_eq!(verdict(&ballots), Finding::Same);
        let (at, to) = (at.index(ballots.len()), to.index(ballots.len()));
        match how {
            0 => ballots[at].answers.clear(),
            1 => drop(ballots.remove(at)),
            2 => ballots.insert(to, ballots[at].clone()),
            3 if at != to => ballots[to] = ballots[at].clone(),
            4 if at != to => {
                let moved = ballots.remove(at);
                ballots.insert(to, moved);
            }
            5 if at != to => ballots.swap(at, to),
            _ => return Ok(()),
        }
        prop_assert_ne!(verdict(&ballots), Finding::Same);
    }

    /// Whatever a head says of its batches, there is a verdict, and *same* only for the honest ones.
    #[test]
    fn no_head_panics(said in proptest::collection::vec((0u64..12, any::<bool>()), 0..5), cut in 0usize..1500) {
        let honest = batches();
        let mut head = head_over(&honest);
        let request = request_for(&head, &honest);
        let roots: Vec<String> = head.batches.iter().map(|batch| batch.root.clone()).collect();
        let template = head.batches[0].clone();
        head.batches = said.iter().enumerate().map(|(n, (ballots, right))| contract::Batch {
            ballots: *ballots,
            root: if *right { roots[n % 3].clone() } else { "zz".into() },
            ..template.clone()
        }).collect();
        let bytes = board(&head, &honest.concat());
        let finding = recounted(&request, &bytes[..bytes.len().saturating_sub(cut)]).finding;
        let ends: Vec<u64> = said.iter().map(|(ballots, _)| *ballots).collect();
        if finding == Finding::Same {
            prop_assert!(ends == [4, 7, 9] && cut < 2, "{:?}", said);
        }
    }
}

/// The finding about a board after a phone has checked an earlier one.
fn finding_after(earlier: &BoardHead, now: &[Vec<Ballot>]) -> Finding {
    let head = head_over(now);
    let request = request_for(&head, now);
    let bytes = board(earlier, &[]);
    let mut recount = Recount::new(&request).after(seen(&bytes).unwrap());
    for piece in board(&head, &now.concat()).chunks(7) {
        if !recount.push(piece) {
            break;
        }
    }
    recount.finish().finding
}

#[test]
fn a_board_that_a_phone_has_checked_before_may_only_grow() {
    let now = batches();
    for upto in 1..=now.len() {
        assert_eq!(
            finding_after(&head_over(&now[..upto]), &now),
            Finding::Same,
            "{upto}"
        );
    }
    // Exchanged under a new root which the publisher has made for it: by itself it is a perfect board.
    let mut other = now.clone();
    other[0][0].answers = other[0][1].answers.clone();
    assert_ne!(other[0][0], now[0][0]);
    assert_eq!(finding_under_its_own_head(&other), Finding::Same);
    let before = head_over(&now[..1]);
    let told = finding_after(&before, &other);
    let Finding::EarlierDiffers { ballots, seen, here } = &told else {
        panic!("{told:?}")
    };
    assert_eq!((*ballots, seen), (before.ballots, &before.root));
    assert_ne!(seen, here);
    // One that has become shorter is not even read.
    let told = finding_after(&head_over(&now), &now[..1]);
    assert!(matches!(told, Finding::EarlierDiffers { .. }), "{told:?}");
}

#[test]
fn what_is_no_head_was_not_seen() {
    for text in ["", "{}\n", "{\"poll_id\":\"p\"", "x\n"] {
        assert_eq!(seen(text.as_bytes()), None, "{text:?}");
    }
}
