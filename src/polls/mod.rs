//! Polls: the list, what a poll is about, the ballot, the check page, the receipt, the results.
//!
//! The way of a vote: intro → one question a screen → check → send → receipt. Choices are kept on the phone from the
//! first tap (`offline::ballots`); nothing is sent before the check page's button.

mod about;
mod ballot;
mod basket;
mod bring;
mod channels;
mod check;
mod choice;
mod code;
mod current;
mod explained;
mod export;
mod leaving;
mod list;
mod my_votes;
mod order;
mod paper;
mod points;
mod practice;
mod private;
mod purse;
mod questions;
mod ranking;
mod read_back;
mod receipt;
mod recount;
mod results;
mod row;
mod rules;
mod standing;
mod take_along;
mod verdict;

pub use about::PollPage;
pub use ballot::BallotPage;
pub use bring::BringPage;
pub use check::CheckPage;
pub use list::PollsPage;
pub use my_votes::MyVotesPage;
pub use paper::PaperPage;
pub use private::{private, private_receipt};
pub use questions::QuestionsPage;
pub use receipt::ReceiptPage;
pub use recount::RecountPage;
pub use results::ResultsPage;
pub use row::PollRow;

use crate::backend::{Failure, Poll, SessionState, backend, session};
use crate::i18n::{Key, t};
use crate::offline::cache;
use crate::parts::{Loader, fetching, window_title};
use leptos::prelude::*;

/// The poll of the address, kept on the phone once it was opened.
fn poll_loader(id: String) -> Loader<Poll> {
    Loader::start(move || {
        let id = id.clone();
        fetching(async move { fetch_poll(&id).await })
    })
}

async fn fetch_poll(id: &str) -> Result<cache::Kept<Poll>, Failure> {
    // What a poll says about the voter is personal, so the kept copy belongs to the person.
    let person = person_id().unwrap_or_default();
    let poll = cache::fresh_or_kept(&format!("poll/{person}/{id}"), backend().poll(id)).await?;
    standing::hear(id, poll.value.state);
    Ok(poll)
}

fn person_id() -> Option<String> {
    match session().get_untracked() {
        SessionState::SignedIn(me) => Some(me.id),
        _ => None,
    }
}

/// Heading of a poll's pages while it loads and after.
fn title_of(loader: &Loader<Poll>) -> Signal<String> {
    let loader = loader.clone();
    Signal::derive(move || match (loader.value(), loader.failure()) {
        (Some(poll), _) => poll.title,
        (None, Some(_)) => t(Key::AppProblem),
        _ => t(Key::AppLoading),
    })
}

/// What the window of a page about one poll is called.
fn window_of(deed: Key, loader: &Loader<Poll>) -> Signal<String> {
    let loader = loader.clone();
    window_title(deed, move || loader.value().map(|poll| poll.title))
}

/// Redraws when somebody signs in or out, because what a poll offers depends on who asks.
fn signed_in_as() -> Memo<Option<String>> {
    Memo::new(|_| match session().get() {
        SessionState::SignedIn(me) => Some(me.id),
        _ => None,
    })
}
