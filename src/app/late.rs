//! Pages that come over the link when they are first opened: the first visit carries the frame and home.

use super::routes;
use crate::backend::FailureKind;
use crate::i18n::{self, Key, t};
use crate::offline::cache::Kept;
use crate::parts::{Loader, fetching};
use crate::platform::late::{Missing, Working, late};
use crate::platform::task::spawn_scoped;
use crate::platform::visible::seen_after;
use crate::platform::{boot, network};
use crate::ui::PageTitle;
use crate::ui::live::drawn;
use leptos::html;
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

#[derive(Clone, Copy)]
pub enum Part {
    Notices,
    /// Polls, ballots, receipts; also sends what waits of them.
    Polls,
    /// What came of a poll, and counting it again.
    Results,
    /// Threads, statements, opinion groups; also sends what waits of them.
    Threads,
    /// What one does about threads, and what came of them: writing, editing, reporting, objecting, matters.
    Deeds,
    Search,
    /// Signing in, one's own data, settings, help, the gallery.
    Rest,
    /// Reading aloud.
    Aloud,
    /// Helping, being helped, a tablet for everybody.
    Assist,
}

late! {
    notices: fn notices(path: String) -> AnyView => routes::notices(&path), arrival notices_here;
    notices: fn notices_news() -> AnyView => routes::new_notices(), arrival notices_news_here;
    notices: fn unread() -> Working<Option<u64>> => Box::pin(crate::notices::unread()), arrival unread_here;
    polls: fn polls(path: String) -> AnyView => routes::polls(&path), arrival polls_here;
    results: fn results(path: String) -> AnyView => routes::results(&path), arrival results_here;
    threads: fn threads(path: String) -> AnyView => routes::threads(&path), arrival threads_here;
    deeds: fn deeds(path: String) -> AnyView => routes::deeds(&path), arrival deeds_here;
    rest: fn search(path: String) -> AnyView => routes::search(&path), arrival search_here;
    rest: fn rest(path: String) -> AnyView => routes::rest(&path), arrival rest_here;
    rest: fn aloud(path: String) -> AnyView => super::aloud::controls(&path), arrival aloud_here;
    assist: fn assist(path: String) -> AnyView => routes::assist(&path), arrival assist_here;
}

impl Part {
    fn draw(self, path: String) -> Pin<Box<dyn Future<Output = Result<AnyView, Missing>>>> {
        match self {
            Part::Notices => Box::pin(notices(path)),
            Part::Polls => Box::pin(polls(path)),
            Part::Results => Box::pin(results(path)),
            Part::Threads => Box::pin(threads(path)),
            Part::Deeds => Box::pin(deeds(path)),
            Part::Search => Box::pin(search(path)),
            Part::Rest => Box::pin(rest(path)),
            Part::Aloud => Box::pin(aloud(path)),
            Part::Assist => Box::pin(assist(path)),
        }
    }

    /// Ends when the part is there.
    async fn here(self) -> Result<(), Missing> {
        match self {
            Part::Notices => notices_here().await?,
            Part::Polls => polls_here().await?,
            Part::Results => results_here().await?,
            Part::Threads => threads_here().await?,
            Part::Deeds => deeds_here().await?,
            Part::Search => search_here().await?,
            Part::Rest => rest_here().await?,
            Part::Aloud => aloud_here().await?,
            Part::Assist => assist_here().await?,
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
    let loader = bring(part);
    let state = loader.clone();
    let title = Signal::derive(move || match state.failure() {
        Some(_) => t(Key::AppProblem),
        None => t(Key::AppLoading),
    });
    let shown = SendWrapper::new(boot::shown());
    arriving(part, path, loader, move || match &*shown {
        Some(shown) => as_it_stood(shown.clone()),
        None => view! { <PageTitle text=title waiting=true /> }.into_any(),
    })
}

/// What the boot script drew stays in sight until the page takes its place.
fn as_it_stood(shown: web_sys::Element) -> AnyView {
    let place = NodeRef::<html::Div>::new();
    let shown = SendWrapper::new(shown);
    Effect::new(move |_| {
        if let Some(place) = place.get() {
            // A node that is moved keeps what it is; this cannot fail.
            let _ = place.append_child(&shown);
        }
    });
    view! { <div node_ref=place></div> }.into_any()
}

/// The same for something beside the page, which has no title.
pub fn piece_of(part: Part, path: String) -> AnyView {
    match now(part, &path) {
        Some(view) => view,
        None => arriving(part, path, bring(part), || ().into_any()),
    }
}

fn bring(part: Part) -> Loader<()> {
    Loader::start(move || {
        fetching(async move {
            match both(part.here(), i18n::whole()).await {
                (Ok(()), Ok(())) => Ok(Kept::fresh(())),
                (Err(Missing), _) => Err(FailureKind::Offline.into()),
                (_, Err(failure)) => Err(failure),
            }
        })
    })
}

fn arriving(
    part: Part,
    path: String,
    loader: Loader<()>,
    before: impl Fn() -> AnyView + Send + 'static,
) -> AnyView {
    let state = loader.clone();
    let arrived = Memo::new(move |_| state.value().is_some());
    drawn(move || {
        if arrived.get() {
            return now(part, &path).into_any();
        }
        view! {
            {before()}
            {loader.clone().view(|()| ().into_any())}
        }
        .into_any()
    })
}

/// What tells of a new notice at home. Who only looks in needs none of it: it comes over the link once somebody has stayed.
pub fn new_notices() -> AnyView {
    let here = RwSignal::new(false);
    spawn_scoped(async move {
        seen_after(STAYED_MS).await;
        if let (Ok(()), Ok(())) = both(notices_news_here(), i18n::whole()).await {
            here.try_set(true);
        }
    });
    drawn(move || here.get().then(|| at_once(notices_news())).flatten())
}

const STAYED_MS: u32 = 60_000;

/// How many things in the inbox were not seen, once that is known. Where data are dear nobody asks.
pub fn unread_count() -> RwSignal<Option<u64>> {
    let count = RwSignal::new(None);
    if !network::sparing() {
        spawn_scoped(async move {
            if let Ok(asking) = unread().await {
                count.try_set(asking.await);
            }
        });
    }
    count
}

/// The code of a page and its words come beside one another.
async fn both<A, B>(one: impl Future<Output = A>, other: impl Future<Output = B>) -> (A, B) {
    let (mut one, mut other) = (pin!(one), pin!(other));
    let (mut first, mut second) = (None, None);
    poll_fn(move |context| {
        if first.is_none()
            && let Poll::Ready(value) = one.as_mut().poll(context)
        {
            first = Some(value);
        }
        if second.is_none()
            && let Poll::Ready(value) = other.as_mut().poll(context)
        {
            second = Some(value);
        }
        match (first.take(), second.take()) {
            (Some(first), Some(second)) => Poll::Ready((first, second)),
            waiting => {
                (first, second) = waiting;
                Poll::Pending
            }
        }
    })
    .await
}

/// A part that is there draws in the first look, inside the reactive owner of whoever asks.
fn now(part: Part, path: &str) -> Option<AnyView> {
    if !i18n::is_whole() {
        return None;
    }
    at_once(part.draw(path.to_owned()))
}

fn at_once(drawing: impl Future<Output = Result<AnyView, Missing>>) -> Option<AnyView> {
    match pin!(drawing).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(view) => view.ok(),
        Poll::Pending => None,
    }
}
