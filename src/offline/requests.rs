//! What the person asks for and has not arrived yet, with its photo: kept before it is sent, sent until the backend has answered.

use super::posts::OutgoingState;
use super::writer::write_now;
use super::{drafts, retry};
use crate::backend::{Failure, FailureKind, NewRequest, backend, person};
use crate::platform::database::{self, Store};
use crate::platform::lasting::Lasting;
use crate::platform::{photo, random};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::collections::BTreeSet;

/// Where the drafts of the words and of the photo are kept; apart, because a photo is large and typing is often.
const WORDS: &str = "request/words";
const PHOTO: &str = "request/photo";

#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(Debug))]
pub struct OutgoingRequest {
    /// Idempotency key: any number of repeats is one request.
    pub key: String,
    pub person: String,
    pub request: NewRequest,
    /// As `platform::photo` made it.
    pub photo: Option<String>,
    pub state: OutgoingState,
}

thread_local! {
    static REQUESTS: Lasting<Vec<OutgoingRequest>> = Lasting::new(Vec::new());
    static SENDING: RefCell<BTreeSet<String>> = const { RefCell::new(BTreeSet::new()) };
    static ARRIVED: Lasting<u32> = Lasting::new(0);
}

/// The requests of the signed-in person that have not arrived, oldest first.
pub fn requests() -> Lasting<Vec<OutgoingRequest>> {
    REQUESTS.with(Lasting::clone)
}

/// Counts what has arrived since the app was opened: a list that follows it is read again.
pub fn arrived() -> Lasting<u32> {
    ARRIVED.with(Lasting::clone)
}

/// What was begun, with its photo.
pub async fn draft() -> (NewRequest, Option<String>) {
    let words = drafts::load(WORDS).await;
    let words = words
        .and_then(|text| serde_json::from_str(&text).ok())
        .unwrap_or_default();
    (words, drafts::load(PHOTO).await)
}

/// Keeps what is filled in; returns at once. What nobody has begun keeps nothing.
pub fn keep_words(words: &NewRequest) {
    drafts::save(WORDS, &written(words));
}

fn written(words: &NewRequest) -> String {
    let begun = *words != NewRequest::default();
    let text = serde_json::to_string(words).ok().filter(|_| begun);
    text.unwrap_or_default()
}

/// Keeps the photo, or that there is none.
pub fn keep_photo(photo: Option<&str>) {
    drafts::save(PHOTO, photo.unwrap_or_default());
}

fn store_key(person: &str, key: &str) -> String {
    format!("request/{person}/{key}")
}

/// Where the requests of `person` are kept in the outbox.
pub(super) fn prefix(person: &str) -> String {
    store_key(person, "")
}

/// Shows what the outbox has of `person`.
pub(super) async fn load(person: &str) {
    let prefix = prefix(person);
    let found = database::all(Store::Outbox)
        .await
        .unwrap_or_default()
        .into_iter()
        .filter(|(key, _)| key.starts_with(&prefix))
        .filter_map(|(_, text)| serde_json::from_str(&text).ok())
        .collect();
    show(Some(person), found);
}

/// Shows these requests of `person`, or nobody's.
pub(super) fn show(person: Option<&str>, mut found: Vec<OutgoingRequest>) {
    requests().update(|now| {
        now.retain(|request| Some(request.person.as_str()) == person);
        found.retain(|request| now.iter().all(|known| known.key != request.key));
        now.splice(0..0, found);
    });
}

/// Keeps what was begun as something to send, and sends it. The draft goes once the outbox has it.
pub async fn send() -> OutgoingState {
    let Some(person) = person() else {
        return OutgoingState::Refused(FailureKind::NotSignedIn);
    };
    let (request, photo) = draft().await;
    let outgoing = OutgoingRequest {
        key: random::key(),
        person,
        request,
        photo,
        state: OutgoingState::Waiting,
    };
    requests().update(|all| all.push(outgoing.clone()));
    keep(&outgoing).await;
    drafts::clear(WORDS).await;
    drafts::clear(PHOTO).await;
    deliver(&outgoing.key).await
}

