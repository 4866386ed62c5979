//! When nobody has used the phone for a while: warned first, then over.

/// What is to be done after so many milliseconds without use.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Phase {
    Used,
    Warned,
    Over,
}

/// Milliseconds without use until the warning, and until the end.
#[derive(Clone, Copy)]
pub struct Limits {
    pub warn: i64,
    pub over: i64,
}

const MINUTE: i64 = 60_000;

/// Thirty minutes, as Decidim's managed sessions have; the server ends them too.
pub const ASSISTED: Limits = Limits {
    warn: 28 * MINUTE,
    over: 30 * MINUTE,
};

/// A tablet in a hall: the next person stands there already.
pub const KIOSK: Limits = Limits {
    warn: 8 * MINUTE,
    over: 10 * MINUTE,
};

/// The backend is told of use no more often than this.
pub const TELL_MS: i64 = MINUTE;

impl Limits {
    pub fn phase(self, idle_ms: i64) -> Phase {
        if idle_ms >= self.over {
            Phase::Over
        } else if idle_ms >= self.warn {
            Phase::Warned
        } else {
            Phase::Used
        }
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    #[test]
    fn two_minutes_lie_between_the_warning_and_the_end() {
        for limits in [ASSISTED, KIOSK] {
            assert_eq!(limits.over - limits.warn, 2 * MINUTE);
            assert_eq!(limits.phase(limits.warn - 1), Phase::Used);
            assert_eq!(limits.phase(limits.warn), Phase::Warned);
            assert_eq!(limits.phase(limits.over - 1), Phase::Warned);
            assert_eq!(limits.phase(limits.over), Phase::Over);
        }
    }
}
