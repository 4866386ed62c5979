//! The person's posts that have not arrived yet: kept before they are sent, sent until the backend has answered.

use super::writer::{write_now, write_soon};
use super::{drafts, retry};
use crate::backend::{Failure, FailureKind, NewPost, Post, PostSent, Stance, backend, person, service_info};
use crate::platform::database::{self, Store};
use crate::platform::lasting::Lasting;
use crate::platform::random;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(Debug))]
pub enum OutgoingState {
    /// On its way or waiting for the network.
    Waiting,
    /// Arrived; a moderator looks at it before others see it.
    Pending,
    /// The backend will not take it; the words are kept.
    Refused(FailureKind),
    Sent,
}

#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(Debug))]
pub struct OutgoingPost {
    /// Idempotency key: any number of repeats is one post.
    pub key: String,
    pub person: String,
    pub thread_id: String,
    pub parent_id: Option<String>,
    pub body: String,
    /// Stances have no JSON of their own; this is their place in [`STANCES`].
    stance: u8,
    pub state: OutgoingState,
    /// A send whose outcome is unknown: the backend may have it.
    pub unclear: bool,
}

const STANCES: [Stance; 4] = [Stance::Neutral, Stance::For, Stance::Against, Stance::Question];

impl OutgoingPost {
    pub fn stance(&self) -> Stance {
        STANCES
            .get(usize::from(self.stance))
            .copied()
            .unwrap_or(Stance::Neutral)
    }

    /// The place of its draft, as the writing page names it.
    fn draft_target(&self) -> String {
        format!(
            "post/{}/{}",
            self.thread_id,
            self.parent_id.as_deref().unwrap_or("new")
        )
    }
}

thread_local! {
    static POSTS: Lasting<Vec<OutgoingPost>> = Lasting::new(Vec::new());
    static SENDING: RefCell<BTreeSet<String>> = const { RefCell::new(BTreeSet::new()) };
    static ARRIVED: RefCell<BTreeMap<String, Lasting<Vec<Post>>>> = const { RefCell::new(BTreeMap::new()) };
}

/// The posts of the signed-in person that others cannot see yet, oldest first.
pub fn posts() -> Lasting<Vec<OutgoingPost>> {
    POSTS.with(Lasting::clone)
}

/// The posts of a thread that arrived since the app was opened, as the backend took them: a page that was read before shows
/// them, too.
pub fn arrived(thread_id: &str) -> Lasting<Vec<Post>> {
    let none = || Lasting::new(Vec::new());
    ARRIVED.with_borrow_mut(|arrived| arrived.entry(thread_id.to_owned()).or_insert_with(none).clone())
}

fn store_key(person: &str, key: &str) -> String {
    format!("post/{person}/{key}")
}

/// Where the posts of `person` are kept in the outbox.
pub(super) fn prefix(person: &str) -> String {
    store_key(person, "")
}

/// Shows what the outbox has of `person`.
pub(super) async fn load(person: &str) {
    let mut found = Vec::new();
    let prefix = prefix(person);
    for (key, text) in database::all(Store::Outbox).await.unwrap_or_default() {
        if key.starts_with(&prefix)
            && let Ok(mut post) = serde_json::from_str::<OutgoingPost>(&text)
        {
            // It may have been on its way when the app ended.
            post.unclear |= post.state == OutgoingState::Waiting;
            found.push(post);
        }
    }
    show(Some(person), found);
}

/// Shows these posts of `person`, or nobody's.
pub(super) fn show(person: Option<&str>, mut found: Vec<OutgoingPost>) {
    posts().update(|now| {
        now.retain(|post| Some(post.person.as_str()) == person);
        found.retain(|post| now.iter().all(|known| known.key != post.key));
        now.splice(0..0, found);
    });
}

/// Keeps a post and sends it. Without network it stays waiting; the words are safe in every case: the drafts they were
/// go once the outbox has them.
pub async fn send(thread_id: &str, post: NewPost, were: &[String]) -> OutgoingState {
    let Some(person) = person() else {
        return OutgoingState::Refused(FailureKind::NotSignedIn);
    };
    let stance = STANCES.iter().position(|s| *s == post.stance).unwrap_or(0);
    let outgoing = OutgoingPost {
        key: random::key(),
        person,
        thread_id: thread_id.to_owned(),
        parent_id: post.parent_id,
        body: post.body,
        stance: stance as u8,
        state: OutgoingState::Waiting,
        unclear: false,
    };
    posts().update(|all| all.push(outgoing.clone()));
    keep(&outgoing).await;
    for draft in were {
        drafts::clear(draft).await;
    }
    deliver(&outgoing.key).await
}

/// Sends a refused post again because its author wants to.
pub async fn retry(key: &str) {
    let new_key = random::key();
    let mut again = None;
    posts().update(|all| {
        if let Some(post) = all
            .iter_mut()
            .find(|p| p.key == key && matches!(p.state, OutgoingState::Refused(_)))
        {
            post.key.clone_from(&new_key);
            post.state = OutgoingState::Waiting;
            again = Some(post.clone());
        }
    });
    if let Some(post) = again {
        keep(&post).await;
        write_now(Store::Outbox, store_key(&post.person, key), None).await;
        deliver(&new_key).await;
    }
}