/// Sends what was refused again because its author wants to.
pub async fn retry(key: &str) {
    let refused =
        |request: &OutgoingRequest| request.key == key && matches!(request.state, OutgoingState::Refused(_));
    let Some(mut again) = requests().with_untracked(|all| all.iter().find(|r| refused(r)).cloned()) else {
        return;
    };
    again.key = random::key();
    again.state = OutgoingState::Waiting;
    keep(&again).await;
    write_now(Store::Outbox, store_key(&again.person, key), None).await;
    let new_key = again.key.clone();
    requests().update(|all| {
        all.retain(|r| r.key != key);
        all.push(again);
    });
    deliver(&new_key).await;
}

/// Takes it back: it becomes the draft again. What was begun since then stays, too.
pub async fn discard(key: &str) {
    let found = requests().with_untracked(|all| all.iter().find(|r| r.key == key).cloned());
    let Some(taken) = found else { return };
    let (begun, begun_photo) = draft().await;
    let mut words = taken.request.clone();
    if !begun.body.is_empty() && begun.body != words.body {
        words.body = format!("{}\n\n{}", words.body, begun.body);
    }
    // First where it goes, then where it was: in between it is in both, never in none.
    drafts::save_now(WORDS, written(&words)).await;
    drafts::save_now(PHOTO, taken.photo.or(begun_photo).unwrap_or_default()).await;
    write_now(Store::Outbox, store_key(&taken.person, key), None).await;
    requests().update(|all| all.retain(|r| r.key != key));
}

/// Sends again what waits. Nothing that was refused goes with it.
pub async fn flush() {
    let waiting: Vec<String> = requests().with_untracked(|all| {
        all.iter()
            .filter(|r| r.state == OutgoingState::Waiting)
            .map(|r| r.key.clone())
            .collect()
    });
    for key in waiting {
        if deliver(&key).await == OutgoingState::Waiting {
            break;
        }
    }
}

pub(super) fn unsent() -> usize {
    requests().with(|all| all.iter().filter(|r| r.state == OutgoingState::Waiting).count())
}

async fn deliver(key: &str) -> OutgoingState {
    let found = requests().with_untracked(|all| all.iter().find(|r| r.key == key).cloned());
    let Some(mut request) = found else {
        return OutgoingState::Sent;
    };
    if request.state != OutgoingState::Waiting || !SENDING.with_borrow_mut(|s| s.insert(key.to_owned())) {
        return request.state;
    }
    let outcome = hand_over(&request).await;
    SENDING.with_borrow_mut(|sending| sending.remove(key));
    if outcome == OutgoingState::Sent {
        // The record goes last: a phone that dies in between sends it again, and the key makes that one request.
        write_now(Store::Outbox, store_key(&request.person, key), None).await;
        requests().update(|all| all.retain(|r| r.key != key));
        arrived().update(|count| *count += 1);
    } else {
        request.state = outcome;
        requests().update(|all| {
            if let Some(shown) = all.iter_mut().find(|r| r.key == key) {
                shown.state = outcome;
            }
        });
        keep(&request).await;
    }
    outcome
}

/// Asks the backend to take the photo and then the request; `Waiting` when it could not be asked. The same photo sent again is
/// the same photo there, so a repeat of both is a repeat.
async fn hand_over(outgoing: &OutgoingRequest) -> OutgoingState {
    let mut photos = Vec::new();
    if let Some(bytes) = outgoing.photo.as_deref().and_then(photo::bytes) {
        match backend().upload_photo(&bytes).await {
            Ok(id) => photos.push(id),
            Err(failure) => return not_yet(&failure),
        }
    }
    match backend()
        .start_matter(&outgoing.request, photos, &outgoing.key)
        .await
    {
        Ok(_) => OutgoingState::Sent,
        Err(failure) => not_yet(&failure),
    }
}

fn not_yet(failure: &Failure) -> OutgoingState {
    if failure.retryable() {
        retry::later(failure.retry_after);
        OutgoingState::Waiting
    } else {
        OutgoingState::Refused(failure.kind)
    }
}

async fn keep(request: &OutgoingRequest) {
    if let Ok(text) = serde_json::to_string(request) {
        write_now(
            Store::Outbox,
            store_key(&request.person, &request.key),
            Some(text),
        )
        .await;
    }
}

/// Forgets everything of `person`. Only for a shared phone, after a warning.
pub(super) async fn wipe(person: &str) {
    super::wipe_prefix(Store::Outbox, &prefix(person)).await;
}
