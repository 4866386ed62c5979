//! What only somebody who is signed in can do, and only where the backend can take it.

use super::tr;
use crate::backend::{Capabilities, SessionState, service_info, session};
use crate::i18n::Key;
use crate::ui::live::drawn;
use crate::ui::{ButtonKind, LinkButton};
use leptos::prelude::*;

/// Whether the backend can do something.
pub fn can(what: fn(&Capabilities) -> bool) -> bool {
    service_info().with(|service| service.as_ref().is_some_and(|service| what(&service.can)))
}

/// The page, for somebody who is signed in; sign-in leads back to it.
pub fn signed_in_or(page: impl Fn() -> AnyView + Send + 'static, here: String) -> AnyView {
    let who = Memo::new(|_| session().with(SessionState::person));
    let signed_out = Memo::new(|_| session().with(|s| matches!(s, SessionState::SignedOut)));
    drawn(move || {
        who.track();
        if signed_out.get() {
            return sign_in(&here);
        }
        page()
    })
}

pub fn sign_in(here: &str) -> AnyView {
    let href = format!("/sign-in?next={here}");
    view! { <LinkButton href=href label=tr(Key::NoticesSignIn) kind=ButtonKind::Primary /> }.into_any()
}
