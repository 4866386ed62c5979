//! A notice that was published while one reads the others: said at the lower edge, shown when it is asked for.

use super::ahead::keep_ahead;
use super::list::first_page;
use crate::backend::{NoticeCategory, Topic};
use crate::i18n::{Key, t};
use crate::parts::{Following, News, NewsBar, tr};
use crate::platform::task::{Here, spawn_scoped};
use leptos::prelude::*;

/// `known`: how many there were of this kind when the list was read; absent when that is not known, then it is read first.
#[component]
pub fn NewNotices(kind: Option<NoticeCategory>, known: Option<u64>, on_show: Callback<()>) -> impl IntoView {
    let more = RwSignal::new(false);
    spawn_scoped(listen(kind, known, more, Here::now()));
    let words = Signal::derive(move || {
        if more.get() {
            t(Key::NoticesNew)
        } else {
            String::new()
        }
    });
    let show = Callback::new(move |()| {
        more.set(false);
        on_show.run(());
    });
    view! { <NewsBar words=words show=tr(Key::NoticesNewShow) on_show=show /> }
}

async fn listen(kind: Option<NoticeCategory>, mut known: Option<u64>, more: RwSignal<bool>, here: Here) {
    let mut following = Following::of(Topic::Notices);
    loop {
        if known.is_some() {
            // The list was read a moment before listening began.
            while matches!(following.next(None).await, News::Listening) {}
        }
        // Kept, so that the list is there in the tunnel, too; what is only kept tells no news.
        let read = first_page(kind).await.ok().filter(|kept| kept.as_of.is_none());
        if let Some(page) = read.map(|kept| kept.value) {
            if known.is_some_and(|known| page.total > known) {
                more.try_set(true);
            }
            // Whoever only ever opens the first page has the notices in the tunnel, too.
            if known.is_none() && kind.is_none() {
                here.run(|| keep_ahead(&page.items));
            }
            known = Some(page.total);
        } else if known.is_none() {
            let _ = following.next(None).await;
        }
    }
}
