//! Reports of posts to the moderators.

use super::REPORT_CHARS;
use crate::answer::{self, Cache};
use crate::app::App;
use crate::columns::time;
use crate::extract::{Ask, IdempotencyKey, Json, is_id};
use crate::fault::{Fault, Outcome};
use crate::idempotency::{Keyed, Seen};
use crate::limiter::What;
use crate::names::{name_of, named};
use crate::paging::{Cursor, PageAsk, page};
use crate::person::Person;
use crate::secrets;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use contract::{FieldCode, NewReport, ProblemType, Report, ReportReason};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

/// `GET /v1/reports`: one's own, the newest first.
pub async fn my_reports(
    State(app): State<App>,
    person: Person,
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
        "SELECT * FROM reports WHERE resident_id = $1 AND (created_at, id) < ($2, $3)
         ORDER BY created_at DESC, id DESC LIMIT $4",
    )
    .bind(&person.id)
    .bind(start.key)
    .bind(&start.id)
    .bind(limit as i64 + 1)
    .fetch_all(&app.db.pool)
    .await?;
    let (total,): (i64,) = sqlx::query_as("SELECT COUNT(*) FROM reports WHERE resident_id = $1")
        .bind(&person.id)
        .fetch_one(&app.db.pool)
        .await?;
    let found = rows
        .iter()
        .map(|row| {
            let report = read(row)?;
            Ok((
                Cursor {
                    rank: 0,
                    key: report.created_at.millis(),
                    id: report.id.clone(),
                },
                report,
            ))
        })
        .collect::<Outcome<Vec<_>>>()?;
    answer::json(&headers, &page(found, limit, total), Cache::Never)
}

/// `POST /v1/reports`. Reporting a post twice is one report.
pub async fn report(
    State(app): State<App>,
    person: Person,
    IdempotencyKey(key): IdempotencyKey,
    Json { value: ask, .. }: Json<NewReport>,
) -> Outcome<Response> {
    let mut errors = Vec::new();
    if ask.reason == ReportReason::Other {
        errors.push(FieldCode::UnknownValue.at("/reason", "no such reason"));
    }
    if ask.comment.chars().count() > REPORT_CHARS {
        errors.push(FieldCode::TooLong.at("/comment", format!("at most {REPORT_CHARS} characters")));
    }
    if !errors.is_empty() {
        return Err(Fault::fields(errors));
    }
    if !is_id(&ask.post_id) {
        return Err(ProblemType::NotFound.into());
    }
    let now = app.now();
    let keyed = key.map(|key| {
        let text = format!("{}\n{}\n{}", ask.post_id, name_of(ask.reason), ask.comment);
        Keyed::new(&["report", &person.id], &key, text.as_bytes())
    });
    let mut tx = app.db.write().await?;
    if let Some(keyed) = &keyed
        && let Seen::Before(Some(made)) = keyed.look(&mut tx).await?
    {
        return created(&mut tx, &made).await;
    }
    let post: Option<(Option<String>,)> =
        sqlx::query_as("SELECT author_id FROM posts WHERE id = $1 AND state = 'visible'")
            .bind(&ask.post_id)
            .fetch_optional(&mut *tx)
            .await?;
    let (author,) = post.ok_or(ProblemType::NotFound)?;
    if author.as_deref() == Some(&person.id) {
        return Err(ProblemType::Forbidden.into());
    }
    app.limiter
        .take(What::Reports, &person.id, now)
        .map_err(|wait| Fault::wait(ProblemType::RateLimited, wait))?;
    sqlx::query(
        "INSERT INTO reports (id, post_id, resident_id, reason, comment, created_at) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (post_id, resident_id) DO NOTHING",
    )
    .bind(secrets::new_id()?)
    .bind(&ask.post_id)
    .bind(&person.id)
    .bind(name_of(ask.reason))
    .bind(&ask.comment)
    .bind(now)
    .execute(&mut *tx)
    .await?;
    let (id,): (String,) = sqlx::query_as("SELECT id FROM reports WHERE post_id = $1 AND resident_id = $2")
        .bind(&ask.post_id)
        .bind(&person.id)
        .fetch_one(&mut *tx)
        .await?;
    if let Some(keyed) = &keyed
        && !keyed.keep(&mut tx, Some(&id), now).await?
    {
        keyed.look(&mut tx).await?;
    }
    let answer = created(&mut tx, &id).await?;
    tx.commit().await?;
    Ok(answer)
}

async fn created(connection: &mut AnyConnection, id: &str) -> Outcome<Response> {
    let row = sqlx::query("SELECT * FROM reports WHERE id = $1")
        .bind(id)
        .fetch_optional(connection)
        .await?;
    answer::json_as(StatusCode::CREATED, &read(&row.ok_or(ProblemType::NotFound)?)?)
}

fn read(row: &AnyRow) -> Outcome<Report> {
    Ok(Report {
        id: row.try_get("id")?,
        post_id: row.try_get("post_id")?,
        reason: named(row.try_get("reason")?),
        state: named(row.try_get("state")?),
        created_at: time(row, "created_at")?,
    })
}
