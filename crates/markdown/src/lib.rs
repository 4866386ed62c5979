//! The Markdown that residents and staff may write, as data. It is a subset of CommonMark with tables, small enough for
//! a phone's first visit; `docs/decisions/0007-markdown-subset.md` says what is left out and what it costs otherwise.
//!
//! Three things hold for every text: no word of it is lost, because whatever is no markup of the subset stays text;
//! reading it takes time in proportion to its length; and nothing in it becomes HTML.

mod address;
mod block;
mod inline;

/// Containers, and marks within a line, nest this deep. What lies deeper stays text, so that no text can exhaust the
/// stack of whoever walks the result.
pub const DEEPEST: usize = 8;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    Paragraph(Vec<Inline>),
    Heading {
        level: u8,
        inline: Vec<Inline>,
    },
    /// `start` is the first number of a numbered list.
    List {
        start: Option<u64>,
        items: Vec<Vec<Block>>,
    },
    Quote(Vec<Block>),
    /// Lines without a line end after the last.
    Code(String),
    /// A row has the cells that were written, which may be more or fewer than the head has.
    Table {
        head: Vec<Vec<Inline>>,
        rows: Vec<Vec<Vec<Inline>>>,
    },
    Rule,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inline {
    Text(String),
    Strong(Vec<Inline>),
    Emphasis(Vec<Inline>),
    Code(String),
    /// The address is of a harmless kind: http, https, mailto, tel, or a path of the app. Links never nest.
    Link {
        href: String,
        inline: Vec<Inline>,
    },
    /// The writer's line end.
    Break,
}

pub fn parse(text: &str) -> Vec<Block> {
    let lines: Vec<&str> = text.lines().collect();
    block::blocks(&lines, 0)
}

/// The words alone, for names and labels.
pub fn plain_text(inlines: &[Inline]) -> String {
    let mut words = String::new();
    add_words(inlines, &mut words);
    words
}

fn add_words(inlines: &[Inline], words: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(text) | Inline::Code(text) => words.push_str(text),
            Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Link { inline: inner, .. } => {
                add_words(inner, words);
            }
            Inline::Break => words.push('\n'),
        }
    }
}
