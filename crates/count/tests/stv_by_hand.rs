//! Single transferable vote by hand: surpluses, values of five decimals, ties, last seats, Meek's keep factors.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // A test may fail loudly.

use count::{Limits, Rankings, StvAction, TieBy, TieRule, meek, scottish_stv};

fn rankings(options: usize, ballots: &[(&[usize], u64)]) -> Rankings {
    let limits = Limits {
        min: 1,
        max: usize::MAX,
    };
    let mut rankings = Rankings::new(options, limits);
    for (ballot, times) in ballots {
        rankings.add_weighted(ballot, *times);
    }
    rankings
}

/// 20 voters, 2 seats, so a quota of 7 (rule 46). A has 12; its 5 above the quota move on at 5 ÷ 12 = 0.41666 a ballot,
/// and 12 × 0.41666 is 4.99992: 0.00008 votes are lost (rule 48(3)).
#[test]
fn a_surplus_moves_at_five_decimals() {
    let cast = rankings(3, &[(&[0, 1], 7), (&[0, 2], 4), (&[0], 1), (&[1], 3), (&[2], 5)]);
    let outcome = scottish_stv(&cast, 2, &TieRule::NoneDecides);
    assert_eq!(outcome.unit, 100_000);
    let [first, surplus, out, last] = &outcome.stages[..] else {
        panic!("{:#?}", outcome.stages)
    };
    assert_eq!(
        (&first.action, first.quota, &first.votes[..]),
        (
            &StvAction::FirstPreferences,
            700_000,
            &[1_200_000, 300_000, 500_000][..]
        )
    );
    assert_eq!(first.elected, [0]);
    assert_eq!(
        surplus.action,
        StvAction::Surplus {
            from: 0,
            surplus: 500_000,
            tie: None
        }
    );
    assert_eq!(
        surplus.votes,
        [700_000, 300_000 + 7 * 41_666, 500_000 + 4 * 41_666]
    );
    assert_eq!((surplus.exhausted, surplus.lost), (41_666, 8));
    assert_eq!(out.action, StvAction::Eliminated { option: 1, tie: None });
    // B's ballots name nobody else: C is the last for the last seat, without the quota (rule 52).
    assert!(out.elected.is_empty() && out.votes[2] < out.quota);
    assert_eq!(
        (&last.action, &last.votes, &last.elected[..]),
        (&StvAction::LastSeats, &out.votes, &[2][..])
    );
    assert_eq!(outcome.elected, [0, 2]);
}

/// Rule 49(2) and 51(2): votes at the latest earlier stage where they differ decide, without a lot.
#[test]
fn an_earlier_stage_breaks_a_tie() {
    // B 4, C 3, D 1; D's ballot makes C equal to B, and then B, which was ahead, stays.
    let cast = rankings(4, &[(&[0], 5), (&[1], 4), (&[2], 3), (&[3, 2], 1)]);
    let outcome = scottish_stv(&cast, 1, &TieRule::NoneDecides);
    let StvAction::Eliminated {
        option: 2,
        tie: Some(tie),
    } = &outcome.stages[2].action
    else {
        panic!("{:#?}", outcome.stages)
    };
    assert_eq!(
        (&tie.tied[..], &tie.by),
        (&[1, 2][..], &TieBy::EarlierStage { stage: 0 })
    );
    assert!(!outcome.tie_broken && outcome.tied.is_empty());
    assert_eq!(outcome.elected, [0]);
}

/// The latest of the earlier stages: B was ahead of C at first, then C of B, now they are equal. So B leaves.
#[test]
fn of_earlier_stages_the_latest_decides() {
    let cast = rankings(
        5,
        &[
            (&[0], 6),
            (&[1, 2], 4),
            (&[2], 3),
            (&[3, 2], 2),
            (&[4, 1], 1),
            (&[4], 2),
        ],
    );
    let outcome = scottish_stv(&cast, 1, &TieRule::NoneDecides);
    let votes: Vec<_> = outcome
        .stages
        .iter()
        .map(|stage| (stage.votes[1], stage.votes[2]))
        .collect();
    assert_eq!(
        votes[..3],
        [(400_000, 300_000), (400_000, 500_000), (500_000, 500_000)]
    );
    let StvAction::Eliminated {
        option: 1,
        tie: Some(tie),
    } = &outcome.stages[3].action
    else {
        panic!("{:#?}", outcome.stages)
    };
    assert_eq!(tie.by, TieBy::EarlierStage { stage: 1 });
    assert_eq!(outcome.elected, [2]);
}

