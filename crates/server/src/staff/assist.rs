//! Helping: hearing a resident's spoken consent, ending a session, and who has helped whom with what.

use super::moderate::plain;
use super::own_choice::{Said, hear, heard, unasked};
use super::store::clock;
use crate::db::Db;
use crate::names::name_of;
use crate::phone;
use clap::Subcommand;
use contract::{AssistedEnd, Timestamp};
use sqlx::{AnyConnection, Row};
use std::collections::HashMap;

#[derive(Debug, Subcommand)]
pub enum AssistCommand {
    /// What waits for staff: helpers who ask for spoken consent, sessions that go on, votes that residents say were not theirs, votes
    /// with help for which nobody has been asked yet.
    List,
    /// You have spoken with the resident, who agrees to be helped: the session of this number may begin.
    Consent {
        /// The four digits that the helper tells you.
        number: String,
        /// Who heard it.
        #[arg(long)]
        by: String,
        /// The resident, by phone number.
        #[arg(long, required_unless_present = "household", conflicts_with = "household")]
        phone: Option<String>,
        /// The resident, by the label of the flat and the name.
        #[arg(long, requires = "name")]
        household: Option<String>,
        #[arg(long)]
        name: Option<String>,
    },
    /// End a session that goes on, or a question that waits.
    End {
        /// Its id, or the four digits of a question.
        id: String,
    },
    /// You have asked a resident, without the helper, whether a vote with help was their own choice.
    Answer {
        /// Its id.
        id: String,
        /// What the resident says.
        said: Said,
        /// Who heard it.
        #[arg(long)]
        by: String,
        /// What else the resident wants staff to know.
        #[arg(long)]
        note: Option<String>,
    },
    /// Staff have seen to a vote that a resident says was not theirs.
    Done {
        /// Its id.
        id: String,
        /// Who saw to it.
        #[arg(long)]
        by: String,
    },
    /// Who helped whom, when, on whose word and with what; never what was chosen. The last first.
    Log {
        /// Only sessions of this helper.
        #[arg(long)]
        helper: Option<String>,
        /// Only sessions with this resident.
        #[arg(long)]
        resident: Option<String>,
    },
}

pub async fn run(command: AssistCommand, db: &Db) -> anyhow::Result<String> {
    let now = clock(&mut *db.pool.acquire().await?, None).await?.now;
    match command {
        AssistCommand::List => list(&mut *db.pool.acquire().await?, now.millis()).await,
        AssistCommand::Log { helper, resident } => {
            let mut connection = db.pool.acquire().await?;
            log(
                &mut connection,
                now.millis(),
                helper.as_deref(),
                resident.as_deref(),
            )
            .await
        }
        AssistCommand::Consent {
            number,
            by,
            phone,
            household,
            name,
        } => {
            anyhow::ensure!(!by.trim().is_empty(), "--by: say who heard it");
            let mut tx = db.write().await?;
            let (resident, called) = match (&phone, &household, &name) {
                (Some(phone), ..) => by_phone(&mut tx, phone).await?,
                (None, Some(household), Some(name)) => by_door(&mut tx, household, name).await?,
                _ => anyhow::bail!("--phone, or --household and --name, say who it is"),
            };
            let helper = consent(&mut tx, &number, by.trim(), &resident, now.millis()).await?;
            tx.commit().await?;
            Ok(format!("{} may help {}", plain(&helper), plain(&called)))
        }
        AssistCommand::End { id } => {
            let mut tx = db.write().await?;
            let ended = sqlx::query(
                "UPDATE assisted_sessions SET ended_at = $2, ended_how = $3
                 WHERE (id = $1 OR (number = $1 AND began_at IS NULL)) AND ended_at IS NULL AND ends_at > $2",
            )
            .bind(&id)
            .bind(now.millis())
            .bind(name_of(AssistedEnd::Staff))
            .execute(&mut *tx)
            .await?;
            anyhow::ensure!(ended.rows_affected() > 0, "no session or question {id} goes on");
            tx.commit().await?;
            Ok(format!("{id} has ended"))
        }
        AssistCommand::Answer { id, said, by, note } => {
            anyhow::ensure!(!by.trim().is_empty(), "--by: say who heard it");
            let mut tx = db.write().await?;
            let resident = hear(&mut tx, &id, said, note.as_deref(), by.trim(), now.millis()).await?;
            tx.commit().await?;
            Ok(format!("noted what {} said", plain(&resident)))
        }
        AssistCommand::Done { id, by } => {
            anyhow::ensure!(!by.trim().is_empty(), "--by: say who saw to it");
            let mut tx = db.write().await?;
            let handled = sqlx::query(
                "UPDATE assisted_votes SET handled_at = $2, handled_by = $3
                 WHERE id = $1 AND answer = 'not_mine' AND handled_at IS NULL",
            )
            .bind(&id)
            .bind(now.millis())
            .bind(by.trim())
            .execute(&mut *tx)
            .await?;
            anyhow::ensure!(handled.rows_affected() > 0, "no report {id} waits");
            tx.commit().await?;
            Ok(format!("{id} is done"))
        }
    }
}

