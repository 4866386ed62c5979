//! The few changes that index.html and our own scripts need. Trunk's output is regular, so plain string work will do.

/// A `<link rel="stylesheet">`.
pub struct StyleSheet {
    pub href: String,
    tag: String,
}

/// The value of the first attribute with that name.
pub fn attribute(html: &str, name: &str) -> Option<String> {
    let (_, rest) = html.split_once(&format!(" {name}=\""))?;
    Some(rest.split_once('"')?.0.to_owned())
}

pub fn style_sheets(html: &str) -> Vec<StyleSheet> {
    let mut found = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find("<link") {
        let Some(length) = rest[at..].find('>') else { break };
        let tag = &rest[at..=at + length];
        if attribute(tag, "rel").as_deref() == Some("stylesheet")
            && let Some(href) = attribute(tag, "href")
        {
            found.push(StyleSheet {
                href,
                tag: tag.to_owned(),
            });
        }
        rest = &rest[at + length..];
    }
    found
}

/// A script whose words stand in the page itself, which no content policy of ours lets run.
pub fn inline_script(html: &str) -> Option<&str> {
    html.match_indices("<script")
        .map(|(at, _)| html[at..].split_inclusive('>').next().unwrap_or_default())
        .find(|tag| attribute(tag, "src").is_none())
}

pub fn with_one_style_sheet(html: &str, sheets: &[StyleSheet], href: &str) -> String {
    let mut page = html.to_owned();
    for (at, sheet) in sheets.iter().enumerate() {
        let new = if at == 0 {
            format!("<link rel=\"stylesheet\" href=\"{href}\">")
        } else {
            String::new()
        };
        page = page.replacen(&sheet.tag, &new, 1);
    }
    tidied(&page)
}

/// Without comments, indentation and empty lines.
pub fn tidied(html: &str) -> String {
    let mut page = String::new();
    let mut rest = html;
    while let Some((before, after)) = rest.split_once("<!--") {
        page.push_str(before);
        rest = after
            .split_once("-->")
            .map(|(_, after)| after)
            .unwrap_or_default();
    }
    page.push_str(rest);
    lines(&page, |_| true)
}

/// A script of ours without indentation and without the lines that are nothing but a comment.
pub fn without_comment_lines(script: &str) -> String {
    lines(script, |line| !line.starts_with("//"))
}

fn lines(text: &str, keep: impl Fn(&str) -> bool) -> String {
    let mut kept = String::new();
    for line in text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && keep(line))
    {
        kept.push_str(line);
        kept.push('\n');
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<head>\n  <!-- why\n it is -->\n  <link rel=\"stylesheet\" href=\"/a-1.css\"/>\n  <link rel=\"icon\" href=\"/i.svg\">\n  <link rel=\"stylesheet\" href=\"/b-2.css\"/>\n</head>\n";

    #[test]
    fn style_sheets_become_one_in_the_first_ones_place() {
        let sheets = style_sheets(PAGE);
        assert_eq!(
            sheets.iter().map(|sheet| sheet.href.as_str()).collect::<Vec<_>>(),
            ["/a-1.css", "/b-2.css"]
        );
        assert_eq!(
            with_one_style_sheet(&tidied(PAGE), &sheets, "/all.css"),
            "<head>\n<link rel=\"stylesheet\" href=\"/all.css\">\n<link rel=\"icon\" href=\"/i.svg\">\n</head>\n"
        );
    }

    #[test]
    fn attributes_are_read() {
        assert_eq!(
            attribute("<script src=\"/b.js\" data-js=\"/x.js\">", "data-js").as_deref(),
            Some("/x.js")
        );
        assert_eq!(attribute("<script src=\"/b.js\">", "data-js"), None);
    }

    #[test]
    fn an_inline_script_is_seen() {
        let ours = "<head><script type=\"module\" src=\"/b.js\" data-x=\"<y>\"></script></head>";
        assert_eq!(inline_script(ours), None);
        let other = format!("{ours}<script type=\"module\">import '/x.js'</script>");
        assert_eq!(inline_script(&other), Some("<script type=\"module\">"));
    }

    #[test]
    fn only_whole_comment_lines_leave_a_script() {
        assert_eq!(
            without_comment_lines("  // why\n  f(\"http://x\");\n\n  g(); // kept\n"),
            "f(\"http://x\");\ng(); // kept\n"
        );
    }
}
