//! Reader for the files of a Polis export: `summary.csv`, `comments.csv`, `votes.csv` and
//! `participants-votes.csv` (compdemocracy.org; CC BY 4.0 with attribution to The Computational Democracy Project).
//!
//! Columns are found by their names, so their order and further columns do not matter. Each reader takes the bytes of
//! one file and its name, which is used in errors only, and refuses what it cannot read with file, line and reason.

use std::collections::HashSet;
use std::fmt;
use std::str::FromStr;

use records::{Record, Records, records, text};

use crate::Vote;

/// Why a file is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolisError {
    pub file: String,
    /// From 1.
    pub line: usize,
    pub reason: String,
}

impl fmt::Display for PolisError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.reason)
    }
}

impl std::error::Error for PolisError {}

/// `summary.csv`: what the conversation is about. What a file does not say is empty or absent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    pub topic: String,
    pub url: String,
    /// Markdown, often several paragraphs.
    pub description: String,
    pub voters: Option<u64>,
    pub comments: Option<u64>,
    pub groups: Option<u64>,
}

/// What moderators decided about a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moderation {
    Rejected,
    Undecided,
    Accepted,
}

/// A statement, one row of `comments.csv`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    pub id: u32,
    pub author: u32,
    /// Milliseconds since 1970, UTC.
    pub at: u64,
    /// Votes as Polis counted them when it exported; repeated votes of one person may be in it more than once.
    pub agrees: u32,
    pub disagrees: u32,
    pub moderated: Moderation,
    pub body: String,
    pub line: usize,
}

/// One row of `votes.csv`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cast {
    /// Milliseconds since 1970, UTC.
    pub at: u64,
    pub comment: u32,
    pub voter: u32,
    pub vote: Vote,
}

/// `participants-votes.csv`: the matrix and the published opinion groups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Participants {
    /// Ids of the statements, in the order of the columns.
    pub comments: Vec<u32>,
    pub rows: Vec<Participant>,
}

/// One row of `participants-votes.csv`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Participant {
    pub id: u32,
    /// The opinion group that Polis published; absent for people who voted too little to be in one.
    pub group: Option<u32>,
    /// One entry for each of [`Participants::comments`]; absent where not voted on.
    pub votes: Vec<Option<Vote>>,
    pub line: usize,
}

/// Reads `summary.csv`, lines of a key and a value.
pub fn summary(bytes: &[u8], file: &str) -> Result<Summary, PolisError> {
    named(file, || {
        let mut found = Summary::default();
        for record in records(text(bytes)?, b',') {
            let record = record?;
            let value = record.field(1);
            match record.field(0) {
                "topic" => found.topic = value.to_owned(),
                "url" => found.url = value.to_owned(),
                "conversation-description" => found.description = value.to_owned(),
                "voters" => found.voters = optional(value, "voters", record.line)?,
                "comments" => found.comments = optional(value, "comments", record.line)?,
                "groups" => found.groups = optional(value, "groups", record.line)?,
                _ => {}
            }
        }
        Ok(found)
    })
}

/// Reads `comments.csv` in the order of the file. A statement listed twice is refused.
pub fn comments(bytes: &[u8], file: &str) -> Result<Vec<Comment>, PolisError> {
    named(file, || {
        let mut table = Table::open(bytes)?;
        let [id, moderated] = table.columns(["comment-id", "moderated"])?;
        // Some exports have less about a statement.
        let [author, at, agrees, disagrees, body] =
            ["author-id", "timestamp", "agrees", "disagrees", "comment-body"].map(|name| table.column(name));
        let mut known = HashSet::new();
        let mut found = Vec::new();
        while let Some(record) = table.next_row()? {
            let line = record.line;
            let comment = Comment {
                id: number(record.field(id), "comment-id", line)?,
                author: told(author, &record, "author-id")?,
                at: told(at, &record, "timestamp")?,
                agrees: told(agrees, &record, "agrees")?,
                disagrees: told(disagrees, &record, "disagrees")?,
                moderated: match record.field(moderated) {
                    "-1" => Moderation::Rejected,
                    "0" | "" => Moderation::Undecided,
                    "1" => Moderation::Accepted,
                    other => return refused(line, format!("moderated is {other:?}, not -1, 0 or 1")),
                },
                body: body.map_or("", |column| record.field(column)).to_owned(),
                line,
            };
            if !known.insert(comment.id) {
                return refused(line, format!("comment {} is listed twice", comment.id));
            }
            found.push(comment);
        }
        Ok(found)
    })
}

/// Reads `votes.csv`, sorted by time and otherwise in the order of the file, so that of several votes of one person on one statement the
/// last is the one that counts, as [`Votes::new`](crate::Votes::new) takes it.
pub fn votes(bytes: &[u8], file: &str) -> Result<Vec<Cast>, PolisError> {
    named(file, || {
        let mut table = Table::open(bytes)?;
        let [at, comment, voter, vote] = table.columns(["timestamp", "comment-id", "voter-id", "vote"])?;
        let mut found = Vec::new();
        while let Some(record) = table.next_row()? {
            let line = record.line;
            found.push(Cast {
                at: number(record.field(at), "timestamp", line)?,
                comment: number(record.field(comment), "comment-id", line)?,
                voter: number(record.field(voter), "voter-id", line)?,
                vote: said(record.field(vote), line)?,
            });
        }
        found.sort_by_key(|cast| cast.at);
        Ok(found)
    })
}

