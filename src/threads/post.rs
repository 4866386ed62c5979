//! One post: who, what stance, what they say, and what a reader can do with it.

use crate::backend::{Author, Post, PostState, RatingState, Stance, backend};
use crate::i18n::{Key, date_time, said, t, t1, tn};
use crate::parts::{FailureBanner, author_name, role_word, text_body};
use crate::platform::announce::announce;
use crate::platform::task::spawn_scoped;
use crate::ui::live::live;
use leptos::prelude::*;

pub fn stance_key(stance: Stance) -> Option<Key> {
    match stance {
        Stance::For => Some(Key::ThreadsStanceFor),
        Stance::Against => Some(Key::ThreadsStanceAgainst),
        Stance::Question => Some(Key::ThreadsStanceQuestion),
        Stance::Neutral | Stance::Other => None,
    }
}

fn stance_class(stance: Stance) -> &'static str {
    match stance {
        Stance::For => "stance stance-for",
        Stance::Against => "stance stance-against",
        Stance::Question => "stance stance-question",
        Stance::Neutral | Stance::Other => "stance stance-neutral",
    }
}

/// A post in a list; `answers_to` is the author of the post it replies to, where that post is loaded.
#[component]
pub fn PostView(post: Post, answers_to: Option<Author>) -> impl IntoView {
    let Post {
        id,
        thread_id,
        author,
        body,
        stance,
        state,
        state_reason,
        created,
        edited,
        official,
        can,
        ..
    } = post.clone();
    let name = author_name(&author);
    let heading = format!("{}-who", row_id(&id));
    let time = format!("{}-when", row_id(&id));
    // Somebody who has said several things is told apart by when.
    let named = format!("{heading} {time}");
    let is_reply = post.parent_id.is_some();
    let role = role_word(author.role).map(|key| view! { <span class="role">{said(key)}</span> });
    let content = match state {
        PostState::Withdrawn => view! { <p class="tombstone">{said(Key::ThreadsWithdrawn)}</p> }.into_any(),
        PostState::Hidden => {
            let reason = state_reason.unwrap_or_default();
            view! { <p class="tombstone">{live(move || t1(Key::ThreadsHidden, &[("reason", &reason)]))}</p> }
                .into_any()
        }
        PostState::Pending => view! {
            <p class="tombstone">{said(Key::ThreadsPending)}</p>
            {text_body(body)}
        }
        .into_any(),
        PostState::Visible | PostState::Other => text_body(body),
    };
    let reply = can.reply.then(|| {
        let (name, at) = (name.clone(), created.clone());
        let label = live(move || {
            t1(
                Key::ThreadsReplyNamed,
                &[("name", &format!("{name} {}", date_time(&at)))],
            )
        });
        let href = format!("/threads/{thread_id}/write?reply={id}");
        view! { <a class="quiet-link" href=href aria-label=label>{said(Key::ThreadsReply)}</a> }
    });
    let report = can.report.then(|| {
        let (name, at) = (name.clone(), created.clone());
        let label = live(move || {
            t1(
                Key::ThreadsReportNamed,
                &[("name", &format!("{name} {}", date_time(&at)))],
            )
        });
        let href = format!("/threads/{thread_id}/report?post={id}");
        view! { <a class="quiet-link" href=href aria-label=label>{said(Key::ThreadsReport)}</a> }
    });
    view! {
        <li id=row_id(&id) tabindex="-1" class:reply=is_reply>
            <article class="post" class:official=official aria-labelledby=named>
                <h3 class="post-head" id=heading>
                    <span dir="auto">{name.clone()}</span>
                    {role}
                    {official.then(|| view! { <span class="role">{said(Key::ThreadsOfficial)}</span> })}
                    {stance_key(stance).map(|key| view! { <span class=stance_class(stance)>{said(key)}</span> })}
                </h3>
                {answers_to.map(|a| {
                    let name = author_name(&a);
                    view! { <p class="meta">{live(move || t1(Key::ThreadsRepliesTo, &[("name", &name)]))}</p> }
                })}
                {content}
                <p class="meta">
                    <span id=time>{live(move || date_time(&created))}</span>
                    {edited.map(|_| view! { " · " {said(Key::ThreadsEdited)} })}
                </p>
                <div class="cluster post-actions">
                    <Agreement post=post name=name />
                    {reply}
                    {report}
                </div>
            </article>
        </li>
    }
}

pub(super) fn row_id(id: &str) -> String {
    format!("post-{id}")
}

/// *I agree with this*: a toggle whose count stands outside the button.
#[component]
fn Agreement(post: Post, name: String) -> impl IntoView {
    let state = RwSignal::new(RatingState {
        agrees: post.agrees,
        i_agree: post.i_agree,
    });
    let failure = RwSignal::new(None);
    let busy = RwSignal::new(false);
    let id = post.id.clone();
    let toggle = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        failure.set(None);
        let want = !state.with_untracked(|s| s.i_agree);
        let id = id.clone();
        spawn_scoped(async move {
            match backend().rate_post(&id, want).await {
                Ok(now) => {
                    if now.i_agree {
                        announce(&t(Key::ThreadsAgreed));
                    }
                    state.try_set(now);
                }
                Err(e) => {
                    failure.try_set(Some(e));
                }
            }
            busy.try_set(false);
        });
    };
    let label = move || t1(Key::ThreadsAgreeNamed, &[("name", &name)]);
    let pressed = move || {
        if state.with(|s| s.i_agree) {
            "true"
        } else {
            "false"
        }
    };
    let count = move || {
        let agrees = state.with(|s| s.agrees);
        (agrees > 0)
            .then(|| view! { <span class="meta">{live(move || tn(Key::ThreadsAgrees, agrees, &[]))}</span> })
    };
    let button = post.can.rate.then(|| {
        view! {
            <button type="button" class="toggle" aria-pressed=pressed aria-label=label on:click=toggle>
                {said(Key::ThreadsAgree)}
            </button>
        }
    });
    view! {
        {button}
        {count}
        {move || failure.get().map(|f| view! { <FailureBanner failure=f /> })}
    }
}
