//! When somebody was in a thread last, so that they can be told what happened since. On this phone only, per person, and
//! not at all where several people share it.
//!
//! In local storage, because a page that is being left cannot wait for the database.

use crate::backend::{person_of_phone, server_clock, shared_phone};
use crate::platform::clock::now_ms;
use crate::platform::storage;

const KEPT: &str = "linli.visit/";

/// Coming back sooner than this is the same visit: a reload, a look at another page. What was new is told again.
const SAME_VISIT_MS: i64 = 10 * 60_000;

/// How many threads are remembered for everybody on this phone.
const MOST: usize = 200;

#[derive(Clone, Copy, PartialEq, Debug)]
struct Visit {
    /// When the visit before began, by the server's clock; none in the first.
    since: Option<i64>,
    /// When the thread was opened last, by the server's clock.
    opened: i64,
    /// When it was left last, by the phone's clock, which only measures how long ago that is.
    left: i64,
}

impl Visit {
    fn next(before: Option<Self>, server_now: i64, phone_now: i64) -> Self {
        let since = before.and_then(|before| {
            let same = (0..SAME_VISIT_MS).contains(&(phone_now - before.left));
            if same { before.since } else { Some(before.opened) }
        });
        Self {
            since,
            opened: server_now,
            left: phone_now,
        }
    }

    fn parse(line: &str) -> Option<Self> {
        let mut parts = line.split(',');
        let since = parts.next()?;
        Some(Self {
            since: if since.is_empty() {
                None
            } else {
                Some(since.parse().ok()?)
            },
            opened: parts.next()?.parse().ok()?,
            left: parts.next()?.parse().ok()?,
        })
    }

    fn line(self) -> String {
        let since = self.since.map(|at| at.to_string()).unwrap_or_default();
        format!("{since},{},{}", self.opened, self.left)
    }
}

fn prefix(person: &str) -> String {
    format!("{KEPT}{person}|")
}

fn key(thread: &str) -> String {
    prefix(&person_of_phone().unwrap_or_default()) + thread
}

fn kept(key: &str) -> Option<Visit> {
    storage::get(key).as_deref().and_then(Visit::parse)
}

/// The thread is opened; gives since when things are new, in milliseconds by the server's clock. None in the first visit.
pub fn opened(thread: &str) -> Option<i64> {
    let key = key(thread);
    let before = kept(&key);
    if shared_phone() {
        return None;
    }
    // Without the server's clock nothing is new: nobody was asked.
    let visit = Visit::next(before, server_clock::now()?, now_ms());
    storage::set(&key, &visit.line());
    if before.is_none() {
        make_room();
    }
    visit.since
}

/// Since when things are new in the visit that is going on.
pub fn since(thread: &str) -> Option<i64> {
    kept(&key(thread)).and_then(|visit| visit.since)
}

/// The thread is left, or nobody looks at it any more.
pub fn left(thread: &str) {
    let key = key(thread);
    if let Some(visit) = kept(&key) {
        let visit = Visit {
            left: now_ms(),
            ..visit
        };
        storage::set(&key, &visit.line());
    }
}

/// The threads that were left longest ago are forgotten.
fn make_room() {
    let mut all: Vec<_> = storage::keys(KEPT)
        .into_iter()
        .map(|key| (kept(&key).map_or(0, |visit| visit.left), key))
        .collect();
    all.sort_unstable();
    let over = all.len().saturating_sub(MOST);
    for (_, key) in all.into_iter().take(over) {
        storage::remove(&key);
    }
}

pub(super) fn wipe(person: &str) {
    for key in storage::keys(&prefix(person)) {
        storage::remove(&key);
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const HOUR: i64 = 3_600_000;

    #[test]
    fn the_first_visit_has_nothing_before_it_and_a_reload_changes_nothing() {
        let first = Visit::next(None, 1_000, 50);
        assert_eq!(first.since, None);
        let reload = Visit::next(Some(first), 2_000, 1_050);
        assert_eq!(reload.since, None);
        let later = Visit::next(Some(reload), HOUR, HOUR);
        assert_eq!(later.since, Some(2_000));
        // Still the same visit: what was new stays new.
        let again = Visit::next(Some(later), HOUR + 1_000, HOUR + 1_000);
        assert_eq!(again.since, Some(2_000));
    }

    #[test]
    fn a_clock_that_was_set_back_begins_a_new_visit() {
        let first = Visit::next(None, 5 * HOUR, 5 * HOUR);
        assert_eq!(Visit::next(Some(first), 6 * HOUR, HOUR).since, Some(5 * HOUR));
    }

    proptest! {
        #[test]
        fn what_is_kept_is_read_back(since: Option<i64>, opened: i64, left: i64) {
            let visit = Visit { since, opened, left };
            prop_assert_eq!(Visit::parse(&visit.line()), Some(visit));
        }

        #[test]
        fn any_line_is_read_or_left(line in "[0-9,a-]{0,30}") {
            let _ = Visit::parse(&line);
        }

        /// Nothing that came after the last look is ever missed: what is told begins no later than the visit before.
        #[test]
        fn nothing_is_missed(pauses in prop::collection::vec(0..2 * HOUR, 2..12)) {
            let mut now = 0;
            let mut visit = Visit::next(None, 0, 0);
            for pause in pauses {
                let before = visit;
                now += pause;
                visit = Visit::next(Some(before), now, now);
                prop_assert!(visit.since.is_none_or(|since| since <= before.opened));
            }
        }
    }
}
