//! Whether the phone has a network, and the moments at which trying again makes sense.

use gloo_events::EventListener;
use leptos::prelude::*;
use std::cell::RefCell;

thread_local! {
    static ONLINE: ArcRwSignal<bool> = ArcRwSignal::new(is_online());
    // The listeners live as long as the tab; dropping one would end it.
    static LISTENERS: RefCell<Vec<EventListener>> = const { RefCell::new(Vec::new()) };
}

fn is_online() -> bool {
    web_sys::window().is_none_or(|w| w.navigator().on_line())
}

/// Follows the browser's own idea of being online, which errs to the hopeful side.
pub fn online() -> ArcRwSignal<bool> {
    ONLINE.with(ArcRwSignal::clone)
}

/// Calls `wake` whenever waiting things may have a chance: the network came back, or the page became visible again.
/// Lasts as long as the tab.
pub fn on_wake(wake: impl Fn() + Clone + 'static) {
    let Some(window) = web_sys::window() else { return };
    let back = wake.clone();
    let mut listeners = vec![
        EventListener::new(&window, "online", move |_| {
            online().set(true);
            back();
        }),
        EventListener::new(&window, "offline", |_| online().set(false)),
    ];
    if let Some(document) = window.document() {
        let seen = document.clone();
        listeners.push(EventListener::new(&document, "visibilitychange", move |_| {
            if seen.visibility_state() == web_sys::VisibilityState::Visible {
                wake();
            }
        }));
    }
    LISTENERS.with_borrow_mut(|kept| kept.extend(listeners));
}
