//! Assisted sessions: a helper with an account of their own, the resident's consent, a private choosing step, and what the
//! resident is told and asked afterwards.

use crate::{Related, Timestamp, wire, wire_enum};

wire! {
    /// `POST /v1/assisted-sessions`, by the helper. While the session lasts, a cookie makes the helper's requests the
    /// resident's; every request that changes something names the session in the header `Linli-Assisted`.
    pub struct AssistedRequest {
        pub consent: ConsentKind,
        /// `own_code`: the resident's phone number, to which `POST /v1/session/code` has sent a code, asked for by the helper with the purpose `assistance`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub phone: Option<String>,
        /// The resident's one-time code or letter code; absent for spoken consent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub code: Option<String>,
        /// `spoken_to_staff`: who is to be helped, in the helper's words; staff find out who it is.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub who: Option<String>,
    }

    /// Spoken consent: staff have to hear it first.
    pub struct AssistedAsked {
        pub id: String,
        /// What the helper tells staff.
        pub number: String,
        /// Until when the question stands.
        pub expires_at: Timestamp,
    }

    pub struct AssistedSession {
        pub id: String,
        pub helper_name: String,
        pub resident_name: String,
        /// Ends by itself at this instant unless it is used; see `PUT /v1/assisted-sessions/{id}/use`.
        pub ends_at: Timestamp,
        pub consent: ConsentKind,
    }

    /// `GET /v1/me/assistance`: who has helped the signed-in person with what, the last first.
    pub struct Assistance {
        pub sessions: Vec<AssistedRecord>,
        /// Votes that were cast in assistance.
        pub votes: Vec<AssistedVote>,
    }

    pub struct AssistedRecord {
        pub id: String,
        pub helper_name: String,
        pub consent: ConsentKind,
        pub began_at: Timestamp,
        /// Absent while it runs.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub ended_at: Option<Timestamp>,
        /// What was done, by kind.
        pub acts: Vec<AssistedActKind>,
    }

    pub struct AssistedVote {
        pub id: String,
        pub poll: Related,
        pub helper_name: String,
        /// When the session began in which it was cast.
        pub at: Timestamp,
        /// The poll is open and its ballots can be changed.
        pub can_change: bool,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub answer: Option<AssistedAnswer>,
    }

    /// `PUT /v1/me/assistance/{id}`, with the id of a vote.
    pub struct AssistedReply {
        pub answer: AssistedAnswer,
        /// For staff, with `not_mine`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub note: Option<String>,
    }
}

wire_enum! {
    pub enum ConsentKind { OwnCode, Letter, SpokenToStaff }
    /// What a resident says of a vote that was cast with help. `not_mine` reaches staff.
    pub enum AssistedAnswer { Mine, NotMine }
    /// How a session ended: by the helper's phone (its button, or nobody used it), by the server's clock, by the resident's word,
    /// by staff, by the helper's next session.
    pub enum AssistedEnd { Phone, Idle, Revoked, Staff, Replaced }
    /// What was done in a session. What was chosen, said or meant is never told.
    pub enum AssistedActKind {
        Ballot,
        Withdrawal,
        Post,
        Agreement,
        Statement,
        Opinion,
        Report,
        Request,
        Rating,
        Photo,
        Read,
        Question,
        Call,
        Subscriptions,
    }
}
