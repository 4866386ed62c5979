//! Ending: what waits goes out first, then nothing of the person stays on the phone.

use crate::backend::{Ending, assisting, backend, kiosk, leave_assistance, session_ends};
use crate::offline;
use crate::platform::network::online;
use crate::platform::storage;
use crate::platform::task::spawn_for_app;
use leptos::prelude::*;

/// What the page that is opened afterwards has to tell; no name and nothing of what was done.
const TOLD: &str = "linli.assist_told";

#[derive(Clone, Copy, PartialEq)]
pub enum Why {
    Button,
    Idle,
}

/// How many things did not arrive, and whether it was because nobody used the phone. Told once.
pub fn told() -> (u64, bool) {
    let kept = storage::get(TOLD).unwrap_or_default();
    storage::remove(TOLD);
    let (unsent, idle) = kept.split_once(' ').unwrap_or(("0", ""));
    (unsent.parse().unwrap_or(0), idle == "idle")
}

/// Ends whatever goes on here. `tell` shows the page that says so, where the app cannot be opened anew on it.
pub fn end(why: Why, tell: impl Fn() + 'static) {
    if kiosk().get_untracked() && (why == Why::Idle || assisting().is_none()) {
        spawn_for_app(leave_kiosk());
    } else if let Some(id) = assisting() {
        spawn_for_app(async move {
            stop_helping(id, why).await;
            if !online().get_untracked() {
                tell();
            }
        });
    }
}

async fn stop_helping(id: String, why: Why) {
    offline::flush().await;
    let why = if why == Why::Idle { "idle" } else { "button" };
    storage::set(TOLD, &format!("{} {why}", offline::unsent_count()));
    // Without a network it ends here now, and at the backend as soon as it can be told, or by its own clock.
    session_ends(Some(&Ending::Assistance(id.clone())));
    if backend().end_assisting(&id).await.is_ok() {
        session_ends(None);
    }
    // From here on the helper is themselves: what follows the session wipes what is left and opens the app anew. Nobody is told
    // that nothing is left before that is so.
    leave_assistance();
    offline::load_person().await;
}

async fn leave_kiosk() {
    offline::flush().await;
    session_ends(Some(&Ending::Visit));
    if backend().sign_out().await.is_ok() {
        session_ends(None);
    }
    offline::signed_out().await;
}
