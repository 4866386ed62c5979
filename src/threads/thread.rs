//! One thread: the matter, the moderator's summary, then the posts or statements, then writing.

use super::outgoing::Outgoing;
use super::post::{PostView, row_id};
use super::statements::statements;
use super::thread_loader;
use crate::backend::{
    Failure, Page, Post, PostOrder, SessionState, Thread, ThreadKind, WhyNotPost, backend, person, session,
};
use crate::i18n::{Key, date_time, said, t, t1};
use crate::offline::cache;
use crate::offline::posts::sent_count;
use crate::parts::{Loader, MoreLoader, RelatedLinks, author_name, fetching, text_body, tr};
use crate::ui::live::{drawn, live};
use crate::ui::{BackLink, Banner, ButtonKind, LinkButton, PageTitle, Tone};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

const ORDERS: [PostOrder; 3] = [PostOrder::Oldest, PostOrder::Newest, PostOrder::MostAgreed];

#[component]
pub fn ThreadPage(#[prop(into)] id: String) -> impl IntoView {
    let query = use_query_map();
    let who = Memo::new(|_| session().with(SessionState::person));
    drawn(move || {
        who.track();
        let id = id.clone();
        let loader = thread_loader(id);
        let order = Memo::new(move |_| {
            let wanted = query.read().get("order");
            ORDERS
                .into_iter()
                .find(|o| wanted.as_deref() == Some(o.name()))
                .unwrap_or(PostOrder::Oldest)
        });
        let title = {
            let loader = loader.clone();
            Signal::derive(move || match (loader.value(), loader.failure()) {
                (Some(thread), _) => thread.title,
                (None, Some(_)) => t(Key::AppProblem),
                _ => t(Key::AppLoading),
            })
        };
        view! {
            <BackLink href="/threads" label=tr(Key::ThreadsTitle) />
            <PageTitle text=title />
            {loader.view(move |thread| body(thread, order))}
        }
        .into_any()
    })
}

fn body(thread: Thread, order: Memo<PostOrder>) -> AnyView {
    let name = author_name(&thread.author);
    let created = thread.created.clone();
    let started = move || {
        t1(
            Key::ThreadsStartedBy,
            &[("name", &name), ("date", &date_time(&created))],
        )
    };
    let summary = thread.summary.clone().map(|text| {
        view! {
            <section class="card">
                <h2>{said(Key::ThreadsSummary)}</h2>
                {text_body(text)}
            </section>
        }
    });
    let source = thread.source.clone().map(|s| {
        let (name, licence) = (s.name, s.licence.unwrap_or_default());
        view! { <p class="meta">{live(move || t1(Key::PollsSource, &[("name", &name), ("licence", &licence)]))}</p> }
    });
    let listed = match thread.kind {
        ThreadKind::Statements => statements(&thread.id),
        _ => discussion(&thread, order),
    };
    view! {
        <p class="meta">{started}</p>
        {text_body(thread.body.clone())}
        {source}
        {summary}
        {listed}
        <RelatedLinks related=thread.related />
    }
    .into_any()
}

fn discussion(thread: &Thread, order: Memo<PostOrder>) -> AnyView {
    let id = thread.id.clone();
    let listed = {
        let id = id.clone();
        move || {
            // A post that was just sent is read back from the server with the others.
            sent_count(&id).track();
            posts(id.clone(), order.get())
        }
    };
    let orders = {
        let id = id.clone();
        ORDERS
            .into_iter()
            .map(move |o| {
                let key = match o {
                    PostOrder::Newest => Key::ThreadsOrderNewest,
                    PostOrder::MostAgreed => Key::ThreadsOrderMostAgreed,
                    _ => Key::ThreadsOrderOldest,
                };
                let href = format!("/threads/{id}?order={}", o.name());
                let current = move || (order.get() == o).then_some("true");
                view! { <li><a class="chip" href=href aria-current=current>{said(key)}</a></li> }
            })
            .collect_view()
    };
    view! {
        {write_link(thread)}
        <section class="stack">
            <h2>{said(Key::ThreadsPostsTitle)}</h2>
            <nav aria-label=move || t(Key::ThreadsOrder)>
                <ul class="cluster plain-list">{orders}</ul>
            </nav>
            {listed}
        </section>
        <Outgoing thread_id=id />
    }
    .into_any()
}

fn write_link(thread: &Thread) -> AnyView {
    if thread.can_post {
        let href = format!("/threads/{}/write", thread.id);
        return view! { <LinkButton href=href label=tr(Key::ThreadsWrite) kind=ButtonKind::Primary /> }
            .into_any();
    }
    match thread.why_not {
        Some(WhyNotPost::NotSignedIn) => {
            let href = format!("/sign-in?next=/threads/{}/write", thread.id);
            view! { <LinkButton href=href label=tr(Key::ThreadsSignInToWrite) kind=ButtonKind::Primary /> }
                .into_any()
        }
        Some(why) => {
            let key = match why {
                WhyNotPost::Closed => Key::ThreadsCannotClosed,
                WhyNotPost::ReadOnly => Key::ThreadsCannotReadOnly,
                _ => Key::ThreadsCannotNotAllowed,
            };
            view! { <Banner tone=Tone::Info title=tr(key) /> }.into_any()
        }
        None => ().into_any(),
    }
}

fn posts(id: String, order: PostOrder) -> AnyView {
    let first = id.clone();
    Loader::start(move || fetching(page(first.clone(), order, None))).view(move |page_one: Page<Post>| {
        if page_one.items.is_empty() {
            return view! { <p>{said(Key::ThreadsNoPosts)}</p> }.into_any();
        }
        let id = id.clone();
        let more = MoreLoader::after(page_one, move |cursor| fetching(page(id.clone(), order, cursor)));
        let rows = more.rows();
        let named = rows.clone();
        view! {
            <ol class="posts plain-list">
                <For each=move || rows.get() key=|p| p.id.clone() let:post>
                    {
                        let answers_to = post.parent_id.as_ref().and_then(|parent| {
                            named.with_untracked(|all| all.iter().find(|p| &p.id == parent).map(|p| p.author.clone()))
                        });
                        view! { <PostView post=post answers_to=answers_to /> }
                    }
                </For>
            </ol>
            {more.button(|p: &Post| row_id(&p.id))}
        }
        .into_any()
    })
}

async fn page(
    id: String,
    order: PostOrder,
    cursor: Option<String>,
) -> Result<cache::Kept<Page<Post>>, Failure> {
    let who = person().unwrap_or_default();
    let key = format!(
        "posts/{who}/{id}/{}/{}",
        order.name(),
        cursor.as_deref().unwrap_or("first")
    );
    cache::fresh_or_kept(&key, backend().posts(&id, order, cursor)).await
}
