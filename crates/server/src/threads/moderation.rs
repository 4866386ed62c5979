//! The open log of the moderators.

use crate::answer::{self, Cache};
use crate::app::App;
use crate::columns::time;
use crate::extract::Ask;
use crate::fault::Outcome;
use crate::names::named;
use crate::paging::{Cursor, PageAsk, page};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use contract::ModerationEntry;
use sqlx::Row;

/// `GET /v1/moderation`: the newest first. Neither who decided nor what it was about is read here at all.
pub async fn moderation_log(
    State(app): State<App>,
    headers: HeaderMap,
    Ask(ask): Ask<PageAsk>,
) -> Outcome<Response> {
    let (limit, after) = (ask.limit()?, ask.after()?);
    let start = after.unwrap_or(Cursor {
        rank: 0,
        key: i64::MAX,
        id: String::new(),
    });
    let rows = sqlx::query(
        "SELECT m.id, m.at, m.action, m.reason, m.thread_id, t.title FROM moderation m JOIN threads t ON t.id = m.thread_id
         WHERE (m.at, m.id) < ($1, $2) ORDER BY m.at DESC, m.id DESC LIMIT $3",
    )
    .bind(start.key)
    .bind(&start.id)
    .bind(limit as i64 + 1)
    .fetch_all(&app.db.pool)
    .await?;
    let (total,): (i64,) = sqlx::query_as("SELECT COUNT(*) FROM moderation")
        .fetch_one(&app.db.pool)
        .await?;
    let found = rows
        .iter()
        .map(|row| {
            let entry = ModerationEntry {
                id: row.try_get("id")?,
                at: time(row, "at")?,
                action: named(row.try_get("action")?),
                reason: row.try_get("reason")?,
                thread_id: row.try_get("thread_id")?,
                thread_title: row.try_get("title")?,
            };
            let place = Cursor {
                rank: 0,
                key: entry.at.millis(),
                id: entry.id.clone(),
            };
            Ok((place, entry))
        })
        .collect::<Outcome<Vec<_>>>()?;
    answer::json(&headers, &page(found, limit, total), Cache::Shared)
}
