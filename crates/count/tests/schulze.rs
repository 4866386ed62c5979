//! The Schulze method by the examples of its paper, and at the size of a town.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // A test may fail loudly.

use count::{Limits, Pairwise, Reading, SchulzeStep, Strength, TieBy, TieRule, schulze};

const ANY: Limits = Limits {
    min: 1,
    max: usize::MAX,
};

/// Rankings as letters from A.
fn table(options: usize, ballots: &[(&str, u64)]) -> Pairwise {
    let mut pairwise = Pairwise::new(options, ANY);
    for (letters, times) in ballots {
        let ballot: Vec<usize> = letters.bytes().map(|letter| usize::from(letter - b'A')).collect();
        assert_eq!(pairwise.add_weighted(&ballot, *times), Reading::Valid);
    }
    pairwise
}

const A: usize = 0;
const B: usize = 1;
const C: usize = 2;
const D: usize = 3;
const E: usize = 4;

/// The 45 voters by which the method is usually shown: E > A > C > B > D.
#[test]
fn forty_five_voters() {
    let ballots = [
        ("ACBED", 5),
        ("ADECB", 5),
        ("BEDAC", 8),
        ("CABED", 3),
        ("CAEBD", 7),
        ("CBADE", 2),
        ("DCEBA", 7),
        ("EBADC", 8),
    ];
    let outcome = schulze(table(5, &ballots), &TieRule::NoneDecides);
    assert_eq!(
        (outcome.pairwise.above(A, B), outcome.pairwise.above(B, A)),
        (20, 25)
    );
    assert_eq!(
        (outcome.pairwise.above(D, C), outcome.pairwise.above(C, D)),
        (28, 17)
    );
    assert_eq!(outcome.pairwise.condorcet_winner(), None);
    let strengths: Vec<Vec<u64>> = (0..5)
        .map(|a| {
            (0..5)
                .map(|b| outcome.paths.strength(a, b).map_or(0, |path| path.votes))
                .collect()
        })
        .collect();
    assert_eq!(
        strengths,
        [
            [0, 28, 28, 30, 24],
            [25, 0, 28, 33, 24],
            [25, 29, 0, 29, 24],
            [25, 28, 28, 0, 24],
            [25, 28, 28, 31, 0]
        ]
    );
    assert_eq!(outcome.ranking, [[E], [A], [C], [B], [D]]);
    assert_eq!((&outcome.chosen[..], outcome.tied.len()), (&[E][..], 0));
    // Told: E is unbeaten, and over which paths it stands against each other one.
    assert_eq!(outcome.steps[0], SchulzeStep::Unbeaten { options: vec![E] });
    let SchulzeStep::Compared {
        option: E,
        other: A,
        there: Some(there),
        back: Some(back),
    } = &outcome.steps[1]
    else {
        panic!("{:?}", outcome.steps[1])
    };
    assert_eq!((there.strength.votes, back.strength.votes), (25, 24));
    assert_eq!(
        (there.options.first(), there.options.last()),
        (Some(&E), Some(&A))
    );
    assert_eq!(outcome.steps.len(), 5);
}

#[test]
fn who_beats_everybody_needs_no_paths() {
    let outcome = schulze(
        table(3, &[("ABC", 4), ("BAC", 2), ("CAB", 3)]),
        &TieRule::NoneDecides,
    );
    assert_eq!(
        (&outcome.chosen[..], &outcome.steps[..]),
        (&[A][..], &[SchulzeStep::BeatsAll { option: A }][..])
    );
}

/// Of links with equally many votes for them the one with fewer against is stronger (section 2.1 of the paper; A.6 of
/// Debian's constitution): A>B 5:3, B>C 5:4, C>A 5:2. By votes alone all three would be tied.
#[test]
fn fewer_against_are_stronger() {
    let strength = |votes, against| Strength { votes, against };
    assert!(strength(5, 2) > strength(5, 3) && strength(6, 5) > strength(5, 0));
    let ballots = [("ABC", 2), ("CAB", 3), ("BCA", 1), ("B", 2), ("C", 1)];
    let outcome = schulze(table(3, &ballots), &TieRule::NoneDecides);
    let link = |a, b| (outcome.pairwise.above(a, b), outcome.pairwise.above(b, a));
    assert_eq!([link(A, B), link(B, C), link(C, A)], [(5, 3), (5, 4), (5, 2)]);
    assert_eq!(outcome.ranking, [[C], [A], [B]]);
    let path = outcome.paths.path(A, C).unwrap();
    assert_eq!(
        (&path.options[..], path.strength),
        (&[A, B, C][..], strength(5, 4))
    );
}

#[test]
fn a_tie_goes_to_the_rule_fixed_beforehand() {
    // Nobody says anything about C and D against each other, and A and B are even.
    let ballots = [("ABCD", 3), ("BADC", 3)];
    let open = schulze(table(4, &ballots), &TieRule::NoneDecides);
    assert_eq!((&open.chosen[..], &open.tied[..]), (&[][..], &[A, B][..]));
    assert_eq!(open.ranking, [[A, B], [C, D]]);
    let lot = schulze(table(4, &ballots), &TieRule::Lot { seed: "linli".into() });
    let Some(SchulzeStep::Tie(tie)) = lot.steps.last() else {
        panic!("{:?}", lot.steps)
    };
    let TieBy::Lot { draws, .. } = &tie.by else {
        panic!("{tie:?}")
    };
    assert_eq!((lot.chosen[0], lot.tie_broken), (draws[0].option, true));
    assert!(draws[0].hash < draws[1].hash);
}

#[test]
fn options_out_of_range_have_an_answer() {
    let outcome = schulze(table(3, &[("AB", 1)]), &TieRule::NoneDecides);
    assert_eq!(
        (
            outcome.pairwise.above(0, 7),
            outcome.paths.strength(9, 0),
            outcome.paths.path(0, 9)
        ),
        (0, None, None)
    );
    assert_eq!(outcome.ranking, [vec![A], vec![B], vec![C]]);
}

/// A million ballots over 20 options, streamed: the table is all that is kept. A tenth of them differ, so that a build
/// without optimisation is done in a second; optimised, a million different ones are.
#[test]
fn a_million_ballots_of_twenty_options() {
    let (options, ballots) = (20usize, 1_000_000u64);
    let mut pairwise = Pairwise::new(options, ANY);
    let mut order: Vec<usize> = (0..options).collect();
    let mut random = 1u64;
    for _ in 0..ballots / 10 {
        // Three swaps of the last ranking: cheap to make, and over time every option is everywhere.
        for _ in 0..3 {
            random = random
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            order.swap(
                (random >> 33) as usize % options,
                (random >> 45) as usize % options,
            );
        }
        pairwise.add_weighted(&order, 10);
    }
    let outcome = schulze(pairwise, &TieRule::EarlierListed);
    assert_eq!(outcome.pairwise.piles.weight, ballots);
    for (a, b) in (0..options).flat_map(|a| (0..a).map(move |b| (a, b))) {
        assert_eq!(
            outcome.pairwise.above(a, b) + outcome.pairwise.above(b, a),
            ballots
        );
    }
    assert_eq!(outcome.chosen.len(), 1);
}
