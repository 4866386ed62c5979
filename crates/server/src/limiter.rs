//! Counting requests in memory, so that one caller cannot crowd out the others.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What is limited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum What {
    Codes,
    SignIns,
    Posts,
    Reports,
    /// Matters that residents start.
    Requests,
    Photos,
    /// Votes on statements: one tap each, and there may be hundreds.
    Opinions,
    /// One for each kind of thing on a page of results.
    Searches,
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
            Self::Requests => (10, HOUR),
            // Several tries for each request.
            Self::Photos => (60, HOUR),
            Self::Opinions => (1000, 10 * MINUTE),
            Self::Searches => (1200, 10 * MINUTE),
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

/// Counts what stays open: so many at once for each caller and for all together.
#[derive(Debug, Default)]
pub struct Seats(Arc<Mutex<Taken>>);

#[derive(Debug, Default)]
struct Taken {
    all: u32,
    by_caller: HashMap<String, u32>,
}

/// One seat, free again when it is dropped.
#[derive(Debug)]
pub struct Seat {
    taken: Arc<Mutex<Taken>>,
    who: String,
}

/// All callers together; each costs memory and a place among the connections.
const SEATS: u32 = 4000;

/// Why there is no seat.
#[derive(Debug, PartialEq, Eq)]
pub enum NoSeat {
    /// This caller has so many already.
    Yours,
    Any,
}

impl Seats {
    pub fn take(&self, who: &str, most: u32) -> Result<Seat, NoSeat> {
        let mut taken = locked(&self.0);
        if taken.all >= SEATS {
            return Err(NoSeat::Any);
        }
        let mine = taken.by_caller.entry(who.to_owned()).or_insert(0);
        if *mine >= most {
            return Err(NoSeat::Yours);
        }
        *mine += 1;
        taken.all += 1;
        Ok(Seat {
            taken: self.0.clone(),
            who: who.to_owned(),
        })
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut taken = locked(&self.taken);
        taken.all -= 1;
        if let Some(mine) = taken.by_caller.get_mut(&self.who) {
            *mine -= 1;
            if *mine == 0 {
                taken.by_caller.remove(&self.who);
            }
        }
    }
}

fn locked(taken: &Mutex<Taken>) -> MutexGuard<'_, Taken> {
    taken.lock().unwrap_or_else(PoisonError::into_inner)
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
    fn a_seat_is_free_again_when_it_is_left() {
        let seats = Seats::default();
        let (one, _two) = (seats.take("a", 2).unwrap(), seats.take("a", 2).unwrap());
        assert_eq!(seats.take("a", 2).err(), Some(NoSeat::Yours));
        assert!(seats.take("b", 2).is_ok());
        drop(one);
        assert!(seats.take("a", 2).is_ok());
        let _all: Vec<_> = (0..SEATS)
            .map_while(|n| seats.take(&n.to_string(), 1).ok())
            .collect();
        assert_eq!(seats.take("late", 1).err(), Some(NoSeat::Any));
    }

    #[test]
    fn one_ipv6_customer_is_one_caller() {
        let of = |text: &str| network(text.parse().unwrap());
        assert_eq!(of("2001:db8::1"), of("2001:db8::ffff:1"));
        assert_ne!(of("2001:db8::1"), of("2001:db8:0:1::1"));
        assert_eq!(of("::ffff:192.0.2.1"), "192.0.2.1");
    }
}
