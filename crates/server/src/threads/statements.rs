//! Statements of a deliberation, to read.

use super::row::ThreadRow;
use crate::answer::{self, Cache};
use crate::app::App;
use crate::columns::time;
use crate::extract::{Ask, Id};
use crate::fault::Outcome;
use crate::names::named;
use crate::paging::{Cursor, PageAsk, page};
use crate::person::MaybePerson;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use contract::Statement;
use sqlx::Row;

/// `GET /v1/threads/{id}/statements`: in the order in which they were written.
pub async fn list_statements(
    State(app): State<App>,
    person: MaybePerson,
    headers: HeaderMap,
    Id(id): Id,
    Ask(ask): Ask<PageAsk>,
) -> Outcome<Response> {
    let (limit, after) = (ask.limit()?, ask.after()?);
    let mut connection = app.db.pool.acquire().await?;
    ThreadRow::load(&mut connection, &id, app.now()).await?;
    let start = after.unwrap_or(Cursor {
        rank: 0,
        key: i64::MIN,
        id: String::new(),
    });
    let rows = sqlx::query(
        "SELECT s.*, v.vote FROM statements s LEFT JOIN statement_votes v ON v.statement_id = s.id AND v.voter = $2
         WHERE s.thread_id = $1 AND s.seq > $3 ORDER BY s.seq LIMIT $4",
    )
    .bind(&id)
    .bind(person.id())
    .bind(start.key)
    .bind(limit as i64 + 1)
    .fetch_all(&mut *connection)
    .await?;
    let (total,): (i64,) = sqlx::query_as("SELECT COUNT(*) FROM statements WHERE thread_id = $1")
        .bind(&id)
        .fetch_one(&mut *connection)
        .await?;
    let found = rows
        .iter()
        .map(|row| {
            let number = |column: &str| -> Outcome<u64> {
                Ok(u64::try_from(row.try_get::<i64, _>(column)?).unwrap_or(0))
            };
            let statement = Statement {
                id: row.try_get("id")?,
                text: row.try_get("text")?,
                created_at: time(row, "created_at")?,
                agree: number("agree")?,
                disagree: number("disagree")?,
                pass: number("pass")?,
                mine: row.try_get::<Option<String>, _>("vote")?.as_deref().map(named),
            };
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
