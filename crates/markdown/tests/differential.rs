//! The same structure as pulldown-cmark gives, on well-formed documents inside the subset.
#![allow(clippy::panic)]

use markdown::{Block, Inline, parse};
use proptest::prelude::*;
use proptest::sample::select;
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag};

fn theirs(text: &str) -> Vec<Block> {
    let mut events = Parser::new_ext(text, Options::ENABLE_TABLES);
    blocks(&mut events)
}

/// Reads events up to the end of what is open. Tight items have no paragraph of their own, so loose words become one.
fn blocks(events: &mut Parser<'_>) -> Vec<Block> {
    let mut done = Vec::new();
    let mut loose = Vec::new();
    while let Some(event) = events.next() {
        if let Some(inline) = inline(&event, events) {
            push(&mut loose, inline);
            continue;
        }
        if !loose.is_empty() {
            done.push(Block::Paragraph(std::mem::take(&mut loose)));
        }
        done.push(match event {
            Event::Start(Tag::Paragraph) => Block::Paragraph(inlines(events)),
            Event::Start(Tag::Heading { level, .. }) => Block::Heading {
                level: level_number(level),
                inline: inlines(events),
            },
            Event::Start(Tag::BlockQuote(_)) => Block::Quote(blocks(events)),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_))) => {
                let text: String = inlines(events).into_iter().map(text_of).collect();
                Block::Code(text.strip_suffix('\n').unwrap_or(&text).to_owned())
            }
            Event::Start(Tag::List(start)) => {
                let mut items = Vec::new();
                while let Some(Event::Start(Tag::Item)) = events.next() {
                    items.push(blocks(events));
                }
                Block::List { start, items }
            }
            Event::Start(Tag::Table(_)) => {
                let mut rows = Vec::new();
                while let Some(Event::Start(_)) = events.next() {
                    let mut row = Vec::new();
                    while let Some(Event::Start(_)) = events.next() {
                        row.push(inlines(events));
                    }
                    rows.push(row);
                }
                let head = rows.remove(0);
                Block::Table { head, rows }
            }
            Event::Rule => Block::Rule,
            Event::End(_) => return done,
            other => panic!("outside the subset: {other:?}"),
        });
    }
    done
}

fn level_number(level: HeadingLevel) -> u8 {
    level as u8
}

fn text_of(inline: Inline) -> String {
    match inline {
        Inline::Text(text) => text,
        other => panic!("no text: {other:?}"),
    }
}

fn inlines(events: &mut Parser<'_>) -> Vec<Inline> {
    let mut done = Vec::new();
    while let Some(event) = events.next() {
        match inline(&event, events) {
            Some(inline) => push(&mut done, inline),
            None => break,
        }
    }
    done
}

fn inline(event: &Event<'_>, events: &mut Parser<'_>) -> Option<Inline> {
    Some(match event {
        Event::Text(text) => Inline::Text(text.to_string()),
        Event::Code(code) => Inline::Code(code.to_string()),
        Event::SoftBreak | Event::HardBreak => Inline::Break,
        Event::Start(Tag::Strong) => Inline::Strong(inlines(events)),
        Event::Start(Tag::Emphasis) => Inline::Emphasis(inlines(events)),
        Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => Inline::Link {
            href: dest_url.to_string(),
            inline: inlines(events),
        },
        _ => return None,
    })
}

fn push(done: &mut Vec<Inline>, inline: Inline) {
    match (done.last_mut(), inline) {
        (Some(Inline::Text(before)), Inline::Text(text)) => before.push_str(&text),
        (_, Inline::Text(text)) if text.is_empty() => {}
        (_, inline) => done.push(inline),
    }
}

fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => "[a-z]{1,6}",
        4 => "[甲乙丙停水通知]{1,6}",
        1 => select(vec!["11 月", "8:00", "a_b", "3 * 4", "x < y", "甲，乙。", "“好”", "\\*", "\\[", "1.5", "a-b", "&amp;", "!", "[x]"])
            .prop_map(str::to_owned),
    ]
}

fn phrase() -> impl Strategy<Value = String> {
    prop::collection::vec(word(), 1..4).prop_map(|words| words.join(" "))
}

fn address() -> impl Strategy<Value = String> {
    prop_oneof![
        "https://[a-z]{1,8}\\.example(/[a-z_]{1,4}){0,2}(\\?[a-z]=[0-9])?",
        "mailto:[a-z]{1,5}@a\\.example",
        "tel:[0-9]{3,11}",
        "/[a-z]{1,6}(/[0-9]{1,3})?",
        "https://a\\.example/\\([a-z]\\)",
    ]
}

/// A piece of a line. Marks stand between letters and spaces here; beside signs we differ on purpose.
fn piece() -> impl Strategy<Value = String> {
    let inner = "[a-z甲乙丙]{1,4}( [a-z甲乙丙]{1,4}){0,2}";
    prop_oneof![
        4 => phrase(),
        1 => inner.prop_map(|text| format!("**{text}**")),
        1 => inner.prop_map(|text| format!("*{text}*")),
        1 => inner.prop_map(|text| format!("__{text}__")),
        1 => inner.prop_map(|text| format!("_{text}_")),
        1 => (inner, inner).prop_map(|(outer, inner)| format!("**{outer} *{inner}* {outer}**")),
        1 => (inner, inner).prop_map(|(outer, inner)| format!("*{outer} **{inner}***")),
        1 => inner.prop_map(|text| format!("***{text}***")),
        1 => inner.prop_map(|text| format!("`{text}*`")),
        1 => inner.prop_map(|text| format!("`` `{text}` ``")),
        1 => (inner, address()).prop_map(|(text, href)| format!("[{text}]({href})")),
        1 => (inner, address()).prop_map(|(text, href)| format!("**[{text} *a*]({href})**")),
        1 => (inner, address()).prop_map(|(text, href)| format!("![{text}]({href})")),
    ]
}

