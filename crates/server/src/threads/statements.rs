//! Statements of a deliberation: reading them and proposing one.

use super::STATEMENT_CHARS;
use super::opinions::unanswered;
use super::row::ThreadRow;
use crate::answer::{self, Cache};
use crate::app::App;
use crate::columns::time;
use crate::extract::{Ask, Id, IdempotencyKey, Json};
use crate::fault::{Fault, Outcome};
use crate::idempotency::{Keyed, Seen};
use crate::length::too_long;
use crate::limiter::What;
use crate::names::named;
use crate::paging::{Cursor, PageAsk, page};
use crate::person::{MaybePerson, Person};
use crate::pseudonym;
use crate::secrets;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use contract::{FieldCode, NewStatement, ProblemType, Statement, ThreadKind, ThreadState};
use serde::Deserialize;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

#[derive(Debug, Deserialize)]
pub struct StatementsAsk {
    order: Option<String>,
    cursor: Option<String>,
    limit: Option<String>,
}

/// `GET /v1/threads/{id}/statements`: in the order in which they were written.
pub async fn list_statements(
    State(app): State<App>,
    person: MaybePerson,
    headers: HeaderMap,
    Id(id): Id,
    Ask(ask): Ask<StatementsAsk>,
) -> Outcome<Response> {
    let paging = PageAsk {
        cursor: ask.cursor,
        limit: ask.limit,
    };
    let (limit, after) = (paging.limit()?, paging.after()?);
    let mut connection = app.db.pool.acquire().await?;
    ThreadRow::load(&mut connection, &id, app.now()).await?;
    match ask.order.as_deref() {
        None | Some("oldest" | "other") => {}
        Some("unanswered") if person.0.is_none() => return Err(ProblemType::NotSignedIn.into()),
        Some("unanswered") => {
            let page = unanswered(&mut connection, &id, person.id(), &paging).await?;
            return answer::json(&headers, &page, Cache::Own);
        }
        Some(_) => return Err(Fault::new(ProblemType::BadRequest, "order has no such value")),
    }
    let voter = pseudonym::known(&mut connection, &id, person.id()).await?;
    let start = after.unwrap_or(Cursor {
        rank: 0,
        key: i64::MIN,
        id: String::new(),
    });
    let rows = sqlx::query(
        "SELECT s.*, v.vote FROM statements s LEFT JOIN statement_votes v ON v.statement_id = s.id AND v.voter = $2
         WHERE s.thread_id = $1 AND (s.state = 'visible' OR s.author_id = $3) AND s.seq > $4 ORDER BY s.seq LIMIT $5",
    )
    .bind(&id)
    .bind(&voter)
    .bind(person.id())
    .bind(start.key)
    .bind(limit as i64 + 1)
    .fetch_all(&mut *connection)
    .await?;
    let (total,): (i64,) = sqlx::query_as(
        "SELECT COUNT(*) FROM statements WHERE thread_id = $1 AND (state = 'visible' OR author_id = $2)",
    )
    .bind(&id)
    .bind(person.id())
    .fetch_one(&mut *connection)
    .await?;
    let found = rows
        .iter()
        .map(|row| {
            let statement = read(row, person.id())?;
            Ok((
                Cursor {
                    rank: 0,
                    key: row.try_get("seq")?,
                    id: statement.id.clone(),
                },
                statement,
            ))
        })
        .collect::<Outcome<Vec<_>>>()?;
    answer::json(&headers, &page(found, limit, total), Cache::Own)
}

