//! What happened in a thread since somebody was there last.

use super::{Post, Related, StageKind, When};

model! {
    pub struct ThreadNews {
        /// Posts since then, official answers among them.
        pub posts: u64,
        /// The newest first.
        pub official: Vec<Post>,
        /// One of each stance at most.
        pub most_agreed: Vec<Post>,
        /// The newest first.
        pub decisions: Vec<Decision>,
    }

    pub struct Decision {
        pub at: When,
        pub what: Decided,
    }
}

#[derive(Clone, PartialEq)]
#[cfg_attr(test, derive(Debug))]
pub enum Decided {
    PollEnded(Related),
    StageBegan(StageKind),
}
