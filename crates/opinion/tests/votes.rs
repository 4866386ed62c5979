//! The matrix, its tallies and the ranking, by hand and by property.

#![allow(clippy::unwrap_used)] // A test may fail loudly.

use opinion::{OutOfRange, Proportion, Tally, Vote, Votes, agreed_by_all};
use proptest::prelude::*;

fn tally(agree: u32, disagree: u32, pass: u32) -> Tally {
    Tally {
        agree,
        disagree,
        pass,
    }
}

#[test]
fn the_last_vote_counts() {
    let said = [
        (0, 1, Vote::Agree),
        (0, 0, Vote::Pass),
        (0, 1, Vote::Pass),
        (1, 1, Vote::Agree),
        (0, 1, Vote::Disagree),
    ];
    let votes = Votes::new(3, 2, said).unwrap();
    assert_eq!(votes.of(0), [(0, Vote::Pass), (1, Vote::Disagree)]);
    assert_eq!(
        (votes.get(1, 1), votes.get(1, 0), votes.get(9, 0)),
        (Some(Vote::Agree), None, None)
    );
    assert_eq!(votes.tallies(), [tally(0, 0, 1), tally(1, 1, 0)]);
    assert_eq!(votes.tallies_of([1, 2, 9]), [tally(0, 0, 0), tally(1, 0, 0)]);
    assert_eq!(
        (votes.voters(), votes.statements(), votes.len(), votes.is_empty()),
        (3, 2, 3, false)
    );
}

#[test]
fn votes_of_nobody_on_nothing_are_refused() {
    let refused = |voter, statement| Votes::new(2, 2, [(voter, statement, Vote::Pass)]).unwrap_err();
    assert_eq!(
        refused(2, 0),
        OutOfRange {
            voter: 2,
            statement: 0
        }
    );
    assert_eq!(
        refused(0, 2),
        OutOfRange {
            voter: 0,
            statement: 2
        }
    );
    assert!(Votes::new(0, 0, []).unwrap().is_empty());
}

#[test]
fn few_voices_do_not_outrank_many() {
    // Estimates: 4/5, 191/202, 2/3, none, 1/2, 191/202 again, 0 of 3 is 1/5.
    let tallies = [
        tally(3, 0, 0),
        tally(190, 5, 5),
        tally(1, 0, 0),
        tally(0, 0, 0),
        tally(1, 1, 0),
        tally(190, 10, 0),
        tally(0, 2, 1),
    ];
    let ranking = agreed_by_all(&tallies);
    let order: Vec<usize> = ranking.iter().map(|agreement| agreement.statement).collect();
    assert_eq!(order, [1, 5, 0, 2, 4, 6]);
    assert_eq!(
        ranking[0].estimate,
        Proportion {
            numerator: 191,
            denominator: 202
        }
    );
}

#[test]
fn shares_too_close_for_floating_point_are_told_apart() {
    let (a, b) = (
        Proportion::estimate(u64::MAX - 3, u64::MAX - 2),
        Proportion::estimate(u64::MAX - 4, u64::MAX - 3),
    );
    assert!(a > b);
    assert_eq!(
        a.numerator as f64 / a.denominator as f64,
        b.numerator as f64 / b.denominator as f64
    );
    assert_eq!(
        Proportion::estimate(0, 0),
        Proportion {
            numerator: 1,
            denominator: 2
        }
    );
}

proptest! {
    #[test]
    fn the_matrix_is_what_was_said(
        said in proptest::collection::vec((0usize..5, 0usize..4, prop_oneof![Just(Vote::Agree), Just(Vote::Pass), Just(Vote::Disagree)]), 0..60),
    ) {
        let votes = Votes::new(5, 4, said.clone()).unwrap();
        let mut counted = vec![Tally::default(); 4];
        for voter in 0..5 {
            for (statement, tally) in counted.iter_mut().enumerate() {
                let last = said.iter().rev().find(|(v, s, _)| (*v, *s) == (voter, statement)).map(|(_, _, vote)| *vote);
                prop_assert_eq!(votes.get(voter, statement), last);
                match last {
                    Some(Vote::Agree) => tally.agree += 1,
                    Some(Vote::Disagree) => tally.disagree += 1,
                    Some(Vote::Pass) => tally.pass += 1,
                    None => {}
                }
            }
        }
        prop_assert_eq!(votes.tallies(), counted);
    }

    #[test]
    fn the_ranking_is_a_ranking(tallies in proptest::collection::vec((0u32..9, 0u32..9, 0u32..9), 0..20)) {
        let tallies: Vec<Tally> = tallies.into_iter().map(|(a, d, p)| tally(a, d, p)).collect();
        let ranking = agreed_by_all(&tallies);
        prop_assert_eq!(ranking.len(), tallies.iter().filter(|tally| tally.seen() > 0).count());
        for pair in ranking.windows(2) {
            prop_assert!(pair[0].estimate >= pair[1].estimate);
            if pair[0].estimate == pair[1].estimate && pair[0].tally.agree == pair[1].tally.agree {
                prop_assert!(pair[0].statement < pair[1].statement);
            }
        }
        // One more agreeing vote never lowers a statement.
        for (place, agreement) in ranking.iter().enumerate() {
            let mut more = tallies.clone();
            more[agreement.statement].agree += 1;
            let now = agreed_by_all(&more).iter().position(|found| found.statement == agreement.statement);
            prop_assert!(now.unwrap() <= place);
        }
    }
}
