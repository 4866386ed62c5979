//! Pages that come over the link when they are first opened: the first visit carries the frame and home.

use super::routes;
use crate::backend::FailureKind;
use crate::i18n::{Key, t};
use crate::offline::cache::Kept;
use crate::parts::{Loader, fetching};
use crate::platform::late::{Missing, late};
use crate::ui::PageTitle;
use crate::ui::live::drawn;
use leptos::prelude::*;
use std::future::Future;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

#[derive(Clone, Copy)]
pub enum Part {
    Notices,
    /// Polls, ballots, receipts, results; also sends what waits of them.
    Polls,
    /// Threads, writing, reporting; also sends what waits of them.
    Threads,
    /// Signing in, one's own data, settings, help, the gallery.
    Rest,
}

late! {
    notices: fn notices(path: String) -> AnyView => routes::notices(&path), arrival notices_here;
    polls: fn polls(path: String) -> AnyView => routes::polls(&path), arrival polls_here;
    threads: fn threads(path: String) -> AnyView => routes::threads(&path), arrival threads_here;
    rest: fn rest(path: String) -> AnyView => routes::rest(&path), arrival rest_here;
}

impl Part {
    fn draw(self, path: String) -> Pin<Box<dyn Future<Output = Result<AnyView, Missing>>>> {
        match self {
            Part::Notices => Box::pin(notices(path)),
            Part::Polls => Box::pin(polls(path)),
            Part::Threads => Box::pin(threads(path)),
            Part::Rest => Box::pin(rest(path)),
        }
    }

    /// Ends when the part is there.
    async fn here(self) -> Result<(), Missing> {
        match self {
            Part::Notices => notices_here().await?,
            Part::Polls => polls_here().await?,
            Part::Threads => threads_here().await?,
            Part::Rest => rest_here().await?,
        }
        Ok(())
    }
}

/// The page of an address in `part`: at once where the part is there, otherwise with *opening* and, when it does not
/// come, with words and *try again*.
pub fn page_of(part: Part, path: String) -> AnyView {
    if let Some(view) = now(part, &path) {
        return view;
    }
    let loader = Loader::start(move || {
        fetching(async move {
            match part.here().await {
                Ok(()) => Ok(Kept::fresh(())),
                Err(Missing) => Err(FailureKind::Offline.into()),
            }
        })
    });
    let state = loader.clone();
    let title = Signal::derive(move || match state.failure() {
        Some(_) => t(Key::AppProblem),
        None => t(Key::AppLoading),
    });
    let state = loader.clone();
    let arrived = Memo::new(move |_| state.value().is_some());
    drawn(move || {
        if arrived.get() {
            return now(part, &path).into_any();
        }
        view! {
            <PageTitle text=title waiting=true />
            {loader.clone().view(|()| ().into_any())}
        }
        .into_any()
    })
}

/// A part that is there draws in the first look, inside the reactive owner of whoever asks.
fn now(part: Part, path: &str) -> Option<AnyView> {
    let drawn = pin!(part.draw(path.to_owned())).poll(&mut Context::from_waker(Waker::noop()));
    match drawn {
        Poll::Ready(view) => view.ok(),
        Poll::Pending => None,
    }
}
