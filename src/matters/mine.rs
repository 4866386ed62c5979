//! What the person asked for: what has not arrived yet first, each with its honest state, then how far everything is.

use super::list::rows;
use super::new::signed_in_or;
use super::photo::photo_view;
use crate::backend::{Failure, MatterSummary, Page, backend, person};
use crate::i18n::{Key, failures, said};
use crate::offline::cache;
use crate::offline::posts::OutgoingState;
use crate::offline::requests::{OutgoingRequest, arrived, discard, flush, requests, retry};
use crate::parts::{Loader, fetching, tr};
use crate::platform::task::spawn_for_app;
use crate::ui::live::drawn;
use crate::ui::{BackLink, Banner, Button, ButtonKind, EmptyState, LinkButton, PageTitle, Tone};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

#[component]
pub fn MyMattersPage() -> impl IntoView {
    view! {
        <BackLink href="/matters" label=tr(Key::MattersTitle) />
        <PageTitle text=tr(Key::RequestsMine) />
        {signed_in_or(page, "/matters/mine")}
    }
}

fn page() -> AnyView {
    let outgoing = move || requests().get().into_iter().map(outgoing).collect_view();
    let list = drawn(move || {
        // What has just arrived is on it.
        arrived().track();
        Loader::start(|| fetching(one_page(None))).view(list)
    });
    view! {
        <LinkButton href="/matters/new" label=tr(Key::RequestsNew) kind=ButtonKind::Primary />
        {outgoing}
        {list}
    }
    .into_any()
}

fn list(first: Page<MatterSummary>) -> AnyView {
    if !first.items.is_empty() {
        return rows(first, |cursor| fetching(one_page(cursor)));
    }
    drawn(|| match requests().with(Vec::is_empty) {
        true => view! { <EmptyState title=tr(Key::RequestsEmpty) /> }.into_any(),
        false => ().into_any(),
    })
}

async fn one_page(cursor: Option<String>) -> Result<cache::Kept<Page<MatterSummary>>, Failure> {
    let who = person().unwrap_or_default();
    let key = format!("my-matters/{who}/{}", cursor.as_deref().unwrap_or("first"));
    cache::fresh_or_kept(&key, backend().my_matters(cursor)).await
}

fn outgoing(outgoing: OutgoingRequest) -> AnyView {
    let OutgoingRequest {
        key,
        request,
        photo,
        state,
        ..
    } = outgoing;
    let what = view! {
        <p class="keep-lines" dir="auto" data-private="">{request.body}</p>
        {photo.map(photo_view)}
    };
    match state {
        OutgoingState::Sent | OutgoingState::Pending => ().into_any(),
        OutgoingState::Waiting => {
            let again = Callback::new(|()| spawn_for_app(async { flush().await }));
            view! {
                <Banner tone=Tone::Warn title=tr(Key::RequestsWaiting)>
                    {what}
                    <Button label=tr(Key::ThreadsSendAgain) on_press=again />
                </Banner>
            }
            .into_any()
        }
        OutgoingState::Refused(kind) => {
            let navigate = use_navigate();
            let again = {
                let key = key.clone();
                Callback::new(move |()| {
                    let key = key.clone();
                    spawn_for_app(async move { retry(&key).await });
                })
            };
            // First the words and the photo go back into the form, then the form opens.
            let back = Callback::new(move |()| {
                let (key, go) = (key.clone(), navigate.clone());
                spawn_for_app(async move {
                    discard(&key).await;
                    go("/matters/new", NavigateOptions::default());
                });
            });
            view! {
                <Banner tone=Tone::Bad title=tr(Key::RequestsRefused)>
                    <p>{said(failures::title(kind))} " " {said(failures::next_step(kind))}</p>
                    {what}
                    <div class="cluster">
                        <Button label=tr(Key::ThreadsSendAgain) on_press=again />
                        <Button label=tr(Key::ThreadsTakeBack) kind=ButtonKind::Quiet on_press=back />
                    </div>
                </Banner>
            }
            .into_any()
        }
    }
}
