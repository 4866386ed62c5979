//! Markdown as nodes of the page. Nothing that is typed ever becomes HTML: the crate `markdown` gives data, raw HTML is
//! shown as the text it is, pictures become links (nothing is loaded from anywhere), and only harmless kinds of
//! addresses become links.

use crate::platform::passages::{Passage, passages};
use leptos::html::{ElementChild, custom};
use leptos::prelude::*;
use markdown::{Block, Inline};

/// `base_level` is the level of the text's own top headings on this page; `mark` are words to be marked wherever they stand.
#[component]
pub fn Markdown(
    #[prop(into)] text: String,
    #[prop(default = 2)] base_level: u8,
    #[prop(optional, into)] mark: String,
) -> impl IntoView {
    blocks(markdown::parse(&text), &Look { base_level, mark }).into_any()
}

struct Look {
    base_level: u8,
    mark: String,
}

fn blocks(blocks: Vec<Block>, look: &Look) -> Vec<AnyView> {
    blocks.into_iter().map(|b| block(b, look)).collect()
}

fn block(block: Block, look: &Look) -> AnyView {
    match block {
        Block::Paragraph(words) => element("p", inlines(words, look)),
        Block::Heading { level, inline } => element(heading(level, look.base_level), inlines(inline, look)),
        Block::List { start, items } => list(start, items, look),
        Block::Quote(inner) => element("blockquote", blocks(inner, look)),
        Block::Code(code) => element("pre", vec![element("code", vec![code.into_any()])]),
        Block::Table { head, rows } => table(head, rows, look),
        Block::Rule => element("hr", Vec::new()),
    }
}

fn list(start: Option<u64>, items: Vec<Vec<Block>>, look: &Look) -> AnyView {
    let items: Vec<AnyView> = items.into_iter().map(|i| item(i, look)).collect();
    match start {
        None => element("ul", items),
        Some(1) => element("ol", items),
        Some(start) => view! { <ol start=start.to_string()>{items}</ol> }.into_any(),
    }
}

/// The first words of an item stand beside its mark; only what follows them is set apart.
fn item(item: Vec<Block>, look: &Look) -> AnyView {
    let mut rest = item.into_iter().peekable();
    let mut children = match rest.next_if(|first| matches!(first, Block::Paragraph(_))) {
        Some(Block::Paragraph(words)) => inlines(words, look),
        _ => Vec::new(),
    };
    children.extend(rest.map(|b| block(b, look)));
    element("li", children)
}

/// A cell names its column, for narrow screens where the head is out of sight.
fn table(head: Vec<Vec<Inline>>, rows: Vec<Vec<Vec<Inline>>>, look: &Look) -> AnyView {
    let names: Vec<String> = head.iter().map(|words| markdown::plain_text(words)).collect();
    // A first column without a name is where the rows have theirs.
    let rows_have_names = names.first().is_some_and(String::is_empty);
    // Drawn as blocks on a narrow screen it stays a row by its role.
    let line = |cells: Vec<AnyView>| view! { <tr role="row">{cells}</tr> }.into_any();
    let mut lines = vec![line(
        head.into_iter().map(|words| head_cell(words, look)).collect(),
    )];
    for row in rows {
        let cells = row.into_iter().enumerate();
        lines.push(line(
            cells
                .map(|(column, words)| match column {
                    0 if rows_have_names => row_head(words, look),
                    _ => cell(names.get(column), words, look),
                })
                .collect(),
        ));
    }
    view! {
        <div class="table-frame"><table class="table" role="table"><tbody role="rowgroup">{lines}</tbody></table></div>
    }
    .into_any()
}

fn head_cell(words: Vec<Inline>, look: &Look) -> AnyView {
    if words.is_empty() {
        // A column without a name has no header to read out.
        return view! { <td role="cell"></td> }.into_any();
    }
    view! { <th role="columnheader" scope="col">{inlines(words, look)}</th> }.into_any()
}

fn row_head(words: Vec<Inline>, look: &Look) -> AnyView {
    view! { <th role="rowheader" scope="row">{inlines(words, look)}</th> }.into_any()
}

fn cell(name: Option<&String>, words: Vec<Inline>, look: &Look) -> AnyView {
    let name = name.filter(|name| !name.is_empty()).cloned();
    view! { <td role="cell" data-label=name><span>{inlines(words, look)}</span></td> }.into_any()
}

fn inlines(words: Vec<Inline>, look: &Look) -> Vec<AnyView> {
    words.into_iter().map(|words| inline(words, look)).collect()
}

