//! Loading something for a page, with each state told in words: opening, kept on the phone as of, failed.

use super::FailureBanner;
use crate::backend::Failure;
use crate::i18n::{Key, clock_ms, t, t1};
use crate::offline::cache::Kept;
use crate::platform::task::{Here, spawn_scoped};
use crate::ui::live::drawn;
use crate::ui::{Banner, Loading, Tone};
use leptos::prelude::*;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

pub type Fetching<T> = Pin<Box<dyn Future<Output = Result<Kept<T>, Failure>>>>;

#[derive(Clone)]
enum State<T> {
    Opening,
    Failed(Failure),
    Ready(Kept<T>),
}

/// What a page is loading. Ends with the page: an answer that comes after the page was left is dropped.
pub struct Loader<T: Send + Sync + 'static> {
    state: ArcRwSignal<State<T>>,
    fetch: Arc<dyn Fn() -> Fetching<T> + Send + Sync>,
}

impl<T: Send + Sync + 'static> Clone for Loader<T> {
    fn clone(&self) -> Self {
        Self {
            state: self.state.clone(),
            fetch: self.fetch.clone(),
        }
    }
}

/// Boxes a future for [`Loader::start`].
pub fn fetching<T>(future: impl Future<Output = Result<Kept<T>, Failure>> + 'static) -> Fetching<T> {
    Box::pin(future)
}

impl<T: Clone + Send + Sync + 'static> Loader<T> {
    /// Starts loading at once.
    pub fn start(fetch: impl Fn() -> Fetching<T> + Send + Sync + 'static) -> Self {
        let loader = Self {
            state: ArcRwSignal::new(State::Opening),
            fetch: Arc::new(fetch),
        };
        loader.reload();
        loader
    }

    /// Loads again. What is shown stays until the new answer is there; a failure does not take it away.
    pub fn reload(&self) {
        let state = self.state.clone();
        let future = (self.fetch)();
        spawn_scoped(async move {
            match future.await {
                Ok(kept) => state.set(State::Ready(kept)),
                Err(failure) => state.update(|s| {
                    if !matches!(s, State::Ready(_)) {
                        *s = State::Failed(failure);
                    }
                }),
            }
        });
    }

    /// What is loaded, if it is.
    pub fn value(&self) -> Option<T> {
        match self.state.get() {
            State::Ready(kept) => Some(kept.value),
            _ => None,
        }
    }

    /// Replaces what is shown, after the page itself changed it.
    pub fn change(&self, change: impl FnOnce(&mut T)) {
        self.state.update(|s| {
            if let State::Ready(kept) = s {
                change(&mut kept.value);
            }
        });
    }

    /// The failure, if loading failed and nothing is kept.
    pub fn failure(&self) -> Option<Failure> {
        match self.state.get() {
            State::Failed(failure) => Some(failure),
            _ => None,
        }
    }

    /// Draws the states; `ready` draws the value.
    pub fn view(self, ready: impl Fn(T) -> AnyView + Send + Sync + 'static) -> AnyView {
        let here = Here::now();
        drawn(move || match self.state.get() {
            State::Opening => view! { <Loading label=Signal::derive(|| t(Key::AppLoading)) /> }.into_any(),
            State::Failed(failure) => {
                let loader = self.clone();
                let here = here.clone();
                // The retry must live as long as the page, not as long as this branch of the view.
                let again = Callback::new(move |()| {
                    let loader = loader.clone();
                    here.run(move || loader.reload());
                });
                view! { <FailureBanner failure=failure on_retry=again /> }.into_any()
            }
            State::Ready(Kept { value, as_of }) => {
                let note = as_of.map(|at| {
                    view! {
                        <Banner tone=Tone::Info title=Signal::derive(move || t1(Key::AppAsOf, &[("time", &clock_ms(at))])) />
                    }
                });
                view! { {note} {ready(value)} }.into_any()
            }
        })
    }
}
