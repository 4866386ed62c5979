//! Following: what somebody wants to hear of, and the inbox it comes into.

use crate::{NoticeCategory, Related, Timestamp, wire, wire_enum};

wire! {
    /// `GET` and `PUT /v1/me/subscriptions`: all of them at once.
    #[derive(Default)]
    pub struct Subscriptions {
        /// Notices of these categories.
        #[serde(default)]
        pub categories: Vec<NoticeCategory>,
        /// Notices whose audience names one's own building or grid.
        #[serde(default)]
        pub own_building: bool,
        /// Matters by id: their notices, and every step of their own.
        #[serde(default)]
        pub matters: Vec<String>,
    }

    /// One page of the inbox, the newest first. It reaches back ninety days.
    pub struct Inbox {
        pub items: Vec<InboxItem>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub next: Option<String>,
        pub total: u64,
        /// On all pages together.
        pub unread: u64,
    }

    pub struct InboxItem {
        /// Opaque; a notice that is corrected comes again under another one.
        pub id: String,
        pub kind: InboxKind,
        pub at: Timestamp,
        pub about: Related,
        /// What is new, in the words of who published it: a summary, a correction, a reason, an answer.
        pub text: String,
        pub read: bool,
    }
}

wire_enum! {
    /// `answered`: staff saw to "I do not understand this" or "call me about this". `assisted_vote`: somebody helped with a vote;
    /// the text is the helper's name, and `GET /v1/me/assistance` has the question "was this your choice?".
    pub enum InboxKind { Notice, Corrected, Withdrawn, Matter, Answered, AssistedVote }
}
