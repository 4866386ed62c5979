//! *Tell me when something happens*: following one matter.

use super::FailureBanner;
use crate::backend::{Failure, Followed, SessionState, backend, service_info, session};
use crate::i18n::{Key, t};
use crate::platform::announce::announce;
use crate::platform::task::spawn_scoped;
use crate::ui::Toggle;
use crate::ui::live::{derived, drawn};
use leptos::prelude::*;

/// Only for who is signed in, and only once it is known whether they follow it.
#[component]
pub fn FollowMatter(#[prop(into)] id: String) -> impl IntoView {
    let followed = RwSignal::new(None::<bool>);
    let failure = RwSignal::new(None::<Failure>);
    let can = service_info().with(|service| service.as_ref().is_some_and(|service| service.can.inbox));
    if can && session().with(|session| matches!(session, SessionState::SignedIn(_))) {
        let id = id.clone();
        spawn_scoped(async move {
            if let Ok(all) = backend().followed().await {
                followed.try_set(Some(all.matters.contains(&id)));
            }
        });
    }
    let press = Callback::new(move |()| {
        let wanted = followed.get_untracked() != Some(true);
        let id = id.clone();
        spawn_scoped(async move {
            match follow(&id, wanted).await {
                Ok(all) => {
                    let now = all.matters.contains(&id);
                    failure.try_set(None);
                    followed.try_set(Some(now));
                    announce(&t(if now {
                        Key::FollowingMatterOn
                    } else {
                        Key::FollowingMatterOff
                    }));
                }
                Err(why) => {
                    failure.try_set(Some(why));
                }
            }
        });
    });
    let known = Memo::new(move |_| followed.get().is_some());
    drawn(move || {
        known.get().then(|| {
            view! {
                <p>
                    <Toggle
                        label=derived(|| t(Key::FollowingMatter))
                        name=derived(|| t(Key::FollowingMatter))
                        pressed=Signal::derive(move || followed.get() == Some(true))
                        on_press=press
                    />
                </p>
                {drawn(move || failure.get().map(|why| view! { <FailureBanner failure=why /> }))}
            }
        })
    })
}

/// All that is followed is sent at once; what was followed elsewhere meanwhile stays.
async fn follow(id: &str, wanted: bool) -> Result<Followed, Failure> {
    let mut all = backend().followed().await?;
    all.matters.retain(|known| known != id);
    if wanted {
        all.matters.push(id.to_owned());
    }
    backend().follow(&all).await
}
