//! Icons: a few strokes each, always beside words and hidden from screen readers.

use super::Fixture;
use leptos::prelude::*;

#[derive(Clone, Copy, PartialEq)]
pub enum IconKind {
    Home,
    Notice,
    Vote,
    Talk,
    Phone,
    More,
    Check,
    Warning,
    Info,
    Back,
}

#[component]
pub fn Icon(kind: IconKind) -> impl IntoView {
    let path = match kind {
        IconKind::Home => "M4 11 12 4l8 7v9h-5v-6H9v6H4z",
        IconKind::Notice => "M6 3h12v18H6zM9 8h6M9 12h6M9 16h3",
        IconKind::Vote => "M4 12h16v8H4zM8 12V5h8v7M10 8l2 2 3-4M9 16h6",
        IconKind::Talk => "M3 5h13v9H9l-4 4v-4H3zM16 9h5v8h-2v3l-3-3h-4v-3",
        IconKind::Phone => "M5 3h4l2 5-3 2a12 12 0 0 0 6 6l2-3 5 2v4c-9 3-19-7-16-16z",
        IconKind::More => "M4 6h16M4 12h16M4 18h16",
        IconKind::Check => "M4 12.5 9.5 18 20 6.5",
        IconKind::Warning => "M12 3 2 20h20zM12 10v5M12 17.2v.6",
        IconKind::Info => "M12 3a9 9 0 1 0 .1 0zM12 11v6M12 7.2v.6",
        IconKind::Back => "M15 5l-7 7 7 7",
    };
    view! {
        <svg class="icon" class:ahead=kind == IconKind::Back viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d=path></path>
        </svg>
    }
}

pub fn fixtures() -> Vec<Fixture> {
    let all = [
        IconKind::Home,
        IconKind::Notice,
        IconKind::Vote,
        IconKind::Talk,
        IconKind::Phone,
        IconKind::More,
        IconKind::Check,
        IconKind::Warning,
        IconKind::Info,
        IconKind::Back,
    ];
    vec![(
        "icons",
        view! { <p>{all.into_iter().map(|kind| view! { <Icon kind=kind /> }).collect_view()}</p> }.into_any(),
    )]
}
