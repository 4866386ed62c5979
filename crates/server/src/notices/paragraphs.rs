//! The paragraphs that a reader can point at.

use crate::not_understood::of_text;
use contract::Notice;
use markdown::Paragraph;

/// All of a notice: those of its text, then those of its plain words.
pub fn paragraphs(notice: &Notice) -> Vec<Paragraph> {
    let mut all = of_text(&notice.body);
    all.extend(notice.plain.iter().flat_map(of_text));
    all
}
