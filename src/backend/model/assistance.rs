//! Helping and being helped.

use super::{Related, When};

model! {
    /// The signed-in person is being helped on this phone.
    pub struct Assisted {
        pub id: String,
        pub helper: String,
    }

    /// Spoken consent: staff have to hear it first.
    pub struct AssistAsked {
        pub id: String,
        /// What the helper tells staff.
        pub number: String,
        pub expires: When,
    }

    /// Who has helped the signed-in person with what.
    pub struct Assistance {
        pub sessions: Vec<AssistRecord>,
        pub votes: Vec<AssistVote>,
    }

    pub struct AssistRecord {
        pub id: String,
        pub helper: String,
        pub began: When,
        /// Nothing while it runs.
        pub ended: Option<When>,
        pub acts: Vec<AssistAct>,
    }

    pub struct AssistVote {
        pub id: String,
        pub poll: Related,
        pub helper: String,
        pub at: When,
        pub can_change: bool,
        pub answer: Option<AssistAnswer>,
    }
}

model_enum! {
    pub enum AssistAnswer { Mine, NotMine }
    pub enum AssistAct {
        Ballot, Withdrawal, Post, Agreement, Statement, Opinion, Report, Request, Rating, Photo, Read, Question, Call,
        Subscriptions,
    }
}

/// The resident's word, as the helper's phone gets it.
pub enum Consent {
    /// The code that the resident's own phone was sent.
    OwnCode { phone: String, code: String },
    /// The code of the resident's household letter.
    Letter(String),
}
