//! Ballots that weigh more than one: floor area, shares, households with several votes.

use crate::{Limits, Tally};

/// What all ballots of a question may weigh together: 2⁵³ − 1, the largest whole number that JavaScript and JSON keep
/// exactly. In hundredths of a square metre that is ninety thousand square kilometres.
pub const MAX_WEIGHT: u64 = (1 << 53) - 1;

/// The same ballots counted twice: by heads and by weight. A page shows both, never one in the clothes of the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeightedTally {
    /// Every ballot counts one.
    pub heads: Tally,
    /// Every ballot counts what it weighs; so do the blank and invalid ones and the flaws.
    pub weight: Tally,
    /// Ballots left out of both because the sum would have passed [`MAX_WEIGHT`].
    pub too_heavy: u64,
}

impl WeightedTally {
    /// A tally of no ballots over `options` options.
    pub fn new(options: usize) -> Self {
        Self {
            heads: Tally::new(options),
            weight: Tally::new(options),
            too_heavy: 0,
        }
    }

    /// Counts one ballot of this weight, for instance a floor area in hundredths of a square metre.
    pub fn add(&mut self, ballot: &[usize], limits: Limits, weight: u64) {
        match self.weight.ballots.checked_add(weight) {
            Some(sum) if sum <= MAX_WEIGHT => {
                self.heads.add(ballot, limits);
                self.weight.add_weighted(ballot, limits, weight);
            }
            _ => self.too_heavy += 1,
        }
    }
}

/// Counts ballots, each with its weight, that name options within `limits`.
pub fn tally_weighted<B: AsRef<[usize]>>(
    options: usize,
    limits: Limits,
    ballots: impl IntoIterator<Item = (B, u64)>,
) -> WeightedTally {
    let mut tally = WeightedTally::new(options);
    for (ballot, weight) in ballots {
        tally.add(ballot.as_ref(), limits, weight);
    }
    tally
}
