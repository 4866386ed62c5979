//! Leaving a ballot with something chosen and not sent: asked once, and kept either way.

use crate::i18n::{Key, t};
use crate::offline::ballots::{Standing, ballots};
use crate::parts::{Confirm, if_kept, tr};
use crate::platform::leaving::{Way, go, guard};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};
use std::cell::RefCell;
use std::collections::HashSet;

thread_local! {
    /// Ballots about which was asked since the app was opened. Somebody who looks up a notice and comes back is not asked
    /// again; the home page goes on saying that it is not sent.
    static ASKED: RefCell<HashSet<String>> = RefCell::default();
}

/// Belongs on every page of the ballot.
#[component]
pub(super) fn AskBeforeLeaving(id: String) -> impl IntoView {
    let open = RwSignal::new(false);
    let wanted = StoredValue::new(None);
    let location = use_location();
    // The router follows the browser's history only after the guard.
    let here = move || {
        let (path, query) = (location.pathname.get_untracked(), location.search.get_untracked());
        if query.is_empty() {
            path
        } else {
            format!("{path}?{query}")
        }
    };
    let listening = guard(here, move |to, way| {
        let chosen =
            ballots().with_untracked(|b| b.get(&id).is_some_and(|r| r.standing() == Standing::Chosen));
        let asks = chosen && leaves(&id, to) && ASKED.with_borrow_mut(|asked| asked.insert(id.clone()));
        if asks {
            wanted.set_value(Some(way));
            open.set(true);
        }
        asks
    });
    let listening = StoredValue::new_local(listening);
    on_cleanup(move || listening.dispose());
    let navigate = use_navigate();
    let leave = Callback::new(move |()| match wanted.get_value() {
        Some(Way::Link(to)) => navigate(&to, NavigateOptions::default()),
        Some(Way::History(steps)) => go(steps),
        None => {}
    });
    view! {
        <Confirm
            open=open
            title=tr(Key::BallotLeaveTitle)
            body=Signal::derive(|| t(if_kept(Key::BallotNotSent)))
            confirm=tr(Key::BallotLeave)
            cancel=tr(Key::BallotLeaveStay)
            on_confirm=leave
        />
    }
}

/// Whether an address is no page of this ballot.
fn leaves(id: &str, to: &str) -> bool {
    let path = to.split(['?', '#']).next().unwrap_or(to);
    let page = path.strip_prefix("/polls/").and_then(|rest| rest.split_once('/'));
    !matches!(page, Some((poll, "ballot" | "check" | "receipt")) if poll == id)
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::leaves;

    #[test]
    fn the_questions_and_the_check_page_are_the_ballot() {
        assert!(!leaves("lift", "/polls/lift/ballot?q=2"));
        assert!(!leaves("lift", "/polls/lift/check"));
        assert!(!leaves("lift", "/polls/lift/receipt"));
        assert!(leaves("lift", "/polls/lift"));
        assert!(leaves("lift", "/polls/yard/ballot"));
        assert!(leaves("lift", "/polls/lift/results"));
        assert!(leaves("lift", "/"));
    }
}
