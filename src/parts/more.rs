//! Lists that grow by a *show more* button: never by themselves, and the first new row takes the focus.

use super::FailureBanner;
use crate::backend::{Failure, Page};
use crate::i18n::{Key, tn};
use crate::offline::cache::Kept;
use crate::platform::announce::announce;
use crate::platform::task::{Here, spawn_scoped};
use crate::ui::LoadMore;
use crate::ui::live::drawn;
use leptos::prelude::*;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

type FetchingPage<T> = Pin<Box<dyn Future<Output = Result<Kept<Page<T>>, Failure>>>>;

/// The rows loaded so far.
pub struct MoreLoader<T: Send + Sync + 'static> {
    rows: ArcRwSignal<Vec<T>>,
    next: ArcRwSignal<Option<String>>,
    total: ArcRwSignal<u64>,
    failure: ArcRwSignal<Option<Failure>>,
    busy: ArcRwSignal<bool>,
    fetch: Arc<dyn Fn(Option<String>) -> FetchingPage<T> + Send + Sync>,
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
        }
    }
}

impl<T: Clone + Send + Sync + 'static> MoreLoader<T> {
    /// Continues a list whose first page is there.
    pub fn after(
        first: Page<T>,
        fetch: impl Fn(Option<String>) -> FetchingPage<T> + Send + Sync + 'static,
    ) -> Self {
        Self {
            rows: ArcRwSignal::new(first.items),
            next: ArcRwSignal::new(first.next),
            total: ArcRwSignal::new(first.total),
            failure: ArcRwSignal::new(None),
            busy: ArcRwSignal::new(false),
            fetch: Arc::new(fetch),
        }
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
                    this.rows.update(|rows| rows.extend(page.items));
                    this.next.set(page.next);
                    this.total.set(page.total);
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
