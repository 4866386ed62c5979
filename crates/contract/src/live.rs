//! `GET /v1/events?topics=…`: what has changed, told as server-sent events to whoever has the page open.
//!
//! A topic is `thread:ID`, `poll:ID` or `notices`. An event says that what everybody may read about it is another now; it
//! names no person, and there is none about a ballot. The stream begins with `hello`: from there on nothing is missed, so a phone
//! that comes back after a pause reads again when it hears it. `Last-Event-ID` is not needed. Comments keep the line open.

use crate::wire;

wire! {
    /// The data of the event `hello`.
    pub struct LiveHello {
        /// What this stream tells about, as it was asked for.
        pub topics: Vec<String>,
    }

    /// The data of the event `changed`.
    pub struct LiveChange {
        pub topic: String,
        /// Of a thread as many as its `posts` says, of the notices all there are, as somebody sees them who is not signed in.
        /// Absent for a poll.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub total: Option<u64>,
        /// Posts whose number of agreements is another now. What else changed is read again.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub agreed: Vec<LiveAgrees>,
        /// Statements of which more or others are said now.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub said: Vec<LiveSaid>,
        /// Something that was there already reads differently: edited, withdrawn, hidden, extended.
        #[serde(default)]
        pub rewritten: bool,
    }

    pub struct LiveAgrees {
        pub post_id: String,
        pub agrees: u64,
    }

    pub struct LiveSaid {
        pub statement_id: String,
        pub agree: u64,
        pub disagree: u64,
        pub pass: u64,
    }
}
