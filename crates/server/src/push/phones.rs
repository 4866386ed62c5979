//! `/v1/me/push-subscriptions`: which phones want to be told.

use super::sealed::Keys;
use super::service;
use crate::answer;
use crate::app::App;
use crate::extract::{Id, Json};
use crate::fault::{Fault, Outcome};
use crate::person::Person;
use crate::session;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use contract::{FieldCode, ProblemType, PushSubscription, PushSubscriptions};

/// More phones nobody has.
const MOST: i64 = 10;

pub async fn list(State(app): State<App>, person: Person) -> Outcome<Response> {
    let rows: Vec<(String,)> =
        sqlx::query_as("SELECT id FROM push_subscriptions WHERE resident_id = $1 ORDER BY id")
            .bind(&person.id)
            .fetch_all(&app.db.pool)
            .await?;
    let all = PushSubscriptions {
        key: app.vapid().await?.public_key(),
        ids: rows.into_iter().map(|(id,)| id).collect(),
    };
    answer::json_as(StatusCode::OK, &all)
}

/// Whose phone it is must be sure: not while somebody helps, and not on a phone that is shared.
pub async fn put(
    State(app): State<App>,
    person: Person,
    headers: HeaderMap,
    Id(id): Id,
    Json { value: phone, .. }: Json<PushSubscription>,
) -> Outcome<StatusCode> {
    if !contract::is_hex(&id, 32) {
        return Err(Fault::new(ProblemType::NotFound, "an id is 32 hex digits"));
    }
    let token = session::token_hash_of(&app, &headers).ok_or(ProblemType::NotSignedIn)?;
    let errors = wrong(&app, &phone);
    if !errors.is_empty() {
        return Err(Fault::fields(errors));
    }
    let now = app.now();
    let mut tx = app.db.write().await?;
    let own: Option<(i64,)> =
        sqlx::query_as("SELECT shared_phone FROM sessions WHERE token_hash = $1 AND resident_id = $2")
            .bind(&token)
            .bind(&person.id)
            .fetch_optional(&mut *tx)
            .await?;
    if person.assisted.is_some() || own != Some((0,)) {
        return Err(Fault::new(ProblemType::Forbidden, "only on a phone of one's own"));
    }
    // A browser has one address: whoever had it before is not at this phone any more.
    sqlx::query("DELETE FROM push_subscriptions WHERE endpoint = $1 AND (id <> $2 OR resident_id <> $3)")
        .bind(&phone.endpoint)
        .bind(&id)
        .bind(&person.id)
        .execute(&mut *tx)
        .await?;
    let (others,): (i64,) =
        sqlx::query_as("SELECT COUNT(*) FROM push_subscriptions WHERE resident_id = $1 AND id <> $2")
            .bind(&person.id)
            .bind(&id)
            .fetch_one(&mut *tx)
            .await?;
    if others >= MOST {
        return Err(FieldCode::TooMany
            .at("/endpoint", format!("at most {MOST} phones"))
            .into());
    }
    let kept = sqlx::query(
        "INSERT INTO push_subscriptions (id, token_hash, resident_id, endpoint, public_key, auth, told_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (id) DO UPDATE SET token_hash = excluded.token_hash, endpoint = excluded.endpoint,
           public_key = excluded.public_key, auth = excluded.auth, wait_until = 0, failures = 0
         WHERE push_subscriptions.resident_id = excluded.resident_id",
    )
    .bind(&id)
    .bind(&token)
    .bind(&person.id)
    .bind(&phone.endpoint)
    .bind(&phone.p256dh)
    .bind(&phone.auth)
    .bind(now)
    .execute(&mut *tx)
    .await?;
    if kept.rows_affected() == 0 {
        return Err(Fault::new(ProblemType::Forbidden, "this id is somebody else's"));
    }
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

fn wrong(app: &App, phone: &PushSubscription) -> Vec<contract::FieldError> {
    let mut errors = Vec::new();
    if service::origin(&phone.endpoint, app.config.push_service.as_deref()).is_none() {
        errors.push(FieldCode::NotAllowed.at("/endpoint", "no push service of a browser"));
    }
    // The surest way to know whether something can be sealed is to seal something.
    let sealed = Keys::read(&phone.p256dh, &phone.auth).and_then(|keys| keys.seal(b""));
    if sealed.is_err() {
        errors.push(FieldCode::WrongType.at("/p256dh", "these are no keys of a browser"));
    }
    errors
}

/// Ending it twice is ending it.
pub async fn remove(State(app): State<App>, person: Person, Id(id): Id) -> Outcome<StatusCode> {
    let mut tx = app.db.write().await?;
    sqlx::query("DELETE FROM push_subscriptions WHERE id = $1 AND resident_id = $2")
        .bind(&id)
        .bind(&person.id)
        .execute(&mut *tx)
        .await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
