//! What the person says with one tap and the backend does not have yet: an opinion on a statement, agreement with a post, that a
//! notice was read or is not understood. Kept before it is sent, sent until it has arrived. Saying something twice is saying it
//! once, so nothing is needed but the last word. Pages use `opinions`, `agreements` and `asks`.

use super::asks;
use super::retry;
use super::writer::write_now;
use crate::backend::{CallWish, Failure, FailureKind, Opinion, backend, person};
use crate::platform::database::{self, Store};
use crate::platform::lasting::Lasting;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::cell::{Cell, RefCell};

#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
#[cfg_attr(test, derive(Debug))]
pub enum Word {
    Opinion(Opinion),
    Yes(bool),
    Call(CallWish),
}

/// What has become of the last word about something.
#[derive(Clone, Copy, PartialEq)]
#[cfg_attr(test, derive(Debug))]
pub enum OnItsWay {
    /// Nothing is on its way.
    No,
    /// It is being sent.
    Sending,
    /// It could not be sent and will be sent again.
    Waiting,
    Refused(FailureKind),
}

#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(Debug))]
pub struct Said {
    person: String,
    /// The thread or notice that it is said in.
    pub thread_id: String,
    /// The id of the statement, or what it is and its id: [`POST`] and what `asks` says.
    pub about: String,
    pub word: Word,
    /// The backend will not take it.
    pub refused: Option<FailureKind>,
}

/// Before the id of a post, so that no statement is meant.
pub(super) const POST: &str = "post/";

thread_local! {
    static WAITING: Lasting<Vec<Said>> = Lasting::new(Vec::new());
    /// Everything said since the app was opened: a copy of the list that was read before does not know it.
    static SAID: RefCell<Vec<Said>> = const { RefCell::new(Vec::new()) };
    static HELD_UP: Lasting<bool> = Lasting::new(false);
    static SENDING: Cell<bool> = const { Cell::new(false) };
}

/// What the signed-in person has said and has not arrived, in the order in which it was said.
pub(super) fn waiting() -> Lasting<Vec<Said>> {
    WAITING.with(Lasting::clone)
}

/// The last word of the signed-in person since the app was opened, or what still waits from before.
pub(super) fn last(about: &str) -> Option<Word> {
    let who = person()?;
    let find = |all: &Vec<Said>| {
        let of = |a: &&Said| a.about == about && a.person == who && a.refused.is_none();
        all.iter().rev().find(of).map(|a| a.word.clone())
    };
    waiting().with(find).or_else(|| SAID.with_borrow(find))
}

/// What has become of what the person said about this.
pub(super) fn way(about: &str) -> OnItsWay {
    let way = waiting().with(|all| {
        let found = all.iter().find(|a| a.about == about);
        found.map_or(OnItsWay::No, |a| match a.refused {
            Some(why) => OnItsWay::Refused(why),
            None => OnItsWay::Sending,
        })
    });
    if way == OnItsWay::Sending && held_up().get() {
        OnItsWay::Waiting
    } else {
        way
    }
}

/// Whether the last try to send did not get through.
pub fn held_up() -> Lasting<bool> {
    HELD_UP.with(Lasting::clone)
}

fn store_key(person: &str, about: &str) -> String {
    format!("{}{about}", prefix(person))
}

/// Where what `person` says is kept in the outbox.
pub(super) fn prefix(person: &str) -> String {
    format!("opinion/{person}/")
}

/// Shows what the outbox has of `person`.
pub(super) async fn load(person: &str) {
    let prefix = prefix(person);
    let mut found: Vec<Said> = database::all(Store::Outbox)
        .await
        .unwrap_or_default()
        .into_iter()
        .filter(|(key, _)| key.starts_with(&prefix))
        .filter_map(|(_, text)| serde_json::from_str(&text).ok())
        .collect();
    waiting().update(|now| {
        // What was said while this was read is newer.
        found.retain(|kept| now.iter().all(|said| said.about != kept.about));
        now.splice(0..0, found);
    });
}

