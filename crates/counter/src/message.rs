//! What a page and the worker that recounts for it say to each other, as JSON.

use contract::{Poll, Results};
use serde::{Deserialize, Serialize};

use crate::Verdict;

/// What to recount.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Request {
    pub poll: Poll,
    pub results: Results,
    /// Address of the board.
    pub board: String,
    /// The ballot id of the receipt kept on this phone, in hex.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own: Option<String>,
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
