//! Markdown as nodes of the page. Nothing that is typed ever becomes HTML: raw HTML is shown as the text it is,
//! pictures become links (nothing is loaded from anywhere), and only harmless kinds of addresses become links.

use leptos::html::{ElementChild, custom};
use leptos::prelude::*;
use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use std::borrow::Cow;

/// `base_level` is the level of the text's own top headings on this page.
#[component]
pub fn Markdown(#[prop(into)] text: String, #[prop(default = 2)] base_level: u8) -> impl IntoView {
    render(&text, base_level)
}

/// An element that is being filled.
struct Open {
    element: Element,
    children: Vec<AnyView>,
}

enum Element {
    Plain(&'static str),
    List(Option<u64>),
    Link(Option<String>),
    CodeBlock,
    Table {
        head: Vec<String>,
    },
    Cell {
        head: bool,
    },
    /// Holds its children and draws nothing itself.
    Nothing,
}

fn render(text: &str, base_level: u8) -> AnyView {
    let text = mend_emphasis(text);
    let parser = Parser::new_ext(&text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH);
    let mut writer = Writer {
        base_level,
        stack: Vec::new(),
        done: Vec::new(),
        column: 0,
        cell_text: String::new(),
    };
    for event in parser {
        writer.take(event);
    }
    writer.done.into_any()
}

struct Writer {
    base_level: u8,
    stack: Vec<Open>,
    done: Vec<AnyView>,
    /// Column of the table cell that comes next, and the words of the head cell that is being read.
    column: usize,
    cell_text: String,
}

impl Writer {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.open(tag),
            Event::End(tag) => self.close(tag),
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => self.text(clean(text)),
            Event::Code(text) => {
                let code = vec![clean(text).into_any()];
                self.add(element("code", code));
            }
            Event::SoftBreak => self.text("\n".to_owned()),
            Event::HardBreak => self.add(view! { <br /> }.into_any()),
            Event::Rule => self.add(view! { <hr /> }.into_any()),
            _ => {}
        }
    }

    fn add(&mut self, view: AnyView) {
        match self.stack.last_mut() {
            Some(open) => open.children.push(view),
            None => self.done.push(view),
        }
    }

    fn text(&mut self, text: String) {
        self.cell_text.push_str(&text);
        self.add(text.into_any());
    }

    fn open(&mut self, tag: Tag<'_>) {
        let kind = match tag {
            Tag::Paragraph => Element::Plain("p"),
            Tag::Heading { level, .. } => Element::Plain(heading(level, self.base_level)),
            Tag::BlockQuote(_) => Element::Plain("blockquote"),
            Tag::CodeBlock(_) => Element::CodeBlock,
            Tag::List(start) => Element::List(start),
            Tag::Item => Element::Plain("li"),
            Tag::Emphasis => Element::Plain("em"),
            Tag::Strong => Element::Plain("strong"),
            Tag::Strikethrough => Element::Plain("del"),
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => Element::Link(address(&dest_url)),
            Tag::Table(_) => Element::Table { head: Vec::new() },
            Tag::TableHead => {
                self.column = 0;
                Element::Plain("tr")
            }
            Tag::TableRow => {
                self.column = 0;
                Element::Plain("tr")
            }
            Tag::TableCell => {
                self.cell_text.clear();
                let head = self.stack.iter().rev().nth(1).is_some_and(|open| {
                    matches!(&open.element, Element::Table { .. }) && open.children.is_empty()
                });
                Element::Cell { head }
            }
            _ => Element::Nothing,
        };
        self.stack.push(Open {
            element: kind,
            children: Vec::new(),
        });
    }

    fn close(&mut self, _: TagEnd) {
        let Some(Open {
            element: kind,
            children,
        }) = self.stack.pop()
        else {
            return;
        };
        let view = match kind {
            Element::Plain(tag) => element(tag, children),
            Element::List(None) => element("ul", children),
            Element::List(Some(1)) => element("ol", children),
            Element::List(Some(start)) => view! { <ol start=start.to_string()>{children}</ol> }.into_any(),
            Element::Link(Some(href)) => {
                view! { <a href=href rel="noopener external">{children}</a> }.into_any()
            }
            Element::CodeBlock => element("pre", vec![element("code", children)]),
            Element::Cell { head } => self.cell(head, children),
            Element::Table { .. } => view! {
                <div class="table-frame"><table class="table" role="table"><tbody role="rowgroup">{children}</tbody></table></div>
            }
            .into_any(),
            Element::Link(None) | Element::Nothing => children.into_any(),
        };
        self.add(view);
    }

    /// A cell names its column, for narrow screens where the head is out of sight.
    fn cell(&mut self, head: bool, children: Vec<AnyView>) -> AnyView {
        let column = self.column;
        self.column += 1;
        let words = std::mem::take(&mut self.cell_text);
        let names = self
            .stack
            .iter_mut()
            .rev()
            .find_map(|open| match &mut open.element {
                Element::Table { head } => Some(head),
                _ => None,
            });
        if head {
            if let Some(names) = names {
                names.push(words);
            }
            return view! { <th role="columnheader" scope="col">{children}</th> }.into_any();
        }
        let name = names
            .and_then(|names| names.get(column).cloned())
            .filter(|name| !name.is_empty());
        view! { <td role="cell" data-label=name><span>{children}</span></td> }.into_any()
    }
}

