//! What residents see of the help they had, and what they say of votes that were cast with it.

use crate::answer::json_as;
use crate::app::App;
use crate::clock::DAY;
use crate::extract::{Id, Json};
use crate::fault::{Fault, Outcome};
use crate::length::too_long;
use crate::names::{name_of, named};
use crate::person::Person;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use contract::*;
use std::collections::HashMap;

/// How far back it reaches, as the inbox does.
const REACH: i64 = 90 * DAY;
const NOTE_CHARS: usize = 500;

/// `GET /v1/me/assistance`.
pub async fn assistance(State(app): State<App>, person: Person) -> Outcome<Response> {
    must_be_alone(&person)?;
    let now = app.now();
    type Session = (String, String, String, i64, i64, Option<i64>);
    let rows: Vec<Session> = sqlx::query_as(
        "SELECT s.id, h.name, s.consent, s.began_at, s.ends_at, s.ended_at
         FROM assisted_sessions s JOIN residents h ON h.id = s.helper_id
         WHERE s.resident_id = $1 AND s.began_at > $2 ORDER BY s.began_at DESC, s.id",
    )
    .bind(&person.id)
    .bind(now - REACH)
    .fetch_all(&app.db.pool)
    .await?;
    let acts: Vec<(String, String)> = sqlx::query_as(
        "SELECT DISTINCT a.session_id, a.kind FROM assisted_acts a JOIN assisted_sessions s ON s.id = a.session_id
         WHERE s.resident_id = $1
         UNION SELECT DISTINCT session_id, 'ballot' FROM assisted_votes WHERE resident_id = $1
         ORDER BY 1, 2",
    )
    .bind(&person.id)
    .fetch_all(&app.db.pool)
    .await?;
    let mut done: HashMap<String, Vec<AssistedActKind>> = HashMap::new();
    for (session, kind) in acts {
        done.entry(session).or_default().push(named(&kind));
    }
    let sessions = rows
        .into_iter()
        .map(
            |(id, helper_name, consent, began_at, ends_at, ended_at)| AssistedRecord {
                acts: done.remove(&id).unwrap_or_default(),
                id,
                helper_name,
                consent: named(&consent),
                began_at: Timestamp::from_millis(began_at),
                ended_at: ended_at
                    .or((ends_at <= now).then_some(ends_at))
                    .map(Timestamp::from_millis),
            },
        )
        .collect();
    type Vote = (String, String, String, String, i64, i64, Option<String>);
    let votes: Vec<Vote> = sqlx::query_as(
        "SELECT v.id, p.id, p.title, h.name, s.began_at,
           CAST(CASE WHEN p.cancelled = 0 AND p.board_root IS NULL AND p.closes_at > $2 AND p.can_change = 1
             THEN 1 ELSE 0 END AS BIGINT), v.answer
         FROM assisted_votes v JOIN assisted_sessions s ON s.id = v.session_id
         JOIN polls p ON p.id = v.poll_id JOIN residents h ON h.id = v.helper_id
         WHERE v.resident_id = $1 AND (s.ended_at IS NOT NULL OR s.ends_at <= $2) AND (s.began_at > $3 OR p.closes_at > $2)
         ORDER BY s.began_at DESC, v.id",
    )
    .bind(&person.id)
    .bind(now)
    .bind(now - REACH)
    .fetch_all(&app.db.pool)
    .await?;
    let votes = votes
        .into_iter()
        .map(
            |(id, poll, title, helper_name, at, can_change, answer)| AssistedVote {
                id,
                poll: Related {
                    kind: RelatedKind::Poll,
                    id: poll,
                    title,
                },
                helper_name,
                at: Timestamp::from_millis(at),
                can_change: can_change != 0,
                answer: answer.map(|answer| named(&answer)),
            },
        )
        .collect();
    json_as(StatusCode::OK, &Assistance { sessions, votes })
}

/// `PUT /v1/me/assistance/{id}`.
pub async fn answer(
    State(app): State<App>,
    person: Person,
    Id(id): Id,
    Json { value: reply, .. }: Json<AssistedReply>,
) -> Outcome<StatusCode> {
    must_be_alone(&person)?;
    if reply.answer == AssistedAnswer::Other {
        return Err(FieldCode::UnknownValue.at("/answer", "no such answer").into());
    }
    let note = reply
        .note
        .as_deref()
        .map(str::trim)
        .filter(|note| !note.is_empty());
    if note.is_some_and(|note| too_long(note, NOTE_CHARS)) {
        return Err(FieldCode::TooLong
            .at("/note", format!("more than {NOTE_CHARS} characters"))
            .into());
    }
    let mut tx = app.db.write().await?;
    // Said anew, staff look at it anew.
    let said = sqlx::query(
        "UPDATE assisted_votes SET answer = $3, note = $4, heard_by = NULL, heard_at = NULL, handled_at = NULL, handled_by = NULL
         WHERE id = $1 AND resident_id = $2",
    )
    .bind(&id)
    .bind(&person.id)
    .bind(name_of(reply.answer))
    .bind(note)
    .execute(&mut *tx)
    .await?;
    if said.rows_affected() == 0 {
        return Err(ProblemType::NotFound.into());
    }
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// How many votes wait for "was this your choice?". While a session goes on nothing is asked.
pub async fn questions(app: &App, person: &Person) -> Outcome<u32> {
    if person.assisted.is_some() {
        return Ok(0);
    }
    let (count,): (i64,) = sqlx::query_as(
        "SELECT COUNT(*) FROM assisted_votes v JOIN assisted_sessions s ON s.id = v.session_id
         WHERE v.resident_id = $1 AND v.answer IS NULL AND (s.ended_at IS NOT NULL OR s.ends_at <= $2)",
    )
    .bind(&person.id)
    .bind(app.now())
    .fetch_one(&app.db.pool)
    .await?;
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}

/// A helper neither reads who else has helped nor answers in the resident's place.
fn must_be_alone(person: &Person) -> Outcome<()> {
    match person.assisted {
        Some(_) => Err(Fault::new(ProblemType::Forbidden, "this is the resident's alone")),
        None => Ok(()),
    }
}
