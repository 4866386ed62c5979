//! A short marking beside a title: a word in a box, with a shape of its own for each tone.

use super::icon::Icon;
use super::{Fixture, Tone};
use leptos::prelude::*;

#[component]
pub fn Tag(#[prop(into)] text: Signal<String>, #[prop(optional)] tone: Tone) -> impl IntoView {
    let icon = (tone != Tone::Info).then(|| view! { <Icon kind=tone.icon() /> });
    view! { <span class=format!("tag {}", tone.class())>{icon} <span>{text}</span></span> }
}

pub fn fixtures() -> Vec<Fixture> {
    vec![
        (
            "tag, info",
            view! { <Tag text="Closed" tone=Tone::Info /> }.into_any(),
        ),
        (
            "tag, good",
            view! { <Tag text="正在投" tone=Tone::Good /> }.into_any(),
        ),
        (
            "tag, warn",
            view! { <Tag text="Important" tone=Tone::Warn /> }.into_any(),
        ),
        (
            "tag, bad",
            view! { <Tag text="Urgent" tone=Tone::Bad /> }.into_any(),
        ),
    ]
}
