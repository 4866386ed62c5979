//! Notices, what residents ask about them, and what they follow.

use super::{Image, NoticeCategory, Related, Text, Urgency, When};
use serde::{Deserialize, Serialize};

model! {
    pub struct NoticeSummary {
        pub id: String,
        pub title: String,
        pub summary: String,
        pub category: NoticeCategory,
        pub urgency: Urgency,
        pub pinned: bool,
        pub publisher: String,
        pub published: When,
        /// The last correction.
        pub corrected: Option<When>,
        pub valid_until: Option<When>,
        /// It no longer holds; the notice itself says why.
        pub withdrawn: bool,
        /// Whether it names the building or grid of the signed-in person.
        pub own: bool,
    }

    pub struct Notice {
        pub id: String,
        pub title: String,
        pub summary: String,
        pub category: NoticeCategory,
        pub urgency: Urgency,
        pub pinned: bool,
        pub publisher: String,
        pub published: When,
        /// The last correction.
        pub corrected: Option<When>,
        /// In force until.
        pub valid_until: Option<When>,
        /// Whether the signed-in person acknowledged it.
        pub read: bool,
        /// The publisher asks for "I have read this".
        pub asks_read: bool,
        /// The buildings and grids that it concerns above all; none: everybody.
        pub places: Vec<String>,
        pub body: Text,
        /// The same in plain words.
        pub plain: Option<Text>,
        pub event: Option<NoticeEvent>,
        pub images: Vec<Image>,
        pub attachments: Vec<Attachment>,
        /// The notice as its publisher reads it aloud.
        pub recording: Option<Sound>,
        pub related: Vec<Related>,
        pub corrections: Vec<Correction>,
        /// Withdrawn, with the reason; the text stays readable.
        pub withdrawn: Option<String>,
        /// What the signed-in person does not understand.
        pub questions: Vec<ParagraphQuestion>,
        /// The signed-in person asked to be called about this.
        pub call: Option<Asked>,
        /// Nothing of it is published yet: this is what it would look like.
        pub preview: bool,
        /// The page this came from, where the backend has one of its own.
        pub source_url: Option<String>,
    }

    pub struct NoticeEvent {
        pub starts: When,
        pub ends: Option<When>,
        pub place: Option<String>,
        /// Where a phone's calendar finds it, if the backend writes such files.
        pub calendar: Option<String>,
    }

    pub struct Attachment {
        pub url: String,
        pub title: String,
        pub media_type: String,
        pub bytes: u64,
    }

    pub struct Sound {
        pub address: String,
        pub seconds: u32,
        pub bytes: u64,
    }

    pub struct Correction {
        pub at: When,
        /// In the publisher's words.
        pub what: String,
        /// What stood there and what stands there now.
        pub changes: Vec<Corrected>,
    }

    /// One paragraph or member that was corrected.
    pub struct Corrected {
        pub part: NoticePart,
        pub was: Option<String>,
        pub now: Option<String>,
    }

    /// A request that staff see to.
    pub struct Asked {
        pub at: When,
        /// Somebody has seen to it.
        pub done: Option<When>,
        pub answer: Option<String>,
    }

    pub struct ParagraphQuestion {
        /// The paragraph's key (`markdown::key`).
        pub paragraph: String,
        pub asked: Asked,
    }

    /// What somebody follows.
    #[derive(Default)]
    pub struct Followed {
        pub categories: Vec<NoticeCategory>,
        pub own_building: bool,
        /// Ids.
        pub matters: Vec<String>,
    }

    /// Phones that are told while Linli is closed.
    pub struct PushPhones {
        /// The community's key, by which the browser knows who may send.
        pub key: String,
        pub ids: Vec<String>,
    }

    /// Where messages for this browser go, and the keys that close them for all others.
    pub struct PushAddress {
        pub endpoint: String,
        pub p256dh: String,
        pub auth: String,
    }

    pub struct Inbox {
        pub page: super::Page<InboxItem>,
        /// On all pages together.
        pub unread: u64,
    }

    pub struct InboxItem {
        pub id: String,
        pub kind: InboxKind,
        pub at: When,
        pub about: Related,
        /// What is new, in the words of who published it.
        pub text: String,
        pub read: bool,
    }
}

model_enum! {
    /// What of a notice was corrected.
    pub enum NoticePart { Title, Summary, Body, Plain, Event, ValidUntil, Pictures, Attachments, Recording, Audience }
    /// `AssistedVote`: somebody helped with a vote; the text is their name.
    pub enum InboxKind { Notice, Corrected, Withdrawn, Matter, Answered, AssistedVote }
}

/// What the paragraphs stand in that somebody does not understand.
#[derive(Clone, Copy, PartialEq)]
#[cfg_attr(test, derive(Debug))]
pub enum Explained {
    Notice,
    Poll,
    Matter,
}

/// How somebody wants to be called about a notice. Both may be left empty: the community knows the number, and any time suits.
#[derive(Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(Debug))]
pub struct CallWish {
    pub phone: String,
    pub note: String,
}
