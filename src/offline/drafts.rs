//! Unfinished texts, kept on the phone from the first character, per person and place.

use super::writer::{waiting, write_now, write_soon};
use crate::backend::person_of_phone;
use crate::platform::database::{self, Store};

fn key(target: &str) -> String {
    format!("{}/{target}", person_of_phone().unwrap_or_default())
}

/// The draft of a place, if there is one.
pub async fn load(target: &str) -> Option<String> {
    let key = key(target);
    match waiting(Store::Drafts, &key) {
        Some(newer) => newer,
        None => database::get(Store::Drafts, &key).await.ok().flatten(),
    }
}

/// Keeps what is typed; returns at once. An empty text keeps nothing.
pub fn save(target: &str, text: &str) {
    write_soon(
        Store::Drafts,
        key(target),
        Some(text.to_owned()).filter(|text| !text.is_empty()),
    );
}

/// Keeps what has come from elsewhere; it is in the database when this returns.
pub(super) async fn save_now(target: &str, text: String) {
    write_now(
        Store::Drafts,
        key(target),
        Some(text).filter(|text| !text.is_empty()),
    )
    .await;
}

/// Keeps for the person who turned out to be signed in what was typed before that was known.
pub fn adopt(target: &str, text: &str) {
    write_soon(Store::Drafts, format!("/{target}"), None);
    save(target, text);
}

pub async fn clear(target: &str) {
    write_now(Store::Drafts, key(target), None).await;
}

pub(super) async fn wipe(person: &str) {
    super::wipe_prefix(Store::Drafts, &format!("{person}/")).await;
}

#[cfg(test)]
#[cfg(target_arch = "wasm32")]
mod tests {
    use super::*;
    use wasm_bindgen_test::*;
    wasm_bindgen_test_configure!(run_in_browser);

    #[wasm_bindgen_test]
    async fn the_last_words_typed_are_the_ones_that_are_kept() {
        for words in ["停", "停车", "停车位"] {
            save("post/t/new", words);
        }
        assert_eq!(
            load("post/t/new").await.as_deref(),
            Some("停车位"),
            "also before it is written"
        );
        super::super::writer::write_now(Store::Drafts, key("other"), Some("x".into())).await;
        assert_eq!(load("post/t/new").await.as_deref(), Some("停车位"));
        assert_eq!(
            load("post/t/p9").await,
            None,
            "another place has a draft of its own"
        );
        save("post/t/new", "");
        assert_eq!(load("post/t/new").await, None);
        save("post/t/new", "again");
        clear("post/t/new").await;
        clear("other").await;
        assert_eq!(load("post/t/new").await, None);
    }

    #[wasm_bindgen_test]
    async fn wiping_takes_one_persons_things_and_no_others() {
        for person in ["1", "12"] {
            write_now(Store::Drafts, format!("{person}/post/t/new"), Some(person.into())).await;
        }
        write_soon(
            Store::Drafts,
            "1/post/u/new".into(),
            Some("not yet written".into()),
        );
        wipe("1").await;
        let left = database::all(Store::Drafts).await.unwrap();
        assert_eq!(left, [("12/post/t/new".to_owned(), "12".to_owned())]);
        wipe("12").await;
    }
}
