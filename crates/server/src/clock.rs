//! The server's clock. Every decision about time asks here, so that tests move time instead of waiting for it.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

pub const SECOND: i64 = 1000;
pub const MINUTE: i64 = 60 * SECOND;
pub const HOUR: i64 = 60 * MINUTE;
pub const DAY: i64 = 24 * HOUR;

#[derive(Debug, Default)]
pub struct Clock {
    ahead: AtomicI64,
    /// The instant at which it stands still; 0 while it runs.
    stands_at: AtomicI64,
}

impl Clock {
    /// Milliseconds since 1970, UTC.
    pub fn now(&self) -> i64 {
        let stands_at = self.stands_at.load(Ordering::Relaxed);
        if stands_at != 0 {
            return stands_at;
        }
        let system = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, |d| d.as_millis());
        i64::try_from(system)
            .unwrap_or(i64::MAX)
            .saturating_add(self.ahead.load(Ordering::Relaxed))
    }

    /// Stops this clock at an instant, so that a test can look at one millisecond.
    pub fn stop_at(&self, millis: i64) {
        self.stands_at.store(millis, Ordering::Relaxed);
    }

    /// Moves this clock ahead of the system's.
    pub fn advance(&self, millis: i64) {
        self.ahead.fetch_add(millis, Ordering::Relaxed);
    }
}
