//! Texts of adhocracy are HTML from an editor. The app shows no foreign HTML, so the words are taken out of it.

/// The words of an HTML fragment, paragraphs apart by a blank line.
pub fn plain(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, after)) = rest.split_once('<') {
        push_words(&mut out, before);
        let Some((tag, behind)) = after.split_once('>') else {
            // No tag after all: a lone sign that somebody wrote.
            out.push('<');
            push_words(&mut out, after);
            return tidy(&out);
        };
        rest = behind;
        let closing = tag.starts_with('/');
        let name = tag
            .trim_start_matches('/')
            .split(|c: char| c.is_whitespace() || c == '/')
            .next()
            .unwrap_or("");
        match name.to_ascii_lowercase().as_str() {
            "br" => out.push('\n'),
            "li" if !closing => out.push_str("\n• "),
            "p" | "div" | "ul" | "ol" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "blockquote" | "table"
            | "tr" => {
                out.push_str("\n\n");
            }
            "td" | "th" if closing => out.push(' '),
            "script" | "style" if !closing => {
                let end = format!("</{}", name.to_ascii_lowercase());
                rest = rest.to_ascii_lowercase().find(&end).map_or("", |at| &rest[at..]);
            }
            _ => {}
        }
    }
    push_words(&mut out, rest);
    tidy(&out)
}

fn push_words(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        match after
            .split_once(';')
            .and_then(|(name, behind)| Some((entity(name)?, behind)))
        {
            Some((letter, behind)) => {
                out.push(letter);
                rest = behind;
            }
            None => {
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
}

fn entity(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)?
        }
    })
}

/// At most one blank line in a row, no spaces at the ends of lines.
fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut blank = 0;
    for line in text.lines().map(str::trim) {
        if line.is_empty() {
            blank += 1;
            continue;
        }
        if !out.is_empty() {
            out.push_str(if blank > 0 { "\n\n" } else { "\n" });
        }
        blank = 0;
        out.push_str(line);
    }
    out
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::plain;
    use proptest::prelude::*;

    #[test]
    fn paragraphs_lists_and_signs_survive() {
        assert_eq!(
            plain(
                "<p>First &amp; <strong>second</strong>.</p>\r\n<p>3 &lt; 4&#33;<br />next</p><ul><li>a</li><li>b</li></ul>"
            ),
            "First & second.\n\n3 < 4!\nnext\n\n• a\n• b"
        );
    }

    #[test]
    fn scripts_are_no_words() {
        assert_eq!(
            plain("a<script>alert('<b>')</script>b<SCRIPT src=x></SCRIPT>"),
            "ab"
        );
        assert_eq!(plain("1 < 2"), "1 < 2");
        assert_eq!(plain("AT&T &unknown; &#xD800;"), "AT&T &unknown; &#xD800;");
    }

    proptest! {
        #[test]
        fn never_panics(html in "[<>/&;a-pscript#x0-9 é居\\n]{0,80}") {
            let _ = plain(&html);
        }
    }
}
