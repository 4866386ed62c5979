//! Edge cases that real systems got wrong, with our answers: reference/field.md section 5, items 5 to 8 and 23.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // A test may fail loudly.

use count::{
    Fraction, Limits, PointLimits, PointsStep, QuorumBase, QuorumRule, QuorumStep, Rankings, RunoffFate,
    Shares, Threshold, ThresholdBase, TieBy, TieRule, Unranked, borda, collect_rankings, decide_quorum,
    decide_threshold, instant_runoff, meek, meets, needed, quorum_missing, quorum_needed, schulze,
    scottish_stv, share_permille, shared_places, shares_permille, tally_points,
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

/// Rankings of three options, each with its number of ballots.
fn ranked(ballots: &[(&[usize], u64)]) -> Rankings {
    let mut rankings = collect_rankings::<&[usize]>(3, Limits { min: 1, max: 3 }, []);
    for (ballot, times) in ballots {
        rankings.add_weighted(ballot, *times);
    }
    rankings
}

const A: usize = 0;
const B: usize = 1;
const C: usize = 2;

/// Item 5: of 4×A, 3×B>C, 3×C>B Discourse removes B and C together and elects A with 4 of 10. One at a time, whichever
/// of them goes first, the other has 6 of 10.
#[test]
fn last_options_that_are_tied_leave_one_at_a_time() {
    let rankings = ranked(&[(&[A], 4), (&[B, C], 3), (&[C, B], 3)]);
    let outcome = instant_runoff(&rankings, &TieRule::EarlierListed);
    assert_eq!((outcome.chosen, outcome.tie_broken), (vec![B], true));
    let told: Vec<_> = outcome
        .rounds
        .iter()
        .map(|round| (round.votes.clone(), round.majority))
        .collect();
    assert_eq!(
        told,
        [
            (vec![Some(4), Some(3), Some(3)], 6),
            (vec![Some(4), Some(6), None], 6)
        ]
    );
    let RunoffFate::Eliminated {
        option,
        tie: Some(tie),
        transfers,
        exhausts,
    } = &outcome.rounds[0].fate
    else {
        panic!("{:?}", outcome.rounds[0])
    };
    assert_eq!(
        (*option, &tie.tied[..], &tie.by, tie.picked),
        (C, &[B, C][..], &TieBy::EarlierListed, Some(C))
    );
    assert_eq!((&transfers[..], *exhausts), (&[0, 3, 0][..], 0));
    assert_eq!(outcome.rounds[1].fate, RunoffFate::Majority { option: B });

    // By lot it is B or C, never A: printf 'x:2' | sha256sum and so on.
    let mut winners: Vec<usize> = (0..20)
        .flat_map(|poll| {
            instant_runoff(
                &rankings,
                &TieRule::Lot {
                    seed: format!("{poll}"),
                },
            )
            .chosen
        })
        .collect();
    winners.sort_unstable();
    winners.dedup();
    assert_eq!(winners, [B, C]);

    // Without a rule nobody may say that A has won.
    let open = instant_runoff(&rankings, &TieRule::NoneDecides);
    assert_eq!((open.chosen, open.tied), (vec![], vec![B, C]));

    // The other rules for rankings agree that A has not.
    assert_eq!(scottish_stv(&rankings, 1, &TieRule::EarlierListed).elected, [B]);
    assert_eq!(meek(&rankings, 1, &TieRule::EarlierListed).elected, [B]);
    assert_eq!(schulze(rankings.pairwise(), &TieRule::NoneDecides).tied, [B, C]);
}

/// Item 5: a cycle of 2×A>B>C, 2×B>C>A, 2×C>A>B is a tie in Discourse. Here the rule fixed beforehand decides, and who
/// is tied is told.
#[test]
fn a_cycle_of_twos_is_a_tie_of_all_three() {
    let rankings = ranked(&[(&[A, B, C], 2), (&[B, C, A], 2), (&[C, A, B], 2)]);
    let beats = schulze(rankings.pairwise(), &TieRule::EarlierListed);
    assert_eq!(
        (&beats.chosen[..], &beats.tied[..], beats.tie_broken),
        (&[A][..], &[A, B, C][..], true)
    );
    assert_eq!(beats.ranking, [[A, B, C]]);
    let path = beats.paths.path(A, C).unwrap();
    assert_eq!((&path.options[..], path.strength.votes), (&[A, B, C][..], 4));

    let runoff = instant_runoff(&rankings, &TieRule::EarlierListed);
    assert_eq!(
        runoff.chosen,
        [A],
        "C is listed last and leaves; its ballots say A next"
    );
    for tied in [
        schulze(rankings.pairwise(), &TieRule::NoneDecides).tied,
        instant_runoff(&rankings, &TieRule::NoneDecides).tied,
        borda(&rankings, Unranked::Nothing, &TieRule::NoneDecides)
            .result
            .tied,
    ] {
        assert_eq!(tied, [A, B, C]);
    }
}

/// Item 5: Loomio numbers the list sorted by points, so that equal scores are first and second. Here equal scores share
/// the place, and the next place is left out.
#[test]
fn equal_scores_share_the_place() {
    assert_eq!(shared_places(&[7, 9, 9, 3, 7]), [3, 1, 1, 5, 3]);
    let ballots = [([A, B, C], [5, 5, 1]), ([A, B, C], [2, 2, 4])];
    let outcome = tally_points(3, PointLimits::score(0, 5), ballots).decide(&TieRule::EarlierListed);
    assert_eq!(
        (&outcome.points[..], &outcome.places[..]),
        (&[7, 7, 5][..], &[1, 1, 3][..])
    );
    assert_eq!((&outcome.chosen[..], &outcome.tied[..]), (&[A][..], &[A, B][..]));
    assert_eq!(
        outcome.steps[0],
        PointsStep::Most {
            points: 7,
            options: vec![A, B],
            next_best: Some(5)
        }
    );
}

/// Item 6, whole: what is told where one voter is missing, and that nobody is no quorum.
#[test]
fn a_quorum_tells_what_is_missing() {
    let half = QuorumRule {
        numerator: 1,
        denominator: 2,
        base: QuorumBase::Eligible,
    };
    let decision = decide_quorum(half, 149, 300, 40);
    assert_eq!(
        (decision.met, decision.base, decision.needed, decision.missing),
        (false, 300, 150, 1)
    );
    let asked = QuorumStep::Needed {
        rule: half,
        base: 300,
        needed: 150,
        rounded_up: false,
    };
    assert_eq!(
        decision.steps,
        [
            asked,
            QuorumStep::Missed {
                took_part: 149,
                missing: 1
            }
        ]
    );
    assert!(decide_quorum(half, 150, 300, 40).met);

    let active = QuorumRule {
        numerator: 2,
        denominator: 3,
        base: QuorumBase::RecentlyActive,
    };
    let decision = decide_quorum(active, 27, 300, 40);
    assert_eq!((decision.met, decision.needed), (true, 27), "26.67 voters are 27");
    assert!(matches!(
        decision.steps[0],
        QuorumStep::Needed { rounded_up: true, .. }
    ));
    assert_eq!(decide_quorum(active, 26, 300, 40).missing, 1);

    assert!(!decide_quorum(half, 0, 0, 0).met, "nobody of nobody");
    assert_eq!(decide_quorum(half, 0, 0, 0).missing, 1);
    assert!(
        decide_quorum(QuorumRule { numerator: 0, ..half }, 0, 300, 0).met,
        "no quorum asked"
    );
    let never = decide_quorum(
        QuorumRule {
            denominator: 0,
            ..half
        },
        300,
        300,
        0,
    );
    assert_eq!((never.met, never.missing), (false, u64::MAX - 300));
}

/// Nothing panics where there is nothing, or where numbers are at their end.
#[test]
fn empty_and_hostile_rankings_have_an_end() {
    let any = Limits {
        min: 0,
        max: usize::MAX,
    };
    for options in [0, 1, 2] {
        let empty = Rankings::new(options, any);
        for ties in [TieRule::EarlierListed, TieRule::NoneDecides] {
            assert!(instant_runoff(&empty, &ties).chosen.is_empty());
            assert!(schulze(empty.pairwise(), &ties).chosen.is_empty());
            for seats in [0, 1, usize::MAX] {
                assert!(scottish_stv(&empty, seats, &ties).elected.is_empty());
                assert!(meek(&empty, seats, &ties).elected.is_empty());
            }
        }
    }
    let mut one = Rankings::new(1, any);
    one.add(&[0]);
    for seats in [1, usize::MAX] {
        assert_eq!(scottish_stv(&one, seats, &TieRule::NoneDecides).elected, [0]);
        assert_eq!(meek(&one, seats, &TieRule::NoneDecides).elected, [0]);
    }
    assert!(scottish_stv(&one, 0, &TieRule::NoneDecides).elected.is_empty());
    assert!(meek(&one, 0, &TieRule::NoneDecides).elected.is_empty());
    for unranked in [Unranked::Nothing, Unranked::ShareTheRest, Unranked::Modified] {
        assert_eq!(borda(&one, unranked, &TieRule::NoneDecides).result.chosen, [0]);
    }

    let mut heavy = Rankings::new(3, any);
    assert_eq!(
        heavy.add_weighted(&[0, 1], count::MAX_WEIGHT - 2),
        count::Reading::Valid
    );
    assert_eq!(heavy.add_weighted(&[1, 0], 2), count::Reading::Valid);
    for weight in [1, u64::MAX] {
        assert_eq!(
            heavy.add_weighted(&[1], weight),
            count::Reading::Invalid(count::Flaw::TooHeavy)
        );
    }
    assert_eq!(
        heavy.add(&[0, 0, 0, 0]),
        count::Reading::Invalid(count::Flaw::Repeated)
    );
    assert_eq!(
        heavy.add(&[usize::MAX]),
        count::Reading::Invalid(count::Flaw::UnknownOption)
    );
    assert_eq!(instant_runoff(&heavy, &TieRule::NoneDecides).chosen, [0]);
    assert_eq!(schulze(heavy.pairwise(), &TieRule::NoneDecides).chosen, [0]);
    assert_eq!(scottish_stv(&heavy, 2, &TieRule::NoneDecides).elected, [0, 1]);
    assert_eq!(meek(&heavy, 2, &TieRule::NoneDecides).elected, [0, 1]);
    assert_eq!(count::dowdall(&heavy, &TieRule::NoneDecides).result.chosen, [0]);
    let wide: Vec<usize> = (0..60).collect();
    let mut many = Rankings::new(60, any);
    many.add_weighted(&wide, count::MAX_WEIGHT);
    let outcome = count::dowdall(&many, &TieRule::NoneDecides);
    assert_eq!(
        (&outcome.result.chosen[..], outcome.result.points[40]),
        (&[0][..], 0),
        "places after the 40th"
    );
}
