//! "I do not understand this" and "call me about this": what staff see in a list so that somebody sees to it.

use super::paragraphs::paragraphs;
use super::row::published;
use super::whole::must_exist;
use crate::app::App;
use crate::columns::{maybe_time, time};
use crate::extract::{Id, Ids, Json};
use crate::fault::{Fault, Outcome};
use crate::length::too_long;
use crate::not_understood::WORDS_CHARS;
use crate::person::Person;
use crate::{phone, secrets};
use axum::extract::State;
use axum::http::StatusCode;
use contract::{CallRequest, FieldCode, NoticeCall, ParagraphQuestion, ProblemType};
use sqlx::Row;

/// Longest note to whoever calls.
pub const NOTE_CHARS: usize = 200;

/// `PUT /v1/notices/{id}/questions/{paragraph}`.
pub async fn ask_question(State(app): State<App>, person: Person, Ids(id, key): Ids) -> Outcome<StatusCode> {
    let mut tx = app.db.write().await?;
    let row = sqlx::query("SELECT * FROM notices WHERE id = $1 AND published_at <= $2")
        .bind(&id)
        .bind(app.now())
        .fetch_optional(&mut *tx)
        .await?
        .ok_or(ProblemType::NotFound)?;
    let found = paragraphs(&published(&row)?)
        .into_iter()
        .find(|paragraph| paragraph.key == key)
        .ok_or_else(|| Fault::new(ProblemType::NotFound, "the notice has no such paragraph"))?;
    // Asked again after it was seen to: it was not clear after all.
    sqlx::query(
        "INSERT INTO notice_requests (id, kind, notice_id, resident_id, paragraph, words, asked_at)
         VALUES ($1, 'question', $2, $3, $4, $5, $6)
         ON CONFLICT (notice_id, resident_id, kind, paragraph)
         DO UPDATE SET asked_at = excluded.asked_at, done_at = NULL, answer = NULL
         WHERE notice_requests.done_at IS NOT NULL",
    )
    .bind(secrets::new_id()?)
    .bind(&id)
    .bind(&person.id)
    .bind(&found.key)
    .bind(found.words.chars().take(WORDS_CHARS).collect::<String>())
    .bind(app.now())
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `DELETE /v1/notices/{id}/questions/{paragraph}`: also where a correction has taken the paragraph away meanwhile.
pub async fn take_back_question(
    State(app): State<App>,
    person: Person,
    Ids(id, key): Ids,
) -> Outcome<StatusCode> {
    take_back(&app, &person, &id, "question", &key).await
}

/// `PUT /v1/notices/{id}/call`.
pub async fn ask_call(
    State(app): State<App>,
    person: Person,
    Id(id): Id,
    Json { value: ask, .. }: Json<CallRequest>,
) -> Outcome<StatusCode> {
    let said = |text: Option<String>| text.map(|t| t.trim().to_owned()).filter(|t| !t.is_empty());
    let note = said(ask.note);
    let mut errors = Vec::new();
    if note.as_deref().is_some_and(|note| too_long(note, NOTE_CHARS)) {
        errors.push(FieldCode::TooLong.at("/note", format!("at most {NOTE_CHARS} characters")));
    }
    let number = said(ask.phone);
    let wanted = number.as_deref().and_then(phone::normalise);
    if number.is_some() && wanted.is_none() {
        errors.push(FieldCode::NotAllowed.at("/phone", "this is no phone number"));
    }
    if !errors.is_empty() {
        return Err(Fault::fields(errors));
    }
    let mut tx = app.db.write().await?;
    must_exist(&mut tx, &id, app.now()).await?;
    let (known,): (Option<String>,) = sqlx::query_as("SELECT phone FROM residents WHERE id = $1")
        .bind(&person.id)
        .fetch_one(&mut *tx)
        .await?;
    if wanted.is_none() && known.is_none() {
        return Err(FieldCode::Missing
            .at(
                "/phone",
                "the community knows no number of yours: say which to call",
            )
            .into());
    }
    sqlx::query(
        "INSERT INTO notice_requests (id, kind, notice_id, resident_id, phone, note, asked_at)
         VALUES ($1, 'call', $2, $3, $4, $5, $6)
         ON CONFLICT (notice_id, resident_id, kind, paragraph)
         DO UPDATE SET phone = excluded.phone, note = excluded.note, done_at = NULL, answer = NULL, asked_at =
           CASE WHEN notice_requests.done_at IS NULL THEN notice_requests.asked_at ELSE excluded.asked_at END",
    )
    .bind(secrets::new_id()?)
    .bind(&id)
    .bind(&person.id)
    .bind(wanted)
    .bind(note)
    .bind(app.now())
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `DELETE /v1/notices/{id}/call`.
pub async fn take_back_call(State(app): State<App>, person: Person, Id(id): Id) -> Outcome<StatusCode> {
    take_back(&app, &person, &id, "call", "").await
}

async fn take_back(app: &App, person: &Person, id: &str, kind: &str, paragraph: &str) -> Outcome<StatusCode> {
    let mut tx = app.db.write().await?;
    must_exist(&mut tx, id, app.now()).await?;
    sqlx::query(
        "DELETE FROM notice_requests WHERE notice_id = $1 AND resident_id = $2 AND kind = $3 AND paragraph = $4",
    )
    .bind(id)
    .bind(&person.id)
    .bind(kind)
    .bind(paragraph)
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What one person asked about one notice.
pub async fn own_requests(
    app: &App,
    person: &str,
    id: &str,
) -> Outcome<(Vec<ParagraphQuestion>, Option<NoticeCall>)> {
    let rows = sqlx::query(
        "SELECT kind, paragraph, asked_at, done_at, answer FROM notice_requests
         WHERE resident_id = $1 AND notice_id = $2 ORDER BY asked_at, id",
    )
    .bind(person)
    .bind(id)
    .fetch_all(&app.db.pool)
    .await?;
    let (mut questions, mut call) = (Vec::new(), None);
    for row in &rows {
        let (asked_at, done_at, answer) = (
            time(row, "asked_at")?,
            maybe_time(row, "done_at")?,
            row.try_get("answer")?,
        );
        if row.try_get::<String, _>("kind")? == "call" {
            call = Some(NoticeCall {
                asked_at,
                done_at,
                answer,
            });
        } else {
            questions.push(ParagraphQuestion {
                paragraph: row.try_get("paragraph")?,
                asked_at,
                done_at,
                answer,
            });
        }
    }
    Ok((questions, call))
}
