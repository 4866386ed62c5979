//! The person's posts that have not arrived yet, each with its honest state.

use crate::backend::FailureKind;
use crate::i18n::{Key, failures, said};
use crate::offline::posts::{OutgoingPost, OutgoingState, discard, flush, posts, retry};
use crate::parts::tr;
use crate::platform::task::spawn_for_app;
use crate::ui::live::{drawn, keyed};
use crate::ui::{Banner, Button, ButtonKind, LinkButton, Tone};
use leptos::prelude::*;

#[component]
pub fn Outgoing(thread_id: String) -> impl IntoView {
    let mine = Memo::new(move |_| {
        posts().with(|all| {
            all.iter()
                .filter(|p| p.thread_id == thread_id)
                .cloned()
                .collect::<Vec<_>>()
        })
    });
    // Each stays the same element, with its focus, while another one changes.
    let ids = move || mine.with(|mine| mine.iter().map(|post| post.key.clone()).collect());
    keyed(ids, move |key| {
        let one = Memo::new(move |_| mine.with(|mine| mine.iter().find(|post| post.key == key).cloned()));
        drawn(move || one.get().map(outgoing))
    })
}

fn outgoing(post: OutgoingPost) -> AnyView {
    let body = post.body.clone();
    let text = view! { <p class="keep-lines" dir="auto" data-private="">{body}</p> };
    match post.state {
        // The server has it, and shows it to its author where it stands.
        OutgoingState::Sent | OutgoingState::Pending => ().into_any(),
        OutgoingState::Waiting => view! {
            <Banner tone=Tone::Warn title=tr(Key::ThreadsWaiting)>
                {text}
                <Button
                    label=tr(Key::ThreadsSendAgain)
                    on_press=Callback::new(|()| spawn_for_app(async { flush().await }))
                />
            </Banner>
        }
        .into_any(),
        OutgoingState::Refused(kind) => {
            let key = post.key.clone();
            let again = Callback::new(move |()| {
                let key = key.clone();
                spawn_for_app(async move { retry(&key).await });
            });
            // Taking it back puts the text into the draft again, so that it can be edited and sent anew.
            let href = match &post.parent_id {
                Some(parent) => format!("/threads/{}/write?reply={parent}", post.thread_id),
                None => format!("/threads/{}/write", post.thread_id),
            };
            let key = post.key.clone();
            let back = move |_| {
                let key = key.clone();
                spawn_for_app(async move { discard(&key).await });
            };
            // Length and the like are told before anything is sent; what is wrong with an answer is what it answers.
            let (why, next) = match kind {
                FailureKind::Validation if post.parent_id.is_some() => {
                    (Key::ThreadsParentGone, Key::ThreadsParentGoneNext)
                }
                kind => (failures::title(kind), failures::next_step(kind)),
            };
            view! {
                <Banner tone=Tone::Bad title=tr(Key::ThreadsRefused)>
                    <p>{said(why)} " " {said(next)}</p>
                    {text}
                    <div class="cluster">
                        <Button label=tr(Key::ThreadsSendAgain) on_press=again />
                        <span on:click=back>
                            <LinkButton href=href label=tr(Key::ThreadsTakeBack) kind=ButtonKind::Quiet />
                        </span>
                    </div>
                </Banner>
            }
            .into_any()
        }
    }
}
