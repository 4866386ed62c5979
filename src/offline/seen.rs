//! Which notices were opened on this phone, so that the list can say which were not. Kept on the phone itself, whoever is
//! signed in: it stays without network and after signing out. Where several people share a phone nothing of it is kept.

use crate::backend::{When, shared_phone};
use crate::platform::lasting::Lasting;
use crate::platform::storage;
use leptos::prelude::*;

const KEPT: &str = "linli.seen-notices";

/// As many are remembered; older ones are not marked any more anyway.
const MOST: usize = 400;

/// What is older than this is not marked: nobody has to work off what was published before they came.
const MARKED_MS: i64 = 30 * 86_400_000;

/// The notice and which state of it, in milliseconds: that of its publication or of its last correction.
type Seen = Vec<(String, i64)>;

thread_local! {
    static SEEN: Lasting<Option<Seen>> = Lasting::new(None);
}

#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(test, derive(Debug))]
pub enum Freshness {
    Seen,
    New,
    /// Opened once, and corrected since.
    Corrected,
}

fn seen() -> Lasting<Option<Seen>> {
    let seen = SEEN.with(Lasting::clone);
    if seen.with_untracked(Option::is_none) {
        seen.set(Some(parse(&storage::get(KEPT).unwrap_or_default())));
    }
    seen
}

fn parse(text: &str) -> Seen {
    text.lines()
        .filter_map(|line| {
            let (at, id) = line.split_once(' ')?;
            Some((id.to_owned(), at.parse().ok()?))
        })
        .collect()
}

fn written(seen: &Seen) -> String {
    let lines: Vec<String> = seen.iter().map(|(id, at)| format!("{at} {id}")).collect();
    lines.join("\n")
}

fn state(published: &When, corrected: Option<&When>) -> Option<i64> {
    corrected.and_then(|when| when.at).or(published.at)
}

/// What a notice is to whoever uses this phone; `now` in milliseconds.
pub fn freshness(id: &str, published: &When, corrected: Option<&When>, now: i64) -> Freshness {
    seen().with(|seen| {
        judge(
            seen.as_deref().unwrap_or_default(),
            id,
            state(published, corrected),
            now,
        )
    })
}

fn judge(seen: &[(String, i64)], id: &str, state: Option<i64>, now: i64) -> Freshness {
    // A backend that does not say when has nothing that could be new.
    let Some(state) = state.filter(|at| now - at < MARKED_MS) else {
        return Freshness::Seen;
    };
    match seen.iter().find(|(known, _)| known == id) {
        None => Freshness::New,
        Some((_, at)) if *at < state => Freshness::Corrected,
        Some(_) => Freshness::Seen,
    }
}

/// The notice stands there in this state.
pub fn opened(id: &str, published: &When, corrected: Option<&When>) {
    let Some(state) = state(published, corrected) else {
        return;
    };
    seen().update(|seen| {
        let seen = seen.get_or_insert_default();
        seen.retain(|(known, _)| known != id);
        seen.push((id.to_owned(), state));
        let over = seen.len().saturating_sub(MOST);
        seen.drain(..over);
        if !shared_phone() {
            storage::set(KEPT, &written(seen));
        }
    });
}

/// A shared phone forgets.
pub(super) fn forget() {
    storage::remove(KEPT);
    reread();
}

/// What was opened and not kept is forgotten; what is kept is read again when it is needed.
pub(super) fn reread() {
    SEEN.with(Lasting::clone).set(None);
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn new_seen_corrected_and_old() {
        let seen = parse("10 a\n20 b/c d\nnonsense");
        assert_eq!(seen.len(), 2);
        assert_eq!(judge(&seen, "x", Some(30), 40), Freshness::New);
        assert_eq!(judge(&seen, "a", Some(10), 40), Freshness::Seen);
        assert_eq!(judge(&seen, "a", Some(30), 40), Freshness::Corrected);
        assert_eq!(judge(&seen, "b/c d", Some(20), 40), Freshness::Seen);
        assert_eq!(judge(&seen, "x", Some(30), 30 + MARKED_MS), Freshness::Seen);
        assert_eq!(judge(&seen, "x", None, 40), Freshness::Seen);
    }

    proptest! {
        #[test]
        fn what_is_kept_is_read_back(seen in prop::collection::vec(("[a-z0-9:/ _-]{1,12}", any::<i64>()), 0..20)) {
            prop_assert_eq!(parse(&written(&seen)), seen);
        }
    }
}
