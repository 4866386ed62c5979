//! The document: its title, attributes of `<html>`, printing.

use std::cell::RefCell;

thread_local! {
    static SITE: RefCell<String> = const { RefCell::new(String::new()) };
    static PAGE: RefCell<String> = const { RefCell::new(String::new()) };
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
        document.set_title(&title);
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

pub fn print() {
    if let Some(window) = web_sys::window() {
        let _ = window.print();
    }
}

/// The place where the app is mounted.
pub fn mount_point() -> Option<web_sys::HtmlElement> {
    use wasm_bindgen::JsCast;
    web_sys::window()?
        .document()?
        .get_element_by_id("app")?
        .dyn_into()
        .ok()
}
