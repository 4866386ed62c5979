//! Paragraphs that somebody can point at: each has a key made of its words, so that it is found again however much of
//! the text around it was corrected.

use crate::{Block, plain_text};

/// A block of the outermost level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paragraph {
    pub key: String,
    pub words: String,
}

impl Paragraph {
    /// `None` for a block without words, such as a rule.
    pub fn of(block: &Block) -> Option<Self> {
        let mut words = String::new();
        add_words(block, &mut words);
        Self::saying(words)
    }

    fn saying(words: String) -> Option<Self> {
        let words = words.trim().to_owned();
        (!words.is_empty()).then(|| Self {
            key: key(&words),
            words,
        })
    }
}

/// The paragraphs of a Markdown text.
pub fn paragraphs(text: &str) -> Vec<Paragraph> {
    crate::parse(text).iter().filter_map(Paragraph::of).collect()
}

/// The paragraphs of a text without marks: empty lines part them.
pub fn plain_paragraphs(text: &str) -> Vec<Paragraph> {
    let mut found = Vec::new();
    let mut words = String::new();
    for line in text.lines().chain([""]) {
        if line.trim().is_empty() {
            found.extend(Paragraph::saying(std::mem::take(&mut words)));
        } else {
            words.push_str(line);
            words.push('\n');
        }
    }
    found
}

/// The 64-bit FNV-1a hash, in 16 hex digits, of the words without any white space. White space does not count, because
/// breaking a line elsewhere changes nothing for a reader.
pub fn key(words: &str) -> String {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for part in words.split_whitespace() {
        for byte in part.bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
    format!("{hash:016x}")
}

fn add_words(block: &Block, words: &mut String) {
    match block {
        Block::Paragraph(inline) | Block::Heading { inline, .. } => words.push_str(&plain_text(inline)),
        Block::List { items, .. } => {
            for inner in items.iter().flatten() {
                add_words(inner, words);
            }
        }
        Block::Quote(inner) => {
            for block in inner {
                add_words(block, words);
            }
        }
        Block::Code(text) => words.push_str(text),
        Block::Table { head, rows } => {
            for row in std::iter::once(head).chain(rows) {
                let cells: Vec<String> = row.iter().map(|cell| plain_text(cell)).collect();
                words.push_str(&cells.join(" "));
                words.push('\n');
            }
        }
        Block::Rule => return,
    }
    words.push('\n');
}
