//! One-time sign-in codes by phone. Nothing an asker sees or times tells a resident's number from any other.

use crate::app::App;
use crate::caller::Caller;
use crate::clock::{HOUR, MINUTE, SECOND};
use crate::extract::Json;
use crate::fault::{Fault, Outcome};
use crate::limiter::What;
use crate::person::{MaybePerson, Person};
use crate::{answer, assisted, phone, secrets};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use contract::{CodePurpose, CodeRequest, CodeSent, FieldCode, ProblemType, Timestamp};
use sqlx::AnyConnection;

pub const VALID: i64 = 10 * MINUTE;
const RESEND: i64 = 60 * SECOND;
const TRIES: i64 = 5;
/// Codes for one number in [`WINDOW`]; with five tries each, guessing one would take years.
const SENDS: i64 = 5;
const WINDOW: i64 = HOUR;

/// `POST /v1/session/code`.
pub async fn send(
    State(app): State<App>,
    caller: Caller,
    MaybePerson(person): MaybePerson,
    body: Json<CodeRequest>,
) -> Outcome<Response> {
    let helper = helper(&body.value, person)?;
    let phone = phone::normalise(&body.value.phone)
        .ok_or_else(|| FieldCode::WrongType.at("/phone", "this is not a phone number"))?;
    let Some(sender) = app.config.sender.clone() else {
        return Err(Fault::wait(ProblemType::Unavailable, HOUR / SECOND));
    };
    caller.limit(&app, What::Codes)?;

    let (code, hash) = blocking(|| {
        let number = u64::from_be_bytes(secrets::random::<8>()?) % 1_000_000;
        let code = format!("{number:06}");
        let hash = secrets::slow_hash(&code)?;
        Ok((code, hash))
    })
    .await?;
    let now = app.now();
    let phone_hash = secrets::digest(&[b"phone", phone.as_bytes()]);
    let mut tx = app.db.write().await?;
    if let Some(wait) = store(&mut tx, &phone_hash, &hash, helper.as_ref(), now).await? {
        return Err(Fault::wait(ProblemType::RateLimited, wait));
    }
    tx.commit().await?;

    let known: Option<(String,)> = sqlx::query_as("SELECT id FROM residents WHERE phone = $1")
        .bind(&phone)
        .fetch_optional(&app.db.pool)
        .await?;
    if known.is_some() {
        // Sent aside, so that the gateway's pace does not tell a resident's number from another.
        tokio::task::spawn_blocking(move || {
            if let Err(error) = sender.send(&phone, &code, helper.as_ref().map(|helper| helper.name.as_str()))
            {
                tracing::error!(%error, "a code was not sent");
            }
        });
    }
    let sent = CodeSent {
        expires_at: Timestamp::from_millis(now + VALID),
        resend_at: Timestamp::from_millis(now + RESEND),
    };
    answer::json_as(StatusCode::ACCEPTED, &sent)
}

/// Whom the code lets help, if it is for that.
fn helper(ask: &CodeRequest, person: Option<Person>) -> Outcome<Option<Person>> {
    match ask.purpose {
        None | Some(CodePurpose::SignIn) => Ok(None),
        Some(CodePurpose::Assistance) => {
            let helper = person.ok_or(ProblemType::NotSignedIn)?;
            assisted::must_be_oneself(&helper)?;
            Ok(Some(helper))
        }
        Some(CodePurpose::Other) => Err(FieldCode::UnknownValue
            .at("/purpose", "there is no code for this")
            .into()),
    }
}

