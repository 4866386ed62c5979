//! Reading aloud in the frame: the button that is on every page, and the place of the controls.

use super::late::{Part, piece_of};
use crate::access::read_aloud::{ReadAloud, Secrecy, asked, controls_are, frame_controls, read_page, stop};
use crate::i18n::{Key, said};
use crate::parts::CallButton;
use crate::platform::document::path_and_query;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// Reads the page, and stops reading it. The focus comes back here by its id.
#[component]
pub fn ReadAloudButton() -> impl IntoView {
    let reading = || asked().with(Option::is_some);
    let press = move |_| {
        if asked().with_untracked(Option::is_some) {
            stop();
        } else {
            read_page(secrecy(&path_and_query()));
        }
    };
    view! {
        <button
            type="button"
            class="chip"
            id="read-aloud"
            aria-pressed=move || if reading() { "true" } else { "false" }
            on:click=press
        >
            {said(Key::ReadingAloud)}
        </button>
    }
}

/// Between the bar and the page, so that what it does is found right after the button. Another page ends it.
#[component]
pub fn ReadAloudPlace() -> impl IntoView {
    let location = use_location();
    Effect::new(move |before: Option<()>| {
        location.pathname.track();
        location.search.track();
        if before.is_some() {
            stop();
        }
    });
    controls_are(|| piece_of(Part::Aloud, String::new()));
    frame_controls()
}

/// What comes late.
pub fn controls(_: &str) -> AnyView {
    view! { <ReadAloud help=|| view! { <CallButton /> } /> }.into_any()
}

/// Whose business the page at this address is. Public is only what is listed here; single things on such a page that are
/// not carry `data-private` themselves.
fn secrecy(address: &str) -> Secrecy {
    let path = address.split('?').next().unwrap_or_default();
    let parts: Vec<_> = path.split('/').filter(|part| !part.is_empty()).collect();
    match parts.as_slice() {
        // Somebody's own requests, between the matters of all.
        ["matters", "mine" | "new", ..] => Secrecy::Private,
        ["notices" | "polls" | "threads" | "matters"]
        | ["notices" | "polls" | "threads" | "matters", _]
        | ["polls", _, "results" | "recount"]
        | ["threads", _, "opinions" | "statements" | "history" | "news"]
        | ["notices", _, "paper"]
        | ["notices-on-paper", ..]
        | ["moderation" | "help" | "more" | "privacy" | "settings" | "gallery"] => Secrecy::Public,
        _ => Secrecy::Private,
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    #[test]
    fn what_everybody_reads_is_public_and_all_else_is_not() {
        for public in [
            "/notices",
            "/notices/1/",
            "/polls/a/results?x=y",
            "/threads/a?post=1",
            "/notices/a/paper",
            "/help",
        ] {
            assert_eq!(secrecy(public), Secrecy::Public, "{public}");
        }
        for private in [
            "/",
            "/me",
            "/inbox",
            "/following",
            "/notices/a/call",
            "/notices/a/questions",
            "/my-votes",
            "/my-reports",
            "/sign-in",
            "/polls/a/ballot",
            "/polls/a/check",
            "/polls/a/receipt",
            "/polls/a/paper",
            "/polls/a/bring",
            "/threads/a/write",
            "/threads/a/answer",
            "/matters/mine",
            "/matters/new",
            "/matters/new/check",
        ] {
            assert_eq!(secrecy(private), Secrecy::Private, "{private}");
        }
    }

    /// Every address in `routes.rs` stands in one of the two: a page that comes there is thought about here, too.
    const PUBLIC: &[&str] = &[
        "/gallery",
        "/help",
        "/matters",
        "/matters/id",
        "/moderation",
        "/more",
        "/notices",
        "/notices-on-paper",
        "/notices-on-paper/sheet",
        "/notices/id",
        "/notices/id/paper",
        "/polls",
        "/polls/id",
        "/polls/id/recount",
        "/polls/id/results",
        "/privacy",
        "/settings",
        "/threads",
        "/threads/id",
        "/threads/id/history",
        "/threads/id/news",
        "/threads/id/opinions",
        "/threads/id/statements",
    ];
    const PRIVATE: &[&str] = &[
        "/assist",
        "/assist/ended",
        "/assist/mine",
        "/assist/tablet",
        "/following",
        "/inbox",
        "/matters/id/questions",
        "/matters/mine",
        "/matters/new",
        "/matters/new/check",
        "/me",
        "/my-reports",
        "/my-reports/id/object",
        "/my-votes",
        "/notices/id/call",
        "/notices/id/questions",
        "/polls/id/ballot",
        "/polls/id/bring",
        "/polls/id/check",
        "/polls/id/paper",
        "/polls/id/questions",
        "/polls/id/receipt",
        "/search",
        "/settings/bring",
        "/settings/carry",
        "/sign-in",
        "/threads/id/answer",
        "/threads/id/edit",
        "/threads/id/object",
        "/threads/id/propose",
        "/threads/id/report",
        "/threads/id/write",
    ];

    #[test]
    fn every_page_of_the_app_was_thought_about() {
        let routes = include_str!("routes.rs");
        let pages = routes.split_once("pub fn notices(").unwrap().1;
        let pages = pages.split_once("fn list(").unwrap().0;
        // What is no word stands for any: it reads as its own name.
        let addresses: BTreeSet<String> = pages
            .lines()
            .filter_map(|line| line.split_once(" => ").map(|(arm, _)| arm))
            .filter_map(|arm| arm.split_once('[')?.1.split_once(']').map(|(parts, _)| parts))
            .filter(|parts| !parts.is_empty())
            .map(|parts| {
                parts
                    .split(", ")
                    .map(|part| format!("/{}", part.trim_matches('"')))
                    .collect()
            })
            .collect();
        let decided: BTreeSet<String> = PUBLIC
            .iter()
            .chain(PRIVATE)
            .map(|page| (*page).to_owned())
            .collect();
        assert_eq!(addresses, decided);
        for page in PUBLIC {
            assert_eq!(secrecy(page), Secrecy::Public, "{page}");
        }
        for page in PRIVATE {
            assert_eq!(secrecy(page), Secrecy::Private, "{page}");
        }
    }

    proptest! {
        /// A page that nobody thought of here is private.
        #[test]
        fn an_unknown_page_is_private(last in "[a-z]{1,12}") {
            prop_assume!(!["results", "recount"].contains(&last.as_str()));
            prop_assert_eq!(secrecy(&format!("/polls/a/{last}")), Secrecy::Private);
        }
    }
}
