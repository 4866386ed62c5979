//! Polls, ballots, results and the public board.

mod answers;
mod ballot;
mod ballot_box;
mod board;
mod cast;
mod close;
mod list;
mod mixing;
mod owners;
mod receipt;
mod results;
mod row;
mod turnout;

pub use answers::{leaf, stored_answers};
pub use ballot::put_ballot;
pub use ballot_box::Waiting;
pub use board::{BoardCache, board, board_consistency, board_proof};
pub use close::{close_due, fix, fix_within};
pub use list::{detail, list};
pub use mixing::{keep_mixed, mix};
pub use receipt::{lookup_ballot, withdraw_ballot};
pub use results::{FEWEST, ResultsCache, results};
pub use row::{Electorate, PollRow};
pub use turnout::told_apart;

use contract::MethodKind;

/// The counting methods whose ballots are taken.
pub const METHODS: [MethodKind; 9] = [
    MethodKind::Single,
    MethodKind::Approval,
    MethodKind::YesNoAbstain,
    MethodKind::Score,
    MethodKind::Dots,
    MethodKind::Ranked,
    MethodKind::Budget,
    MethodKind::Owners,
    MethodKind::Text,
];
