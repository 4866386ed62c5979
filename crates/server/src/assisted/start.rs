//! Beginning with the resident's consent, and ending.

use super::acting::{set_cookie, token_hash};
use super::{ASKED, Assisted, LASTS, forget_cookie, minute};
use crate::app::App;
use crate::caller::Caller;
use crate::extract::{Id, Json};
use crate::fault::{Fault, Outcome};
use crate::length::too_long;
use crate::limiter::What;
use crate::names::{name_of, named};
use crate::person::Person;
use crate::{answer, codes, letters, phone, secrets, session};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use contract::*;
use sqlx::AnyConnection;

const WHO_CHARS: usize = 60;

/// `POST /v1/assisted-sessions`.
pub async fn start(
    State(app): State<App>,
    caller: Caller,
    helper: Person,
    Json { value: ask, .. }: Json<AssistedRequest>,
) -> Outcome<Response> {
    must_be_oneself(&helper)?;
    let mut errors = Vec::new();
    let code = ask.code.as_deref();
    let resident = match ask.consent {
        ConsentKind::OwnCode => {
            let phone = session::field("/phone", ask.phone.as_deref(), phone::normalise, &mut errors);
            let code = session::field("/code", code, codes::normalise, &mut errors);
            let (phone, code) = phone.zip(code).ok_or_else(|| Fault::fields(errors))?;
            caller.limit(&app, What::SignIns)?;
            codes::redeem(&app, &phone, &code, Some(&helper.id)).await?
        }
        ConsentKind::Letter => {
            let code = session::field("/code", code, letters::normalise, &mut errors)
                .ok_or_else(|| Fault::fields(errors))?;
            caller.limit(&app, What::SignIns)?;
            session::redeem_letter(&app, code).await?
        }
        ConsentKind::SpokenToStaff => {
            let who = ask.who.as_deref().map(str::trim).unwrap_or_default();
            if who.is_empty() {
                return Err(FieldCode::Missing.at("/who", "say who is to be helped").into());
            }
            if too_long(who, WHO_CHARS) {
                return Err(FieldCode::TooLong
                    .at("/who", format!("more than {WHO_CHARS} characters"))
                    .into());
            }
            caller.limit(&app, What::SignIns)?;
            return ask_staff(&app, &helper, who).await;
        }
        ConsentKind::Other => {
            return Err(FieldCode::UnknownValue
                .at("/consent", "no such way to agree")
                .into());
        }
    };
    if resident == helper.id {
        return Err(Fault::new(ProblemType::Forbidden, "nobody helps themselves"));
    }
    let now = app.now();
    let (id, token) = (secrets::new_id()?, new_token()?);
    let mut tx = app.db.write().await?;
    end_all(&mut tx, &helper.id, now).await?;
    sqlx::query(
        "INSERT INTO assisted_sessions (id, helper_id, resident_id, consent, asked_at, token_hash, began_at, ends_at)
         VALUES ($1, $2, $3, $4, $5, $6, $5, $7)",
    )
    .bind(&id)
    .bind(&helper.id)
    .bind(&resident)
    .bind(name_of(ask.consent))
    .bind(minute(now))
    .bind(token_hash(&token))
    .bind(minute(now) + LASTS)
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    begun(&app, &helper, id, &resident, ask.consent, &token).await
}

