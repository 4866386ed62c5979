//! Each family of rules: reads the ballots of a question, applies the rule of crate `count`, tells it in the terms of
//! the contract.

mod budget;
mod choice;
mod points;
mod ranked;

pub use budget::Budget;
pub use choice::Choice;
pub use points::Points;
pub use ranked::Ranked;

use contract::{Explanation, OutcomeKind, ShareBase};

/// What a rule made of a question's ballots.
#[derive(Debug)]
pub struct Decided {
    pub kind: OutcomeKind,
    /// Places of the chosen options, in the order in which they were chosen.
    pub chosen: Vec<usize>,
    pub tied: Vec<usize>,
    pub tie_broken: bool,
    pub explanation: Explanation,
}

/// The numbers of the table that every result shows.
#[derive(Debug)]
pub struct Numbers {
    /// One for each option.
    pub counts: Vec<u64>,
    pub base: ShareBase,
    pub base_count: u64,
    /// The counts add up to the base, so that the shares should add up to the whole.
    pub whole: bool,
    pub blank: u64,
    pub invalid: u64,
}

impl Decided {
    fn of(chosen: Vec<usize>, tied: Vec<usize>, tie_broken: bool, explanation: Explanation) -> Self {
        let kind = match (chosen.is_empty(), tied.is_empty() || tie_broken) {
            (_, false) => OutcomeKind::Tied,
            (true, true) => OutcomeKind::NothingChosen,
            (false, true) => OutcomeKind::Chosen,
        };
        let tied = if kind == OutcomeKind::Tied {
            tied
        } else {
            Vec::new()
        };
        Self {
            kind,
            chosen,
            tied,
            tie_broken,
            explanation,
        }
    }

    /// Nothing is decided, because nobody counts this.
    pub fn not_counted(explanation: Explanation) -> Self {
        Self {
            kind: OutcomeKind::NotCounted,
            chosen: Vec::new(),
            tied: Vec::new(),
            tie_broken: false,
            explanation,
        }
    }
}

/// Small enough for the wire: no community has more ballots than that.
fn small(number: u128) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}
