//! What an open page can be told of while it is open.

/// What somebody listens to.
#[derive(Clone, PartialEq)]
#[cfg_attr(test, derive(Debug))]
pub enum Topic {
    Thread(String),
    Poll(String),
    Notices,
}

model! {
    /// Something about a topic is another now.
    #[derive(Default)]
    pub struct Change {
        /// Posts and how many agree with them now.
        pub agreed: Vec<(String, u64)>,
        /// Statements and how many agree, disagree and pass now.
        pub said: Vec<(String, [u64; 3])>,
        /// Something that was there already reads differently.
        pub rewritten: bool,
        /// How many there are now, as somebody sees them who is not signed in.
        pub total: Option<u64>,
    }
}
