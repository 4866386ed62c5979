//! `import polis DIR`: a deliberation that was held with Polis, with its real statements and every vote.
//!
//! The folder is one of Polis' open-data exports: `comments.csv`, `votes.csv` (1 agree, -1 disagree, 0 pass) and
//! `summary.csv`. Where a person voted twice on a statement, the later vote counts, as it did there.

use super::house::House;
use super::refusal::{Complaints, Refused, read_text, refuse, shown};
use super::store::insert_texts;
use super::thread::{self, NewStatement, NewThread};
use contract::{RelatedKind, Role, Source, Text, ThreadKind, Timestamp};
use records::records;
use sha2::{Digest, Sha256};
use sqlx::AnyConnection;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

/// What was brought in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    pub id: String,
    pub statements: usize,
    /// Statements that the moderators there had rejected; left out.
    pub rejected: usize,
    pub participants: usize,
    pub votes: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Vote {
    Agree,
    Disagree,
    Pass,
}

impl Vote {
    fn word(self) -> &'static str {
        match self {
            Self::Agree => "agree",
            Self::Disagree => "disagree",
            Self::Pass => "pass",
        }
    }
}

struct Comment {
    number: u32,
    text: String,
    at: Timestamp,
    rejected: bool,
}

/// Reads the folder and stores the thread. `rejected` brings in what the moderators there had rejected, too.
pub async fn import(
    db: &mut AnyConnection,
    house: &House,
    dir: &Path,
    rejected: bool,
) -> anyhow::Result<Imported> {
    let comments_path = dir.join("comments.csv");
    let votes_path = dir.join("votes.csv");
    let comments_text = read_text(&comments_path)?;
    let votes_text = read_text(&votes_path)?;
    let summary = read_text(&dir.join("summary.csv")).unwrap_or_default();
    let mut comments = comments(&shown(&comments_path), &comments_text)?;
    let votes = votes(&shown(&votes_path), &votes_text, &comments)?;
    comments.sort_by_key(|comment| comment.number);

    let digest = Sha256::new()
        .chain_update(&comments_text)
        .chain_update(&votes_text)
        .finalize();
    let id = format!("polis-{}", ledger::hex(&digest[..6]));
    if house.has(RelatedKind::Thread, &id) {
        return Err(refuse(
            &shown(dir),
            1,
            format!("this deliberation is here already, as {id}"),
        )
        .into());
    }
    let name = dir
        .file_name()
        .map_or_else(|| "polis".to_owned(), |name| name.to_string_lossy().into_owned());
    let facts = facts(&summary);
    let title = facts.get("topic").cloned().unwrap_or(name);
    let left_out = |comment: &Comment| comment.rejected && !rejected;
    let kept: Vec<&Comment> = comments.iter().filter(|comment| !left_out(comment)).collect();
    if kept.is_empty() {
        return Err(refuse(&shown(&comments_path), 1, "there is no statement to bring in").into());
    }

    let begun = votes
        .values()
        .map(|(at, _)| *at)
        .chain(kept.iter().map(|c| c.at.millis()))
        .min()
        .unwrap_or_default();
    let ended = votes.values().map(|(at, _)| *at).max().unwrap_or(begun);
    let statement_id = |number: u32| format!("{id}-{number}");
    let new = NewThread {
        id: id.clone(),
        title: title.chars().take(120).collect(),
        kind: ThreadKind::Statements,
        body: Text::markdown(about(&summary)),
        author_id: None,
        author_name: Some("Polis".to_owned()),
        author_role: Role::Other,
        created_at: Timestamp::from_millis(begun),
        closes_at: Some(Timestamp::from_millis(ended.max(begun + 1))),
        summary: None,
        summary_at: None,
        reply_levels: 0,
        moderated: false,
        read_only: true,
        related: vec![],
        source: Some(Source {
            name: "The Computational Democracy Project (data gathered using the Polis software)".to_owned(),
            url: Some(
                facts
                    .get("url")
                    .cloned()
                    .unwrap_or_else(|| "https://compdemocracy.org/case-studies".to_owned()),
            ),
            licence: Some("CC BY 4.0".to_owned()),
        }),
        statements: kept
            .iter()
            .map(|c| NewStatement {
                id: statement_id(c.number),
                text: c.text.clone(),
                created_at: c.at,
            })
            .collect(),
        posts: vec![],
    };
    thread::insert(db, &new).await?;

    let numbers: HashMap<u32, ()> = kept.iter().map(|c| (c.number, ())).collect();
    let mut rows = Vec::new();
    let mut tallies: BTreeMap<u32, [i64; 3]> = BTreeMap::new();
    let mut participants = std::collections::HashSet::new();
    for ((number, voter), (_, vote)) in &votes {
        if !numbers.contains_key(number) {
            continue;
        }
        tallies.entry(*number).or_default()[*vote as usize] += 1;
        participants.insert(*voter);
        rows.push([statement_id(*number), format!("p{voter}"), vote.word().to_owned()]);
    }
    rows.sort();
    insert_texts(db, "statement_votes (statement_id, voter, vote)", &rows).await?;
    for (number, [agree, disagree, pass]) in tallies {
        sqlx::query("UPDATE statements SET agree = $2, disagree = $3, pass = $4 WHERE id = $1")
            .bind(statement_id(number))
            .bind(agree)
            .bind(disagree)
            .bind(pass)
            .execute(&mut *db)
            .await?;
    }
    Ok(Imported {
        id,
        statements: kept.len(),
        rejected: comments.len() - kept.len(),
        participants: participants.len(),
        votes: rows.len(),
    })
}

