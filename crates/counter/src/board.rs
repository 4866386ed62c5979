//! What a community publishes when a poll has closed.

use count::{Limits, Threshold, TieRule};
use ledger::Hash;

/// First line of the board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    pub poll_id: String,
    /// How many ballots follow.
    pub ballots: u64,
    /// Root over their leaves, fixed at close.
    pub root: Hash,
}

/// One ballot of the board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ballot {
    pub id: Hash,
    pub answers: Vec<Answer>,
}

/// The answer to one question. Several answers of a ballot to the same question are read as one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answer {
    /// Id of the question.
    pub question: String,
    /// Ids of the chosen options; best first for rankings.
    pub options: Vec<String>,
    /// Points for each option, for methods that give points.
    pub points: Vec<u32>,
    pub text: Option<String>,
}

/// A question of the poll with the result that was published for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    pub id: String,
    /// Ids of the options in the order of the poll.
    pub options: Vec<String>,
    pub method: Method,
    pub published: Published,
}

/// How a question is counted, as fixed before the first ballot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Method {
    /// One option; the one with the most votes is chosen.
    Single { ties: TieRule },
    /// Options within the limits; the one with the most votes is chosen.
    Approval { limits: Limits, ties: TieRule },
    /// Options are yes, no and abstain in this order. `eligible` is used where the threshold is a share of it.
    YesNoAbstain { threshold: Threshold, eligible: u64 },
    /// Budget by approval and the greedy rule; `costs` has one amount for each option.
    Greedy {
        limits: Limits,
        costs: Vec<u64>,
        total: u64,
    },
    /// Free text, which nobody counts.
    Text,
    /// A method that this build does not count. Its ballots are still checked against the root.
    Unsupported {
        name: String,
        /// Answers are rankings, so their order is part of the leaf.
        ordered: bool,
    },
}

/// The published result of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// Votes for each option in the order of the poll.
    pub counts: Vec<u64>,
    pub blank: u64,
    /// What was decided; `None` where the poll as a whole decided nothing (a missed quorum), so that there is
    /// nothing to compare beyond the counts.
    pub outcome: Option<Outcome>,
}

/// What a question ends in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Option ids in the order in which they were chosen.
    Chosen(Vec<String>),
    Passed,
    NotPassed,
    /// These options tie and nothing decides; in the order of the poll.
    Tied(Vec<String>),
    NothingChosen,
    /// Free text.
    NotCounted,
}
