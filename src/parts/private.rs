//! The private step of somebody who is being helped: whether the phone is in their own hands.

use crate::platform::lasting::Lasting;

thread_local! {
    /// The poll for which the resident has said that it is they who hold the phone.
    static HELD_FOR: Lasting<Option<String>> = Lasting::new(None);
}

/// In memory only: a page that is opened again asks again.
pub fn in_private() -> Lasting<Option<String>> {
    HELD_FOR.with(Lasting::clone)
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
