//! What a page and the worker that recounts for it say to each other, as JSON.

use contract::{Answer, Poll, Results};
use serde::{Deserialize, Serialize};

use crate::Verdict;

/// What to recount.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Request {
    pub poll: Poll,
    pub results: Results,
    /// Address of the board.
    pub board: String,
    /// What this phone keeps of the resident's own ballot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own: Option<OwnBallot>,
}

/// The ballot to look for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OwnBallot {
    /// In hex, as on the receipt.
    pub ballot_id: String,
    /// What the phone knows to be counted; absent while a change is under way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answers: Option<Vec<Answer>>,
}

/// A board that this phone has checked before. Later boards may only add to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    pub ballots: u64,
    pub root: String,
}

/// How it goes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Report {
    /// So many ballots of so many are counted.
    Progress {
        ballots: u64,
        of: u64,
    },
    Done(Box<Verdict>),
    /// After the verdict: the board lies on this phone, and can be counted again without a network.
    Kept,
    Failed(Failed),
}

/// Why there is no verdict. None of these says anything about the result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Failed {
    /// The board could not be fetched, or broke off, and there is no copy on the phone.
    Offline,
    /// There is no board: the backend has not published one.
    NoBoard,
    /// The page asked for something that could not be read.
    Unreadable,
}
