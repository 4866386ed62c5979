//! The order in which a voter sees the options, where the poll wants everybody to have an order of their own: who stands
//! first is chosen more often, and that should not always be the same. Pure.

use crate::backend::Question;
use std::cmp::Ordering;

/// The question with its options in this person's order. It is the same after every reload and on every phone, and an
/// option that is added later leaves the others in their order.
pub fn in_own_order(question: &Question, poll: &str, person: &str) -> Question {
    let mut question = question.clone();
    if question.shuffle {
        let seed = hashed(&[poll, &question.id, person], FIRST);
        let places: Vec<u64> = question.options.iter().map(|o| hashed(&[&o.id], seed)).collect();
        let order = sorted(places.len(), &mut |a, b| places[a].cmp(&places[b]));
        question.options = order.into_iter().map(|i| question.options[i].clone()).collect();
    }
    question
}

/// The numbers below `count` as `compare` wants them, equal ones as they were. Put in one by one: the lists are short, and
/// the library's sorts are larger than all of this file on the phone.
pub fn sorted(count: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = Vec::with_capacity(count);
    for new in 0..count {
        let at = order.partition_point(|old| compare(*old, new) != Ordering::Greater);
        order.insert(at, new);
    }
    order
}

/// FNV-1a's basis.
const FIRST: u64 = 0xcbf2_9ce4_8422_2325;

/// FNV-1a with the final mixing of SplitMix64, without which short names that differ in their last sign would stay in a
/// row. It keeps nothing secret, it only has to be even.
fn hashed(parts: &[&str], seed: u64) -> u64 {
    let mut hash = seed;
    for part in parts {
        // The end of a part is a byte that no text holds.
        for byte in part.bytes().chain([0xff]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backend::{Method, PollOption};

    fn question(shuffle: bool, ids: &[&str]) -> Question {
        Question {
            id: "q".into(),
            title: "q".into(),
            help: None,
            method: Method::default(),
            options: ids
                .iter()
                .map(|id| PollOption {
                    id: id.to_string(),
                    label: id.to_string(),
                    meaning: None,
                    image: None,
                    cost: None,
                    group: None,
                })
                .collect(),
            optional: false,
            shuffle,
        }
    }

    fn order(question: &Question, person: &str) -> Vec<String> {
        let seen = in_own_order(question, "p", person);
        seen.options.into_iter().map(|o| o.id).collect()
    }

    #[test]
    fn sorting_keeps_equals_as_they_were() {
        let words = ["b1", "a1", "b2", "c", "a2"];
        let order = sorted(words.len(), &mut |a, b| words[a][..1].cmp(&words[b][..1]));
        assert_eq!(order, [1, 4, 0, 2, 3]);
        assert!(sorted(0, &mut |_, _| Ordering::Equal).is_empty());
    }

    #[test]
    fn without_shuffle_the_order_is_the_polls() {
        assert_eq!(order(&question(false, &["b", "a", "c"]), "me"), ["b", "a", "c"]);
    }

    #[test]
    fn the_same_person_sees_the_same_order_and_nothing_is_lost() {
        let q = question(true, &["a", "b", "c", "d"]);
        let mine = order(&q, "me");
        assert_eq!(mine, order(&q, "me"));
        let mut sorted = mine.clone();
        sorted.sort();
        assert_eq!(sorted, ["a", "b", "c", "d"]);
        // Whatever order the backend lists them in.
        assert_eq!(mine, order(&question(true, &["d", "c", "b", "a"]), "me"));
    }

    #[test]
    fn an_option_that_is_added_moves_no_other() {
        let before = order(&question(true, &["a", "b", "c", "d"]), "me");
        let mut after = order(&question(true, &["a", "b", "c", "d", "e"]), "me");
        after.retain(|id| id != "e");
        assert_eq!(before, after);
    }

    #[test]
    fn everybody_stands_first_equally_often() {
        let q = question(true, &["1", "2", "3", "4"]);
        let mut first = [0u32; 4];
        for n in 0..4000 {
            let ids = order(&q, &format!("person-{n}"));
            first[ids[0].parse::<usize>().unwrap() - 1] += 1;
        }
        // Within five standard deviations of 1,000.
        assert!(first.iter().all(|n| (863..=1137).contains(n)), "{first:?}");
    }
}
