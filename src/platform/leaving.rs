//! Ways that lead off a page: whoever guards it is asked first.

use gloo_events::{EventListener, EventListenerOptions};
use js_sys::Reflect;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, EventTarget, History, MouseEvent, window};

/// Asks until it is dropped.
pub struct Guard {
    _click: EventListener,
    /// Where the browser numbers the entries of its history.
    _entries: Option<EventListener>,
    mine: Rc<Holds>,
}

impl Drop for Guard {
    fn drop(&mut self) {
        HOLDS.with_borrow_mut(|holds| {
            // The next page's guard may be there already.
            if holds.as_ref().is_some_and(|held| Rc::ptr_eq(held, &self.mine)) {
                *holds = None;
            }
        });
    }
}

/// Says whether the page stays although the browser has gone through its history.
type Holds = Box<dyn Fn() -> bool>;

thread_local! {
    static HOLDS: RefCell<Option<Rc<Holds>>> = const { RefCell::new(None) };
    // Lives as long as the tab; dropping it would end it.
    static HISTORY: RefCell<Option<EventListener>> = const { RefCell::new(None) };
}

/// Hears of the browser's history before the router does. At the window listeners run in the order in which they came,
/// whatever their phase, so this comes before the router is there.
pub fn start() {
    let Some(window) = window() else { return };
    let listener = EventListener::new(&window, "popstate", |event| {
        let holds = HOLDS.with_borrow(Clone::clone);
        if holds.is_some_and(|holds| holds()) {
            event.stop_immediate_propagation();
        }
    });
    HISTORY.set(Some(listener));
}

/// A link with this attribute says itself that it leaves, and is not asked about.
pub const SAYS_SO: &str = "data-leaves";

/// How somebody was about to leave.
#[derive(Clone, PartialEq)]
pub enum Way {
    /// By a link, to this address within the app.
    Link(String),
    /// By the browser's *back* or *forward*: so many steps through its history.
    History(i32),
}

/// Goes through the browser's history, as its own buttons do.
pub fn go(steps: i32) {
    if let Some(history) = history() {
        let _ = history.go_with_delta(steps);
    }
}

/// Before a link of this app is followed, and when the browser goes back or forward, `keeps` hears the address (path and
/// query) and the way there, and says whether the page stays. `here` is the address of the guarded page. New windows and
/// downloads are not asked about: they leave the page where it is. Closing the tab cannot be: what was chosen is kept.
pub fn guard(
    here: impl Fn() -> String + 'static,
    keeps: impl Fn(&str, Way) -> bool + 'static,
) -> Option<Guard> {
    let keeps = Rc::new(keeps);
    let click = on_click(keeps.clone())?;
    // The number of the entry before the last change.
    let before = Rc::new(Cell::new(None));
    let entries = entries().map(|entries| {
        let before = before.clone();
        EventListener::new(&entries, "currententrychange", move |event| {
            before.set(number(event, "from"));
        })
    });
    let mine: Rc<Holds> = Rc::new(on_history(here, keeps, before));
    HOLDS.set(Some(mine.clone()));
    Some(Guard {
        _click: click,
        _entries: entries,
        mine,
    })
}

type Keeps = Rc<dyn Fn(&str, Way) -> bool>;

fn on_click(keeps: Keeps) -> Option<EventListener> {
    let document = window()?.document()?;
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
        if href.starts_with('/') && !href.starts_with("//") && keeps(&href, Way::Link(href.clone())) {
            event.prevent_default();
            event.stop_propagation();
        }
    });
    Some(listener)
}

/// The browser tells only when it has gone already, so the page that stays is put back where it was: by the same number of
/// steps where the browser numbers its entries, otherwise as a new entry behind the one it has gone to.
fn on_history(here: impl Fn() -> String + 'static, keeps: Keeps, before: Rc<Cell<Option<i32>>>) -> Holds {
    let returning = Cell::new(false);
    Box::new(move || {
        let (now, here) = (address().unwrap_or_default(), here());
        if returning.take() && now == here {
            return true;
        }
        let steps = match (before.get(), entries().and_then(|e| number(&e, "currentEntry"))) {
            (Some(before), Some(now)) => now - before,
            _ => 0,
        };
        // Put back as a new entry, the page stands one step behind the one it was to go to.
        let way = Way::History(if steps == 0 { -1 } else { steps });
        if now == here || !keeps(&now, way) {
            return false;
        }
        if steps == 0 {
            if let Some(history) = history() {
                let _ = history.push_state_with_url(&JsValue::NULL, "", Some(&here));
            }
        } else {
            returning.set(true);
            go(-steps);
        }
        true
    })
}

fn history() -> Option<History> {
    window()?.history().ok()
}

/// The browser's own list of what was visited in this tab; older browsers have none.
fn entries() -> Option<EventTarget> {
    let entries = Reflect::get(&window()?.into(), &"navigation".into()).ok()?;
    entries.dyn_into().ok()
}

/// The number of the entry that is called `name` in `of`.
fn number(of: &JsValue, name: &str) -> Option<i32> {
    let entry = Reflect::get(of, &name.into()).ok()?;
    let number = Reflect::get(&entry, &"index".into()).ok()?.as_f64()?;
    Some(number as i32)
}

/// Path and query of the address bar.
fn address() -> Option<String> {
    let location = window()?.location();
    Some(location.pathname().ok()? + &location.search().ok()?)
}