/// `POST /v1/threads/{id}/statements`: one thought a statement, to nobody in particular.
pub async fn propose_statement(
    State(app): State<App>,
    person: Person,
    Id(id): Id,
    IdempotencyKey(key): IdempotencyKey,
    Json { value: ask, .. }: Json<NewStatement>,
) -> Outcome<Response> {
    // A statement is one sentence to agree with or not; line breaks are blanks.
    let text = ask.text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() {
        return Err(FieldCode::Missing.at("/text", "write something").into());
    }
    if too_long(&text, STATEMENT_CHARS) {
        return Err(FieldCode::TooLong
            .at("/text", format!("at most {STATEMENT_CHARS} characters"))
            .into());
    }
    let now = app.now();
    let keyed = key.map(|key| Keyed::new(&["statement", &id, &person.id], &key, text.as_bytes()));
    let mut tx = app.db.write().await?;
    if let Some(keyed) = &keyed
        && let Seen::Before(Some(made)) = keyed.look(&mut tx).await?
    {
        return created(&mut tx, &made, &person.id).await;
    }
    let thread = ThreadRow::load(&mut tx, &id, now).await?;
    if thread.state(now) == ThreadState::Closed {
        return Err(ProblemType::ThreadClosed.into());
    }
    if thread.read_only || thread.kind != ThreadKind::Statements {
        return Err(ProblemType::Forbidden.into());
    }
    app.limiter
        .take(What::Posts, &person.id, now)
        .map_err(|wait| Fault::wait(ProblemType::RateLimited, wait))?;
    // Writing the thread's row keeps everybody else from taking the same number, or proposing the same, meanwhile.
    sqlx::query("UPDATE threads SET active_at = $2 WHERE id = $1")
        .bind(&id)
        .bind(now)
        .execute(&mut *tx)
        .await?;
    let (seq,): (i64,) = sqlx::query_as(
        "SELECT CAST(COALESCE(MAX(seq), 0) + 1 AS BIGINT) FROM statements WHERE thread_id = $1",
    )
    .bind(&id)
    .fetch_one(&mut *tx)
    .await?;
    let statement_id = secrets::new_id()?;
    if let Some(keyed) = &keyed
        && !keyed.keep(&mut tx, Some(&statement_id), now).await?
    {
        // PostgreSQL: a twin of this request was faster, and it has ended by now.
        return match keyed.look(&mut tx).await? {
            Seen::Before(Some(made)) => created(&mut tx, &made, &person.id).await,
            _ => Err(Fault::wait(ProblemType::Unavailable, 1)),
        };
    }
    let same: Option<(String,)> =
        sqlx::query_as("SELECT id FROM statements WHERE thread_id = $1 AND text = $2")
            .bind(&id)
            .bind(&text)
            .fetch_optional(&mut *tx)
            .await?;
    if let Some((existing,)) = same {
        return Err(Fault::existing(existing));
    }
    sqlx::query(
        "INSERT INTO statements (id, thread_id, seq, text, created_at, author_id, state)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(&statement_id)
    .bind(&id)
    .bind(seq)
    .bind(&text)
    .bind(now)
    .bind(&person.id)
    .bind(if thread.moderated { "pending" } else { "visible" })
    .execute(&mut *tx)
    .await?;
    let answer = created(&mut tx, &statement_id, &person.id).await?;
    tx.commit().await?;
    Ok(answer)
}

async fn created(connection: &mut AnyConnection, id: &str, person: &str) -> Outcome<Response> {
    let row = sqlx::query("SELECT s.*, CAST(NULL AS TEXT) AS vote FROM statements s WHERE s.id = $1")
        .bind(id)
        .fetch_optional(connection)
        .await?
        .ok_or(ProblemType::NotFound)?;
    let waits = row.try_get::<String, _>("state")? == "pending";
    let status = if waits {
        StatusCode::ACCEPTED
    } else {
        StatusCode::CREATED
    };
    answer::json_as(status, &read(&row, person)?)
}

/// The thread of a statement that this person can see, and whether everybody can.
pub async fn load(connection: &mut AnyConnection, id: &str, person: &str) -> Outcome<(String, bool)> {
    let found: Option<(String, String)> = sqlx::query_as(
        "SELECT thread_id, state FROM statements WHERE id = $1 AND (state = 'visible' OR author_id = $2)",
    )
    .bind(id)
    .bind(person)
    .fetch_optional(connection)
    .await?;
    let (thread, state) = found.ok_or(ProblemType::NotFound)?;
    Ok((thread, state == "visible"))
}

/// A statement as `person` sees it; nobody's id is empty.
pub fn read(row: &AnyRow, person: &str) -> Outcome<Statement> {
    let number =
        |column: &str| -> Outcome<u64> { Ok(u64::try_from(row.try_get::<i64, _>(column)?).unwrap_or(0)) };
    Ok(Statement {
        id: row.try_get("id")?,
        text: row.try_get("text")?,
        created_at: time(row, "created_at")?,
        agree: number("agree")?,
        disagree: number("disagree")?,
        pass: number("pass")?,
        mine: row.try_get::<Option<String>, _>("vote")?.as_deref().map(named),
        state: named(row.try_get("state")?),
        can_report: !person.is_empty()
            && row.try_get::<String, _>("state")? == "visible"
            && row.try_get::<Option<String>, _>("author_id")?.as_deref() != Some(person),
        state_reason: row.try_get("state_reason")?,
    })
}