/// Stores a code; the seconds to wait when it is too soon for another.
async fn store(
    connection: &mut AnyConnection,
    phone_hash: &str,
    hash: &str,
    helper: Option<&Person>,
    now: i64,
) -> Outcome<Option<i64>> {
    // One statement, so that two requests at once cannot both pass.
    let stored = sqlx::query(
        "INSERT INTO sign_in_codes (phone_hash, hash, sent_at, expires_at, tries_left, sends, window_at, helper_id)
         VALUES ($1, $2, $3, $4, $5, 1, $3, $9)
         ON CONFLICT (phone_hash) DO UPDATE SET
           hash = excluded.hash, sent_at = excluded.sent_at, expires_at = excluded.expires_at,
           tries_left = excluded.tries_left, helper_id = excluded.helper_id,
           sends = CASE WHEN sign_in_codes.window_at <= $6 THEN 1 ELSE sign_in_codes.sends + 1 END,
           window_at = CASE WHEN sign_in_codes.window_at <= $6 THEN excluded.sent_at ELSE sign_in_codes.window_at END
         WHERE sign_in_codes.sent_at <= $7 AND (sign_in_codes.window_at <= $6 OR sign_in_codes.sends < $8)",
    )
    .bind(phone_hash)
    .bind(hash)
    .bind(now)
    .bind(now + VALID)
    .bind(TRIES)
    .bind(now - WINDOW)
    .bind(now - RESEND)
    .bind(SENDS)
    .bind(helper.map(|helper| helper.id.as_str()))
    .execute(&mut *connection)
    .await?;
    if stored.rows_affected() == 1 {
        return Ok(None);
    }
    let (sent_at, sends, window_at): (i64, i64, i64) =
        sqlx::query_as("SELECT sent_at, sends, window_at FROM sign_in_codes WHERE phone_hash = $1")
            .bind(phone_hash)
            .fetch_one(connection)
            .await?;
    let until = if sends >= SENDS {
        window_at + WINDOW
    } else {
        sent_at + RESEND
    };
    Ok(Some((until - now).max(0) / SECOND + 1))
}

/// Checks a code and uses it up: one that signs in, or one that lets this helper help. The resident's id when it is right.
pub async fn redeem(app: &App, phone: &str, code: &str, helper: Option<&str>) -> Outcome<String> {
    let phone_hash = secrets::digest(&[b"phone", phone.as_bytes()]);
    // The try is counted before the code is compared: guesses sent all at once count, too.
    let mut tx = app.db.write().await?;
    type Stored = (String, i64, Option<String>);
    let row: Option<Stored> = sqlx::query_as(
        "UPDATE sign_in_codes SET tries_left = tries_left - 1 WHERE phone_hash = $1 AND tries_left > 0
         RETURNING hash, expires_at, helper_id",
    )
    .bind(&phone_hash)
    .fetch_optional(&mut *tx)
    .await?;
    tx.commit().await?;

    let (hash, expires_at, meant) = match row {
        Some((hash, expires_at, helper_id)) => (Some(hash), Some(expires_at), helper_id.as_deref() == helper),
        None => (None, None, false),
    };
    if expires_at.is_some_and(|end| end <= app.now()) {
        return Err(ProblemType::CodeExpired.into());
    }
    // Without a stored code one is hashed all the same, so that both ways take as long.
    let (typed, stored) = (code.to_owned(), hash.clone());
    let right = blocking(move || match stored {
        Some(hash) => Ok(secrets::slow_matches(&typed, &hash)),
        None => secrets::slow_hash(&typed).map(|_| false),
    })
    .await?;
    if !right || !meant {
        return Err(ProblemType::WrongCode.into());
    }
    let mut tx = app.db.write().await?;
    let used = sqlx::query("DELETE FROM sign_in_codes WHERE phone_hash = $1 AND hash = $2")
        .bind(&phone_hash)
        .bind(hash)
        .execute(&mut *tx)
        .await?;
    let resident: Option<(String,)> = sqlx::query_as("SELECT id FROM residents WHERE phone = $1")
        .bind(phone)
        .fetch_optional(&mut *tx)
        .await?;
    match resident {
        Some((id,)) if used.rows_affected() == 1 => {
            tx.commit().await?;
            Ok(id)
        }
        _ => Err(ProblemType::WrongCode.into()),
    }
}

/// Six digits as somebody typed them.
pub fn normalise(text: &str) -> Option<String> {
    let digits: Option<String> = text
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .map(|c| match c {
            '0'..='9' => Some(c),
            '０'..='９' => char::from_u32(c as u32 - '０' as u32 + '0' as u32),
            _ => None,
        })
        .collect();
    digits.filter(|digits| digits.len() == 6)
}

/// Runs slow work where it holds up nobody.
pub async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> anyhow::Result<T> + Send + 'static,
) -> Outcome<T> {
    match tokio::task::spawn_blocking(work).await {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(error)) => Err(Fault::internal(&error.to_string())),
        Err(_) => Err(Fault::internal("a blocking task failed")),
    }
}
