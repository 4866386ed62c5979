//! A failure as a resident meets it: what happened, what to do next, and a button where trying again can help.

use super::tr;
use crate::backend::{Failure, FailureKind};
use crate::i18n::{Key, failures, said, t};
use crate::platform::document::{as_query_value, path_and_query};
use crate::ui::{Banner, Button, ButtonKind, LinkButton, Tone};
use leptos::prelude::*;

/// Words for `failure`, and below them the way to the next step: where they say to sign in or to look elsewhere, there; otherwise,
/// with `on_retry`, a *try again* button.
#[component]
pub fn FailureBanner(failure: Failure, #[prop(optional)] on_retry: Option<Callback<()>>) -> impl IntoView {
    let kind = failure.kind;
    let way = match kind {
        FailureKind::NotSignedIn => {
            let here = as_query_value(&path_and_query());
            Some((format!("/sign-in?next={here}"), Key::AppSignIn))
        }
        FailureKind::NotFound | FailureKind::Gone => Some(("/".to_owned(), Key::AppBackHome)),
        _ => None,
    };
    let retry = on_retry.filter(|_| way.is_none()).map(|on_press| {
        view! { <Button label=tr(Key::AppRetry) kind=ButtonKind::Secondary on_press=on_press /> }
    });
    let way =
        way.map(|(href, key)| view! { <LinkButton href=href label=tr(key) kind=ButtonKind::Secondary /> });
    view! {
        <Banner tone=Tone::Warn title=Signal::derive(move || t(failures::title(kind)))>
            <p>{said(failures::next_step(kind))}</p>
            {way}
            {retry}
        </Banner>
    }
}