/// Takes a post back; its words become the draft of their place again.
pub async fn discard(key: &str) {
    let mut taken = None;
    posts().update(|all| {
        if let Some(at) = all.iter().position(|p| p.key == key) {
            taken = Some(all.remove(at));
        }
    });
    if let Some(post) = taken {
        // First where it goes, then where it was: in between it is in both, never in none. What was begun there since then
        // stays, too.
        let place = post.draft_target();
        let words = match drafts::load(&place).await {
            Some(begun) if begun != post.body => format!("{}\n\n{begun}", post.body),
            _ => post.body.clone(),
        };
        drafts::save(&place, &words);
        if post.stance() != Stance::Neutral {
            drafts::save(&format!("{place}/stance"), post.stance().name());
        }
        write_soon(Store::Outbox, store_key(&post.person, key), None);
    }
}

/// Sends again what waits. Nothing that was refused goes with it.
pub async fn flush() {
    let waiting: Vec<String> = posts().with_untracked(|all| {
        all.iter()
            .filter(|p| p.state == OutgoingState::Waiting)
            .map(|p| p.key.clone())
            .collect()
    });
    // One after the other, so that they appear in the order in which they were written.
    for key in waiting {
        if deliver(&key).await == OutgoingState::Waiting {
            break;
        }
    }
}

pub(super) fn unsent() -> usize {
    posts().with(|all| all.iter().filter(|p| p.state == OutgoingState::Waiting).count())
}

async fn deliver(key: &str) -> OutgoingState {
    let find = |all: &Vec<OutgoingPost>| all.iter().find(|p| p.key == key).cloned();
    let Some(post) = posts().with_untracked(find) else {
        return OutgoingState::Sent;
    };
    if post.state != OutgoingState::Waiting
        || !SENDING.with_borrow_mut(|sending| sending.insert(key.to_owned()))
    {
        return post.state;
    }
    let (outcome, there) = hand_over(&post).await;
    SENDING.with_borrow_mut(|sending| sending.remove(key));
    let mut kept = None;
    posts().update(|all| {
        if let Some(at) = all.iter().position(|p| p.key == key) {
            all[at].state = outcome;
            all[at].unclear |= outcome == OutgoingState::Waiting;
            kept = Some(all[at].clone());
            if matches!(outcome, OutgoingState::Sent | OutgoingState::Pending) {
                all.remove(at);
            }
        }
    });
    match outcome {
        // Arrived: the backend has it, and shows its author also what waits for a moderator.
        OutgoingState::Sent | OutgoingState::Pending => {
            write_now(Store::Outbox, store_key(&post.person, key), None).await;
            if let Some(there) = there {
                arrived(&post.thread_id).update(|all| all.push(there));
            }
        }
        OutgoingState::Waiting | OutgoingState::Refused(_) => {
            if let Some(post) = kept {
                keep(&post).await;
            }
        }
    }
    outcome
}

/// Asks the backend to take the post; `Waiting` when it could not be asked. With it the post as the backend has it.
async fn hand_over(post: &OutgoingPost) -> (OutgoingState, Option<Post>) {
    // A backend that does not know idempotency keys would show a repeat twice.
    let repeat_safe =
        service_info().with_untracked(|service| service.as_ref().is_none_or(|s| s.can.post_repeat_safe));
    if post.unclear && !repeat_safe {
        match is_there(post).await {
            Ok(Some(there)) => return (OutgoingState::Sent, Some(there)),
            Ok(None) => {}
            Err(_) => {
                retry::later(None);
                return (OutgoingState::Waiting, None);
            }
        }
    }
    let new = NewPost {
        body: post.body.clone(),
        stance: post.stance(),
        parent_id: post.parent_id.clone(),
    };
    match backend().create_post(&post.thread_id, &new, &post.key).await {
        Ok(PostSent::Shown(there)) => (OutgoingState::Sent, Some(there)),
        Ok(PostSent::Pending(there)) => (OutgoingState::Pending, Some(there)),
        Err(failure) if failure.retryable() => {
            retry::later(failure.retry_after);
            (OutgoingState::Waiting, None)
        }
        Err(failure) => (OutgoingState::Refused(failure.kind), None),
    }
}

/// The one among the newest posts that has these words by this person.
async fn is_there(post: &OutgoingPost) -> Result<Option<Post>, Failure> {
    let page = backend().newest_posts(&post.thread_id).await?;
    let same = |p: &Post| p.author.is_me && p.parent_id == post.parent_id && p.body.value == post.body;
    Ok(page.items.into_iter().find(same))
}

async fn keep(post: &OutgoingPost) {
    if let Ok(text) = serde_json::to_string(post) {
        write_now(Store::Outbox, store_key(&post.person, &post.key), Some(text)).await;
    }
}

/// Forgets everything of `person`. Only for a shared phone, after a warning.
pub(super) async fn wipe(person: &str) {
    super::wipe_prefix(Store::Outbox, &prefix(person)).await;
}
