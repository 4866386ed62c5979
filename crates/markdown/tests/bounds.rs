//! No text is too long, too deep or too strange. The long texts have no clock: what takes a moment in linear time would
//! take minutes in quadratic time.

mod words;

use markdown::{Block, DEEPEST, Inline, parse};
use proptest::prelude::*;
use words::words;

const LONG: usize = 50_000;

#[test]
fn long_runs_take_linear_time_and_lose_nothing() {
    let pieces = [
        "*",
        "**a",
        "*a ",
        "a**b",
        "_a ",
        "*_",
        "**甲。*乙",
        "[",
        "[a](",
        "[](",
        "](",
        "![",
        "[a](/b)",
        "*[a](/b",
        "[*a](/b)",
        ">",
        "> ",
        "> a\n",
        "`",
        "`a",
        "``a`",
        "```",
        "```\n",
        "~~~a\n",
        "<",
        "<http://a",
        "http://a",
        "http://",
        "&",
        "&amp",
        "\\",
        "- ",
        "1. ",
        "- a\n",
        "1. a\n\n",
        "- a\n  - b\n",
        "#",
        "# ",
        "|",
        "|\n",
        "a|b\n",
        "|-",
        "|a|\n|-|\n",
        "\n",
        " ",
        "\t",
        "\r",
        "(",
        ")",
        "h",
        "https://a)",
        "甲",
        "　",
        "-",
        "---\n",
        "- - a\n",
        ") ",
        "` ``",
        "****a",
        "*a**",
    ];
    for piece in pieces {
        let text = piece.repeat(LONG / piece.len());
        parse(&text);
        let closed = format!("甲{text}乙{text}");
        let shown = words(&parse(&closed));
        assert!(shown.contains('甲') && shown.contains('乙'), "{piece:?}");
    }
}

#[test]
fn many_sizes_of_the_same_sign_take_linear_time() {
    for sign in ["*", "`", "_", "#", "> ", "[", "~"] {
        let mut text = String::new();
        for size in 1..600 {
            text.push_str(&sign.repeat(size));
            text.push('a');
        }
        parse(&text);
        parse(&text.replace('a', " a\n"));
    }
    let deeper: String = (0..600)
        .map(|depth| format!("{}- a\n", "  ".repeat(depth)))
        .collect();
    parse(&deeper);
    let wide = format!(
        "{}\n{}\n{}",
        "|a".repeat(20_000),
        "|-".repeat(20_000),
        "|\n".repeat(20_000)
    );
    parse(&wide);
}

fn inline_depth(inlines: &[Inline]) -> usize {
    let depth = |inline: &Inline| match inline {
        Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Link { inline: inner, .. } => {
            1 + inline_depth(inner)
        }
        _ => 0,
    };
    inlines.iter().map(depth).max().unwrap_or(0)
}

fn depths(blocks: &[Block]) -> (usize, usize) {
    let mut most = (0, 0);
    for block in blocks {
        let (outer, inline) = match block {
            Block::Paragraph(inline) | Block::Heading { inline, .. } => (0, inline_depth(inline)),
            Block::Quote(inner) => (1 + depths(inner).0, depths(inner).1),
            Block::List { items, .. } => {
                let inner: Vec<_> = items.iter().map(|item| depths(item)).collect();
                (
                    1 + inner.iter().map(|d| d.0).max().unwrap_or(0),
                    inner.iter().map(|d| d.1).max().unwrap_or(0),
                )
            }
            Block::Table { head, rows } => {
                let cells = head.iter().chain(rows.iter().flatten());
                (0, cells.map(|cell| inline_depth(cell)).max().unwrap_or(0))
            }
            Block::Code(_) | Block::Rule => (0, 0),
        };
        most = (most.0.max(outer), most.1.max(inline));
    }
    most
}

#[test]
fn what_is_too_deep_stays_text() {
    let text = format!("{}甲", "> ".repeat(10));
    assert_eq!(depths(&parse(&text)).0, DEEPEST);
    assert_eq!(words(&parse(&text)), "> > 甲\n");
    let text = format!("{}甲", "- ".repeat(10));
    assert_eq!(depths(&parse(&text)).0, DEEPEST);
    assert_eq!(words(&parse(&text)), "- - 甲\n");
    let text = format!("{}[甲](/乙){}", "*a ".repeat(10), " a*".repeat(10));
    assert_eq!(depths(&parse(&text)).1, DEEPEST);
    assert_eq!(
        words(&parse(&text)),
        "a a a a a a a *a *a *a 甲/乙 a* a* a* a a a a a a a\n"
    );
}

/// Everything that is not ASCII, in order. A non-breaking space may come from `&nbsp;`.
fn wide(text: &str) -> String {
    text.chars().filter(|c| !c.is_ascii() && *c != '\u{a0}').collect()
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_ascii_alphabetic()).collect()
}

fn check(text: &str) -> Result<(), TestCaseError> {
    let blocks = parse(text);
    let (outer, inner) = depths(&blocks);
    prop_assert!(outer <= DEEPEST && inner <= DEEPEST);
    prop_assert_eq!(wide(&words(&blocks)), wide(text));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn no_character_of_any_text_is_lost(text in any::<String>()) {
        check(&text)?;
    }

    #[test]
    fn no_word_between_marks_is_lost(text in "([-*_#>|`~+!\\[\\]()\\\\<&; \t\n:.1甲乙，。“”　é]|http://|\\]\\(/|\n\\|-\\|\n|\n```|\n- |&amp;|    ){0,60}") {
        check(&text)?;
    }

    /// Without fences, which drop the name of a language, and references, letters of ASCII stay as well.
    #[test]
    fn no_letter_is_lost(text in "([-*_#>|+!\\[\\]()\\\\< \t\n:.1ab甲。]|https://a|\\]\\(/|\n\\|-\\|\n|\n- |`){0,60}") {
        let backticks: Vec<&str> = text.split("```").collect();
        let text = backticks.join(" ");
        prop_assert_eq!(letters(&words(&parse(&text))), letters(&text));
    }
}
