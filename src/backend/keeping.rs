//! Reading offline without a second set of types: what is kept is the text that the backend sent, and the adapter
//! reads it again. Whoever wants a reading to be kept runs it under [`with_keeper`]; each GET that the reading makes
//! is then stored when it succeeds, and answered from the store when the backend cannot be asked.
//!
//! The keeper travels beside the future (as task-locals do), so that adapters need not pass it through every call.

use std::cell::{Cell, RefCell};
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::rc::Rc;

pub type Reading = Pin<Box<dyn Future<Output = Option<(String, i64)>>>>;

/// Where texts are kept between visits.
pub trait Keeper {
    /// Keeps `text` as the answer of `address`; returns at once.
    fn keep(&self, address: &str, text: &str);
    /// The kept answer of `address` and since when it has been kept.
    fn kept(&self, address: &str) -> Reading;
}

pub(super) struct Keeping {
    pub keeper: Rc<dyn Keeper>,
    /// The oldest kept answer that was used instead of a fresh one.
    pub as_of: Cell<Option<i64>>,
}

impl Keeping {
    pub fn used(&self, at: i64) {
        self.as_of
            .set(Some(self.as_of.get().map_or(at, |before| before.min(at))));
    }
}

thread_local! {
    static CURRENT: RefCell<Option<Rc<Keeping>>> = const { RefCell::new(None) };
}

/// The keeper of the reading that is running now.
pub(super) fn current() -> Option<Rc<Keeping>> {
    CURRENT.with_borrow(Clone::clone)
}

/// Runs a reading with a keeper. Gives what it gave, and the time of the oldest kept answer in it, if there is one.
pub async fn with_keeper<T>(keeper: Rc<dyn Keeper>, reading: impl Future<Output = T>) -> (T, Option<i64>) {
    let keeping = Rc::new(Keeping {
        keeper,
        as_of: Cell::new(None),
    });
    let mut reading = pin!(reading);
    let value = poll_fn(|context| {
        let before = CURRENT.replace(Some(keeping.clone()));
        let polled = reading.as_mut().poll(context);
        CURRENT.set(before);
        polled
    })
    .await;
    (value, keeping.as_of.get())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::task::{Context, Poll, Waker};

    struct Nobody;

    impl Keeper for Nobody {
        fn keep(&self, _address: &str, _text: &str) {}
        fn kept(&self, _address: &str) -> Reading {
            Box::pin(async { None })
        }
    }

    /// Lets others run once, as an answer from the network does.
    async fn wait() {
        let mut waited = false;
        poll_fn(|_| {
            if std::mem::replace(&mut waited, true) {
                Poll::Ready(())
            } else {
                Poll::Pending
            }
        })
        .await;
    }

    /// Reads twice with a pause in between; both must meet the keeper they started with.
    async fn reading(uses: &[i64]) -> bool {
        let first = current();
        for at in uses {
            if let Some(keeping) = current() {
                keeping.used(*at);
            }
            wait().await;
        }
        first.is_some() && current().is_some()
    }

    #[test]
    fn readings_side_by_side_keep_their_own_keepers() {
        let mut one = pin!(with_keeper(Rc::new(Nobody), reading(&[7, 5])));
        let mut other = pin!(with_keeper(Rc::new(Nobody), reading(&[])));
        let mut bare = pin!(reading(&[1]));
        let mut context = Context::from_waker(Waker::noop());
        assert!(one.as_mut().poll(&mut context).is_pending());
        assert_eq!(other.as_mut().poll(&mut context), Poll::Ready((true, None)));
        assert!(
            bare.as_mut().poll(&mut context).is_pending(),
            "no keeper leaks out of a reading that waits"
        );
        assert!(one.as_mut().poll(&mut context).is_pending());
        assert_eq!(bare.as_mut().poll(&mut context), Poll::Ready(false));
        assert_eq!(
            one.as_mut().poll(&mut context),
            Poll::Ready((true, Some(5))),
            "the oldest copy tells the time"
        );
        assert!(current().is_none());
    }
}
