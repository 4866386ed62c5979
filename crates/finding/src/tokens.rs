//! A text as tokens for an index.

use crate::fold::{folded, in_word, stands_alone};
use crate::initials::{letters, typed};
use std::collections::BTreeSet;

/// Longer words are cut here; an index has limits of its own.
pub const LONGEST_WORD: usize = 64;

/// Every token once: letters and digits only, so that they need no quoting anywhere.
pub fn tokens(text: &str) -> BTreeSet<String> {
    let chars = folded(text);
    let mut found = BTreeSet::new();
    for run in runs(&chars) {
        if in_word(run[0]) {
            found.insert(run.iter().take(LONGEST_WORD).collect());
            continue;
        }
        found.extend(run.iter().map(char::to_string));
        found.extend(run.windows(2).map(|pair| pair.iter().collect::<String>()));
        let letters: Vec<Vec<char>> = run.iter().map(|c| letters(*c)).collect();
        for at in 0..letters.len() {
            found.extend(typed(&letters[at..]));
        }
    }
    found
}

/// Words, and runs of characters that stand alone; what lies between is nothing to look for.
pub fn runs(chars: &[char]) -> impl Iterator<Item = &[char]> {
    let kind = |c: char| (stands_alone(c), in_word(c));
    chars
        .chunk_by(move |a, b| kind(*a) == kind(*b))
        .filter(move |run| kind(run[0]) != (false, false))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn hanzi_alone_and_in_pairs_and_words() {
        let found = tokens("停水，3号樓 WiFi");
        for token in ["停", "水", "停水", "3", "号", "楼", "号楼", "wifi"] {
            assert!(found.contains(token), "{token}: {found:?}");
        }
        assert!(!found.contains("水3") && !found.contains("樓"));
    }

    proptest! {
        #[test]
        fn tokens_hold_nothing_that_an_index_could_take_for_its_own(text in "\\PC{0,80}") {
            for token in tokens(&text) {
                prop_assert!(token.chars().all(|c| stands_alone(c) || in_word(c)), "{token:?}");
                prop_assert!(token.chars().count() <= LONGEST_WORD);
            }
        }
    }
}
