//! One run of the Method of Equal Shares with a given share for every voter.
//!
//! # How it is exact and fast
//!
//! Money is kept twice. *Roughly*: what each group of equal ballots has left, as a whole number of 2^-`bits` units,
//! never further than `error` of them from the truth. *Exactly*: the few prices that were paid ([`Prices`]), from which
//! the exact money of any set of voters follows.
//!
//! Rough numbers only ever rule out: a price is enclosed between two bounds that are proven ([`Run::enclose`]), and a
//! project whose lower bound is above another one's upper bound cannot be the cheapest. Whatever is left, and every
//! price that is paid, is decided on exact fractions.
//!
//! Prices only rise while money is spent, so an old lower bound stays one: projects wait in a queue by their bounds,
//! and most are never looked at again until their turn comes.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use num_bigint::BigInt;

use super::Ratio;
use super::exact::{Paid, Prices};
use super::market::Market;
use super::rough::{Paying, by_utility, divided_up, level, scaled, scaled_whole, small, whole};

/// All money together stays below 2^61, so that no sum of it and no error on top of it overflows.
const PRECISION: i32 = 61;

/// Rough money of a group that has none left.
const EMPTY: i64 = i64::MIN;

/// A purchase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Purchase {
    pub project: usize,
    /// What one voter pays in full for each multiplier.
    pub price: Ratio,
    /// Voters who paid in full, and voters who gave all they had left because it was less.
    pub full: u64,
    pub rest: u64,
    /// Projects that were just as cheap, this one too, in the order of the list; empty where it was the only one.
    pub tied: Vec<usize>,
    /// The next cheapest, where one was affordable at this moment.
    pub next: Option<(usize, Ratio)>,
}

/// Runs the method. `start / denominator` is every voter's share. With `explain` every purchase names the next
/// cheapest project, which takes a little longer.
pub(super) fn run<'m>(market: &'m Market<'m>, start: u128, denominator: u64, explain: bool) -> Run<'m> {
    run_with(market, start, denominator, explain, PRECISION)
}

/// Runs the method with rough numbers of so many bits, which changes how much they can rule out and nothing else.
fn run_with<'m>(
    market: &'m Market<'m>,
    start: u128,
    denominator: u64,
    explain: bool,
    precision: i32,
) -> Run<'m> {
    let mut run = Run::new(market, start, denominator, precision);
    run.take_what_costs_nothing();
    while let Some(purchase) = run.cheapest(explain) {
        run.purchases.push(purchase);
    }
    run
}

/// A project waiting for its turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Waiting {
    /// Its price is not lower.
    low: i64,
    /// Prices are compared per utility: price / scale.
    scale: u64,
    project: usize,
}

impl Ord for Waiting {
    fn cmp(&self, other: &Self) -> Ordering {
        by_utility(self.low, self.scale, other.low, other.scale).then(self.project.cmp(&other.project))
    }
}

impl PartialOrd for Waiting {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// What is known of a project's price.
#[derive(Debug, Clone, Copy)]
struct Enclosed {
    project: usize,
    scale: u64,
    low: i64,
    /// None where it may well be that its supporters cannot pay for it.
    high: Option<i64>,
}

/// An exact price, before it is paid.
struct Exact {
    project: usize,
    /// Over the common denominator times `divisor`.
    numerator: BigInt,
    divisor: u128,
    /// Indexes into the supporters who pay in full.
    full: Vec<u32>,
    rest: Vec<u32>,
}

pub(super) struct Run<'m> {
    market: &'m Market<'m>,
    /// Rough money of each distinct ballot's voters.
    rough: Vec<i64>,
    error: i64,
    /// Money is multiplied by 2^`bits`; divided where this is negative.
    bits: i32,
    prices: Prices,
    /// Which price each project was bought at.
    bought: Vec<Option<usize>>,
    queue: BinaryHeap<Reverse<Waiting>>,
    pub purchases: Vec<Purchase>,
    /// Kept for their memory.
    paying: Vec<Paying>,
    paid: Paid,
}

impl<'m> Run<'m> {
    fn new(market: &'m Market<'m>, start: u128, denominator: u64, precision: i32) -> Self {
        let prices = Prices::new(start, denominator);
        // All money together stays below 2^precision.
        let all: BigInt = BigInt::from(start) * market.profile.voters() / denominator.max(1) + 1;
        let bits = precision - i32::try_from(all.bits()).unwrap_or(i32::MAX);
        let share = scaled(&BigInt::from(start), &BigInt::from(denominator.max(1)), bits);
        let mut run = Self {
            market,
            rough: vec![share; market.profile.distinct()],
            // The share was rounded down.
            error: 1,
            bits,
            prices,
            bought: vec![None; market.costs.len()],
            queue: BinaryHeap::with_capacity(market.costs.len()),
            purchases: vec![],
            paying: vec![],
            paid: Paid::default(),
        };
        for project in 0..market.costs.len() {
            if market.costs[project] == 0 || market.support[project] == 0 {
                continue;
            }
            let low = run.lowest(project);
            run.wait(project, low);
        }
        run
    }