/// One function for all elements without attributes keeps the app small.
fn element(tag: &'static str, children: Vec<AnyView>) -> AnyView {
    custom(tag).child(children).into_any()
}

/// Headings of a text stand below the page's own; deeper than two levels they say nothing to a reader.
fn heading(level: HeadingLevel, base: u8) -> &'static str {
    match (level, base) {
        (HeadingLevel::H1 | HeadingLevel::H2, ..=2) => "h2",
        (_, ..=2) => "h3",
        (HeadingLevel::H1 | HeadingLevel::H2, 3) => "h3",
        _ => "h4",
    }
}

/// The address where it is of a kind that cannot run anything.
fn address(url: &str) -> Option<String> {
    let scheme = url.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    matches!(scheme.as_deref(), Some("http" | "https" | "mailto" | "tel")).then(|| url.to_owned())
}

/// An empty sign that counts as punctuation while parsing.
const SEAM: &str = "&#8203;";

/// Markdown's emphasis was made for words between spaces: in `**注意：**明天` the closing stars are not seen, because
/// a sign stands before them and a letter after. A seam beside such stars makes them count; `clean` takes it out.
fn mend_emphasis(text: &str) -> Cow<'_, str> {
    if !text.contains('*') {
        return Cow::Borrowed(text);
    }
    let mut mended = String::with_capacity(text.len() + 32);
    let mut rest = text;
    while let Some(at) = rest.find('*') {
        let (before, from) = rest.split_at(at);
        let stars = from.len() - from.trim_start_matches('*').len();
        let (run, after) = from.split_at(stars);
        let previous = before.chars().next_back();
        let next = after.chars().next();
        mended.push_str(before);
        if previous.is_some_and(char::is_alphanumeric) && next.is_some_and(is_sign) {
            mended.push_str(SEAM);
        }
        mended.push_str(run);
        if previous.is_some_and(is_sign) && next.is_some_and(char::is_alphanumeric) {
            mended.push_str(SEAM);
        }
        rest = after;
    }
    mended.push_str(rest);
    Cow::Owned(mended)
}

/// Signs of Chinese text; those of ASCII are left as Markdown has them.
fn is_sign(c: char) -> bool {
    !c.is_ascii() && !c.is_alphanumeric() && !c.is_whitespace()
}

fn clean(text: CowStr<'_>) -> String {
    if text.contains('\u{200b}') || text.contains(SEAM) {
        return text.replace(SEAM, "").replace('\u{200b}', "");
    }
    text.into_string()
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
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn html(text: &str) -> Vec<String> {
        Parser::new(&mend_emphasis(text))
            .filter_map(|event| match event {
                Event::Start(Tag::Strong) => Some("<".to_owned()),
                Event::End(TagEnd::Strong) => Some(">".to_owned()),
                Event::Text(text) => Some(clean(text)),
                Event::Code(text) => Some(clean(text)),
                _ => None,
            })
            .collect()
    }

    #[test]
    fn emphasis_works_beside_chinese_signs() {
        assert_eq!(html("**注意：**明天停水").concat(), "<注意：>明天停水");
        assert_eq!(html("他说**“好”**呢").concat(), "他说<“好”>呢");
        assert_eq!(html("**a** b").concat(), "<a> b");
        assert_eq!(html("`甲：*乙`").concat(), "甲：*乙");
    }

    #[test]
    fn only_harmless_addresses_become_links() {
        assert!(address("https://example.org").is_some());
        assert!(address("TEL:110").is_some());
        assert!(address("javascript:alert(1)").is_none());
        assert!(address("data:text/html,x").is_none());
        assert!(address("/v1/me").is_none());
    }

    proptest! {
        #[test]
        fn mending_adds_nothing_that_stays(text in "[*甲乙：“” a`]{0,40}") {
            let shown = |text: &str| -> String {
                Parser::new(text)
                    .filter_map(|e| match e { Event::Text(t) | Event::Code(t) => Some(clean(t)), _ => None })
                    .collect()
            };
            let letters = |text: String| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
            prop_assert_eq!(letters(shown(&text)), letters(shown(&mend_emphasis(&text))));
        }
    }
}

#[cfg(all(test, target_arch = "wasm32"))]
mod browser_tests {
    use super::*;
    use crate::ui::test_page::{Page, settled};
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
}
