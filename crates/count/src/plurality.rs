//! The option with the most votes, and what happens when there are several.

use crate::{Tally, ties};

/// What decides between options with equally many votes. Fixed and published before the first ballot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TieRule {
    /// The one that the poll lists earlier.
    EarlierListed,
    /// A lot that everybody can draw again: for each tied option the SHA-256 of `seed`, a colon and the option's place
    /// in the poll (decimal, from 1); the smallest hash, as hex or as bytes, wins.
    /// `printf '%s' 'SEED:2' | sha256sum` draws it for the second option.
    ///
    /// The seed is published with the result. To keep anybody from choosing it, take something that nobody knows
    /// before close, such as the board's root, and add the question's id so that each question has its own lot.
    Lot { seed: String },
    /// Nothing: the poll ends tied.
    NoneDecides,
}

/// Outcome of a rule that chooses one option.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// One option, or none where nobody chose anything or a tie stays undecided.
    pub chosen: Vec<usize>,
    /// The options that share the highest count, in the order of the poll; empty unless there are at least two.
    pub tied: Vec<usize>,
    /// The tie rule chose among `tied`.
    pub tie_broken: bool,
    pub steps: Vec<PluralityStep>,
}

/// One step of the explanation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PluralityStep {
    /// No valid ballot chose anything.
    NobodyChose,
    /// These options have the most votes; the next best has `next_best`, where there is one.
    Most {
        votes: u64,
        options: Vec<usize>,
        next_best: Option<u64>,
    },
    /// Of the tied options this one is listed first.
    EarlierListed { chosen: usize },
    /// The lot was drawn; `draws` has every tied option, smallest hash first.
    LotDrawn {
        seed: String,
        draws: Vec<Draw>,
        chosen: usize,
    },
    /// No rule decides between the tied options.
    Undecided,
}

/// What an option drew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draw {
    pub option: usize,
    pub hash: [u8; 32],
}

/// Chooses the option with the most votes; `ties` decides where several have them. An option without a vote is never
/// chosen.
pub fn decide_plurality(tally: &Tally, ties: &TieRule) -> Decision {
    let counts = &tally.counts;
    let most = counts.iter().copied().max().unwrap_or(0);
    if most == 0 {
        return Decision {
            chosen: vec![],
            tied: vec![],
            tie_broken: false,
            steps: vec![PluralityStep::NobodyChose],
        };
    }
    let first: Vec<usize> = (0..counts.len())
        .filter(|option| counts[*option] == most)
        .collect();
    let next_best = counts.iter().copied().filter(|count| *count < most).max();
    let mut steps = vec![PluralityStep::Most {
        votes: most,
        options: first.clone(),
        next_best,
    }];
    if first.len() == 1 {
        return Decision {
            chosen: first,
            tied: vec![],
            tie_broken: false,
            steps,
        };
    }
    let step = match ties {
        TieRule::EarlierListed => PluralityStep::EarlierListed { chosen: first[0] },
        TieRule::Lot { seed } => draw(seed, &first),
        TieRule::NoneDecides => PluralityStep::Undecided,
    };
    let chosen = match &step {
        PluralityStep::EarlierListed { chosen } | PluralityStep::LotDrawn { chosen, .. } => vec![*chosen],
        _ => vec![],
    };
    steps.push(step);
    Decision {
        tie_broken: !chosen.is_empty(),
        chosen,
        tied: first,
        steps,
    }
}

/// Draws the lot of [`TieRule::Lot`] among at least one option.
fn draw(seed: &str, options: &[usize]) -> PluralityStep {
    let draws = ties::draw(seed, options);
    PluralityStep::LotDrawn {
        seed: seed.to_owned(),
        chosen: draws[0].option,
        draws,
    }
}
