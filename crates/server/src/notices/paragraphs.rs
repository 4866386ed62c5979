//! The paragraphs that a reader can point at.

use contract::{Notice, Text, TextFormat};
use markdown::Paragraph;

/// All of a notice: those of its text, then those of its plain words.
pub fn paragraphs(notice: &Notice) -> Vec<Paragraph> {
    let mut all = of_text(&notice.body);
    all.extend(notice.plain.iter().flat_map(of_text));
    all
}

fn of_text(text: &Text) -> Vec<Paragraph> {
    match text.format {
        TextFormat::Markdown => markdown::paragraphs(&text.value),
        _ => markdown::plain_paragraphs(&text.value),
    }
}
