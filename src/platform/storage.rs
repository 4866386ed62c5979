//! Small texts that must be read before the first paint: preferences and language, in the browser's local storage.
//! Everything that must not be lost is in [`super::database`].

use web_sys::Storage;

/// `None` where the browser offers no storage: with all site data blocked, merely asking for it throws.
fn area() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}

/// The text under `key`; `None` also where the browser offers no storage.
pub fn get(key: &str) -> Option<String> {
    area()?.get_item(key).ok()?
}

/// Keeps a text. A browser that refuses (private mode, full) loses a preference, not a word; so nothing is said.
pub fn set(key: &str, value: &str) {
    if let Some(area) = area() {
        let _ = area.set_item(key, value);
    }
}

pub fn remove(key: &str) {
    if let Some(area) = area() {
        let _ = area.remove_item(key);
    }
}

/// Every key that begins with `prefix`.
pub fn keys(prefix: &str) -> Vec<String> {
    let Some(storage) = area() else { return Vec::new() };
    (0..storage.length().unwrap_or(0))
        .filter_map(|i| storage.key(i).ok().flatten())
        .filter(|key| key.starts_with(prefix))
        .collect()
}
