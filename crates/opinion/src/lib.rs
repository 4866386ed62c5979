//! What a deliberation agrees on, from the votes of its participants on its statements.
//!
//! [`Votes`] holds who said what about which statement, each pair at most once. From it come the tallies of each
//! statement and [`agreed_by_all`], the ranking that a page shows as *what most of you agree on*. [`polis`] reads the
//! exports of Polis conversations. Participants and statements are indexes from 0 here; whoever has ids keeps them.
//!
//! Everything is exact and deterministic: shares are fractions of integers and are compared as such.
//!
//! ```
//! use opinion::{Vote, Votes, agreed_by_all};
//!
//! // Three people, two statements; the first person changes their mind on statement 1.
//! let said = [(0, 0, Vote::Agree), (1, 0, Vote::Agree), (0, 1, Vote::Agree), (2, 1, Vote::Pass), (0, 1, Vote::Disagree)];
//! let votes = Votes::new(3, 2, said)?;
//! assert_eq!((votes.tallies()[1].agree, votes.tallies()[1].disagree), (0, 1));
//! assert_eq!(agreed_by_all(&votes.tallies())[0].statement, 0);
//! # Ok::<(), opinion::OutOfRange>(())
//! ```

mod agreement;
mod clusters;
mod conversation;
mod findings;
mod floor;
mod groups;
mod map;
pub mod polis;
mod projection;
mod rand_index;
mod representative;
mod row;
mod votes;

pub use agreement::{Agreement, Proportion, agreed_by_all};
pub use conversation::{Conversation, File};
pub use findings::{Findings, LEAST_PEOPLE, Shown, Telling, findings};
pub use floor::LEAST_TOGETHER;
pub use groups::{Groups, LEAST_VOTES, groups};
pub use map::{Cell, MAP};
pub use projection::Point;
pub use rand_index::adjusted_rand;
pub use representative::{MOST_SHOWN, Representative, common_ground, representative};
pub use row::{BadRow, read_row, write_row};
pub use votes::{OutOfRange, Tally, Vote, Votes};
