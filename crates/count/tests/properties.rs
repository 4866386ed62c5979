//! What holds for any ballots: the order of the ballots and the names of the options decide nothing, a blank ballot
//! changes nothing but turnout, shares never contradict counts.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // A test may fail loudly.

use count::{
    BudgetProject, Limits, Threshold, ThresholdBase, TieRule, decide_plurality, decide_threshold, greedy,
    meets, needed, share_permille, shares_permille, tally_approval, tally_single,
};
use proptest::prelude::*;

const OPTIONS: usize = 4;

/// Ballots, some of them blank or invalid.
fn ballots() -> impl Strategy<Value = Vec<Vec<usize>>> {
    proptest::collection::vec(proptest::collection::vec(0..OPTIONS + 1, 0..4), 0..40)
}

fn limits() -> impl Strategy<Value = Limits> {
    (0usize..3, 0usize..4).prop_map(|(min, more)| Limits { min, max: min + more })
}

fn relabelling() -> impl Strategy<Value = Vec<usize>> {
    Just((0..OPTIONS).collect::<Vec<_>>()).prop_shuffle()
}

proptest! {
    #[test]
    fn the_order_of_the_ballots_changes_nothing(
        (cast, shuffled) in ballots().prop_flat_map(|b| (Just(b.clone()), Just(b).prop_shuffle())), limits in limits(),
    ) {
        prop_assert_eq!(tally_approval(OPTIONS, limits, &cast), tally_approval(OPTIONS, limits, &shuffled));
        prop_assert_eq!(tally_single(OPTIONS, &cast), tally_single(OPTIONS, &shuffled));
    }

    #[test]
    fn the_names_of_the_options_change_nothing(cast in ballots(), limits in limits(), new in relabelling()) {
        let renamed: Vec<Vec<usize>> = cast
            .iter()
            .map(|ballot| ballot.iter().map(|option| *new.get(*option).unwrap_or(option)).collect())
            .collect();
        let (before, after) = (tally_approval(OPTIONS, limits, &cast), tally_approval(OPTIONS, limits, &renamed));
        prop_assert_eq!((before.blank, before.invalid, before.flaws), (after.blank, after.invalid, after.flaws));
        for (count, new) in before.counts.iter().zip(&new) {
            prop_assert_eq!(*count, after.counts[*new]);
        }
        // Without a tie rule that looks at the list, the decision follows the names too.
        let rename = |options: &[usize]| {
            let mut renamed: Vec<usize> = options.iter().map(|option| new[*option]).collect();
            renamed.sort_unstable();
            renamed
        };
        let decided = decide_plurality(&before, &TieRule::NoneDecides);
        let again = decide_plurality(&after, &TieRule::NoneDecides);
        prop_assert_eq!(rename(&decided.chosen), again.chosen);
        prop_assert_eq!(rename(&decided.tied), again.tied);
    }

    #[test]
    fn a_blank_ballot_changes_turnout_only(cast in ballots(), limits in limits(), at: prop::sample::Index) {
        let before = tally_approval(OPTIONS, limits, &cast);
        let mut more = cast;
        more.insert(at.index(more.len() + 1), vec![]);
        let mut after = tally_approval(OPTIONS, limits, &more);
        prop_assert_eq!(decide_plurality(&before, &TieRule::EarlierListed), decide_plurality(&after, &TieRule::EarlierListed));
        prop_assert_eq!(before.valid(), after.valid());
        after.ballots -= 1;
        after.blank -= 1;
        prop_assert_eq!(before, after);
    }

    #[test]
    fn every_ballot_is_in_one_pile(cast in ballots(), limits in limits()) {
        let tally = tally_approval(OPTIONS, limits, &cast);
        prop_assert_eq!(tally.ballots, cast.len() as u64);
        prop_assert_eq!(tally.valid() + tally.blank + tally.invalid, tally.ballots);
        let flaws = tally.flaws;
        prop_assert_eq!(flaws.unknown_option + flaws.repeated + flaws.too_few + flaws.too_many, tally.invalid);
    }

    #[test]
    fn shares_follow_counts(counts in proptest::collection::vec(0u64..200, 0..9)) {
        let base: u64 = counts.iter().sum();
        let shares = shares_permille(&counts, base);
        let sum: u32 = shares.permille.iter().sum();
        prop_assert_eq!(shares.exact, sum == 1000 && base > 0);
        for (a, b) in counts.iter().zip(&shares.permille).flat_map(|a| counts.iter().zip(&shares.permille).map(move |b| (a, b))) {
            prop_assert!(a.0 != b.0 || a.1 == b.1, "equal counts, different shares");
            prop_assert!(a.0 <= b.0 || a.1 >= b.1, "a larger count shows less");
        }
        for (count, share) in counts.iter().zip(&shares.permille) {
            // Never a whole thousandth or more from the truth.
            prop_assert!((*count as i64 * 1000 - i64::from(*share) * base as i64).abs() < base.max(1) as i64);
            prop_assert!(shares.exact || *share == share_permille(*count, base));
        }
    }

    #[test]
    fn needed_is_the_first_number_that_meets(base in 0u64..500, num in 0u64..7, den in 1u64..7, strict: bool) {
        let needed = needed(base, num, den, strict);
        prop_assert!(meets(needed, base, num, den, strict));
        prop_assert!(needed == 0 || !meets(needed - 1, base, num, den, strict));
    }

    #[test]
    fn a_motion_passes_when_nothing_is_missing(
        yes in 0u64..20, no in 0u64..20, abstain in 0u64..20, numerator in 0u64..4, denominator in 0u64..4,
        strict: bool, of_all: bool,
    ) {
        let base = if of_all { ThresholdBase::Eligible } else { ThresholdBase::Voting };
        let threshold = Threshold { numerator, denominator, base, strict };
        let decision = decide_threshold(yes, no, abstain, threshold, 60);
        prop_assert_eq!(decision.passed, decision.missing == 0);
        if decision.missing > 0 && denominator > 0 && of_all {
            prop_assert!(decide_threshold(decision.needed, no, abstain, threshold, 60).passed);
        }
    }

    #[test]
    fn greedy_never_overspends_and_leaves_nothing_that_fits(
        list in proptest::collection::vec((0u64..50, -2i64..10), 0..12), budget in 0u64..150,
    ) {
        let projects: Vec<BudgetProject> = list.into_iter().map(|(cost, score)| BudgetProject { cost, score }).collect();
        let outcome = greedy(&projects, budget);
        let spent: u64 = outcome.chosen.iter().map(|project| projects[*project].cost).sum();
        prop_assert_eq!((spent, spent + outcome.left), (outcome.spent, budget));
        prop_assert_eq!(outcome.steps.len(), projects.len());
        for (index, project) in projects.iter().enumerate() {
            let taken = outcome.chosen.contains(&index);
            prop_assert!(taken || project.score <= 0 || project.cost > outcome.left);
            prop_assert!(!taken || project.score > 0);
        }
    }
}
