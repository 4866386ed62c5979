//! Notices (公告).

use crate::{Attachment, Image, ParagraphQuestion, Recording, Related, Text, Timestamp, wire, wire_enum};

wire! {
    /// A notice as lists show it.
    pub struct NoticeSummary {
        pub id: String,
        pub title: String,
        pub summary: String,
        pub category: NoticeCategory,
        pub urgency: Urgency,
        pub pinned: bool,
        pub publisher: String,
        pub published_at: Timestamp,
        /// The last change of any kind: a correction, or that it was withdrawn.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub updated_at: Option<Timestamp>,
        /// The last correction.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub corrected_at: Option<Timestamp>,
        /// In force until.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub valid_until: Option<Timestamp>,
        /// Whether the signed-in person acknowledged it; absent when nobody is signed in.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub read: Option<bool>,
        /// The publisher asks for "I have read this".
        pub asks_read: bool,
        /// It no longer holds; the notice itself says why.
        #[serde(default)]
        pub withdrawn: bool,
        /// It can be heard as its publisher recorded it.
        #[serde(default)]
        pub has_recording: bool,
        /// Whom it concerns above all. Everybody may read it.
        #[serde(default)]
        pub audience: Audience,
        /// Whether `audience` names the building or grid of the signed-in person; absent when nobody is signed in.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub own: Option<bool>,
    }

    /// A notice whole.
    pub struct Notice {
        pub id: String,
        pub title: String,
        pub summary: String,
        pub category: NoticeCategory,
        pub urgency: Urgency,
        pub pinned: bool,
        pub publisher: String,
        pub published_at: Timestamp,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub updated_at: Option<Timestamp>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub corrected_at: Option<Timestamp>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub valid_until: Option<Timestamp>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub read: Option<bool>,
        pub asks_read: bool,
        #[serde(default)]
        pub audience: Audience,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub own: Option<bool>,
        /// Empty where the pictures are all there is; each of them has a text alternative then.
        pub body: Text,
        /// The same in plain words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub plain: Option<Text>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub event: Option<NoticeEvent>,
        #[serde(default)]
        pub images: Vec<Image>,
        #[serde(default)]
        pub attachments: Vec<Attachment>,
        /// The notice read aloud by its publisher.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub recording: Option<Recording>,
        #[serde(default)]
        pub related: Vec<Related>,
        #[serde(default)]
        pub corrections: Vec<Correction>,
        /// Withdrawn, with the reason; the text stays readable.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub withdrawn: Option<String>,
        /// The paragraphs that the signed-in person does not understand.
        #[serde(default)]
        pub questions: Vec<ParagraphQuestion>,
        /// The signed-in person asked to be called about this.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub call: Option<NoticeCall>,
        /// Nothing of it is published yet: whoever has the address sees what it would look like. It takes no marks and no
        /// requests.
        #[serde(default)]
        pub preview: bool,
    }

    /// Buildings as [`crate::Household::building`] names them, and grids as [`crate::Household::grid`] does. Both empty:
    /// everybody.
    #[derive(Default)]
    pub struct Audience {
        #[serde(default)]
        pub buildings: Vec<String>,
        #[serde(default)]
        pub grids: Vec<String>,
    }

    pub struct NoticeEvent {
        pub starts_at: Timestamp,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub ends_at: Option<Timestamp>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub place: Option<String>,
    }

    pub struct Correction {
        pub at: Timestamp,
        /// In the publisher's words.
        pub what: String,
        /// What stood there and what stands there now, in the order of the notice.
        #[serde(default)]
        pub changes: Vec<Change>,
    }

    /// One paragraph or member that a correction changed. Plain text.
    pub struct Change {
        pub part: NoticePart,
        /// Absent where something was added.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub was: Option<String>,
        /// Absent where something was taken away.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub now: Option<String>,
    }

    /// "Call me about this".
    pub struct NoticeCall {
        pub asked_at: Timestamp,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub done_at: Option<Timestamp>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub answer: Option<String>,
    }

    /// `PUT /v1/notices/{id}/call`. Only staff see what is in it.
    #[derive(Default)]
    pub struct CallRequest {
        /// Where the person is not to be called at the number that the community knows, or it knows none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub phone: Option<String>,
        /// When it suits, or what it is about.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub note: Option<String>,
    }
}

wire_enum! {
    /// What of a notice a correction changed.
    pub enum NoticePart { Title, Summary, Body, Plain, Event, ValidUntil, Pictures, Attachments, Recording, Audience }
    /// Which notices stand before the others. `own`: those that name the building or grid of whoever is signed in.
    pub enum AudienceOrder { Own }
    pub enum NoticeCategory { Government, Safety, Utilities, Events, Policy, Finance, Community }
    pub enum Urgency { Normal, Important, Urgent }
}
