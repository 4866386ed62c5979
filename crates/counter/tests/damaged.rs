//! A damaged board or a damaged poll ends in a verdict, and in *same* only where nothing of it was damaged. `fuzz/` does the
//! same without end.

#![allow(clippy::unwrap_used, clippy::panic)] // A test may fail loudly.

mod support;

use counter::{Finding, Own, Recount, Request};
use proptest::prelude::*;
use std::sync::LazyLock;
use support::house::{content, honest};
use support::recounted;

static HONEST: LazyLock<(Request, Vec<u8>)> = LazyLock::new(honest);

#[test]
fn the_undamaged_board_is_the_same_under_every_method() {
    let (request, board) = &*HONEST;
    let verdict = recounted(request, board);
    assert_eq!((verdict.finding, verdict.own), (Finding::Same, Some(Own::Found)));
    assert!(verdict.questions.len() > 18);
}

/// What is put in: bytes, or something that JSON takes.
fn piece() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..6),
        any::<i64>().prop_map(|number| number.to_string().into_bytes()),
        prop::sample::select(vec![
            "null",
            "[]",
            "{}",
            "\"\"",
            "0",
            "4294967295",
            "18446744073709551615",
            ",",
            "\n",
            "1e9"
        ])
        .prop_map(|text| text.as_bytes().to_vec()),
    ]
}

fn damaged(text: &[u8], edits: &[(prop::sample::Index, usize, Vec<u8>)]) -> Vec<u8> {
    let mut text = text.to_vec();
    for (at, cut, with) in edits {
        let at = at.index(text.len() + 1);
        let end = (at + cut).min(text.len());
        text.splice(at..end, with.iter().copied());
    }
    text
}

fn edits() -> impl Strategy<Value = Vec<(prop::sample::Index, usize, Vec<u8>)>> {
    proptest::collection::vec((any::<prop::sample::Index>(), 0usize..70, piece()), 1..4)
}

/// Puts a number into a member of the poll that has one, so that hostile lengths get past the reading.
fn with_number(request: &Request, pick: prop::sample::Index, number: u64) -> Option<Request> {
    fn numbers<'v>(value: &'v mut serde_json::Value, found: &mut Vec<&'v mut serde_json::Value>) {
        match value {
            serde_json::Value::Number(_) => found.push(value),
            serde_json::Value::Array(items) => items.iter_mut().for_each(|item| numbers(item, found)),
            serde_json::Value::Object(members) => {
                members.values_mut().for_each(|member| numbers(member, found))
            }
            _ => {}
        }
    }
    let mut json = serde_json::to_value(request).unwrap();
    let mut found = Vec::new();
    numbers(&mut json, &mut found);
    let place = pick.index(found.len());
    *found.swap_remove(place) = number.into();
    serde_json::from_value(json).ok()
}

proptest! {
    // Each case counts twenty questions.
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_damaged_board_is_never_the_same(edits in edits(), chunk in 1usize..3000) {
        let (request, board) = &*HONEST;
        let bytes = damaged(board, &edits);
        let mut recount = Recount::new(request);
        let _ = bytes.chunks(chunk).all(|piece| recount.push(piece));
        if recount.finish().finding == Finding::Same {
            prop_assert_eq!(content(&request.poll, &bytes), content(&request.poll, board));
        }
    }

    #[test]
    fn a_damaged_poll_ends_in_a_verdict(edits in edits()) {
        let (request, board) = &*HONEST;
        let json = damaged(&serde_json::to_vec(request).unwrap(), &edits);
        if let Ok(request) = serde_json::from_slice::<Request>(&json) {
            let _ = recounted(&request, board);
        }
    }

    #[test]
    fn a_hostile_number_ends_in_a_verdict(
        picks in proptest::collection::vec((any::<prop::sample::Index>(), prop_oneof![
            0u64..4, any::<u64>(), Just(u64::MAX), Just(u64::from(u32::MAX)), Just(1 << 40),
        ]), 1..3),
    ) {
        let (request, board) = &*HONEST;
        let mut hostile = request.clone();
        for (pick, number) in picks {
            hostile = with_number(&hostile, pick, number).unwrap_or(hostile);
        }
        let _ = recounted(&hostile, board);
    }
}
