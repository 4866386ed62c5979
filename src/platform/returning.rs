//! Coming back to a page by the browser's own way: to the link that led away, where it was on the screen. Whoever looks
//! through a list one by one finds the place again.

use super::document::{path_and_query, scroll_to, scroll_y};
use gloo_events::{EventListener, EventListenerOptions};
use std::cell::RefCell;
use std::collections::HashMap;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// Where a page was left.
#[derive(Clone, PartialEq, Debug)]
struct Left {
    /// The link that was followed, as its address is written.
    link: String,
    scrolled: f64,
}

thread_local! {
    /// By the page's address.
    static LEFT: RefCell<HashMap<String, Left>> = RefCell::default();
    /// Where the page that is coming was left; nothing for a page that is opened by a link.
    static COMING: RefCell<Option<Left>> = const { RefCell::new(None) };
}

/// How often the link is looked for, and how long between: lists come over the link, or from the phone.
const LOOKS: u32 = 100;
const BETWEEN_MS: u32 = 60;

/// Listens as long as the tab is open. To be called before the router listens: the page it draws asks what is known here.
pub fn start() -> Option<(EventListener, EventListener)> {
    let window = web_sys::window()?;
    // The place is ours to find: the browser would look for it before the page is there.
    let _ = window
        .history()
        .and_then(|history| history.set_scroll_restoration(web_sys::ScrollRestoration::Manual));
    let clicks = EventListener::new_with_options(
        window.document()?.as_ref(),
        "click",
        EventListenerOptions::run_in_capture_phase(),
        |event| {
            COMING.set(None);
            let target = event
                .target()
                .and_then(|target| target.dyn_into::<Element>().ok());
            let link = target.and_then(|target| target.closest("main a[href]").ok().flatten());
            if let Some(link) = link.and_then(|link| link.get_attribute("href")) {
                let left = Left {
                    link,
                    scrolled: scroll_y(),
                };
                LEFT.with_borrow_mut(|all| all.insert(path_and_query(), left));
            }
        },
    );
    let back = EventListener::new(&window, "popstate", |_| {
        COMING.set(LEFT.with_borrow(|all| all.get(&path_and_query()).cloned()));
    });
    Some((clicks, back))
}

/// Goes back to where the page was left, if it is come back to, as soon as the link stands there. Gives up when the focus
/// has left `heading` or the page was scrolled: the person is somewhere else by then.
pub fn find_the_place(heading: &HtmlElement) {
    let Some(left) = COMING.take() else {
        return;
    };
    let heading = heading.clone();
    super::task::spawn_for_app(async move {
        for _ in 0..LOOKS {
            let still_here = super::focus::has_focus(&heading) && scroll_y() == 0.0;
            if !still_here {
                return;
            }
            if let Some(link) = link_to(&left.link) {
                super::focus::focus_without_scrolling(&link);
                scroll_to(left.scrolled);
                return;
            }
            gloo_timers::future::TimeoutFuture::new(BETWEEN_MS).await;
        }
    });
}

fn link_to(address: &str) -> Option<HtmlElement> {
    let links = web_sys::window()?
        .document()?
        .query_selector_all("main a[href]")
        .ok()?;
    (0..links.length())
        .filter_map(|n| links.get(n)?.dyn_into::<HtmlElement>().ok())
        .find(|link| link.get_attribute("href").as_deref() == Some(address))
}
