//! Notices (公告).

use crate::{Attachment, Image, Related, Text, Timestamp, wire, wire_enum};

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
        /// Last correction.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub updated_at: Option<Timestamp>,
        /// In force until.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub valid_until: Option<Timestamp>,
        /// Whether the signed-in person acknowledged it; absent when nobody is signed in.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub read: Option<bool>,
        /// The publisher asks for "I have read this".
        pub asks_read: bool,
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
        pub valid_until: Option<Timestamp>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub read: Option<bool>,
        pub asks_read: bool,
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
        #[serde(default)]
        pub related: Vec<Related>,
        #[serde(default)]
        pub corrections: Vec<Correction>,
        /// Withdrawn, with the reason; the text stays readable.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub withdrawn: Option<String>,
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
        pub what: String,
    }
}

wire_enum! {
    pub enum NoticeCategory { Government, Safety, Utilities, Events, Policy, Finance, Community }
    pub enum Urgency { Normal, Important, Urgent }
}
