//! Waiting while somebody looks: what nobody sees need not be read again.

use super::clock::stopwatch_ms;
use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Poll, Waker};
use web_sys::{Document, VisibilityState};

/// How soon after the last time a page that is seen again need not wait any longer.
const SEEN_AGAIN_MS: i64 = 10_000;

#[derive(Default)]
struct Wait {
    due: Cell<bool>,
    waker: RefCell<Option<Waker>>,
}

impl Wait {
    fn over(&self) {
        self.due.set(true);
        if let Some(waker) = self.waker.take() {
            waker.wake();
        }
    }
}

fn timer(wait: &Rc<Wait>, ms: u32) -> Timeout {
    let wait = wait.clone();
    Timeout::new(ms, move || wait.over())
}

/// Ends after `ms` while the page is seen. Hidden, it waits on; seen again, it ends sooner, because timers and stopwatch may
/// have stood still.
pub async fn seen_after(ms: u32) {
    let Some(document) = web_sys::window().and_then(|w| w.document()) else {
        return;
    };
    let began = stopwatch_ms();
    let wait = Rc::new(Wait::default());
    let running = RefCell::new(timer(&wait, ms));
    let _listener = EventListener::new(&document, "visibilitychange", {
        let (wait, document) = (wait.clone(), document.clone());
        move |_| {
            if !seen(&document) {
                return;
            }
            let left = SEEN_AGAIN_MS - (stopwatch_ms() - began);
            if wait.due.get() || left <= 0 {
                wait.over();
            } else if left < i64::from(ms) {
                drop(running.replace(timer(&wait, left as u32)));
            }
        }
    });
    poll_fn(|context| {
        if wait.due.get() && seen(&document) {
            return Poll::Ready(());
        }
        wait.waker.replace(Some(context.waker().clone()));
        Poll::Pending
    })
    .await;
}

/// Listens until it is dropped.
pub struct Watch(#[allow(dead_code)] [EventListener; 2]);

/// Tells whenever nobody looks any more: another tab, another app, the page is being left.
pub fn on_hidden(tell: impl Fn() + Clone + 'static) -> Option<Watch> {
    let window = web_sys::window()?;
    let document = window.document()?;
    let left = tell.clone();
    let of = document.clone();
    Some(Watch([
        EventListener::new(&document, "visibilitychange", move |_| {
            if !seen(&of) {
                tell();
            }
        }),
        // Older browsers of Apple's leave a page without hiding it.
        EventListener::new(&window, "pagehide", move |_| left()),
    ]))
}

pub(super) fn seen(document: &Document) -> bool {
    document.visibility_state() == VisibilityState::Visible
}
