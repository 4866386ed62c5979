//! `GET /v1/search`: what is found, and the passage that shows why.

use crate::{Timestamp, wire, wire_enum};

wire! {
    pub struct SearchHit {
        pub kind: SearchKind,
        pub id: String,
        /// Of a post: the thread it stands in, whose title is the hit's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub thread_id: Option<String>,
        pub title: String,
        pub title_matches: Vec<Span>,
        /// Plain text in one line, with an ellipsis where it was cut.
        pub passage: String,
        /// Where in the passage; empty when only the title was found.
        pub matches: Vec<Span>,
        /// When it was published, opened, written or last changed.
        pub at: Timestamp,
    }

    /// A place in a text, in Unicode characters (scalar values): from the first to before the last.
    pub struct Span {
        pub from: u32,
        pub to: u32,
    }
}

wire_enum! {
    pub enum SearchKind { Notice, Matter, Poll, Thread, Post }
}
