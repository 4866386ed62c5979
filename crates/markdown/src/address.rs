//! Which addresses become links, and where an address in a text ends.

/// Kinds of addresses that cannot run anything, and the app's own paths. `//host` and `/\host` leave the app while
/// they look like a path.
fn is_harmless(href: &str) -> bool {
    if let Some(path) = href.strip_prefix('/') {
        return !path.starts_with(['/', '\\']);
    }
    href.split_once(':').is_some_and(|(scheme, rest)| {
        !rest.is_empty()
            && ["http", "https", "mailto", "tel"]
                .iter()
                .any(|known| scheme.eq_ignore_ascii_case(known))
    })
}

/// The `(address)` that starts at `at`, with the place after it. Titles are not read: they would be words that nobody
/// sees. Parentheses nest only a little, because a text full of `](` would otherwise be read again from each of them.
pub(crate) fn destination(text: &str, at: usize) -> Option<(String, usize)> {
    let rest = text.get(at..)?.strip_prefix('(')?;
    let inner = rest.trim_start_matches([' ', '\t']);
    let mut depth = 0_u8;
    let mut length = inner.len();
    for (place, c) in inner.char_indices() {
        match c {
            '(' if depth == 8 => return None,
            '(' => depth += 1,
            ')' if depth == 0 => {
                length = place;
                break;
            }
            ')' => depth -= 1,
            '<' | '\\' => return None,
            c if c.is_whitespace() || c.is_control() => {
                length = place;
                break;
            }
            _ => {}
        }
    }
    let (href, after) = inner.split_at_checked(length)?;
    let after = after.trim_start_matches([' ', '\t']).strip_prefix(')')?;
    let href = decode(href);
    is_harmless(&href).then(|| (href, text.len() - after.len()))
}

/// Where the bare address that starts at `at` ends, if one starts there.
pub(crate) fn bare(text: &str, at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    let scheme = ["https://", "http://"].into_iter().find(|scheme| {
        rest.get(..scheme.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    })?;
    let host = rest.get(scheme.len()..)?;
    if !host.starts_with(|c: char| c.is_ascii_alphanumeric() || (!c.is_ascii() && !ends_address(c))) {
        return None;
    }
    let mut address = host.split(ends_address).next()?;
    // What follows an address in a sentence is the sentence's; a parenthesis only when it was opened outside.
    let mut surplus = address.matches(')').count() as isize - address.matches('(').count() as isize;
    while let Some(last) = address.chars().next_back() {
        match last {
            ')' if surplus > 0 => surplus -= 1,
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '_' | '~' => {}
            _ => break,
        }
        address = address.get(..address.len() - 1)?;
    }
    Some(at + scheme.len() + address.len())
}

fn ends_address(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || is_cjk_sign(c)
        || matches!(
            c,
            '<' | '>' | '"' | '`' | '*' | '[' | ']' | '|' | '\\' | '^' | '{' | '}'
        )
}

/// Signs of Chinese, Japanese and Korean text, by their blocks: the standard library's tables would cost kilobytes.
pub(crate) fn is_cjk_sign(c: char) -> bool {
    matches!(c,
        '\u{2010}'..='\u{205e}' | '\u{3000}'..='\u{3004}' | '\u{3008}'..='\u{3020}' | '\u{3030}' | '\u{303d}'
        | '\u{30fb}' | '\u{fe10}'..='\u{fe6f}' | '\u{ff01}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff20}'
        | '\u{ff3b}'..='\u{ff40}' | '\u{ff5b}'..='\u{ff65}')
}

/// The character references that other programs write into Markdown, each with what it stands for.
const REFERENCES: [(&str, &str); 6] = [
    ("&amp;", "&"),
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&quot;", "\""),
    ("&#39;", "'"),
    ("&nbsp;", "\u{a0}"),
];

/// The reference at the start of a text: what it stands for and its length.
pub(crate) fn reference(text: &str) -> Option<(&'static str, usize)> {
    REFERENCES
        .iter()
        .find(|(name, _)| text.starts_with(name))
        .map(|(name, sign)| (*sign, name.len()))
}

pub(crate) fn decode(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, from) = rest.split_at(at);
        decoded.push_str(before);
        let (sign, length) = reference(from).unwrap_or(("&", 1));
        decoded.push_str(sign);
        rest = from.get(length..).unwrap_or_default();
    }
    decoded.push_str(rest);
    decoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_harmless_addresses_pass() {
        for good in [
            "https://a.example",
            "HTTP://a",
            "mailto:a@b.example",
            "TEL:110",
            "/notices/1",
            "/",
        ] {
            assert!(is_harmless(good), "{good}");
        }
        for bad in [
            "javascript:alert(1)",
            "data:text/html,x",
            "//a.example",
            "/\\a.example",
            "a.html",
            "",
            "tel:",
            " https://a",
        ] {
            assert!(!is_harmless(bad), "{bad}");
        }
    }

    #[test]
    fn a_destination_ends_at_its_own_parenthesis() {
        let read = |text| destination(text, 0);
        assert_eq!(read("(https://a/(b))c"), Some(("https://a/(b)".to_owned(), 15)));
        assert_eq!(read("( /a )"), Some(("/a".to_owned(), 6)));
        assert_eq!(
            read("(https://a?b&amp;c)"),
            Some(("https://a?b&c".to_owned(), 19))
        );
        assert_eq!(read("(https://a \"title\")"), None);
        assert_eq!(read("(https://a"), None);
        assert_eq!(read("（https://a）"), None);
        assert_eq!(read("(/\\a)"), None);
    }

    #[test]
    fn a_bare_address_ends_before_the_sentence_goes_on() {
        let read = |text: &'static str| bare(text, 0).and_then(|end| text.get(..end));
        assert_eq!(
            read("https://a.example/b?c=1，请看"),
            Some("https://a.example/b?c=1")
        );
        assert_eq!(read("https://a.example)。"), Some("https://a.example"));
        assert_eq!(read("https://a.example/b_(c))."), Some("https://a.example/b_(c)"));
        assert_eq!(read("Http://a.example**"), Some("Http://a.example"));
        assert_eq!(read("https://a.example！"), Some("https://a.example"));
        assert_eq!(read("https://。"), None);
        assert_eq!(read("https://"), None);
        assert_eq!(read("ftp://a.example"), None);
    }
}
