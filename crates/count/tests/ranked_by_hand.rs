//! Rankings by hand, with the steps that explain them: readings, positions, runoffs.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // A test may fail loudly.

use count::{
    Flaw, Limits, Rankings, Reading, RunoffFate, TieBy, TieRule, Unranked, borda, collect_rankings, dowdall,
    instant_runoff, read_ranking,
};

const ANY: Limits = Limits { min: 1, max: 4 };

fn four(ballots: &[(&[usize], u64)]) -> Rankings {
    let mut rankings = Rankings::new(4, ANY);
    for (ballot, times) in ballots {
        rankings.add_weighted(ballot, *times);
    }
    rankings
}

#[test]
fn a_ranking_is_valid_blank_or_invalid_for_a_reason() {
    let two_or_three = Limits { min: 2, max: 3 };
    let read = |ballot: &[usize]| read_ranking(4, ballot, two_or_three);
    assert_eq!(read(&[3, 1]), Reading::Valid);
    assert_eq!(read(&[]), Reading::Blank);
    assert_eq!(read(&[0]), Reading::Invalid(Flaw::TooFew));
    assert_eq!(read(&[0, 1, 2, 3]), Reading::Invalid(Flaw::TooMany));
    assert_eq!(read(&[0, 4]), Reading::Invalid(Flaw::UnknownOption));
    assert_eq!(read(&[0, 0]), Reading::Invalid(Flaw::Repeated));
    // The first reason of several is told.
    assert_eq!(read(&[7, 7, 7, 7, 7]), Reading::Invalid(Flaw::UnknownOption));

    let ballots: [&[usize]; 6] = [&[0, 1], &[], &[0, 0], &[9, 1], &[1, 0], &[0, 1]];
    let rankings = collect_rankings(4, two_or_three, ballots);
    let piles = rankings.piles;
    assert_eq!(
        (piles.ballots, piles.valid(), piles.blank, piles.invalid),
        (6, 3, 1, 2)
    );
    let told: Vec<_> = piles.flaws().collect();
    assert_eq!(told, [(Flaw::UnknownOption, 1), (Flaw::Repeated, 1)]);
    assert_eq!(rankings.distinct(), 2);
    // Beyond 32 options repeats are looked up otherwise.
    let long: Vec<usize> = (0..40).collect();
    let all = Limits { min: 1, max: 50 };
    assert_eq!(read_ranking(50, &long, all), Reading::Valid);
    let again: Vec<usize> = (0..40).chain([3]).collect();
    assert_eq!(read_ranking(50, &again, all), Reading::Invalid(Flaw::Repeated));
}

/// Borda's own example, as H. P. Young tells it (*Condorcet's theory of voting*, 1988): of 21 voters 1 says A>B>C,
/// 7 A>C>B, 7 B>C>A, 6 C>B>A. A has most first places and is last by Borda's count; C wins.
#[test]
fn bordas_own_example() {
    let mut rankings = Rankings::new(3, ANY);
    for (ballot, times) in [([0, 1, 2], 1), ([0, 2, 1], 7), ([1, 2, 0], 7), ([2, 1, 0], 6)] {
        rankings.add_weighted(&ballot, times);
    }
    let outcome = borda(&rankings, Unranked::Nothing, &TieRule::NoneDecides);
    assert_eq!(outcome.places[0], [8, 0, 13]);
    assert_eq!(outcome.place_worth, [2, 1, 0]);
    assert_eq!(outcome.result.points, [16, 21, 26]);
    assert_eq!(
        (outcome.result.chosen, outcome.result.places),
        (vec![2], vec![3, 2, 1])
    );
    // On complete rankings the conventions differ in scale only: halves, and a point for everybody.
    let shared = borda(&rankings, Unranked::ShareTheRest, &TieRule::NoneDecides).result;
    assert_eq!((shared.points, shared.denominator), (vec![32, 42, 52], 2));
    let modified = borda(&rankings, Unranked::Modified, &TieRule::NoneDecides).result;
    assert_eq!(modified.points, [37, 42, 47]);
}