/// A text with the words that are looked for marked.
fn marked(text: &str, mark: &str) -> AnyView {
    let piece = |piece: Passage<'_>| {
        let text = piece.text.to_owned().into_any();
        if piece.found {
            element("mark", vec![text])
        } else {
            text
        }
    };
    passages(text, mark)
        .into_iter()
        .map(piece)
        .collect::<Vec<_>>()
        .into_any()
}

fn inline(inline: Inline, look: &Look) -> AnyView {
    match inline {
        Inline::Text(text) if look.mark.is_empty() => text.into_any(),
        Inline::Text(text) => marked(&text, &look.mark),
        Inline::Strong(words) => element("strong", inlines(words, look)),
        Inline::Emphasis(words) => element("em", inlines(words, look)),
        Inline::Code(code) => element("code", vec![code.into_any()]),
        Inline::Link { href, inline } => {
            // `external` keeps the router away; the app's own paths are the router's to open.
            let rel = (!href.starts_with('/')).then_some("noopener noreferrer external");
            view! { <a href=href rel=rel>{inlines(inline, look)}</a> }.into_any()
        }
        Inline::Break => element("br", Vec::new()),
    }
}

/// One function for all elements without attributes keeps the app small.
fn element(tag: &'static str, children: Vec<AnyView>) -> AnyView {
    custom(tag).child(children).into_any()
}

/// Headings of a text stand below the page's own; deeper than two levels they say nothing to a reader.
fn heading(level: u8, base: u8) -> &'static str {
    match (level, base) {
        (..=2, ..=2) => "h2",
        (_, ..=2) | (..=2, 3) => "h3",
        _ => "h4",
    }
}

pub fn fixtures() -> Vec<super::Fixture> {
    let text = "## 停水通知\n\n因管道检修，**11 月 24 日（周二）8:00–11:00**全小区停水。\n\n1. 请先接好水；\n2. 关好水龙头。\n\n\
        > 检修提前结束，会早点来水。\n\n| 楼号 | 几点停 | 几点来 |\n|---|---|---|\n| 1–6 号楼 | 8:00 | 11:00 |\n\
        | 7–12 号楼 | 8:30 | 10:30 |\n\n不清楚的，打 [居委会电话](tel:02150001234)。<b>这里不是 HTML。</b>";
    vec![(
        "Markdown",
        view! { <div class="text-body"><Markdown text=text base_level=3 /></div> }.into_any(),
    )]
}

#[cfg(test)]
#[cfg(target_arch = "wasm32")]
mod browser_tests {
    use super::*;
    use crate::ui::page_for_tests::{Page, settled};
    use wasm_bindgen_test::*;
    wasm_bindgen_test_configure!(run_in_browser);

    #[wasm_bindgen_test]
    async fn html_and_bad_addresses_stay_text() {
        let text = "# 标题\n\n<img src=x onerror=alert(1)> [坏](javascript:alert(1)) ![图](https://a.example/b.png)\n\n\
            | 楼 | 时间 |\n|-|-|\n| 1 | 8:00 |";
        let page = Page::show(move || view! { <Markdown text=text /> }.into_any());
        settled().await;
        assert_eq!(page.all("img").len(), 0);
        assert_eq!(page.all("script").len(), 0);
        let links = page.all("a");
        assert_eq!(links.len(), 1, "the picture is a link, the script is none");
        assert_eq!(
            links[0].get_attribute("href").as_deref(),
            Some("https://a.example/b.png")
        );
        assert_eq!(page.find("h2").text_content().as_deref(), Some("标题"));
        assert_eq!(page.all("th").len(), 2);
        assert_eq!(
            page.all("td")[1].get_attribute("data-label").as_deref(),
            Some("时间")
        );
    }

    #[wasm_bindgen_test]
    async fn lines_stay_and_the_routers_links_are_left_to_it() {
        let text = "**停水。**请接水\n见 [投票](/polls/1)，或 https://a.example/b。\n\n3. 甲\n4. 乙";
        let page = Page::show(move || view! { <Markdown text=text /> }.into_any());
        settled().await;
        assert_eq!(page.find("strong").text_content().as_deref(), Some("停水。"));
        assert_eq!(page.all("p br").len(), 1);
        let links = page.all("a");
        assert_eq!(links[0].get_attribute("href").as_deref(), Some("/polls/1"));
        assert_eq!(links[0].get_attribute("rel"), None);
        assert_eq!(
            links[1].get_attribute("href").as_deref(),
            Some("https://a.example/b")
        );
        assert_eq!(
            links[1].get_attribute("rel").as_deref(),
            Some("noopener noreferrer external")
        );
        assert_eq!(page.find("ol").get_attribute("start").as_deref(), Some("3"));
        assert_eq!(page.all("li p").len(), 0);
    }
}
