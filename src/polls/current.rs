//! A poll while its page is open. When its end (or its opening) has come by the server's clock, when the server says that it is
//! another, about once a minute, and when the page is seen again, it is read again; words follow, what is filled in and the focus stay where they are.

use super::about::{cannot, closed_words, event_banner, event_words};
use super::fetch_poll;
use crate::backend::{Poll, PollEvent, PollEventKind, PollState, Topic, WhyNot, server_clock};
use crate::i18n::{Key, t};
use crate::offline::ballots::ballots;
use crate::parts::{Following, Loader, MINUTE_MS, News, tr};
use crate::platform::announce::announce;
use crate::platform::task::spawn_scoped;
use crate::ui::live::drawn;
use crate::ui::{Banner, Tone};
use leptos::prelude::*;

/// What was read since the page was opened; the page itself is drawn from what its loader read.
#[derive(Clone)]
pub(super) struct Current {
    loader: Loader<Poll>,
    fresh: ArcRwSignal<Option<Poll>>,
}

/// Reads on as long as the page is open.
pub(super) fn follow(loader: &Loader<Poll>) -> Current {
    let current = Current {
        loader: loader.clone(),
        fresh: ArcRwSignal::new(None),
    };
    let reading = current.clone();
    Effect::new(move |_| {
        if let Some(poll) = reading.loader.value() {
            spawn_scoped(read_on(reading.clone(), poll));
        }
    });
    current
}

impl Current {
    /// The poll as it was read last, once it was.
    pub(super) fn poll(&self) -> Option<Poll> {
        self.fresh.get().or_else(|| self.loader.value())
    }

    /// The same for what is drawn of the `first` reading.
    pub(super) fn since(&self, first: Poll) -> Memo<Poll> {
        let fresh = self.fresh.clone();
        Memo::new(move |_| fresh.get().unwrap_or_else(|| first.clone()))
    }
}

async fn read_on(current: Current, mut last: Poll) {
    // Whether the end had come already when it was read last.
    let mut asked = false;
    let mut following = Following::of(Topic::Poll(last.id.clone()));
    while !matches!(last.state, PollState::Closed | PollState::Cancelled) {
        let turn = match last.state {
            PollState::Upcoming => last.opens.at,
            _ => last.closes.at,
        };
        let turn = turn.and_then(server_clock::until);
        // It was read a moment before listening began.
        while matches!(following.next(Some(pause(turn, asked))).await, News::Listening) {}
        asked = turn == Some(0);
        // A kept copy says nothing new.
        if let Ok(read) = fetch_poll(&last.id).await
            && read.as_of.is_none()
        {
            let mut poll = read.value;
            // A growing number would only make the page restless.
            (poll.voted, poll.eligible) = (last.voted, last.eligible);
            poll.quorum.clone_from(&last.quorum);
            if poll != last {
                if let Some(words) = words_of(&last, &poll) {
                    announce(&words);
                }
                current.fresh.set(Some(poll.clone()));
                last = poll;
            }
        }
    }
}

const MINUTE: i64 = MINUTE_MS as i64;

/// How long to wait before the next reading. `turn`: until the poll's next end or opening, as far as that is known;
/// `asked`: it had come at the last reading, too.
fn pause(turn: Option<i64>, asked: bool) -> u32 {
    let wait = match turn {
        // It has come, and the server did not say so yet: it will in a moment, or cannot be asked.
        Some(0) if asked => MINUTE,
        Some(0) => 5_000,
        Some(wait) => wait.clamp(0, MINUTE),
        None => MINUTE,
    };
    wait as u32
}

/// What is told to those who listen.
fn words_of(before: &Poll, now: &Poll) -> Option<String> {
    let events: Vec<String> = since(before, now).iter().map(event_words).collect();
    if !events.is_empty() {
        return Some(events.join(" "));
    }
    (before.state != now.state).then(|| match now.state {
        PollState::Open => t(Key::PollsOpen),
        state => t(closed_words(state)),
    })
}

/// What became of it since.
pub(super) fn since(before: &Poll, now: &Poll) -> Vec<PollEvent> {
    let new = now.events.iter().filter(|event| !before.events.contains(event));
    new.cloned().collect()
}

/// What has changed since the page was opened, below what the reader is at, where nothing is pushed away.
pub(super) fn news(first: Poll, now: Memo<Poll>) -> AnyView {
    drawn(move || {
        let now = now.get();
        let events = since(&first, &now);
        let says_so = events
            .last()
            .is_some_and(|e| matches!(e.kind, PollEventKind::ClosedEarly | PollEventKind::Cancelled));
        let own_counts = ballots().with(|b| b.get(&now.id).is_some_and(|r| r.receipt.is_some() || r.unclear));
        let why = match now.state {
            PollState::Open => now.voter.why_not.filter(|_| !own_counts),
            PollState::Closed | PollState::Other => Some(WhyNot::Closed),
            PollState::Cancelled => Some(WhyNot::Cancelled),
            PollState::Upcoming => Some(WhyNot::NotOpenYet),
        };
        // On another phone, a moment ago.
        let voted = now.voter.has_voted && !first.voter.has_voted;
        let elsewhere = voted && !own_counts && why.is_none();
        let elsewhere =
            elsewhere.then(|| view! { <Banner tone=Tone::Info title=tr(Key::PollsCannotVotedElsewhere) /> });
        view! {
            {events.into_iter().map(event_banner).collect::<Vec<_>>()}
            {why.filter(|_| !says_so).map(cannot)}
            {elsewhere}
        }
        .into_any()
    })
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::pause;

    #[test]
    fn an_end_is_read_when_it_has_come_and_otherwise_about_once_a_minute() {
        assert_eq!(pause(None, false), 60_000);
        assert_eq!(pause(Some(3_600_000), false), 60_000);
        assert_eq!(pause(Some(1_200), false), 1_200);
        assert_eq!(pause(Some(0), false), 5_000);
        assert_eq!(pause(Some(0), true), 60_000);
    }
}
