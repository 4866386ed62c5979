//! One ballot on its way from a choice to being counted: what may be said of it, and what may be sent. Pure.
//!
//! ```text
//!            choose            send             receipt
//!   (nothing) ───▶ Chosen ───────▶ Waiting ───────────▶ Counted
//!                   ▲  ▲             │  ▲ network lost,    │
//!                   │  │     refused │  └─┘ restart: the   │ choose something else
//!                   │  └── choose ── Refused   same again  │ (the counted ballot stands meanwhile)
//!                   └──────────────────────────────────────┘
//! ```
//!
//! Kept by the tests below: *Counted* is said only when the backend has this ballot with these answers; whatever is
//! lost or repeated, there is one ballot; a repeat is the same to the letter; what was refused goes again only when
//! somebody sends it again.

use crate::backend::{Answer, FailureKind, PollState, Receipt};
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(Debug))]
pub enum BallotState {
    /// On this phone only.
    Chosen,
    /// On its way or waiting for the network; not counted as far as this phone knows.
    Waiting,
    /// The backend has said so.
    Counted,
    /// The backend will not count it; the choice is kept.
    Refused,
}

/// What became of the poll, as far as this phone has heard. Both ends are final: only an open poll is extended.
#[derive(Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(Debug))]
pub enum Fate {
    #[default]
    Unheard,
    Closed,
    Cancelled,
}

impl Fate {
    pub fn of(state: PollState) -> Self {
        match state {
            PollState::Closed => Self::Closed,
            PollState::Cancelled => Self::Cancelled,
            _ => Self::Unheard,
        }
    }
}

/// What is said of a ballot, on every page the same: its own state, unless what became of the poll says otherwise.
#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(test, derive(Debug))]
pub enum Standing {
    Chosen,
    Waiting,
    Counted,
    /// Why it does not count.
    Refused(FailureKind),
    /// The poll was cancelled: also what was counted once counts no more.
    Cancelled,
}

/// Everything this phone keeps of a ballot.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(Debug))]
pub struct BallotRecord {
    pub person: String,
    pub poll_id: String,
    pub poll_title: String,
    /// 32 hex digits, made before anything was sent; the same for every change of this ballot.
    pub secret_hex: String,
    pub ballot_id: String,
    /// Idempotency key of the answers: new answers, new key.
    pub key: String,
    pub answers: Vec<Answer>,
    pub state: BallotState,
    /// Why, where the state is `Refused`.
    pub refused: Option<FailureKind>,
    /// Of the ballot that is counted now. It stays while a change is chosen, waits or is refused.
    pub receipt: Option<Receipt>,
    /// What is counted now.
    pub counted_answers: Vec<Answer>,
    /// A send whose outcome is unknown: the backend may have counted it.
    pub unclear: bool,
    /// What is waiting carries the secret, because it changes a ballot that is or may be counted.
    pub change: bool,
    /// Kept, so that the same is said without a network.
    #[serde(default)]
    pub fate: Fate,
}

/// What goes to the backend.
#[derive(Clone, PartialEq)]
#[cfg_attr(test, derive(Debug))]
pub struct Attempt {
    pub key: String,
    pub answers: Vec<Answer>,
    pub change: bool,
}

/// What to do after a failed attempt.
#[derive(Clone, Copy, PartialEq, Eq)]
#[cfg_attr(test, derive(Debug))]
pub enum Next {
    /// Nothing to ask: the record says how things stand.
    Rest,
    /// Ask for the ballot by its secret: an earlier send may be what stands in the way. Then call [`BallotRecord::found`].
    LookUp,
}

impl BallotRecord {
    /// A ballot nobody has filled in yet. The secret is 32 hex digits; the key is for the first answers.
    pub fn new(
        person: String,
        poll_id: String,
        poll_title: String,
        secret_hex: String,
        ballot_id: String,
    ) -> Self {
        Self {
            person,
            poll_id,
            poll_title,
            secret_hex,
            ballot_id,
            key: String::new(),
            answers: Vec::new(),
            state: BallotState::Chosen,
            refused: None,
            receipt: None,
            counted_answers: Vec::new(),
            unclear: false,
            change: false,
            fate: Fate::Unheard,
        }
    }

    /// What became of the poll. A copy of the poll from before does not undo it. `true`: this is news.
    pub fn heard(&mut self, fate: Fate) -> bool {
        let news = self.fate == Fate::Unheard && fate != Fate::Unheard;
        if news {
            self.fate = fate;
        }
        news
    }