/// Spoken consent: staff hear the resident and find out who it is. The helper learns nothing of who lives where.
async fn ask_staff(app: &App, helper: &Person, who: &str) -> Outcome<Response> {
    let now = app.now();
    let id = secrets::new_id()?;
    let mut tx = app.db.write().await?;
    end_all(&mut tx, &helper.id, now).await?;
    let number = free_number(&mut tx, now).await?;
    sqlx::query(
        "INSERT INTO assisted_sessions (id, helper_id, consent, who, number, asked_at, ends_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(&id)
    .bind(&helper.id)
    .bind(name_of(ConsentKind::SpokenToStaff))
    .bind(who)
    .bind(&number)
    .bind(minute(now))
    .bind(now + ASKED)
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    let asked = AssistedAsked {
        id,
        number,
        expires_at: Timestamp::from_millis(now + ASKED),
    };
    answer::json_as(StatusCode::ACCEPTED, &asked)
}

/// Four digits that no other question has now: short enough to be said over the phone.
async fn free_number(connection: &mut AnyConnection, now: i64) -> Outcome<String> {
    let taken: Vec<(String,)> = sqlx::query_as(
        "SELECT number FROM assisted_sessions WHERE ended_at IS NULL AND began_at IS NULL AND ends_at > $1",
    )
    .bind(now)
    .fetch_all(connection)
    .await?;
    let random = secrets::random::<8>().map_err(|e| Fault::internal(&e.to_string()))?;
    let first = u64::from_be_bytes(random) % 10_000;
    (0..10_000)
        .map(|step| format!("{:04}", (first + step) % 10_000))
        .find(|number| !taken.iter().any(|(other,)| other == number))
        .ok_or_else(|| Fault::wait(ProblemType::Unavailable, 60))
}

/// `POST /v1/assisted-sessions/{id}/begin`.
pub async fn begin(State(app): State<App>, helper: Person, Id(id): Id) -> Outcome<Response> {
    must_be_oneself(&helper)?;
    let now = app.now();
    let token = new_token()?;
    let mut tx = app.db.write().await?;
    type Asked = (Option<String>, String, i64, Option<i64>, Option<i64>);
    let row: Option<Asked> = sqlx::query_as(
        "SELECT resident_id, consent, ends_at, began_at, ended_at FROM assisted_sessions WHERE id = $1 AND helper_id = $2",
    )
    .bind(&id)
    .bind(&helper.id)
    .fetch_optional(&mut *tx)
    .await?;
    let (resident, consent) = match row {
        None => return Err(ProblemType::NotFound.into()),
        Some((_, _, ends_at, began_at, ended_at))
            if ends_at <= now || began_at.is_some() || ended_at.is_some() =>
        {
            return Err(ProblemType::AssistedSessionOver.into());
        }
        Some((None, ..)) => return Err(ProblemType::ConsentPending.into()),
        Some((Some(resident), consent, ..)) => (resident, consent),
    };
    sqlx::query("UPDATE assisted_sessions SET token_hash = $2, began_at = $3, ends_at = $4 WHERE id = $1 AND began_at IS NULL")
        .bind(&id)
        .bind(token_hash(&token))
        .bind(minute(now))
        .bind(minute(now) + LASTS)
        .execute(&mut *tx)
        .await?;
    tx.commit().await?;
    begun(&app, &helper, id, &resident, named(&consent), &token).await
}

async fn begun(
    app: &App,
    helper: &Person,
    session: String,
    resident: &str,
    consent: ConsentKind,
    token: &str,
) -> Outcome<Response> {
    let Some(resident) = Person::by_id(&app.db, resident).await? else {
        return Err(ProblemType::NotFound.into());
    };
    let assisted = Assisted {
        session,
        helper_id: helper.id.clone(),
        helper_name: helper.name.clone(),
        consent,
        ends_at: minute(app.now()) + LASTS,
    };
    let mut response = answer::json_as(StatusCode::CREATED, &assisted.session(&resident.name))?;
    set_cookie(app, &mut response, token);
    Ok(response)
}

/// `PUT /v1/assisted-sessions/{id}/use`. Whoever names the session has used it already by that (`acting`).
pub async fn use_session(person: Person, Id(id): Id) -> Outcome<Response> {
    match &person.assisted {
        Some(assisted) if assisted.session == id => {
            answer::json_as(StatusCode::OK, &assisted.session(&person.name))
        }
        _ => Err(ProblemType::AssistedSessionOver.into()),
    }
}

/// `DELETE /v1/assisted-sessions/{id}`.
pub async fn end(State(app): State<App>, person: Person, Id(id): Id) -> Outcome<Response> {
    let row: Option<(String, Option<String>)> =
        sqlx::query_as("SELECT helper_id, resident_id FROM assisted_sessions WHERE id = $1")
            .bind(&id)
            .fetch_optional(&app.db.pool)
            .await?;
    let (helper, resident) = row.ok_or(ProblemType::NotFound)?;
    let helps = match &person.assisted {
        Some(assisted) => assisted.session == id,
        None => person.id == helper,
    };
    let how = if helps {
        AssistedEnd::Phone
    } else if person.assisted.is_none() && resident.as_deref() == Some(person.id.as_str()) {
        AssistedEnd::Revoked
    } else {
        return Err(ProblemType::NotFound.into());
    };
    let mut tx = app.db.write().await?;
    sqlx::query(
        "UPDATE assisted_sessions SET ended_at = $2, ended_how = $3 WHERE id = $1 AND ended_at IS NULL AND ends_at > $4",
    )
    .bind(&id)
    .bind(minute(app.now()))
    .bind(name_of(how))
    .bind(app.now())
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    let mut response = StatusCode::NO_CONTENT.into_response();
    if helps {
        forget_cookie(&app, &mut response);
    }
    Ok(response)
}

/// One at a time: what a helper had begun before, or asked for, is over.
async fn end_all(connection: &mut AnyConnection, helper: &str, now: i64) -> Outcome<()> {
    sqlx::query(
        "UPDATE assisted_sessions SET ended_at = $2, ended_how = $3 WHERE helper_id = $1 AND ended_at IS NULL AND ends_at > $4",
    )
    .bind(helper)
    .bind(minute(now))
    .bind(name_of(AssistedEnd::Replaced))
    .bind(now)
    .execute(connection)
    .await?;
    Ok(())
}

/// Nobody helps in somebody else's name.
pub fn must_be_oneself(helper: &Person) -> Outcome<()> {
    match helper.assisted {
        Some(_) => Err(Fault::new(
            ProblemType::Forbidden,
            "an assisted session is going on",
        )),
        None => Ok(()),
    }
}

fn new_token() -> Outcome<String> {
    let random = secrets::random::<32>().map_err(|e| Fault::internal(&e.to_string()))?;
    Ok(ledger::hex(&random))
}
