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

pub async fn clear(target: &str) {
    write_now(Store::Drafts, key(target), None).await;
}

pub(super) async fn wipe(person: &str) {
    super::wipe_prefix(Store::Drafts, &format!("{person}/")).await;
}
