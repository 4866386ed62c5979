//! What people say about statements, and the public matrix of it.

use super::row::ThreadRow;
use super::statements::{load, read};
use crate::answer::{self, Cache};
use crate::app::App;
use crate::extract::{Id, Json};
use crate::fault::{Fault, Outcome};
use crate::limiter::What;
use crate::names::{name_of, named};
use crate::paging::{Cursor, PageAsk, page};
use crate::person::Person;
use crate::pseudonym;
use crate::secrets::digest;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use contract::*;
use opinion::{LEAST_PEOPLE, Vote, Votes, findings, write_row};
use sqlx::{AnyConnection, AssertSqlSafe, Row};

/// `PUT /v1/statements/{id}/vote`: the last word counts, and saying it again changes nothing.
pub async fn vote_statement(
    State(app): State<App>,
    person: Person,
    Id(id): Id,
    Json { value: ask, .. }: Json<NewStatementVote>,
) -> Outcome<Response> {
    // The column of the counts has the name of the vote.
    let column = match ask.vote {
        StatementVote::Agree => "agree",
        StatementVote::Disagree => "disagree",
        StatementVote::Pass => "pass",
        StatementVote::Other => {
            return Err(FieldCode::UnknownValue
                .at("/vote", "agree, disagree or pass")
                .into());
        }
    };
    let now = app.now();
    let mut tx = app.db.write().await?;
    let (thread_id, visible) = load(&mut tx, &id, &person.id).await?;
    let thread = ThreadRow::load(&mut tx, &thread_id, now).await?;
    if thread.state(now) == ThreadState::Closed {
        return Err(ProblemType::ThreadClosed.into());
    }
    if thread.read_only || !visible {
        return Err(ProblemType::Forbidden.into());
    }
    app.limiter
        .take(What::Opinions, &person.id, now)
        .map_err(|wait| Fault::wait(ProblemType::RateLimited, wait))?;
    let voter = pseudonym::made(&mut tx, &thread_id, &person.id).await?;
    // Writing the statement's row first keeps two phones of one person, and two people, in turn.
    let sql = format!("UPDATE statements SET {column} = {column} + 1 WHERE id = $1");
    sqlx::query(AssertSqlSafe(sql))
        .bind(&id)
        .execute(&mut *tx)
        .await?;
    let before: Option<(String,)> =
        sqlx::query_as("SELECT vote FROM statement_votes WHERE statement_id = $1 AND voter = $2")
            .bind(&id)
            .bind(&voter)
            .fetch_optional(&mut *tx)
            .await?;
    if let Some((before,)) = before {
        let before = match named::<StatementVote>(&before) {
            StatementVote::Agree => "agree",
            StatementVote::Disagree => "disagree",
            _ => "pass",
        };
        let sql = format!("UPDATE statements SET {before} = {before} - 1 WHERE id = $1");
        sqlx::query(AssertSqlSafe(sql))
            .bind(&id)
            .execute(&mut *tx)
            .await?;
    }
    sqlx::query(
        "INSERT INTO statement_votes (statement_id, voter, vote) VALUES ($1, $2, $3)
         ON CONFLICT (statement_id, voter) DO UPDATE SET vote = excluded.vote",
    )
    .bind(&id)
    .bind(&voter)
    .bind(name_of(ask.vote))
    .execute(&mut *tx)
    .await?;
    let row = sqlx::query(
        "SELECT s.*, v.vote FROM statements s JOIN statement_votes v ON v.statement_id = s.id AND v.voter = $2 WHERE s.id = $1",
    )
    .bind(&id)
    .bind(&voter)
    .fetch_one(&mut *tx)
    .await?;
    let statement = read(&row, &person.id)?;
    tx.commit().await?;
    answer::json_as(StatusCode::OK, &statement)
}

