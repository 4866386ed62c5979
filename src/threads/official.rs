//! Official answers, before what neighbours say: nobody should have to look for them.

use super::words::post_body;
use crate::backend::{Failure, Page, Post, PostState, backend, person};
use crate::i18n::{Key, date_time, said, t, t1};
use crate::offline::cache;
use crate::parts::{MoreLoader, author_name, fetching, role_word};
use crate::platform::task::spawn_scoped;
use crate::ui::live::{drawn, live};
use leptos::prelude::*;

/// Nothing while there are none, and nothing where they cannot be read: they stand among the posts as well.
pub fn official(thread: &str) -> AnyView {
    let found = RwSignal::new(None::<Page<Post>>);
    let id = thread.to_owned();
    let of = id.clone();
    spawn_scoped(async move {
        if let Ok(kept) = page(of, None).await {
            found.try_set(Some(kept.value));
        }
    });
    drawn(move || match found.get() {
        Some(first) if first.items.iter().any(shown) => section(id.clone(), first),
        _ => ().into_any(),
    })
}

fn section(thread: String, first: Page<Post>) -> AnyView {
    let more = MoreLoader::after(first, move |cursor| fetching(page(thread.clone(), cursor)));
    let rows = more.rows();
    view! {
        <section class="stack">
            <h2>{said(Key::ThreadsOfficial)}</h2>
            <ol class="posts plain-list" aria-label=move || t(Key::ThreadsOfficial)>
                <For each=move || rows.get() key=|p| p.id.clone() children=row />
            </ol>
            {more.button(|p: &Post| row_id(&p.id))}
        </section>
    }
    .into_any()
}

fn shown(post: &Post) -> bool {
    post.official && post.state == PostState::Visible
}

fn row(post: Post) -> AnyView {
    if !shown(&post) {
        return ().into_any();
    }
    let role = role_word(post.author.role).map(|key| view! { <span class="role">{said(key)}</span> });
    let created = post.created;
    let answers = post.answers.map(|author| {
        let name = author_name(&author);
        view! { <p class="meta">{live(move || t1(Key::ThreadsRepliesTo, &[("name", &name)]))}</p> }
    });
    view! {
        <li id=row_id(&post.id) tabindex="-1">
            <div class="post official">
                <h3 class="post-head">
                    <span dir="auto">{author_name(&post.author)}</span>
                    {role}
                </h3>
                {answers}
                {post_body(post.body)}
                <p class="meta">{live(move || date_time(&created))}</p>
            </div>
        </li>
    }
    .into_any()
}

fn row_id(id: &str) -> String {
    format!("official-{id}")
}

async fn page(id: String, cursor: Option<String>) -> Result<cache::Kept<Page<Post>>, Failure> {
    let who = person().unwrap_or_default();
    let key = format!("official/{who}/{id}/{}", cursor.as_deref().unwrap_or("first"));
    cache::fresh_or_kept(&key, backend().official_posts(&id, cursor)).await
}