    fn wait(&mut self, project: usize, low: i64) {
        self.queue.push(Reverse(Waiting {
            low,
            scale: self.market.scale(project),
            project,
        }));
    }

    /// Their price is 0, which no other can undercut.
    fn take_what_costs_nothing(&mut self) {
        let market = self.market;
        let mut free: Vec<usize> = (0..market.costs.len())
            .filter(|project| market.costs[*project] == 0 && market.votes[*project] > 0)
            .collect();
        free.sort_by_key(|project| market.places[*project]);
        for project in free {
            self.bought[project] = Some(self.prices.len());
            self.prices.push(BigInt::ZERO, 1);
            self.purchases.push(Purchase {
                project,
                price: Ratio::new(0u8, 1u8),
                full: market.votes[project],
                rest: 0,
                tied: vec![],
                next: None,
            });
        }
    }

    /// Buys the project with the lowest price per utility that its supporters can pay.
    fn cheapest(&mut self, explain: bool) -> Option<Purchase> {
        let mut looked_at: Vec<Enclosed> = Vec::new();
        // With the explanation the second cheapest must be known, too.
        let wanted = if explain { 2 } else { 1 };
        while let Some(Reverse(waiting)) = self.queue.peek().copied() {
            let above = |known: &&Enclosed| {
                known
                    .high
                    .is_some_and(|high| by_utility(waiting.low, waiting.scale, high, known.scale).is_gt())
            };
            if looked_at.iter().filter(above).count() >= wanted {
                break;
            }
            self.queue.pop();
            looked_at.extend(self.enclose(waiting.project));
        }
        let mut exact = self.contenders(&mut looked_at);
        let first = exact.iter().min_by(|a, b| self.compare(a, b))?;
        let mut tied: Vec<usize> = exact
            .iter()
            .filter(|other| self.compare(first, other).is_eq())
            .map(|other| other.project)
            .collect();
        tied.sort_unstable();
        let chosen = tied
            .iter()
            .copied()
            .min_by_key(|project| self.market.places[*project])?;
        if tied.len() == 1 {
            tied.clear();
        }
        let at = exact.iter().position(|price| price.project == chosen)?;
        let winner = exact.swap_remove(at);
        let next = if explain {
            self.next(&exact, &looked_at, chosen)
        } else {
            None
        };
        for other in &looked_at {
            if other.project != chosen {
                self.wait(other.project, other.low);
            }
        }
        Some(self.buy(winner, tied, next))
    }

    /// Exact prices of all that can be the cheapest. What cannot be paid for is taken out of `looked_at`.
    fn contenders(&mut self, looked_at: &mut Vec<Enclosed>) -> Vec<Exact> {
        let mut exact = Vec::new();
        let mut gone = Vec::new();
        for candidate in looked_at.iter() {
            let beaten = looked_at.iter().any(|other| {
                other
                    .high
                    .is_some_and(|high| by_utility(candidate.low, candidate.scale, high, other.scale).is_gt())
            });
            if beaten {
                continue;
            }
            match self.exact(candidate) {
                Some(price) => exact.push(price),
                None => gone.push(candidate.project),
            }
        }
        looked_at.retain(|candidate| !gone.contains(&candidate.project));
        exact
    }

    /// The next cheapest after `chosen`, of those that were just as near and those that were looked at.
    fn next(&mut self, near: &[Exact], looked_at: &[Enclosed], chosen: usize) -> Option<(usize, Ratio)> {
        let rest: Vec<Enclosed> = looked_at
            .iter()
            .filter(|other| other.project != chosen)
            .copied()
            .collect();
        let mut best: Option<Exact> = None;
        for candidate in &rest {
            let beaten = rest.iter().any(|other| {
                other
                    .high
                    .is_some_and(|high| by_utility(candidate.low, candidate.scale, high, other.scale).is_gt())
            });
            let known = near.iter().any(|price| price.project == candidate.project);
            if beaten && !known {
                continue;
            }
            let Some(price) = self.exact(candidate) else {
                continue;
            };
            let better = best.as_ref().is_none_or(|best| {
                let place = |project: usize| self.market.places[project];
                self.compare(&price, best)
                    .then(place(price.project).cmp(&place(best.project)))
                    .is_lt()
            });
            if better {
                best = Some(price);
            }
        }
        best.map(|price| (price.project, self.ratio(&price)))
    }

