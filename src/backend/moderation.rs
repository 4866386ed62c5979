//! What the app may ask about one post and what becomes of it. Not every family of backends can.

use super::*;

impl Backend {
    pub async fn post(self, id: &str) -> Result<Post, Failure> {
        ask_native!(post(id))
    }

    /// Changes the words of an own post and the side it takes; what it said before can still be read.
    pub async fn edit_post(self, id: &str, body: &str, stance: Stance) -> Result<Post, Failure> {
        ask_native!(edit_post(id, body, stance))
    }

    /// Takes an own post back; the place stays for the replies.
    pub async fn withdraw_post(self, id: &str) -> Result<(), Failure> {
        ask_native!(withdraw_post(id))
    }

    /// The newest first.
    pub async fn post_history(self, id: &str) -> Result<Vec<PostVersion>, Failure> {
        ask_native!(post_history(id))
    }

    pub async fn object(self, to: Disputed, id: &str, words: &str) -> Result<Objection, Failure> {
        ask_native!(object(to, id, words))
    }

    /// One's own, the newest first.
    pub async fn reports(self, cursor: Option<String>) -> Result<Page<Report>, Failure> {
        ask_native!(reports(cursor.as_deref()))
    }

    /// What moderators did, the newest first.
    pub async fn moderation(self, cursor: Option<String>) -> Result<Page<ModerationEntry>, Failure> {
        ask_native!(moderation(cursor.as_deref()))
    }
}
