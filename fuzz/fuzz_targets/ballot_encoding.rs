//! Whatever somebody answers has an encoding, it can be read back, and order counts only where it means something.
#![no_main]

#[path = "../../crates/ledger/tests/support/reading.rs"]
mod reading;

use libfuzzer_sys::fuzz_target;
use reading::{Answer, encoded, meaning, read_back};

fuzz_target!(|ballots: (Vec<Answer>, Vec<Answer>)| {
    let (one, other) = ballots;
    for ballot in [&one, &other] {
        assert_eq!(read_back(&encoded(ballot)), Some(meaning(ballot)));
        let backwards: Vec<Answer> = ballot.iter().rev().cloned().collect();
        assert_eq!(encoded(ballot), encoded(&backwards));
    }
    assert_eq!(encoded(&one) == encoded(&other), meaning(&one) == meaning(&other));
});
