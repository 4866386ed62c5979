//! Small texts that must be read before the first paint: preferences and language, in the browser's local storage.
//! Everything that must not be lost is in [`super::database`].

use gloo_storage::{LocalStorage, Storage};

/// The text under `key`; `None` also where the browser offers no storage.
pub fn get(key: &str) -> Option<String> {
    LocalStorage::raw().get_item(key).ok().flatten()
}

/// Keeps a text. A browser that refuses (private mode, full) loses a preference, not a word; so nothing is said.
pub fn set(key: &str, value: &str) {
    let _ = LocalStorage::raw().set_item(key, value);
}

pub fn remove(key: &str) {
    let _ = LocalStorage::raw().remove_item(key);
}

/// Every key that begins with `prefix`.
pub fn keys(prefix: &str) -> Vec<String> {
    let storage = LocalStorage::raw();
    (0..storage.length().unwrap_or(0))
        .filter_map(|i| storage.key(i).ok().flatten())
        .filter(|key| key.starts_with(prefix))
        .collect()
}
