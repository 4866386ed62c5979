//! The posts of a thread, in the order asked for, opened where one wants to read; or those with the words one looks for.

use super::paged::{End, Further, Paged, Talk, page};
use super::post::{PostView, row_id};
use super::replies::replies;
use super::search::{found_words, nothing_found};
use crate::backend::{Failure, FailureKind, Page, Post, PostOrder, PostsAsked, PostsFrom};
use crate::i18n::{Key, said};
use crate::offline::cache::Kept;
use crate::offline::posts::arrived;
use crate::offline::search::kept_posts_with;
use crate::parts::{Loader, fetching, tr};
use crate::platform::{focus, returning};
use crate::ui::live::drawn;
use crate::ui::{Banner, Tone};
use leptos::prelude::*;

/// What every post on the page asks for.
#[derive(Clone, Copy)]
pub struct Reading {
    /// The post that the address names.
    pub marked: Memo<Option<String>>,
    /// Whoever signs in could agree.
    pub sign_in_to_agree: bool,
    /// The words one looks for.
    pub words: StoredValue<Option<String>>,
    /// The person's posts that arrived since the list was read.
    pub own: Memo<Vec<Post>>,
}

impl Reading {
    /// The same for a part of the page that goes before the page does.
    pub fn here(self) -> Self {
        Self {
            marked: Memo::new(move |_| self.marked.get()),
            own: Memo::new(move |_| self.own.get()),
            ..self
        }
    }
}

#[derive(Clone, PartialEq)]
pub struct Asked {
    pub what: PostsAsked,
    /// The post around which the list opens.
    pub around: Option<String>,
    /// The address names it; otherwise it is where one comes back to.
    pub named: bool,
    /// Read again whenever this is another number.
    pub fresh: u32,
}

/// What a list opens with.
#[derive(Clone)]
struct Opened {
    /// What it is: without a network another order than the one asked for may be kept.
    what: PostsAsked,
    from: PostsFrom,
    page: Page<Post>,
    /// What there is to say about the post that was looked for.
    missing: Option<Key>,
    /// Found among what the phone has kept.
    on_phone: bool,
}

pub fn posts(thread: String, asked: Asked, marked: Memo<Option<String>>, sign_in_to_agree: bool) -> AnyView {
    let (of, what) = (thread.clone(), asked.clone());
    Loader::start(move || fetching(open(of.clone(), what.clone()))).view(move |opened: Opened| {
        let before = arrived(&thread).with_untracked(Vec::len);
        let sent = arrived(&thread);
        let reading = Reading {
            marked,
            sign_in_to_agree,
            words: StoredValue::new(match &asked.what {
                PostsAsked::With(words) => Some(words.clone()),
                _ => None,
            }),
            own: Memo::new(move |_| sent.with(|all| all.iter().skip(before).cloned().collect())),
        };
        list(&thread, &asked, opened, reading)
    })
}

fn list(thread: &str, asked: &Asked, opened: Opened, reading: Reading) -> AnyView {
    let Opened {
        what,
        from,
        page,
        missing,
        on_phone,
    } = opened;
    let order = page.order;
    let found = page.total;
    let paged = Paged::opened(thread, what.clone(), from, page);
    // Who comes back is led to the link that was followed instead.
    if let Some(post) = asked
        .around
        .as_deref()
        .filter(|_| asked.named && missing.is_none())
        && !returning::is_coming_back()
    {
        focus::focus_id_soon(row_id(post));
    }
    let above = match &asked.what {
        PostsAsked::With(words) => found_words(words, found, on_phone),
        PostsAsked::InOrder(PostOrder::AgreedAcross) => across(order),
        _ => ().into_any(),
    };
    let missing = missing.map(|key| view! { <Banner tone=Tone::Info title=tr(key) /> });
    let own = own_rows(&what, paged, reading);
    let none = Memo::new(move |_| {
        paged.with(|window| window.ids().next().is_none())
            && own.with(|(first, last)| first.is_empty() && last.is_empty())
    });
    let (searched, of) = (matches!(asked.what, PostsAsked::With(_)), thread.to_owned());
    let rows = drawn(move || {
        if none.get() {
            return match searched {
                true => nothing_found(&of),
                false => view! { <p>{said(Key::ThreadsNoPosts)}</p> }.into_any(),
            };
        }
        let rows = paged.rows(own, move || {
            let reading = reading.here();
            move |talk| row(talk, reading)
        });
        let far = move || paged.with(|window| window.is_far()).then_some("");
        view! { <ol class="posts plain-list" data-far=far>{rows}</ol> }.into_any()
    });
    view! {
        {missing}
        {above}
        {paged.button(End::Earlier, None)}
        {rows}
        {paged.button(End::Later, None)}
    }
    .into_any()
}

