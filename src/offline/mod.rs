//! What a resident did without network, and what they read: ballots and posts until they have arrived, drafts, and
//! copies of what was read. Everything is kept per person.

pub mod ballot;
pub mod ballots;
pub mod cache;
pub mod drafts;
pub mod posts;
mod retry;
mod writer;

pub use crate::backend::shared_phone;

use crate::backend::keeping::with_keeper;
use crate::backend::{self, person, service_info, session};
use crate::i18n;
use crate::platform::database::{self, Store};
use crate::platform::network::on_wake;
use crate::platform::task::spawn_for_app;
use leptos::prelude::*;
use std::cell::RefCell;

thread_local! {
    /// Whose things are loaded.
    static LOADED: RefCell<Option<String>> = const { RefCell::new(None) };
    /// Who was signed in last, whose things a shared phone forgets at sign-out.
    static LAST: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Starts everything that lives as long as the app: asks the backend who it is and who is signed in, shows the
/// person's ballots and posts, and sends what waits, now and whenever the phone wakes up. Returns when the session is
/// known or the backend could not be asked; the person's own things are shown before that.
pub async fn start() {
    backend::on_session_change(|| spawn_for_app(load_person()));
    backend::restore();
    load_person().await;
    on_wake(|| {
        retry::reset();
        spawn_for_app(async {
            if service_info().with_untracked(Option::is_none) {
                connect().await;
            }
            flush().await;
        });
    });
    connect().await;
    flush().await;
    cache::tidy().await;
}

async fn connect() {
    with_keeper(cache::keeper(), backend::start()).await;
    if let Some(zone) = service_info().with_untracked(|s| s.as_ref().map(|s| s.time_zone.clone())) {
        i18n::set_time_zone(&zone);
    }
    load_person().await;
}

/// Shows the ballots and posts of whoever is signed in now.
pub async fn load_person() {
    let person = person();
    let before = LOADED.replace(person.clone());
    if before == person {
        return;
    }
    if person.is_some() {
        LAST.set(person.clone());
    }
    ballots::load(person.as_deref()).await;
    posts::load(person.as_deref()).await;
    if person.is_some() {
        flush().await;
    }
}

/// Sends again what waits.
pub async fn flush() {
    if session().with_untracked(|session| session.me().is_some()) {
        ballots::flush().await;
        posts::flush().await;
    }
}

/// How many ballots and posts have not arrived and would be lost with a shared phone's sign-out.
pub fn unsent_count() -> usize {
    ballots::unsent() + posts::unsent()
}

/// Somebody has signed out: their things are no longer shown, and wiped where several people use the phone.
pub async fn signed_out() {
    LOADED.take();
    let person = LAST.take();
    ballots::load(None).await;
    posts::load(None).await;
    if let Some(person) = person
        && shared_phone()
    {
        ballots::wipe(&person).await;
        posts::wipe(&person).await;
        drafts::wipe(&person).await;
        cache::wipe(&person).await;
    }
    backend::forget_shared_phone();
}

/// Deletes every entry whose key starts with `prefix`, also those that still wait to be written.
async fn wipe_prefix(store: Store, prefix: &str) {
    writer::drop_prefix(store, prefix);
    for key in database::keys(store).await.unwrap_or_default() {
        if key.starts_with(prefix) {
            writer::write_now(store, key, None).await;
        }
    }
}
