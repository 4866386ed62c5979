//! How much may be written: one place for the count beside a field, the error, and what is said aloud near the end.

use crate::i18n::{Key, number, t, t1};
use crate::platform::announce::announce;
use crate::platform::graphemes;
use leptos::prelude::*;

/// Characters left at which somebody who cannot see the count hears it.
const HEARD_AT: [usize; 3] = [100, 20, 0];

#[derive(Clone, Copy)]
pub struct Length {
    written: Memo<usize>,
    max: Signal<usize>,
}

impl Length {
    pub fn of(text: RwSignal<String>, max: impl Fn() -> usize + Send + Sync + 'static) -> Self {
        let max = Signal::derive(max);
        let written = Memo::new(move |_| text.with(|w| graphemes::count(w.trim())));
        Effect::new(move |before: Option<usize>| {
            let now = nearness(written.get(), max.get());
            // Only on the way to the end: who deletes need not be told.
            if before.is_some_and(|before| now > before) {
                let left = max.get_untracked().saturating_sub(written.get_untracked());
                announce(&t1(Key::ThreadsWriteLeft, &[("n", &number(left as u64))]));
            }
            now
        });
        Self { written, max }
    }

    /// What keeps the text from being sent; `needed` says that there must be one.
    pub fn problem(self, needed: bool) -> Option<String> {
        let (written, max) = (self.written.get(), self.max.get());
        if needed && written == 0 {
            return Some(t(Key::ThreadsWriteEmpty));
        }
        (written > max).then(|| self.words(Key::ThreadsWriteTooLong))
    }

    pub fn count(self) -> Signal<String> {
        Signal::derive(move || self.words(Key::ThreadsWriteCount))
    }

    fn words(self, key: Key) -> String {
        let (max, n) = (number(self.max.get() as u64), number(self.written.get() as u64));
        t1(key, &[("max", &max), ("n", &n)])
    }
}

/// How many of the marks are behind; the end is one of them.
fn nearness(written: usize, max: usize) -> usize {
    HEARD_AT.iter().filter(|left| written + **left >= max).count()
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::nearness;

    #[test]
    fn it_is_heard_three_times_on_the_way_to_the_end() {
        let heard: Vec<usize> = (0..=2001).map(|n| nearness(n, 2000)).collect();
        assert!(heard.windows(2).all(|pair| pair[0] <= pair[1]));
        assert_eq!((heard[0], heard[1899], heard[1900]), (0, 0, 1));
        assert_eq!((heard[1980], heard[1999], heard[2000]), (2, 2, 3));
        assert_eq!(heard[2001], 3);
    }
}
