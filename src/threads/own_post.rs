//! What the author of a post sees and can do: editing, withdrawing, what became of it, asking for another look.
//! `post.rs` draws these where the words and the actions of a post stand.

use super::object::objection_words;
use super::post::row_id;
use super::words::post_body;
use crate::backend::{Failure, Post, PostState, backend, service_info};
use crate::i18n::{Key, date_time, said, t, t1};
use crate::parts::{Confirm, FailureBanner, tr};
use crate::platform::announce::announce;
use crate::platform::focus;
use crate::platform::task::spawn_scoped;
use crate::ui::live::{drawn, live};
use crate::ui::{Button, ButtonKind, LinkButton};
use leptos::prelude::*;

/// What stands where the words of a post would be that not everybody sees.
pub(super) fn instead(post: &Post) -> AnyView {
    let reason = post.state_reason.clone().unwrap_or_default();
    let because = |key: Key| {
        let reason = reason.clone();
        view! { <p class="tombstone">{live(move || t1(key, &[("reason", &reason)]))}</p> }.into_any()
    };
    match post.state {
        PostState::Withdrawn => view! { <p class="tombstone">{said(Key::ThreadsWithdrawn)}</p> }.into_any(),
        PostState::Hidden => {
            // The community may be known only after the post.
            let log = drawn(|| {
                service_info()
                    .with(|s| s.as_ref().is_some_and(|s| s.can.moderation_log))
                    .then(|| view! { <p><a href="/moderation">{said(Key::ModerationTitle)}</a></p> })
            });
            view! {
                {because(Key::ThreadsHidden)}
                {own_words(post)}
                {log}
                {dispute(post)}
            }
            .into_any()
        }
        PostState::Refused => {
            let again = format!("/threads/{}/write?again={}", post.thread_id, post.id);
            view! {
                {because(Key::ThreadsRefusedBecause)}
                {own_words(post)}
                <p><LinkButton href=again label=tr(Key::ThreadsChangeAndSend) kind=ButtonKind::Secondary /></p>
                {dispute(post)}
            }
            .into_any()
        }
        _ => view! {
            <p class="tombstone">{said(Key::ThreadsPending)}</p>
            <div data-private="">{post_body(post.body.clone())}</div>
        }
        .into_any(),
    }
}

/// The author still reads what they wrote. Nobody else does, so no voice of another firm reads it either.
fn own_words(post: &Post) -> AnyView {
    if post.body.value.is_empty() {
        return ().into_any();
    }
    view! {
        <div data-private="">{post_body(post.body.clone())}</div>
        <p class="meta">{said(Key::ThreadsOnlyYou)}</p>
    }
    .into_any()
}

fn dispute(post: &Post) -> AnyView {
    let objection = post.objection.clone().map(objection_words);
    let link = post.can.object.then(|| {
        let href = format!("/threads/{}/object?post={}", post.thread_id, post.id);
        view! { <p><LinkButton href=href label=tr(Key::ObjectLink) kind=ButtonKind::Quiet /></p> }
    });
    view! { {objection} {link} }.into_any()
}

/// *Edited*, with the way to what it said before where that can be read.
pub(super) fn edited(post: &Post) -> AnyView {
    if post.edited.is_none() {
        return ().into_any();
    }
    let visible = post.state == PostState::Visible;
    let href = format!("/threads/{}/history?post={}", post.thread_id, post.id);
    let words = drawn(move || {
        if !visible || !service_info().with(|s| s.as_ref().is_some_and(|s| s.can.post_history)) {
            return said(Key::ThreadsEdited).into_any();
        }
        view! {
            <a class="own-address unbroken" href=href.clone() aria-label=move || t(Key::HistoryLink)>
                {said(Key::ThreadsEdited)}
            </a>
        }
        .into_any()
    });
    view! { " · " {words} }.into_any()
}

/// Edit and withdraw. `gone` becomes true when it has been withdrawn here.
pub(super) fn actions(post: &Post, gone: RwSignal<bool>) -> AnyView {
    let edit = post.can.edit.then(|| {
        let href = format!("/threads/{}/edit?post={}", post.thread_id, post.id);
        let at = post.created.clone();
        let name = live(move || t1(Key::ThreadsEditNamed, &[("time", &date_time(&at))]));
        view! { <a class="quiet-link" href=href aria-label=name>{said(Key::ThreadsEdit)}</a> }
    });
    let withdraw = post.can.withdraw.then(|| withdrawal(post, gone));
    view! { {edit} {withdraw} }.into_any()
}

fn withdrawal(post: &Post, gone: RwSignal<bool>) -> AnyView {
    let open = RwSignal::new(false);
    let failure = RwSignal::new(None::<Failure>);
    let id = post.id.clone();
    let confirm = Callback::new(move |()| {
        failure.set(None);
        let id = id.clone();
        spawn_scoped(async move {
            match backend().withdraw_post(&id).await {
                Ok(()) => {
                    announce(&t(Key::ThreadsWithdrawnNow));
                    super::new_posts::own_deed();
                    focus::focus_id_soon(row_id(&id));
                    gone.try_set(true);
                }
                Err(e) => {
                    failure.try_set(Some(e));
                }
            }
        });
    });
    let at = post.created.clone();
    let title_id = format!("withdraw-{}", post.id);
    view! {
        <Button
            label=tr(Key::ThreadsWithdraw)
            name=Signal::derive(move || t1(Key::ThreadsWithdrawNamed, &[("time", &date_time(&at))]))
            kind=ButtonKind::Quiet
            on_press=Callback::new(move |()| open.set(true))
        />
        <Confirm
            open=open
            title=tr(Key::ThreadsWithdrawAsk)
            body=tr(Key::ThreadsWithdrawText)
            confirm=tr(Key::ThreadsWithdraw)
            cancel=tr(Key::ThreadsWithdrawNot)
            on_confirm=confirm
            // Who has written more than one post has more than one of these on the page.
            title_id=title_id
        />
        {move || failure.get().map(|f| view! { <FailureBanner failure=f /> })}
    }
    .into_any()
}
