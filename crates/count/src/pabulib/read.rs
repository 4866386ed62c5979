//! From bytes to an [`Election`].

use std::collections::HashMap;

use records::{Record, records, text};

use super::amount::Amount;
use super::{Ballot, Election, PbError, Project, VoteType};

/// Reads a `.pb` file. `name` is the file's name, for errors only.
///
/// # Errors
/// [`PbError`] with the line to mend, at the first thing that cannot be read: text that is not UTF-8, a quote that never
/// closes, a missing section or column, a project id twice, an amount or number that is none, a vote for a project
/// that is not listed, points that do not match the vote. That META's counts differ from the file is no error.
pub fn read(bytes: &[u8], name: &str) -> Result<Election, PbError> {
    read_lines(bytes).map_err(|Refused { line, reason }| PbError {
        file: name.to_owned(),
        line,
        reason,
    })
}

/// A [`PbError`] before the file's name is put to it.
struct Refused {
    line: usize,
    reason: String,
}

fn refused<T>(line: usize, reason: impl Into<String>) -> Result<T, Refused> {
    Err(Refused {
        line,
        reason: reason.into(),
    })
}

impl From<records::Broken> for Refused {
    fn from(broken: records::Broken) -> Self {
        Self {
            line: broken.line,
            reason: broken.reason.to_string(),
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd)]
enum Section {
    Meta,
    Projects,
    Votes,
}

fn read_lines(bytes: &[u8]) -> Result<Election, Refused> {
    let mut draft = Draft::default();
    let mut section = None;
    let mut columns: Option<Columns> = None;
    let mut last_line = 1;
    for record in records(text(bytes)?, b';') {
        let record = record?;
        last_line = record.line;
        if let Some(next) = section_of(&record) {
            if section.is_some_and(|section| section >= next) || (section.is_none() && next != Section::Meta)
            {
                return refused(
                    record.line,
                    "the sections are not META, PROJECTS, VOTES, once each and in this order",
                );
            }
            if next == Section::Votes && section == Some(Section::Meta) {
                return refused(record.line, "there is no PROJECTS section before VOTES");
            }
            (section, columns) = (Some(next), None);
            continue;
        }
        let Some(section) = section else {
            return refused(record.line, "a .pb file starts with the line META");
        };
        match &columns {
            None => columns = Some(Columns::new(&record, section)?),
            Some(columns) => draft.row(section, columns, &record)?,
        }
    }
    match section {
        Some(Section::Votes) => draft.finish(),
        Some(Section::Projects) => refused(last_line, "the file ends without a VOTES section"),
        _ => refused(last_line, "the file ends without a PROJECTS section"),
    }
}

/// The section that a line opens, if it does.
fn section_of(record: &Record<'_>) -> Option<Section> {
    if record.fields[1..].iter().any(|field| !field.trim().is_empty()) {
        return None;
    }
    let headings = [
        ("META", Section::Meta),
        ("PROJECTS", Section::Projects),
        ("VOTES", Section::Votes),
    ];
    let heading = headings
        .into_iter()
        .find(|(name, _)| record.field(0).eq_ignore_ascii_case(name));
    heading.map(|(_, section)| section)
}

/// Where the columns of the current section stand.
struct Columns {
    names: Vec<String>,
    /// The column every row of the section is made of: project id or vote.
    key: usize,
}

impl Columns {
    fn new(record: &Record<'_>, section: Section) -> Result<Self, Refused> {
        let names: Vec<String> = record
            .fields
            .iter()
            .map(|field| field.trim().to_lowercase())
            .collect();
        let key = match section {
            Section::Meta => "key",
            Section::Projects => "project_id",
            Section::Votes => "vote",
        };
        match names.iter().position(|name| name == key) {
            Some(key) => Ok(Self { names, key }),
            None => refused(record.line, format!("the section has no column {key}")),
        }
    }