/// What the order means, and whether it could be made.
fn across(order: Option<PostOrder>) -> AnyView {
    let instead = order.is_some_and(|order| order != PostOrder::AgreedAcross);
    let instead = instead.then(|| view! { <p><strong>{said(Key::ThreadsAcrossTooFew)}</strong></p> });
    view! { <p class="hint">{said(Key::ThreadsAcross)}</p> {instead} }.into_any()
}

fn row(talk: Talk, reading: Reading) -> AnyView {
    let below = match reading.words.with_value(Option::is_some) {
        true => ().into_any(),
        false => replies(&talk.post, talk.replies, reading),
    };
    view! { <PostView post=talk.post answers_to=None reading=reading below=below /> }.into_any()
}

/// The person's own that arrived: the newest at the top where the list begins with the newest, otherwise at the end; a reply
/// stands under its post where that is shown.
fn own_rows(asked: &PostsAsked, paged: Paged, reading: Reading) -> Signal<Further> {
    let newest_first = *asked == PostsAsked::InOrder(PostOrder::Newest);
    let searched = matches!(asked, PostsAsked::With(_));
    Signal::derive(move || {
        if searched {
            return Default::default();
        }
        let own = reading.own.get();
        paged.with(|window| {
            let elsewhere =
                |post: &Post| !window.has(&post.id) && post.stands_under().is_none_or(|id| !window.has(id));
            let mut own: Vec<Post> = own.into_iter().filter(elsewhere).collect();
            if newest_first && window.earlier().is_none() {
                own.reverse();
                return (own, Vec::new());
            }
            (Vec::new(), own)
        })
    })
}

async fn open(thread: String, asked: Asked) -> Result<Kept<Opened>, Failure> {
    let mut missing = None;
    if let Some(post) = asked.around.as_ref().filter(|_| super::replies_come_along()) {
        let around = PostsFrom::Around(post.clone());
        match page(&thread, &asked.what, &around).await {
            Ok(kept) if kept.value.items.iter().any(|found| &found.id == post) => {
                return Ok(opened(kept, asked.what, around, None));
            }
            Ok(_) => missing = Some(Key::ThreadsPostGone),
            Err(failure) if failure.kind == FailureKind::NotFound => missing = Some(Key::ThreadsPostGone),
            Err(failure) if failure.retryable() => missing = Some(Key::ThreadsPostNotKept),
            Err(failure) => return Err(failure),
        }
    }
    let missing = missing.filter(|_| asked.named);
    match (page(&thread, &asked.what, &PostsFrom::Start).await, &asked.what) {
        (Ok(kept), _) => {
            let there = asked
                .around
                .as_ref()
                .is_some_and(|id| kept.value.items.iter().any(|p| &p.id == id));
            let missing = missing.filter(|_| !there);
            Ok(opened(kept, asked.what, PostsFrom::Start, missing))
        }
        (Err(failure), PostsAsked::With(words)) if failure.retryable() => {
            let found = Page::whole(kept_posts_with(&thread, words).await);
            let mut opened = opened(Kept::fresh(found), asked.what.clone(), PostsFrom::Start, None);
            opened.value.on_phone = true;
            Ok(opened)
        }
        // Whoever has read the thread has read it in the first order.
        (Err(failure), PostsAsked::InOrder(_)) if failure.retryable() => {
            let first = PostsAsked::InOrder(PostOrder::Oldest);
            let kept = page(&thread, &first, &PostsFrom::Start).await;
            kept.map(|kept| opened(kept, first, PostsFrom::Start, missing))
        }
        (Err(failure), _) => Err(failure),
    }
}

fn opened(kept: Kept<Page<Post>>, what: PostsAsked, from: PostsFrom, missing: Option<Key>) -> Kept<Opened> {
    Kept {
        value: Opened {
            what,
            from,
            page: kept.value,
            missing,
            on_phone: false,
        },
        as_of: kept.as_of,
    }
}
