//! The person's own page: who is signed in, their votes, settings, signing out.

use super::signed_out::SignOut;
use crate::backend::{SessionState, service_info, session};
use crate::i18n::{Key, said, t1};
use crate::parts::tr;
use crate::ui::live::live;
use crate::ui::{ButtonKind, LinkButton, PageTitle};
use leptos::prelude::*;

#[component]
pub fn MePage() -> impl IntoView {
    let who = move || match session().get() {
        SessionState::SignedIn(me) => {
            let name = me.name;
            let household = me.household.map(|label| {
                view! { <p class="meta">{live(move || t1(Key::MeHousehold, &[("label", &label)]))}</p> }
            });
            view! {
                <p class="lede">{name}</p>
                {household}
            }
            .into_any()
        }
        _ => view! {
            <p>{said(Key::SignInLede)}</p>
            <LinkButton href="/sign-in?next=/me" label=tr(Key::AppSignIn) kind=ButtonKind::Primary />
        }
        .into_any(),
    };
    let signed_in = move || matches!(session().get(), SessionState::SignedIn(_));
    let asks = move || {
        service_info()
            .with(|s| s.as_ref().is_some_and(|s| s.can.requests))
            .then(|| view! { <li><a class="card-link card" href="/matters/mine">{said(Key::RequestsMine)}</a></li> })
    };
    let helped = move || {
        let helps = service_info().with(|s| s.as_ref().is_some_and(|s| s.can.assistance));
        let alone = session().with(|s| s.me().is_some_and(|me| me.assisted.is_none()));
        (helps && alone).then(|| {
            view! {
                <li><a class="card-link card" href="/assist/mine">{said(Key::AssistMineTitle)}</a></li>
                <li><a class="card-link card" href="/assist">{said(Key::AssistTitle)}</a></li>
            }
        })
    };
    view! {
        <PageTitle text=tr(Key::MeTitle) />
        {who}
        <ul class="stack plain-list">
            <li><a class="card-link card" href="/my-votes">{said(Key::MeVotes)}</a></li>
            {asks}
            {helped}
            <li><a class="card-link card" href="/settings">{said(Key::MeSettings)}</a></li>
            <li><a class="card-link card" href="/privacy">{said(Key::MePrivacy)}</a></li>
        </ul>
        {move || signed_in().then(|| view! { <SignOut /> })}
    }
}
