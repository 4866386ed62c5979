//! Signing out: says first what stays and what would be lost.

use crate::backend::{Failure, backend};
use crate::i18n::{Key, t, tn};
use crate::offline;
use crate::parts::{Confirm, FailureBanner, tr};
use crate::platform::announce::announce;
use crate::platform::task::spawn_for_app;
use crate::ui::{Button, ButtonKind};
use leptos::prelude::*;

#[component]
pub fn SignOut() -> impl IntoView {
    let open = RwSignal::new(false);
    // Outlives the page: signing out redraws it.
    let failure = ArcRwSignal::new(None::<Failure>);
    let words = Signal::derive(|| {
        let unsent = offline::unsent_count();
        match (offline::shared_phone(), unsent) {
            (true, 0) => t(Key::SignInSignOutShared),
            (true, n) => tn(Key::SignInSignOutUnsent, n as u64, &[]),
            (false, _) => t(Key::SignInSignOutText),
        }
    });
    let confirm = {
        let failure = failure.clone();
        Callback::new(move |()| {
            let failure = failure.clone();
            spawn_for_app(async move {
                match backend().sign_out().await {
                    Ok(()) => {
                        offline::signed_out().await;
                        announce(&t(Key::SignInSignedOut));
                    }
                    Err(e) => failure.set(Some(e)),
                }
            });
        })
    };
    view! {
        <Button
            label=tr(Key::SignInSignOut)
            kind=ButtonKind::Quiet
            on_press=Callback::new(move |()| open.set(true))
        />
        {move || failure.get().map(|f| view! { <FailureBanner failure=f /> })}
        <Confirm
            open=open
            title=tr(Key::SignInSignOutAsk)
            body=words
            confirm=tr(Key::SignInSignOut)
            cancel=tr(Key::SignInStay)
            on_confirm=confirm
        />
    }
}
