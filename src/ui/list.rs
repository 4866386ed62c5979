//! What lists need around their rows: loading, nothing there, more, and a bar beside a number.

use super::{Button, Fixture};
use leptos::html;
use leptos::prelude::*;

#[component]
pub fn Loading(#[prop(into)] label: Signal<String>) -> impl IntoView {
    view! { <p class="loading">{label}</p> }
}

#[component]
pub fn EmptyState(#[prop(into)] title: Signal<String>) -> impl IntoView {
    view! { <p class="empty">{title}</p> }
}

/// The next rows come when they are asked for, never by scrolling.
#[component]
pub fn LoadMore(#[prop(into)] label: Signal<String>, on_press: Callback<()>) -> impl IntoView {
    view! { <p class="load-more"><Button label=label on_press=on_press /></p> }
}

/// Decoration beside a share that stands there as a number.
#[component]
pub fn Bar(permille: u32) -> impl IntoView {
    let node = NodeRef::<html::Span>::new();
    // Set through the style object: the security policy forbids style attributes.
    Effect::new(move |_| {
        if let Some(bar) = node.get() {
            let bar: &web_sys::HtmlElement = &bar;
            let _ = bar
                .style()
                .set_property("--share", &format!("{}%", f64::from(permille.min(1000)) / 10.0));
        }
    });
    view! { <span class="bar" aria-hidden="true"><span class="bar-fill" node_ref=node></span></span> }
}

pub fn fixtures() -> Vec<Fixture> {
    let nothing = Callback::new(|()| ());
    vec![
        ("loading", view! { <Loading label="Opening…" /> }.into_any()),
        (
            "nothing there",
            view! { <EmptyState title="There are no notices yet." /> }.into_any(),
        ),
        (
            "load more",
            view! { <LoadMore label="Show more (23 left)" on_press=nothing /> }.into_any(),
        ),
        ("bar", view! { <p>"36.5 %" <Bar permille=365 /></p> }.into_any()),
    ]
}
