//! Phragmén's rule, one project after the other.

use num_bigint::BigInt;

use super::exact::Paid;
use super::{BudgetTies, Profile, Ratio};

/// Outcome of [`phragmen`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhragmenOutcome {
    /// Projects in the order in which they were bought.
    pub chosen: Vec<usize>,
    pub spent: u64,
    /// `spent + left` is the budget.
    pub left: u64,
    pub steps: Vec<PhragmenStep>,
}

/// One step of the explanation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PhragmenStep {
    /// At `time` its supporters had brought up its cost.
    Bought {
        project: usize,
        cost: u64,
        supporters: u64,
        time: Ratio,
        /// Projects that were ready at the same time, this one too; empty where it was the only one.
        tied: Vec<usize>,
    },
    /// At `time` the supporters of these could have bought one, but it costs `missing` more than is left. The rule
    /// stops.
    Stopped {
        ready: Vec<usize>,
        project: usize,
        missing: u64,
        time: Ratio,
    },
    /// It costs more than the whole budget or nobody supports it, and was never looked at.
    LeftOut {
        project: usize,
        cost: u64,
        supporters: u64,
    },
}

/// Counts by Phragmén's sequential rule. Every voter earns one unit of money in one unit of time. As soon as the
/// supporters of a project together have its cost, they buy it and their money is gone. The rule stops when a project
/// is due that costs more than is left.
///
/// Source: Los, Christoff, Grossi, *Proportional Budget Allocations: Towards a Systematization*, IJCAI 2022, section 4;
/// Brill, Forster, Lackner, Maly, Peters, *Proportionality in Approval-Based Participatory Budgeting*, AAAI 2023. A
/// project that costs more than the whole budget, or that nobody supports, takes no part.
pub fn phragmen(profile: &Profile, costs: &[u64], budget: u64, ties: &BudgetTies) -> PhragmenOutcome {
    let projects = profile.projects().min(costs.len());
    let votes = profile.votes();
    let places = ties.places(&costs[..projects], &votes[..projects]);
    let takes_part = |project: &usize| votes[*project] > 0 && costs[*project] <= budget;
    let mut open: Vec<usize> = (0..projects).filter(takes_part).collect();
    let mut outcome = PhragmenOutcome {
        chosen: vec![],
        spent: 0,
        left: budget,
        steps: vec![],
    };
    let mut times = Times::default();
    // The last purchase that each distinct ballot's voters took part in.
    let mut spent_at: Vec<Option<usize>> = vec![None; profile.distinct()];
    let mut supporters: Vec<Vec<usize>> = vec![vec![]; projects];
    for (at, (ballot, _)) in profile.ballots().enumerate() {
        for (project, _) in ballot.iter().filter(|(_, points)| *points > 0) {
            if let Some(of) = supporters.get_mut(*project as usize) {
                of.push(at);
            }
        }
    }
    while !open.is_empty() {
        // When each project is due: (cost + what its supporters have spent) / supporters, over a common denominator.
        let due: Vec<BigInt> = open
            .iter()
            .map(|project| times.due(costs[*project], &supporters[*project], &spent_at, profile))
            .collect();
        let earlier = |a: usize, b: usize| (&due[a] * votes[open[b]]).cmp(&(&due[b] * votes[open[a]]));
        let Some(first) = (0..open.len()).min_by(|a, b| earlier(*a, *b)) else {
            break;
        };
        let mut ready: Vec<usize> = (0..open.len())
            .filter(|at| earlier(*at, first).is_eq())
            .map(|at| open[at])
            .collect();
        ready.sort_by_key(|project| places[*project]);
        let time = Ratio::of(&due[first], &(&times.denominator * votes[open[first]]));
        if let Some(&dear) = ready.iter().find(|project| costs[**project] > outcome.left) {
            outcome.steps.push(PhragmenStep::Stopped {
                project: dear,
                missing: costs[dear] - outcome.left,
                ready,
                time,
            });
            break;
        }
        let chosen = ready[0];
        let purchase = times.push(&due[first], votes[open[first]]);
        for &ballot in &supporters[chosen] {
            spent_at[ballot] = Some(purchase);
        }
        open.retain(|project| *project != chosen);
        outcome.chosen.push(chosen);
        outcome.spent += costs[chosen];
        outcome.left -= costs[chosen];
        ready.sort_unstable();
        outcome.steps.push(PhragmenStep::Bought {
            project: chosen,
            cost: costs[chosen],
            supporters: votes[chosen],
            time,
            tied: if ready.len() > 1 { ready } else { vec![] },
        });
    }
    for project in (0..projects).filter(|project| !takes_part(project)) {
        outcome.steps.push(PhragmenStep::LeftOut {
            project,
            cost: costs[project],
            supporters: votes[project],
        });
    }
    outcome
}

/// The times of purchases as exact fractions: numerator k over the product of the first k divisors.
struct Times {
    numerators: Vec<BigInt>,
    divisors: Vec<u64>,
    denominator: BigInt,
}

impl Default for Times {
    fn default() -> Self {
        Self {
            numerators: vec![],
            divisors: vec![],
            denominator: BigInt::from(1u8),
        }
    }
}

impl Times {
    /// Numerator, over the denominator times its supporters, of the time at which a project is due.
    fn due(&self, cost: u64, supporters: &[usize], spent_at: &[Option<usize>], profile: &Profile) -> BigInt {
        let mut paid = Paid::default();
        paid.clear(self.numerators.len());
        for &ballot in supporters {
            if let Some(purchase) = spent_at[ballot] {
                paid.times[purchase] += u128::from(profile.weight(ballot));
            }
        }
        let mut sum = BigInt::ZERO;
        for ((numerator, divisor), times) in self.numerators.iter().zip(&self.divisors).zip(&paid.times) {
            sum *= *divisor;
            sum += numerator * *times;
        }
        sum + &self.denominator * cost
    }

    fn push(&mut self, numerator: &BigInt, divisor: u64) -> usize {
        self.numerators.push(numerator.clone());
        self.divisors.push(divisor);
        self.denominator *= divisor;
        self.numerators.len() - 1
    }
}
