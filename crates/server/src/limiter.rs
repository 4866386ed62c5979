//! Counting requests in memory, so that one caller cannot crowd out the others.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

/// What is limited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum What {
    Codes,
    SignIns,
    Posts,
    Reports,
}

impl What {
    /// How many in how many milliseconds.
    fn limit(self) -> (u32, i64) {
        use crate::clock::{HOUR, MINUTE};
        match self {
            Self::Codes => (30, 10 * MINUTE),
            Self::SignIns => (60, 10 * MINUTE),
            Self::Posts => (30, 10 * MINUTE),
            Self::Reports => (30, HOUR),
        }
    }
}

/// Counts per caller in fixed windows.
#[derive(Debug, Default)]
pub struct Limiter {
    counts: Mutex<HashMap<(What, String), (i64, u32)>>,
}

/// More callers than this are not remembered; the oldest windows go first.
const REMEMBERED: usize = 50_000;

impl Limiter {
    /// Counts one. `Err` with the seconds to wait when that is one too many.
    pub fn take(&self, what: What, who: &str, now: i64) -> Result<(), i64> {
        let (most, window) = what.limit();
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        if counts.len() >= REMEMBERED {
            counts.retain(|(what, _), (since, _)| now - *since < what.limit().1);
            if counts.len() >= REMEMBERED {
                counts.clear();
            }
        }
        let (since, count) = counts.entry((what, who.to_owned())).or_insert((now, 0));
        if now - *since >= window {
            (*since, *count) = (now, 0);
        }
        if *count >= most {
            return Err((*since + window - now).div_euclid(1000) + 1);
        }
        *count += 1;
        Ok(())
    }
}

/// Whom an address stands for: an IPv6 customer has at least a whole /64.
pub fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(v4) => v4.to_string(),
        IpAddr::V6(v6) => {
            let s = v6.segments();
            format!("{:x}:{:x}:{:x}:{:x}::/64", s[0], s[1], s[2], s[3])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_fills_and_opens_again() {
        let limiter = Limiter::default();
        let (most, window) = What::Posts.limit();
        for _ in 0..most {
            assert_eq!(limiter.take(What::Posts, "a", 1000), Ok(()));
        }
        assert_eq!(limiter.take(What::Posts, "a", 1000), Err(window / 1000 + 1));
        assert_eq!(limiter.take(What::Posts, "b", 1000), Ok(()));
        assert_eq!(limiter.take(What::Posts, "a", 1000 + window), Ok(()));
    }

    #[test]
    fn one_ipv6_customer_is_one_caller() {
        let of = |text: &str| network(text.parse().unwrap());
        assert_eq!(of("2001:db8::1"), of("2001:db8::ffff:1"));
        assert_ne!(of("2001:db8::1"), of("2001:db8:0:1::1"));
        assert_eq!(of("::ffff:192.0.2.1"), "192.0.2.1");
    }
}
