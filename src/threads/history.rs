//! What a post said before it was edited: every version with its date, the newest first.

use super::post::stance_tag;
use super::window_of;
use super::words::post_body;
use crate::backend::{PostVersion, Stance, Text, When, backend};
use crate::i18n::{Key, date_time, said};
use crate::offline::cache;
use crate::parts::{Loader, author_name, fetching, tr};
use crate::ui::live::{drawn, live};
use crate::ui::{BackLink, PageTitle};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

#[derive(Clone)]
struct Told {
    by: String,
    now: Text,
    stance: Option<Stance>,
    since: When,
    before: Vec<PostVersion>,
}

#[component]
pub fn HistoryPage(#[prop(into)] id: String) -> impl IntoView {
    let query = use_query_map();
    drawn(move || {
        let post = query.read().get("post").unwrap_or_default();
        let back = format!("/threads/{id}?post={post}");
        let loader = Loader::start(move || {
            let id = post.clone();
            fetching(cache::fresh_or_kept("history", async move {
                let post = backend().post(&id).await?;
                Ok(Told {
                    by: author_name(&post.author),
                    stance: Some(post.stance),
                    since: post.edited.unwrap_or(post.created),
                    now: post.body,
                    before: backend().post_history(&id).await?,
                })
            }))
        });
        view! {
            <BackLink href=back label=tr(Key::AppBack) />
            <PageTitle text=tr(Key::HistoryTitle) window=window_of(Key::HistoryTitle, &id) />
            {loader.view(versions)}
        }
        .into_any()
    })
}

fn versions(told: Told) -> AnyView {
    let now =
        (!told.now.value.is_empty()).then(|| version(Key::HistoryNow, told.since, told.stance, told.now));
    let before = told
        .before
        .into_iter()
        .map(|v| version(Key::HistoryBefore, v.written, v.stance, v.body))
        .collect_view();
    view! {
        <p class="meta" dir="auto">{told.by}</p>
        <ol class="posts plain-list">{now} {before}</ol>
    }
    .into_any()
}

fn version(title: Key, at: When, stance: Option<Stance>, body: Text) -> AnyView {
    view! {
        <li>
            <article class="post">
                <h2 class="card-title">{said(title)} " " {live(move || date_time(&at))}</h2>
                {stance.and_then(stance_tag).map(|tag| view! { <p>{tag}</p> })}
                {post_body(body)}
            </article>
        </li>
    }
    .into_any()
}
