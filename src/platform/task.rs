//! The only two ways to start an asynchronous task.
//!
//! A task that outlives its page and touches a signal of that page panics, and a panic ends the app. So a page's task
//! is dropped together with the page, and a task that must outlive pages is started by name as such.

use leptos::prelude::{Owner, on_cleanup};
use leptos::reactive::owner::WeakOwner;
use send_wrapper::SendWrapper;
use std::cell::RefCell;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

type Boxed = Pin<Box<dyn Future<Output = ()>>>;

/// The future of a page's task; `None` once the page is gone or the task has ended.
#[derive(Default)]
struct Slot {
    future: Option<Boxed>,
    waker: Option<Waker>,
}

struct Scoped(Rc<RefCell<Slot>>);

impl Future for Scoped {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        // Taken out while it runs, so that a cleanup during the poll finds the slot free.
        let taken = {
            let mut slot = self.0.borrow_mut();
            slot.waker = Some(context.waker().clone());
            slot.future.take()
        };
        let Some(mut future) = taken else {
            return Poll::Ready(());
        };
        if future.as_mut().poll(context).is_ready() {
            return Poll::Ready(());
        }
        let mut slot = self.0.borrow_mut();
        if slot.waker.is_none() {
            // The page went away while the task ran.
            return Poll::Ready(());
        }
        slot.future = Some(future);
        Poll::Pending
    }
}

/// Runs futures side by side; gives what they gave, in their order.
pub async fn together<F: Future>(futures: impl IntoIterator<Item = F>) -> Vec<F::Output> {
    let begun = futures.into_iter().map(|future| (Box::pin(future), None));
    let mut all: Vec<_> = begun.collect();
    poll_fn(|context| {
        for (future, output) in &mut all {
            if output.is_none()
                && let Poll::Ready(value) = future.as_mut().poll(context)
            {
                *output = Some(value);
            }
        }
        if all.iter().all(|(_, output)| output.is_some()) {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    })
    .await;
    all.into_iter().filter_map(|(_, output)| output).collect()
}

/// The part of a page that is being drawn, for what is pressed there later: what a press begins belongs to it. Held weakly, because
/// a part that is held by what it holds itself never goes away, nor does anything in it.
#[derive(Clone)]
pub struct Here(Option<WeakOwner>);

impl Here {
    pub fn now() -> Self {
        Self(Owner::current().map(|owner| owner.downgrade()))
    }

    /// Does nothing once that part is gone.
    pub fn run(&self, begin: impl FnOnce()) {
        match self.0.as_ref().map(WeakOwner::upgrade) {
            Some(Some(owner)) => owner.with(begin),
            Some(None) => {}
            None => begin(),
        }
    }
}

/// Runs a task of the current page: it is dropped, wherever it waits, when the page (the reactive owner) goes away.
pub fn spawn_scoped(future: impl Future<Output = ()> + 'static) {
    let slot = Rc::new(RefCell::new(Slot {
        future: Some(Box::pin(future)),
        waker: None,
    }));
    // `on_cleanup` asks for `Send`, which nothing in a browser tab needs: there is one thread.
    let held = SendWrapper::new(slot.clone());
    on_cleanup(move || {
        let slot = held.take();
        let (future, waker) = {
            let mut slot = slot.borrow_mut();
            (slot.future.take(), slot.waker.take())
        };
        // Dropping may run code of the task; the slot is free by now.
        drop(future);
        if let Some(waker) = waker {
            waker.wake();
        }
    });
    wasm_bindgen_futures::spawn_local(Scoped(slot));
}

/// Lets the browser paint and take taps before the task goes on.
pub async fn breathe() {
    gloo_timers::future::TimeoutFuture::new(0).await;
}

/// Runs a task that outlives pages. It may touch only state that does too (`Arc…` signals).
pub fn spawn_for_app(future: impl Future<Output = ()> + 'static) {
    wasm_bindgen_futures::spawn_local(future);
}

#[cfg(test)]
#[cfg(target_arch = "wasm32")]
mod tests {
    use super::*;
    use leptos::prelude::{ArcRwSignal, GetUntracked, Owner, Set};
    use wasm_bindgen_test::*;

    wasm_bindgen_test_configure!(run_in_browser);

    #[wasm_bindgen_test]
    async fn a_page_takes_its_tasks_with_it() {
        let reached = ArcRwSignal::new(false);
        let owner = Owner::new();
        let inner = reached.clone();
        owner.with(|| {
            spawn_scoped(async move {
                gloo_timers::future::TimeoutFuture::new(20).await;
                inner.set(true);
            });
        });
        owner.cleanup();
        gloo_timers::future::TimeoutFuture::new(60).await;
        assert!(!reached.get_untracked());
    }

    #[wasm_bindgen_test]
    async fn while_the_page_stays_the_task_ends() {
        let reached = ArcRwSignal::new(false);
        let owner = Owner::new();
        let inner = reached.clone();
        owner.with(|| {
            spawn_scoped(async move {
                gloo_timers::future::TimeoutFuture::new(1).await;
                inner.set(true);
            });
        });
        while !reached.get_untracked() {
            gloo_timers::future::TimeoutFuture::new(5).await;
        }
        drop(owner);
    }
}
