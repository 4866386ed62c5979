//! Score and dots: ballots that give points to options.
//!
//! Score (range voting: W. D. Smith, *Range voting*, 2000): each option is judged on its own, the highest sum wins.
//! Dots (cumulative voting, as dotmocracy practises it): a number of points is shared out. Both decide by sums; an
//! option that a ballot leaves out gets nothing from it. Averages are for display and never decide.

use crate::{Fraction, Piles, PointLimits, PointsOutcome, Reading, TieRule, decide_points, read_points};

/// Points that were given, option by option.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PointsTally {
    pub limits: PointLimits,
    /// Sum of the points of each option, from valid ballots only, times the weight of the ballots.
    pub sums: Vec<u128>,
    /// What the ballots weigh that named each option, with any points or none.
    pub named_by: Vec<u64>,
    /// Points of valid ballots that were there to give and were not given; 0 where points have no total.
    pub lapsed: u128,
    pub piles: Piles,
}

impl PointsTally {
    /// A tally of no ballots over `options` options.
    pub fn new(options: usize, limits: PointLimits) -> Self {
        Self {
            limits,
            sums: vec![0; options],
            named_by: vec![0; options],
            lapsed: 0,
            piles: Piles::default(),
        }
    }

    /// Counts one ballot that gives `points[n]` to the option `ballot[n]`. For streams: memory is in proportion to
    /// the options, not to the ballots.
    pub fn add(&mut self, ballot: &[usize], points: &[u32]) -> Reading {
        self.add_weighted(ballot, points, 1)
    }

    /// Counts one ballot of this weight.
    pub fn add_weighted(&mut self, ballot: &[usize], points: &[u32], weight: u64) -> Reading {
        let reading = read_points(self.sums.len(), ballot, points, &self.limits);
        let reading = self.piles.sort(reading, weight);
        if reading != Reading::Valid {
            return reading;
        }
        let mut given = 0u64;
        for (option, points) in ballot.iter().zip(points) {
            self.sums[*option] += u128::from(*points) * u128::from(weight);
            self.named_by[*option] += weight;
            given += u64::from(*points);
        }
        if self.limits.total.1 != u64::MAX {
            self.lapsed += u128::from(self.limits.total.1.saturating_sub(given)) * u128::from(weight);
        }
        reading
    }

    /// Average points of an option over all valid ballots, of which those that left it out gave 0. Exact; for display
    /// only. `None` without valid ballots, or where the lowest terms do not fit 64 bits.
    pub fn average(&self, option: usize) -> Option<Fraction> {
        let (sum, weight) = (*self.sums.get(option)?, u128::from(self.piles.weight));
        let common = gcd(sum, weight).max(1);
        let terms = (
            u64::try_from(sum / common).ok()?,
            u64::try_from(weight / common).ok()?,
        );
        Fraction::new(terms.0, terms.1)
    }

    /// Chooses the option with the highest sum.
    pub fn decide(&self, ties: &TieRule) -> PointsOutcome {
        decide_points(self.sums.clone(), 1, ties)
    }
}

/// Counts ballots that score each option from `limits.each.0` to `limits.each.1`, or share out dots; see
/// [`PointLimits::score`] and [`PointLimits::dots`].
pub fn tally_points<B: AsRef<[usize]>, P: AsRef<[u32]>>(
    options: usize,
    limits: PointLimits,
    ballots: impl IntoIterator<Item = (B, P)>,
) -> PointsTally {
    let mut tally = PointsTally::new(options, limits);
    for (ballot, points) in ballots {
        tally.add(ballot.as_ref(), points.as_ref());
    }
    tally
}

fn gcd(a: u128, b: u128) -> u128 {
    if b == 0 { a } else { gcd(b, a % b) }
}
