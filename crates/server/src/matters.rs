//! Matters: where they stand, what came of them, and how content residents are with it.

use crate::answer::{self, Cache};
use crate::app::App;
use crate::columns::{maybe_stored, stored, time};
use crate::extract::{Ask, Id, Json};
use crate::fault::{Fault, Outcome};
use crate::length::too_long;
use crate::not_understood::{self, Of};
use crate::paging::{Cursor, PageAsk, page};
use crate::person::{MaybePerson, Person};
use crate::pseudonym;
use crate::requests::{Answer, RequestRow, VISIBLE};
use crate::threads::REPORT_CHARS;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use contract::*;
use serde::Deserialize;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AssertSqlSafe, Row};

/// Below this many ratings nothing is said of how they are spread: somebody could be found out.
const FEWEST_RATINGS: u32 = 5;

#[derive(Debug, Deserialize)]
pub struct ListAsk {
    mine: Option<String>,
    cursor: Option<String>,
    limit: Option<String>,
}

/// `GET /v1/matters`: the last changed first. All that everybody may see, or those that the asking person started.
pub async fn list(
    State(app): State<App>,
    person: MaybePerson,
    headers: HeaderMap,
    Ask(ask): Ask<ListAsk>,
) -> Outcome<Response> {
    let mine = match ask.mine.as_deref() {
        None | Some("false") => false,
        Some("true") if person.0.is_none() => return Err(ProblemType::NotSignedIn.into()),
        Some("true") => true,
        Some(_) => return Err(Fault::new(ProblemType::BadRequest, "mine is true or false")),
    };
    let ask = PageAsk {
        cursor: ask.cursor,
        limit: ask.limit,
    };
    let (limit, after, now) = (ask.limit()?, ask.after()?, app.now());
    let start = after.unwrap_or(Cursor {
        rank: 0,
        key: i64::MAX,
        id: String::new(),
    });
    // Both name the author, so that both are asked with the same things; an empty id is nobody's.
    let (which, author) = if mine {
        ("r.author_id = $2".to_owned(), person.id())
    } else {
        (format!("$2 = '' AND {VISIBLE}"), "")
    };
    let of = format!(
        "FROM matters m LEFT JOIN requests r ON r.matter_id = m.id WHERE m.created_at <= $1 AND {which}"
    );
    let rows = sqlx::query(AssertSqlSafe(format!(
        "SELECT m.*, r.answer, r.answer_due {of} AND (m.updated_at, m.id) < ($3, $4)
         ORDER BY m.updated_at DESC, m.id DESC LIMIT $5"
    )))
    .bind(now)
    .bind(author)
    .bind(start.key)
    .bind(&start.id)
    .bind(limit as i64 + 1)
    .fetch_all(&app.db.pool)
    .await?;
    let (total,): (i64,) = sqlx::query_as(AssertSqlSafe(format!("SELECT COUNT(*) {of}")))
        .bind(now)
        .bind(author)
        .fetch_one(&app.db.pool)
        .await?;
    let found = rows
        .iter()
        .map(|row| {
            let outcome: Option<MatterOutcome> = maybe_stored(row, "outcome")?;
            let matter = MatterSummary {
                id: row.try_get("id")?,
                title: row.try_get("title")?,
                state: Answer::state_of(row, now)?.unwrap_or_else(|| state(outcome.as_ref(), now)),
                stage: current(&stages(row, now)?),
                due: outcome.and_then(|outcome| outcome.due),
                updated_at: time(row, "updated_at")?,
            };
            let place = Cursor {
                rank: 0,
                key: matter.updated_at.millis(),
                id: matter.id.clone(),
            };
            Ok((place, matter))
        })
        .collect::<Outcome<Vec<_>>>()?;
    let kept = if mine { Cache::Never } else { Cache::Shared };
    answer::json(&headers, &page(found, limit, total), kept)
}

/// `GET /v1/matters/{id}`.
pub async fn detail(
    State(app): State<App>,
    person: MaybePerson,
    headers: HeaderMap,
    Id(id): Id,
) -> Outcome<Response> {
    let matter = load(&mut *app.db.pool.acquire().await?, &id, &person, app.now()).await?;
    answer::json(&headers, &matter, Cache::Own)
}

/// `PUT /v1/matters/{id}/rating`.
pub async fn rate(
    State(app): State<App>,
    person: Person,
    Id(id): Id,
    Json { value: ask, .. }: Json<MatterRating>,
) -> Outcome<Response> {
    let mut errors = Vec::new();
    if !(1..=5).contains(&ask.stars) {
        errors.push(FieldCode::OutOfRange.at("/stars", "from 1 to 5"));
    }
    let comment = ask.comment.trim();
    if too_long(comment, REPORT_CHARS) {
        errors.push(FieldCode::TooLong.at("/comment", format!("at most {REPORT_CHARS} characters")));
    }
    if !errors.is_empty() {
        return Err(Fault::fields(errors));
    }
    let now = app.now();
    let me = MaybePerson(Some(person.clone()));
    let mut tx = app.db.write().await?;
    if !load(&mut tx, &id, &me, now).await?.can_rate {
        return Err(ProblemType::Forbidden.into());
    }
    let rater = pseudonym::made(&mut tx, &id, &person.id).await?;
    sqlx::query(
        "INSERT INTO matter_ratings (matter_id, rater, stars, comment) VALUES ($1, $2, $3, $4)
         ON CONFLICT (matter_id, rater) DO UPDATE SET stars = excluded.stars, comment = excluded.comment",
    )
    .bind(&id)
    .bind(&rater)
    .bind(i64::from(ask.stars))
    .bind(comment)
    .execute(&mut *tx)
    .await?;
    let matter = load(&mut tx, &id, &me, now).await?;
    tx.commit().await?;
    answer::json_as(StatusCode::OK, &matter)
}

