//! What each piece of the subset becomes, and what stays text.

use markdown::{Block, Inline, parse};

/// A short notation: `<b>` strong, `<i>` emphasis, `` ` `` code, `[words](href)`, `/` a line end.
fn line(inlines: &[Inline]) -> String {
    inlines
        .iter()
        .map(|inline| match inline {
            Inline::Text(text) => text.clone(),
            Inline::Strong(inner) => format!("<b>{}</b>", line(inner)),
            Inline::Emphasis(inner) => format!("<i>{}</i>", line(inner)),
            Inline::Code(code) => format!("`{code}`"),
            Inline::Link { href, inline } => format!("[{}]({href})", line(inline)),
            Inline::Break => "/".to_owned(),
        })
        .collect()
}

fn outline(blocks: &[Block]) -> String {
    let all: Vec<String> = blocks
        .iter()
        .map(|block| match block {
            Block::Paragraph(inline) => line(inline),
            Block::Heading { level, inline } => format!("h{level} {}", line(inline)),
            Block::List { start, items } => {
                let items: Vec<String> = items.iter().map(|item| outline(item)).collect();
                format!(
                    "{}({})",
                    start.map_or("ul".to_owned(), |n| format!("ol{n}")),
                    items.join(", ")
                )
            }
            Block::Quote(inner) => format!("quote({})", outline(inner)),
            Block::Code(code) => format!("code({code})"),
            Block::Table { head, rows } => {
                let row = |row: &[Vec<Inline>]| row.iter().map(|c| line(c)).collect::<Vec<_>>().join("|");
                let rows: Vec<String> = rows.iter().map(|cells| row(cells)).collect();
                format!("table({}: {})", row(head), rows.join("; "))
            }
            Block::Rule => "rule".to_owned(),
        })
        .collect();
    all.join(" + ")
}

fn check(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(&outline(&parse(text)), expected, "{text:?}");
    }
}

#[test]
fn emphasis_beside_chinese() {
    check(&[
        ("**停水。**请接水", "<b>停水。</b>请接水"),
        ("**注意：**明天停水", "<b>注意：</b>明天停水"),
        ("他说**“好”**呢", "他说<b>“好”</b>呢"),
        ("请**（务必）**到场", "请<b>（务必）</b>到场"),
        ("**24 日(周二)**全小区停水", "<b>24 日(周二)</b>全小区停水"),
        ("**“甲”**，**“乙”**。", "<b>“甲”</b>，<b>“乙”</b>。"),
        ("他*说*了**很多**话", "他<i>说</i>了<b>很多</b>话"),
        ("前**甲*乙*丙**后", "前<b>甲<i>乙</i>丙</b>后"),
        ("***甲***", "<i><b>甲</b></i>"),
    ]);
}

#[test]
fn emphasis_in_other_text() {
    check(&[
        ("**a** b *c* __d__ _e_", "<b>a</b> b <i>c</i> <b>d</b> <i>e</i>"),
        ("snake_case_name 2*3*4", "snake_case_name 2<i>3</i>4"),
        ("5 * 3 * 2 = 30", "5 * 3 * 2 = 30"),
        ("**open", "**open"),
        ("***a**", "*<b>a</b>"),
        ("**a***", "<b>a</b>*"),
        ("*a **b** c*", "<i>a <b>b</b> c</i>"),
        ("\\*a\\*", "*a*"),
    ]);
}

#[test]
fn links_and_addresses() {
    check(&[
        ("[甲](https://a.example)", "[甲](https://a.example)"),
        ("[**甲**乙](/polls/1)", "[<b>甲</b>乙](/polls/1)"),
        (
            "[电话](tel:110)，[信](mailto:a@b.c)",
            "[电话](tel:110)，[信](mailto:a@b.c)",
        ),
        ("![图](https://a.example/b.png)", "[图](https://a.example/b.png)"),
        ("[](https://a.example)", "[https://a.example](https://a.example)"),
        ("[坏](javascript:alert(1))", "[坏](javascript:alert(1))"),
        ("甲*[b*](/c)*丁", "甲<i>[b*](/c)</i>丁"),
        ("*a [b* c](/d)", "*a [b* c](/d)"),
        ("[ ] 甲 [1]", "[ ] 甲 [1]"),
        ("[a [b](/c) d](/e)", "[a [b](/c) d](/e)"),
        (
            "[https://a.example](https://b.example)",
            "[https://a.example](https://b.example)",
        ),
        (
            "<https://a.example/b>",
            "[https://a.example/b](https://a.example/b)",
        ),
        (
            "**见 https://a.example**。",
            "<b>见 [https://a.example](https://a.example)</b>。",
        ),
        (
            "见https://a.example/b_c_d，谢谢",
            "见[https://a.example/b_c_d](https://a.example/b_c_d)，谢谢",
        ),
        ("xhttps://a.example", "xhttps://a.example"),
    ]);
    for text in [
        "[坏](javascript:alert(1))",
        "[a](//b.example)",
        "[a](b \"c\")",
        "[a](data:x)",
        "[a]: /b",
    ] {
        assert_eq!(
            parse(text),
            vec![Block::Paragraph(vec![Inline::Text(text.to_owned())])]
        );
    }
}

