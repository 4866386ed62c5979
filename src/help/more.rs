//! What elder mode keeps behind one link, so that everything can be done in both modes.

use crate::backend::{SessionState, service_info, session};
use crate::i18n::{Key, said};
use crate::parts::{OtherLanguage, tr};
use crate::ui::PageTitle;
use leptos::prelude::*;

#[component]
pub fn MorePage() -> impl IntoView {
    let row = |href: &'static str, key: Key| {
        view! { <li><a class="card-link card" href=href>{said(key)}</a></li> }
    };
    let mine = move || match session().get() {
        SessionState::SignedIn(_) => row("/me", Key::MoreMine),
        _ => row("/sign-in", Key::AppSignIn),
    };
    let matters = || service_info().with(|s| s.as_ref().is_some_and(|s| s.can.matters));
    let log = || service_info().with(|s| s.as_ref().is_some_and(|s| s.can.moderation_log));
    view! {
        <PageTitle text=tr(Key::MoreTitle) />
        <ul class="stack plain-list">
            {row("/search", Key::MoreSearch)}
            {mine}
            {move || matters().then(|| row("/matters", Key::MattersTitle))}
            {row("/settings", Key::MeSettings)}
            {row("/privacy", Key::MePrivacy)}
            {move || log().then(|| row("/moderation", Key::ModerationTitle))}
        </ul>
        <p class="cluster"><OtherLanguage /></p>
    }
}
