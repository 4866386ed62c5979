//! Statements of a deliberation and the votes on them.

use crate::{Timestamp, wire, wire_enum};

wire! {
    pub struct Statement {
        pub id: String,
        pub text: String,
        pub created_at: Timestamp,
        pub agree: u64,
        pub disagree: u64,
        pub pass: u64,
        /// The signed-in person's own vote.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub mine: Option<StatementVote>,
        /// An own one waits for a moderator or was refused; everybody else sees visible ones only.
        #[serde(default)]
        pub state: StatementState,
        /// Why a moderator refused it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub state_reason: Option<String>,
        /// Whether the signed-in person may report it.
        #[serde(default)]
        pub can_report: bool,
    }

    /// `PUT /v1/statements/{id}/vote`.
    pub struct NewStatementVote {
        pub vote: StatementVote,
    }

    /// `POST /v1/threads/{id}/statements`.
    pub struct NewStatement {
        pub text: String,
    }

    /// `GET /v1/threads/{id}/votes`: who voted how on which statement, without names. Public, from seven people on.
    pub struct OpinionVotes {
        /// Ids of the statements that are shown, in the order in which they were written.
        pub statements: Vec<String>,
        /// One text a participant, in no order that says anything: for each statement in turn `+` agree, `-` disagree, `~` pass; a
        /// decimal number skips so many statements on which they have not voted. What follows the last vote is left out. Empty while
        /// fewer than seven people have voted: among so few, a text without a name is soon somebody's.
        pub participants: Vec<String>,
        /// How many there are whose votes are withheld because they are too few.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub too_few: Option<TooFewVoters>,
    }

    pub struct TooFewVoters {
        /// People who have voted on any statement.
        pub voters: u64,
        /// Of these the ones who have voted on enough statements to be in an opinion group.
        pub enough: u64,
    }
}

wire_enum! {
    pub enum StatementVote { Agree, Disagree, Pass }
    pub enum StatementState { Visible, Pending, Refused }
}
