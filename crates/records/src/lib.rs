//! Records of delimiter-separated text (`;` in Pabulib's files, `,` in Polis' exports), each with the line it starts
//! on, so that a reader can say *file, line, reason* about whatever it refuses.
//!
//! The readers of `count` and `opinion` share this. Crates that read CSV in general number lines by what they have
//! consumed so far, which is off by one after CRLF and blank lines, and they take a quote that never closes for the
//! end of the file; both would send somebody to the wrong line of a 130,000-line file.
//!
//! What is read: UTF-8, with or without a byte order mark; lines end with LF or CRLF, also mixed; a field that starts
//! with `"` runs to the closing `"`, may hold delimiters and line ends, and writes a quote as `""`; whatever follows
//! the closing quote up to the next delimiter belongs to the field as it stands. A quote inside an unquoted field is
//! an ordinary character. Blank lines are no records.

mod sheet;

pub use sheet::sheet;

use std::borrow::Cow;
use std::fmt;

/// One record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record<'a> {
    /// The line on which the record starts, from 1.
    pub line: usize,
    /// At least one field, unquoted.
    pub fields: Vec<Cow<'a, str>>,
}

impl Record<'_> {
    /// The field at `index` without surrounding white space; empty where the record is too short to have it.
    pub fn field(&self, index: usize) -> &str {
        self.fields.get(index).map_or("", |field| field.trim())
    }
}

/// Why a text cannot be split further.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Broken {
    /// The line of the trouble, from 1.
    pub line: usize,
    pub reason: Reason,
}

/// Kinds of trouble that concern the text as such.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    NotUtf8,
    /// The quote that opens on this line never closes.
    UnclosedQuote,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Reason::NotUtf8 => "the text is not UTF-8; save the file as UTF-8",
            Reason::UnclosedQuote => "a quote opens on this line and never closes",
        })
    }
}

/// `bytes` as text, without a byte order mark.
///
/// Fails with [`Reason::NotUtf8`] and the line of the first byte that is none.
pub fn text(bytes: &[u8]) -> Result<&str, Broken> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = &bytes[..error.valid_up_to()];
        Broken {
            line: 1 + before.iter().filter(|byte| **byte == b'\n').count(),
            reason: Reason::NotUtf8,
        }
    })?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

/// Splits `text` at `delimiter`, an ASCII character other than a quote or a line end. Stops after the first error.
pub fn records(text: &str, delimiter: u8) -> Records<'_> {
    Records {
        rest: text,
        line: 1,
        delimiter,
    }
}

/// Iterator of [`records`].
#[derive(Debug, Clone)]
pub struct Records<'a> {
    rest: &'a str,
    /// The line on which `rest` starts.
    line: usize,
    delimiter: u8,
}

impl<'a> Iterator for Records<'a> {
    type Item = Result<Record<'a>, Broken>;

    fn next(&mut self) -> Option<Self::Item> {
        self.skip_blank_lines();
        if self.rest.is_empty() {
            return None;
        }
        let line = self.line;
        let mut fields = Vec::new();
        loop {
            let (field, last) = match self.field() {
                Ok(found) => found,
                Err(broken) => {
                    self.rest = "";
                    return Some(Err(broken));
                }
            };
            fields.push(field);
            if last {
                return Some(Ok(Record { line, fields }));
            }
        }
    }
}

impl<'a> Records<'a> {
    fn skip_blank_lines(&mut self) {
        loop {
            let blank = self.rest.bytes().take_while(|byte| *byte == b'\r').count();
            match self.rest.as_bytes().get(blank) {
                Some(b'\n') => {
                    self.rest = &self.rest[blank + 1..];
                    self.line += 1;
                }
                None => return self.rest = "",
                Some(_) => return,
            }
        }
    }

    /// Takes one field and what ends it; true when that is the end of the record.
    fn field(&mut self) -> Result<(Cow<'a, str>, bool), Broken> {
        let Some(quoted) = self.rest.strip_prefix('"') else {
            let (field, last) = self.bare();
            return Ok((Cow::Borrowed(field), last));
        };
        let opened = self.line;
        let mut content = Cow::Borrowed("");
        let mut rest = quoted;
        loop {
            let Some(end) = rest.find('"') else {
                return Err(Broken {
                    line: opened,
                    reason: Reason::UnclosedQuote,
                });
            };
            let (part, after) = (&rest[..end], &rest[end + 1..]);
            self.line += part.bytes().filter(|byte| *byte == b'\n').count();
            append(&mut content, part);
            let Some(more) = after.strip_prefix('"') else {
                self.rest = after;
                break;
            };
            append(&mut content, "\"");
            rest = more;
        }
        let (tail, last) = self.bare();
        append(&mut content, tail);
        Ok((content, last))
    }

