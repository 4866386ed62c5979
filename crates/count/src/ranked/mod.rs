//! Ballots that rank options, best first, and the rules that need no more than that.

mod borda;
mod dowdall;
mod rule;
mod runoff;

use std::collections::BTreeMap;

pub use borda::{Unranked, borda};
pub use dowdall::{DOWDALL_PLACES, dowdall};
pub use rule::{RankedOutcome, RankedRule, count_ranked};
pub use runoff::{RunoffFate, RunoffOutcome, RunoffRound, instant_runoff};

use crate::{Limits, Pairwise, Piles, PointsOutcome, Reading, read_ranking};

/// Most options that a ranked question may have. An option beyond is unknown to every ballot, so that a board that
/// claims billions of them cannot exhaust a phone: the pairwise table grows with their square.
pub const MAX_RANKED_OPTIONS: usize = 1000;

/// The rankings of a question, equal ones together: memory is in proportion to the distinct ballots.
///
/// A ranking may be partial. Options that it leaves out stand below all that it names and equal to one another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rankings {
    options: usize,
    limits: Limits,
    groups: BTreeMap<Box<[u16]>, u64>,
    pub piles: Piles,
}

impl Rankings {
    /// No ballots over `options` options; a valid one ranks as many of them as `limits` says.
    pub fn new(options: usize, limits: Limits) -> Self {
        Self {
            options: options.min(MAX_RANKED_OPTIONS),
            limits,
            groups: BTreeMap::new(),
            piles: Piles::default(),
        }
    }

    /// Counts one ballot, best option first.
    pub fn add(&mut self, ballot: &[usize]) -> Reading {
        self.add_weighted(ballot, 1)
    }

    /// Counts one ballot of this weight.
    pub fn add_weighted(&mut self, ballot: &[usize], weight: u64) -> Reading {
        let reading = read_ranking(self.options, ballot, self.limits);
        let reading = self.piles.sort(reading, weight);
        if reading == Reading::Valid && weight > 0 {
            // Valid names fit 16 bits, see `new`.
            let order = ballot.iter().map(|option| *option as u16).collect();
            *self.groups.entry(order).or_insert(0) += weight;
        }
        reading
    }

    pub fn options(&self) -> usize {
        self.options
    }

    /// How many different rankings there are.
    pub fn distinct(&self) -> usize {
        self.groups.len()
    }

    /// Each different valid ranking with what its ballots weigh.
    pub fn groups(&self) -> impl Iterator<Item = (&[u16], u64)> {
        self.groups.iter().map(|(order, weight)| (&**order, *weight))
    }

    /// Who beats whom on how many ballots.
    pub fn pairwise(&self) -> Pairwise {
        let mut pairwise = Pairwise::new(self.options, self.limits);
        self.groups()
            .for_each(|(order, weight)| pairwise.count(order, weight));
        pairwise.piles = self.piles;
        pairwise
    }

    /// What each option got at each place: `[option][place]`, as many places as the longest ranking has.
    fn places(&self) -> Vec<Vec<u64>> {
        let depth = self.groups().map(|(order, _)| order.len()).max().unwrap_or(0);
        let mut places = vec![vec![0; depth]; self.options];
        for (order, weight) in self.groups() {
            for (place, option) in order.iter().enumerate() {
                places[usize::from(*option)][place] += weight;
            }
        }
        places
    }
}

/// Reads and groups rankings over `options` options.
pub fn collect_rankings<B: AsRef<[usize]>>(
    options: usize,
    limits: Limits,
    ballots: impl IntoIterator<Item = B>,
) -> Rankings {
    let mut rankings = Rankings::new(options, limits);
    for ballot in ballots {
        rankings.add(ballot.as_ref());
    }
    rankings
}

/// Outcome of a rule that gives points for places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PositionalOutcome {
    /// What each option got at each place, `[option][place]`: the table that the points are computed from.
    pub places: Vec<Vec<u64>>,
    /// What a place is worth on a ballot that ranks all options, in units of `1/denominator` of the result.
    pub place_worth: Vec<u128>,
    /// The part of the points that an option got from ballots that leave it out; all 0 under most conventions.
    pub unranked_points: Vec<u128>,
    pub result: PointsOutcome,
}

/// The next option on a ballot, from place `from` on, for which `open` holds.
pub(crate) fn next_open(order: &[u16], from: usize, open: &[bool]) -> Option<usize> {
    let rest = order.get(from..)?;
    rest.iter()
        .position(|option| open[usize::from(*option)])
        .map(|step| from + step)
}
