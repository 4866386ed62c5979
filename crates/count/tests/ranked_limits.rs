//! What a hostile description or board can ask for has an end.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // A test may fail loudly.

use count::{
    Flaw, Limits, MAX_RANKED_OPTIONS, Pairwise, Rankings, Reading, TieRule, borda, instant_runoff, meek,
    schulze, scottish_stv,
};

const ANY: Limits = Limits {
    min: 1,
    max: usize::MAX,
};

#[test]
fn billions_of_options_are_a_thousand() {
    let mut rankings = Rankings::new(usize::MAX, ANY);
    assert_eq!(rankings.options(), MAX_RANKED_OPTIONS);
    assert_eq!(Pairwise::new(usize::MAX, ANY).options(), MAX_RANKED_OPTIONS);
    assert_eq!(rankings.add(&[0, MAX_RANKED_OPTIONS - 1]), Reading::Valid);
    assert_eq!(
        rankings.add(&[MAX_RANKED_OPTIONS]),
        Reading::Invalid(Flaw::UnknownOption)
    );
    let none = &TieRule::NoneDecides;
    assert_eq!(instant_runoff(&rankings, none).chosen, [0]);
    assert_eq!(borda(&rankings, Default::default(), none).result.chosen, [0]);
    assert_eq!(scottish_stv(&rankings, 1, none).elected, [0]);
    assert_eq!(meek(&rankings, 1, none).elected, [0]);
}

#[test]
fn schulze_of_a_hundred_options_in_a_cycle() {
    let options = 100;
    let mut pairwise = Pairwise::new(options, ANY);
    for start in 0..options {
        let order: Vec<usize> = (0..options).map(|place| (start + place) % options).collect();
        pairwise.add(&order);
    }
    let outcome = schulze(pairwise, &TieRule::EarlierListed);
    assert_eq!(
        (&outcome.chosen[..], outcome.tied.len(), outcome.ranking.len()),
        (&[0][..], options, 1)
    );
}

/// Half of the options are elected, so that surpluses go round among many: Meek's approximation still settles.
#[test]
fn meek_settles_with_many_seats() {
    let (options, seats) = (40, 20);
    let mut rankings = Rankings::new(options, ANY);
    let mut random = 3u64;
    for _ in 0..400 {
        let mut order: Vec<usize> = (0..options).collect();
        for at in (1..options).rev() {
            random = random
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            // Popular options stand in front on most ballots and get large surpluses.
            order.swap(at, (random >> 33) as usize % (at + 1));
        }
        order.sort_by_key(|option| option / 20);
        rankings.add(&order);
    }
    let outcome = meek(&rankings, seats, &TieRule::EarlierListed);
    assert_eq!(outcome.elected.len(), seats);
    let iterations: u64 = outcome.stages.iter().map(|stage| stage.iterations).sum();
    assert!(iterations < 10_000, "{iterations} distributions");
}
