//! A practice ballot: filled in like a real one, and only ever in memory. Nothing here is written down or sent, and
//! neither the outbox nor what looks into it knows of it. Pure but for the one place where it is kept.

use crate::backend::Answer;
use crate::platform::lasting::Lasting;
use leptos::prelude::*;

/// The ballot somebody practises with. There is one at a time: whoever tries another poll begins anew.
#[derive(Clone, PartialEq, Default)]
#[cfg_attr(test, derive(Debug))]
pub struct Practice {
    poll_id: String,
    answers: Vec<Answer>,
    done: bool,
}

impl Practice {
    pub fn answers(&self, poll_id: &str) -> &[Answer] {
        if self.poll_id == poll_id {
            &self.answers
        } else {
            &[]
        }
    }

    /// Whether it was handed in, which in practice only shows the last page.
    pub fn is_done(&self, poll_id: &str) -> bool {
        self.done && self.poll_id == poll_id
    }

    pub fn choose(&mut self, poll_id: &str, answers: Vec<Answer>) {
        *self = Self {
            poll_id: poll_id.to_owned(),
            answers,
            done: false,
        };
    }

    pub fn hand_in(&mut self, poll_id: &str) {
        self.done = self.poll_id == poll_id;
    }
}

thread_local! {
    static PRACTICE: Lasting<Practice> = Lasting::new(Practice::default());
}

pub fn practice() -> Lasting<Practice> {
    PRACTICE.with(Lasting::clone)
}

/// Begins anew, also for whoever takes the phone next.
pub fn forget() {
    practice().set(Practice::default());
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    fn chosen(option: &str) -> Vec<Answer> {
        vec![Answer {
            question: "q".into(),
            options: vec![option.into()],
            ..Answer::default()
        }]
    }

    #[test]
    fn it_is_done_when_it_was_handed_in_and_not_when_it_was_changed() {
        let mut practice = Practice::default();
        assert!(!practice.is_done("p") && practice.answers("p").is_empty());
        practice.choose("p", chosen("a"));
        assert!(!practice.is_done("p"));
        practice.hand_in("p");
        assert!(practice.is_done("p"));
        assert_eq!(practice.answers("p"), chosen("a"));
        practice.choose("p", chosen("b"));
        assert!(!practice.is_done("p"));
        assert_eq!(practice.answers("p"), chosen("b"));
    }

    #[test]
    fn another_poll_has_nothing_of_it() {
        let mut practice = Practice::default();
        practice.choose("p", chosen("a"));
        practice.hand_in("other");
        assert!(!practice.is_done("other") && !practice.is_done("p"));
        assert!(practice.answers("other").is_empty());
        practice.choose("other", chosen("b"));
        assert!(practice.answers("p").is_empty());
        // Whoever has chosen nothing has nothing to hand in, whatever poll it is.
        assert!(!Practice::default().is_done(""));
    }
}
