//! Whatever arrives for a board, and whatever a server says of the poll and its result, a recount ends in a verdict, and in
//! *same* only for the ballots that were fixed.
#![no_main]

#[path = "../../crates/counter/tests/support/mod.rs"]
mod support;

use arbitrary::Arbitrary;
use counter::{Finding, Recount, Request};
use libfuzzer_sys::fuzz_target;
use linli_fuzz::{Edit, edited};
use std::sync::LazyLock;
use support::house::{content, honest};

#[derive(Debug, Arbitrary)]
struct Input<'a> {
    request: Vec<Edit>,
    board: Board<'a>,
    chunk: u16,
}

#[derive(Debug, Arbitrary)]
enum Board<'a> {
    Raw(&'a [u8]),
    Changed(Vec<Edit>),
}

/// A request, as JSON, and its board.
static HONEST: LazyLock<(Request, Vec<u8>, Vec<u8>)> = LazyLock::new(|| {
    let (request, board) = honest();
    let json = serde_json::to_vec(&request).expect("a request");
    (request, json, board)
});

fuzz_target!(|input: Input<'_>| {
    let (honest, json, board) = &*HONEST;
    let Ok(request) = serde_json::from_slice::<Request>(&edited(json, &input.request)) else {
        return;
    };
    let bytes = match input.board {
        Board::Raw(bytes) => bytes.to_vec(),
        Board::Changed(edits) => edited(board, &edits),
    };
    let mut recount = Recount::new(&request);
    let _ = bytes
        .chunks(usize::from(input.chunk) + 1)
        .all(|piece| recount.push(piece));
    let verdict = recount.finish();
    if request == *honest && verdict.finding == Finding::Same {
        let ballots = |board| content(&honest.poll, board).expect("ballots");
        assert_eq!(ballots(&bytes), ballots(board));
    }
});
