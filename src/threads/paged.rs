//! A list of posts of which a window is shown: it grows by buttons at both ends, never by itself, and what one reads stays
//! where it is on the screen while pages come and go around it.

use super::post::row_id;
use super::window::{Arrived, Window};
use crate::backend::{Failure, Page, Post, PostsAsked, PostsFrom, backend};
use crate::i18n::{Key, tn};
use crate::offline::cache::{self, Kept};
use crate::parts::FailureBanner;
use crate::platform::announce::announce;
use crate::platform::task::{Here, breathe, spawn_scoped};
use crate::platform::{document, focus};
use crate::ui::Button;
use crate::ui::live::{derived, drawn, keyed};
use leptos::prelude::*;
use std::collections::HashMap;

/// A row of the list: a post, and the replies that came with it.
#[derive(Clone, PartialEq)]
pub struct Talk {
    pub post: Post,
    pub replies: Vec<Post>,
}

impl Talk {
    pub fn alone(post: Post) -> Self {
        Self {
            post,
            replies: Vec::new(),
        }
    }
}

/// Rows before and after those of the list.
pub type Further = (Vec<Post>, Vec<Post>);

#[derive(Clone, Copy, PartialEq)]
pub enum End {
    Earlier,
    Later,
}

#[derive(Clone, Copy)]
pub struct Paged {
    thread: StoredValue<String>,
    asked: StoredValue<PostsAsked>,
    window: RwSignal<Window>,
    /// What has arrived and is about to be drawn, by the number of its page.
    undrawn: StoredValue<HashMap<u32, Vec<Talk>>>,
    failure: RwSignal<Option<(End, Failure)>>,
    busy: RwSignal<bool>,
    here: StoredValue<Here>,
}

impl Paged {
    /// A list whose first page is there.
    pub fn opened(thread: &str, asked: PostsAsked, from: PostsFrom, page: Page<Post>) -> Self {
        let (before, total) = (page.before, page.total);
        let (arrived, talks) = arrived(&asked, from, page);
        Self::of(thread, asked, Window::opened(arrived, before, total), talks)
    }

    /// The replies under `post`, of which the first have come with it.
    pub fn under(post: &Post, replies: Vec<Post>) -> Self {
        let ids = replies.iter().map(|reply| reply.id.clone()).collect();
        let talks = replies.into_iter().map(Talk::alone).collect();
        let window = Window::foretaste(ids, post.replies);
        let asked = PostsAsked::Under(post.id.clone());
        Self::of(&post.thread_id, asked, window, talks)
    }

    fn of(thread: &str, asked: PostsAsked, window: Window, first: Vec<Talk>) -> Self {
        Self {
            thread: StoredValue::new(thread.to_owned()),
            asked: StoredValue::new(asked),
            window: RwSignal::new(window),
            undrawn: StoredValue::new(HashMap::from([(0, first)])),
            failure: RwSignal::new(None),
            busy: RwSignal::new(false),
            here: StoredValue::new(Here::now()),
        }
    }

    pub fn with<T>(self, look: impl FnOnce(&Window) -> T) -> T {
        self.window.with(look)
    }

