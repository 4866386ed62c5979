//! How long nobody has touched the page.

use super::clock::{now_ms, stopwatch_ms};
use gloo_events::{EventListener, EventListenerOptions};
use gloo_timers::callback::Interval;
use std::cell::Cell;
use std::rc::Rc;

/// Every so often is looked.
const LOOK_MS: u32 = 5_000;

/// Watches until it is dropped.
pub struct Idle {
    last: Rc<Last>,
    _look: Interval,
    _listeners: Vec<EventListener>,
}

struct Last {
    clock: Cell<i64>,
    stopwatch: Cell<i64>,
}

impl Last {
    fn touched(&self) {
        self.clock.set(now_ms());
        self.stopwatch.set(stopwatch_ms());
    }
}

impl Idle {
    /// Calls `touched` at every press and every key, and `look` now and then, also right when the page is seen again: while a phone
    /// sleeps, nothing is called.
    pub fn watch(touched: impl Fn() + Clone + 'static, look: impl Fn() + Clone + 'static) -> Self {
        let last = Rc::new(Last {
            clock: Cell::new(0),
            stopwatch: Cell::new(0),
        });
        last.touched();
        let mut listeners = Vec::new();
        if let Some(document) = web_sys::window().and_then(|w| w.document()) {
            for kind in ["pointerdown", "keydown", "input"] {
                let (last, touched) = (last.clone(), touched.clone());
                listeners.push(EventListener::new_with_options(
                    &document,
                    kind,
                    EventListenerOptions::run_in_capture_phase(),
                    move |_| {
                        last.touched();
                        touched();
                    },
                ));
            }
            let look = look.clone();
            listeners.push(EventListener::new(&document, "visibilitychange", move |_| look()));
        }
        Self {
            last,
            _look: Interval::new(LOOK_MS, look),
            _listeners: listeners,
        }
    }

    /// Milliseconds since the last press. A clock may be set back and a stopwatch may stand still while the phone sleeps: the
    /// longer of the two is true.
    pub fn ms(&self) -> i64 {
        let clock = now_ms() - self.last.clock.get();
        clock.max(stopwatch_ms() - self.last.stopwatch.get())
    }

    /// Somebody has said that they are still there.
    pub fn touch(&self) {
        self.last.touched();
    }
}
