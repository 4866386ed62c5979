//! What holds for any budget poll: names and order decide nothing, money is never overspent, every purchase meets its
//! price equation, a blank ballot changes nothing but turnout.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // A test may fail loudly.

use std::cmp::Ordering;

use count::{
    BudgetProject, BudgetTies, Completion, EqualShares, EqualSharesOutcome, GreedyOrder, GreedyRule,
    Measured, PhragmenStep, Profile, Ratio, SharesStep, Utility, WhenTooDear, equal_shares,
    equal_shares_or_greedy, greedy_by, phragmen,
};
use num_bigint::BigInt;
use proptest::prelude::*;

type Ballots = Vec<Vec<(usize, u32)>>;

#[derive(Debug, Clone)]
struct Poll {
    budget: u64,
    costs: Vec<u64>,
    ballots: Ballots,
}

impl Poll {
    fn profile(&self) -> Profile {
        let mut profile = Profile::new(self.costs.len());
        self.ballots
            .iter()
            .for_each(|ballot| profile.add(ballot.iter().copied()));
        profile
    }

    fn shares(&self, rule: &EqualShares) -> EqualSharesOutcome {
        equal_shares(&self.profile(), &self.costs, self.budget, rule)
    }

    fn projects(&self) -> Vec<BudgetProject> {
        let votes = self.profile().votes();
        let both = self.costs.iter().zip(votes);
        both.map(|(cost, votes)| BudgetProject {
            cost: *cost,
            score: votes as i64,
        })
        .collect()
    }
}

/// Small numbers for ties, and large ones that leave no room for rough arithmetic.
fn polls() -> impl Strategy<Value = Poll> {
    let sizes = (
        2usize..7,
        prop_oneof![Just(12u64), Just(1000), Just(1 << 40), Just(u64::MAX / 8)],
    );
    sizes.prop_flat_map(|(projects, dearest)| {
        let ballot = proptest::collection::vec((0..projects, 0u32..4), 0..5);
        let costs = proptest::collection::vec(0..dearest, projects);
        (costs, proptest::collection::vec(ballot, 0..14), 0..dearest * 4).prop_map(
            |(costs, ballots, budget)| Poll {
                budget,
                costs,
                ballots,
            },
        )
    })
}

/// A unit that is not small next to the costs, so that raising does not take forever.
fn small_number_of_raises(poll: &Poll) -> u64 {
    (poll.costs.iter().max().unwrap_or(&0) / 50).max(1)
}

fn utilities() -> impl Strategy<Value = Utility> {
    prop_oneof![
        Just(Utility::Cost),
        Just(Utility::Projects),
        Just(Utility::Points)
    ]
}

fn by_lot() -> BudgetTies {
    BudgetTies::lot("2d711642b726b044")
}

/// An unreduced fraction; slow and plain, to check what is fast.
#[derive(Debug, Clone)]
struct Fraction(BigInt, BigInt);

impl Fraction {
    fn whole(number: impl Into<BigInt>) -> Self {
        Self(number.into(), 1.into())
    }

    fn of(ratio: &Ratio) -> Self {
        Self(
            ratio.numerator().clone().into(),
            ratio.denominator().clone().into(),
        )
    }

    fn plus(&self, other: &Self) -> Self {
        Self(&self.0 * &other.1 + &other.0 * &self.1, &self.1 * &other.1)
    }

    fn minus(&self, other: &Self) -> Self {
        Self(&self.0 * &other.1 - &other.0 * &self.1, &self.1 * &other.1)
    }

    fn times(&self, number: u64) -> Self {
        Self(&self.0 * number, self.1.clone())
    }

    fn over(&self, number: u64) -> Self {
        Self(self.0.clone(), &self.1 * number)
    }

    fn compare(&self, other: &Self) -> Ordering {
        (&self.0 * &other.1).cmp(&(&other.0 * &self.1))
    }
}

/// Voters one by one, with exact money.
struct Voters<'a> {
    poll: &'a Poll,
    utility: Utility,
    money: Vec<Fraction>,
}

