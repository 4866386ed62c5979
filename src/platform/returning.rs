//! Coming back to a page by the browser's own way: to the link that led away, where it was on the screen. Whoever looks
//! through a list one by one finds the place again.

use super::document::{path_and_query, scroll_until, scroll_y, top_of};
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
    /// How far below the window's upper edge it stood.
    top: f64,
    /// Where in a long list it stood, where the list does not begin there: what the page wrote into `data-place`.
    place: Option<String>,
}

thread_local! {
    /// By the page's address.
    static LEFT: RefCell<HashMap<String, Left>> = RefCell::default();
    /// Where the page that is coming was left; nothing for a page that is opened by a link.
    static COMING: RefCell<Option<Left>> = const { RefCell::new(None) };
    /// The address that was come back to last, and the place in its list.
    static BACK: RefCell<Option<(String, Option<String>)>> = const { RefCell::new(None) };
}

/// How often the link is looked for, and how long between: lists come over the link, or from the phone.
const LOOKS: u32 = 100;
const BETWEEN_MS: u32 = 60;
/// How often it is looked after once it is found: what comes above it later must not push it away.
const AFTER: u32 = 12;

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
            come(None);
            let target = event
                .target()
                .and_then(|target| target.dyn_into::<Element>().ok());
            if let Some(link) = target.and_then(|target| target.closest("main a[href]").ok().flatten()) {
                followed(&link);
            }
        },
    );
    let back = EventListener::new(&window, "popstate", |_| {
        come(Some(path_and_query()));
    });
    Some((clicks, back))
}

fn followed(link: &Element) {
    let Some(address) = link.get_attribute("href") else {
        return;
    };
    if link.has_attribute("data-back") {
        // The page's own way back goes where the browser's would.
        if let Some(address) = way_back(&address) {
            let _ = link.set_attribute("href", &address);
            come(Some(address));
        }
        return;
    }
    let far = |place: &Element| place.closest("[data-far]").ok().flatten().is_some();
    let place = link.closest("[data-place]").ok().flatten().filter(far);
    let Some(shown) = link.dyn_ref::<HtmlElement>() else {
        return;
    };
    let left = Left {
        link: address,
        top: top_of(shown),
        place: place.and_then(|place| place.get_attribute("data-place")),
    };
    LEFT.with_borrow_mut(|all| all.insert(path_and_query(), left));
}

/// The page at this address is come back to, or one is opened.
fn come(back: Option<String>) {
    let found = back.and_then(|address| {
        let left = LEFT.with_borrow(|all| all.get(&address).cloned())?;
        Some((address, left))
    });
    BACK.set(
        found
            .as_ref()
            .map(|(address, left)| (address.clone(), left.place.clone())),
    );
    COMING.set(found.map(|(_, left)| left));
}

/// Where in a long list one comes back to; nothing where the list is opened, or its beginning was left.
pub fn place() -> Option<String> {
    BACK.with_borrow(|back| {
        back.as_ref()
            .filter(|(address, _)| *address == path_and_query())?
            .1
            .clone()
    })
}

/// Whether this page is one that was come back to.
pub fn is_coming_back() -> bool {
    BACK.with_borrow(|back| {
        back.as_ref()
            .is_some_and(|(address, _)| *address == path_and_query())
    })
}

/// The address at `path` from which a link led to this page, with what it asked for then.
fn way_back(path: &str) -> Option<String> {
    let here = path_and_query();
    LEFT.with_borrow(|all| {
        let from = |(address, left): &(&String, &Left)| {
            path_of(address) == path_of(path) && path_of(&left.link) == path_of(&here)
        };
        all.iter().find(from).map(|(address, _)| address.clone())
    })
}

fn path_of(address: &str) -> &str {
    address.split('?').next().unwrap_or(address)
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
                stay(&link, left.top).await;
                return;
            }
            gloo_timers::future::TimeoutFuture::new(BETWEEN_MS).await;
        }
    });
}

/// Keeps the link where it stood while the page around it is still coming, and no longer than nobody scrolls.
async fn stay(link: &HtmlElement, top: f64) {
    for _ in 0..AFTER {
        scroll_until(link, top);
        let scrolled = scroll_y();
        gloo_timers::future::TimeoutFuture::new(BETWEEN_MS).await;
        if !super::focus::has_focus(link) || scroll_y() != scrolled {
            return;
        }
    }
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
