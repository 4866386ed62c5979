//! What a recount ends in.

use contract::{Outcome, QuestionResult};
use serde::{Deserialize, Serialize};

/// The end of a recount.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Verdict {
    pub finding: Finding,
    /// The resident's own ballot; absent when none was to be looked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own: Option<Own>,
    /// How many ballots were read.
    pub ballots: u64,
    /// Every question as counted here, empty where the board itself is wrong,
    /// with their explanations.
    pub questions: Vec<QuestionResult>,
}

/// What the board has of the resident's own ballot. Proves something only where the board is
/// [sealed](Finding::is_sealed).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Own {
    Missing,
    /// It is there; with which answers it should be is not known.
    Found,
    /// It is there with the answers that the phone keeps.
    Same,
    /// It is there with other answers.
    Differs,
}

/// Every finding but [`Same`](Finding::Same) says what is wrong, with both values.
///
/// Where several things are wrong the first in this order is told, because the later ones follow from it: a line that
/// cannot be read; ballots out of order, repeated or too many; an earlier board that is not part of this one; too few;
/// another root; other counts; a method that cannot
/// be counted here.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Finding {
    /// The board is the one that was fixed at close, and counting it gives the published result.
    Same,
    /// Line `line` of the board (from 1) is no ballot, or longer than a ballot can be.
    Unreadable { line: u64 },
    /// The board is of another poll, its head has another root or number than the result, or its batches do not add up to
    /// it.
    HeadDiffers,
    /// This ballot does not come after the one before it; each batch of a board is sorted by ballot id.
    OutOfOrder { ballot: String },
    /// This ballot is on the board twice, in one batch or in two.
    Repeated { ballot: String },
    /// The board has another number of ballots than its head says. Counting stops at the first ballot too many, so
    /// `here` is then `published + 1`.
    SizeDiffers { published: u64, here: u64 },
    /// This phone has checked a board of this poll before, with so many ballots and the root `seen`, and the ballots here do
    /// not begin with those.
    EarlierDiffers {
        ballots: u64,
        seen: String,
        here: String,
    },
    /// The ballots are not the ones that were fixed, at close or with a late batch: at least one was changed, exchanged,
    /// left out or put into another batch. The roots are those of the first batch that differs.
    RootDiffers { published: String, here: String },
    /// The ballots are the ones that were fixed at close, but counting them gives something else.
    CountDiffers(Vec<Difference>),
    /// The board is the one that was fixed at close and all that could be counted agrees, but these questions use a
    /// method that this build does not count.
    Unsupported(Vec<String>),
}

impl Finding {
    /// Whether the board is the one that was fixed at close, whatever counting it gives.
    pub fn is_sealed(&self) -> bool {
        matches!(self, Self::Same | Self::CountDiffers(_) | Self::Unsupported(_))
    }
}

/// One difference between what was published and what was counted here.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Difference {
    pub question: String,
    pub what: Differs,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Differs {
    /// The votes or points of an option.
    Votes {
        option: String,
        published: u64,
        here: u64,
    },
    Blank {
        published: u64,
        here: u64,
    },
    /// The result lists other options than the question has.
    Options,
    /// The share of an option in thousandths.
    Share {
        option: String,
        published: u32,
        here: u32,
    },
    /// The ballots that break the rules.
    Invalid {
        published: u64,
        here: u64,
    },
    /// What was decided.
    Outcome {
        published: Box<Outcome>,
        here: Box<Outcome>,
    },
    /// How many took part, or whether the quorum was met.
    Turnout {
        published: u64,
        here: u64,
    },
    /// The result has nothing about this question.
    Missing,
}
