//! Statements of a deliberation and what people say about them.

model! {
    pub struct Statement {
        pub id: String,
        pub text: String,
        pub agree: u64,
        pub disagree: u64,
        pub pass: u64,
        /// What the signed-in person says.
        pub mine: Option<Opinion>,
        /// An own one waits for a moderator or was refused; others see visible ones only.
        pub state: StatementState,
        /// Why a moderator refused it.
        pub state_reason: Option<String>,
        pub can_report: bool,
    }
}

model_enum! {
    pub enum StatementState { Visible, Pending, Refused }
}

/// What somebody says about a statement.
#[derive(Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(test, derive(Debug))]
pub enum Opinion {
    Agree,
    Disagree,
    Pass,
}

/// Which statements, and which first.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum StatementOrder {
    Oldest,
    /// Those about which the person has not said anything, the one to be asked next first.
    Unanswered,
}
