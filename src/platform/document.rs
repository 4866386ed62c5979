//! The document: its title, attributes of `<html>`, printing.

use std::cell::RefCell;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

thread_local! {
    static SITE: RefCell<String> = const { RefCell::new(String::new()) };
    static PAGE: RefCell<String> = const { RefCell::new(String::new()) };
    static NEWS: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Name of the site, which follows the page's title.
pub fn set_site_name(name: &str) {
    SITE.with_borrow_mut(|site| name.clone_into(site));
    write_title();
}

/// Title of the page that is shown.
pub fn set_title(title: &str) {
    PAGE.with_borrow_mut(|page| title.clone_into(page));
    write_title();
}

/// What stands before the title, because it is to be heard first: that something is missing. Empty takes it away.
pub fn set_news(news: &str) {
    NEWS.with_borrow_mut(|before| news.clone_into(before));
    write_title();
}

fn write_title() {
    let Some(document) = web_sys::window().and_then(|w| w.document()) else {
        return;
    };
    let title = PAGE.with_borrow(|page| {
        SITE.with_borrow(|site| match (page.is_empty(), site.is_empty()) {
            (false, false) => format!("{page} - {site}"),
            (false, true) => page.clone(),
            _ => site.clone(),
        })
    });
    if !title.is_empty() {
        let news = NEWS.with_borrow(|news| {
            if news.is_empty() {
                String::new()
            } else {
                format!("{news} - ")
            }
        });
        document.set_title(&format!("{news}{title}"));
    }
}

/// Sets an attribute of `<html>`.
pub fn set_root_attribute(name: &str, value: &str) {
    if let Some(root) = web_sys::window()
        .and_then(|w| w.document())
        .and_then(|d| d.document_element())
    {
        let _ = root.set_attribute(name, value);
    }
}

/// Opens another page as if the app had just been started: nothing that it held in memory is left. The page that was shown
/// is not come back to.
pub fn open_anew(address: &str) {
    if let Some(window) = web_sys::window() {
        let _ = window.location().replace(address);
    }
}

/// How far down the page is scrolled, in CSS pixels.
pub fn scroll_y() -> f64 {
    web_sys::window()
        .and_then(|w| w.scroll_y().ok())
        .unwrap_or_default()
}

pub fn scroll_to(y: f64) {
    if let Some(window) = web_sys::window() {
        window.scroll_to_with_x_and_y(0.0, y);
    }
}

/// The page's address without its origin.
pub fn path_and_query() -> String {
    let location = web_sys::window().map(|w| w.location());
    location
        .and_then(|l| Some(l.pathname().ok()? + &l.search().ok()?))
        .unwrap_or_default()
}

/// What stands behind the `#` of the page's address: it is sent to no server.
pub fn fragment() -> String {
    let hash = web_sys::window().and_then(|w| w.location().hash().ok());
    hash.unwrap_or_default().trim_start_matches('#').to_owned()
}

/// Where the app comes from: what stands before the path in an address for somebody else.
pub fn origin() -> String {
    web_sys::window()
        .and_then(|w| w.location().origin().ok())
        .unwrap_or_default()
}

pub fn print() {
    if let Some(window) = web_sys::window() {
        let _ = window.print();
    }
}

/// A new element that stands nowhere yet.
pub fn create(name: &str) -> Option<web_sys::Element> {
    web_sys::window()?.document()?.create_element(name).ok()
}

/// The place where the app is mounted.
pub fn mount_point() -> Option<HtmlElement> {
    web_sys::window()?
        .document()?
        .get_element_by_id("app")?
        .dyn_into()
        .ok()
}

/// Where an element stands in the window, to bring it back there after the page around it has changed.
pub struct Place {
    element: HtmlElement,
    top: f64,
}

impl Place {
    pub fn of(id: &str) -> Option<Self> {
        let element: HtmlElement = web_sys::window()?
            .document()?
            .get_element_by_id(id)?
            .dyn_into()
            .ok()?;
        let top = top_of(&element);
        Some(Self { element, top })
    }

    /// What stands in the middle of the window.
    pub fn seen() -> Option<Self> {
        let window = web_sys::window()?;
        let middle = |length: Result<wasm_bindgen::JsValue, wasm_bindgen::JsValue>| {
            Some(length.ok()?.as_f64()? as f32 / 2.0)
        };
        let (x, y) = (middle(window.inner_width())?, middle(window.inner_height())?);
        let element: HtmlElement = window.document()?.element_from_point(x, y)?.dyn_into().ok()?;
        let top = top_of(&element);
        Some(Self { element, top })
    }

    /// A browser that keeps the place by itself has left nothing to do.
    pub fn restore(&self) {
        if self.element.is_connected() {
            scroll_until(&self.element, self.top);
        }
    }
}

/// How far below the window's upper edge an element begins, in CSS pixels.
pub fn top_of(element: &HtmlElement) -> f64 {
    let mut top = f64::from(element.offset_top());
    let mut within = element.offset_parent();
    while let Some(outer) = within.and_then(|outer| outer.dyn_into::<HtmlElement>().ok()) {
        top += f64::from(outer.offset_top());
        within = outer.offset_parent();
    }
    top - scroll_y()
}

/// Scrolls so that the element stands `top` below the window's upper edge.
pub fn scroll_until(element: &HtmlElement, top: f64) {
    let moved = top_of(element) - top;
    if moved.abs() >= 1.0 {
        scroll_to(scroll_y() + moved);
    }
}

/// A text as a value in an address.
pub fn as_query_value(text: &str) -> String {
    js_sys::encode_uri_component(text).into()
}
