//! What a resident did without network, and what they read: ballots, posts, requests and what was said about notices until they
//! have arrived, drafts, and copies of what was read. Everything is kept per person, but for the marks of what was opened.

pub mod agreements;
pub mod asks;
pub mod ballot;
pub mod ballots;
pub mod cache;
pub mod drafts;
pub mod held;
pub mod opinions;
pub mod posts;
pub mod practice;
pub mod requests;
mod retry;
mod said;
pub mod search;
pub mod seen;
pub mod visits;
mod writer;

pub use crate::backend::shared_phone;
pub use writer::{full, keep_again};

use crate::access::own_reading::{self, Whose};
use crate::backend::keeping::with_keeper;
use crate::backend::{self, person, service_info, session};
use crate::i18n;
use crate::platform::database::{self, Store};
use crate::platform::document::open_anew;
use crate::platform::late::{Missing, Working, late};
use crate::platform::network::{on_wake, online};
use crate::platform::storage;
use crate::platform::task::spawn_for_app;
use crate::platform::worker::forget_boards;
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
            if service_info().with_untracked(Option::is_none) || backend::session_ended().is_some() {
                connect().await;
            }
            again().await;
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

// A first visit has nothing to send: what reads and sends the outbox comes with the pages that fill it.
late! {
    polls: fn load_ballots(person: String) -> Working<()> =>
        Box::pin(async move { ballots::load(&person).await }), arrival ballots_here;
    polls: fn flush_ballots() -> Working<()> => Box::pin(ballots::flush()), arrival flush_ballots_here;
    threads: fn load_posts(person: String) -> Working<()> =>
        Box::pin(async move { posts::load(&person).await }), arrival posts_here;
    threads: fn flush_posts() -> Working<()> => Box::pin(posts::flush()), arrival flush_posts_here;
    threads: fn load_said(person: String) -> Working<()> =>
        Box::pin(async move { said::load(&person).await }), arrival said_here;
    threads: fn flush_said() -> Working<()> => Box::pin(said::flush()), arrival flush_said_here;
    // The same for who has opened notices only: without a network the other part may not be on the phone.
    notices: fn load_said_at_notices(person: String) -> Working<()> =>
        Box::pin(async move { said::load(&person).await }), arrival said_at_notices_here;
    notices: fn flush_said_at_notices() -> Working<()> => Box::pin(said::flush()), arrival flush_said_at_notices_here;
    deeds: fn load_requests(person: String) -> Working<()> =>
        Box::pin(async move { requests::load(&person).await }), arrival requests_here;
    deeds: fn flush_requests() -> Working<()> => Box::pin(requests::flush()), arrival flush_requests_here;
    assist: fn wipe_helped(person: String) -> Working<()> =>
        Box::pin(async move { helped_no_more(&person).await }), arrival wipe_helped_here;
}

/// Shows the ballots and posts of whoever is signed in now.
pub async fn load_person() {
    if let Some(helped) = backend::left_behind(false)
        && let Ok(wiping) = wipe_helped(helped).await
    {
        wiping.await;
    }
    let person = person();
    let before = LOADED.replace(person.clone());
    if before == person {
        return;
    }
    said::forget();
    let Some(person) = person else {
        ballots::show(None, Default::default());
        posts::show(None, Vec::new());
        requests::show(None, Vec::new());
        return;
    };
    LAST.set(Some(person.clone()));
    if read_outbox(&person).await.is_err() {
        // The code that reads it did not come; the next try begins anew.
        LOADED.take();
        retry::later(None);
        return;
    }
    flush().await;
}

async fn read_outbox(person: &str) -> Result<(), Missing> {
    let keys = database::keys(Store::Outbox).await.unwrap_or_default();
    let any = |prefix: String| keys.iter().any(|key| key.starts_with(&prefix));
    if any(ballots::prefix(person)) {
        load_ballots(person.to_owned()).await?.await;
    } else {
        ballots::show(Some(person), Default::default());
    }
    if any(posts::prefix(person)) {
        load_posts(person.to_owned()).await?.await;
    } else {
        posts::show(Some(person), Vec::new());
    }
    if any(said::prefix(person)) {
        match load_said(person.to_owned()).await {
            Ok(loading) => loading.await,
            Err(Missing) => load_said_at_notices(person.to_owned()).await?.await,
        }
    }
    if any(requests::prefix(person)) {
        load_requests(person.to_owned()).await?.await;
    } else {
        requests::show(Some(person), Vec::new());
    }
    Ok(())
}