    /// The rows, each drawn once; `more` are further ones, before and after. `rows` is called once for each page, and what it makes
    /// goes with that page: what a row follows remembers the row for as long as it is there itself.
    pub fn rows<R: Fn(Talk) -> AnyView + 'static>(
        self,
        more: Signal<Further>,
        rows: impl Fn() -> R + Clone + Send + Sync + 'static,
    ) -> AnyView {
        let alone = |side: fn(&Further) -> &Vec<Post>| {
            let rows = rows.clone();
            let ids = move || more.with(|more| side(more).iter().map(|post| post.id.clone()).collect());
            keyed(ids, move |id| {
                let post = more.with_untracked(|more| side(more).iter().find(|post| post.id == id).cloned());
                post.map(Talk::alone).map(rows()).into_any()
            })
        };
        let (first, last) = (alone(|(first, _)| first), alone(|(_, last)| last));
        let numbers = move || {
            self.window
                .with(|window| window.pages().map(|n| n.to_string()).collect())
        };
        let pages = keyed(numbers, move |number| {
            let number = number.parse().unwrap_or_default();
            let arrived = self
                .undrawn
                .try_update_value(|pages| pages.remove(&number))
                .flatten();
            let shown = self.window.with_untracked(|window| window.rows(number).to_vec());
            let talks = arrived
                .into_iter()
                .flatten()
                .filter(|talk| shown.contains(&talk.post.id));
            talks.map(rows()).collect_view().into_any()
        });
        view! { {first} {pages} {last} }.into_any()
    }

    fn load(self, end: End) {
        let from = self.window.with_untracked(|window| match end {
            End::Earlier => window.earlier(),
            End::Later => window.later(),
        });
        let Some((from, _)) = from.filter(|_| !self.busy.get_untracked()) else {
            return;
        };
        self.busy.set(true);
        self.failure.set(None);
        let (thread, asked) = (self.thread.get_value(), self.asked.get_value());
        spawn_scoped(async move {
            let found = page(&thread, &asked, &from).await;
            if self.busy.try_set(false).is_some() {
                return;
            }
            match found {
                Ok(kept) => self.show(end, from, kept.value).await,
                Err(failure) => self.failure.set(Some((end, failure))),
            }
        });
    }

    async fn show(self, end: End, from: PostsFrom, page: Page<Post>) {
        let (count, total) = (page.items.len() as u64, page.total);
        let (arrived, talks) = self.asked.with_value(|asked| arrived(asked, from, page));
        // The row next to the button stays where it is.
        let beside = self.window.with_untracked(|window| match end {
            End::Earlier => window.ids().next().cloned(),
            End::Later => window.ids().next_back().cloned(),
        });
        let number = self.window.with_untracked(Window::coming);
        self.undrawn.set_value(HashMap::from([(number, talks)]));
        let place = beside.and_then(|id| document::Place::of(&row_id(&id)));
        let mut new = None;
        self.window.update(|window| {
            new = match end {
                End::Earlier => window.prepend(arrived, total),
                End::Later => window.append(arrived, total),
            };
        });
        announce(&tn(Key::AppLoadedMore, count, &[]));
        breathe().await;
        if let Some(place) = place {
            place.restore();
        }
        if let Some(id) = new {
            focus::focus_id_without_scrolling(&row_id(&id));
        }
    }

    /// The button at one end, or nothing where there is nothing more. `beside` is whose replies they are, where they are.
    pub fn button(self, end: End, beside: Option<String>) -> AnyView {
        drawn(move || {
            let failed = self.failure.get().filter(|(at, _)| *at == end);
            let failed = failed.map(|(_, failure)| view! { <FailureBanner failure=failure /> });
            let left = self.window.with(|window| match end {
                End::Earlier => window.earlier(),
                End::Later => window.later(),
            });
            let key = match (end, &beside) {
                (End::Earlier, _) => Key::ThreadsEarlier,
                (End::Later, None) => Key::AppLoadMore,
                (End::Later, Some(_)) => Key::ThreadsMoreReplies,
            };
            let beside = beside.clone();
            let button = left.map(|(_, left)| {
                let words = move || tn(key, left, &[]);
                let name = beside
                    .map(|name| derived(move || format!("{} {name}", words())))
                    .unwrap_or_default();
                let press = Callback::new(move |()| self.here.get_value().run(|| self.load(end)));
                view! {
                    <p class="load-more">
                        <Button label=derived(words) name=name on_press=press busy=self.busy />
                    </p>
                }
            });
            view! { {failed} {button} }.into_any()
        })
    }
}

/// Sorts a page into rows.
fn arrived(asked: &PostsAsked, from: PostsFrom, page: Page<Post>) -> (Arrived, Vec<Talk>) {
    let posts = page.items.len();
    let roots = page.items.iter().filter(|post| post.parent_id.is_none()).count();
    let in_order = matches!(asked, PostsAsked::InOrder(_));
    let talks: Vec<Talk> = if in_order {
        grouped(page.items)
    } else {
        page.items.into_iter().map(Talk::alone).collect()
    };
    let ids = talks.iter().map(|talk| talk.post.id.clone()).collect();
    let arrived = Arrived {
        from,
        ids,
        // Where replies come along the list counts posts of their own.
        counted: if in_order && super::replies_come_along() {
            roots
        } else {
            posts
        } as u64,
        posts,
        previous: page.previous,
        next: page.next,
    };
    (arrived, talks)
}

/// Replies right behind the post they stand under belong to it; one that stands elsewhere is a row of its own.
fn grouped(posts: Vec<Post>) -> Vec<Talk> {
    let mut talks: Vec<Talk> = Vec::new();
    for post in posts {
        match talks.last_mut() {
            Some(talk) if post.stands_under().is_some_and(|id| talk.has(id)) => talk.replies.push(post),
            _ => talks.push(Talk::alone(post)),
        }
    }
    talks
}

impl Talk {
    fn has(&self, id: &str) -> bool {
        self.post.id == id || self.replies.iter().any(|reply| reply.id == id)
    }
}

/// A page, fresh or as the phone has kept it.
pub async fn page(thread: &str, asked: &PostsAsked, from: &PostsFrom) -> Result<Kept<Page<Post>>, Failure> {
    cache::fresh_or_kept("posts", backend().posts(thread, asked, from)).await
}
