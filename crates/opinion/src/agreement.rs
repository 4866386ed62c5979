//! Which statements everybody agrees with most.

use std::cmp::Ordering;

use crate::Tally;

/// A share of votes, compared exactly. The denominator is never 0.
#[derive(Debug, Clone, Copy)]
pub struct Proportion {
    pub numerator: u64,
    pub denominator: u64,
}

impl Proportion {
    /// Polis' estimate of a share from `votes` of `seen`: `(votes + 1) / (seen + 2)`.
    ///
    /// It starts at one half and moves towards the observed share with every vote, so that three people who agree
    /// do not outrank two hundred of whom nearly all do (repness of Polis; reference/field.md section 2, item 7).
    pub fn estimate(votes: u64, seen: u64) -> Self {
        Self {
            numerator: votes.saturating_add(1),
            denominator: seen.saturating_add(2),
        }
    }
}

impl Ord for Proportion {
    fn cmp(&self, other: &Self) -> Ordering {
        let product = |a: u64, b: u64| u128::from(a) * u128::from(b);
        product(self.numerator, other.denominator).cmp(&product(other.numerator, self.denominator))
    }
}

impl PartialOrd for Proportion {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Proportion {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Proportion {}

/// A statement in the ranking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Agreement {
    pub statement: usize,
    pub tally: Tally,
    /// What the ranking goes by. Not a number to show: people are shown counts and plain shares.
    pub estimate: Proportion,
}

/// Statements by how much everybody agrees with them, most first: by the estimate `(agree + 1) / (seen + 2)`, then by
/// more agreeing votes, then by the earlier statement. Statements on which nobody has voted are left out.
///
/// Where the first places end is for the page to say; a statement belongs under *agreed* only where its estimate is
/// above one half. That each opinion group agrees by itself is a stronger claim and not made here.
pub fn agreed_by_all(tallies: &[Tally]) -> Vec<Agreement> {
    let seen = tallies.iter().enumerate().filter(|(_, tally)| tally.seen() > 0);
    let mut ranking: Vec<Agreement> = seen
        .map(|(statement, tally)| Agreement {
            statement,
            tally: *tally,
            estimate: Proportion::estimate(u64::from(tally.agree), tally.seen()),
        })
        .collect();
    // Statements come in their own order and the sort is stable.
    ranking.sort_by(|a, b| {
        b.estimate
            .cmp(&a.estimate)
            .then(b.tally.agree.cmp(&a.tally.agree))
    });
    ranking
}
