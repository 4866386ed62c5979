//! The posts of a thread: reading them in pages, writing one, agreeing with one.

use super::{Native, PAGE, encoded, parse, read, with_cursor};
use crate::backend::Failure;
use crate::backend::model::*;
use gloo_net::http::Method;

impl Native {
    pub async fn posts(
        &self,
        thread_id: &str,
        asked: &PostsAsked,
        from: &PostsFrom,
    ) -> Result<Page<Post>, Failure> {
        let mut path = match asked {
            PostsAsked::InOrder(order) => format!("{}&order={}", posts_path(thread_id), order.name()),
            PostsAsked::With(words) => format!("{}&q={}", posts_path(thread_id), encoded(words)),
            PostsAsked::Under(post) => format!("/posts/{}/replies?{PAGE}", encoded(post)),
        };
        match from {
            PostsFrom::Start => {}
            PostsFrom::Cursor(cursor) => with_cursor(&mut path, Some(cursor)),
            PostsFrom::Around(post) => {
                path.push_str("&around=");
                path.push_str(&encoded(post));
            }
        }
        self.get(&path, |page| read::page(page, read::post)).await
    }

    /// What the addresses begin with under which this phone keeps pages of a thread's posts, and of replies.
    pub fn posts_addresses(&self, thread_id: &str) -> [String; 2] {
        [self.address(&posts_path(thread_id)), self.address("/posts/")]
    }

    /// The newest first.
    pub async fn official_posts(&self, thread_id: &str, cursor: Option<&str>) -> Result<Page<Post>, Failure> {
        let id = encoded(thread_id);
        let mut path = format!("/threads/{id}/posts?limit=3&official=true&order=newest");
        with_cursor(&mut path, cursor);
        self.get(&path, |page| read::page(page, read::post)).await
    }

    pub async fn create_post(&self, thread_id: &str, post: &NewPost, key: &str) -> Result<PostSent, Failure> {
        let path = format!("/threads/{}/posts", encoded(thread_id));
        let answer = self
            .send(Method::POST, &path, &read::new_post(post), Some(key))
            .await?;
        let post = read::post(parse(&answer.text)?);
        // A repeat of a send may find that the moderator has looked meanwhile, so the post's own state counts too.
        let waits = answer.status == 202 || post.state == PostState::Pending;
        Ok(if waits {
            PostSent::Pending(post)
        } else {
            PostSent::Shown(post)
        })
    }

    pub async fn rate_post(&self, id: &str, agree: bool) -> Result<RatingState, Failure> {
        let path = format!("/posts/{}/rating", encoded(id));
        let answer = self
            .send(Method::PUT, &path, &contract::Rating { agree }, None)
            .await?;
        let state: contract::RatingState = parse(&answer.text)?;
        Ok(RatingState {
            agrees: state.agrees,
            i_agree: state.i_agree,
        })
    }
}

fn posts_path(thread_id: &str) -> String {
    format!("/threads/{}/posts?{PAGE}", encoded(thread_id))
}

/// The posts in an answer that was kept; none where it cannot be read.
pub fn kept_posts(text: &str) -> Vec<Post> {
    parse(text).map_or_else(|_| Vec::new(), |page| read::page(page, read::post).items)
}
