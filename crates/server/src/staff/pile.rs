//! A pile of filled-in paper ballots as a CSV file: one ballot a row, the columns are question ids.

use super::refusal::{Complaints, Refused, refuse};
use super::store::done;
use crate::polls::stored_answers;
use contract::{Answer, FieldError, MethodKind, Question, check_answers, point_limits};
use counter::ordered;
use records::{Record, records};

/// What a file holds: ballots as they are stored, in the order of its rows.
#[derive(Debug)]
pub struct Pile {
    pub ballots: Vec<String>,
}

/// Columns are separated by what the first line has more of.
pub fn separator(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default();
    if first.matches(';').count() > first.matches(',').count() {
        b';'
    } else {
        b','
    }
}

/// Reads a file. `whose` are the names of a first column that says whose ballot it is; `each` is shown the line and that
/// cell of every row and may complain.
pub fn read(
    questions: &[Question],
    file: &str,
    text: &str,
    whose: Option<&[&str]>,
    mut each: impl FnMut(&mut Complaints, usize, &str),
) -> anyhow::Result<Pile> {
    let from = usize::from(whose.is_some());
    let mut complaints = Complaints::about(file);
    let mut columns: Option<Vec<&Question>> = None;
    let (mut ballots, mut rows) = (Vec::new(), 0u64);
    for record in records(text, separator(text)) {
        let record = record.map_err(|e| refuse(file, e.line, e.reason.to_string()))?;
        let Some(columns) = &columns else {
            columns = Some(header(questions, &record, file, whose)?);
            continue;
        };
        rows += 1;
        let owner = if from > 0 { record.field(0) } else { "" };
        each(&mut complaints, record.line, owner);
        match row(questions, columns, &record, from) {
            Ok(answers) => ballots.push(done(stored_answers(questions, &answers))?),
            Err(reasons) => reasons
                .into_iter()
                .for_each(|reason| complaints.at(record.line, reason)),
        }
    }
    if rows == 0 && complaints.is_empty() {
        complaints.at(
            1,
            "there is no ballot in this file; the first line names the columns",
        );
    }
    complaints.finish()?;
    Ok(Pile { ballots })
}

/// Gives every ballot the id of a secret that nobody keeps, and sorts by it: the order of the pile says nothing, and nobody
/// can change or withdraw a paper ballot.
pub fn under_fresh_ids(ballots: Vec<String>) -> anyhow::Result<Vec<(String, String)>> {
    let mut named = Vec::with_capacity(ballots.len());
    for stored in ballots {
        let mut secret = [0; 16];
        getrandom::fill(&mut secret).map_err(|e| anyhow::anyhow!("no random numbers: {e}"))?;
        named.push((ledger::hex(&ledger::ballot_id(&secret)), stored));
    }
    named.sort_unstable();
    Ok(named)
}

fn header<'q>(
    questions: &'q [Question],
    record: &Record<'_>,
    file: &str,
    whose: Option<&[&str]>,
) -> Result<Vec<&'q Question>, Refused> {
    let mut complaints = Complaints::about(file);
    let mut columns: Vec<&Question> = Vec::new();
    if let Some(names) = whose
        && !names.contains(&record.field(0).to_lowercase().as_str())
    {
        complaints.at(record.line, format!("the first column is {}", names.join(" or ")));
    }
    for at in usize::from(whose.is_some())..record.fields.len() {
        let name = record.field(at);
        match questions.iter().find(|question| question.id == name) {
            None => complaints.at(record.line, format!("the poll has no question {name:?}")),
            Some(question) if columns.iter().any(|column| column.id == question.id) => {
                complaints.at(record.line, format!("the column {name} stands there twice"));
            }
            Some(question) => columns.push(question),
        }
    }
    for question in questions {
        if !columns.iter().any(|column| column.id == question.id) {
            complaints.at(record.line, format!("the column {} is missing", question.id));
        }
    }
    complaints.finish().map(|()| columns)
}

/// One ballot, or everything that is wrong with it.
fn row(
    questions: &[Question],
    columns: &[&Question],
    record: &Record<'_>,
    from: usize,
) -> Result<Vec<Answer>, Vec<String>> {
    if record.fields.len() != from + columns.len() {
        return Err(vec![format!(
            "{} columns here, {} in the first line",
            record.fields.len(),
            from + columns.len()
        )]);
    }
    let (mut answers, mut reasons) = (Vec::new(), Vec::new());
    for (at, question) in columns.iter().enumerate() {
        match cell(question, record.field(from + at)) {
            Ok(answer) => answers.extend(answer),
            Err(reason) => reasons.push(format!("{}: {reason}", question.id)),
        }
    }
    if reasons.is_empty() {
        let errors = check_answers(questions, &answers);
        reasons.extend(errors.iter().map(|error| worded(error, &answers)));
    }
    if reasons.is_empty() {
        Ok(answers)
    } else {
        Err(reasons)
    }
}

/// What one cell says: option ids separated by `|`, rankings best first with `>`, points as `option=3`. Empty is blank.
fn cell(question: &Question, text: &str) -> Result<Option<Answer>, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let mut answer = Answer {
        question: question.id.clone(),
        options: Vec::new(),
        points: Vec::new(),
        text: None,
    };
    if question.method.kind == MethodKind::Text {
        answer.text = Some(text.to_owned());
        return Ok(Some(answer));
    }
    let (between, other) = if ordered(question) { ('>', '|') } else { ('|', '>') };
    if text.contains(other) && !text.contains(between) {
        return Err(match between {
            '>' => "a ranking is written best first with > between the options".to_owned(),
            _ => "options are written with | between them; only rankings have >".to_owned(),
        });
    }
    for part in text.split(between).map(str::trim) {
        let option = match (point_limits(question), part.rsplit_once('=')) {
            (None, _) => part,
            (Some(_), None) => return Err(format!("{part:?} has no points; write option=3")),
            (Some(_), Some((option, points))) => {
                let points = points.trim().parse();
                answer
                    .points
                    .push(points.map_err(|_| format!("the points in {part:?} are not a number"))?);
                option.trim()
            }
        };
        if option.is_empty() {
            return Err(format!("an option is missing beside a {between}"));
        }
        answer.options.push(option.to_owned());
    }
    Ok(Some(answer))
}

/// What a ballot's check found, for staff: with the question and the option instead of a pointer.
fn worded(error: &FieldError, answers: &[Answer]) -> String {
    let parts: Vec<&str> = error.pointer.split('/').skip(1).collect();
    let at = |place: usize| parts.get(place).and_then(|part| part.parse::<usize>().ok());
    let Some(answer) = at(1).and_then(|place| answers.get(place)) else {
        return error.detail.clone();
    };
    let option = at(3).and_then(|place| answer.options.get(place));
    let option = option.map(|option| format!(" ({option})")).unwrap_or_default();
    format!("{}: {}{option}", answer.question, error.detail)
}
