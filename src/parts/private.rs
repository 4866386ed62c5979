//! The private step of somebody who is being helped: whether the phone is in their own hands.

pub use crate::offline::held::in_private;

use crate::offline::held::let_go;
use leptos::prelude::*;

/// The resident gives the phone back, or has gone elsewhere: a page that is opened again asks again, and what is counted does
/// not stay here.
pub fn leave_private() {
    in_private().set(None);
    let_go();
}

/// Whether the private step for a poll goes on at this address. Everywhere else it is over.
pub fn may_stay_private(poll_id: &str, path: &str) -> bool {
    let parts: Vec<_> = path.split('/').filter(|part| !part.is_empty()).collect();
    matches!(parts.as_slice(), ["polls", id, "ballot" | "check" | "receipt" | "bring"] if *id == poll_id)
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::may_stay_private;

    #[test]
    fn it_lasts_on_the_pages_of_one_ballot() {
        for page in [
            "/polls/lift/ballot",
            "/polls/lift/check",
            "/polls/lift/receipt/",
            "/polls/lift/bring",
        ] {
            assert!(may_stay_private("lift", page), "{page}");
        }
        for page in [
            "/",
            "/polls/lift",
            "/polls/yard/ballot",
            "/my-votes",
            "/polls/lift/results",
        ] {
            assert!(!may_stay_private("lift", page), "{page}");
        }
    }
}