    /// Encloses the price of a project between proven bounds; none where its supporters surely cannot pay.
    ///
    /// With G(q) = Σ voters · min(money, q · multiplier), rising and concave in q, the price solves G(q) = cost. Rough
    /// money makes another function of the same kind that is nowhere further than E = voters · error from G. So the
    /// rough price for cost - E and the one for cost + E enclose the true one; the former is at least the rough price
    /// minus E / slope, because to the left of it the slope is no smaller.
    fn enclose(&mut self, project: usize) -> Option<Enclosed> {
        let cost = scaled_whole(self.market.costs[project], self.bits);
        let mut paying = std::mem::take(&mut self.paying);
        paying.clear();
        let (mut money, mut voters, mut slope) = (0i64, 0i64, 0i128);
        for &(ballot, multiplier) in self.market.supporters(project) {
            let left = self.rough[ballot as usize];
            if left == EMPTY {
                continue;
            }
            let weight = whole(self.market.profile.weight(ballot as usize));
            money += weight * left;
            voters += weight;
            slope += i128::from(weight) * i128::from(multiplier);
            paying.push(Paying {
                money: left,
                voters: weight,
                multiplier: i64::from(multiplier),
            });
        }
        // The cost itself is off by less than one where money is divided.
        let error = voters.saturating_mul(self.error).saturating_add(1);
        let enclosed = (cost <= money.saturating_add(error)).then(|| {
            let mut rest = 0i64;
            let rough = level(&mut paying, cost, &mut rest, &mut slope, i128::div_euclid);
            let margin = |slope: i128| i128::from(error).div_euclid(slope.max(1)) + 1;
            let low = rough.map_or(0, |rough| small(i128::from(rough) - margin(slope)).max(0));
            let high = level(
                &mut paying,
                cost.saturating_add(error),
                &mut rest,
                &mut slope,
                divided_up,
            );
            Enclosed {
                project,
                scale: self.market.scale(project),
                low: if rough.is_none() {
                    self.lowest(project)
                } else {
                    low
                },
                high,
            }
        });
        self.paying = paying;
        enclosed
    }

    /// The price if all supporters pay in full: a lower bound whatever happened.
    fn lowest(&self, project: usize) -> i64 {
        scaled(
            &self.market.costs[project].into(),
            &self.market.support[project].into(),
            self.bits,
        )
    }

    /// The exact price, by the poor/rich method: whoever has less than the price gives all, and the others' price
    /// rises, until nobody else has less. None where the supporters cannot pay.
    fn exact(&mut self, rough: &Enclosed) -> Option<Exact> {
        let project = rough.project;
        let supporters = self.market.supporters(project);
        let mut rest = Vec::new();
        let mut full = Vec::with_capacity(supporters.len());
        let mut unclear = Vec::new();
        let mut divisor = 0u128;
        let mut paid = std::mem::take(&mut self.paid);
        paid.clear(self.prices.len());
        for (at, &(ballot, multiplier)) in (0u32..).zip(supporters) {
            let left = self.rough[ballot as usize];
            if left == EMPTY {
                continue;
            }
            let share = |price: i64| i128::from(price) * i128::from(multiplier);
            if i128::from(left) + i128::from(self.error) < share(rough.low) {
                self.add_paid(&mut paid, ballot);
                rest.push(at);
                continue;
            }
            divisor += u128::from(self.market.profile.weight(ballot as usize)) * u128::from(multiplier);
            match rough.high {
                Some(high) if i128::from(left) - i128::from(self.error) >= share(high) => full.push(at),
                _ => unclear.push(at),
            }
        }
        let cost = BigInt::from(self.market.costs[project]) * self.prices.denominator();
        let mut single = Paid::default();
        let numerator = loop {
            if divisor == 0 {
                self.paid = paid;
                return None;
            }
            let numerator = &cost - self.prices.left(&paid);
            let before = rest.len();
            unclear.retain(|at| {
                let (ballot, multiplier) = supporters[*at as usize];
                single.clear(self.prices.len());
                self.add_paid_once(&mut single, ballot);
                let poor = self.prices.left(&single) * divisor < &numerator * multiplier;
                if poor {
                    rest.push(*at);
                }
                !poor
            });
            if rest.len() == before {
                break numerator;
            }
            for at in &rest[before..] {
                let (ballot, multiplier) = supporters[*at as usize];
                self.add_paid(&mut paid, ballot);
                divisor -= u128::from(self.market.profile.weight(ballot as usize)) * u128::from(multiplier);
            }
        };
        self.paid = paid;
        full.append(&mut unclear);
        Some(Exact {
            project,
            numerator,
            divisor,
            full,
            rest,
        })
    }

