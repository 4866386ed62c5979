//! Writes behind the page's back, in order and without piling up: of several waiting values of one key only the last
//! is written.

use crate::platform::ahead;
use crate::platform::database::{self, Store, StoreFailure};
use crate::platform::lasting::Lasting;
use crate::platform::task::spawn_for_app;
use leptos::prelude::*;
use std::cell::{Cell, RefCell};

struct Write {
    store: Store,
    key: String,
    /// `None` deletes.
    value: Option<String>,
}

thread_local! {
    static WAITING: RefCell<Vec<Write>> = const { RefCell::new(Vec::new()) };
    static RUNNING: Cell<bool> = const { Cell::new(false) };
    /// What the phone has not taken, of what somebody wrote or chose: it lives as long as the page.
    static UNKEPT: RefCell<Vec<Write>> = const { RefCell::new(Vec::new()) };
    static FULL: Lasting<bool> = Lasting::new(false);
}

/// Whether something that somebody wrote or chose is on this page only, because the phone is full or keeps nothing.
pub fn full() -> Lasting<bool> {
    FULL.with(Lasting::clone)
}

/// Writes once more what the phone has not taken; says whether it has now.
pub async fn keep_again() -> bool {
    for write in UNKEPT.take() {
        run(write).await;
    }
    !full().get_untracked()
}

/// Writes soon. A page that ends before that loses nothing: the next one writes what it held.
pub(super) fn write_soon(store: Store, key: String, value: Option<String>) {
    ahead::hold(store, &key, value.as_deref());
    supersede(store, &key);
    WAITING.with_borrow_mut(|waiting| waiting.push(Write { store, key, value }));
    if !RUNNING.replace(true) {
        spawn_for_app(async {
            while let Some(write) =
                WAITING.with_borrow_mut(|w| if w.is_empty() { None } else { Some(w.remove(0)) })
            {
                run(write).await;
            }
            RUNNING.set(false);
        });
    }
}

/// Writes before it returns; what waits for the same key is older and dropped.
pub(super) async fn write_now(store: Store, key: String, value: Option<String>) {
    ahead::hold(store, &key, value.as_deref());
    supersede(store, &key);
    run(Write { store, key, value }).await;
}

/// Something newer of this key is about to be written.
fn supersede(store: Store, key: &str) {
    for writes in [&WAITING, &UNKEPT] {
        writes.with_borrow_mut(|writes| writes.retain(|write| write.store != store || write.key != key));
    }
}

async fn run(write: Write) {
    let mut written = to_database(&write).await;
    if written.is_err() {
        // A phone that was long asleep has closed the database, which the second try opens anew.
        written = to_database(&write).await;
    }
    if written.is_ok() {
        ahead::let_go(write.store, &write.key, write.value.as_deref());
    }
    // A browser that keeps nothing must not stop anybody from voting or writing; the value then lives with the page, and
    // with what is held, and whoever wrote it is told so. A copy of what was read is no loss.
    if written.is_err() && write.value.is_some() && write.store != Store::Cache {
        UNKEPT.with_borrow_mut(|unkept| unkept.push(write));
    }
    tell();
}

fn tell() {
    let now_full = UNKEPT.with_borrow(|unkept| !unkept.is_empty());
    if full().get_untracked() != now_full {
        full().set(now_full);
    }
}

async fn to_database(write: &Write) -> Result<(), StoreFailure> {
    match &write.value {
        Some(value) => database::put(write.store, &write.key, value).await,
        None => database::delete(write.store, &write.key).await,
    }
}

/// What waits to be written for a key, or was not taken; what is in the database is older.
pub(super) fn waiting(store: Store, key: &str) -> Option<Option<String>> {
    let of = |writes: &Vec<Write>| {
        let write = writes.iter().find(|w| w.store == store && w.key == key);
        write.map(|write| write.value.clone())
    };
    WAITING.with_borrow(of).or_else(|| UNKEPT.with_borrow(of))
}

/// Gives up what waits for keys that start with `prefix`.
pub(super) fn drop_prefix(store: Store, prefix: &str) {
    ahead::forget(store, prefix);
    for writes in [&WAITING, &UNKEPT] {
        writes.with_borrow_mut(|writes| writes.retain(|w| w.store != store || !w.key.starts_with(prefix)));
    }
    tell();
}
