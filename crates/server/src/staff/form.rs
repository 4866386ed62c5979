//! TOML forms: unknown keys, wrong types and unknown words are refused with their line.

use super::clock::Clock;
use super::refusal::{Complaint, Complaints, Refused, line_of, refuse};
use contract::{Text, Timestamp};
use serde::de::DeserializeOwned;
use toml::Spanned;

/// A parsed TOML text that can still say on which line a value stands.
#[derive(Debug)]
pub struct Form<'a> {
    pub complaints: Complaints,
    text: &'a str,
    /// Lines of the file above the TOML text.
    above: usize,
    /// The text was made of this one line of the file.
    row: Option<usize>,
}

impl<'a> Form<'a> {
    /// Parses `text`, which begins after `above` lines of `file`.
    pub fn read<T: DeserializeOwned>(file: &str, text: &'a str, above: usize) -> Result<(T, Self), Refused> {
        match toml::from_str(text) {
            Ok(value) => Ok((
                value,
                Self {
                    complaints: Complaints::about(file),
                    text,
                    above,
                    row: None,
                },
            )),
            Err(e) => {
                let line = e.span().map_or(1, |span| line_of(text, span.start));
                // The parser explains some mistakes over several lines; staff get one.
                let reason = e.message().split_whitespace().collect::<Vec<_>>().join(" ");
                Err(refuse(file, above + line, reason))
            }
        }
    }

    /// Parses what was made of one row of a table: whatever is wrong in it is wrong in that line.
    pub fn read_row<T: DeserializeOwned>(
        file: &str,
        text: &'a str,
        line: usize,
    ) -> Result<(T, Self), Refused> {
        match Self::read(file, text, 0) {
            Ok((value, form)) => Ok((
                value,
                Self {
                    row: Some(line),
                    ..form
                },
            )),
            Err(Refused(complaints)) => Err(Refused(
                complaints.into_iter().map(|c| Complaint { line, ..c }).collect(),
            )),
        }
    }

    pub fn line<T>(&self, value: &Spanned<T>) -> usize {
        self.row
            .unwrap_or_else(|| self.above + line_of(self.text, value.span().start))
    }

    pub fn complain<T>(&mut self, value: &Spanned<T>, reason: impl Into<String>) {
        let line = self.line(value);
        self.complaints.at(line, reason);
    }

    /// The time that a value names; complains and gives the present when it names none.
    pub fn time(&mut self, value: &Spanned<String>, clock: &Clock) -> Timestamp {
        clock.time(value.get_ref()).unwrap_or_else(|reason| {
            self.complain(value, reason);
            clock.now
        })
    }

    pub fn time_if(&mut self, value: &Option<Spanned<String>>, clock: &Clock) -> Option<Timestamp> {
        value.as_ref().map(|value| self.time(value, clock))
    }

    /// A time that must lie behind another one; `reason` is why.
    pub fn time_after(
        &mut self,
        value: &Spanned<String>,
        clock: &Clock,
        earlier: Timestamp,
        reason: &str,
    ) -> Timestamp {
        match clock.time(value.get_ref()) {
            Ok(at) if at > earlier => at,
            Ok(at) => {
                self.complain(value, reason);
                at
            }
            Err(unreadable) => {
                self.complain(value, unreadable);
                clock.now
            }
        }
    }

    /// Complains about words the contract does not know: they parse as `Other`.
    pub fn known<T: PartialEq + Default + Copy>(&mut self, value: &Spanned<T>, words: &str) -> T {
        if *value.get_ref() == T::default() {
            self.complain(value, format!("not one of: {words}"));
        }
        *value.get_ref()
    }

    /// A text that says something and is not longer than `most` characters.
    pub fn words(&mut self, value: &Spanned<String>, most: usize) -> String {
        let text = value.get_ref().trim();
        if text.is_empty() {
            self.complain(value, "this text is empty");
        } else if text.chars().count() > most {
            self.complain(value, format!("this text is longer than {most} characters"));
        }
        text.to_owned()
    }

    /// What is said a second time in plain words.
    pub fn plain(&mut self, value: &Option<Spanned<String>>) -> Option<Text> {
        value.as_ref().map(|value| Text::plain(self.words(value, 20_000)))
    }

    /// An id: it stands in addresses, so only letters, digits, `-` and `_`.
    pub fn id(&mut self, value: &Spanned<String>) -> String {
        let id = value.get_ref();
        let plain = id
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        if id.is_empty() || id.len() > 64 || !plain {
            self.complain(value, "an id has 1 to 64 letters, digits, - or _");
        }
        id.clone()
    }

    /// A share such as `2/3`: more than nothing, at most the whole.
    pub fn share(&mut self, value: &Spanned<String>) -> (u32, u32) {
        let parsed = value
            .get_ref()
            .split_once('/')
            .and_then(|(n, d)| Some((n.trim().parse::<u32>().ok()?, d.trim().parse::<u32>().ok()?)))
            .filter(|(n, d)| *n > 0 && n <= d);
        parsed.unwrap_or_else(|| {
            self.complain(
                value,
                "a share is written as a fraction of at most 1, such as 2/3",
            );
            (1, 1)
        })
    }
}
