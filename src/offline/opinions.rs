//! What the person says about statements, until it has arrived.

use super::said::{self, Said, Word};
use crate::backend::{FailureKind, Opinion};
use leptos::prelude::*;

pub use super::said::held_up;

/// How many answers about a thread's statements have not arrived, and those that were refused: the statement and why.
pub fn on_their_way(thread_id: &str) -> (u64, Vec<(String, FailureKind)>) {
    said::waiting().with(|all| {
        let of = || all.iter().filter(|a| a.thread_id == thread_id && is_opinion(a));
        let waiting = of().filter(|a| a.refused.is_none()).count() as u64;
        let refused = of().filter_map(|a| Some((a.about.clone(), a.refused?))).collect();
        (waiting, refused)
    })
}

pub fn all_arrived() -> bool {
    said::waiting().with(|all| !all.iter().any(is_opinion))
}

fn is_opinion(said: &Said) -> bool {
    matches!(said.word, Word::Opinion(_))
}

/// What the signed-in person has said about a statement since the app was opened, or what still waits from before.
pub fn said(statement_id: &str) -> Option<Opinion> {
    match said::last(statement_id)? {
        Word::Opinion(opinion) => Some(opinion),
        _ => None,
    }
}

/// Keeps what is said and sends it.
pub async fn say(thread_id: &str, statement_id: &str, opinion: Opinion) {
    said::say(thread_id, statement_id.to_owned(), Word::Opinion(opinion)).await;
}

/// Gives up an answer that was refused.
pub async fn give_up(statement_id: &str) {
    said::give_up(statement_id).await;
}