    /// What is said of it.
    pub fn standing(&self) -> Standing {
        match (self.fate, self.state) {
            // Nothing of it was ever counted, and nothing will be.
            (Fate::Cancelled, BallotState::Chosen | BallotState::Refused) if self.receipt.is_none() => {
                Standing::Refused(FailureKind::Cancelled)
            }
            (Fate::Cancelled, _) => Standing::Cancelled,
            // Nobody can send it any more.
            (Fate::Closed, BallotState::Chosen) => Standing::Refused(FailureKind::Closed),
            (_, BallotState::Chosen) => Standing::Chosen,
            // It may have arrived in time: the backend will say.
            (_, BallotState::Waiting) => Standing::Waiting,
            (_, BallotState::Counted) => Standing::Counted,
            (_, BallotState::Refused) => Standing::Refused(self.refused.unwrap_or(FailureKind::Unreadable)),
        }
    }

    /// Becomes the ballot that was counted from another phone: the backend has just said that it has `answers` under this
    /// secret. What was chosen here and is not counted stays chosen, as a change of it. `false`: a ballot of this phone is or
    /// may be counted, and its secret must not be lost.
    pub fn bring(
        &mut self,
        secret_hex: String,
        answers: Vec<Answer>,
        receipt: Receipt,
        new_key: impl Fn() -> String,
    ) -> bool {
        if self.receipt.is_some() || self.unclear || self.state == BallotState::Waiting {
            return false;
        }
        self.secret_hex = secret_hex;
        self.ballot_id.clone_from(&receipt.ballot_id);
        self.receipt = Some(receipt);
        self.counted_answers.clone_from(&answers);
        self.refused = None;
        self.state = BallotState::Counted;
        self.key = new_key();
        let chosen = std::mem::replace(&mut self.answers, answers);
        if !chosen.iter().all(Answer::is_blank) && !same_answers(&chosen, &self.counted_answers) {
            self.choose(chosen, new_key);
        }
        true
    }

    /// The backend was asked for this ballot: what it has is what counts, from whichever of the person's phones it came.
    /// Nothing is said of a ballot that is being changed here. `true`: it was changed elsewhere.
    pub fn reread(&mut self, answers: Vec<Answer>, receipt: Receipt) -> bool {
        let known = self.state == BallotState::Counted && same_answers(&answers, &self.counted_answers);
        if known || !self.asks() {
            return false;
        }
        self.receipt = Some(receipt);
        self.counted_answers.clone_from(&answers);
        self.answers = answers;
        self.unclear = false;
        self.refused = None;
        self.state = BallotState::Counted;
        true
    }

    /// The backend says that it has no such ballot: withdrawn from another phone, or the answer came from somebody else.
    /// *Counted* can no longer be said; the choice and the secret are kept.
    pub fn missing(&mut self) {
        if self.state == BallotState::Counted {
            self.receipt = None;
            self.counted_answers = Vec::new();
            // It may be there after all: what is sent next carries the secret.
            self.unclear = true;
            self.refuse(FailureKind::NotFound);
        }
    }

    /// Whether the backend may know better: what is counted here, and what it did not find, may be otherwise by now.
    pub fn asks(&self) -> bool {
        let not_found = self.state == BallotState::Refused && self.refused == Some(FailureKind::NotFound);
        self.state == BallotState::Counted || not_found
    }

    /// Something was chosen. `new_key` is asked only if the answers differ from those that have a key already.
    pub fn choose(&mut self, answers: Vec<Answer>, new_key: impl FnOnce() -> String) {
        if answers == self.answers && !self.key.is_empty() {
            return;
        }
        if self.state == BallotState::Waiting {
            // The answers before these are on their way; nobody knows whether they arrived.
            self.unclear = true;
        }
        let as_counted = self.receipt.is_some() && answers == self.counted_answers && !self.unclear;
        self.key = new_key();
        self.answers = answers;
        self.refused = None;
        self.change = false;
        self.state = if as_counted {
            BallotState::Counted
        } else {
            BallotState::Chosen
        };
    }

    /// Somebody pressed *send*. `None` when there is nothing to send. What is refused goes again under a new key,
    /// because the old one may be answered with the same refusal.
    pub fn send(&mut self, new_key: impl FnOnce() -> String) -> Option<Attempt> {
        match self.state {
            BallotState::Counted => return None,
            BallotState::Waiting => {}
            BallotState::Chosen | BallotState::Refused => {
                if self.state == BallotState::Refused || self.key.is_empty() {
                    self.key = new_key();
                }
                self.change = self.receipt.is_some() || self.unclear;
                self.refused = None;
                self.state = BallotState::Waiting;
            }
        }
        Some(self.attempt())
    }

    /// The app started again, or the network is back: what was waiting goes again as it was, nothing else does.
    pub fn resend(&self) -> Option<Attempt> {
        (self.state == BallotState::Waiting).then(|| self.attempt())
    }

