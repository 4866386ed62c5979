//! Keeping an open page true. Where the backend tells of changes it is listened to; where it does not, or cannot be reached, the
//! page reads again about once a minute. Either way only while somebody looks: a hidden page asks nothing and listens to nothing.

use crate::access::preferences;
use crate::backend::{Change, Topic, backend, change_told};
use crate::platform::events::{Events, Heard};
use crate::platform::visible::seen_after;
use leptos::prelude::WithUntracked;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;

pub const MINUTE_MS: u32 = 60_000;
/// Once in a while also where changes are told: a line may be dead without anybody having said so.
const SELDOM_MS: u32 = 10 * MINUTE_MS;
/// How soon a line that broke off is tried again the first time: the server may have been started anew.
const SOON_MS: u32 = 5_000;

/// What a page is told.
pub enum News {
    /// Listening began; what was read before may be older.
    Listening,
    /// Something may be another: to be read again.
    Again,
    Changed(Change),
}

/// One page's listening. Ends with the page.
pub struct Following {
    topic: Topic,
    events: Option<Events>,
    /// The last line was a good one before it broke off.
    was_good: bool,
    /// Listened before: what begins now begins anew.
    began: bool,
}

impl Following {
    pub fn of(topic: Topic) -> Self {
        Self {
            topic,
            events: None,
            was_good: false,
            began: false,
        }
    }

    /// Ends when there may be something new, at the latest after `turn` where what is followed has a time of its own.
    pub async fn next(&mut self, turn: Option<u32>) -> News {
        if preferences().with_untracked(|p| p.still) {
            // Somebody wants nothing to change by itself. What has a time of its own, the end of a poll, still has it.
            match turn {
                Some(turn) => seen_after(turn).await,
                None => std::future::pending().await,
            }
            return News::Again;
        }
        if self.events.is_none() {
            self.events = backend()
                .events_url(&self.topic)
                .and_then(|url| Events::open(&url));
        }
        loop {
            let wait = match (&self.events, turn) {
                (_, Some(turn)) => turn,
                (Some(_), None) => SELDOM_MS,
                (None, None) if self.was_good => SOON_MS,
                (None, None) => MINUTE_MS,
            };
            let Some(heard) = first(self.events.as_ref(), wait).await else {
                self.was_good = false;
                return News::Again;
            };
            match heard {
                Heard::Hello => {
                    self.was_good = true;
                    let anew = std::mem::replace(&mut self.began, true);
                    return if anew { News::Again } else { News::Listening };
                }
                Heard::Changed(text) => return News::Changed(change_told(&text)),
                Heard::Lost | Heard::Hidden => self.events = None,
            }
        }
    }
}

/// What is heard, or nothing once `wait` has passed while the page was seen.
async fn first(events: Option<&Events>, wait: u32) -> Option<Heard> {
    let mut heard = pin!(async {
        match events {
            Some(events) => events.next().await,
            None => std::future::pending().await,
        }
    });
    let mut over = pin!(seen_after(wait));
    poll_fn(|context| {
        if let Poll::Ready(heard) = heard.as_mut().poll(context) {
            return Poll::Ready(Some(heard));
        }
        over.as_mut().poll(context).map(|()| None)
    })
    .await
}