async fn by_phone(db: &mut AnyConnection, number: &str) -> anyhow::Result<(String, String)> {
    let number =
        phone::normalise(number).ok_or_else(|| anyhow::anyhow!("--phone: this is no phone number"))?;
    sqlx::query_as("SELECT id, name FROM residents WHERE phone = $1")
        .bind(number)
        .fetch_optional(db)
        .await?
        .ok_or_else(|| anyhow::anyhow!("no resident has this phone number"))
}

async fn by_door(db: &mut AnyConnection, household: &str, name: &str) -> anyhow::Result<(String, String)> {
    let mut found: Vec<(String, String)> = sqlx::query_as(
        "SELECT r.id, r.name FROM residents r JOIN households h ON h.id = r.household_id WHERE h.label = $1 AND r.name = $2",
    )
    .bind(household.trim())
    .bind(name.trim())
    .fetch_all(db)
    .await?;
    anyhow::ensure!(
        found.len() < 2,
        "two residents of this flat have that name: use --phone"
    );
    found
        .pop()
        .ok_or_else(|| anyhow::anyhow!("nobody of this name lives in {}", plain(household)))
}

/// Notes who heard the resident's word; gives the helper's name.
async fn consent(
    db: &mut AnyConnection,
    number: &str,
    by: &str,
    resident: &str,
    now: i64,
) -> anyhow::Result<String> {
    let asked: Option<(String, String, String, Option<String>)> = sqlx::query_as(
        "SELECT s.id, h.id, h.name, s.resident_id FROM assisted_sessions s JOIN residents h ON h.id = s.helper_id
         WHERE s.number = $1 AND s.began_at IS NULL AND s.ended_at IS NULL AND s.ends_at > $2",
    )
    .bind(number.trim())
    .bind(now)
    .fetch_optional(&mut *db)
    .await?;
    let Some((id, helper, name, known)) = asked else {
        anyhow::bail!("no helper waits under the number {}", plain(number));
    };
    anyhow::ensure!(known.is_none(), "this is agreed already");
    anyhow::ensure!(helper != resident, "nobody helps themselves");
    sqlx::query("UPDATE assisted_sessions SET resident_id = $2, consented_by = $3 WHERE id = $1")
        .bind(id)
        .bind(resident)
        .bind(by)
        .execute(db)
        .await?;
    Ok(name)
}

async fn list(db: &mut AnyConnection, now: i64) -> anyhow::Result<String> {
    let mut said = Vec::new();
    let rows = sqlx::query(
        "SELECT s.id, s.number, s.who, s.began_at, s.ends_at, h.name AS helper, r.name AS resident
         FROM assisted_sessions s JOIN residents h ON h.id = s.helper_id LEFT JOIN residents r ON r.id = s.resident_id
         WHERE s.ended_at IS NULL AND s.ends_at > $1 ORDER BY s.asked_at, s.id",
    )
    .bind(now)
    .fetch_all(&mut *db)
    .await?;
    for row in rows {
        let helper = plain(row.try_get("helper")?);
        let until = Timestamp::from_millis(row.try_get("ends_at")?);
        let resident: Option<String> = row.try_get("resident")?;
        let begun = row.try_get::<Option<i64>, _>("began_at")?.is_some();
        said.push(match (begun, resident) {
            (false, None) => format!(
                "{}  {helper} wants to help: {}; hear the resident until {until}",
                row.try_get::<String, _>("number")?,
                plain(row.try_get("who")?)
            ),
            (_, resident) => format!(
                "{}  {helper} helps {}, until {until} or longer",
                row.try_get::<String, _>("id")?,
                plain(&resident.unwrap_or_default())
            ),
        });
    }
    let reports = sqlx::query(
        "SELECT v.id, p.title, h.name AS helper, r.name AS resident, r.phone, v.note
         FROM assisted_votes v JOIN polls p ON p.id = v.poll_id JOIN residents h ON h.id = v.helper_id
         JOIN residents r ON r.id = v.resident_id
         WHERE v.answer = 'not_mine' AND v.handled_at IS NULL ORDER BY p.closes_at, v.id",
    )
    .fetch_all(&mut *db)
    .await?;
    for row in reports {
        let maybe = |column| {
            row.try_get::<Option<String>, _>(column)
                .map(|text| plain(&text.unwrap_or_default()))
        };
        said.push(format!(
            "{}  NOT MY CHOICE: {} {} about \"{}\", helped by {}\n  {}",
            row.try_get::<String, _>("id")?,
            plain(row.try_get("resident")?),
            maybe("phone")?,
            plain(row.try_get("title")?),
            plain(row.try_get("helper")?),
            maybe("note")?,
        ));
    }
    said.extend(unasked(db, now).await?);
    Ok(if said.is_empty() {
        "nothing waits".into()
    } else {
        said.join("\n")
    })
}