/// Reads `participants-votes.csv` in the order of the file. Columns with a number for a name are statements.
pub fn participants(bytes: &[u8], file: &str) -> Result<Participants, PolisError> {
    named(file, || {
        let mut table = Table::open(bytes)?;
        let [id] = table.columns(["participant"])?;
        // Exports of conversations without groups do not have it.
        let group = table.column("group-id");
        let numbered = table
            .names
            .iter()
            .enumerate()
            .filter_map(|(at, name)| Some((at, name.parse::<u32>().ok()?)));
        let (columns, comments): (Vec<usize>, Vec<u32>) = numbered.unzip();
        if comments.iter().collect::<HashSet<_>>().len() < comments.len() {
            return refused(table.line, "a statement has two columns");
        }
        let mut known = HashSet::new();
        let mut rows = Vec::new();
        while let Some(record) = table.next_row()? {
            let line = record.line;
            let vote = |column: &usize| match record.field(*column) {
                "" => Ok(None),
                text => said(text, line).map(Some),
            };
            let participant = Participant {
                id: number(record.field(id), "participant", line)?,
                group: match group {
                    Some(group) => optional(record.field(group), "group-id", line)?,
                    None => None,
                },
                votes: columns.iter().map(vote).collect::<Result<_, _>>()?,
                line,
            };
            if !known.insert(participant.id) {
                return refused(line, format!("participant {} is listed twice", participant.id));
            }
            rows.push(participant);
        }
        Ok(Participants { comments, rows })
    })
}

/// A [`PolisError`] before the file's name is put to it.
struct Refused {
    line: usize,
    reason: String,
}

impl From<records::Broken> for Refused {
    fn from(broken: records::Broken) -> Self {
        Self {
            line: broken.line,
            reason: broken.reason.to_string(),
        }
    }
}

fn refused<T>(line: usize, reason: impl Into<String>) -> Result<T, Refused> {
    Err(Refused {
        line,
        reason: reason.into(),
    })
}

fn named<T>(file: &str, read: impl FnOnce() -> Result<T, Refused>) -> Result<T, PolisError> {
    read().map_err(|Refused { line, reason }| PolisError {
        file: file.to_owned(),
        line,
        reason,
    })
}

/// A file with a line of column names.
struct Table<'a> {
    /// Line of the column names.
    line: usize,
    names: Vec<String>,
    rows: Records<'a>,
}

impl<'a> Table<'a> {
    fn open(bytes: &'a [u8]) -> Result<Self, Refused> {
        let mut rows = records(text(bytes)?, b',');
        let Some(heading) = rows.next() else {
            return refused(1, "the file is empty");
        };
        let heading = heading?;
        Ok(Self {
            line: heading.line,
            names: heading.fields.iter().map(|name| name.trim().to_owned()).collect(),
            rows,
        })
    }

    fn column(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|known| known == name)
    }

    fn columns<const N: usize>(&self, names: [&str; N]) -> Result<[usize; N], Refused> {
        let mut found = [0; N];
        for (column, name) in found.iter_mut().zip(names) {
            match self.column(name) {
                Some(at) => *column = at,
                None => return refused(self.line, format!("there is no column {name}")),
            }
        }
        Ok(found)
    }

    /// The next row; one with more or fewer fields than columns is refused, because its columns would be guessed.
    fn next_row(&mut self) -> Result<Option<Record<'a>>, Refused> {
        let Some(record) = self.rows.next() else {
            return Ok(None);
        };
        let record = record?;
        let (fields, names) = (record.fields.len(), self.names.len());
        if fields != names {
            return refused(record.line, format!("{fields} fields under {names} columns"));
        }
        Ok(Some(record))
    }
}

fn said(text: &str, line: usize) -> Result<Vote, Refused> {
    match text {
        "1" => Ok(Vote::Agree),
        "0" => Ok(Vote::Pass),
        "-1" => Ok(Vote::Disagree),
        other => refused(line, format!("a vote is {other:?}, not -1, 0 or 1")),
    }
}

fn number<N: FromStr>(text: &str, what: &str, line: usize) -> Result<N, Refused> {
    text.parse()
        .or_else(|_| refused(line, format!("{what} {text:?} is no whole number in range")))
}

/// A number that says something about the row; 0 where the column is missing or empty.
fn told<N: FromStr + Default>(column: Option<usize>, record: &Record, what: &str) -> Result<N, Refused> {
    let text = column.map_or("", |column| record.field(column));
    Ok(optional(text, what, record.line)?.unwrap_or_default())
}

fn optional<N: FromStr>(text: &str, what: &str, line: usize) -> Result<Option<N>, Refused> {
    if text.is_empty() {
        Ok(None)
    } else {
        number(text, what, line).map(Some)
    }
}
