//! What the whole app follows for as long as it is open: the language, who is signed in, whether there is a network.
//!
//! Leptos' own signal remembers every part of a page that has ever read it until it changes the next time. Such a thing changes
//! once a week and is read by every word on the screen, so the app would grow with each post that was read. This one forgets the
//! parts that are gone.

use leptos::prelude::*;
use leptos::reactive::graph::{AnySubscriber, Observer, ReactiveNode};
use leptos::reactive::signal::guards::{Plain, ReadGuard, UntrackedWriteGuard, WriteGuard};
use std::collections::HashSet;
use std::panic::Location;
use std::sync::{Arc, PoisonError, RwLock};

/// So many may be gone before it is worth looking.
const FEW: usize = 64;

/// Who reads it, in the order in which they came: a part is told before the parts within it.
struct Followers {
    all: Vec<AnySubscriber>,
    /// At so many those that are gone are taken out.
    look: usize,
}

impl Followers {
    fn add(&mut self, follower: AnySubscriber) {
        // A part that asks for five words reads the language five times.
        if self.all.last() == Some(&follower) {
            return;
        }
        self.all.push(follower);
        if self.all.len() < self.look {
            return;
        }
        let mut known = HashSet::new();
        self.all
            .retain(|one| one.1.strong_count() > 0 && known.insert(one.0));
        self.look = FEW.max(self.all.len() * 2);
    }
}

/// Used like a signal.
pub struct Lasting<T: 'static> {
    value: Arc<RwLock<T>>,
    followers: Arc<RwLock<Followers>>,
}

impl<T> Lasting<T> {
    pub fn new(value: T) -> Self {
        Self {
            value: Arc::new(RwLock::new(value)),
            followers: Arc::new(RwLock::new(Followers {
                all: Vec::new(),
                look: FEW,
            })),
        }
    }
}

impl<T> Clone for Lasting<T> {
    fn clone(&self) -> Self {
        Self {
            value: self.value.clone(),
            followers: self.followers.clone(),
        }
    }
}

impl<T> DefinedAt for Lasting<T> {
    fn defined_at(&self) -> Option<&'static Location<'static>> {
        None
    }
}

impl<T> IsDisposed for Lasting<T> {
    fn is_disposed(&self) -> bool {
        false
    }
}

impl<T> Track for Lasting<T> {
    fn track(&self) {
        let Some(follower) = Observer::get() else { return };
        // Nobody can have panicked while holding it: nothing of the app runs there.
        let mut followers = self.followers.write().unwrap_or_else(PoisonError::into_inner);
        followers.add(follower);
    }
}

impl<T> ReadUntracked for Lasting<T> {
    type Value = ReadGuard<T, Plain<T>>;

    fn try_read_untracked(&self) -> Option<Self::Value> {
        Plain::try_new(self.value.clone()).map(ReadGuard::new)
    }
}

impl<T> Notify for Lasting<T> {
    fn notify(&self) {
        let told = {
            let mut followers = self.followers.write().unwrap_or_else(PoisonError::into_inner);
            followers.look = FEW;
            std::mem::take(&mut followers.all)
        };
        for follower in told {
            follower.mark_dirty();
        }
    }
}

impl<T> Write for Lasting<T> {
    type Value = T;

    fn try_write(&self) -> Option<impl UntrackableGuard<Target = T>> {
        let guard = self.value.write().ok()?;
        Some(WriteGuard::new(self.clone(), guard))
    }

    #[allow(refining_impl_trait)]
    fn try_write_untracked(&self) -> Option<UntrackedWriteGuard<T>> {
        UntrackedWriteGuard::try_new(self.value.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn followers<T>(of: &Lasting<T>) -> usize {
        of.followers.read().unwrap().all.len()
    }

    #[test]
    fn who_follows_is_told_of_every_change() {
        let owner = Owner::new();
        owner.with(|| {
            let word = Lasting::new("早");
            let read = word.clone();
            let said = Memo::new(move |_| format!("{}{}", read.get(), read.get()));
            assert_eq!(said.get_untracked(), "早早");
            word.set("晚");
            assert_eq!(said.get_untracked(), "晚晚");
            // Twice in one part is one follower.
            assert_eq!(followers(&word), 1);
            word.update(|word| *word = "早");
            assert_eq!(said.get_untracked(), "早早");
        });
    }

    #[test]
    fn who_is_gone_is_forgotten_and_who_is_there_is_not() {
        let page = Owner::new();
        let word = Lasting::new(0);
        let read = word.clone();
        let stays = page.with(|| Memo::new(move |_| read.get()));
        assert_eq!(page.with(|| stays.get_untracked()), 0);
        for _ in 0..10_000 {
            let row = page.with(Owner::new);
            row.with(|| {
                let read = word.clone();
                Memo::new(move |_| read.get()).get_untracked();
            });
            assert!(followers(&word) <= FEW);
        }
        word.set(1);
        assert_eq!(page.with(|| stays.get_untracked()), 1);
    }

    #[test]
    fn many_that_are_there_are_all_kept() {
        let page = Owner::new();
        page.with(|| {
            let word = Lasting::new(0);
            let all: Vec<_> = (0..1_000)
                .map(|_| {
                    let read = word.clone();
                    Memo::new(move |_| read.get())
                })
                .collect();
            assert!(all.iter().all(|one| one.get_untracked() == 0));
            word.set(1);
            assert!(all.iter().all(|one| one.get_untracked() == 1));
        });
    }
}
