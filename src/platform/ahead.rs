//! What is on its way into the database, held where a page that ends this instant still leaves it: what local storage
//! has taken stays; a database's write that is not done yet ends with its page, and with it the last word typed.

use super::database::Store;
use super::storage;

/// What is longer (a photo) stays out: local storage is small, and the page waits while it is written.
const LONGEST_BYTES: usize = 32 * 1024;

const PREFIX: &str = "linli.ahead.";

fn key_of(store: Store, key: &str) -> String {
    format!("{PREFIX}{}/{key}", store.name())
}

/// `None` deletes, which has to be held, too.
fn text_of(value: Option<&str>) -> String {
    value.map_or_else(|| "-".to_owned(), |value| format!("+{value}"))
}

/// Holds a write from before it begins. What can be read again anywhere (the cache) is not worth it.
pub fn hold(store: Store, key: &str, value: Option<&str>) {
    if store == Store::Cache {
        return;
    }
    let (key, text) = (key_of(store, key), text_of(value));
    if text.len() <= LONGEST_BYTES {
        storage::set(&key, &text);
    }
    // Where it was not taken, what was held before it must not come back in its place.
    if storage::get(&key).is_some_and(|held| held != text) {
        storage::remove(&key);
    }
}

/// The write is in the database. One that was held since then stays.
pub fn let_go(store: Store, key: &str, value: Option<&str>) {
    let key = key_of(store, key);
    if storage::get(&key) == Some(text_of(value)) {
        storage::remove(&key);
    }
}

/// Gives up every write to a key that starts with `prefix`.
pub fn forget(store: Store, prefix: &str) {
    for key in storage::keys(&key_of(store, prefix)) {
        storage::remove(&key);
    }
}

/// Every write that is held for a store: its key, and its value (`None` deletes).
pub fn held(store: Store) -> Vec<(String, Option<String>)> {
    let prefix = key_of(store, "");
    storage::keys(&prefix)
        .into_iter()
        .filter_map(|name| {
            let text = storage::get(&name)?;
            let value = text.strip_prefix('+').map(str::to_owned);
            Some((name.strip_prefix(&prefix)?.to_owned(), value))
        })
        .collect()
}

#[cfg(test)]
#[cfg(target_arch = "wasm32")]
mod tests {
    use super::*;
    use wasm_bindgen_test::*;
    wasm_bindgen_test_configure!(run_in_browser);

    const STORE: Store = Store::Outbox;

    #[wasm_bindgen_test]
    fn what_is_held_is_let_go_once_it_is_written_and_not_what_came_after_it() {
        hold(STORE, "7/word", Some("天"));
        hold(STORE, "7/word", Some("天亮"));
        let_go(STORE, "7/word", Some("天"));
        assert_eq!(held(STORE), [("7/word".into(), Some("天亮".into()))]);
        hold(STORE, "7/word", None);
        assert_eq!(held(STORE), [("7/word".into(), None)]);
        let_go(STORE, "7/word", None);
        assert_eq!(held(STORE), []);
    }

    #[wasm_bindgen_test]
    fn what_is_too_long_is_not_held_and_what_was_held_before_it_does_not_come_back() {
        hold(STORE, "8/photo", Some("small"));
        hold(STORE, "8/photo", Some(&"x".repeat(LONGEST_BYTES)));
        assert_eq!(held(STORE), []);
    }

    #[wasm_bindgen_test]
    fn the_things_of_one_person_are_given_up_and_no_others_and_copies_are_never_held() {
        for key in ["1/a", "12/a"] {
            hold(STORE, key, Some("x"));
        }
        hold(Store::Cache, "1/a", Some("x"));
        assert_eq!(held(Store::Cache), []);
        forget(STORE, "1/");
        assert_eq!(held(STORE), [("12/a".into(), Some("x".into()))]);
        forget(STORE, "");
        assert_eq!(held(STORE), []);
    }
}
