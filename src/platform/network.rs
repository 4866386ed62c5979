//! Whether the phone has a network, and the moments at which trying again makes sense.

use crate::platform::lasting::Lasting;
use gloo_events::EventListener;
use js_sys::Reflect;
use leptos::prelude::*;
use std::cell::RefCell;
use wasm_bindgen::JsValue;

thread_local! {
    static ONLINE: Lasting<bool> = Lasting::new(is_online());
    // The listeners live as long as the tab; dropping one would end it.
    static LISTENERS: RefCell<Vec<EventListener>> = const { RefCell::new(Vec::new()) };
}

fn is_online() -> bool {
    web_sys::window().is_none_or(|w| w.navigator().on_line())
}

/// Whether nothing should be fetched that nobody asked for: the phone saves data, or its link is slow. A browser that does not
/// say is taken for one that does not mind.
pub fn sparing() -> bool {
    let Some(window) = web_sys::window() else {
        return true;
    };
    let of = |value: &JsValue, name: &str| Reflect::get(value, &name.into()).unwrap_or_default();
    let connection = of(&window.navigator(), "connection");
    let kind = of(&connection, "effectiveType").as_string().unwrap_or_default();
    of(&connection, "saveData").is_truthy() || kind.ends_with("2g")
}

/// Follows the browser's own idea of being online, which errs to the hopeful side.
pub fn online() -> Lasting<bool> {
    ONLINE.with(Lasting::clone)
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
