//! Looking through the posts of a thread that this phone has kept, for when the backend cannot be asked.

use crate::backend::{Post, PostState, backend};
use crate::platform::passages;
use std::collections::BTreeSet;

/// The kept posts with these words, the oldest first.
pub async fn kept_posts_with(thread_id: &str, words: &str) -> Vec<Post> {
    let addresses = backend().posts_addresses(thread_id);
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for (address, text) in super::cache::entries().await {
        if !addresses.iter().any(|begin| address.starts_with(begin)) {
            continue;
        }
        let fits = |post: &Post| {
            post.thread_id == thread_id
                && post.state == PostState::Visible
                && passages::has(&post.body.value, words)
        };
        for post in backend().kept_posts(&text).into_iter().filter(fits) {
            if seen.insert(post.id.clone()) {
                found.push(post);
            }
        }
    }
    found.sort_by_key(|post| post.created.at);
    found
}