#[test]
fn a_lot_decides_where_all_stages_are_equal() {
    let cast = rankings(3, &[(&[0], 3), (&[1, 0], 2), (&[2, 1], 2)]);
    let listed = scottish_stv(&cast, 1, &TieRule::EarlierListed);
    assert_eq!((&listed.elected[..], listed.tie_broken), (&[1][..], true));
    let open = scottish_stv(&cast, 1, &TieRule::NoneDecides);
    assert_eq!((&open.elected[..], &open.tied[..]), (&[][..], &[1, 2][..]));
    assert!(matches!(
        open.stages.last().unwrap().action,
        StvAction::Undecided(_)
    ));
    let lot = scottish_stv(&cast, 1, &TieRule::Lot { seed: "linli".into() });
    let StvAction::Eliminated {
        option,
        tie: Some(tie),
    } = &lot.stages[1].action
    else {
        panic!("{:#?}", lot.stages)
    };
    let TieBy::Lot { draws, .. } = &tie.by else {
        panic!("{tie:?}")
    };
    assert_eq!(*option, draws.last().unwrap().option, "the largest hash leaves");
}

/// As many options as seats: nobody needs a quota.
#[test]
fn last_seats_are_filled_without_the_quota() {
    let cast = rankings(3, &[(&[0], 9), (&[1], 1)]);
    for outcome in [
        scottish_stv(&cast, 3, &TieRule::NoneDecides),
        meek(&cast, 3, &TieRule::NoneDecides),
    ] {
        assert_eq!(outcome.elected, [0, 1, 2]);
        assert_eq!(outcome.stages.last().unwrap().action, StvAction::LastSeats);
    }
    let nobody = scottish_stv(&rankings(3, &[]), 2, &TieRule::EarlierListed);
    assert_eq!(
        (nobody.elected.len(), &nobody.stages[0].action),
        (0, &StvAction::NobodyChose)
    );
}

/// Meek: 4×A>B, 1×B, 1×C for two seats. A keeps just so much of each vote that it stays at the quota.
#[test]
fn meek_keeps_what_the_quota_needs() {
    let cast = rankings(3, &[(&[0, 1], 4), (&[1], 1), (&[2], 1)]);
    let outcome = meek(&cast, 2, &TieRule::NoneDecides);
    assert_eq!((outcome.unit, &outcome.elected[..]), (1_000_000_000, &[0, 1][..]));
    let [first, surpluses] = &outcome.stages[..] else {
        panic!("{:#?}", outcome.stages)
    };
    assert_eq!(
        (&first.action, &first.elected[..], first.iterations),
        (&StvAction::FirstPreferences, &[0][..], 1)
    );
    assert_eq!(first.quota, 2_000_000_001, "votes ÷ 3, and a billionth more");
    assert_eq!(
        (&surpluses.action, &surpluses.elected[..]),
        (&StvAction::Surpluses, &[1][..])
    );
    assert_eq!(
        surpluses.keep[0], 500_000_001,
        "2.000000001 of 4 votes, rounded up"
    );
    assert_eq!(surpluses.votes, [2_000_000_004, 2_999_999_996, 1_000_000_000]);
    assert_eq!(
        surpluses.votes.iter().sum::<u128>() + surpluses.exhausted,
        6_000_000_000
    );
}

/// With one seat and no ballot that ends early the rules for several seats are an instant runoff.
#[test]
fn one_seat_is_a_runoff() {
    let cast = rankings(
        4,
        &[
            (&[0, 1, 2, 3], 5),
            (&[1, 2, 0, 3], 4),
            (&[2, 1, 0, 3], 3),
            (&[3, 2, 1, 0], 2),
        ],
    );
    let runoff = count::instant_runoff(&cast, &TieRule::NoneDecides).chosen;
    assert_eq!(runoff, [2]);
    assert_eq!(scottish_stv(&cast, 1, &TieRule::NoneDecides).elected, runoff);
    assert_eq!(meek(&cast, 1, &TieRule::NoneDecides).elected, runoff);
}
