//! Edge cases that real systems got wrong, with our answers: reference/field.md section 5, items 6 and 7.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // A test may fail loudly.

use count::{
    Fraction, Shares, Threshold, ThresholdBase, decide_threshold, meets, needed, quorum_missing,
    quorum_needed, share_permille, shares_permille,
};

/// Item 6: Loomio truncates the turnout to whole percents and says that 3 more voters are needed; the truth is 1.
#[test]
fn quorum_of_half_of_300_with_149_cast_lacks_one() {
    assert_eq!(quorum_needed(300, 50, 100), 150);
    assert_eq!(quorum_missing(149, 300, 50, 100), 1);
    assert!(!meets(149, 300, 50, 100, false));
    assert!(meets(150, 300, 50, 100, false));
    assert_eq!(quorum_missing(151, 300, 50, 100), 0);
}

/// Item 6 again: Loomio compares the needed number with the eligible voters, so its quorum is always reached.
#[test]
fn quorum_looks_at_ballots_not_at_the_register() {
    for percent in [1, 50, 66, 100] {
        assert!(!meets(0, 300, percent, 100, false), "{percent} %");
        assert!(
            meets(quorum_needed(300, percent, 100), 300, percent, 100, false),
            "{percent} %"
        );
        assert!(
            !meets(quorum_needed(300, percent, 100) - 1, 300, percent, 100, false),
            "{percent} %"
        );
    }
}

/// Item 6: "at least" and "more than" are different questions.
#[test]
fn reaching_is_not_exceeding() {
    assert!(meets(150, 300, 1, 2, false));
    assert!(!meets(150, 300, 1, 2, true));
    assert_eq!((needed(300, 1, 2, false), needed(300, 1, 2, true)), (150, 151));
    assert_eq!((needed(301, 1, 2, false), needed(301, 1, 2, true)), (151, 151));
    // Two thirds of 100 are 66.67 people, so 67.
    assert_eq!((needed(100, 2, 3, false), needed(100, 2, 3, true)), (67, 67));
}

/// Item 7: Discourse forces 100 % by adding to the first items and shows 101, 449 and 450 votes as 11, 44 and 45 %.
#[test]
fn shares_of_101_449_450_are_what_they_are() {
    let shares = shares_permille(&[101, 449, 450], 1000);
    assert_eq!(
        shares,
        Shares {
            permille: vec![101, 449, 450],
            exact: true
        }
    );
}

/// Item 7: six equal options show 17, 17, 17, 17, 16, 16 % in Discourse. Equal counts show equal shares here, and the
/// result says that they are rounded.
#[test]
fn six_equal_options_have_equal_shares() {
    assert_eq!(
        shares_permille(&[1; 6], 6),
        Shares {
            permille: vec![167; 6],
            exact: false
        }
    );
    assert_eq!(
        shares_permille(&[7; 6], 42),
        Shares {
            permille: vec![167; 6],
            exact: false
        }
    );
}

/// Item 7: rounding each share alone misses 100 % (A4, Loomio); the largest remainder does not where it need not.
#[test]
fn unequal_thirds_add_up() {
    // 1/7, 2/7, 4/7: 142.86, 285.71, 571.43 thousandths. The two largest remainders are rounded up.
    assert_eq!(
        shares_permille(&[1, 2, 4], 7),
        Shares {
            permille: vec![143, 286, 571],
            exact: true
        }
    );
    // 181.8, 363.6 and 454.5: rounded alone they would add up to 1001.
    assert_eq!(
        shares_permille(&[2, 4, 5], 11),
        Shares {
            permille: vec![182, 364, 454],
            exact: true
        }
    );
    // Two equal options and one unit to give: it goes to neither, and that is said.
    assert_eq!(
        shares_permille(&[1, 1, 1], 3),
        Shares {
            permille: vec![333; 3],
            exact: false
        }
    );
}

/// Item 8: the base of approvals is people, so shares may add up to more than 1000 and nothing is adjusted.
#[test]
fn approvals_are_shares_of_people() {
    assert_eq!(
        [share_permille(2, 3), share_permille(2, 3), share_permille(1, 3)],
        [667, 667, 333]
    );
    assert_eq!(
        shares_permille(&[2, 2, 1], 3),
        Shares {
            permille: vec![667, 667, 333],
            exact: false
        }
    );
    assert_eq!(share_permille(1, 2000), 1, "half a thousandth is rounded up");
    assert_eq!(share_permille(1, 2001), 0);
}

/// Item 23: 2/3 shown as 100 %, and "100 % of members" of an unknown electorate: without a base there is no share.
#[test]
fn nothing_is_no_share_of_nothing() {
    assert_eq!(
        shares_permille(&[0, 0], 0),
        Shares {
            permille: vec![0, 0],
            exact: false
        }
    );
    assert_eq!(
        shares_permille(&[], 0),
        Shares {
            permille: vec![],
            exact: false
        }
    );
    assert_eq!(share_permille(5, 0), 0);
    assert_eq!(share_permille(2, 3), 667);
}

#[test]
fn numbers_at_the_end_of_the_range_do_not_wrap() {
    let most = u64::MAX;
    assert_eq!(quorum_needed(most, most, most), most);
    assert_eq!(
        needed(most, 1, 1, true),
        most,
        "saturates instead of wrapping to 0"
    );
    assert!(meets(most, most, most, most, false));
    assert!(!meets(most, most, most, most, true));
    assert_eq!(share_permille(most, most), 1000);
    assert_eq!(share_permille(most, 1), u32::MAX);
    assert_eq!(shares_permille(&[most, most], most).permille, [1000, 1000]);
    assert_eq!(
        (quorum_needed(5, 1, 0), meets(5, 5, 1, 0, false)),
        (most, false),
        "a denominator of 0"
    );
}

#[test]
fn fractions_are_compared_by_value() {
    let fraction = |numerator, denominator| Fraction::new(numerator, denominator);
    assert_eq!(fraction(2, 4), fraction(1, 2));
    assert!(fraction(333_333_333_333, 1_000_000_000_000) < fraction(1, 3));
    assert!(fraction(u64::MAX, u64::MAX - 1) > fraction(1, 1));
    assert_eq!(fraction(1, 0), None);
    assert_eq!(fraction(1, 8).map(Fraction::permille), Some(125));
}

#[test]
fn a_motion_needs_votes() {
    let half = Threshold {
        numerator: 1,
        denominator: 2,
        base: ThresholdBase::Voting,
        strict: false,
    };
    assert!(!decide_threshold(0, 0, 0, half, 100).passed, "0 of 0 is not half");
    let none = Threshold { numerator: 0, ..half };
    assert!(
        !decide_threshold(0, 3, 0, none, 100).passed,
        "a motion that nobody wants"
    );
    let never = Threshold {
        denominator: 0,
        ..half
    };
    assert!(!decide_threshold(9, 0, 0, never, 9).passed);
}

#[test]
fn abstaining_is_taking_part_without_agreeing() {
    let more_than_half = Threshold {
        numerator: 1,
        denominator: 2,
        base: ThresholdBase::Voting,
        strict: true,
    };
    let decision = decide_threshold(5, 3, 2, more_than_half, 100);
    assert_eq!(
        (decision.passed, decision.base, decision.needed, decision.missing),
        (false, 10, 6, 1)
    );
    let of_all = Threshold {
        base: ThresholdBase::Eligible,
        strict: false,
        ..more_than_half
    };
    let decision = decide_threshold(50, 0, 0, of_all, 100);
    assert_eq!(
        (decision.passed, decision.base, decision.needed, decision.missing),
        (true, 100, 50, 0)
    );
}
