//! Links that lead away from a page: whoever guards it is asked first.

use gloo_events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::{Element, MouseEvent};

/// Asks until it is dropped.
pub struct Guard {
    _listener: EventListener,
}

/// A link with this attribute says itself that it leaves, and is not asked about.
pub const SAYS_SO: &str = "data-leaves";

/// Before a link of this app is followed, `keeps` hears its address (path and query) and says whether the page stays. New
/// windows, downloads and the browser's own way back are not asked: the first two leave the page where it is, the last
/// cannot be held without breaking it.
pub fn guard(keeps: impl Fn(&str) -> bool + 'static) -> Option<Guard> {
    let document = web_sys::window()?.document()?;
    // Before the router, which listens further out.
    let options = EventListenerOptions {
        passive: false,
        ..EventListenerOptions::run_in_capture_phase()
    };
    let listener = EventListener::new_with_options(&document, "click", options, move |event| {
        let Some(click) = event.dyn_ref::<MouseEvent>() else {
            return;
        };
        let beside = click.ctrl_key() || click.meta_key() || click.shift_key() || click.alt_key();
        let target = event
            .target()
            .and_then(|target| target.dyn_into::<Element>().ok());
        let link = target.and_then(|target| target.closest("a[href]").ok().flatten());
        let Some(link) = link.filter(|_| !beside && click.button() == 0) else {
            return;
        };
        if link.has_attribute("target") || link.has_attribute("download") || link.has_attribute(SAYS_SO) {
            return;
        }
        let href = link.get_attribute("href").unwrap_or_default();
        // Addresses within the app begin with one slash.
        if href.starts_with('/') && !href.starts_with("//") && keeps(&href) {
            event.prevent_default();
            event.stop_propagation();
        }
    });
    Some(Guard { _listener: listener })
}