    /// The app started again: what was on its way when it ended may have arrived.
    pub fn restart(&mut self) {
        if self.state == BallotState::Waiting {
            self.unclear = true;
        }
    }

    fn attempt(&self) -> Attempt {
        Attempt {
            key: self.key.clone(),
            answers: self.answers.clone(),
            change: self.change,
        }
    }

    /// The backend counted an attempt.
    pub fn counted(&mut self, attempt: &Attempt, receipt: Receipt) {
        self.receipt = Some(receipt);
        self.counted_answers = attempt.answers.clone();
        // Answers chosen meanwhile are still only chosen; those before them stand.
        if self.key == attempt.key {
            self.unclear = false;
            self.refused = None;
            self.state = BallotState::Counted;
        }
    }

    /// An attempt failed.
    pub fn failed(&mut self, attempt: &Attempt, kind: FailureKind) -> Next {
        if kind.retryable() {
            // Too many requests means that nobody looked at the ballot; anything else may have come after the count.
            if kind != FailureKind::RateLimited {
                self.unclear = true;
            }
            return Next::Rest;
        }
        if self.key != attempt.key || self.state != BallotState::Waiting {
            return Next::Rest;
        }
        let may_be_ours = matches!(
            kind,
            FailureKind::AlreadyVoted | FailureKind::ChangeNotAllowed | FailureKind::Closed
        );
        if self.unclear && may_be_ours {
            // Stays waiting until the backend has been asked for the ballot itself.
            return Next::LookUp;
        }
        self.refuse(kind);
        Next::Rest
    }

    /// What the backend has under the secret after [`Next::LookUp`]: the counted answers and a receipt for them,
    /// or nothing. `kind` is the failure that made it necessary.
    pub fn found(&mut self, attempt: &Attempt, kind: FailureKind, ballot: Option<(Vec<Answer>, Receipt)>) {
        if let Some((answers, receipt)) = ballot {
            self.receipt = Some(receipt);
            self.counted_answers = answers;
        } else {
            self.receipt = None;
            self.counted_answers = Vec::new();
        }
        self.unclear = false;
        if self.key != attempt.key || self.state != BallotState::Waiting {
            return;
        }
        if self.receipt.is_some() && same_answers(&self.counted_answers, &self.answers) {
            self.refused = None;
            self.state = BallotState::Counted;
        } else {
            self.refuse(kind);
        }
    }

    fn refuse(&mut self, kind: FailureKind) {
        self.refused = Some(kind);
        self.state = BallotState::Refused;
    }

    /// Takes back what is not counted. `false`: nothing of this ballot is left to keep.
    pub fn discard(&mut self) -> bool {
        // Without its secret, a ballot that may be counted could never be changed again.
        if self.state == BallotState::Waiting || self.unclear {
            return true;
        }
        if self.receipt.is_some() {
            self.answers = self.counted_answers.clone();
            self.refused = None;
            self.state = BallotState::Counted;
            return true;
        }
        false
    }

    /// It is counted, and nothing of it is on its way: whoever has the receipt code needs it here no more.
    pub fn may_go(&self) -> bool {
        self.receipt.is_some() && self.state != BallotState::Waiting
    }

    /// Waits to be sent, and would be lost with this record.
    pub fn unsent(&self) -> bool {
        self.state == BallotState::Waiting
    }
}

/// Blank answers, the order of questions and the order in which points are given make no difference to what a ballot
/// says. The order of options does: in a ranking it is the vote. Where it is not, the app and the backends sort them.
fn same_answers(one: &[Answer], other: &[Answer]) -> bool {
    let said = |answers: &[Answer]| {
        let mut said: Vec<Answer> = answers.iter().filter(|a| !a.is_blank()).cloned().collect();
        said.sort_unstable_by(|a, b| a.question.cmp(&b.question));
        said
    };
    let (one, other) = (said(one), said(other));
    one.len() == other.len() && one.iter().zip(&other).all(|(a, b)| a == b || same_points(a, b))
}

/// Points belong to the options beside them, in whatever order.
fn same_points(one: &Answer, other: &Answer) -> bool {
    let given = |answer: &Answer, option: &str| {
        let at = answer.options.iter().position(|o| o == option)?;
        answer.points.get(at).copied()
    };
    one.question == other.question
        && one.text == other.text
        && !one.points.is_empty()
        && one.points.len() == one.options.len()
        && other.points.len() == one.points.len()
        && other.options.len() == one.options.len()
        && one.options.iter().all(|o| given(one, o) == given(other, o))
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
#[path = "ballot_tests.rs"]
mod tests;
