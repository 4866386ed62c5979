//! Opinion groups of made-up votes; those of real conversations are in proof.rs.

#![allow(clippy::unwrap_used)] // A test may fail loudly.

use opinion::{Vote, Votes, adjusted_rand, groups};
use proptest::prelude::*;

#[test]
fn the_index_itself() {
    let index = |pairs: &[(usize, usize)]| adjusted_rand(pairs.iter().copied());
    assert_eq!(index(&[(0, 1), (0, 1), (1, 0), (1, 0)]), Some(1.0));
    assert!(index(&[(0, 0), (0, 1), (1, 0), (1, 1)]) < Some(0.0));
    // One group on both sides is the same grouping; about nobody nothing can be said.
    assert_eq!(index(&[(0, 3), (0, 3)]), Some(1.0));
    assert_eq!(index(&[]), None);
}

fn said() -> impl Strategy<Value = Vote> {
    prop_oneof![Just(Vote::Agree), Just(Vote::Disagree), Just(Vote::Pass)]
}

proptest! {
    #[test]
    fn two_camps_are_two_groups_whoever_passes(passes in proptest::collection::vec(proptest::option::of(0..10usize), 20)) {
        // Ten people agree with everything, ten with nothing; some pass once.
        let camps = (0..20usize).flat_map(|v| (0..10usize).map(move |s| (v, s, if v < 10 { Vote::Agree } else { Vote::Disagree })));
        let passes = passes.iter().enumerate().filter_map(|(v, s)| Some((v, (*s)?, Vote::Pass)));
        let votes = Votes::new(20, 10, camps.chain(passes)).unwrap();
        let found = groups(&votes, &[]);
        for (one, two) in (0..10).zip(10..20) {
            prop_assert!(found.of[one].is_some() && found.of[two].is_some());
            prop_assert_ne!(found.of[one], found.of[two]);
        }
    }

    #[test]
    fn no_votes_panic_and_the_same_votes_give_the_same_groups(
        cast in proptest::collection::vec((0..12usize, 0..9usize, said()), 0..120),
        left_out in proptest::collection::vec(0..9usize, 0..4),
    ) {
        let votes = Votes::new(12, 9, cast).unwrap();
        let found = groups(&votes, &left_out);
        prop_assert_eq!(&groups(&votes, &left_out), &found);
        prop_assert_eq!(found.of.len(), 12);
        prop_assert!(found.of.iter().flatten().all(|group| *group < found.count));
        prop_assert!(found.points.iter().all(|point| point.x.is_finite() && point.y.is_finite()));
    }
}
