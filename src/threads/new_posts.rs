//! What neighbours write while one reads. It is said at the lower edge and comes when it is asked for: nothing moves above the
//! place that is read, and no form is touched. Numbers of agreement follow by themselves.

use super::counts;
use crate::backend::{Change, Post, Topic, backend};
use crate::i18n::{Key, t, tn};
use crate::offline::posts::arrived;
use crate::parts::{Following, News, NewsBar, tr};
use crate::platform::clock::stopwatch_ms;
use crate::platform::task::spawn_scoped;
use leptos::prelude::*;
use std::cell::Cell;

/// How long what one does oneself is no news.
const OWN_MS: i64 = 5_000;

thread_local! {
    static OWN_DEED: Cell<Option<i64>> = const { Cell::new(None) };
}

/// Something was changed on this page: the page shows it already.
pub(super) fn own_deed() {
    OWN_DEED.set(Some(stopwatch_ms()));
}

fn just_done() -> bool {
    OWN_DEED
        .get()
        .is_some_and(|at| (0..OWN_MS).contains(&(stopwatch_ms() - at)))
}

/// How many posts were there when they were read, and how many there are now.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Count {
    read: u64,
    now: u64,
}

impl Count {
    /// What was taken away since had been read.
    fn is_now(&mut self, total: u64) {
        self.read = self.read.saturating_sub(self.now.saturating_sub(total));
        self.now = total;
    }

    fn unread(self) -> u64 {
        self.now.saturating_sub(self.read)
    }
}

/// *3 new posts: show.* `known`: how many posts the thread had when it was read. `on_show` brings the new ones and moves the focus to
/// the first of them; it is given how many there are, none where only what was there reads differently.
#[component]
pub fn NewPosts(#[prop(into)] thread_id: String, known: u64, on_show: Callback<u64>) -> impl IntoView {
    let count = RwSignal::new(Count {
        read: known,
        now: known,
    });
    let rewritten = RwSignal::new(false);
    // One's own are read.
    let sent = arrived(&thread_id);
    Effect::new(move |before: Option<usize>| {
        let sent = sent.with(Vec::len);
        let more = sent.saturating_sub(before.unwrap_or(sent)) as u64;
        if more > 0 {
            count.update(|c| c.read += more);
        }
        sent
    });
    let words = Signal::derive(move || {
        let new = count.with(|c| c.unread());
        let posts = (new > 0).then(|| tn(Key::ThreadsNew, new, &[]));
        let others = rewritten.get().then(|| t(Key::ThreadsRewritten));
        posts.into_iter().chain(others).collect::<Vec<_>>().join(" ")
    });
    spawn_scoped(listen(thread_id, count, rewritten));
    let show = Callback::new(move |()| {
        let new = count.with_untracked(|c| c.unread());
        rewritten.set(false);
        count.update(|c| c.read = c.now);
        on_show.run(new);
    });
    view! { <NewsBar words=words show=tr(Key::ThreadsNewShow) on_show=show /> }
}

async fn listen(thread: String, count: RwSignal<Count>, rewritten: RwSignal<bool>) {
    let mut following = Following::of(Topic::Thread(thread.clone()));
    loop {
        let total = match following.next(None).await {
            News::Changed(change) => {
                tell_rows(&change);
                if change.rewritten && !just_done() {
                    rewritten.try_set(true);
                }
                change.total
            }
            News::Listening => read_total(&thread).await,
            News::Again => {
                // Nobody told the numbers meanwhile.
                for (id, state) in backend().latest_agrees(&thread).await.unwrap_or_default() {
                    counts::tell(&id, &[state.agrees, u64::from(state.i_agree)]);
                }
                read_total(&thread).await
            }
        };
        if let Some(total) = total {
            count.try_update(|c| c.is_now(total));
        }
    }
}

/// The first of the `new` newest posts, as far as they stand under the newest posts of their own. `None` where nothing is new or
/// nothing can be read.
pub(super) async fn first_new(thread: &str, new: u64) -> Option<String> {
    let page = backend().newest_posts(thread).await.ok()?;
    earliest_of(page.items, usize::try_from(new).unwrap_or(usize::MAX))
}

fn earliest_of(mut posts: Vec<Post>, new: usize) -> Option<String> {
    posts.sort_by_key(|post| std::cmp::Reverse(post.created.at));
    posts.truncate(new);
    posts.pop().map(|post| post.id)
}

async fn read_total(thread: &str) -> Option<u64> {
    backend().thread(thread).await.ok().map(|thread| thread.posts)
}

/// Numbers that follow by themselves.
pub(super) fn tell_rows(change: &Change) {
    for (id, agrees) in &change.agreed {
        counts::tell(id, &[*agrees]);
    }
    for (id, said) in &change.said {
        counts::tell(id, said);
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    #[test]
    fn new_is_what_came_since_and_what_was_taken_away_had_been_read() {
        let mut count = Count { read: 5, now: 5 };
        assert_eq!(count.unread(), 0);
        count.is_now(7);
        assert_eq!(count.unread(), 2);
        // One that had been read is hidden, and another comes.
        count.is_now(6);
        count.is_now(7);
        assert_eq!(count.unread(), 3);
        count.is_now(0);
        assert_eq!(count.unread(), 0);
    }
}