/// `summary.csv`: a name and a value on each line.
fn facts(text: &str) -> HashMap<String, String> {
    let lines = records(text, b',').filter_map(Result::ok);
    lines
        .filter(|r| !r.field(1).is_empty())
        .map(|r| (r.field(0).to_owned(), r.field(1).to_owned()))
        .collect()
}

/// What the conversation was about in its own words, and the summary's other rows as a table.
fn about(summary: &str) -> String {
    let (mut words, mut table) = (String::new(), String::from("| summary.csv | |\n|---|---|\n"));
    for record in records(summary, b',').filter_map(Result::ok) {
        if record.field(0) == "conversation-description" {
            words = format!("{}\n\n", record.field(1));
            continue;
        }
        let cell = |at| {
            record
                .field(at)
                .replace('|', "\\|")
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
        };
        table.push_str(&format!("| {} | {} |\n", cell(0), cell(1)));
    }
    words + &table
}

/// A CSV table whose columns are found by name.
fn table<'a>(
    file: &str,
    text: &'a str,
    names: &[&str],
) -> Result<
    (
        Vec<usize>,
        impl Iterator<Item = Result<records::Record<'a>, Refused>>,
    ),
    Refused,
> {
    let owned = file.to_owned();
    let broken = move |e: records::Broken| refuse(&owned, e.line, e.reason.to_string());
    let mut rows = records(text, b',').map(move |record| record.map_err(&broken));
    let Some(head) = rows.next().transpose()? else {
        return Err(refuse(file, 1, "the file is empty"));
    };
    let mut complaints = Complaints::about(file);
    let mut columns = Vec::new();
    for name in names {
        match (0..head.fields.len()).find(|at| head.field(*at) == *name) {
            Some(at) => columns.push(at),
            None => complaints.at(head.line, format!("the column {name} is missing")),
        }
    }
    complaints.finish()?;
    Ok((columns, rows))
}

fn comments(file: &str, text: &str) -> Result<Vec<Comment>, Refused> {
    let (columns, rows) = table(
        file,
        text,
        &["timestamp", "comment-id", "moderated", "comment-body"],
    )?;
    let mut complaints = Complaints::about(file);
    let mut read: Vec<Comment> = Vec::new();
    let mut seen = HashMap::new();
    for row in rows {
        let row = row?;
        let [at, number, moderated, body] = [0, 1, 2, 3].map(|i| row.field(columns[i]));
        let at = at
            .parse::<i64>()
            .map_err(|_| complaints.at(row.line, format!("timestamp {at:?} is no number")));
        let number = number
            .parse::<u32>()
            .map_err(|_| complaints.at(row.line, format!("comment-id {number:?} is no number")));
        if body.is_empty() {
            complaints.at(row.line, "the statement is empty");
        }
        let (Ok(at), Ok(number)) = (at, number) else {
            continue;
        };
        if let Some(first) = seen.insert(number, row.line) {
            complaints.at(
                row.line,
                format!("the statement {number} is already in line {first}"),
            );
        }
        let rejected = moderated == "-1";
        read.push(Comment {
            number,
            text: body.to_owned(),
            at: Timestamp::from_millis(at),
            rejected,
        });
    }
    complaints.finish()?;
    Ok(read)
}

type Votes = HashMap<(u32, u32), (i64, Vote)>;

fn votes(file: &str, text: &str, comments: &[Comment]) -> Result<Votes, Refused> {
    let (columns, rows) = table(file, text, &["timestamp", "comment-id", "voter-id", "vote"])?;
    let known: HashMap<u32, ()> = comments.iter().map(|c| (c.number, ())).collect();
    let mut complaints = Complaints::about(file);
    let mut read = Votes::new();
    for row in rows {
        let row = row?;
        let [at, number, voter, vote] = [0, 1, 2, 3].map(|i| row.field(columns[i]));
        let vote = match vote {
            "1" => Vote::Agree,
            "-1" => Vote::Disagree,
            "0" => Vote::Pass,
            other => {
                complaints.at(row.line, format!("the vote {other:?} is not 1, -1 or 0"));
                continue;
            }
        };
        let (Ok(at), Ok(number), Ok(voter)) =
            (at.parse::<i64>(), number.parse::<u32>(), voter.parse::<u32>())
        else {
            complaints.at(row.line, "timestamp, comment-id and voter-id must be numbers");
            continue;
        };
        if !known.contains_key(&number) {
            complaints.at(
                row.line,
                format!("there is no statement {number} in comments.csv"),
            );
            continue;
        }
        let kept = read.entry((number, voter)).or_insert((at, vote));
        if at >= kept.0 {
            *kept = (at, vote);
        }
    }
    complaints.finish()?;
    Ok(read)
}
