//! Score, dots and weights by hand.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // A test may fail loudly.

use count::{
    Flaw, Fraction, Limits, MAX_WEIGHT, PointLimits, PointsStep, PointsTally, Reading, TieRule, read_points,
    tally_points, tally_weighted,
};

#[test]
fn points_are_read_with_a_reason() {
    let score = PointLimits::score(1, 5);
    let read = |options: &[usize], points: &[u32]| read_points(3, options, points, &score);
    assert_eq!(read(&[0, 2], &[1, 5]), Reading::Valid);
    assert_eq!(read(&[], &[]), Reading::Blank);
    assert_eq!(read(&[0, 2], &[1]), Reading::Invalid(Flaw::LengthsDiffer));
    assert_eq!(read(&[], &[1]), Reading::Invalid(Flaw::LengthsDiffer));
    assert_eq!(read(&[3], &[1]), Reading::Invalid(Flaw::UnknownOption));
    assert_eq!(read(&[0, 0], &[1, 1]), Reading::Invalid(Flaw::Repeated));
    assert_eq!(read(&[0], &[6]), Reading::Invalid(Flaw::OutOfRange));
    assert_eq!(read(&[0], &[0]), Reading::Invalid(Flaw::OutOfRange));
    let all = PointLimits {
        options: Limits { min: 3, max: 3 },
        ..score
    };
    assert_eq!(
        read_points(3, &[0, 1], &[1, 1], &all),
        Reading::Invalid(Flaw::TooFew)
    );

    let dots = PointLimits::dots(10, 4);
    let read = |options: &[usize], points: &[u32]| read_points(3, options, points, &dots);
    assert_eq!(read(&[0, 1, 2], &[4, 4, 2]), Reading::Valid);
    assert_eq!(
        read(&[0, 1, 2], &[4, 4, 3]),
        Reading::Invalid(Flaw::TooManyPoints)
    );
    assert_eq!(read(&[0], &[5]), Reading::Invalid(Flaw::OutOfRange));
    assert_eq!(read(&[0, 1], &[0, 0]), Reading::Blank, "no dot is placed");
    assert_eq!(read(&[0, 9], &[0, 0]), Reading::Invalid(Flaw::UnknownOption));
    assert_eq!(
        read(&[0, 1, 2], &[u32::MAX; 3]),
        Reading::Invalid(Flaw::OutOfRange)
    );
    let all_dots = PointLimits {
        total: (10, 10),
        ..dots
    };
    assert_eq!(
        read_points(3, &[0], &[4], &all_dots),
        Reading::Invalid(Flaw::TooFewPoints)
    );
    // Zero points are an opinion in a score and none among dots.
    assert_eq!(
        read_points(3, &[0], &[0], &PointLimits::score(0, 5)),
        Reading::Valid
    );
}

#[test]
fn the_highest_sum_wins_and_averages_are_fractions() {
    let ballots: [(&[usize], &[u32]); 5] = [
        (&[0, 1], &[5, 3]),
        (&[1], &[4]),
        (&[2], &[2]),
        (&[], &[]),
        (&[1], &[9]),
    ];
    let tally = tally_points(3, PointLimits::score(0, 5), ballots);
    assert_eq!(
        (&tally.sums[..], &tally.named_by[..]),
        (&[5, 7, 2][..], &[1, 2, 1][..])
    );
    assert_eq!(
        (
            tally.piles.valid(),
            tally.piles.blank,
            tally.piles.flaw(Flaw::OutOfRange)
        ),
        (3, 1, 1)
    );
    assert_eq!(tally.average(1), Fraction::new(7, 3));
    assert_eq!(tally.average(3), None, "no such option");
    let outcome = tally.decide(&TieRule::NoneDecides);
    assert_eq!((outcome.chosen, outcome.places), (vec![1], vec![2, 1, 3]));
    assert_eq!(
        outcome.steps,
        [PointsStep::Most {
            points: 7,
            options: vec![1],
            next_best: Some(5)
        }]
    );
}

#[test]
fn nobody_gave_a_point() {
    let zeros = tally_points(2, PointLimits::score(0, 5), [([0, 1], [0, 0])]);
    let outcome = zeros.decide(&TieRule::EarlierListed);
    assert_eq!(
        (outcome.steps, outcome.chosen),
        (vec![PointsStep::NobodyChose], vec![])
    );
    let empty = PointsTally::new(0, PointLimits::dots(3, 3));
    assert_eq!(
        (empty.average(0), empty.decide(&TieRule::EarlierListed).chosen),
        (None, vec![])
    );
}

#[test]
fn dots_that_are_not_placed_lapse() {
    let tally = tally_points(3, PointLimits::dots(10, 10), [([0, 1], [6, 3]), ([1, 2], [5, 5])]);
    assert_eq!((&tally.sums[..], tally.lapsed), (&[6, 8, 5][..], 1));
    assert_eq!(tally.sums.iter().sum::<u128>() + tally.lapsed, 20);
}

/// Floor area in hundredths of a square metre: the same ballots by heads and by area.
#[test]
fn weights_are_counted_beside_heads() {
    let ballots: [(&[usize], u64); 5] = [
        (&[0], 9_855),
        (&[1], 6_010),
        (&[1], 6_010),
        (&[], 4_500),
        (&[7], 100),
    ];
    let tally = tally_weighted(2, Limits::SINGLE, ballots);
    assert_eq!(tally.heads.counts, [1, 2]);
    assert_eq!(tally.weight.counts, [9_855, 12_020]);
    assert_eq!(
        (
            tally.heads.blank,
            tally.weight.blank,
            tally.weight.flaws.unknown_option
        ),
        (1, 4_500, 100)
    );
    assert_eq!(tally.weight.ballots, 9_855 + 12_020 + 4_500 + 100);
    assert_eq!(tally.weight.valid(), 21_875);
}

#[test]
fn weights_never_wrap() {
    let ballots: [(&[usize], u64); 3] = [(&[0], MAX_WEIGHT), (&[1], 1), (&[1], u64::MAX)];
    let tally = tally_weighted(2, Limits::SINGLE, ballots);
    assert_eq!(
        (&tally.weight.counts[..], tally.heads.ballots, tally.too_heavy),
        (&[MAX_WEIGHT, 0][..], 1, 2)
    );
    let mut points = PointsTally::new(1, PointLimits::score(0, u32::MAX));
    assert_eq!(points.add_weighted(&[0], &[u32::MAX], MAX_WEIGHT), Reading::Valid);
    assert_eq!(
        points.add_weighted(&[0], &[1], 1),
        Reading::Invalid(Flaw::TooHeavy)
    );
    assert_eq!(points.sums[0], u128::from(u32::MAX) * u128::from(MAX_WEIGHT));
    assert_eq!(points.average(0), Fraction::new(u64::from(u32::MAX), 1));
}
