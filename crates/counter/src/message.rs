//! What a page and the worker that counts for it say to each other, as JSON.

use contract::{Answer, Poll, Results};
use serde::{Deserialize, Serialize};

use crate::Verdict;

/// What the worker is asked. It answers a recount with [`Report`]s and opinion groups with one [`OpinionsReport`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Question {
    Recount(Box<Request>),
    /// Address of a deliberation's votes.
    Opinions {
        votes: String,
    },
}

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
    /// There is no board, or there are no votes: the backend has not published any.
    NoBoard,
    /// The page asked for something that could not be read.
    Unreadable,
}

/// What there is to tell of a deliberation's opinion groups.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OpinionsReport {
    Done(Box<Opinions>),
    /// Fewer than seven people have voted on enough statements: so many have voted on any, so many on enough.
    TooFew {
        voters: u64,
        enough: u64,
    },
    Failed(Failed),
}

/// The groups, the largest first; each list below names them in this order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Opinions {
    /// People who have voted on anything, and of these who are in a group.
    pub voters: u64,
    pub grouped: u64,
    pub sizes: Vec<u64>,
    /// People whose own group is too small to be told of; they are counted in the group nearest to them.
    #[serde(default)]
    pub joined: u64,
    /// For each group what tells it from the others.
    pub telling: Vec<Vec<Telling>>,
    /// What every group by itself agrees with, or disagrees with.
    pub common: Vec<Shown>,
    /// What some are for and others against.
    pub divides: Vec<Shown>,
    /// Cells of a map of 40 × 40 (from the left, from the top), the group in them, and how many people of it.
    pub map: Vec<[u32; 4]>,
}

/// How many agree, disagree, pass.
pub type Tally = [u32; 3];

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Telling {
    pub statement: String,
    pub agrees: bool,
    pub inside: Tally,
    pub outside: Tally,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Shown {
    pub statement: String,
    pub agrees: bool,
    pub groups: Vec<Tally>,
}
