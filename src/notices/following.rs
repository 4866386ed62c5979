//! What one follows: kinds of notices, one's own building, single matters. What comes of it stands in the inbox.

use super::one::{KINDS, signed_in_or};
use super::ring::ring;
use super::row::category_key;
use crate::backend::{Failure, Followed, NoticeCategory, backend};
use crate::i18n::{Key, said, t, tn};
use crate::offline::cache::Kept;
use crate::parts::{FailureBanner, Loader, fetching, tr};
use crate::platform::announce::announce;
use crate::platform::task::spawn_scoped;
use crate::ui::live::{drawn, live};
use crate::ui::{BackLink, Banner, Button, ButtonKind, CheckGroup, Choice, PageTitle, Tone};
use leptos::prelude::*;

/// No category is called so.
const OWN: &str = "own-building";

#[component]
pub fn FollowingPage() -> impl IntoView {
    view! {
        <BackLink href="/inbox" label=tr(Key::InboxTitle) />
        <PageTitle text=tr(Key::FollowingTitle) />
        <p>{said(Key::FollowingText)}</p>
        {signed_in_or(page, "/following".to_owned())}
    }
}

fn page() -> AnyView {
    view! {
        {Loader::start(|| fetching(read())).view(form)}
        {ring()}
    }
    .into_any()
}

async fn read() -> Result<Kept<Followed>, Failure> {
    backend().followed().await.map(Kept::fresh)
}

fn form(followed: Followed) -> AnyView {
    let chosen = RwSignal::new(names(&followed));
    let choice = |value: &str, key: Key| Choice {
        value: value.to_owned(),
        label: t(key),
        meaning: None,
        picture: None,
    };
    let mut choices = vec![choice(OWN, Key::FollowingOwn)];
    choices.extend(KINDS.map(|kind| choice(kind.name(), category_key(kind))));
    let state = RwSignal::new(None::<Result<(), Failure>>);
    let press = Callback::new(move |()| {
        let wanted = chosen.get_untracked();
        spawn_scoped(async move {
            let done = save(&wanted).await;
            if done.is_ok() {
                announce(&t(Key::FollowingSaved));
            }
            state.try_set(Some(done));
        });
    });
    // Changed again, *saved* would no longer be true.
    Effect::new(move |before: Option<()>| {
        chosen.track();
        if before.is_some() {
            state.set(None);
        }
    });
    let matters = followed.matters.len() as u64;
    view! {
        <CheckGroup id="following" legend=tr(Key::FollowingLegend) choices=choices selected=chosen />
        {(matters > 0).then(|| view! { <p class="meta">{live(move || tn(Key::FollowingMatters, matters, &[]))}</p> })}
        <Button label=tr(Key::FollowingSave) kind=ButtonKind::Primary on_press=press />
        {drawn(move || match state.get() {
            None => ().into_any(),
            Some(Ok(())) => view! { <Banner tone=Tone::Good title=tr(Key::FollowingSaved) /> }.into_any(),
            Some(Err(why)) => view! { <FailureBanner failure=why on_retry=press /> }.into_any(),
        })}
    }
    .into_any()
}

fn names(followed: &Followed) -> Vec<String> {
    let own = followed.own_building.then(|| OWN.to_owned());
    own.into_iter()
        .chain(followed.categories.iter().map(|of| of.name().to_owned()))
        .collect()
}

/// Matters that are followed stay as they are: they are chosen on their own pages.
async fn save(wanted: &[String]) -> Result<(), Failure> {
    let known = backend().followed().await?;
    let is_wanted = |name: &str| wanted.iter().any(|wanted| wanted == name);
    let followed = Followed {
        categories: KINDS
            .into_iter()
            .filter(|of: &NoticeCategory| is_wanted(of.name()))
            .collect(),
        own_building: is_wanted(OWN),
        matters: known.matters,
    };
    backend().follow(&followed).await.map(drop)
}
