//! Lists that grow by a *show more* button: never by themselves, and the first new row takes the focus.

use super::FailureBanner;
use crate::backend::{Failure, Page};
use crate::i18n::{Key, tn};
use crate::offline::cache::Kept;
use crate::platform::announce::announce;
use crate::platform::document::path_and_query;
use crate::platform::returning::is_coming_back;
use crate::platform::task::{Here, spawn_scoped};
use crate::ui::LoadMore;
use crate::ui::live::drawn;
use leptos::prelude::*;
use std::cell::RefCell;
use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

type FetchingPage<T> = Pin<Box<dyn Future<Output = Result<Kept<Page<T>>, Failure>>>>;

thread_local! {
    /// How many rows of the lists at an address were there, for who comes back to it.
    static LOADED: RefCell<HashMap<(String, &'static str), usize>> = RefCell::default();
}

/// The rows loaded so far.
pub struct MoreLoader<T: Send + Sync + 'static> {
    rows: ArcRwSignal<Vec<T>>,
    next: ArcRwSignal<Option<String>>,
    total: ArcRwSignal<u64>,
    failure: ArcRwSignal<Option<Failure>>,
    busy: ArcRwSignal<bool>,
    fetch: Arc<dyn Fn(Option<String>) -> FetchingPage<T> + Send + Sync>,
    /// The address of its page, and what it lists.
    list: (String, &'static str),
}

impl<T: Send + Sync + 'static> Clone for MoreLoader<T> {
    fn clone(&self) -> Self {
        Self {
            rows: self.rows.clone(),
            next: self.next.clone(),
            total: self.total.clone(),
            failure: self.failure.clone(),
            busy: self.busy.clone(),
            fetch: self.fetch.clone(),
            list: self.list.clone(),
        }
    }
}

impl<T: Clone + Send + Sync + 'static> MoreLoader<T> {
    /// Continues a list whose first page is there. Whoever comes back to it finds as many rows as they left, and so the link that led
    /// them away.
    pub fn after(
        first: Page<T>,
        fetch: impl Fn(Option<String>) -> FetchingPage<T> + Send + Sync + 'static,
    ) -> Self {
        let more = Self {
            rows: ArcRwSignal::new(first.items),
            next: ArcRwSignal::new(first.next),
            total: ArcRwSignal::new(first.total),
            failure: ArcRwSignal::new(None),
            busy: ArcRwSignal::new(false),
            fetch: Arc::new(fetch),
            list: (path_and_query(), std::any::type_name::<T>()),
        };
        let before = LOADED.with_borrow_mut(|all| all.remove(&more.list));
        if let Some(before) = before
            && is_coming_back()
        {
            more.again(before);
        }
        more
    }

    /// Fills the list up to what it had, without a word and without moving the focus.
    fn again(&self, before: usize) {
        self.busy.set(true);
        let this = self.clone();
        spawn_scoped(async move {
            while this.rows.with_untracked(Vec::len) < before && this.next.get_untracked().is_some() {
                let Ok(page) = (this.fetch)(this.next.get_untracked()).await else {
                    break;
                };
                this.take(page.value);
            }
            this.busy.set(false);
        });
    }

    fn take(&self, page: Page<T>) {
        self.rows.update(|rows| rows.extend(page.items));
        self.next.set(page.next);
        self.total.set(page.total);
        let loaded = self.rows.with_untracked(Vec::len);
        LOADED.with_borrow_mut(|all| all.insert(self.list.clone(), loaded));
    }

    pub fn rows(&self) -> ArcRwSignal<Vec<T>> {
        self.rows.clone()
    }

    fn load(&self, focus_row: fn(&T) -> String) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.failure.set(None);
        let this = self.clone();
        let future = (self.fetch)(self.next.get_untracked());
        spawn_scoped(async move {
            match future.await {
                Ok(Kept { value: page, .. }) => {
                    let first_new = page.items.first().map(focus_row);
                    let count = page.items.len() as u64;
                    this.take(page);
                    announce(&tn(Key::AppLoadedMore, count, &[]));
                    if let Some(id) = first_new {
                        crate::platform::focus::focus_id_soon(id);
                    }
                }
                Err(failure) => this.failure.set(Some(failure)),
            }
            this.busy.set(false);
        });
    }

    /// The button, or nothing on the last page. `focus_row` gives the element id of a row.
    pub fn button(&self, focus_row: fn(&T) -> String) -> AnyView {
        let this = self.clone();
        let here = Here::now();
        drawn(move || {
            let shown = this.rows.with(Vec::len) as u64;
            let left = this.total.get().saturating_sub(shown);
            let failed = this
                .failure
                .get()
                .map(|failure| view! { <FailureBanner failure=failure /> });
            let more = this.next.get().is_some().then(|| {
                let this = this.clone();
                let here = here.clone();
                let press = Callback::new(move |()| {
                    let this = this.clone();
                    here.run(move || this.load(focus_row));
                });
                view! { <LoadMore label=Signal::derive(move || tn(Key::AppLoadMore, left, &[])) on_press=press /> }
            });
            view! { {failed} {more} }.into_any()
        })
    }
}