impl Voters<'_> {
    /// Multiplier of the price that a voter pays in full for a project; 0 without support.
    fn multiplier(&self, voter: usize, project: usize) -> u64 {
        let named = self.poll.ballots[voter]
            .iter()
            .find(|(named, _)| *named == project);
        match (self.utility, named) {
            (Utility::Points, Some((_, points))) => u64::from(*points),
            (_, Some((_, points))) => u64::from(*points > 0),
            (_, None) => 0,
        }
    }

    fn supporters(&self, project: usize) -> Vec<(usize, u64)> {
        let all = (0..self.money.len()).map(|voter| (voter, self.multiplier(voter, project)));
        all.filter(|(_, multiplier)| *multiplier > 0).collect()
    }

    /// What one voter pays.
    fn pays(&self, voter: usize, multiplier: u64, price: &Fraction) -> Fraction {
        let full = price.times(multiplier);
        if self.money[voter].compare(&full).is_lt() {
            self.money[voter].clone()
        } else {
            full
        }
    }

    /// The price by trying out every voter as the poorest who still pays in full.
    fn price(&self, project: usize) -> Option<Fraction> {
        let supporters = self.supporters(project);
        let mut breaks: Vec<Fraction> = supporters
            .iter()
            .map(|(voter, multiplier)| self.money[*voter].over(*multiplier))
            .collect();
        breaks.sort_by(Fraction::compare);
        let brought = |price: &Fraction| {
            let parts = supporters
                .iter()
                .map(|(voter, multiplier)| self.pays(*voter, *multiplier, price));
            parts.fold(Fraction::whole(0), |sum, part| sum.plus(&part))
        };
        let cost = Fraction::whole(self.poll.costs[project]);
        let reached = breaks
            .iter()
            .find(|price| brought(price).compare(&cost).is_ge())?;
        // Below the break at which enough is brought up, the sum is linear: those who are not yet out pay alike.
        let rest = supporters
            .iter()
            .filter(|(voter, multiplier)| self.money[*voter].over(*multiplier).compare(reached).is_lt())
            .fold(Fraction::whole(0), |sum, (voter, _)| {
                sum.plus(&self.money[*voter])
            });
        let alike = supporters
            .iter()
            .filter(|(voter, multiplier)| self.money[*voter].over(*multiplier).compare(reached).is_ge())
            .map(|(_, multiplier)| multiplier)
            .sum();
        Some(cost.minus(&rest).over(alike))
    }

    /// Price per utility, which decides.
    fn per_utility(&self, project: usize, price: &Fraction) -> Fraction {
        match self.utility {
            Utility::Cost => price.over(self.poll.costs[project]),
            _ => price.clone(),
        }
    }
}