/// Those about which `person` has said nothing: the ones that the fewest people have answered first, so that every statement
/// is heard; among equals in an order of this person's own, so that not everybody meets the same ones first. The order is
/// computed, not drawn: asking again gives the same.
pub async fn unanswered(
    connection: &mut AnyConnection,
    thread: &str,
    person: &str,
    ask: &PageAsk,
) -> Outcome<Page<Statement>> {
    let (limit, after) = (ask.limit()?, ask.after()?);
    let voter = pseudonym::known(&mut *connection, thread, person).await?;
    let rows = sqlx::query(
        "SELECT s.*, CAST(NULL AS TEXT) AS vote FROM statements s
         WHERE s.thread_id = $1 AND s.state = 'visible'
           AND NOT EXISTS (SELECT 1 FROM statement_votes v WHERE v.statement_id = s.id AND v.voter = $2)",
    )
    .bind(thread)
    .bind(&voter)
    .fetch_all(connection)
    .await?;
    let total = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    let mut found = rows
        .iter()
        .map(|row| {
            let statement = read(row, person)?;
            let seen = statement.agree + statement.disagree + statement.pass;
            let place = Cursor {
                rank: i64::try_from(seen).unwrap_or(i64::MAX),
                key: own_order(person, &statement.id),
                id: statement.id.clone(),
            };
            Ok((place, statement))
        })
        .collect::<Outcome<Vec<_>>>()?;
    found.sort_by(|(a, _), (b, _)| (a.rank, a.key, &a.id).cmp(&(b.rank, b.key, &b.id)));
    if let Some(after) = after {
        found.retain(|(place, _)| (place.rank, place.key, &place.id) > (after.rank, after.key, &after.id));
    }
    found.truncate(limit + 1);
    Ok(page(found, limit, total))
}

fn own_order(person: &str, statement: &str) -> i64 {
    let hash = digest(&[person.as_bytes(), statement.as_bytes()]);
    i64::from_str_radix(&hash[..15], 16).unwrap_or(0)
}

/// `GET /v1/threads/{id}/votes`. Nobody's votes are in it while there are so few people that somebody who knows them could tell
/// whose a text is.
pub async fn opinion_votes(State(app): State<App>, headers: HeaderMap, Id(id): Id) -> Outcome<Response> {
    let mut connection = app.db.pool.acquire().await?;
    let thread = ThreadRow::load(&mut connection, &id, app.now()).await?;
    if thread.kind != ThreadKind::Statements {
        return Err(ProblemType::NotFound.into());
    }
    let ids: Vec<(i64, String)> = sqlx::query_as(
        "SELECT seq, id FROM statements WHERE thread_id = $1 AND state = 'visible' ORDER BY seq",
    )
    .bind(&id)
    .fetch_all(&mut *connection)
    .await?;
    let rows = sqlx::query(
        "SELECT v.voter, s.seq, v.vote FROM statement_votes v JOIN statements s ON s.id = v.statement_id
         WHERE s.thread_id = $1 AND s.state = 'visible' ORDER BY v.voter, s.seq",
    )
    .bind(&id)
    .fetch_all(&mut *connection)
    .await?;
    let mut people: Vec<(String, Vec<(usize, Vote)>)> = Vec::new();
    for row in &rows {
        let voter: String = row.try_get(0)?;
        let seq: i64 = row.try_get(1)?;
        // Both come from one connection, but a statement may be proposed between the two reads.
        let Ok(at) = ids.binary_search_by_key(&seq, |(seq, _)| *seq) else {
            continue;
        };
        let vote = match named::<StatementVote>(&row.try_get::<String, _>(2)?) {
            StatementVote::Agree => Vote::Agree,
            StatementVote::Disagree => Vote::Disagree,
            _ => Vote::Pass,
        };
        match people.last_mut() {
            Some((same, votes)) if *same == voter => votes.push((at, vote)),
            _ => people.push((voter, vec![(at, vote)])),
        }
    }
    let (mut participants, mut too_few) = (Vec::new(), None);
    if people.len() < LEAST_PEOPLE {
        too_few = Some(counted(&people, ids.len()));
    } else {
        participants.extend(people.iter().map(|(_, votes)| write_row(votes)));
        // Sorted as texts, the order says nothing about who they are or when they came.
        participants.sort_unstable();
    }
    let votes = OpinionVotes {
        statements: ids.into_iter().map(|(_, id)| id).collect(),
        participants,
        too_few,
    };
    answer::json(&headers, &votes, Cache::Shared)
}

/// How many have voted, and how many on enough statements to be grouped: what a page says in place of groups.
fn counted(people: &[(String, Vec<(usize, Vote)>)], statements: usize) -> TooFewVoters {
    let cast = people.iter().enumerate();
    let cast = cast.flat_map(|(voter, (_, votes))| votes.iter().map(move |(at, vote)| (voter, *at, *vote)));
    let votes = Votes::new(people.len(), statements, cast).unwrap_or_default();
    let found = findings(&votes);
    TooFewVoters {
        voters: found.voters as u64,
        enough: found.grouped as u64,
    }
}
