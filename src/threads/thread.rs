//! One thread: the way of its matter, what it is about, the moderator's summary, then the posts or statements, then writing.

use super::new_posts::{NewPosts, first_new};
use super::official::official;
use super::outgoing::Outgoing;
use super::post::row_id;
use super::posts::{Asked, posts};
use super::search::{all_posts, search_form};
use super::statements::statements;
use super::thread_loader;
use crate::backend::Author;
use crate::backend::{
    PostOrder, PostsAsked, Related, RelatedKind, SessionState, Thread, ThreadKind, ThreadState, WhyNotPost,
    service_info, session,
};
use crate::i18n::{Key, date_time, said, t, t1};
use crate::parts::{
    RelatedLinks, author_name, elsewhere, links, role_word, secondary, stages, text_body, tr,
};
use crate::platform::document::as_query_value;
use crate::platform::task::{Here, spawn_scoped};
use crate::platform::{focus, returning};
use crate::ui::live::{drawn, live};
use crate::ui::{BackLink, Banner, ButtonKind, LinkButton, PageTitle, Tone};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};

const ORDERS: [PostOrder; 4] = [
    PostOrder::Oldest,
    PostOrder::Newest,
    PostOrder::MostAgreed,
    PostOrder::AgreedAcross,
];

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

fn body(mut thread: Thread, order: Memo<PostOrder>) -> AnyView {
    let author = thread.author.clone();
    let created = thread.created.clone();
    let started = move || {
        t1(
            Key::ThreadsStartedBy,
            &[
                ("name", &author_name_and_role(&author)),
                ("date", &date_time(&created)),
            ],
        )
    };
    let closes = thread.closes.clone().map(|at| {
        let key = if thread.state == ThreadState::Closed {
            Key::ThreadsClosedAt
        } else {
            Key::ThreadsClosesAt
        };
        view! { <p class="meta">{live(move || t1(key, &[("time", &date_time(&at))]))}</p> }
    });
    let way = way(&mut thread);
    let written = thread.summary_at.clone().map(|at| {
        view! { <p class="meta">{live(move || t1(Key::ThreadsSummaryAt, &[("date", &date_time(&at))]))}</p> }
    });
    let summary = thread.summary.clone().map(|text| {
        view! {
            <section class="card">
                <h2>{said(Key::ThreadsSummary)}</h2>
                {text_body(text)}
                {written}
            </section>
        }
    });
    let source = thread.source.clone().map(|s| {
        let (name, licence) = (s.name, s.licence.unwrap_or_default());
        view! { <p class="meta">{live(move || t1(Key::PollsSource, &[("name", &name), ("licence", &licence)]))}</p> }
    });
    let listed = match thread.kind {
        ThreadKind::Statements => statements(&thread),
        _ => discussion(&thread, order),
    };
    view! {
        {super::catch_up::catch_up(&thread)}
        <p class="meta">{started}</p>
        {closes}
        {way}
        {text_body(thread.body.clone())}
        {source}
        {summary}
        {listed}
        <RelatedLinks related=thread.related />
    }
    .into_any()
}

/// The name of an author with their role, where the name does not say it.
fn author_name_and_role(author: &Author) -> String {
    let name = author_name(author);
    match role_word(author.role).map(t) {
        Some(role) if !name.contains(&role) => {
            t1(Key::ThreadsNameAndRole, &[("name", &name), ("role", &role)])
        }
        _ => name,
    }
}

/// The way of the matter, with what belongs to each stage, and the matter itself. What stands here does not stand below again.
fn way(thread: &mut Thread) -> AnyView {
    let mut way = std::mem::take(&mut thread.stages);
    let own = |one: &Related| one.kind == RelatedKind::Thread && one.id == thread.id;
    for stage in &mut way {
        stage.related.retain(|one| !own(one));
    }
    let related = elsewhere(std::mem::take(&mut thread.related), &way);
    let (matters, related) = related
        .into_iter()
        .partition(|one| one.kind == RelatedKind::Matter);
    thread.related = related;
    let matters = links(matters);
    let matters = (!matters.is_empty()).then(|| view! { <ul class="stack plain-list">{matters}</ul> });
    view! {
        {stages(way)}
        {matters}
    }
    .into_any()
}

