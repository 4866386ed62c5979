//! What a search finds and where: texts and questions become the same tokens, for whichever index holds them; matches are
//! marked in the text and a passage is cut around them.
//!
//! A hanzi is a token, and so are two that stand side by side: one hanzi can be found, and a word of several is found where
//! its hanzi follow one another, without a dictionary of words. Letters and digits are found from their beginning. Traditional
//! hanzi, capitals and full-width letters count as their plain forms. With the feature `initials` a hanzi is also found by the
//! first letters of its readings, together with those of the hanzi after it: `ts` finds 停水.

mod fold;
mod initials;
mod passage;
mod question;
mod tokens;

pub use passage::{Passage, passage};
pub use question::{Question, Term};
pub use tokens::tokens;

/// A place in a text, in characters (Unicode scalar values): from the first to before the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    pub from: usize,
    pub to: usize,
}

/// A text in one line, as passages show it and places in it are counted.
pub fn in_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
