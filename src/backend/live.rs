//! What the app may ask so that an open page stays true: where changes are told, and how much there is now.

use super::*;
use leptos::prelude::WithUntracked;

/// What was told on the stream of changes.
pub fn change_told(text: &str) -> Change {
    native::change_told(text)
}

impl Backend {
    /// How many agree with what was written last in a thread, and whether the person does.
    pub async fn latest_agrees(self, thread_id: &str) -> Result<Vec<(String, RatingState)>, Failure> {
        let page = self.newest_posts(thread_id).await?;
        Ok(page
            .items
            .into_iter()
            .map(|post| {
                let state = RatingState {
                    agrees: post.agrees,
                    i_agree: post.i_agree,
                };
                (post.id, state)
            })
            .collect())
    }

    /// Where changes about this are told, if this backend tells them.
    pub fn events_url(self, topic: &Topic) -> Option<String> {
        if !service_info().with_untracked(|s| s.as_ref().is_some_and(|s| s.can.live_events)) {
            return None;
        }
        start::adapter_now().and_then(|adapter| match &*adapter {
            Adapter::Native(native) => Some(native.events_url(topic)),
            Adapter::Outside(_) => None,
        })
    }
}
