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
    }

    /// `PUT /v1/statements/{id}/vote`.
    pub struct NewStatementVote {
        pub vote: StatementVote,
    }

    /// `POST /v1/threads/{id}/statements`.
    pub struct NewStatement {
        pub text: String,
    }
}

wire_enum! {
    pub enum StatementVote { Agree, Disagree, Pass }
}
