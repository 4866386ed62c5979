//! Writes behind the page's back, in order and without piling up: of several waiting values of one key only the last
//! is written.

use crate::platform::ahead;
use crate::platform::database::{self, Store};
use crate::platform::task::spawn_for_app;
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
}

/// Writes soon. A page that ends before that loses nothing: the next one writes what it held.
pub(super) fn write_soon(store: Store, key: String, value: Option<String>) {
    ahead::hold(store, &key, value.as_deref());
    WAITING.with_borrow_mut(|waiting| {
        waiting.retain(|write| write.store != store || write.key != key);
        waiting.push(Write { store, key, value });
    });
    if !RUNNING.replace(true) {
        spawn_for_app(async {
            while let Some(write) =
                WAITING.with_borrow_mut(|w| if w.is_empty() { None } else { Some(w.remove(0)) })
            {
                run(&write).await;
            }
            RUNNING.set(false);
        });
    }
}

/// Writes before it returns; what waits for the same key is older and dropped.
pub(super) async fn write_now(store: Store, key: String, value: Option<String>) {
    ahead::hold(store, &key, value.as_deref());
    WAITING.with_borrow_mut(|waiting| waiting.retain(|write| write.store != store || write.key != key));
    run(&Write { store, key, value }).await;
}

async fn run(write: &Write) {
    let written = match &write.value {
        Some(value) => database::put(write.store, &write.key, value).await,
        None => database::delete(write.store, &write.key).await,
    };
    // A browser that keeps nothing must not stop anybody from voting or writing; the value then lives with the page, and
    // with what is held.
    if written.is_ok() {
        ahead::let_go(write.store, &write.key, write.value.as_deref());
    }
}

/// What waits to be written for a key; what is in the database is older.
pub(super) fn waiting(store: Store, key: &str) -> Option<Option<String>> {
    WAITING.with_borrow(|waiting| {
        waiting
            .iter()
            .find(|w| w.store == store && w.key == key)
            .map(|write| write.value.clone())
    })
}

/// Gives up what waits for keys that start with `prefix`.
pub(super) fn drop_prefix(store: Store, prefix: &str) {
    ahead::forget(store, prefix);
    WAITING.with_borrow_mut(|waiting| waiting.retain(|w| w.store != store || !w.key.starts_with(prefix)));
}
