//! What the choices of a request are called, and under which names forms keep them.

use crate::backend::{ContactWish, RequestCategory, RequestKind};
use crate::i18n::{Key, t};
use crate::ui::Choice;

/// A value, its name in a form, its words, and what choosing it means.
pub(super) type Named<T> = (T, &'static str, Key, Option<Key>);

pub(super) const KINDS: [Named<RequestKind>; 2] = [
    (
        RequestKind::Request,
        "request",
        Key::RequestsKindRequest,
        Some(Key::RequestsKindRequestMeans),
    ),
    (
        RequestKind::Proposal,
        "proposal",
        Key::RequestsKindProposal,
        Some(Key::RequestsKindProposalMeans),
    ),
];

pub(super) const CATEGORIES: [Named<RequestCategory>; 8] = [
    (
        RequestCategory::Repairs,
        "repairs",
        Key::RequestsCategoryRepairs,
        None,
    ),
    (
        RequestCategory::Cleaning,
        "cleaning",
        Key::RequestsCategoryCleaning,
        None,
    ),
    (
        RequestCategory::Safety,
        "safety",
        Key::RequestsCategorySafety,
        None,
    ),
    (
        RequestCategory::Parking,
        "parking",
        Key::RequestsCategoryParking,
        None,
    ),
    (RequestCategory::Noise, "noise", Key::RequestsCategoryNoise, None),
    (
        RequestCategory::Greenery,
        "greenery",
        Key::RequestsCategoryGreenery,
        None,
    ),
    (
        RequestCategory::Service,
        "service",
        Key::RequestsCategoryService,
        None,
    ),
    (
        RequestCategory::SomethingElse,
        "something_else",
        Key::RequestsCategorySomethingElse,
        None,
    ),
];

pub(super) const CONTACTS: [Named<ContactWish>; 3] = [
    (ContactWish::Call, "call", Key::RequestsContactCall, None),
    (ContactWish::Message, "message", Key::RequestsContactMessage, None),
    (ContactWish::NoNeed, "no_need", Key::RequestsContactNoNeed, None),
];

/// The words for a value; none for one that this app does not know.
pub(super) fn key_of<T: PartialEq>(all: &[Named<T>], value: &T) -> Option<Key> {
    all.iter()
        .find(|(known, ..)| known == value)
        .map(|(_, _, key, _)| *key)
}

/// The name under which a form keeps a value; none for what nobody has chosen.
pub(super) fn name_of<T: PartialEq>(all: &[Named<T>], value: &T) -> Option<String> {
    all.iter()
        .find(|(known, ..)| known == value)
        .map(|(_, name, ..)| (*name).to_owned())
}

/// The value of a name; `Other` for none.
pub(super) fn named<T: Copy + Default>(all: &[Named<T>], name: Option<&str>) -> T {
    all.iter()
        .find(|(_, known, ..)| Some(*known) == name)
        .map(|(value, ..)| *value)
        .unwrap_or_default()
}

pub(super) fn choices<T>(all: &[Named<T>]) -> Vec<Choice> {
    all.iter()
        .map(|(_, name, label, meaning)| Choice {
            value: (*name).to_owned(),
            label: t(*label),
            meaning: meaning.map(t),
            picture: None,
        })
        .collect()
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    #[test]
    fn a_name_gives_its_value_back_and_nothing_chosen_is_other() {
        for (value, name, key, _) in CATEGORIES {
            assert_eq!(named(&CATEGORIES, name_of(&CATEGORIES, &value).as_deref()), value);
            assert_eq!(name_of(&CATEGORIES, &value).as_deref(), Some(name));
            assert_eq!(key_of(&CATEGORIES, &value), Some(key));
        }
        assert_eq!(name_of(&KINDS, &RequestKind::Other), None);
        assert_eq!(named(&KINDS, None), RequestKind::Other);
    }
}