async fn log(
    db: &mut AnyConnection,
    now: i64,
    helper: Option<&str>,
    resident: Option<&str>,
) -> anyhow::Result<String> {
    let mut acts: HashMap<String, Vec<String>> = HashMap::new();
    let rows: Vec<(String, String, String)> = sqlx::query_as(
        "SELECT session_id, kind, subject FROM assisted_acts
         UNION ALL SELECT session_id, 'ballot', poll_id FROM assisted_votes ORDER BY 1, 2, 3",
    )
    .fetch_all(&mut *db)
    .await?;
    for (session, kind, subject) in rows {
        acts.entry(session)
            .or_default()
            .push(format!("{kind} {}", plain(&subject)).trim_end().to_owned());
    }
    let mut answers: HashMap<String, Vec<String>> = HashMap::new();
    for (session, line) in heard(&mut *db).await? {
        answers.entry(session).or_default().push(line);
    }
    let rows = sqlx::query(
        "SELECT s.id, s.consent, s.consented_by, s.began_at, s.ends_at, s.ended_at, s.ended_how,
           h.name AS helper, r.name AS resident
         FROM assisted_sessions s JOIN residents h ON h.id = s.helper_id JOIN residents r ON r.id = s.resident_id
         WHERE s.began_at IS NOT NULL AND ($1 = '' OR h.name = $1) AND ($2 = '' OR r.name = $2)
         ORDER BY s.began_at DESC, s.id",
    )
    .bind(helper.unwrap_or_default())
    .bind(resident.unwrap_or_default())
    .fetch_all(db)
    .await?;
    let mut said = Vec::new();
    for row in rows {
        let id: String = row.try_get("id")?;
        let ends_at: i64 = row.try_get("ends_at")?;
        let ended: Option<i64> = row.try_get("ended_at")?;
        let how: Option<String> = row.try_get("ended_how")?;
        let end = match (ended, how) {
            (Some(at), how) => format!("{} ({})", Timestamp::from_millis(at), how.unwrap_or_default()),
            (None, _) if ends_at <= now => {
                format!(
                    "{} ({})",
                    Timestamp::from_millis(ends_at),
                    name_of(AssistedEnd::Idle)
                )
            }
            (None, _) => "now".to_owned(),
        };
        let heard: Option<String> = row.try_get("consented_by")?;
        let word = match heard {
            Some(by) => format!("spoken, heard by {}", plain(&by)),
            None => row.try_get::<String, _>("consent")?,
        };
        let acts = acts.remove(&id).unwrap_or_default();
        let answers: String = answers
            .remove(&id)
            .unwrap_or_default()
            .iter()
            .map(|line| format!("\n  {line}"))
            .collect();
        said.push(format!(
            "{id}  {} helped {}, {} to {end}; consent: {word}\n  {}{answers}",
            plain(row.try_get("helper")?),
            plain(row.try_get("resident")?),
            Timestamp::from_millis(row.try_get("began_at")?),
            if acts.is_empty() {
                "nothing was done".to_owned()
            } else {
                acts.join(", ")
            },
        ));
    }
    Ok(if said.is_empty() {
        "nobody was helped".into()
    } else {
        said.join("\n")
    })
}
