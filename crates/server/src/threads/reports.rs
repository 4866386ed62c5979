//! Reports of posts and statements to the moderators.

use super::{REPORT_CHARS, objections};
use crate::answer::{self, Cache};
use crate::app::App;
use crate::columns::{maybe_time, time};
use crate::extract::{Ask, IdempotencyKey, Json, is_id};
use crate::fault::{Fault, Outcome};
use crate::idempotency::{Keyed, Seen};
use crate::length::too_long;
use crate::limiter::What;
use crate::names::{name_of, named};
use crate::paging::{Cursor, PageAsk, page};
use crate::person::Person;
use crate::secrets;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use contract::{FieldCode, NewReport, ProblemType, Report, ReportReason, ReportState};
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
        "SELECT r.*, t.id AS thread_id, t.title, o.state AS objection_state, o.created_at AS objection_at,
           o.answer AS objection_answer
         FROM reports r LEFT JOIN objections o ON o.kind = 'report' AND o.subject_id = r.id
         LEFT JOIN posts p ON p.id = r.post_id LEFT JOIN statements s ON s.id = r.statement_id
         JOIN threads t ON t.id = COALESCE(p.thread_id, s.thread_id)
         WHERE r.resident_id = $1 AND (r.created_at, r.id) < ($2, $3)
         ORDER BY r.created_at DESC, r.id DESC LIMIT $4",
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

/// What a report is about.
struct Subject {
    post: bool,
    id: String,
}

impl Subject {
    /// Who wrote it, where that is known; what cannot be seen cannot be reported.
    async fn author(&self, db: &mut AnyConnection) -> Outcome<Option<String>> {
        let sql = if self.post {
            "SELECT author_id FROM posts WHERE id = $1 AND state = 'visible'"
        } else {
            "SELECT author_id FROM statements WHERE id = $1 AND state = 'visible'"
        };
        let found: Option<(Option<String>,)> = sqlx::query_as(sql).bind(&self.id).fetch_optional(db).await?;
        let (author,) = found.ok_or(ProblemType::NotFound)?;
        Ok(author)
    }
}

/// `POST /v1/reports`. Reporting a post or a statement twice is one report.
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
    if too_long(&ask.comment, REPORT_CHARS) {
        errors.push(FieldCode::TooLong.at("/comment", format!("at most {REPORT_CHARS} characters")));
    }
    let subject = match (ask.post_id, ask.statement_id) {
        (Some(id), None) => Some(Subject { post: true, id }),
        (None, Some(id)) => Some(Subject { post: false, id }),
        (None, None) => {
            errors.push(FieldCode::Missing.at("/post_id", "a post or a statement"));
            None
        }
        (Some(_), Some(_)) => {
            errors.push(FieldCode::NotAllowed.at("/statement_id", "a post or a statement, not both"));
            None
        }
    };
    let Some(subject) = subject.filter(|_| errors.is_empty()) else {
        return Err(Fault::fields(errors));
    };
    if !is_id(&subject.id) {
        return Err(ProblemType::NotFound.into());
    }
    let now = app.now();
    let keyed = key.map(|key| {
        let text = format!("{}\n{}\n{}", subject.id, name_of(ask.reason), ask.comment);
        Keyed::new(&["report", &person.id], &key, text.as_bytes())
    });
    let mut tx = app.db.write().await?;
    if let Some(keyed) = &keyed
        && let Seen::Before(Some(made)) = keyed.look(&mut tx).await?
    {
        return created(&mut tx, &made).await;
    }
    if subject.author(&mut tx).await?.as_deref() == Some(&person.id) {
        return Err(ProblemType::Forbidden.into());
    }
    app.limiter
        .take(What::Reports, &person.id, now)
        .map_err(|wait| Fault::wait(ProblemType::RateLimited, wait))?;
    let (post, statement) = if subject.post {
        (Some(&subject.id), None)
    } else {
        (None, Some(&subject.id))
    };
    sqlx::query(
        "INSERT INTO reports (id, post_id, statement_id, resident_id, reason, comment, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
    )
    .bind(secrets::new_id()?)
    .bind(post)
    .bind(statement)
    .bind(&person.id)
    .bind(name_of(ask.reason))
    .bind(&ask.comment)
    .bind(now)
    .execute(&mut *tx)
    .await?;
    let (id,): (String,) = sqlx::query_as(
        "SELECT id FROM reports WHERE (post_id = $1 OR statement_id = $1) AND resident_id = $2",
    )
    .bind(&subject.id)
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
    let row = sqlx::query(
        "SELECT r.*, t.id AS thread_id, t.title, o.state AS objection_state, o.created_at AS objection_at,
           o.answer AS objection_answer
         FROM reports r LEFT JOIN objections o ON o.kind = 'report' AND o.subject_id = r.id
         LEFT JOIN posts p ON p.id = r.post_id LEFT JOIN statements s ON s.id = r.statement_id
         JOIN threads t ON t.id = COALESCE(p.thread_id, s.thread_id)
         WHERE r.id = $1",
    )
    .bind(id)
    .fetch_optional(connection)
    .await?;
    answer::json_as(StatusCode::CREATED, &read(&row.ok_or(ProblemType::NotFound)?)?)
}

fn read(row: &AnyRow) -> Outcome<Report> {
    let state: ReportState = named(row.try_get("state")?);
    let objection = objections::read(row)?;
    Ok(Report {
        id: row.try_get("id")?,
        post_id: row.try_get("post_id")?,
        statement_id: row.try_get("statement_id")?,
        thread_id: row.try_get("thread_id")?,
        thread_title: row.try_get("title")?,
        reason: named(row.try_get("reason")?),
        can_object: state == ReportState::Refused && objection.is_none(),
        state,
        created_at: time(row, "created_at")?,
        decided_at: maybe_time(row, "decided_at")?,
        answer: row.try_get("answer")?,
        objection,
    })
}
