//! One way to read ballots with ranks or points: valid, blank, or invalid with the reason.

use std::collections::BTreeSet;

use crate::{Limits, weights::MAX_WEIGHT};

/// What one ballot is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    Valid,
    /// Says nothing: no option, or no dots. Counts for turnout and nothing else.
    Blank,
    /// Breaks a rule; nothing on it counts.
    Invalid(Flaw),
}

/// Why a ballot is invalid. A ballot with several flaws counts under the first one in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Flaw {
    /// Options and points are not equally many, so nobody can say what belongs to what.
    LengthsDiffer,
    /// Names an option that the poll does not have.
    UnknownOption,
    /// Names an option twice.
    Repeated,
    /// Gives an option fewer or more points than it may.
    OutOfRange,
    /// Names fewer options than it must.
    TooFew,
    /// Names more options than it may.
    TooMany,
    /// Its points add up to less than they must.
    TooFewPoints,
    /// Its points add up to more than there are.
    TooManyPoints,
    /// Its weight would carry the sum of all weights over [`MAX_WEIGHT`](crate::MAX_WEIGHT).
    TooHeavy,
}

impl Flaw {
    pub const ALL: [Self; 9] = [
        Self::LengthsDiffer,
        Self::UnknownOption,
        Self::Repeated,
        Self::OutOfRange,
        Self::TooFew,
        Self::TooMany,
        Self::TooFewPoints,
        Self::TooManyPoints,
        Self::TooHeavy,
    ];
}

/// How many ballots are in which pile. `ballots` is always the sum of valid, blank and invalid ones.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Piles {
    /// All ballots, by heads.
    pub ballots: u64,
    pub blank: u64,
    pub invalid: u64,
    /// What the valid ballots weigh together; their number where every ballot weighs 1.
    pub weight: u64,
    flaws: [u64; Flaw::ALL.len()],
}

impl Piles {
    /// Ballots that count, by heads.
    pub fn valid(&self) -> u64 {
        self.ballots - self.blank - self.invalid
    }

    /// How many ballots are invalid for this reason.
    pub fn flaw(&self, flaw: Flaw) -> u64 {
        self.flaws[flaw as usize]
    }

    /// The reasons that occur, with the number of ballots each.
    pub fn flaws(&self) -> impl Iterator<Item = (Flaw, u64)> + '_ {
        Flaw::ALL
            .into_iter()
            .map(|flaw| (flaw, self.flaw(flaw)))
            .filter(|(_, ballots)| *ballots > 0)
    }

    /// Puts a ballot on its pile and says which one that is.
    pub fn sort(&mut self, mut reading: Reading, weight: u64) -> Reading {
        self.ballots += 1;
        let sum = self.weight.saturating_add(weight);
        if reading == Reading::Valid && sum > MAX_WEIGHT {
            reading = Reading::Invalid(Flaw::TooHeavy);
        }
        match reading {
            Reading::Valid => self.weight = sum,
            Reading::Blank => self.blank += 1,
            Reading::Invalid(flaw) => {
                self.invalid += 1;
                self.flaws[flaw as usize] += 1;
            }
        }
        reading
    }
}

/// What points a valid ballot gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PointLimits {
    /// Fewest and most points for an option that the ballot names.
    pub each: (u32, u32),
    /// Fewest and most points on the whole ballot.
    pub total: (u64, u64),
    /// How many options the ballot names.
    pub options: Limits,
    /// A ballot whose points are all 0 says nothing (dots). Otherwise zeros are an opinion (score).
    pub zeros_are_blank: bool,
}

impl PointLimits {
    /// `min` to `max` points for each option, independently.
    pub const fn score(min: u32, max: u32) -> Self {
        Self {
            each: (min, max),
            total: (0, u64::MAX),
            options: Limits {
                min: 1,
                max: usize::MAX,
            },
            zeros_are_blank: false,
        }
    }

    /// `total` dots to share out, at most `max` on one option. Dots that are not placed lapse.
    pub const fn dots(total: u64, max: u32) -> Self {
        Self {
            each: (0, max),
            total: (0, total),
            options: Limits {
                min: 1,
                max: usize::MAX,
            },
            zeros_are_blank: true,
        }
    }
}

/// Reads a ranking, best first, over `options` options.
pub fn read_ranking(options: usize, ballot: &[usize], limits: Limits) -> Reading {
    if ballot.is_empty() {
        return Reading::Blank;
    }
    match flawed_names(options, ballot).or_else(|| flawed_number(ballot.len(), limits)) {
        Some(flaw) => Reading::Invalid(flaw),
        None => Reading::Valid,
    }
}

/// Reads a ballot that gives `points[n]` to the option `ballot[n]`.
pub fn read_points(options: usize, ballot: &[usize], points: &[u32], limits: &PointLimits) -> Reading {
    if ballot.len() != points.len() {
        return Reading::Invalid(Flaw::LengthsDiffer);
    }
    let sum = points
        .iter()
        .fold(0u64, |sum, given| sum.saturating_add(u64::from(*given)));
    let (fewest, most) = limits.each;
    let out_of_range = || {
        points
            .iter()
            .any(|given| !(fewest..=most).contains(given))
            .then_some(Flaw::OutOfRange)
    };
    let wrong_sum = || match sum {
        sum if sum < limits.total.0 => Some(Flaw::TooFewPoints),
        sum if sum > limits.total.1 => Some(Flaw::TooManyPoints),
        _ => None,
    };
    if ballot.is_empty() || (limits.zeros_are_blank && sum == 0 && flawed_names(options, ballot).is_none()) {
        return Reading::Blank;
    }
    let flaw = flawed_names(options, ballot)
        .or_else(out_of_range)
        .or_else(|| flawed_number(ballot.len(), limits.options))
        .or_else(wrong_sum);
    flaw.map_or(Reading::Valid, Reading::Invalid)
}

/// Options that the poll does not have, or named twice.
pub(crate) fn flawed_names(options: usize, ballot: &[usize]) -> Option<Flaw> {
    if ballot.iter().any(|option| *option >= options) {
        return Some(Flaw::UnknownOption);
    }
    // More names than options repeat one; said first so that a hostile ballot costs no more than an honest one.
    (ballot.len() > options || repeats(ballot)).then_some(Flaw::Repeated)
}

fn repeats(ballot: &[usize]) -> bool {
    if ballot.len() <= 32 {
        return (1..ballot.len()).any(|at| ballot[..at].contains(&ballot[at]));
    }
    let mut seen = BTreeSet::new();
    !ballot.iter().all(|option| seen.insert(option))
}

fn flawed_number(named: usize, limits: Limits) -> Option<Flaw> {
    match named {
        named if named < limits.min => Some(Flaw::TooFew),
        named if named > limits.max => Some(Flaw::TooMany),
        _ => None,
    }
}
