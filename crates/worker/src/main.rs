//! Recounts a board, or finds opinion groups, on a resident's phone, off the page's thread, and tells the page how it goes.
//!
//! One worker, one question: the page starts it with a [`Question`] and ends it when it has heard enough.
//! What counting means is in `counter`; here is only how the board gets to the phone: as a stream that is never whole in
//! memory, resumed where it broke off, and kept for the next time. The votes of a deliberation are fetched whole.

#![forbid(unsafe_code)]

mod board;
mod keep;
mod opinions;
mod recounting;
mod scope;

use counter::{Failed, Question, Report};

fn main() {
    wasm_bindgen_futures::spawn_local(async {
        let question: Option<Question> = match scope::asked().await {
            Some(text) => serde_json::from_str(&text).ok(),
            None => None,
        };
        match question {
            Some(Question::Recount(request)) => recounting::recount(&request).await,
            Some(Question::Opinions { votes }) => opinions::find(&votes).await,
            None => scope::say(&Report::Failed(Failed::Unreadable)),
        }
    });
}
