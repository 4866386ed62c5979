//! The backend's clock, as far as its answers tell. A phone's own clock may be hours wrong and is never asked what time it
//! is: a stopwatch (`platform::clock::stopwatch_ms`) carries the `Date` of an answer onwards.
//!
//! Where the answers of another origin hide their `Date`, nothing is known, and pages read again by and by.

use crate::platform::clock::stopwatch_ms;
use std::cell::Cell;

/// Server time minus stopwatch, in milliseconds, lies between these two.
#[derive(Clone, Copy, PartialEq, Default)]
#[cfg_attr(test, derive(Debug))]
struct ServerClock {
    offset: Option<(i64, i64)>,
}

impl ServerClock {
    /// An answer said `date`, which has no fractions of a second; it was written between these two readings of the stopwatch.
    fn heard(self, date: i64, asked: i64, answered: i64) -> Self {
        let new = (date - answered, date + 999 - asked);
        let both = self
            .offset
            .map(|old| (old.0.max(new.0), old.1.min(new.1)))
            // Apart: the server's clock was set, or the stopwatch stood still while the phone slept.
            .filter(|both| both.0 <= both.1);
        Self {
            offset: Some(both.unwrap_or(new)),
        }
    }

    /// What the server's clock shows at least.
    fn at_least(self, now: i64) -> Option<i64> {
        self.offset.map(|(earliest, _)| now + earliest)
    }

    /// How long from `now` until the server's clock has surely come to `instant`; nothing is left when it has.
    fn until(self, instant: i64, now: i64) -> Option<i64> {
        Some((instant - self.at_least(now)?).max(0))
    }
}

thread_local! {
    static CLOCK: Cell<ServerClock> = Cell::new(ServerClock::default());
}

/// An answer came with this `Date`.
pub(super) fn heard(date: i64, asked: i64) {
    CLOCK.set(CLOCK.get().heard(date, asked, stopwatch_ms()));
}

/// What the server's clock shows now, and hardly more than that; `None` where its clock is not known.
pub fn now() -> Option<i64> {
    CLOCK.get().at_least(stopwatch_ms())
}

/// Milliseconds until the server's clock has surely come to `instant`; `None` where its clock is not known.
pub fn until(instant: i64) -> Option<i64> {
    CLOCK.get().until(instant, stopwatch_ms())
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::ServerClock;
    use proptest::prelude::*;

    const DAY: i64 = 86_400_000;

    /// What a server at `truth` writes: whole seconds.
    fn date(truth: i64) -> i64 {
        truth - truth.rem_euclid(1000)
    }

    #[test]
    fn nothing_is_known_before_the_first_answer() {
        assert_eq!(ServerClock::default().until(5, 0), None);
    }

    #[test]
    fn the_time_the_phone_slept_is_made_up_for_by_the_next_answer() {
        let clock = ServerClock::default().heard(1_000_000, 100, 200);
        // Ten minutes passed, the stopwatch counted one second.
        let clock = clock.heard(1_600_000, 1_200, 1_300);
        let left = clock.until(1_600_000, 1_300);
        assert_eq!(left, Some(0));
    }

    proptest! {
        /// However the phone's clocks stand and however slow its network is: an end that is said to have passed has
        /// passed, and at most a second and the way of the quickest answer later.
        #[test]
        fn an_end_is_never_early_and_hardly_late(
            start in -20 * 365 * DAY..90 * 365 * DAY,
            stopwatch in 0..30 * DAY,
            answers in prop::collection::vec((0..60_000_i64, 0..8_000_i64, 0..8_000_i64), 1..12),
            ahead in 0..DAY,
        ) {
            let mut now = 0;
            let mut clock = ServerClock::default();
            let mut quickest = i64::MAX;
            for (pause, there, back) in answers {
                let asked = now + pause;
                let answered = asked + there + back;
                clock = clock.heard(date(start + asked + there), stopwatch + asked, stopwatch + answered);
                quickest = quickest.min(there + back);
                now = answered;
            }
            let end = start + now + ahead;
            let wait = clock.until(end, stopwatch + now).unwrap();
            prop_assert!(wait >= ahead, "said {wait} ms, but {ahead} ms were left");
            prop_assert!(wait <= ahead + 999 + quickest, "said {wait} ms for {ahead} ms");
        }

        /// Whatever is heard, also what contradicts itself, the last answer is believed within its own bounds.
        #[test]
        fn the_last_answer_counts(dates in prop::collection::vec((-DAY..DAY, 0..DAY, 0..9_000_i64), 1..9)) {
            let mut clock = ServerClock::default();
            for (date, asked, way) in &dates {
                clock = clock.heard(*date, *asked, asked + way);
            }
            let (date, asked, way) = dates[dates.len() - 1];
            let (low, high) = clock.offset.unwrap();
            prop_assert!(low <= high && low >= date - asked - way && high <= date + 999 - asked);
        }
    }
}
