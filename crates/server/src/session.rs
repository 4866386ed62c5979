//! Sessions: a random token in a cookie, of which the database has only the hash.

use crate::answer::{self, Cache};
use crate::app::App;
use crate::assisted::{self, Acting};
use crate::caller::Caller;
use crate::clock::{DAY, HOUR, SECOND};
use crate::codes::{self, blocking};
use crate::extract::Json;
use crate::fault::{Fault, Outcome};
use crate::limiter::What;
use crate::person::{MaybePerson, Person};
use crate::{letters, phone, secrets};
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use contract::{FieldCode, FieldError, ProblemType, SignIn, SignInKind};

const VALID: i64 = 90 * DAY;
const VALID_SHARED: i64 = 12 * HOUR;

/// `POST /v1/session`.
pub async fn sign_in(
    State(app): State<App>,
    caller: Caller,
    headers: HeaderMap,
    Json { value: ask, .. }: Json<SignIn>,
) -> Outcome<Response> {
    let resident = match ask.kind {
        SignInKind::PhoneCode => {
            let (phone, code) = phone_and_code(&ask)?;
            caller.limit(&app, What::SignIns)?;
            codes::redeem(&app, &phone, &code, None).await?
        }
        SignInKind::HouseholdLetter => {
            let code = letter_code(&ask)?;
            caller.limit(&app, What::SignIns)?;
            redeem_letter(&app, code).await?
        }
        SignInKind::Other => {
            return Err(FieldCode::UnknownValue
                .at("/kind", "no such way to sign in")
                .into());
        }
    };

    let token = ledger::hex(&secrets::random::<32>().map_err(|e| Fault::internal(&e.to_string()))?);
    let now = app.now();
    let mut tx = app.db.write().await?;
    if let Some(old) = token_of(&headers, cookie_name(&app)) {
        sqlx::query("DELETE FROM sessions WHERE token_hash = $1")
            .bind(token_hash(&old))
            .execute(&mut *tx)
            .await?;
    }
    sqlx::query(
        "INSERT INTO sessions (token_hash, resident_id, expires_at, shared_phone) VALUES ($1, $2, $3, $4)",
    )
    .bind(token_hash(&token))
    .bind(&resident)
    .bind(valid_until(now, ask.shared_phone))
    .bind(i64::from(ask.shared_phone))
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;

    let Some((person, ..)) = Person::of_session(&app.db, &token_hash(&token), now).await? else {
        return Err(ProblemType::NotSignedIn.into());
    };
    let mut response = answer::json(&HeaderMap::new(), &whole(&app, &person).await?, Cache::Never)?;
    let keep = (!ask.shared_phone).then_some(VALID);
    set_cookie(&app, &mut response, &token, keep);
    Ok(response)
}

/// `DELETE /v1/session`. Signing out twice is signing out.
pub async fn sign_out(State(app): State<App>, headers: HeaderMap) -> Outcome<Response> {
    if let Some(token) = token_of(&headers, cookie_name(&app)) {
        let mut tx = app.db.write().await?;
        sqlx::query("DELETE FROM sessions WHERE token_hash = $1")
            .bind(token_hash(&token))
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
    }
    let mut response = StatusCode::NO_CONTENT.into_response();
    set_cookie(&app, &mut response, "", Some(0));
    // A helper who signs out helps nobody any more.
    assisted::forget_cookie(&app, &mut response);
    Ok(response)
}

/// `GET /v1/me`.
pub async fn me(State(app): State<App>, person: Person) -> Outcome<Response> {
    answer::json(&HeaderMap::new(), &whole(&app, &person).await?, Cache::Never)
}

async fn whole(app: &App, person: &Person) -> Outcome<contract::Me> {
    let mut me = person.me();
    me.assisted_questions = assisted::questions(app, person).await?;
    Ok(me)
}

/// Finds out who asks, once a request, and keeps a session that is in use alive.
pub async fn identify(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let Some(token) = token_of(request.headers(), cookie_name(&app)) else {
        request.extensions_mut().insert(MaybePerson(None));
        return next.run(request).await;
    };
    let now = app.now();
    let found = match Person::of_session(&app.db, &token_hash(&token), now).await {
        Ok(found) => found,
        Err(fault) => return fault.into_response(),
    };
    let renew = found
        .as_ref()
        .is_some_and(|(_, expires_at, shared)| !shared && expires_at - now < VALID - DAY);
    let mut person = found.map(|(person, ..)| person);
    let mut act = None;
    if let Some(helper) = &person {
        let path = request.uri().path();
        match assisted::acting(&app, helper, request.method(), path, request.headers()).await {
            Ok(Acting::Oneself) => {}
            Ok(Acting::For(resident)) => {
                let route = request.extensions().get::<MatchedPath>();
                act = route
                    .and_then(|route| assisted::doing(request.method(), route.as_str(), path))
                    .zip(resident.assisted.clone());
                person = Some(*resident);
            }
            Ok(Acting::Over) => {
                let mut response = Fault::from(ProblemType::AssistedSessionOver).into_response();
                assisted::forget_cookie(&app, &mut response);
                return response;
            }
            Ok(Acting::Unnamed) => return Fault::wait(ProblemType::Unavailable, 1).into_response(),
            Err(fault) => return fault.into_response(),
        }
    }
    request.extensions_mut().insert(MaybePerson(person));
    let mut response = next.run(request).await;
    if let Some(((kind, subject), session)) = act
        && response.status().is_success()
        // What cannot be logged is not answered: a repeat is, and finds it done.
        && let Err(fault) = assisted::log(&app, &session, kind, &subject).await
    {
        return fault.into_response();
    }
    if renew
        && !response.headers().contains_key(header::SET_COOKIE)
        && prolong(&app, &token, now).await.is_ok()
    {
        set_cookie(&app, &mut response, &token, Some(VALID));
    }
    response
}

