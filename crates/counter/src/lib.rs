//! Counts polls, and recounts a published board to compare it with the published result.
//!
//! [`Counting`] turns the ballots of a question into its result with the explanation; the server publishes that. A
//! closed poll also publishes its ballots sorted by ballot id under a Merkle root that was fixed at close. [`Recount`]
//! reads them as they arrive, whatever their number, and ends in a [`Verdict`]: *same*, or what differs and by how much.
//! It never says *same* about a board that it could not check whole.
//!
//! [`opinions`] finds the opinion groups of a deliberation from its published votes.
//!
//! Pure: where the bytes come from, who shows progress and who stops is the business of the web worker around it.

mod board;
mod counting;
mod message;
mod names;
mod opinions;
mod recount;
mod rules;
mod verdict;

pub use board::{LONGEST_LINE, seen};
pub use counting::{Counting, Setting, ordered, without_quorum};
pub use message::{
    Failed, Opinions, OpinionsReport, OwnBallot, Question, Report, Request, Seen, Shown, Tally, Telling,
};
pub use opinions::opinions;
pub use recount::Recount;
pub use verdict::{Difference, Differs, Finding, Own, Verdict};
