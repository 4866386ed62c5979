//! How the one whose phone this is reads, kept while somebody else reads on it: text size, elder mode, language, which text of a
//! notice, one's own house first. A resident who is helped may change all of it; afterwards it is as it was.

use super::preferences;
use crate::i18n;
use crate::platform::storage;

/// Everything that says how somebody reads.
const HOW: [&str; 4] = [
    "linli.prefs",
    "linli.locale",
    "linli.notice-text",
    "linli.own-first",
];

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// Of a phone on which somebody is being helped.
    Helper,
    /// A tablet for everybody: as it was set up before the first person used it.
    Tablet,
}

impl Whose {
    /// Where it is kept: a line for each thing that was chosen.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Helper => "linli.before-help",
            Self::Tablet => "linli.tablet",
        }
    }
}

/// Keeps how it is now. What is kept already is older, and stays.
pub fn keep(whose: Whose) {
    if storage::get(whose.key()).is_some() {
        return;
    }
    let lines: Vec<String> = HOW
        .into_iter()
        .filter_map(|key| Some(format!("{key} {}", storage::get(key)?)))
        .collect();
    storage::set(whose.key(), &lines.join("\n"));
}

/// As it was, in what is kept and on the page. Another tab may have done it already.
pub fn bring_back(whose: Whose) {
    let Some(kept) = storage::get(whose.key()) else {
        return;
    };
    for key in HOW {
        match value(&kept, key) {
            Some(value) => storage::set(key, value),
            None => storage::remove(key),
        }
    }
    // The tablet stays the tablet.
    if whose == Whose::Helper {
        forget(whose);
    }
    preferences::reread();
    i18n::reread();
}

/// It is nobody's any more.
pub fn forget(whose: Whose) {
    storage::remove(whose.key());
}

fn value<'a>(kept: &'a str, key: &str) -> Option<&'a str> {
    kept.lines()
        .filter_map(|line| line.split_once(' '))
        .find_map(|(of, value)| (of == key).then_some(value))
}

#[cfg(test)]
#[cfg(target_arch = "wasm32")]
mod tests {
    use super::*;
    use leptos::prelude::*;
    use wasm_bindgen_test::*;
    wasm_bindgen_test_configure!(run_in_browser);

    #[wasm_bindgen_test]
    fn it_is_as_it_was_and_the_helpers_is_brought_back_once() {
        storage::set("linli.prefs", "text=21;mode=standard");
        storage::remove("linli.locale");
        keep(Whose::Helper);
        storage::set("linli.prefs", "text=36;mode=elder");
        storage::set("linli.locale", "en");
        // Opened again meanwhile: what is kept is the helper's.
        keep(Whose::Helper);
        bring_back(Whose::Helper);
        assert_eq!(
            storage::get("linli.prefs").as_deref(),
            Some("text=21;mode=standard")
        );
        assert_eq!(storage::get("linli.locale"), None);
        assert_eq!(storage::get(Whose::Helper.key()), None);
        assert_eq!(preferences::preferences().get_untracked().text_step, 21);

        storage::set("linli.prefs", "text=24");
        bring_back(Whose::Helper);
        assert_eq!(storage::get("linli.prefs").as_deref(), Some("text=24"));
        storage::remove("linli.prefs");
    }

    #[wasm_bindgen_test]
    fn a_tablet_is_as_it_was_set_up_after_each_person() {
        storage::set("linli.prefs", "text=30;mode=elder");
        keep(Whose::Tablet);
        for left in ["text=18;mode=standard", "text=36;mode=elder"] {
            storage::set("linli.prefs", left);
            keep(Whose::Tablet);
            bring_back(Whose::Tablet);
            assert_eq!(storage::get("linli.prefs").as_deref(), Some("text=30;mode=elder"));
        }
        storage::remove(Whose::Tablet.key());
        storage::remove("linli.prefs");
    }
}
