//! The words of a post as everybody sees them; the preview shows the same.

use crate::backend::{Text, TextFormat, service_info};
use crate::parts::text_body;
use crate::ui::Markdown;
use leptos::prelude::*;

/// Headings that somebody writes stand below the post's own, which is the third level.
const LEVEL: u8 = 4;

pub(super) fn post_body(text: Text) -> AnyView {
    post_body_marked(text, None)
}

/// The same with `words` marked wherever they stand.
pub(super) fn post_body_marked(text: Text, words: Option<&str>) -> AnyView {
    if text.format != TextFormat::Markdown {
        return text_body(text);
    }
    let words = words.unwrap_or_default().to_owned();
    view! {
        <div class="text-body" dir="auto" lang=text.lang>
            <Markdown text=text.value base_level=LEVEL mark=words />
        </div>
    }
    .into_any()
}

/// What somebody has typed, as the text that the backend would make of it.
pub(super) fn as_sent(words: &str) -> Text {
    let markdown = service_info().with_untracked(|s| s.as_ref().is_none_or(|s| s.can.post_markdown));
    Text {
        format: if markdown {
            TextFormat::Markdown
        } else {
            TextFormat::Plain
        },
        value: words.trim().to_owned(),
        lang: None,
    }
}
