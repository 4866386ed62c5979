//! What several resources share.

use crate::{PostOrder, Timestamp, wire, wire_enum};

/// One page of a list.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Page<T> {
    pub items: Vec<T>,
    /// Opaque cursor of the next page; absent on the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// How many items there are on all pages together.
    pub total: u64,
    /// Cursor of the page before this one, only where a list was opened in its middle (`around`) or goes backwards from there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<String>,
    /// How many items stand before this page; given with `previous`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<u64>,
    /// The order the page is in, where it is not the one that was asked for: too few people agree with anything to tell what opinion
    /// groups agree on, or all agree with the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<PostOrder>,
}

wire! {
    /// A text with its format. Markdown is the subset of CommonMark that `docs/INTEGRATING.md` lists; raw HTML in it is text.
    pub struct Text {
        pub format: TextFormat,
        pub value: String,
        /// BCP 47 tag, where it differs from the community's language.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub lang: Option<String>,
    }

    /// Who said it. `name` is absent for anonymous authors.
    pub struct Author {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub name: Option<String>,
        pub role: Role,
        /// The person who is signed in.
        pub is_me: bool,
    }

    /// Points at another resource.
    pub struct Related {
        pub kind: RelatedKind,
        pub id: String,
        pub title: String,
    }

    pub struct Image {
        /// A path on the server that says it, beginning with `/`.
        pub url: String,
        /// Text alternative; empty only for decoration.
        pub alt: String,
        /// In pixels, so that a page keeps the place for it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub width: Option<u32>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub height: Option<u32>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub bytes: Option<u64>,
    }

    /// A file to be kept: the server answers it as a download under its own name.
    pub struct Attachment {
        /// A path on the server that says it, beginning with `/`.
        pub url: String,
        pub title: String,
        pub media_type: String,
        pub bytes: u64,
    }

    /// A spoken text. Its address answers ranges of bytes, so that a player can go to any place.
    pub struct Recording {
        /// A path on the server that says it, beginning with `/`.
        pub url: String,
        /// `audio/mpeg`, `audio/mp4`, `audio/ogg` or `audio/wav`.
        pub media_type: String,
        pub bytes: u64,
        pub seconds: u32,
    }

    /// "I do not understand this", about one paragraph.
    pub struct ParagraphQuestion {
        /// The paragraph's key: the 64-bit FNV-1a hash, in 16 hex digits, of its words without any white space. It stays the
        /// same when other paragraphs are corrected. A paragraph is a block of the outermost level.
        pub paragraph: String,
        pub asked_at: Timestamp,
        /// Somebody has seen to it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub done_at: Option<Timestamp>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub answer: Option<String>,
    }

    /// Where imported data comes from and how it must be credited.
    pub struct Source {
        pub name: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub url: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub licence: Option<String>,
    }
}

wire_enum! {
    pub enum TextFormat { Plain, Markdown }
    /// Roles as residents know them.
    pub enum Role { Resident, Committee, Property, GridWorker, Moderator }
    pub enum RelatedKind { Notice, Poll, Thread, Matter }
}

impl Text {
    pub fn plain(value: impl Into<String>) -> Self {
        Self {
            format: TextFormat::Plain,
            value: value.into(),
            lang: None,
        }
    }

    pub fn markdown(value: impl Into<String>) -> Self {
        Self {
            format: TextFormat::Markdown,
            value: value.into(),
            lang: None,
        }
    }
}
