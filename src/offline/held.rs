//! The private step of somebody who is being helped: for which poll the phone is in their own hands. What is counted stays on the
//! helper's phone only as long: its number and its secret lead to its choice, on the board once the poll is closed.

use super::ballots;
use crate::backend::assisting;
use crate::platform::lasting::Lasting;
use leptos::prelude::*;

thread_local! {
    /// The poll for which the resident has said that it is they who hold the phone.
    static HELD_FOR: Lasting<Option<String>> = Lasting::new(None);
}

/// In memory only: a page that is opened again asks again.
pub fn in_private() -> Lasting<Option<String>> {
    HELD_FOR.with(Lasting::clone)
}

/// Where somebody is helped, every counted ballot that they do not hold in their hands goes from this phone. With its receipt
/// code it comes back, here or anywhere.
pub fn let_go() {
    if assisting().is_some() {
        let held = in_private().get_untracked();
        ballots::let_go(held.as_deref());
    }
}
