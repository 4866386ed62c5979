//! *I agree with this*, until it has arrived.

use super::said::{self, POST, Word};
use crate::backend::RatingState;

pub use super::said::OnItsWay;

fn about(post_id: &str) -> String {
    format!("{POST}{post_id}")
}

/// Agreement with a post that was read as `read`: the person's own word as it is now, everybody's as far as it has arrived.
pub fn standing(post_id: &str, read: RatingState) -> (RatingState, OnItsWay) {
    let about = about(post_id);
    let way = said::way(&about);
    let last = match said::last(&about) {
        Some(Word::Yes(agree)) => Some(agree),
        _ => None,
    };
    (together(read, last, way == OnItsWay::No), way)
}

/// Only what has arrived counts among the others.
fn together(read: RatingState, last: Option<bool>, arrived: bool) -> RatingState {
    let i_agree = last.unwrap_or(read.i_agree);
    let agrees = match (read.i_agree, i_agree) {
        (false, true) if arrived => read.agrees + 1,
        (true, false) if arrived => read.agrees.saturating_sub(1),
        _ => read.agrees,
    };
    RatingState { agrees, i_agree }
}

/// Keeps what is said and sends it.
pub async fn say(thread_id: &str, post_id: &str, agree: bool) {
    said::say(thread_id, about(post_id), Word::Yes(agree)).await;
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::together;
    use crate::backend::RatingState;

    #[test]
    fn only_what_has_arrived_is_counted() {
        let read = |agrees, i_agree| RatingState { agrees, i_agree };
        assert_eq!(together(read(3, false), Some(true), false), read(3, true));
        assert_eq!(together(read(3, false), Some(true), true), read(4, true));
        assert_eq!(together(read(3, false), None, true), read(3, false));
        // Read again, it is among the others and is not counted twice.
        assert_eq!(together(read(4, true), Some(true), true), read(4, true));
        assert_eq!(together(read(4, true), Some(false), true), read(3, false));
    }
}
