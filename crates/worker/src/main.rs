//! Recounts a board on a resident's phone, off the page's thread, and tells the page how it goes.
//!
//! One worker, one recount: the page starts it with a [`Request`](counter::Request) and ends it when it has heard enough.
//! What counting means is in `counter`; here is only how the board gets to the phone: as a stream that is never whole in
//! memory, resumed where it broke off, and kept for the next time.

#![forbid(unsafe_code)]

mod board;
mod keep;
mod recounting;
mod scope;

use counter::{Failed, Report, Request};

fn main() {
    wasm_bindgen_futures::spawn_local(async {
        let request: Option<Request> = match scope::asked().await {
            Some(text) => serde_json::from_str(&text).ok(),
            None => None,
        };
        match request {
            Some(request) => recounting::recount(&request).await,
            None => scope::say(&Report::Failed(Failed::Unreadable)),
        }
    });
}
