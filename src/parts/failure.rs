//! A failure as a resident meets it: what happened, what to do next, and a button where trying again can help.

use crate::backend::Failure;
use crate::i18n::{Key, failures, said, t};
use crate::ui::{Banner, Button, ButtonKind, Tone};
use leptos::prelude::*;

/// Words for `failure`. With `on_retry` a *try again* button stands below them.
#[component]
pub fn FailureBanner(failure: Failure, #[prop(optional)] on_retry: Option<Callback<()>>) -> impl IntoView {
    let kind = failure.kind;
    let retry = on_retry.map(|on_press| {
        view! { <Button label=Signal::derive(|| t(Key::AppRetry)) kind=ButtonKind::Secondary on_press=on_press /> }
    });
    view! {
        <Banner tone=Tone::Warn title=Signal::derive(move || t(failures::title(kind)))>
            <p>{said(failures::next_step(kind))}</p>
            {retry}
        </Banner>
    }
}