/// Plays the steps again, voter by voter.
fn check_steps(poll: &Poll, utility: Utility, outcome: &EqualSharesOutcome) {
    let blank = |ballot: &&Vec<(usize, u32)>| !ballot.is_empty();
    let poll = &Poll {
        ballots: poll.ballots.iter().filter(blank).cloned().collect(),
        ..poll.clone()
    };
    let share = outcome.steps.iter().rev().find_map(|step| match step {
        SharesStep::Share { each, .. } | SharesStep::Raised { each, .. } => Some(Fraction::of(each)),
        _ => None,
    });
    let mut voters = Voters {
        poll,
        utility,
        money: vec![share.unwrap(); poll.ballots.len()],
    };
    let mut open: Vec<usize> = (0..poll.costs.len()).collect();
    for step in &outcome.steps {
        match step {
            SharesStep::Bought {
                project,
                cost,
                price,
                full,
                rest,
                tied,
                next,
            } => {
                assert_eq!(*cost, poll.costs[*project]);
                let price = Fraction::of(price);
                open.retain(|other| other != project);
                if *cost > 0 {
                    let here = voters.per_utility(*project, &price);
                    // It is cheapest of all, equal ones are named, and so is the one that would have been next.
                    let mut others: Vec<(Fraction, usize)> = open
                        .iter()
                        .filter(|other| poll.costs[**other] > 0)
                        .filter_map(|other| {
                            Some((voters.per_utility(*other, &voters.price(*other)?), *other))
                        })
                        .collect();
                    assert!(others.iter().all(|(price, _)| price.compare(&here).is_ge()));
                    let mut equal: Vec<usize> = others
                        .iter()
                        .filter(|(price, _)| price.compare(&here).is_eq())
                        .map(|(_, other)| *other)
                        .collect();
                    if !equal.is_empty() {
                        equal.push(*project);
                        equal.sort_unstable();
                    }
                    assert_eq!(&equal, tied);
                    others.sort_by(|a, b| a.0.compare(&b.0));
                    match (others.first(), next) {
                        (None, None) => {}
                        (Some((lowest, _)), Some((other, price))) => {
                            let price = Fraction::of(price);
                            assert!(voters.price(*other).unwrap().compare(&price).is_eq());
                            assert!(voters.per_utility(*other, &price).compare(lowest).is_eq());
                        }
                        (first, next) => panic!("{first:?} {next:?}"),
                    }
                }
                let (mut sum, mut paid_full, mut paid_rest) = (Fraction::whole(0), 0, 0);
                for (voter, multiplier) in voters.supporters(*project) {
                    let pays = voters.pays(voter, multiplier, &price);
                    if pays.compare(&price.times(multiplier)).is_eq() {
                        paid_full += 1
                    } else {
                        paid_rest += 1
                    }
                    sum = sum.plus(&pays);
                    voters.money[voter] = voters.money[voter].minus(&pays);
                    assert!(voters.money[voter].0 >= BigInt::ZERO);
                }
                // The price equation.
                assert!(sum.compare(&Fraction::whole(*cost)).is_eq());
                // Who has exactly the price pays in full and has nothing left, but only money counts from then on:
                // voters without any left are in neither number.
                assert!(*full <= paid_full && *rest <= paid_full + paid_rest);
            }
            SharesStep::NotBought {
                project,
                cost,
                supporters,
                left,
            } => {
                assert!(open.contains(project));
                let all = voters.supporters(*project);
                assert_eq!(all.len() as u64, *supporters);
                let money = all.iter().fold(Fraction::whole(0), |sum, (voter, _)| {
                    sum.plus(&voters.money[*voter])
                });
                assert!(money.compare(&Fraction::of(left)).is_eq());
                assert!(money.compare(&Fraction::whole(*cost)).is_lt() || *supporters == 0);
            }
            _ => {}
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn equal_shares_meets_its_price_equation(poll in polls(), utility in utilities()) {
        let rule = EqualShares { utility, completion: Completion::None, ties: by_lot() };
        let outcome = poll.shares(&rule);
        check_steps(&poll, utility, &outcome);
        let cost: u64 = outcome.chosen.iter().map(|project| poll.costs[*project]).sum();
        prop_assert!(cost <= poll.budget);
        prop_assert_eq!((cost, poll.budget - cost), (outcome.spent, outcome.left));
    }

    #[test]
    fn raised_shares_never_overspend(poll in polls(), utility in utilities()) {
        let unit = small_number_of_raises(&poll);
        for completion in [Completion::Add1 { unit }, Completion::Add1ThenGreedy { unit }, Completion::Greedy] {
            let outcome = poll.shares(&EqualShares { utility, completion, ties: by_lot() });
            let cost: u64 = outcome.chosen.iter().map(|project| poll.costs[*project]).sum();
            prop_assert_eq!((outcome.spent, outcome.left), (cost, poll.budget - cost));
            check_steps(&poll, utility, &outcome);
            for step in &outcome.steps {
                if let SharesStep::Raised { next_cost: Some(next), .. } = step {
                    prop_assert!(*next > u128::from(poll.budget));
                }
            }
            let mut once = outcome.chosen.clone();
            once.sort_unstable();
            once.dedup();
            prop_assert_eq!(once.len(), outcome.chosen.len());
        }
    }

    #[test]
    fn the_order_of_ballots_changes_nothing(
        (poll, shuffled) in polls().prop_flat_map(|p| (Just(p.clone()), Just(p.ballots).prop_shuffle())),
        utility in utilities(),
    ) {
        let other = Poll { ballots: shuffled, ..poll.clone() };
        let rule = EqualShares {
            utility,
            completion: Completion::Add1ThenGreedy { unit: small_number_of_raises(&poll) },
            ties: by_lot(),
        };
        prop_assert_eq!(poll.shares(&rule), other.shares(&rule));
        prop_assert_eq!(
            phragmen(&poll.profile(), &poll.costs, poll.budget, &by_lot()),
            phragmen(&other.profile(), &other.costs, other.budget, &by_lot())
        );
        prop_assert_eq!(poll.projects(), other.projects());
    }

    /// Where no tie decides: with other names the same projects win under their other names.
    #[test]
    fn the_names_of_projects_change_nothing(
        (poll, names) in polls().prop_flat_map(|p| { let n = p.costs.len(); (Just(p), Just((0..n).collect::<Vec<_>>()).prop_shuffle()) }),
        utility in utilities(),
    ) {
        let mut costs = poll.costs.clone();
        (0..costs.len()).for_each(|project| costs[names[project]] = poll.costs[project]);
        let rename = |ballot: &Vec<(usize, u32)>| ballot.iter().map(|(project, points)| (names[*project], *points)).collect();
        let other = Poll { costs, ballots: poll.ballots.iter().map(rename).collect(), budget: poll.budget };
        let rule = EqualShares { utility, completion: Completion::None, ties: BudgetTies::earlier_listed() };
        let (ours, theirs) = (poll.shares(&rule), other.shares(&rule));
        let no_tie = |outcome: &EqualSharesOutcome| outcome.steps.iter().all(|step| !matches!(step, SharesStep::Bought { tied, .. } if !tied.is_empty()));
        if no_tie(&ours) && !poll.costs.contains(&0) {
            prop_assert!(no_tie(&theirs));
            let renamed: Vec<usize> = ours.chosen.iter().map(|project| names[*project]).collect();
            prop_assert_eq!(renamed, theirs.chosen);
        }
        let ours = phragmen(&poll.profile(), &poll.costs, poll.budget, &BudgetTies::earlier_listed());
        let theirs = phragmen(&other.profile(), &other.costs, other.budget, &BudgetTies::earlier_listed());
        let no_tie = ours.steps.iter().all(|step| match step {
            PhragmenStep::Bought { tied, .. } => tied.is_empty(),
            PhragmenStep::Stopped { .. } | PhragmenStep::LeftOut { .. } => true,
        });
        if no_tie {
            let renamed: Vec<usize> = ours.chosen.iter().map(|project| names[*project]).collect();
            prop_assert_eq!(renamed, theirs.chosen);
        }
    }

    #[test]
    fn a_blank_ballot_changes_nothing_but_turnout(poll in polls(), utility in utilities()) {
        let mut with_blank = poll.clone();
        with_blank.ballots.push(vec![]);
        let (before, after) = (poll.profile(), with_blank.profile());
        prop_assert_eq!((before.voters(), before.blank() + 1), (after.voters(), after.blank()));
        let rule = EqualShares { utility, completion: Completion::Add1 { unit: small_number_of_raises(&poll) }, ties: by_lot() };
        prop_assert_eq!(poll.shares(&rule), with_blank.shares(&rule));
        prop_assert_eq!(
            equal_shares_or_greedy(&before, &poll.costs, poll.budget, &rule, Measured::Projects),
            equal_shares_or_greedy(&after, &poll.costs, poll.budget, &rule, Measured::Projects)
        );
        prop_assert_eq!(
            phragmen(&before, &poll.costs, poll.budget, &by_lot()),
            phragmen(&after, &poll.costs, poll.budget, &by_lot())
        );
        prop_assert_eq!(poll.projects(), with_blank.projects());
    }

    /// If all voters want the same and it can be paid, all of it is taken.
    #[test]
    fn unanimity(
        costs in proptest::collection::vec(1u64..1000, 1..7), wanted in proptest::collection::vec(any::<bool>(), 7),
        voters in 1usize..20, more in 0u64..100, utility in utilities(),
    ) {
        let all: Vec<usize> = (0..costs.len()).filter(|project| wanted[*project]).collect();
        prop_assume!(!all.is_empty());
        let budget = all.iter().map(|project| costs[*project]).sum::<u64>() + more;
        let ballots = vec![all.iter().map(|project| (*project, 1)).collect(); voters];
        let poll = Poll { budget, costs, ballots };
        let sorted = |mut chosen: Vec<usize>| { chosen.sort_unstable(); chosen };
        for completion in [Completion::None, Completion::Add1 { unit: 1 }, Completion::Greedy] {
            let outcome = poll.shares(&EqualShares { utility, completion, ties: by_lot() });
            prop_assert_eq!(sorted(outcome.chosen), all.clone());
        }
        let outcome = phragmen(&poll.profile(), &poll.costs, poll.budget, &by_lot());
        prop_assert_eq!(sorted(outcome.chosen), all.clone());
        for order in [GreedyOrder::Score, GreedyOrder::ScorePerCost] {
            for when_too_dear in [WhenTooDear::Skip, WhenTooDear::Stop] {
                let rule = GreedyRule { order, when_too_dear, ties: by_lot(), ..GreedyRule::default() };
                prop_assert_eq!(sorted(greedy_by(&poll.projects(), poll.budget, &rule).chosen), all.clone());
            }
        }
    }

    #[test]
    fn greedy_rules_keep_to_the_budget_and_to_their_groups(
        poll in polls(), group in proptest::collection::vec(0usize..9, 0..4), at_least in -1i64..4,
        percent in 0u8..120, by_value: bool, how in 0usize..3,
    ) {
        let when_too_dear = [WhenTooDear::Skip, WhenTooDear::Stop, WhenTooDear::StopAndTopUp { percent }][how];
        let order = if by_value { GreedyOrder::ScorePerCost } else { GreedyOrder::Score };
        let exclusive = vec![group.clone()];
        let rule = GreedyRule { order, at_least, when_too_dear, exclusive, ties: by_lot() };
        let projects = poll.projects();
        let outcome = greedy_by(&projects, poll.budget, &rule);
        prop_assert_eq!(outcome.spent + outcome.left, poll.budget);
        prop_assert_eq!(outcome.steps.len(), projects.len());
        let taken: Vec<usize> = outcome.steps.iter().filter(|step| step.fate.is_taken()).map(|step| step.project).collect();
        prop_assert_eq!(&taken, &outcome.chosen);
        prop_assert!(taken.iter().all(|project| projects[*project].score >= at_least));
        prop_assert!(taken.iter().filter(|project| group.contains(project)).count() <= 1);
    }
}

/// Two ballots and a budget of billions: the share would have to be raised ten thousand million times until the dear
/// project is bought and overspends. The count ends, with what was affordable up to there.
#[test]
fn raising_ends_where_money_and_ballots_do_not_match() {
    let poll = Poll {
        budget: 10_000_000_000,
        costs: vec![10, 9_999_999_995],
        ballots: vec![vec![(0, 1)], vec![(1, 1)]],
    };
    let rule = EqualShares {
        utility: Utility::Cost,
        completion: Completion::Add1 { unit: 1 },
        ties: BudgetTies::earlier_listed(),
    };
    let outcome = poll.shares(&rule);
    assert_eq!((outcome.chosen, outcome.spent), (vec![0], 10));
    let raised = outcome.steps.iter().find_map(|step| match step {
        SharesStep::Raised { times, next_cost, .. } => Some((*times, *next_cost)),
        _ => None,
    });
    assert!(
        raised.is_some_and(|(times, next)| times > 100_000 && next.is_none()),
        "{raised:?}"
    );
}
