//! Links that look like what they are for: a next step as a button, the way back at the top.

use super::icon::{Icon, IconKind};
use super::{ButtonKind, Fixture};
use leptos::prelude::*;

/// A link that looks like a button, for a step that is another page.
#[component]
pub fn LinkButton(
    #[prop(into)] href: Signal<String>,
    #[prop(into)] label: Signal<String>,
    #[prop(optional)] kind: ButtonKind,
) -> impl IntoView {
    view! { <a class=kind.class() href=move || href.get()>{label}</a> }
}

/// The way back, before the page's title: to where that page was left, if it was left by a link to this one
/// (`platform::returning`).
#[component]
pub fn BackLink(#[prop(into)] href: Signal<String>, #[prop(into)] label: Signal<String>) -> impl IntoView {
    view! {
        <p class="back">
            <a class="back-link" href=move || href.get() data-back="">
                <Icon kind=IconKind::Back />
                <span>{label}</span>
            </a>
        </p>
    }
}

pub fn fixtures() -> Vec<Fixture> {
    vec![
        (
            "link as button",
            view! { <LinkButton href="/" label="Start voting" kind=ButtonKind::Primary /> }.into_any(),
        ),
        (
            "way back",
            view! { <BackLink href="/" label="All notices" /> }.into_any(),
        ),
    ]
}
