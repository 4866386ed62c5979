//! Owner votes: Civil Code art. 278, both thresholds on both measures.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // A test may fail loudly.

use count::{Measure, OwnerChoice, OwnerUnit, OwnerVote, OwnersDecision, owners};

fn owner(area: u64, choice: Option<OwnerChoice>) -> OwnerUnit {
    let vote = choice.map(|choice| OwnerVote {
        choice,
        delegated: false,
    });
    OwnerUnit {
        weight: Measure { heads: 1, area },
        vote,
    }
}

/// `agree`, `against`, `abstain` and `silent` owners with 100 m² each.
fn equal(agree: usize, against: usize, abstain: usize, silent: usize, major: bool) -> OwnersDecision {
    let of = |number, choice| std::iter::repeat_n(owner(10_000, choice), number);
    let units = of(agree, Some(OwnerChoice::Agree))
        .chain(of(against, Some(OwnerChoice::Against)))
        .chain(of(abstain, Some(OwnerChoice::Abstain)))
        .chain(of(silent, None));
    owners(units, major)
}

#[test]
fn two_thirds_include_the_number_itself() {
    assert!(equal(200, 0, 0, 100, false).participation.met);
    let short = equal(199, 0, 0, 101, false);
    assert!(!short.participation.met && !short.passed);
    assert_eq!(
        short.participation.missing,
        Measure {
            heads: 1,
            area: 10_000
        }
    );
}

#[test]
fn half_must_be_exceeded_and_three_quarters_reached() {
    assert!(!equal(100, 100, 0, 0, false).passed, "exactly half");
    assert!(equal(101, 99, 0, 0, false).passed);
    assert!(equal(150, 50, 0, 0, true).passed, "exactly three quarters");
    let short = equal(149, 51, 0, 0, true);
    assert!(!short.passed);
    assert_eq!(
        short.approval.missing,
        Measure {
            heads: 1,
            area: 10_000
        }
    );
}

#[test]
fn what_is_missing_is_told_in_households_and_area() {
    // field.md section 4, item 6: "still missing: 12 households, 860 m²".
    let units = (0..300).map(|n| {
        owner(
            if n < 188 { 9_900 } else { 10_000 },
            (n < 188).then_some(OwnerChoice::Agree),
        )
    });
    let decision = owners(units, false);
    assert_eq!(decision.participation.needed.heads, 200);
    assert_eq!(decision.participation.missing.heads, 12);
    let total = 188 * 9_900 + 112 * 10_000u64;
    assert_eq!(decision.eligible.area, total);
    assert_eq!(
        decision.participation.missing.area,
        (total * 2).div_ceil(3) - 188 * 9_900
    );
}

#[test]
fn heads_alone_or_area_alone_do_not_pass() {
    // One owner holds most of the area.
    let large = |choice| owner(900_000, Some(choice));
    let small = |choice| std::iter::repeat_n(owner(10_000, Some(choice)), 9);
    let area_only = owners(
        small(OwnerChoice::Against).chain([large(OwnerChoice::Agree)]),
        false,
    );
    assert!(area_only.participation.met && !area_only.passed);
    assert_eq!(area_only.approval.missing, Measure { heads: 5, area: 0 });
    let heads_only = owners(
        small(OwnerChoice::Agree).chain([large(OwnerChoice::Against)]),
        false,
    );
    assert!(!heads_only.passed);
    assert_eq!(
        heads_only.approval.missing,
        Measure {
            heads: 0,
            area: 495_001 - 90_000
        }
    );
}

#[test]
fn abstained_silent_and_delegated_stay_apart() {
    // field.md section 5, item 24: silence is never counted with the majority.
    let decision = equal(100, 20, 90, 90, false);
    assert!(decision.participation.met);
    assert!(!decision.passed, "100 of the 210 who took part is no majority");
    assert_eq!((decision.abstain.heads, decision.not_voted.heads), (90, 90));

    let vote = OwnerVote {
        choice: OwnerChoice::Agree,
        delegated: true,
    };
    let delegated = OwnerUnit {
        weight: Measure { heads: 1, area: 5 },
        vote: Some(vote),
    };
    let decision = owners([delegated, owner(5, Some(OwnerChoice::Agree))], false);
    assert_eq!((decision.agree.heads, decision.delegated.agree.heads), (2, 1));
    assert_eq!(decision.steps(), [decision.participation, decision.approval]);
}

#[test]
fn no_owners_decide_nothing() {
    let nobody = owners([], false);
    assert!(!nobody.participation.met && !nobody.approval.met && !nobody.passed);
    assert!(!equal(0, 0, 0, 5, true).passed);
    // Nothing wraps.
    let huge = OwnerUnit {
        weight: Measure {
            heads: u64::MAX,
            area: u64::MAX,
        },
        ..owner(1, Some(OwnerChoice::Agree))
    };
    assert!(owners([huge, huge], true).passed);
}