/// Reads what is not read yet, and sends what waits.
async fn again() {
    load_person().await;
    flush().await;
}

/// Sends again what waits.
pub async fn flush() {
    if session().with_untracked(|session| session.me().is_none()) {
        return;
    }
    if ballots::ballots().with_untracked(|book| !book.is_empty())
        && let Ok(sending) = flush_ballots().await
    {
        sending.await;
    }
    if posts::posts().with_untracked(|posts| !posts.is_empty())
        && let Ok(sending) = flush_posts().await
    {
        sending.await;
    }
    if said::waiting().with_untracked(|said| !said.is_empty()) {
        let sending = match flush_said().await {
            Err(Missing) => flush_said_at_notices().await,
            there => there,
        };
        if let Ok(sending) = sending {
            sending.await;
        }
    }
    if requests::requests().with_untracked(|requests| !requests.is_empty())
        && let Ok(sending) = flush_requests().await
    {
        sending.await;
    }
}

/// How many ballots, posts, requests and answers have not arrived and would be lost with a shared phone's sign-out.
pub fn unsent_count() -> usize {
    ballots::unsent() + posts::unsent() + requests::unsent() + said::unsent()
}

/// Somebody has signed out: their things are no longer shown, and wiped where several people use the phone.
pub async fn signed_out() {
    if backend::kiosk().get_untracked() {
        return begin_anew().await;
    }
    LOADED.take();
    let person = LAST.take();
    ballots::show(None, Default::default());
    practice::forget();
    posts::show(None, Vec::new());
    requests::show(None, Vec::new());
    said::forget();
    if let Some(person) = person
        && shared_phone()
    {
        wipe(&person).await;
        seen::forget();
    }
    backend::forget_shared_phone();
}

async fn wipe(person: &str) {
    ballots::wipe(person).await;
    posts::wipe(person).await;
    requests::wipe(person).await;
    said::wipe(person).await;
    drafts::wipe(person).await;
    cache::wipe(person).await;
    visits::wipe(person);
    forget_boards();
}

/// Whoever was helped here is no longer. What the app still holds in memory goes with the page: it is opened anew and says
/// that the help has ended.
async fn helped_no_more(person: &str) {
    wipe(person).await;
    practice::forget();
    seen::reread();
    // Before the other tabs hear of it, which are opened anew then.
    own_reading::bring_back(Whose::Helper);
    backend::left_behind(true);
    // A page that cannot be had would be worse than none: the pages that are there follow the session by themselves.
    if online().get_untracked() {
        open_anew(if backend::kiosk().get_untracked() {
            "/"
        } else {
            ENDED
        });
    }
}

/// Where is said that the help has ended.
const ENDED: &str = "/assist/ended";

/// Nothing of anybody is left, and the app is opened anew.
pub async fn begin_anew() {
    wipe_everything().await;
    open_anew("/");
}

/// A tablet for everybody is as it was before anybody came: nothing is kept but how it is set up, also how one reads on it, and
/// what is still to be ended at the backend.
async fn wipe_everything() {
    own_reading::keep(Whose::Tablet);
    for store in [Store::Outbox, Store::Drafts, Store::Cache] {
        wipe_prefix(store, "").await;
    }
    for key in storage::keys("linli.") {
        if !KEPT_FOR_ALL.contains(&key.as_str()) {
            storage::remove(&key);
        }
    }
    own_reading::bring_back(Whose::Tablet);
    forget_boards();
}

const KEPT_FOR_ALL: [&str; 5] = [
    "linli.config",
    "linli.community",
    "linli.ending",
    "linli.kiosk",
    Whose::Tablet.key(),
];

/// Deletes every entry whose key starts with `prefix`, also those that still wait to be written.
async fn wipe_prefix(store: Store, prefix: &str) {
    writer::drop_prefix(store, prefix);
    for key in database::keys(store).await.unwrap_or_default() {
        if key.starts_with(prefix) {
            writer::write_now(store, key, None).await;
        }
    }
}