#[test]
fn code_is_left_alone() {
    check(&[
        ("`甲：*乙`", "`甲：*乙`"),
        ("`` a`b ``", "`a`b`"),
        ("`a ``b", "`a ``b"),
        ("```rust\n*a*\n\n  b\n```\nc", "code(*a*\n\n  b) + c"),
        ("~~~\n```\n~~~", "code(```)"),
        ("```停水 通知\na", "code(停水 通知\na)"),
    ]);
}

#[test]
fn raw_html_is_text() {
    check(&[
        ("<b>甲</b> <!-- 乙 -->", "<b>甲</b> <!-- 乙 -->"),
        ("<div>\n**a**\n</div>", "<div>/<b>a</b>/</div>"),
        ("a &amp; b &lt;&nbsp;c", "a & b <\u{a0}c"),
    ]);
    assert_eq!(
        parse("<b>甲</b>"),
        vec![Block::Paragraph(vec![Inline::Text("<b>甲</b>".to_owned())])]
    );
}

#[test]
fn blocks_of_all_kinds() {
    check(&[
        ("# 甲\n乙\r\n丙  \n丁\\\n戊", "h1 甲 + 乙/丙/丁/戊"),
        ("### 甲 ##\n####### 乙\n#丙", "h3 甲 + ####### 乙/#丙"),
        ("甲\n---\n乙", "甲 + rule + 乙"),
        ("    甲\n\n　　乙", "甲 + 　　乙"),
        ("> 甲\n> 乙\n丙\n\n丁", "quote(甲/乙/丙) + 丁"),
        ("> > 甲\n> 乙", "quote(quote(甲/乙))"),
        ("> # 甲\n乙", "quote(h1 甲) + 乙"),
        ("", ""),
        (" \n\t\n", ""),
    ]);
}

#[test]
fn lists() {
    check(&[
        ("- 甲\n- 乙", "ul(甲, 乙)"),
        ("说明：\n1. 甲\n2. 乙", "说明： + ol1(甲, 乙)"),
        ("人数\n2026. 年", "人数/2026. 年"),
        ("3) 甲\n\n4) 乙\n\n丙", "ol3(甲, 乙) + 丙"),
        ("- 甲\n  - 乙\n  - 丙\n- 丁", "ul(甲 + ul(乙, 丙), 丁)"),
        ("1. 甲\n   - 乙\n\n   丙\n2. 丁", "ol1(甲 + ul(乙) + 丙, 丁)"),
        ("- 甲\n\t- 乙", "ul(甲 + ul(乙))"),
        ("- 甲\n乙\n\n丙", "ul(甲/乙) + 丙"),
        ("- 甲\n* 乙", "ul(甲) + ul(乙)"),
        ("- ```\n  甲\n  ```\n乙", "ul(code(甲)) + 乙"),
        ("-\n- 甲", "ul(, 甲)"),
        ("-甲 1.乙 + 丙", "-甲 1.乙 + 丙"),
        ("* * *", "rule"),
        ("1234567890. 甲", "1234567890. 甲"),
    ]);
}

#[test]
fn tables() {
    check(&[
        (
            "| 楼 | 时间 |\n|-|:-:|\n| 1 | **8:00** |",
            "table(楼|时间: 1|<b>8:00</b>)",
        ),
        (
            "甲\n楼 | 时间\n--- | ---\n1 | 8:00\n乙",
            "甲 + table(楼|时间: 1|8:00) + 乙",
        ),
        (
            "| a |\n|---|\n| b \\| `c \\| d` | 多 |\n||",
            "table(a: b | `c | d`|多; )",
        ),
        ("| a | b |\n|---|\n", "| a | b |/|---|"),
        ("a | b\n\n--- | ---", "a | b + --- | ---"),
    ]);
}
