//! Notices.

use crate::answer::{self, Cache};
use crate::app::App;
use crate::columns::{flag, maybe_stored, maybe_time, stored, time};
use crate::extract::{Ask, Id, query_enum};
use crate::fault::Outcome;
use crate::names::{name_of, named};
use crate::paging::{Cursor, PageAsk, page};
use crate::person::{MaybePerson, Person};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use contract::{Notice, NoticeCategory, NoticeSummary, ProblemType};
use serde::Deserialize;
use sqlx::Row;
use sqlx::any::AnyRow;

#[derive(Debug, Deserialize)]
pub struct ListAsk {
    category: Option<String>,
    cursor: Option<String>,
    limit: Option<String>,
}

/// `GET /v1/notices`: pinned first, then urgent ones still in force, then the rest; each the newest first.
pub async fn list(
    State(app): State<App>,
    person: MaybePerson,
    headers: HeaderMap,
    Ask(ask): Ask<ListAsk>,
) -> Outcome<Response> {
    let category = query_enum::<NoticeCategory>(ask.category.as_deref(), "category")?
        .map(name_of)
        .unwrap_or_default();
    let paging = PageAsk {
        cursor: ask.cursor,
        limit: ask.limit,
    };
    let (limit, after, now) = (paging.limit()?, paging.after()?, app.now());
    let start = after.unwrap_or(Cursor {
        rank: i64::MAX,
        key: i64::MAX,
        id: String::new(),
    });
    let rows = sqlx::query(
        "SELECT * FROM (
           SELECT n.id, n.title, n.summary, n.category, n.urgency, n.pinned, n.publisher, n.published_at, n.updated_at,
             n.valid_until, n.asks_read, r.read_at,
             CAST(CASE WHEN n.valid_until <= $1 THEN 0 WHEN n.pinned = 1 THEN 2 WHEN n.urgency = 'urgent' THEN 1
               ELSE 0 END AS BIGINT) AS place
           FROM notices n LEFT JOIN notice_reads r ON r.notice_id = n.id AND r.resident_id = $2
           WHERE n.published_at <= $1 AND ($3 = '' OR n.category = $3)) AS listed
         WHERE (place, published_at, id) < ($4, $5, $6)
         ORDER BY place DESC, published_at DESC, id DESC LIMIT $7",
    )
    .bind(now)
    .bind(person.id())
    .bind(&category)
    .bind(start.rank)
    .bind(start.key)
    .bind(&start.id)
    .bind(limit as i64 + 1)
    .fetch_all(&app.db.pool)
    .await?;
    let (total,): (i64,) = sqlx::query_as(
        "SELECT COUNT(*) FROM notices WHERE published_at <= $1 AND ($2 = '' OR category = $2)",
    )
    .bind(now)
    .bind(&category)
    .fetch_one(&app.db.pool)
    .await?;
    let signed_in = person.0.is_some();
    let found = rows
        .iter()
        .map(|row| {
            let notice = summary(row, signed_in)?;
            let place = Cursor {
                rank: row.try_get("place")?,
                key: notice.published_at.millis(),
                id: notice.id.clone(),
            };
            Ok((place, notice))
        })
        .collect::<Outcome<Vec<_>>>()?;
    answer::json(&headers, &page(found, limit, total), Cache::Own)
}

/// `GET /v1/notices/{id}`.
pub async fn detail(
    State(app): State<App>,
    person: MaybePerson,
    headers: HeaderMap,
    Id(id): Id,
) -> Outcome<Response> {
    let row = sqlx::query(
        "SELECT n.*, r.read_at FROM notices n
         LEFT JOIN notice_reads r ON r.notice_id = n.id AND r.resident_id = $2
         WHERE n.id = $1 AND n.published_at <= $3",
    )
    .bind(&id)
    .bind(person.id())
    .bind(app.now())
    .fetch_optional(&app.db.pool)
    .await?
    .ok_or(ProblemType::NotFound)?;
    let notice = whole(&row, person.0.is_some())?;
    answer::json(&headers, &notice, Cache::Own)
}

/// `PUT /v1/notices/{id}/read`.
pub async fn mark_read(State(app): State<App>, person: Person, Id(id): Id) -> Outcome<StatusCode> {
    let mut tx = app.db.write().await?;
    let known = sqlx::query("SELECT id FROM notices WHERE id = $1 AND published_at <= $2")
        .bind(&id)
        .bind(app.now())
        .fetch_optional(&mut *tx)
        .await?;
    known.ok_or(ProblemType::NotFound)?;
    sqlx::query(
        "INSERT INTO notice_reads (notice_id, resident_id, read_at) VALUES ($1, $2, $3)
         ON CONFLICT (notice_id, resident_id) DO NOTHING",
    )
    .bind(&id)
    .bind(&person.id)
    .bind(app.now())
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `DELETE /v1/notices/{id}/read`.
pub async fn unmark_read(State(app): State<App>, person: Person, Id(id): Id) -> Outcome<StatusCode> {
    let mut tx = app.db.write().await?;
    let known = sqlx::query("SELECT id FROM notices WHERE id = $1 AND published_at <= $2")
        .bind(&id)
        .bind(app.now())
        .fetch_optional(&mut *tx)
        .await?;
    known.ok_or(ProblemType::NotFound)?;
    sqlx::query("DELETE FROM notice_reads WHERE notice_id = $1 AND resident_id = $2")
        .bind(&id)
        .bind(&person.id)
        .execute(&mut *tx)
        .await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

fn read_mark(row: &AnyRow, signed_in: bool) -> Outcome<Option<bool>> {
    let read = row.try_get::<Option<i64>, _>("read_at")?.is_some();
    Ok(signed_in.then_some(read))
}

fn summary(row: &AnyRow, signed_in: bool) -> Outcome<NoticeSummary> {
    Ok(NoticeSummary {
        id: row.try_get("id")?,
        title: row.try_get("title")?,
        summary: row.try_get("summary")?,
        category: named(row.try_get("category")?),
        urgency: named(row.try_get("urgency")?),
        pinned: flag(row, "pinned")?,
        publisher: row.try_get("publisher")?,
        published_at: time(row, "published_at")?,
        updated_at: maybe_time(row, "updated_at")?,
        valid_until: maybe_time(row, "valid_until")?,
        read: read_mark(row, signed_in)?,
        asks_read: flag(row, "asks_read")?,
    })
}

fn whole(row: &AnyRow, signed_in: bool) -> Outcome<Notice> {
    let NoticeSummary {
        id,
        title,
        summary,
        category,
        urgency,
        pinned,
        publisher,
        published_at,
        updated_at,
        valid_until,
        read,
        asks_read,
    } = summary(row, signed_in)?;
    Ok(Notice {
        id,
        title,
        summary,
        category,
        urgency,
        pinned,
        publisher,
        published_at,
        updated_at,
        valid_until,
        read,
        asks_read,
        body: stored(row, "body")?,
        plain: maybe_stored(row, "plain")?,
        event: maybe_stored(row, "event")?,
        images: stored(row, "images")?,
        attachments: stored(row, "attachments")?,
        related: stored(row, "related")?,
        corrections: stored(row, "corrections")?,
        withdrawn: row.try_get("withdrawn")?,
    })
}