fn discussion(thread: &Thread, order: Memo<PostOrder>) -> AnyView {
    let id = thread.id.clone();
    let query = use_query_map();
    let given = move |name: &str| query.read().get(name).filter(|value| !value.trim().is_empty());
    let words = Memo::new(move |_| given("q"));
    let marked = Memo::new(move |_| given("post"));
    let fresh = RwSignal::new(0);
    let asked = Memo::new(move |before: Option<&Asked>| {
        let fresh = fresh.get();
        let what = match words.get() {
            Some(words) => PostsAsked::With(words),
            None => PostsAsked::InOrder(order.get()),
        };
        let named = marked.get();
        let shown = |id: &String| focus::is_there(&row_id(id));
        match before {
            // The same list, at most with another post marked in it.
            Some(before)
                if before.what == what && before.fresh == fresh && named.as_ref().is_none_or(shown) =>
            {
                before.clone()
            }
            _ => Asked {
                what,
                fresh,
                around: returning::place().or_else(|| named.clone()),
                named: named.is_some(),
            },
        }
    });
    Effect::new(move |before: Option<Option<String>>| {
        let now = marked.get();
        if let Some(post) = now
            .as_ref()
            .filter(|_| before.is_some_and(|before| before != now))
        {
            focus::focus_id_soon(row_id(post));
        }
        now
    });
    let on_show = on_show(id.clone(), order, fresh);
    let of = id.clone();
    let sign_in = super::may_agree() && thread.why_not == Some(WhyNotPost::NotSignedIn);
    let listed = drawn(move || {
        let asked = asked.get();
        let nav = match asked.what {
            PostsAsked::With(_) => all_posts(&of),
            _ => {
                let of = of.clone();
                secondary(Key::ThreadsMoreOrders, move || orders(&of, order))
            }
        };
        let list = posts(of.clone(), asked, marked, sign_in);
        view! { {nav} {list} }.into_any()
    });
    let find = {
        let id = id.clone();
        secondary(Key::ThreadsMoreFind, move || search_form(&id, words))
    };
    view! {
        {official(&id)}
        {write_link(thread)}
        <section class="stack">
            <h2>{said(Key::ThreadsPostsTitle)}</h2>
            {find}
            {listed}
            <NewPosts thread_id=id.clone() known=thread.posts on_show=on_show />
        </section>
        <Outgoing thread_id=id />
    }
    .into_any()
}

/// Brings what neighbours wrote meanwhile: the list opens at the first of the new posts, or is read again where only what was
/// there reads differently.
fn on_show(thread: String, order: Memo<PostOrder>, fresh: RwSignal<u32>) -> Callback<u64> {
    let navigate = use_navigate();
    // The button goes away when it is pressed; what it began belongs to the page.
    let page = Here::now();
    Callback::new(move |new| {
        let (thread, navigate) = (thread.clone(), navigate.clone());
        let bring = async move {
            let found = if new > 0 {
                first_new(&thread, new).await
            } else {
                None
            };
            match found {
                Some(post) => {
                    let (order, post) = (order.get_untracked().name(), as_query_value(&post));
                    let href = format!("/threads/{thread}?order={order}&post={post}");
                    navigate(
                        &href,
                        NavigateOptions {
                            replace: true,
                            ..Default::default()
                        },
                    );
                }
                None => {
                    fresh.try_update(|fresh| *fresh += 1);
                }
            }
        };
        page.run(|| spawn_scoped(bring));
    })
}

/// The orders, where the backend knows more than one.
fn orders(thread: &str, order: Memo<PostOrder>) -> AnyView {
    if !service_info().with_untracked(|s| s.as_ref().is_none_or(|s| s.can.post_order)) {
        return ().into_any();
    }
    let one = |o: PostOrder| {
        let key = match o {
            PostOrder::Newest => Key::ThreadsOrderNewest,
            PostOrder::MostAgreed => Key::ThreadsOrderMostAgreed,
            PostOrder::AgreedAcross => Key::ThreadsOrderAcross,
            _ => Key::ThreadsOrderOldest,
        };
        let href = format!("/threads/{thread}?order={}", o.name());
        let current = move || (order.get() == o).then_some("true");
        view! { <li><a class="chip" href=href aria-current=current>{said(key)}</a></li> }
    };
    view! {
        <nav aria-label=move || t(Key::ThreadsOrder)>
            <ul class="cluster plain-list">{ORDERS.map(one).into_iter().collect_view()}</ul>
        </nav>
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
