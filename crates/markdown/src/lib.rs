//! The Markdown that residents and staff may write, as data. It is a subset of CommonMark with tables, small enough for
//! a phone's first visit; `docs/decisions/0007-markdown-subset.md` says what is left out and what it costs otherwise.
//!
//! Three things hold for every text: no word of it is lost, because whatever is no markup of the subset stays text;
//! reading it takes time in proportion to its length; and nothing in it becomes HTML.

mod address;
mod block;
mod inline;
mod paragraph;

pub use paragraph::{Paragraph, key, paragraphs, plain_paragraphs};

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

/// The words of a whole text alone, as somebody reads them who looks for something.
pub fn words(text: &str) -> String {
    let mut words = Vec::new();
    add_blocks(&parse(text), &mut words);
    words.join("\n")
}

fn add_blocks(blocks: &[Block], words: &mut Vec<String>) {
    for block in blocks {
        match block {
            Block::Paragraph(inline) | Block::Heading { inline, .. } => words.push(plain_text(inline)),
            Block::List { items, .. } => items.iter().for_each(|item| add_blocks(item, words)),
            Block::Quote(inner) => add_blocks(inner, words),
            Block::Code(code) => words.push(code.clone()),
            Block::Table { head, rows } => {
                words.extend(
                    std::iter::once(head)
                        .chain(rows)
                        .flatten()
                        .map(|cell| plain_text(cell)),
                );
            }
            Block::Rule => {}
        }
    }
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

#[cfg(test)]
mod tests {
    #[test]
    fn markup_goes_and_every_word_stays() {
        let text = "# 停水\n\n**明天**停。\n\n| 楼 | 时间 |\n|---|---|\n| 3 | 九点 |\n\n- 备水\n\n> 谢谢 [电话](tel:1)";
        assert_eq!(
            super::words(text),
            "停水\n明天停。\n楼\n时间\n3\n九点\n备水\n谢谢 电话"
        );
    }
}