/// Somebody else is signed in, or nobody.
pub(super) fn forget() {
    waiting().set(Vec::new());
}

pub(super) fn unsent() -> usize {
    waiting().with(|all| all.iter().filter(|a| a.refused.is_none()).count())
}

/// Keeps what is said and sends it. Without network it waits; the last word is the one that counts.
pub(super) async fn say(thread_id: &str, about: String, word: Word) {
    let Some(person) = person() else { return };
    let answer = Said {
        person,
        thread_id: thread_id.to_owned(),
        about,
        word,
        refused: None,
    };
    waiting().update(|all| {
        all.retain(|a| a.about != answer.about);
        all.push(answer.clone());
    });
    SAID.with_borrow_mut(|said| said.push(answer.clone()));
    keep(&answer).await;
    flush().await;
}

/// Gives up what was refused.
pub(super) async fn give_up(about: &str) {
    let mut gone = None;
    waiting().update(|all| {
        if let Some(at) = all.iter().position(|a| a.about == about) {
            gone = Some(all.remove(at));
        }
    });
    if let Some(answer) = gone {
        write_now(Store::Outbox, store_key(&answer.person, about), None).await;
    }
}

/// Sends what waits, one after the other. Nothing that was refused goes with it.
pub async fn flush() {
    if SENDING.replace(true) {
        // Whoever is sending looks again before it ends.
        return;
    }
    while let Some(next) = waiting().with_untracked(|all| all.iter().find(|a| a.refused.is_none()).cloned()) {
        match hand_over(&next).await {
            Ok(()) => {
                held_up().set(false);
                settle(&next, None).await;
            }
            Err(failure) if failure.retryable() || failure.kind == FailureKind::NotSignedIn => {
                held_up().set(true);
                if failure.retryable() {
                    retry::later(failure.retry_after);
                }
                break;
            }
            Err(failure) => settle(&next, Some(failure.kind)).await,
        }
    }
    SENDING.set(false);
}

async fn hand_over(said: &Said) -> Result<(), Failure> {
    match (&said.word, said.about.strip_prefix(POST)) {
        (Word::Opinion(opinion), _) => backend().answer_statement(&said.about, *opinion).await,
        (Word::Yes(agree), Some(post)) => backend().rate_post(post, *agree).await.map(drop),
        _ => asks::hand_over(&said.about, &said.word).await,
    }
}

/// What became of an answer; one that was changed meanwhile is another one and still waits.
async fn settle(sent: &Said, refused: Option<FailureKind>) {
    let mut settled = None;
    waiting().update(|all| {
        if let Some(at) = all.iter().position(|a| a == sent) {
            match refused {
                None => {
                    // After a restart only the outbox knew it; the page was read before it counted.
                    SAID.with_borrow_mut(|said| {
                        said.retain(|a| a.about != sent.about);
                        said.push(sent.clone());
                    });
                    settled = Some(all.remove(at));
                }
                Some(_) => {
                    SAID.with_borrow_mut(|said| said.retain(|a| a.about != sent.about));
                    all[at].refused = refused;
                    settled = Some(all[at].clone());
                }
            }
        }
    });
    match settled {
        Some(answer) if refused.is_some() => keep(&answer).await,
        Some(answer) => {
            write_now(Store::Outbox, store_key(&answer.person, &answer.about), None).await;
        }
        None => {}
    }
}

async fn keep(answer: &Said) {
    if let Ok(text) = serde_json::to_string(answer) {
        write_now(
            Store::Outbox,
            store_key(&answer.person, &answer.about),
            Some(text),
        )
        .await;
    }
}

/// Forgets everything of `person`. Only for a shared phone, after a warning.
pub(super) async fn wipe(person: &str) {
    SAID.with_borrow_mut(|said| said.retain(|a| a.person != person));
    super::wipe_prefix(Store::Outbox, &prefix(person)).await;
}
