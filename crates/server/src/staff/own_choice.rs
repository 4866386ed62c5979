//! *Was this your choice?*, asked by staff: whoever was helped because they have no phone of their own never opens the app alone.
//! That a vote was cast with help is all there is to ask about; which one it is nobody knows.

use super::moderate::plain;
use crate::clock::DAY;
use crate::names::name_of;
use clap::ValueEnum;
use contract::{AssistedAnswer, Timestamp};
use sqlx::{AnyConnection, Row};

/// As long as the resident is asked in the app.
const REACH: i64 = 90 * DAY;

#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Said {
    Mine,
    NotMine,
}

/// Votes for which nobody has answered, when the help is over: whoever has no phone first, then the oldest.
pub async fn unasked(db: &mut AnyConnection, now: i64) -> anyhow::Result<Vec<String>> {
    let rows = sqlx::query(
        "SELECT v.id, p.title, h.name AS helper, r.name AS resident, r.phone, d.label, s.began_at
         FROM assisted_votes v JOIN assisted_sessions s ON s.id = v.session_id JOIN polls p ON p.id = v.poll_id
         JOIN residents h ON h.id = v.helper_id JOIN residents r ON r.id = v.resident_id
         LEFT JOIN households d ON d.id = r.household_id
         WHERE v.answer IS NULL AND (s.ended_at IS NOT NULL OR s.ends_at <= $1) AND (s.began_at > $2 OR p.closes_at > $1)
         ORDER BY CASE WHEN r.phone IS NULL THEN 0 ELSE 1 END, s.began_at, v.id",
    )
    .bind(now)
    .bind(now - REACH)
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            let maybe = |column| {
                row.try_get::<Option<String>, _>(column)
                    .map(|text| text.map(|text| plain(&text)))
            };
            Ok(format!(
                "{}  ASK: {}, {}, {}, voted about \"{}\" on {} with the help of {}; was it their own choice?",
                row.try_get::<String, _>("id")?,
                plain(row.try_get("resident")?),
                maybe("phone")?.unwrap_or_else(|| "no phone".to_owned()),
                maybe("label")?.unwrap_or_else(|| "no household".to_owned()),
                plain(row.try_get("title")?),
                Timestamp::from_millis(row.try_get("began_at")?),
                plain(row.try_get("helper")?),
            ))
        })
        .collect()
}

/// Resident, helper, what was answered, who of the staff heard it, whether the help is over.
type Asked = (String, String, Option<String>, Option<String>, i64);

/// Notes what the resident has said. What they have answered in the app themselves stays theirs; what staff noted, staff may
/// correct. Gives the resident's name.
pub async fn hear(
    tx: &mut AnyConnection,
    id: &str,
    said: Said,
    note: Option<&str>,
    by: &str,
    now: i64,
) -> anyhow::Result<String> {
    let found: Option<Asked> = sqlx::query_as(
        "SELECT r.name, h.name, v.answer, v.heard_by,
           CAST(CASE WHEN s.ended_at IS NOT NULL OR s.ends_at <= $2 THEN 1 ELSE 0 END AS BIGINT)
         FROM assisted_votes v JOIN assisted_sessions s ON s.id = v.session_id
         JOIN residents h ON h.id = v.helper_id JOIN residents r ON r.id = v.resident_id WHERE v.id = $1",
    )
    .bind(id)
    .bind(now)
    .fetch_optional(&mut *tx)
    .await?;
    let Some((resident, helper, answer, heard_by, over)) = found else {
        anyhow::bail!("no vote with help has the id {}", plain(id));
    };
    anyhow::ensure!(over != 0, "the help still goes on: ask when the helper is gone");
    anyhow::ensure!(by != helper, "--by: whoever helped cannot be the one to ask");
    anyhow::ensure!(
        answer.is_none() || heard_by.is_some(),
        "{} has answered in the app",
        plain(&resident)
    );
    let said = match said {
        Said::Mine => AssistedAnswer::Mine,
        Said::NotMine => AssistedAnswer::NotMine,
    };
    // Said anew, staff look at it anew.
    sqlx::query(
        "UPDATE assisted_votes SET answer = $2, note = $3, heard_by = $4, heard_at = $5, handled_at = NULL, handled_by = NULL
         WHERE id = $1",
    )
    .bind(id)
    .bind(name_of(said))
    .bind(note.map(str::trim).filter(|note| !note.is_empty()))
    .bind(by)
    .bind(now)
    .execute(tx)
    .await?;
    Ok(resident)
}

/// For the log: what staff have heard, by the session it was about.
pub async fn heard(db: &mut AnyConnection) -> anyhow::Result<Vec<(String, String)>> {
    let rows = sqlx::query(
        "SELECT session_id, poll_id, answer, heard_by, heard_at FROM assisted_votes
         WHERE heard_by IS NOT NULL AND answer IS NOT NULL ORDER BY session_id, poll_id",
    )
    .fetch_all(db)
    .await?;
    rows.into_iter()
        .map(|row| {
            let line = format!(
                "{}: said {}, heard by {} on {}",
                plain(row.try_get("poll_id")?),
                row.try_get::<String, _>("answer")?,
                plain(row.try_get("heard_by")?),
                Timestamp::from_millis(row.try_get("heard_at")?),
            );
            Ok((row.try_get("session_id")?, line))
        })
        .collect()
}
