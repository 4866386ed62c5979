//! Which posts of a thread are asked for, and from where on.

use super::{Post, PostOrder};

#[derive(Clone, PartialEq)]
#[cfg_attr(test, derive(Debug))]
pub enum PostsAsked {
    InOrder(PostOrder),
    /// Only those with these words.
    With(String),
    /// The replies under this post.
    Under(String),
}

/// Where a page of posts begins.
#[derive(Clone, PartialEq)]
#[cfg_attr(test, derive(Debug))]
pub enum PostsFrom {
    Start,
    Cursor(String),
    /// The page in whose middle this post is.
    Around(String),
}

impl Post {
    /// The post of its own under which a reply stands; of a reply of which only the answered post is known, that one.
    pub fn stands_under(&self) -> Option<&String> {
        self.root_id.as_ref().or(self.parent_id.as_ref())
    }
}
