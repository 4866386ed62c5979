//! Objections against what a moderator decided: one for each post and each report. Somebody else looks again.

use super::REPORT_CHARS;
use super::posts::load_post;
use crate::answer;
use crate::app::App;
use crate::columns::maybe_time;
use crate::extract::{Id, Json};
use crate::fault::{Fault, Outcome};
use crate::length::too_long;
use crate::names::named;
use crate::person::{MaybePerson, Person};
use crate::secrets;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use contract::{FieldCode, NewObjection, Objection, ProblemType};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

/// `POST /v1/posts/{id}/objection`: against hiding or refusing an own post.
pub async fn object_post(
    State(app): State<App>,
    person: Person,
    Id(id): Id,
    Json { value: ask, .. }: Json<NewObjection>,
) -> Outcome<Response> {
    let text = clean(&ask.text)?;
    let now = app.now();
    let mut tx = app.db.write().await?;
    let (post, _) = load_post(&mut tx, &id, &MaybePerson(Some(person)), now).await?;
    if !post.author.is_me {
        return Err(ProblemType::Forbidden.into());
    }
    let asked = Asked {
        kind: "post",
        id: &id,
        text: &text,
        allowed: post.can.object,
    };
    let answer = asked.keep(&mut tx, now).await?;
    tx.commit().await?;
    Ok(answer)
}

/// `POST /v1/reports/{id}/objection`: against not following an own report.
pub async fn object_report(
    State(app): State<App>,
    person: Person,
    Id(id): Id,
    Json { value: ask, .. }: Json<NewObjection>,
) -> Outcome<Response> {
    let text = clean(&ask.text)?;
    let now = app.now();
    let mut tx = app.db.write().await?;
    let found: Option<(String,)> =
        sqlx::query_as("SELECT state FROM reports WHERE id = $1 AND resident_id = $2")
            .bind(&id)
            .bind(&person.id)
            .fetch_optional(&mut *tx)
            .await?;
    let (state,) = found.ok_or(ProblemType::NotFound)?;
    let asked = Asked {
        kind: "report",
        id: &id,
        text: &text,
        allowed: state == "refused",
    };
    let answer = asked.keep(&mut tx, now).await?;
    tx.commit().await?;
    Ok(answer)
}

struct Asked<'a> {
    kind: &'static str,
    id: &'a str,
    text: &'a str,
    /// What was decided can be objected against.
    allowed: bool,
}

impl Asked<'_> {
    async fn keep(&self, db: &mut AnyConnection, now: i64) -> Outcome<Response> {
        if let Some(before) = self.before(db).await? {
            return before.answer(self.text);
        }
        if !self.allowed {
            return Err(ProblemType::Forbidden.into());
        }
        // No limit: there is one for each post and report, and both are limited.
        sqlx::query(
            "INSERT INTO objections (id, kind, subject_id, text, created_at) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (kind, subject_id) DO NOTHING",
        )
        .bind(secrets::new_id()?)
        .bind(self.kind)
        .bind(self.id)
        .bind(self.text)
        .bind(now)
        .execute(&mut *db)
        .await?;
        // On PostgreSQL a twin of this request may have been faster; then its words are there.
        self.before(db)
            .await?
            .ok_or(ProblemType::NotFound)?
            .answer(self.text)
    }

    async fn before(&self, db: &mut AnyConnection) -> Outcome<Option<Before>> {
        let row = sqlx::query(
            "SELECT id, text, state AS objection_state, created_at AS objection_at, answer AS objection_answer
             FROM objections WHERE kind = $1 AND subject_id = $2",
        )
        .bind(self.kind)
        .bind(self.id)
        .fetch_optional(db)
        .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(read(&row)?.map(|objection| Before {
            id: row.try_get("id").unwrap_or_default(),
            text: row.try_get("text").unwrap_or_default(),
            objection,
        }))
    }
}

struct Before {
    id: String,
    text: String,
    objection: Objection,
}

impl Before {
    /// The same words again are a repeat after a lost answer; other words are a second objection.
    fn answer(self, text: &str) -> Outcome<Response> {
        if self.text != text {
            return Err(Fault::existing(self.id));
        }
        answer::json_as(StatusCode::CREATED, &self.objection)
    }
}

fn clean(text: &str) -> Outcome<String> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n").trim().to_owned();
    if text.is_empty() {
        return Err(FieldCode::Missing.at("/text", "write something").into());
    }
    if too_long(&text, REPORT_CHARS) {
        return Err(FieldCode::TooLong
            .at("/text", format!("at most {REPORT_CHARS} characters"))
            .into());
    }
    Ok(text)
}

/// The objection that stands in a row under `objection_state`, `objection_at` and `objection_answer`.
pub fn read(row: &AnyRow) -> Outcome<Option<Objection>> {
    let Some(created_at) = maybe_time(row, "objection_at")? else {
        return Ok(None);
    };
    let state: Option<String> = row.try_get("objection_state")?;
    Ok(Some(Objection {
        state: named(state.as_deref().unwrap_or_default()),
        created_at,
        answer: row.try_get("objection_answer")?,
    }))
}
