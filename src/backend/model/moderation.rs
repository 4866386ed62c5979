//! What became of posts: earlier versions, reports, objections, and the open log of what moderators did.

use super::{ReportReason, Stance, Text, When};

model! {
    /// What a post said before it was edited.
    pub struct PostVersion {
        pub body: Text,
        /// The side it took then, where that was kept.
        pub stance: Option<Stance>,
        pub written: When,
    }

    /// One's own report.
    pub struct Report {
        pub id: String,
        pub thread_id: String,
        pub thread_title: String,
        /// Nothing where it is about something that this app does not know.
        pub about: Option<Reported>,
        pub reason: ReportReason,
        pub state: ReportState,
        pub created: When,
        pub decided: Option<When>,
        /// What the moderator says to whoever reported.
        pub answer: Option<String>,
        pub objection: Option<Objection>,
        pub can_object: bool,
    }

    /// That somebody else than who decided shall look again.
    pub struct Objection {
        pub state: ObjectionState,
        pub created: When,
        pub answer: Option<String>,
    }

    /// What a moderator did and why. No names, no words of residents.
    pub struct ModerationEntry {
        pub id: String,
        pub at: When,
        pub action: ModerationAction,
        pub reason: String,
        pub thread_id: String,
        pub thread_title: String,
    }
}

/// What somebody reports to the moderators.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(test, derive(Debug))]
pub enum Reported {
    Post(String),
    Statement(String),
}

/// Against what somebody objects.
#[derive(Clone, Copy, PartialEq)]
pub enum Disputed {
    /// That an own post is hidden or was refused.
    Post,
    /// That an own report was refused.
    Report,
}

model_enum! {
    pub enum ReportState { Received, Upheld, Refused }
    pub enum ObjectionState { Received, Granted, Refused }
    pub enum ModerationAction { Published, Refused, Hidden, Restored, ReportRefused, ObjectionRefused }
}
