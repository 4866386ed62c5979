//! The person's own page: who is signed in, their votes, settings, signing out.

use super::signed_out::SignOut;
use crate::backend::{SessionState, session};
use crate::i18n::{Key, t, t1};
use crate::parts::tr;
use crate::ui::{ButtonKind, LinkButton, PageTitle};
use leptos::prelude::*;

#[component]
pub fn MePage() -> impl IntoView {
    let who = move || match session().get() {
        SessionState::SignedIn(me) => {
            let name = me.name;
            let household = me.household.map(|label| {
                view! { <p class="meta">{move || t1(Key::MeHousehold, &[("label", &label)])}</p> }
            });
            view! {
                <p class="lede">{name}</p>
                {household}
            }
            .into_any()
        }
        _ => view! {
            <p>{move || t(Key::SignInLede)}</p>
            <LinkButton href="/sign-in?next=/me" label=tr(Key::AppSignIn) kind=ButtonKind::Primary />
        }
        .into_any(),
    };
    let signed_in = move || matches!(session().get(), SessionState::SignedIn(_));
    view! {
        <PageTitle text=tr(Key::MeTitle) />
        {who}
        <ul class="stack plain-list">
            <li><a class="card-link card" href="/my-votes">{move || t(Key::MeVotes)}</a></li>
            <li><a class="card-link card" href="/settings">{move || t(Key::MeSettings)}</a></li>
            <li><a class="card-link card" href="/privacy">{move || t(Key::MePrivacy)}</a></li>
        </ul>
        {move || signed_in().then(|| view! { <SignOut /> })}
    }
}