    /// The field of a column, empty where the column or the field is missing.
    fn get<'r>(&self, record: &'r Record<'_>, name: &str) -> &'r str {
        self.names
            .iter()
            .position(|found| found == name)
            .map_or("", |index| present(record.field(index)))
    }
}

/// The field, empty where it says that it is: Python writes `None`.
fn present(field: &str) -> &str {
    if ["none", "nan", "null"]
        .iter()
        .any(|word| field.eq_ignore_ascii_case(word))
    {
        ""
    } else {
        field
    }
}

#[derive(Default)]
struct Draft {
    meta: Vec<(String, String)>,
    meta_lines: HashMap<String, usize>,
    projects: Vec<(Project, Amount, Option<Points>)>,
    by_id: HashMap<String, usize>,
    ballots: Vec<(Ballot, Vec<Points>)>,
}

impl Draft {
    fn row(&mut self, section: Section, columns: &Columns, record: &Record<'_>) -> Result<(), Refused> {
        if section == Section::Meta {
            self.meta_row(columns, record);
            return Ok(());
        }
        let known = columns.names.len().min(record.fields.len());
        if record.fields[known..]
            .iter()
            .any(|field| !field.trim().is_empty())
        {
            let (fields, names) = (record.fields.len(), columns.names.len());
            return refused(
                record.line,
                format!("{fields} fields under {names} columns; quote a field that holds ;"),
            );
        }
        match section {
            Section::Projects => self.project_row(columns, record),
            _ => self.vote_row(columns, record),
        }
    }

    /// A value may hold `;` unquoted, because nothing can follow it.
    fn meta_row(&mut self, columns: &Columns, record: &Record<'_>) {
        let key = record.field(columns.key).to_lowercase();
        let value = record.fields.get(columns.key + 1..).unwrap_or_default().join(";");
        let value = value.trim().trim_end_matches(';').to_owned();
        self.meta_lines.entry(key.clone()).or_insert(record.line);
        self.meta.push((key, value));
    }

    fn project_row(&mut self, columns: &Columns, record: &Record<'_>) -> Result<(), Refused> {
        let line = record.line;
        let id = record.field(columns.key).to_owned();
        if id.is_empty() {
            return refused(line, "a project without an id");
        }
        if self.by_id.insert(id.clone(), self.projects.len()).is_some() {
            return refused(line, format!("project {id} is listed twice"));
        }
        let cost = columns.get(record, "cost");
        let amount =
            Amount::read(cost).or_else(|reason| refused(line, format!("the cost {cost:?} {reason}")))?;
        let name = columns.get(record, "name");
        let categories = columns.get(record, "category").split(',').map(str::trim);
        let project = Project {
            name: if name.is_empty() {
                id.clone()
            } else {
                name.to_owned()
            },
            id,
            cost: 0,
            votes: number(columns.get(record, "votes"), "votes", line)?,
            score: None,
            selected: number(columns.get(record, "selected"), "selected", line)?,
            categories: categories
                .filter(|category| !category.is_empty())
                .map(str::to_owned)
                .collect(),
            line,
        };
        let score = Points::read(columns.get(record, "score"), "score", line)?;
        self.projects.push((project, amount, score));
        Ok(())
    }

    fn vote_row(&mut self, columns: &Columns, record: &Record<'_>) -> Result<(), Refused> {
        let line = record.line;
        let mut choices = Vec::new();
        for id in list(record.field(columns.key)) {
            match self.by_id.get(id) {
                Some(project) => choices.push(*project),
                None if present(id).is_empty() => {}
                None => {
                    return refused(
                        line,
                        format!("the vote names project {id}, which PROJECTS does not list"),
                    );
                }
            }
        }
        let mut points = Vec::new();
        for text in list(columns.get(record, "points")) {
            points.extend(Points::read(text, "points", line)?);
        }
        if !points.is_empty() && points.len() != choices.len() {
            let (points, choices) = (points.len(), choices.len());
            return refused(line, format!("{points} points for {choices} projects"));
        }
        let voter = match columns.get(record, "voter_id") {
            "" => (self.ballots.len() + 1).to_string(),
            voter => voter.to_owned(),
        };
        let ballot = Ballot {
            voter,
            choices,
            points: vec![],
            line,
        };
        self.ballots.push((ballot, points));
        Ok(())
    }

