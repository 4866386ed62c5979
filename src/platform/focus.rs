//! Moving the focus. One technique for navigation: the new page's heading takes it.

use std::cell::Cell;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

thread_local! {
    static FIRST_PAGE: Cell<bool> = const { Cell::new(true) };
}

/// Moves the focus to the element with this id and brings it into view.
pub fn focus_id(id: &str) -> bool {
    with_id(id).is_some_and(|element| focus_element(&element))
}

pub fn focus_element(element: &HtmlElement) -> bool {
    element.focus().is_ok()
}

/// Whether the focus stands on the element with this id.
pub fn is_on(id: &str) -> bool {
    focused().is_some_and(|e| e.id() == id)
}

/// Whether the focus stands on this element.
pub fn has_focus(element: &HtmlElement) -> bool {
    focused().is_some_and(|e| &e == element.as_ref())
}

/// The id of what has the focus, if it has one.
pub fn focused_id() -> Option<String> {
    focused().map(|e| e.id()).filter(|id| !id.is_empty())
}

fn focused() -> Option<web_sys::Element> {
    web_sys::window()?.document()?.active_element()
}

/// Moves the focus and leaves the page where it is.
pub fn focus_without_scrolling(element: &HtmlElement) {
    let options = web_sys::FocusOptions::new();
    options.set_prevent_scroll(true);
    let _ = element.focus_with_options(&options);
}

/// The same for the element with this id.
pub fn focus_id_without_scrolling(id: &str) {
    if let Some(element) = with_id(id) {
        focus_without_scrolling(&element);
    }
}

/// Brings all of the element into view, as far as the screen is tall enough for it; moves nothing that is in view already.
pub fn whole_in_view(element: &web_sys::Element) {
    let options = web_sys::ScrollIntoViewOptions::new();
    options.set_block(web_sys::ScrollLogicalPosition::Nearest);
    element.scroll_into_view_with_scroll_into_view_options(&options);
}

/// Whether the page has an element with this id.
pub fn is_there(id: &str) -> bool {
    with_id(id).is_some()
}

fn with_id(id: &str) -> Option<HtmlElement> {
    web_sys::window()?
        .document()?
        .get_element_by_id(id)?
        .dyn_into()
        .ok()
}

/// Whether the focus stands on `element` or within it.
pub fn is_within(element: &HtmlElement) -> bool {
    focused().is_some_and(|active| element.contains(Some(&active)))
}

/// What had the focus within `element` is about to be drawn anew: the focus stays at its place in the page.
pub fn hold(element: &HtmlElement) {
    if !is_within(element) {
        return;
    }
    let element = element.clone();
    super::task::spawn_for_app(async move {
        gloo_timers::future::TimeoutFuture::new(0).await;
        let lost = focused().is_none_or(|active| active.tag_name() == "BODY");
        if lost && element.is_connected() {
            let _ = element.set_attribute("tabindex", "-1");
            focus_without_scrolling(&element);
        }
    });
}

/// Moves the focus once the page has drawn what it is about to draw.
pub fn focus_id_soon(id: String) {
    super::task::spawn_for_app(async move {
        gloo_timers::future::TimeoutFuture::new(0).await;
        focus_id(&id);
    });
}

/// Focuses the heading of a page that was navigated to; coming back leads on to the link that was followed. The very
/// first page keeps the browser's own start, also where a heading that is `waiting` for the page stands there before.
pub fn arrive(heading: &HtmlElement, waiting: bool) {
    if FIRST_PAGE.get() {
        FIRST_PAGE.set(waiting);
        return;
    }
    super::document::scroll_to(0.0);
    focus_without_scrolling(heading);
    if !waiting {
        super::returning::find_the_place(heading);
    }
}
