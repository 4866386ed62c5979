//! `poll late-batch ID FILE.csv`: ballots counted on paper, appended to the board of a closed poll and published as such.
//!
//! One ballot a row, the columns are question ids. What was fixed at close stays as it is; the batch has a root of its own
//! behind it, so that anybody who noted the earlier root can check that ballots were only added.

use super::refusal::{Complaints, Refused, refuse};
use super::store::{done, json};
use crate::db::Db;
use crate::polls::{PollRow, fix_within, leaf, stored_answers};
use contract::{
    Answer, Batch, FieldError, MethodKind, PollEvent, PollEventKind, PollState, Question, Secrecy, Timestamp,
    check_answers, point_limits,
};
use counter::ordered;
use futures_util::TryStreamExt;
use records::{Record, records};
use sqlx::AnyConnection;

/// What a late batch came to.
#[derive(Debug)]
pub struct Appended {
    pub paper: usize,
    /// The whole board with it.
    pub board: Batch,
}

/// Appends the ballots of a file (its name and its text).
pub async fn append(
    tx: &mut AnyConnection,
    db: &Db,
    id: &str,
    (file, text): (&str, &str),
    reason: &str,
    now: Timestamp,
) -> anyhow::Result<Appended> {
    let reason = reason.trim();
    anyhow::ensure!(
        !reason.is_empty(),
        "--reason must say why these ballots come late"
    );
    let known = sqlx::query("SELECT id FROM polls WHERE id = $1")
        .bind(id)
        .fetch_optional(&mut *tx)
        .await?;
    anyhow::ensure!(known.is_some(), "there is no poll with the id {id}");
    let poll = done(fix_within(&mut *tx, db, id, now.millis()).await)?;
    anyhow::ensure!(!poll.cancelled, "the poll {id} was cancelled");
    let (PollState::Closed, Some(root)) = (poll.state(now.millis()), &poll.board_root) else {
        anyhow::bail!("the poll {id} is not closed yet; paper ballots are appended after its end");
    };
    anyhow::ensure!(
        poll.secrecy == Secrecy::Anonymous,
        "the poll {id} is named: a paper ballot without a name cannot be counted in it"
    );
    anyhow::ensure!(
        poll.methods_taken(),
        "the poll {id} has a counting method that is not counted here"
    );
    let eligible = done(poll.eligible(&mut *tx).await)?;
    let voted = done(poll.voted(&mut *tx).await)?;
    let ballots = read(&poll.questions, file, text, eligible, voted)?;

    let (mut tree, count) = (tree_of(&mut *tx, &poll).await?, ballots.len());
    anyhow::ensure!(
        ledger::hex(&tree.root()) == *root,
        "the ballots of poll {id} in the database are not the ones that were fixed; nothing was applied"
    );
    let first = Batch {
        ballots: tree.len(),
        root: root.clone(),
        at: Timestamp::from_millis(poll.closes_at),
        reason: String::new(),
    };
    let mut batches = poll.batches.clone();
    if batches.is_empty() {
        batches.push(first);
    }
    let number = i64::try_from(batches.len())?;
    for (ballot_id, stored) in under_fresh_ids(ballots)? {
        tree.push(done(leaf(&poll.questions, &ballot_id, &stored))?);
        sqlx::query("INSERT INTO ballots (poll_id, ballot_id, answers, batch) VALUES ($1, $2, $3, $4)")
            .bind(id)
            .bind(&ballot_id)
            .bind(&stored)
            .bind(number)
            .execute(&mut *tx)
            .await?;
    }
    let board = Batch {
        ballots: tree.len(),
        root: ledger::hex(&tree.root()),
        at: now,
        reason: reason.to_owned(),
    };
    batches.push(board.clone());
    let mut events = poll.events;
    events.push(PollEvent {
        kind: PollEventKind::LateBatch,
        at: now,
        reason: reason.to_owned(),
    });
    sqlx::query(
        "UPDATE polls SET board_root = $2, board_ballots = $3, board_batches = $4, events = $5 WHERE id = $1",
    )
    .bind(id)
    .bind(&board.root)
    .bind(i64::try_from(board.ballots)?)
    .bind(json(&batches)?)
    .bind(json(&events)?)
    .execute(tx)
    .await?;
    Ok(Appended { paper: count, board })
}

/// The tree over everything that is on the board already.
async fn tree_of(tx: &mut AnyConnection, poll: &PollRow) -> anyhow::Result<ledger::Tree> {
    let mut tree = ledger::Tree::new();
    let mut rows = sqlx::query_as::<_, (String, String)>(
        "SELECT ballot_id, answers FROM ballots WHERE poll_id = $1 ORDER BY batch, ballot_id",
    )
    .bind(&poll.id)
    .fetch(tx);
    while let Some((ballot_id, stored)) = rows.try_next().await? {
        tree.push(done(leaf(&poll.questions, &ballot_id, &stored))?);
    }
    Ok(tree)
}

/// Gives every ballot the id of a secret that nobody keeps, and sorts by it: the order of the pile says nothing, and nobody
/// can change or withdraw a paper ballot.
fn under_fresh_ids(ballots: Vec<String>) -> anyhow::Result<Vec<(String, String)>> {
    let mut named = Vec::with_capacity(ballots.len());
    for stored in ballots {
        let mut secret = [0; 16];
        getrandom::fill(&mut secret).map_err(|e| anyhow::anyhow!("no random numbers: {e}"))?;
        named.push((ledger::hex(&ledger::ballot_id(&secret)), stored));
    }
    named.sort_unstable();
    Ok(named)
}

/// The ballots of a file as they are stored.
fn read(
    questions: &[Question],
    file: &str,
    text: &str,
    eligible: u64,
    voted: u64,
) -> anyhow::Result<Vec<String>> {
    let first = text.lines().next().unwrap_or_default();
    let separator = if first.matches(';').count() > first.matches(',').count() {
        b';'
    } else {
        b','
    };
    let room = eligible.saturating_sub(voted);
    let mut complaints = Complaints::about(file);
    let mut columns: Option<Vec<&Question>> = None;
    let (mut ballots, mut rows) = (Vec::new(), 0u64);
    for record in records(text, separator) {
        let record = record.map_err(|e| refuse(file, e.line, e.reason.to_string()))?;
        let Some(columns) = &columns else {
            columns = Some(header(questions, &record, file)?);
            continue;
        };
        rows += 1;
        if rows == room.saturating_add(1) {
            complaints.at(
                record.line,
                format!(
                    "one ballot too many: {eligible} may vote and {voted} ballots are on the board already"
                ),
            );
        }
        match row(questions, columns, &record) {
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
    Ok(ballots)
}

fn header<'q>(
    questions: &'q [Question],
    record: &Record<'_>,
    file: &str,
) -> Result<Vec<&'q Question>, Refused> {
    let mut complaints = Complaints::about(file);
    let mut columns: Vec<&Question> = Vec::new();
    for at in 0..record.fields.len() {
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
) -> Result<Vec<Answer>, Vec<String>> {
    if record.fields.len() != columns.len() {
        return Err(vec![format!(
            "{} columns here, {} in the first line",
            record.fields.len(),
            columns.len()
        )]);
    }
    let (mut answers, mut reasons) = (Vec::new(), Vec::new());
    for (at, question) in columns.iter().enumerate() {
        match cell(question, record.field(at)) {
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
