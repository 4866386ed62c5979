//! When to try again what waits: as soon as the network or the reader comes back, and from time to time in between,
//! because phones do not always say that the network is back.

use crate::platform::task::spawn_for_app;
use gloo_timers::future::TimeoutFuture;
use std::cell::Cell;

/// Seconds until the first try, doubled with each further one. Short, because a try that was on its way when the network
/// came back fails after the phone has said so, and nothing would wake the app again.
const FIRST: u32 = 2;
const LONGEST: u32 = 240;

thread_local! {
    static PLANNED: Cell<bool> = const { Cell::new(false) };
    /// How often the app was woken; a plan from before is no plan any more.
    static WOKEN: Cell<u32> = const { Cell::new(0) };
    static WAIT: Cell<u32> = const { Cell::new(FIRST) };
}

/// Plans one more try; the backend's own word on when comes first.
pub(super) fn later(seconds: Option<u32>) {
    if PLANNED.replace(true) {
        return;
    }
    let wait = seconds.unwrap_or_else(|| {
        let wait = WAIT.get();
        WAIT.set((wait * 2).min(LONGEST));
        wait
    });
    let woken = WOKEN.get();
    spawn_for_app(async move {
        TimeoutFuture::new(wait.saturating_mul(1000).min(3_600_000)).await;
        if WOKEN.get() != woken {
            return;
        }
        PLANNED.set(false);
        super::again().await;
    });
}

/// Something woke the app: whatever fails next is new, and what was planned gives way to it.
pub(super) fn reset() {
    WOKEN.set(WOKEN.get().wrapping_add(1));
    PLANNED.set(false);
    WAIT.set(FIRST);
}
