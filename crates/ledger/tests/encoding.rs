//! The canonical encoding can be read back, so different ballots never have the same bytes. `fuzz/` looks for the same with
//! inputs of any size.

#[path = "support/reading.rs"]
mod reading;

use proptest::prelude::*;
use reading::{Answer, encoded, meaning, read_back};

fn ballots() -> impl Strategy<Value = Vec<Answer>> {
    // Texts that look like lengths and numbers of the encoding itself, and some over the length of one byte.
    let text = || prop_oneof!["[ab\0\u{1}\u{2}\u{7f}好]{0,3}", "x{125,131}"];
    let answer = (
        text(),
        proptest::collection::vec(text(), 0..5),
        proptest::collection::vec(prop_oneof![0u32..3, 126u32..130, any::<u32>()], 0..5),
        proptest::option::of(text()),
        any::<bool>(),
    );
    proptest::collection::vec(answer, 0..4)
}

proptest! {
    #[test]
    fn what_is_encoded_is_read_back(ballot in ballots()) {
        prop_assert_eq!(read_back(&encoded(&ballot)), Some(meaning(&ballot)));
    }

    #[test]
    fn order_changes_nothing_where_it_means_nothing(ballot in ballots(), turn in 0usize..4) {
        let mut turned = ballot.clone();
        turned.reverse();
        for (_, options, points, _, ordered) in &mut turned {
            if !*ordered && !options.is_empty() && (points.is_empty() || points.len() == options.len()) {
                let by = turn % options.len();
                options.rotate_left(by);
                let by = by % points.len().max(1);
                points.rotate_left(by);
            }
        }
        prop_assert_eq!(encoded(&turned), encoded(&ballot));
    }

    #[test]
    fn a_changed_byte_says_something_else(ballot in ballots(), at: prop::sample::Index, bit in 0u32..8) {
        let mut bytes = encoded(&ballot);
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        prop_assert_ne!(read_back(&bytes), Some(meaning(&ballot)));
    }
}
