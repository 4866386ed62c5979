//! What a recount ends in.

use count::{BudgetStep, PluralityStep, Tally, ThresholdStep};
use ledger::Hash;

use crate::Outcome;

/// The end of a recount. Every verdict but [`Same`](Verdict::Same) says what is wrong, with both values.
///
/// Where several things are wrong the first in this order is told, because the later ones follow from it: ballots out
/// of order, repeated or too many; too few; another root; other counts; a method that cannot be counted here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// The board is the one that was fixed at close, and counting it gives the published result.
    Same { counted: Vec<Counted> },
    /// This ballot does not come after the one before it; a board is sorted by ballot id.
    OutOfOrder { ballot: Hash },
    /// This ballot is on the board twice.
    Repeated { ballot: Hash },
    /// The board has another number of ballots than its head says. Counting stops at the first ballot too many, so
    /// `here` is then `published + 1`.
    SizeDiffers { published: u64, here: u64 },
    /// The ballots are not the ones that were fixed at close: at least one was changed, exchanged or left out.
    RootDiffers { published: Hash, here: Hash },
    /// The ballots are the ones that were fixed at close, but counting them gives something else.
    CountDiffers { differences: Vec<Difference> },
    /// The board is the one that was fixed at close and all that could be counted agrees, but some questions
    /// use a method that this build does not know: pairs of question id and method.
    Unsupported { methods: Vec<(String, String)> },
}

/// One difference between what was published and what was counted here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    /// The votes for an option.
    Votes {
        question: String,
        option: String,
        published: u64,
        here: u64,
    },
    /// The blank ballots.
    Blank {
        question: String,
        published: u64,
        here: u64,
    },
    /// The result lists another number of options than the question has.
    Options {
        question: String,
        published: usize,
        here: usize,
    },
    /// What was decided.
    Outcome {
        question: String,
        published: Outcome,
        here: Outcome,
    },
}

/// A question counted here, for the page that explains the result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// Id of the question.
    pub question: String,
    pub tally: Tally,
    pub outcome: Outcome,
    pub steps: Steps,
}

/// The explanation, by rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Steps {
    Plurality(Vec<PluralityStep>),
    Threshold(Vec<ThresholdStep>),
    Budget(Vec<BudgetStep>),
    /// Nothing is decided, so there is nothing to explain.
    None,
}
