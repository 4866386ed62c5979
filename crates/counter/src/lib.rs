//! Recounts a published board and compares it with the published result.
//!
//! A closed poll publishes its ballots sorted by ballot id, a head with their number and Merkle root, and a result.
//! [`recount`] goes through the ballots once, whatever their number, and ends in a [`Verdict`]: *same*, or what
//! differs and by how much. It never says *same* about a board that it could not check whole.
//!
//! Pure: the ballots come as an iterator, and where they come from is not known here. Whoever wants progress or a stop
//! button feeds [`Recount`] ballot by ballot; the web worker around it does.

mod board;
mod recount;
mod verdict;

pub use board::{Answer, Ballot, Head, Method, Outcome, Published, Question};
pub use recount::{Recount, recount};
pub use verdict::{Counted, Difference, Steps, Verdict};
