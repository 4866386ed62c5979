//! More to read for those who want it, on the browser's own disclosure element.

use super::Fixture;
use leptos::prelude::*;

#[component]
pub fn Disclosure(#[prop(into)] summary: Signal<String>, children: Children) -> impl IntoView {
    view! {
        <details class="disclosure">
            <summary>{summary}</summary>
            <div class="disclosure-body">{children()}</div>
        </details>
    }
}

pub fn fixtures() -> Vec<Fixture> {
    vec![(
        "disclosure",
        view! { <Disclosure summary="How it was counted"><p>"Choose one; the most votes win."</p></Disclosure> }
            .into_any(),
    )]
}