    /// Takes what stands before the next delimiter, line end or end of text.
    fn bare(&mut self) -> (&'a str, bool) {
        let end = self
            .rest
            .bytes()
            .position(|byte| byte == self.delimiter || byte == b'\n');
        let end = end.unwrap_or(self.rest.len());
        let field = &self.rest[..end];
        let last = self.rest.as_bytes().get(end) != Some(&self.delimiter);
        if self.rest.as_bytes().get(end) == Some(&b'\n') {
            self.line += 1;
        }
        self.rest = self.rest.get(end + 1..).unwrap_or_default();
        (if last { field.trim_end_matches('\r') } else { field }, last)
    }
}

/// Copies only when there is something to join, so that most fields are borrowed from the text.
fn append<'a>(content: &mut Cow<'a, str>, part: &'a str) {
    if content.is_empty() {
        *content = Cow::Borrowed(part);
    } else if !part.is_empty() {
        content.to_mut().push_str(part);
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn split(text: &str) -> Result<Vec<(usize, Vec<String>)>, Broken> {
        let own = |record: Record<'_>| {
            (
                record.line,
                record.fields.into_iter().map(Cow::into_owned).collect(),
            )
        };
        records(text, b';').map(|record| record.map(own)).collect()
    }

    fn row(line: usize, fields: &[&str]) -> (usize, Vec<String>) {
        (line, fields.iter().map(|field| (*field).to_owned()).collect())
    }

    #[test]
    fn lines_are_numbered_whatever_ends_them() {
        let found = split("a;b\r\n\r\n\nc\nd;\n;e\n").unwrap();
        assert_eq!(
            found,
            [
                row(1, &["a", "b"]),
                row(4, &["c"]),
                row(5, &["d", ""]),
                row(6, &["", "e"])
            ]
        );
        assert_eq!(split("").unwrap(), []);
        assert_eq!(split("\r\n\r").unwrap(), []);
        assert_eq!(split("a").unwrap(), [row(1, &["a"])]);
    }

    #[test]
    fn quoted_fields_hold_anything() {
        let found = split("1;\"a;b\";\"say \"\"hi\"\"\"\r\n2;\"two\nlines\";x\n3;\"\";\"\"\"\"\n").unwrap();
        let expected = [
            row(1, &["1", "a;b", "say \"hi\""]),
            row(2, &["2", "two\nlines", "x"]),
            row(4, &["3", "", "\""]),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn stray_quotes_are_ordinary_characters() {
        let found = split("1;Foo \"bar\";2\n\"a\" b;c\n").unwrap();
        assert_eq!(found, [row(1, &["1", "Foo \"bar\"", "2"]), row(2, &["a b", "c"])]);
    }

    #[test]
    fn an_unclosed_quote_is_told_with_the_line_it_opens_on() {
        let found = split("a\n1;\"b\nc\nd");
        assert_eq!(
            found,
            Err(Broken {
                line: 2,
                reason: Reason::UnclosedQuote
            })
        );
        assert_eq!(
            split("\""),
            Err(Broken {
                line: 1,
                reason: Reason::UnclosedQuote
            })
        );
    }

    #[test]
    fn text_is_utf_8_without_its_mark() {
        assert_eq!(text("\u{feff}é".as_bytes()), Ok("é"));
        assert_eq!(
            text(b"a\nb\xff"),
            Err(Broken {
                line: 2,
                reason: Reason::NotUtf8
            })
        );
        assert_eq!(
            text(&[0xef, 0xbb]),
            Err(Broken {
                line: 1,
                reason: Reason::NotUtf8
            })
        );
    }

    proptest! {
        #[test]
        fn what_is_quoted_is_read_back(table in proptest::collection::vec(proptest::collection::vec("[a\";\r\n 好]{0,4}", 1..4), 0..4)) {
            let mut written = String::new();
            for fields in &table {
                let quoted: Vec<String> = fields.iter().map(|f| format!("\"{}\"", f.replace('"', "\"\""))).collect();
                written += &quoted.join(";");
                written += "\r\n";
            }
            let found: Vec<Vec<String>> = split(&written).unwrap().into_iter().map(|(_, fields)| fields).collect();
            prop_assert_eq!(found, table);
        }

        #[test]
        fn any_text_is_split_or_refused(anything in "[a\";\r\n好]{0,40}") {
            let lines = anything.bytes().filter(|byte| *byte == b'\n').count() + 1;
            match split(&anything) {
                Ok(found) => {
                    prop_assert!(found.iter().all(|(line, fields)| (1..=lines).contains(line) && !fields.is_empty()));
                    prop_assert!(found.windows(2).all(|pair| pair[0].0 < pair[1].0));
                }
                Err(broken) => prop_assert!((1..=lines).contains(&broken.line)),
            }
        }

        #[test]
        fn any_bytes_are_text_or_refused(bytes: Vec<u8>) {
            if let Ok(text) = text(&bytes) {
                prop_assert!(bytes.ends_with(text.as_bytes()));
            }
        }
    }
}