/// A long session ends with a day, so that the database does not tell the moment at which somebody came. For hours that
/// would be too coarse.
fn valid_until(now: i64, shared_phone: bool) -> i64 {
    if shared_phone {
        now + VALID_SHARED
    } else {
        (now + VALID).div_euclid(DAY) * DAY
    }
}

async fn prolong(app: &App, token: &str, now: i64) -> Outcome<()> {
    let mut tx = app.db.write().await?;
    sqlx::query("UPDATE sessions SET expires_at = $1 WHERE token_hash = $2")
        .bind(valid_until(now, false))
        .bind(token_hash(token))
        .execute(&mut *tx)
        .await?;
    Ok(tx.commit().await?)
}

fn phone_and_code(ask: &SignIn) -> Outcome<(String, String)> {
    let mut errors = Vec::new();
    let phone = field("/phone", ask.phone.as_deref(), phone::normalise, &mut errors);
    let code = field("/code", ask.code.as_deref(), codes::normalise, &mut errors);
    phone.zip(code).ok_or_else(|| Fault::fields(errors))
}

fn letter_code(ask: &SignIn) -> Outcome<String> {
    let mut errors = Vec::new();
    field(
        "/letter_code",
        ask.letter_code.as_deref(),
        letters::normalise,
        &mut errors,
    )
    .ok_or_else(|| Fault::fields(errors))
}

pub fn field(
    pointer: &str,
    text: Option<&str>,
    read: impl Fn(&str) -> Option<String>,
    errors: &mut Vec<FieldError>,
) -> Option<String> {
    let Some(text) = text.filter(|text| !text.trim().is_empty()) else {
        errors.push(FieldCode::Missing.at(pointer, "this is needed"));
        return None;
    };
    let value = read(text);
    if value.is_none() {
        errors.push(FieldCode::WrongType.at(pointer, "this cannot be read"));
    }
    value
}

pub async fn redeem_letter(app: &App, code: String) -> Outcome<String> {
    let mut connection = app.db.pool.acquire().await?;
    let found = letters::find(&mut connection, &code).await?;
    drop(connection);
    let hash = found.as_ref().map(|(hash, ..)| hash.clone());
    let typed = code.clone();
    let right = blocking(move || match hash {
        Some(hash) => Ok(secrets::slow_matches(&typed, &hash)),
        None => secrets::slow_hash(&typed).map(|_| false),
    })
    .await?;
    match found {
        Some((_, _, expires_at, _)) if right && expires_at <= app.now() => {
            Err(ProblemType::CodeExpired.into())
        }
        Some((_, resident, ..)) if right => {
            let mut tx = app.db.write().await?;
            if !letters::take_use(&mut tx, &code).await? {
                return Err(ProblemType::WrongCode.into());
            }
            tx.commit().await?;
            Ok(resident)
        }
        _ => Err(ProblemType::WrongCode.into()),
    }
}

fn cookie_name(app: &App) -> &'static str {
    if app.secure() { "__Host-linli" } else { "linli" }
}

pub fn token_of(headers: &HeaderMap, name: &str) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(|v| v.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, token)| *key == name && contract::is_hex(token, 64))
        .map(|(_, token)| token.to_owned())
}

/// By which the database knows the session that a request belongs to.
pub fn token_hash_of(app: &App, headers: &HeaderMap) -> Option<String> {
    token_of(headers, cookie_name(app)).map(|token| token_hash(&token))
}

fn token_hash(token: &str) -> String {
    secrets::digest(&[b"session", token.as_bytes()])
}

fn set_cookie(app: &App, response: &mut Response, token: &str, keep: Option<i64>) {
    append_cookie(app, response, cookie_name(app), token, keep);
}

/// Without `keep` the cookie ends with the browser.
pub fn append_cookie(app: &App, response: &mut Response, name: &str, token: &str, keep: Option<i64>) {
    let secure = if app.secure() { "; Secure" } else { "" };
    let age = keep
        .map(|millis| format!("; Max-Age={}", millis / SECOND))
        .unwrap_or_default();
    let cookie = format!("{name}={token}; Path=/; HttpOnly; SameSite=Lax{secure}{age}");
    if let Ok(value) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_session_ends_with_a_day_and_is_prolonged_once_a_day() {
        let noon = 20_000 * DAY + DAY / 2;
        let ends = valid_until(noon, false);
        assert_eq!(ends % DAY, 0);
        assert!(
            ends - noon > VALID - DAY,
            "or every request would prolong it again"
        );
        assert_eq!(valid_until(noon + DAY, false), ends + DAY);
        assert_eq!(valid_until(noon, true), noon + VALID_SHARED);
    }
}
