//! Assisted sessions: a helper who has signed in as themselves acts for a resident who has agreed to it.
//!
//! The helper's own session stays what it is. Beside it a second cookie says that requests are the resident's (`acting`), as long
//! as the session is used; what is done is logged by kind (`acts`), and the resident is asked about it later (`mine`).

mod acting;
mod acts;
mod mine;
mod start;

pub use acting::{Acting, Assisted, acting, forget_cookie};
pub use acts::{doing, log};
pub use mine::{answer, assistance, questions};
pub use start::{begin, end, must_be_oneself, start, use_session};

use crate::clock::MINUTE;
use crate::fault::Outcome;
use sqlx::AnyConnection;

/// Without use it ends after thirty minutes. The phone sees to that to the second and tells of its use once a minute; so
/// the server, which counts in whole minutes, waits for up to two more.
const LASTS: i64 = 32 * MINUTE;

/// How long a question for spoken consent stands.
const ASKED: i64 = 30 * MINUTE;

/// Setting: how many residents one helper may help in one poll.
pub const MOST: &str = "assist_most";
/// The electoral law of the People's Republic of China, art. 42: nobody may be entrusted with the votes of more than three.
pub const MOST_HELPED: u32 = 3;

/// Nothing about assistance is written to the second: it must not tell when a ballot came.
fn minute(now: i64) -> i64 {
    now.div_euclid(MINUTE) * MINUTE
}

/// Whether this helper has helped as many other residents in a poll as one may.
pub async fn full(
    connection: &mut AnyConnection,
    poll_id: &str,
    helper_id: &str,
    resident_id: &str,
) -> Outcome<bool> {
    let (helped,): (i64,) = sqlx::query_as(
        "SELECT COUNT(DISTINCT resident_id) FROM assisted_votes
         WHERE poll_id = $1 AND helper_id = $2 AND resident_id <> $3",
    )
    .bind(poll_id)
    .bind(helper_id)
    .bind(resident_id)
    .fetch_one(&mut *connection)
    .await?;
    let most: Option<(String,)> = sqlx::query_as("SELECT value FROM settings WHERE key = $1")
        .bind(MOST)
        .fetch_optional(connection)
        .await?;
    let most = most.and_then(|(most,)| most.parse().ok()).unwrap_or(MOST_HELPED);
    Ok(helped >= i64::from(most))
}
