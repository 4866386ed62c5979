//! Server-sent events for one page: open while the page is seen, closed when it is hidden or left. The only place that touches
//! `EventSource`.

use super::visible::seen;
use gloo_events::EventListener;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Poll, Waker};
use wasm_bindgen::JsCast;
use web_sys::{EventSource, EventSourceInit, MessageEvent};

/// What comes of a stream.
pub enum Heard {
    /// From here on nothing is missed.
    Hello,
    Changed(String),
    /// It broke off, or could not be opened. Nothing more will come.
    Lost,
    /// The page is hidden. Nothing more will come.
    Hidden,
}

#[derive(Default)]
struct Inbox {
    heard: RefCell<VecDeque<Heard>>,
    waker: RefCell<Option<Waker>>,
}

impl Inbox {
    fn put(&self, heard: Heard) {
        self.heard.borrow_mut().push_back(heard);
        if let Some(waker) = self.waker.take() {
            waker.wake();
        }
    }
}

/// A stream that is open. Dropping it closes it.
pub struct Events {
    source: EventSource,
    inbox: Rc<Inbox>,
    _listeners: [EventListener; 4],
}

impl Events {
    /// Opens the stream at `url`; nothing while the page is hidden, or where the browser knows no such streams.
    pub fn open(url: &str) -> Option<Self> {
        let document = web_sys::window()?.document().filter(seen)?;
        let how = EventSourceInit::new();
        how.set_with_credentials(true);
        let source = EventSource::new_with_event_source_init_dict(url, &how).ok()?;
        let inbox = Rc::new(Inbox::default());
        let hello = inbox.clone();
        let changed = inbox.clone();
        let lost = inbox.clone();
        let hidden = inbox.clone();
        let page = document.clone();
        let listeners = [
            EventListener::new(&source, "hello", move |_| hello.put(Heard::Hello)),
            EventListener::new(&source, "changed", move |event| {
                let text = event.dyn_ref::<MessageEvent>().and_then(|e| e.data().as_string());
                changed.put(text.map_or(Heard::Lost, Heard::Changed));
            }),
            // The browser would try again by itself, also where nobody looks any more.
            EventListener::new(&source, "error", move |_| lost.put(Heard::Lost)),
            EventListener::new(&document, "visibilitychange", move |_| {
                if !seen(&page) {
                    hidden.put(Heard::Hidden);
                }
            }),
        ];
        Some(Self {
            source,
            inbox,
            _listeners: listeners,
        })
    }

    /// The next that comes.
    pub async fn next(&self) -> Heard {
        poll_fn(|context| match self.inbox.heard.borrow_mut().pop_front() {
            Some(heard) => Poll::Ready(heard),
            None => {
                self.inbox.waker.replace(Some(context.waker().clone()));
                Poll::Pending
            }
        })
        .await
    }
}

impl Drop for Events {
    fn drop(&mut self) {
        self.source.close();
    }
}
