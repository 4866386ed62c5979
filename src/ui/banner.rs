//! A message that stays in the page: an icon, words, and what can be done about it. Never colour alone.

use super::Fixture;
use super::icon::{Icon, IconKind};
use leptos::prelude::*;

#[derive(Clone, Copy, PartialEq, Default)]
pub enum Tone {
    #[default]
    Info,
    Good,
    Warn,
    Bad,
}

impl Tone {
    pub(super) fn class(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Good => "good",
            Self::Warn => "warn",
            Self::Bad => "bad",
        }
    }

    pub(super) fn icon(self) -> IconKind {
        match self {
            Self::Info => IconKind::Info,
            Self::Good => IconKind::Check,
            Self::Warn | Self::Bad => IconKind::Warning,
        }
    }
}

#[component]
pub fn Banner(
    #[prop(optional)] tone: Tone,
    #[prop(into)] title: Signal<String>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class=format!("banner {}", tone.class())>
            <p class="banner-title">
                <Icon kind=tone.icon() />
                <strong>{title}</strong>
            </p>
            {children.map(|c| c())}
        </div>
    }
}

pub fn fixtures() -> Vec<Fixture> {
    let one = |tone: Tone, title: &'static str| {
        view! {
            <Banner tone=tone title=title>
                <p>"What happened, and what to do next."</p>
            </Banner>
        }
        .into_any()
    };
    vec![
        ("banner, info", one(Tone::Info, "Kept on this phone at 14:02")),
        ("banner, good", one(Tone::Good, "已计入")),
        (
            "banner, warn",
            one(Tone::Warn, "Not counted yet: waiting for the network"),
        ),
        ("banner, bad", one(Tone::Bad, "Not counted")),
    ]
}
