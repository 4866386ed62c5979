//! One notice, and "I have read this".

use super::preview;
use super::requests::own_requests;
use super::row::Reader;
use crate::answer::{self, Cache};
use crate::app::App;
use crate::extract::Id;
use crate::fault::Outcome;
use crate::person::{MaybePerson, Person};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use contract::{Notice, ProblemType};
use sqlx::AnyConnection;

/// `GET /v1/notices/{id}`.
pub async fn detail(
    State(app): State<App>,
    person: MaybePerson,
    headers: HeaderMap,
    Id(id): Id,
) -> Outcome<Response> {
    let notice = load(&app, &person, &id).await?;
    // A preview's address is a secret of its own.
    let cache = if notice.preview { Cache::Never } else { Cache::Own };
    answer::json(&headers, &notice, cache)
}

/// A published notice, or what a preview's address shows.
pub async fn load(app: &App, person: &MaybePerson, id: &str) -> Outcome<Notice> {
    if let Some(preview) = preview::find(app, id).await? {
        return Ok(preview);
    }
    let row = sqlx::query(
        "SELECT n.*, r.read_at FROM notices n
         LEFT JOIN notice_reads r ON r.notice_id = n.id AND r.resident_id = $2
         WHERE n.id = $1 AND n.published_at <= $3",
    )
    .bind(id)
    .bind(person.id())
    .bind(app.now())
    .fetch_optional(&app.db.pool)
    .await?
    .ok_or(ProblemType::NotFound)?;
    let mut notice = Reader::of(person).whole(&row)?;
    if let Some(person) = &person.0 {
        (notice.questions, notice.call) = own_requests(app, &person.id, id).await?;
    }
    Ok(notice)
}

/// Fails where there is no such notice that is published.
pub async fn must_exist(db: &mut AnyConnection, id: &str, now: i64) -> Outcome<()> {
    let known = sqlx::query("SELECT id FROM notices WHERE id = $1 AND published_at <= $2")
        .bind(id)
        .bind(now)
        .fetch_optional(db)
        .await?;
    known.map(|_| ()).ok_or_else(|| ProblemType::NotFound.into())
}

/// `PUT /v1/notices/{id}/read`.
pub async fn mark_read(State(app): State<App>, person: Person, Id(id): Id) -> Outcome<StatusCode> {
    let mut tx = app.db.write().await?;
    must_exist(&mut tx, &id, app.now()).await?;
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
    must_exist(&mut tx, &id, app.now()).await?;
    sqlx::query("DELETE FROM notice_reads WHERE notice_id = $1 AND resident_id = $2")
        .bind(&id)
        .bind(&person.id)
        .execute(&mut *tx)
        .await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
