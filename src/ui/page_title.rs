//! The heading of a page: takes the focus when the page was navigated to, and names the document.

use super::Fixture;
use crate::platform::announce::announce;
use crate::platform::{document, focus};
use leptos::html;
use leptos::prelude::*;

/// The one h1 of a page. Its text also becomes the document's title. `waiting`: the page itself is still to come. `window`:
/// what the window is called where the heading alone would be the name of another page, too; while it is empty, the heading.
/// `private`: its words are somebody's own, for no voice that sends them away.
#[component]
pub fn PageTitle(
    #[prop(into)] text: Signal<String>,
    #[prop(optional, into)] window: Signal<String>,
    #[prop(optional)] waiting: bool,
    #[prop(optional, into)] private: Signal<bool>,
) -> impl IntoView {
    let node = NodeRef::<html::H1>::new();
    // The title first, then the focus: a screen reader that reads the window's name reads the new one.
    Effect::new(move |before: Option<String>| {
        let now = text.get();
        window.with(|window| document::set_title(if window.is_empty() { &now } else { window }));
        // Who has arrived while the page was still coming has heard only that.
        if before.is_some_and(|before| before != now) && focus::is_on("page-title") {
            announce(&now);
        }
        now
    });
    Effect::new(move |arrived: Option<bool>| match node.get() {
        Some(heading) if arrived != Some(true) => {
            focus::arrive(&heading, waiting);
            true
        }
        _ => arrived.unwrap_or(false),
    });
    view! { <h1 id="page-title" tabindex="-1" node_ref=node data-private=move || private.get().then_some("")>{text}</h1> }
}

/// Shown by the gallery as its own title: a page has one h1.
pub fn fixtures() -> Vec<Fixture> {
    Vec::new()
}