/// One ballot A>B of four options, by each convention.
#[test]
fn what_a_ballot_leaves_out() {
    let rankings = four(&[(&[0, 1], 1)]);
    let by = |unranked| borda(&rankings, unranked, &TieRule::NoneDecides);
    assert_eq!(by(Unranked::Nothing).result.points, [3, 2, 0, 0]);
    let shared = by(Unranked::ShareTheRest);
    assert_eq!(
        (shared.result.points, shared.result.denominator),
        (vec![6, 4, 1, 1], 2)
    );
    assert_eq!(shared.unranked_points, [0, 0, 1, 1]);
    assert_eq!(by(Unranked::Modified).result.points, [2, 1, 0, 0]);
    let outcome = dowdall(&rankings, &TieRule::NoneDecides).result;
    assert_eq!((outcome.points, outcome.denominator), (vec![2, 1, 0, 0], 2));
}

/// A sixth and a third are a half: with rounded decimals B would lose.
#[test]
fn dowdall_is_exact() {
    let mut rankings = Rankings::new(6, Limits { min: 1, max: 6 });
    rankings.add(&[2, 0, 3, 4, 5, 1]);
    rankings.add(&[3, 4, 1, 0, 2, 5]);
    let outcome = dowdall(&rankings, &TieRule::NoneDecides);
    assert_eq!(outcome.result.denominator, 60);
    assert_eq!(outcome.place_worth, [60, 30, 20, 15, 12, 10]);
    assert_eq!((outcome.result.points[0], outcome.result.points[1]), (45, 30));
    assert_eq!(outcome.result.chosen, [3]);
    let mut tie = Rankings::new(6, Limits { min: 1, max: 6 });
    tie.add(&[0]);
    tie.add_weighted(&[2, 1], 2);
    tie.add_weighted(&[3, 4, 1], 0);
    let outcome = dowdall(&tie, &TieRule::NoneDecides).result;
    assert_eq!(outcome.chosen, [2]);
    assert_eq!(
        outcome.points[0], outcome.points[1],
        "one vote, and twice half a vote"
    );
}

#[test]
fn exhausted_ballots_are_shown_and_lower_the_majority() {
    let rankings = four(&[(&[0], 5), (&[1, 0], 4), (&[2], 3), (&[3, 0], 1)]);
    let outcome = instant_runoff(&rankings, &TieRule::NoneDecides);
    assert_eq!((outcome.chosen, outcome.tie_broken), (vec![0], false));
    let told: Vec<_> = outcome
        .rounds
        .iter()
        .map(|round| {
            (
                round.votes.clone(),
                round.continuing,
                round.exhausted,
                round.majority,
            )
        })
        .collect();
    let expected = [
        (vec![Some(5), Some(4), Some(3), Some(1)], 13, 0, 7),
        (vec![Some(6), Some(4), Some(3), None], 13, 0, 7),
        (vec![Some(6), Some(4), None, None], 10, 3, 6),
    ];
    assert_eq!(told, expected);
}

#[test]
fn an_option_may_win_with_less_than_half_of_all() {
    let rankings = four(&[(&[0], 4), (&[1], 3), (&[2], 2)]);
    let outcome = instant_runoff(&rankings, &TieRule::NoneDecides);
    assert_eq!(outcome.chosen, [0]);
    let last = outcome.rounds.last().unwrap();
    assert_eq!((last.continuing, last.exhausted, last.majority), (7, 2, 4));
    assert_eq!(last.votes, [Some(4), Some(3), None, None]);
    let RunoffFate::Eliminated {
        option: 3, tie: None, ..
    } = outcome.rounds[0].fate
    else {
        panic!("the option without votes leaves first")
    };
}

/// Two options have one vote each and the next one has three: whichever leaves first, the other one follows.
#[test]
fn a_tie_that_makes_no_difference_needs_no_rule() {
    let rankings = four(&[(&[0], 5), (&[1], 3), (&[2, 3, 1], 1), (&[3, 1], 1)]);
    let outcome = instant_runoff(&rankings, &TieRule::NoneDecides);
    let RunoffFate::Eliminated { tie: Some(tie), .. } = &outcome.rounds[0].fate else {
        panic!("{:?}", outcome.rounds[0])
    };
    assert_eq!((&tie.by, &tie.tied[..]), (&TieBy::NoDifference, &[2, 3][..]));
    assert!(!outcome.tie_broken, "no rule was needed");
    // After both have gone A and B have five each, and that makes a difference.
    assert_eq!((outcome.chosen, outcome.tied), (vec![], vec![0, 1]));
    assert_eq!(instant_runoff(&rankings, &TieRule::EarlierListed).chosen, [0]);
}