/// A matter as this person sees it. One that a resident started is not there for others before it is published.
pub async fn load(
    connection: &mut AnyConnection,
    id: &str,
    person: &MaybePerson,
    now: i64,
) -> Outcome<Matter> {
    let row = sqlx::query("SELECT * FROM matters WHERE id = $1 AND created_at <= $2")
        .bind(id)
        .bind(now)
        .fetch_optional(&mut *connection)
        .await?
        .ok_or(ProblemType::NotFound)?;
    let outcome: Option<MatterOutcome> = maybe_stored(&row, "outcome")?;
    let (request, answered) = match RequestRow::load(&mut *connection, id).await? {
        Some(row) => {
            let answered = row.answer.state(row.answer_due, now);
            let request = row.seen_by(person).ok_or(ProblemType::NotFound)?;
            (Some(request), answered)
        }
        None => (None, None),
    };
    let state = answered.unwrap_or_else(|| state(outcome.as_ref(), now));
    let carried_out = state == MatterState::CarriedOut;
    let rater = pseudonym::known(&mut *connection, id, person.id()).await?;
    let mine: Option<(i64, String)> =
        sqlx::query_as("SELECT stars, comment FROM matter_ratings WHERE matter_id = $1 AND rater = $2")
            .bind(id)
            .bind(&rater)
            .fetch_optional(&mut *connection)
            .await?;
    let satisfaction = if carried_out {
        Some(satisfaction(&mut *connection, id).await?)
    } else {
        None
    };
    let not_understood = not_understood::own(connection, Of::Matter, id, person).await?;
    Ok(Matter {
        id: row.try_get("id")?,
        title: row.try_get("title")?,
        about: stored(&row, "about")?,
        state,
        stages: stages(&row, now)?,
        related: stored(&row, "related")?,
        outcome,
        updated_at: time(&row, "updated_at")?,
        satisfaction,
        can_rate: carried_out && person.0.is_some(),
        my_rating: mine.map(|(stars, comment)| MatterRating {
            stars: u32::try_from(stars).unwrap_or(0),
            comment,
        }),
        request,
        not_understood,
    })
}

async fn satisfaction(connection: &mut AnyConnection, id: &str) -> Outcome<Satisfaction> {
    let rows: Vec<(i64, i64)> =
        sqlx::query_as("SELECT stars, COUNT(*) FROM matter_ratings WHERE matter_id = $1 GROUP BY stars")
            .bind(id)
            .fetch_all(connection)
            .await?;
    let mut counts = [0u32; 5];
    for (stars, count) in rows {
        let place = usize::try_from(stars - 1).ok().and_then(|at| counts.get_mut(at));
        if let Some(place) = place {
            *place = u32::try_from(count).unwrap_or(u32::MAX);
        }
    }
    let ratings = counts.iter().fold(0u32, |sum, n| sum.saturating_add(*n));
    Ok(Satisfaction {
        ratings,
        counts: (ratings >= FEWEST_RATINGS).then_some(counts),
    })
}

/// The matter a thread belongs to.
pub struct Around {
    pub link: Related,
    /// As they stand now.
    pub stages: Vec<Stage>,
    /// What belongs to the matter.
    pub related: Vec<Related>,
}

pub async fn of_thread(connection: &mut AnyConnection, thread: &str, now: i64) -> Outcome<Option<Around>> {
    let row = sqlx::query(AssertSqlSafe(format!(
        "SELECT m.* FROM matters m JOIN matter_links l ON l.matter_id = m.id LEFT JOIN requests r ON r.matter_id = m.id
         WHERE l.kind = 'thread' AND l.linked_id = $1 AND m.created_at <= $2 AND {VISIBLE}
         ORDER BY m.updated_at DESC, m.id LIMIT 1"
    )))
    .bind(thread)
    .bind(now)
    .fetch_optional(connection)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let link = Related {
        kind: RelatedKind::Matter,
        id: row.try_get("id")?,
        title: row.try_get("title")?,
    };
    Ok(Some(Around {
        link,
        stages: stages(&row, now)?,
        related: stored(&row, "related")?,
    }))
}

/// The stage that a matter is in: the last of those that have begun and not ended.
pub fn current(stages: &[Stage]) -> Option<StageKind> {
    stages
        .iter()
        .rev()
        .find(|stage| stage.state == StageState::Now)
        .map(|stage| stage.kind)
}

fn stages(row: &AnyRow, now: i64) -> Outcome<Vec<Stage>> {
    let mut stages: Vec<Stage> = stored(row, "stages")?;
    let now = Timestamp::from_millis(now);
    for stage in &mut stages {
        if stage.state != StageState::Skipped {
            stage.state = if stage.until.is_some_and(|until| until <= now) {
                StageState::Done
            } else if stage.from.is_some_and(|from| from <= now) {
                StageState::Now
            } else {
                StageState::Ahead
            };
        }
    }
    Ok(stages)
}

fn state(outcome: Option<&MatterOutcome>, now: i64) -> MatterState {
    let now = Timestamp::from_millis(now);
    match outcome {
        None => MatterState::Open,
        Some(outcome) if outcome.done_at.is_some_and(|at| at <= now) => MatterState::CarriedOut,
        Some(outcome) if outcome.due.is_some_and(|due| due < now) => MatterState::Overdue,
        Some(_) => MatterState::CarryingOut,
    }
}