/// A line that starts with a letter, so that it starts no block.
fn words_of_a_line() -> impl Strategy<Value = String> {
    prop::collection::vec(piece(), 1..4).prop_map(|pieces| format!("甲 {}", pieces.join(" ")))
}

fn paragraph() -> impl Strategy<Value = String> {
    (
        prop::collection::vec(words_of_a_line(), 1..4),
        select(vec!["\n", "  \n", "\\\n", "\n  "]),
    )
        .prop_map(|(lines, end)| lines.join(end))
}

fn list() -> impl Strategy<Value = String> {
    (
        prop::collection::vec(words_of_a_line(), 1..5),
        select(vec!["- ", "* ", "+ ", "1. ", "7) "]),
        select(vec!["\n", "\n\n"]),
        any::<bool>(),
    )
        .prop_map(|(items, mark, gap, goes_on)| {
            let number = mark.trim_end_matches(['.', ')', ' ']).parse::<usize>();
            let sign = mark.trim_start_matches(|c: char| c.is_ascii_digit());
            let items: Vec<String> = items
                .iter()
                .enumerate()
                .map(|(index, item)| {
                    let mark = number
                        .as_ref()
                        .map_or(mark.to_owned(), |first| format!("{}{sign}", first + index));
                    let more = if goes_on {
                        format!("\n{}乙", " ".repeat(mark.len()))
                    } else {
                        String::new()
                    };
                    format!("{mark}{item}{more}")
                })
                .collect();
            items.join(gap)
        })
}

fn table() -> impl Strategy<Value = String> {
    (1_usize..4, any::<bool>())
        .prop_flat_map(|(columns, framed)| {
            let cell = words_of_a_line();
            let row = prop::collection::vec(cell, columns);
            (prop::collection::vec(row, 1..4), Just(framed || columns == 1))
        })
        .prop_map(|(rows, framed)| {
            let line = |cells: &[String]| {
                let cells = cells.join(" | ");
                if framed { format!("| {cells} |") } else { cells }
            };
            let dashes: Vec<String> = rows[0].iter().map(|_| ":---".to_owned()).collect();
            let mut lines = vec![line(&rows[0]), line(&dashes)];
            lines.extend(rows[1..].iter().map(|row| line(row)));
            lines.join("\n")
        })
}

fn leaf() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => paragraph(),
        1 => (1_usize..=6, words_of_a_line(), select(vec!["", " #", " ###"]))
            .prop_map(|(level, words, close)| format!("{} {words}{close}", "#".repeat(level))),
        2 => list(),
        1 => table(),
        1 => (select(vec!["```", "~~~~"]), select(vec!["", "rust", " text"]), prop::collection::vec("[a-z*#>`甲 -]{0,8}", 0..4))
            .prop_map(|(fence, info, lines)| {
                let lines: String = lines.iter().map(|line| format!("x{line}\n")).collect();
                format!("{fence}{info}\n{lines}{fence}")
            }),
        1 => select(vec!["---", "* * *", "___", "- - -"]).prop_map(str::to_owned),
    ]
}

fn quoted(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(|line| format!("> {line}")).collect();
    lines.join("\n")
}

fn document() -> impl Strategy<Value = String> {
    let block = prop_oneof![
        5 => leaf(),
        1 => prop::collection::vec(leaf(), 1..3).prop_map(|inner| quoted(&inner.join("\n\n"))),
    ];
    // Lists that touch would be one; a rule keeps the blocks apart.
    prop::collection::vec(block, 1..6).prop_map(|blocks| blocks.join("\n\n***\n\n"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn well_formed_documents_read_alike(text in document()) {
        prop_assert_eq!(parse(&text), theirs(&text), "{}", text);
    }
}

/// Marks in any order, beside letters of ASCII and spaces, where our rule for Chinese text is CommonMark's.
#[test]
fn marks_that_cross_read_alike() {
    for text in [
        "*a **b* c**",
        "**a *b** c*",
        "***a** b*",
        "*a**b***",
        "a*[b](/c)*d",
        "*[b*](/c)*",
    ] {
        assert_eq!(parse(text), theirs(text), "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn marks_in_any_order_read_alike(text in "a[*_a `]{0,24}a") {
        prop_assert_eq!(parse(&text), theirs(&text), "{}", text);
    }
}

#[test]
fn a_notice_as_staff_write_it_reads_alike() {
    let text = "## 停水通知\n\n因管道检修，**11 月 24 日（周二）** 全小区停水。\n\n1. 请先接好水；\n2. 关好水龙头。\n   - 厨房\n   - 卫生间\n\n\
        > 检修提前结束，会早点来水。\n>\n> - 以通知为准\n\n| 楼号 | 几点停 |\n|---|---|\n| 1–6 号楼 | 8:00 |\n\n不清楚的，打 [居委会电话](tel:02150001234)。";
    assert_eq!(parse(text), theirs(text));
}
