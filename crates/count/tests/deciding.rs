//! Single choice, approval and budgets by hand, with the steps that explain them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // A test may fail loudly.

use count::{
    BudgetFate, BudgetProject, Flaws, Limits, PluralityStep, Tally, TieRule, decide_plurality, greedy,
    tally_approval, tally_single,
};

fn counted(counts: &[u64]) -> Tally {
    Tally {
        counts: counts.to_vec(),
        ballots: counts.iter().sum(),
        ..Tally::new(0)
    }
}

#[test]
fn invalid_and_blank_ballots_are_counted_and_named() {
    let ballots: [&[usize]; 8] = [&[0], &[1], &[1], &[], &[2], &[0, 0], &[0, 1], &[0, usize::MAX]];
    let single = tally_single(2, ballots);
    assert_eq!(
        (
            single.counts.as_slice(),
            single.blank,
            single.invalid,
            single.ballots
        ),
        (&[1, 2][..], 1, 4, 8)
    );
    assert_eq!(
        single.flaws,
        Flaws {
            unknown_option: 2,
            repeated: 1,
            too_few: 0,
            too_many: 1
        }
    );
    assert_eq!(single.valid(), 3);

    let ballots: [&[usize]; 5] = [&[0, 1], &[2, 0, 1], &[3], &[], &[0, 1, 2, 3]];
    let approval = tally_approval(4, Limits { min: 2, max: 3 }, ballots);
    assert_eq!(approval.counts, [2, 2, 1, 0]);
    assert_eq!(
        approval.flaws,
        Flaws {
            too_few: 1,
            too_many: 1,
            ..Flaws::default()
        }
    );
    assert_eq!((approval.blank, approval.invalid, approval.ballots), (1, 2, 5));
}

#[test]
fn most_votes_win_and_the_margin_is_told() {
    let decision = decide_plurality(&counted(&[3, 9, 7]), &TieRule::NoneDecides);
    assert_eq!(decision.chosen, [1]);
    assert!(decision.tied.is_empty() && !decision.tie_broken);
    assert_eq!(
        decision.steps,
        [PluralityStep::Most {
            votes: 9,
            options: vec![1],
            next_best: Some(7)
        }]
    );
}

#[test]
fn ties_end_as_the_rule_says() {
    let tally = counted(&[1, 4, 4, 0, 4]);
    let listed = decide_plurality(&tally, &TieRule::EarlierListed);
    assert_eq!(
        (listed.chosen, listed.tied, listed.tie_broken),
        (vec![1], vec![1, 2, 4], true)
    );
    let open = decide_plurality(&tally, &TieRule::NoneDecides);
    assert_eq!(
        (open.chosen, open.tied, open.tie_broken),
        (vec![], vec![1, 2, 4], false)
    );
    assert_eq!(open.steps.last(), Some(&PluralityStep::Undecided));
}

#[test]
fn a_lot_can_be_drawn_again_with_sha256sum() {
    // for n in 2 3 5; do printf 'linli:%s' $n | sha256sum; done
    let decision = decide_plurality(&counted(&[1, 4, 4, 0, 4]), &TieRule::Lot { seed: "linli".into() });
    let Some(PluralityStep::LotDrawn { draws, chosen, seed }) = decision.steps.last() else {
        panic!("a lot is drawn")
    };
    assert_eq!(seed, "linli");
    let drawn: Vec<_> = draws
        .iter()
        .map(|draw| (draw.option, draw.hash[0], draw.hash[1]))
        .collect();
    assert_eq!(drawn, LOT);
    assert_eq!(decision.chosen, [*chosen]);
    assert_eq!(*chosen, LOT[0].0);
    assert!(decision.tie_broken);
}

/// Option and the first two bytes of what the command above prints for its place.
const LOT: [(usize, u8, u8); 3] = [(1, 0x66, 0xb5), (4, 0x94, 0x60), (2, 0xae, 0x1d)];

#[test]
fn every_tied_option_can_win_the_lot() {
    let mut won = [0; 3];
    for poll in 0..300 {
        let seed = format!("poll {poll}");
        won[decide_plurality(&counted(&[2, 2, 2]), &TieRule::Lot { seed }).chosen[0]] += 1;
    }
    assert!(won.iter().all(|times| (60..140).contains(times)), "{won:?}");
}

#[test]
fn nobody_chose_anything() {
    for tally in [
        counted(&[0, 0]),
        tally_single::<&[usize]>(2, [&[][..], &[7]]),
        Tally::new(0),
    ] {
        let decision = decide_plurality(&tally, &TieRule::EarlierListed);
        assert_eq!(decision.steps, [PluralityStep::NobodyChose]);
        assert!(decision.chosen.is_empty() && decision.tied.is_empty());
    }
}

#[test]
fn greedy_skips_what_does_not_fit_and_says_why() {
    let project = |cost, score| BudgetProject { cost, score };
    let projects = [
        project(30, 5),
        project(60, 9),
        project(50, 7),
        project(10, 5),
        project(1, 0),
    ];
    let outcome = greedy(&projects, 100);
    assert_eq!(
        (outcome.chosen.as_slice(), outcome.spent, outcome.left),
        (&[1, 0, 3][..], 100, 0)
    );
    let told: Vec<_> = outcome
        .steps
        .iter()
        .map(|step| (step.project, step.left_before, step.tied, step.fate))
        .collect();
    let expected = [
        (1, 100, false, BudgetFate::Taken),
        (2, 40, false, BudgetFate::TooDear { missing: 10 }),
        (0, 40, true, BudgetFate::Taken),
        (3, 10, true, BudgetFate::Taken),
        (4, 0, false, BudgetFate::NoVotes),
    ];
    assert_eq!(told, expected);
}

#[test]
fn greedy_takes_the_earlier_listed_of_equal_scores() {
    let twins = [BudgetProject { cost: 60, score: 5 }; 2];
    assert_eq!(greedy(&twins, 100).chosen, [0]);
    assert!(greedy(&[], 100).chosen.is_empty());
    let huge = [BudgetProject {
        cost: u64::MAX,
        score: i64::MAX,
    }; 3];
    assert_eq!(greedy(&huge, u64::MAX).spent, u64::MAX);
}
