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
        ] {
            assert_eq!(secrecy(private), Secrecy::Private, "{private}");
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