    /// Adds what all voters of a distinct ballot have left. They are not empty, so they paid every purchase in full.
    fn add_paid(&self, paid: &mut Paid, ballot: u32) {
        self.add_paid_by(
            paid,
            ballot,
            u128::from(self.market.profile.weight(ballot as usize)),
        );
    }

    fn add_paid_once(&self, paid: &mut Paid, ballot: u32) {
        self.add_paid_by(paid, ballot, 1);
    }

    fn add_paid_by(&self, paid: &mut Paid, ballot: u32, voters: u128) {
        paid.shares += voters;
        if self.prices.len() == 0 {
            return;
        }
        for &(project, points) in self.market.profile.ballot(ballot as usize) {
            if let Some(Some(purchase)) = self.bought.get(project as usize) {
                paid.times[*purchase] += voters * u128::from(self.market.multiplier(points));
            }
        }
    }

    /// Compares exact prices per utility. All share the common denominator.
    fn compare(&self, a: &Exact, b: &Exact) -> Ordering {
        let scale = |price: &Exact| BigInt::from(self.market.scale(price.project));
        let left = &a.numerator * b.divisor * scale(b);
        let right = &b.numerator * a.divisor * scale(a);
        left.cmp(&right)
    }

    fn ratio(&self, price: &Exact) -> Ratio {
        Ratio::of(&price.numerator, &(self.prices.denominator() * price.divisor))
    }

    fn buy(&mut self, winner: Exact, tied: Vec<usize>, next: Option<(usize, Ratio)>) -> Purchase {
        let price = self.ratio(&winner);
        let supporters = self.market.supporters(winner.project);
        let voters = |who: &[u32]| {
            who.iter()
                .map(|at| self.market.profile.weight(supporters[*at as usize].0 as usize))
                .sum()
        };
        let (full, rest) = (voters(&winner.full), voters(&winner.rest));
        self.bought[winner.project] = Some(self.prices.len());
        self.prices.push(winner.numerator, winner.divisor);
        let rough = scaled(
            &BigInt::from(price.numerator().clone()),
            &BigInt::from(price.denominator().clone()),
            self.bits,
        );
        let mut most = 0;
        for at in winner.full {
            let (ballot, multiplier) = supporters[at as usize];
            let left = &mut self.rough[ballot as usize];
            // They can pay it, so what is below 0 is rounding only.
            *left = small(i128::from(*left) - i128::from(rough) * i128::from(multiplier)).max(0);
            most = most.max(i64::from(multiplier));
        }
        for at in winner.rest {
            self.rough[supporters[at as usize].0 as usize] = EMPTY;
        }
        // The price was rounded down, once for each multiplier.
        self.error = self.error.saturating_add(most);
        Purchase {
            project: winner.project,
            price,
            full,
            rest,
            tied,
            next,
        }
    }

    /// What the supporters of a project have left together.
    pub(super) fn left_with_supporters(&self, project: usize) -> Ratio {
        let mut paid = Paid::default();
        paid.clear(self.prices.len());
        for &(ballot, _) in self.market.supporters(project) {
            if self.rough[ballot as usize] != EMPTY {
                self.add_paid(&mut paid, ballot);
            }
        }
        Ratio::of(&self.prices.left(&paid), self.prices.denominator())
    }

    pub(super) fn cost(&self) -> u128 {
        let costs = self
            .purchases
            .iter()
            .map(|purchase| self.market.costs[purchase.project]);
        costs.map(u128::from).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{BudgetTies, Profile, Utility};
    use proptest::prelude::*;

    proptest! {
        /// With rough numbers of a few bits almost nothing can be ruled out and most bounds are far off. If the bounds
        /// were not proven, some election among these would come out differently.
        #[test]
        fn rough_numbers_decide_nothing(
            costs in proptest::collection::vec(1u64..60, 5), start in 1u128..90, denominator in 1u64..5,
            ballots in proptest::collection::vec(proptest::collection::vec((0usize..5, 0u32..4), 1..5), 1..16),
            utility in prop_oneof![Just(Utility::Cost), Just(Utility::Projects), Just(Utility::Points)],
        ) {
            let mut profile = Profile::new(costs.len());
            ballots.iter().for_each(|ballot| profile.add(ballot.iter().copied()));
            let market = Market::new(&profile, &costs, utility, &BudgetTies::earlier_listed());
            let fine = run(&market, start, denominator, true);
            for precision in [2, 5, 9, 14] {
                let coarse = run_with(&market, start, denominator, true, precision);
                prop_assert_eq!(&fine.purchases, &coarse.purchases);
            }
        }
    }
}
