//! A resident's own proposal or request: a matter that one person starts, and that is answered by a day everybody can see.

use crate::{Timestamp, wire, wire_enum};

wire! {
    /// `POST /v1/matters`.
    pub struct NewRequest {
        pub kind: RequestKind,
        pub category: RequestCategory,
        /// Absent: the first sentence of the body.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        pub title: String,
        /// Plain text.
        pub body: String,
        /// Where it is, in the writer's words.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        pub place: String,
        /// Ids of own photos, from `POST /v1/photos`.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub photos: Vec<String>,
        pub contact: ContactWish,
    }

    /// What a matter that a resident started has beside what every matter has.
    pub struct Request {
        pub kind: RequestKind,
        pub category: RequestCategory,
        #[serde(default, skip_serializing_if = "String::is_empty")]
        pub place: String,
        pub photos: Vec<Photo>,
        /// The person who is signed in started it.
        pub is_mine: bool,
        /// For its author and for staff only.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub contact: Option<ContactWish>,
        pub received_at: Timestamp,
        /// By when it is answered.
        pub answer_due: Timestamp,
        /// When it was accepted or declined.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub answered_at: Option<Timestamp>,
        /// Why it was declined.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub reason: Option<String>,
        /// Whether everybody can see it; until then its author and staff do.
        pub published: bool,
    }

    /// Served under `/v1/photos/{id}` to whoever may see the matter, or has just uploaded it.
    pub struct Photo {
        pub id: String,
        pub width: u32,
        pub height: u32,
        /// What it shows, for whoever does not see it. Absent until staff let everybody see it.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        pub alt: String,
    }
}

wire_enum! {
    pub enum RequestKind { Proposal, Request }
    pub enum RequestCategory { Repairs, Cleaning, Safety, Parking, Noise, Greenery, Service, SomethingElse }
    /// How staff may come back to the writer.
    pub enum ContactWish { Call, Message, NoNeed }
}
