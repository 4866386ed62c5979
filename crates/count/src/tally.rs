//! Counting ballots that choose options: single choice and approval.

use crate::{Flaw, Reading, read_ranking};

/// How many options a valid ballot names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    pub min: usize,
    pub max: usize,
}

impl Limits {
    /// Exactly one option.
    pub const SINGLE: Self = Self { min: 1, max: 1 };
}

/// What ballots add up to. `ballots` is always the sum of valid, blank and invalid ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// Votes for each option, from valid ballots only.
    pub counts: Vec<u64>,
    /// Ballots that name no option. They count for turnout and nothing else.
    pub blank: u64,
    /// Ballots that break the rules; none of their choices counts. `flaws` says why.
    pub invalid: u64,
    /// All ballots.
    pub ballots: u64,
    pub flaws: Flaws,
}

/// Why ballots are invalid. A ballot with several flaws counts under the first one listed here.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Flaws {
    /// Names an option that the poll does not have.
    pub unknown_option: u64,
    /// Names an option twice.
    pub repeated: u64,
    /// Names fewer options than it must.
    pub too_few: u64,
    /// Names more options than it may.
    pub too_many: u64,
}

impl Tally {
    /// A tally of no ballots over `options` options.
    pub fn new(options: usize) -> Self {
        Self {
            counts: vec![0; options],
            blank: 0,
            invalid: 0,
            ballots: 0,
            flaws: Flaws::default(),
        }
    }

    /// Counts one ballot. For streams: memory is in proportion to the options, not to the ballots.
    pub fn add(&mut self, ballot: &[usize], limits: Limits) {
        self.add_weighted(ballot, limits, 1);
    }

    /// Counts one ballot as `weight` ballots. The caller keeps the sum of the weights in range.
    pub(crate) fn add_weighted(&mut self, ballot: &[usize], limits: Limits, weight: u64) {
        self.ballots += weight;
        match read_ranking(self.counts.len(), ballot, limits) {
            Reading::Valid => ballot.iter().for_each(|option| self.counts[*option] += weight),
            Reading::Blank => self.blank += weight,
            Reading::Invalid(flaw) => {
                self.invalid += weight;
                match flaw {
                    Flaw::UnknownOption => self.flaws.unknown_option += weight,
                    Flaw::TooFew => self.flaws.too_few += weight,
                    Flaw::TooMany => self.flaws.too_many += weight,
                    // Of the others, which are about points and weights, a list of options has none.
                    _ => self.flaws.repeated += weight,
                }
            }
        }
    }

    /// Ballots whose choices count: the base of the shares.
    pub fn valid(&self) -> u64 {
        self.ballots - self.blank - self.invalid
    }
}

/// Counts ballots of which each names one of `options` options.
pub fn tally_single<B: AsRef<[usize]>>(options: usize, ballots: impl IntoIterator<Item = B>) -> Tally {
    tally_approval(options, Limits::SINGLE, ballots)
}

/// Counts ballots of which each names options within `limits`, without order.
pub fn tally_approval<B: AsRef<[usize]>>(
    options: usize,
    limits: Limits,
    ballots: impl IntoIterator<Item = B>,
) -> Tally {
    let mut tally = Tally::new(options);
    ballots
        .into_iter()
        .for_each(|ballot| tally.add(ballot.as_ref(), limits));
    tally
}
