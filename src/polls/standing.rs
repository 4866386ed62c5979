//! What is said of one's own ballot: in the list, on the poll's page, in *my votes* the same words for the same standing.

use crate::backend::PollState;
use crate::i18n::Key;
use crate::offline::ballots::{Standing, heard, keep};
use crate::ui::Tone;

/// Every poll that was read passes here: how it stands is kept with the ballot.
pub(super) fn hear(poll_id: &str, state: PollState) {
    if heard(poll_id, state) {
        keep(poll_id);
    }
}

pub(super) fn words(standing: Standing) -> (Key, Tone) {
    match standing {
        Standing::Chosen => (Key::ReceiptChosen, Tone::Warn),
        Standing::Waiting => (Key::ReceiptWaiting, Tone::Warn),
        Standing::Counted => (Key::ReceiptCounted, Tone::Good),
        Standing::Refused(_) => (Key::ReceiptRefused, Tone::Bad),
        Standing::Cancelled => (Key::PollsCancelled, Tone::Warn),
    }
}