    fn finish(self) -> Result<Election, Refused> {
        let meta = |key: &str| {
            self.meta
                .iter()
                .find(|(name, _)| name == key)
                .map_or("", |(_, value)| value.as_str())
        };
        let line = |key: &str| self.meta_lines.get(key).copied().unwrap_or(1);

        let budget = meta("budget");
        let amount = Amount::read(budget)
            .or_else(|reason| refused(line("budget"), format!("META's budget {budget:?} {reason}")))?;
        let decimals = self
            .projects
            .iter()
            .map(|(_, cost, _)| cost.decimals)
            .chain([amount.decimals, 2])
            .max();
        let decimals = decimals.unwrap_or(2);
        let budget = amount
            .in_units(decimals)
            .or_else(|reason| refused(line("budget"), format!("META's budget {reason}")))?;

        let vote_type = match meta("vote_type") {
            "approval" => VoteType::Approval,
            "choose-1" => VoteType::ChooseOne,
            "cumulative" => VoteType::Cumulative,
            "scoring" => VoteType::Scoring,
            "ordinal" => VoteType::Ordinal,
            "" if self.ballots.iter().any(|(_, points)| !points.is_empty()) => VoteType::Cumulative,
            "" => VoteType::Approval,
            other => VoteType::Other(other.to_owned()),
        };
        let rule = Some(meta("rule"))
            .filter(|rule| !rule.is_empty())
            .map(str::to_owned);
        let num_projects = number(meta("num_projects"), "num_projects", line("num_projects"))?;
        let num_votes = number(meta("num_votes"), "num_votes", line("num_votes"))?;

        let mut projects = Vec::with_capacity(self.projects.len());
        let scores = self.projects.iter().filter_map(|(_, _, score)| score.as_ref());
        let given = self.ballots.iter().flat_map(|(_, points)| points);
        let point_decimals = scores
            .chain(given)
            .map(|points| points.size.decimals)
            .max()
            .unwrap_or(0);
        for (project, amount, score) in self.projects {
            let cost = amount.in_units(decimals).or_else(|reason| {
                refused(
                    project.line,
                    format!("the cost of project {} {reason}", project.id),
                )
            })?;
            let score = score
                .map(|score| score.in_units(point_decimals, project.line))
                .transpose()?;
            projects.push(Project {
                cost,
                score,
                ..project
            });
        }
        let mut ballots = Vec::with_capacity(self.ballots.len());
        for (ballot, given) in self.ballots {
            let mut points = Vec::with_capacity(given.len());
            for one in given {
                let units = one.in_units(point_decimals, ballot.line)?;
                match i32::try_from(units) {
                    Ok(units) => points.push(units),
                    Err(_) => return refused(ballot.line, format!("points {units} are out of range")),
                }
            }
            ballots.push(Ballot { points, ..ballot });
        }
        Ok(Election {
            meta: self.meta,
            vote_type,
            rule,
            num_projects,
            num_votes,
            budget,
            decimals,
            point_decimals,
            projects,
            ballots,
        })
    }
}

/// Points before it is known how many decimals the file needs.
struct Points {
    negative: bool,
    size: Amount,
}

impl Points {
    fn read(text: &str, what: &str, line: usize) -> Result<Option<Self>, Refused> {
        if text.is_empty() {
            return Ok(None);
        }
        let (negative, digits) = match text.strip_prefix('-') {
            Some(digits) => (true, digits),
            None => (false, text),
        };
        match Amount::read(digits) {
            Ok(size) => Ok(Some(Self { negative, size })),
            Err(_) => refused(line, format!("{what} {text:?} is no number in range")),
        }
    }

    fn in_units(&self, decimals: u32, line: usize) -> Result<i64, Refused> {
        let units = self.size.in_units(decimals).map(i64::try_from);
        match units {
            Ok(Ok(units)) => Ok(if self.negative { -units } else { units }),
            _ => refused(line, "points with more digits than can be counted exactly"),
        }
    }
}

/// The items of a comma-separated field.
fn list(field: &str) -> impl Iterator<Item = &str> {
    field.split(',').map(str::trim).filter(|item| !item.is_empty())
}

/// A whole number, also written as `12.0`; absent where the field is empty.
fn number<N: std::str::FromStr>(text: &str, what: &str, line: usize) -> Result<Option<N>, Refused> {
    let whole = match text.split_once('.') {
        Some((whole, behind)) if behind.bytes().all(|byte| byte == b'0') => whole,
        _ => text,
    };
    match (text.is_empty(), whole.parse()) {
        (true, _) => Ok(None),
        (false, Ok(number)) => Ok(Some(number)),
        (false, Err(_)) => refused(line, format!("{what} {text:?} is no whole number in range")),
    }
}
