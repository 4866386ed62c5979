//! Whose requests these are: the helper's own, or those of the resident who is being helped.
//!
//! The cookie alone would not do: a page that was opened before, or a ballot of the helper's that is just being sent again,
//! must never count as the resident's, nor the other way round. So what changes something names the session, and the two must
//! agree. Reading goes by the cookie, because pictures and streams carry no header.

use super::{LASTS, minute};
use crate::app::App;
use crate::fault::Outcome;
use crate::names::named;
use crate::person::Person;
use crate::{secrets, session};
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use contract::{AssistedSession, ConsentKind, Timestamp};

/// Names the assisted session of whatever changes something.
const HEADER: &str = "linli-assisted";

/// Beside a resident: who helps.
#[derive(Debug, Clone)]
pub struct Assisted {
    pub session: String,
    pub helper_id: String,
    pub helper_name: String,
    pub consent: ConsentKind,
    pub ends_at: i64,
}

pub enum Acting {
    /// No assistance, or none that this request is about.
    Oneself,
    For(Box<Person>),
    /// The session that the request means is over.
    Over,
    /// There is one, and a request that changes something does not name it. It will be the helper's own or the resident's
    /// again in a moment.
    Unnamed,
}

pub async fn acting(
    app: &App,
    helper: &Person,
    method: &Method,
    path: &str,
    headers: &HeaderMap,
) -> Outcome<Acting> {
    let asked = headers.get(HEADER).map(|id| id.to_str().unwrap_or_default());
    let Some(token) = session::token_of(headers, cookie_name(app)) else {
        return Ok(asked.map_or(Acting::Oneself, |_| Acting::Over));
    };
    let now = app.now();
    let row: Option<(String, String, String, i64)> = sqlx::query_as(
        "SELECT id, resident_id, consent, ends_at FROM assisted_sessions
         WHERE token_hash = $1 AND helper_id = $2 AND ended_at IS NULL AND ends_at > $3",
    )
    .bind(token_hash(&token))
    .bind(&helper.id)
    .bind(now)
    .fetch_optional(&app.db.pool)
    .await?;
    let Some((id, resident, consent, mut ends_at)) = row else {
        return Ok(asked.map_or(Acting::Oneself, |_| Acting::Over));
    };
    let reads = matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS);
    match asked {
        Some(asked) if asked != id => return Ok(Acting::Over),
        Some(_) if !reads => ends_at = touch(app, &id, ends_at, now).await?,
        // Ending either session is the helper's own business.
        None if !reads && (path.starts_with("/v1/session") || path.starts_with("/v1/assisted-sessions")) => {
            return Ok(Acting::Oneself);
        }
        None if !reads => return Ok(Acting::Unnamed),
        _ => {}
    }
    let Some(mut person) = Person::by_id(&app.db, &resident).await? else {
        return Ok(Acting::Over);
    };
    person.assisted = Some(Assisted {
        session: id,
        helper_id: helper.id.clone(),
        helper_name: helper.name.clone(),
        consent: named(&consent),
        ends_at,
    });
    Ok(Acting::For(Box::new(person)))
}

/// It is being used: it lasts from now.
async fn touch(app: &App, id: &str, ends_at: i64, now: i64) -> Outcome<i64> {
    let ends = minute(now) + LASTS;
    if ends > ends_at {
        let mut tx = app.db.write().await?;
        sqlx::query(
            "UPDATE assisted_sessions SET ends_at = $2 WHERE id = $1 AND ended_at IS NULL AND ends_at < $2",
        )
        .bind(id)
        .bind(ends)
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
    }
    Ok(ends.max(ends_at))
}

impl Assisted {
    pub fn session(&self, resident_name: &str) -> AssistedSession {
        AssistedSession {
            id: self.session.clone(),
            helper_name: self.helper_name.clone(),
            resident_name: resident_name.to_owned(),
            ends_at: Timestamp::from_millis(self.ends_at),
            consent: self.consent,
        }
    }
}

pub(super) fn token_hash(token: &str) -> String {
    secrets::digest(&[b"assisted", token.as_bytes()])
}

fn cookie_name(app: &App) -> &'static str {
    if app.secure() {
        "__Host-linli-assisted"
    } else {
        "linli-assisted"
    }
}

pub(super) fn set_cookie(app: &App, response: &mut Response, token: &str) {
    session::append_cookie(app, response, cookie_name(app), token, None);
}

pub fn forget_cookie(app: &App, response: &mut Response) {
    session::append_cookie(app, response, cookie_name(app), "", Some(0));
}
