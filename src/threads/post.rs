//! One post: who, what stance, what they say, and what a reader can do with it.

use super::agreement::agreement;
use super::own_post;
use super::posts::Reading;
use super::words::post_body_marked;
use crate::backend::{Author, Post, PostState, Stance, Text, TextFormat, service_info};
use crate::i18n::{Key, date_time, said, t1};
use crate::parts::{author_name, role_word, secondary};
use crate::platform::document::as_query_value;
use crate::ui::live::{derived, drawn, live};
use leptos::prelude::*;

pub fn stance_key(stance: Stance) -> Option<Key> {
    match stance {
        Stance::For => Some(Key::ThreadsStanceFor),
        Stance::Against => Some(Key::ThreadsStanceAgainst),
        Stance::Question => Some(Key::ThreadsStanceQuestion),
        Stance::Neutral => Some(Key::ThreadsStanceNeutral),
        Stance::Other => None,
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

/// A side in a word and a shape.
pub(super) fn stance_tag(stance: Stance) -> Option<AnyView> {
    stance_key(stance).map(|key| view! { <span class=stance_class(stance)>{said(key)}</span> }.into_any())
}

/// The side somebody takes, in a word and a shape; an official answer takes none, and where nobody is asked there is none.
fn stance_mark(post: &Post) -> AnyView {
    let stance = post.stance;
    let asked = service_info().with_untracked(|s| s.as_ref().is_none_or(|s| s.can.post_stance));
    let none = stance == Stance::Neutral && (post.official || !asked);
    (!none).then(|| stance_tag(stance)).into_any()
}

/// When it was said: the post's own address.
fn own_address(post: &Post) -> AnyView {
    let created = post.created.clone();
    let when = live(move || date_time(&created));
    if !super::replies_come_along() {
        return view! { <span>{when}</span> }.into_any();
    }
    let href = format!("/threads/{}?post={}", post.thread_id, as_query_value(&post.id));
    view! { <a class="own-address" href=href data-noscroll="">{when}</a> }.into_any()
}

/// How many characters of a post are enough to know it by.
const OPENING: usize = 16;

/// The first words of a post: neither who nor when tells two posts apart that somebody wrote within a minute.
fn opening(body: &Text) -> String {
    let line = body
        .value
        .lines()
        .find(|line| !line.trim().is_empty())
        .unwrap_or_default();
    let plain = match body.format {
        TextFormat::Markdown => markdown::words(line),
        _ => line.to_owned(),
    };
    let mut characters = plain.chars();
    let mut words: String = characters.by_ref().take(OPENING).collect();
    if characters.next().is_some() {
        words.push('…');
    }
    words
}

/// A post in a list. `answers_to` is the author of the post it replies to, where the backend does not say so; `below` stands
/// under it, in the same row.
#[component]
pub fn PostView(post: Post, answers_to: Option<Author>, reading: Reading, below: AnyView) -> impl IntoView {
    let Post {
        id,
        thread_id,
        author,
        state,
        created,
        official,
        can,
        ..
    } = post.clone();
    let name = author_name(&author);
    let called = {
        let (name, created, begins) = (name.clone(), created.clone(), opening(&post.body));
        live(move || {
            t1(
                Key::ThreadsPostNamed,
                &[
                    ("name", &name),
                    ("time", &date_time(&created)),
                    ("words", &begins),
                ],
            )
        })
    };
    let answers_to = post.answers.clone().or(answers_to);
    let deep = post.depth > 1;
    let at = id.clone();
    let current = move || {
        reading
            .marked
            .with(|marked| marked.as_ref() == Some(&at))
            .then_some("true")
    };
    let role = role_word(author.role).map(|key| view! { <span class="role">{said(key)}</span> });
    // Withdrawn a moment ago, here; the server says so when the thread is read again.
    let gone = RwSignal::new(false);
    let content = {
        let post = post.clone();
        drawn(move || match state {
            _ if gone.get() => view! { <p class="tombstone">{said(Key::ThreadsWithdrawn)}</p> }.into_any(),
            PostState::Visible | PostState::Other => reading
                .words
                .with_value(|words| post_body_marked(post.body.clone(), words.as_deref())),
            _ => own_post::instead(&post),
        })
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
        let label = derived(move || {
            t1(
                Key::ThreadsReportNamed,
                &[("name", &format!("{name} {}", date_time(&at)))],
            )
        });
        let href = format!("/threads/{thread_id}/report?post={id}");
        secondary(Key::ThreadsMoreReport, move || {
            view! { <a class="quiet-link" href=href.clone() aria-label=label>{said(Key::ThreadsReport)}</a> }
                .into_any()
        })
    });
    let own = (can.edit || can.withdraw).then(|| {
        let post = post.clone();
        secondary(Key::ThreadsMoreOwn, move || own_post::actions(&post, gone))
    });
    view! {
        <li class:deep=deep data-place=id.clone()>
            <article
                class="post"
                class:official=official
                id=row_id(&id)
                tabindex="-1"
                aria-label=called
                aria-current=current
            >
                <h3 class="post-head">
                    <span dir="auto">{name.clone()}</span>
                    {role}
                    {official.then(|| view! { <span class="role">{said(Key::ThreadsOfficial)}</span> })}
                    {stance_mark(&post)}
                </h3>
                {answers_to.map(|a| {
                    let name = author_name(&a);
                    view! { <p class="meta">{live(move || t1(Key::ThreadsRepliesTo, &[("name", &name)]))}</p> }
                })}
                {content}
                <p class="meta">
                    {own_address(&post)}
                    {own_post::edited(&post)}
                </p>
                <div class="cluster post-actions" hidden=move || gone.get()>
                    {own}
                    {agreement(&post, reading)}
                    {reply}
                    {report}
                </div>
            </article>
            {below}
        </li>
    }
}

pub(super) fn row_id(id: &str) -> String {
    format!("post-{id}")
}
