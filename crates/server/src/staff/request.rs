//! What residents ask for: looking at it, accepting or declining it, saying how far it is, and letting everybody see it.

use super::clock::Clock;
use super::moderate::plain;
use super::store::{clock, done, json};
use crate::db::Db;
use crate::length::too_long;
use crate::requests::{Answer, RequestRow};
use clap::Subcommand;
use contract::{MatterOutcome, ProgressEntry, Text, Timestamp};
use sqlx::{AnyConnection, Row};

#[derive(Debug, Subcommand)]
pub enum RequestCommand {
    /// What residents ask for and what became of it: overdue answers first, then what waits, then what is carried out.
    Requests {
        /// Also what is declined or carried out.
        #[arg(long)]
        all: bool,
    },
    /// Say yes to what a resident asks for: who does it, and by when.
    Accept {
        id: String,
        /// Who carries it out.
        #[arg(long)]
        responsible: String,
        /// By when: 2026-12-10T18:00:00+08:00, or "+10d 18:00".
        #[arg(long)]
        due: String,
        /// What will be done, in words for whoever asked.
        #[arg(long, default_value = "")]
        answer: String,
    },
    /// Say no, and why: whoever asked reads it.
    Decline {
        id: String,
        #[arg(long)]
        reason: String,
    },
    /// Add what was done to a matter that is carried out.
    Progress {
        id: String,
        #[arg(long)]
        text: String,
    },
    /// A matter is carried out.
    Done { id: String },
    /// Let everybody see what a resident asks for, with its photos: read it first, it may name somebody.
    PublishRequest {
        id: String,
        /// What a photo shows, for whoever does not see it; once for each photo, in their order.
        #[arg(long)]
        alt: Vec<String>,
    },
}

/// Runs one command in one transaction.
pub async fn run(command: RequestCommand, db: &Db) -> anyhow::Result<String> {
    if let RequestCommand::Requests { all } = command {
        // Looking takes nobody's turn to write.
        let mut connection = db.pool.acquire().await?;
        let now = clock(&mut connection, None).await?.now.millis();
        return list(&mut connection, now, all).await;
    }
    let mut tx = db.write().await?;
    let clock = clock(&mut tx, None).await?;
    let said = match command {
        RequestCommand::Accept {
            id,
            responsible,
            due,
            answer,
        } => accept(&mut tx, &clock, &id, &responsible, &due, &answer).await?,
        RequestCommand::Decline { id, reason } => decline(&mut tx, &clock, &id, &reason).await?,
        RequestCommand::Progress { id, text } => progress(&mut tx, &clock, &id, &text).await?,
        RequestCommand::Done { id } => finish(&mut tx, &clock, &id).await?,
        RequestCommand::PublishRequest { id, alt } => publish(&mut tx, &clock, &id, &alt).await?,
        RequestCommand::Requests { .. } => String::new(),
    };
    tx.commit().await?;
    Ok(said)
}

async fn list(db: &mut AnyConnection, now: i64, all: bool) -> anyhow::Result<String> {
    let rows = sqlx::query(
        "SELECT m.id, m.title, m.about, m.outcome, r.*, p.name, p.phone, h.label,
           (SELECT COUNT(*) FROM request_photos u WHERE u.matter_id = m.id) AS photos
         FROM requests r JOIN matters m ON m.id = r.matter_id JOIN residents p ON p.id = r.author_id
         LEFT JOIN households h ON h.id = p.household_id
         ORDER BY CASE r.answer WHEN 'received' THEN 0 WHEN 'accepted' THEN 1 ELSE 2 END, r.answer_due, m.id",
    )
    .fetch_all(db)
    .await?;
    let mut said = Vec::new();
    for row in rows {
        let outcome: Option<String> = row.try_get("outcome")?;
        let outcome: Option<MatterOutcome> = outcome.map(|json| serde_json::from_str(&json)).transpose()?;
        let ended = outcome.as_ref().is_some_and(|outcome| outcome.done_at.is_some());
        let answer = Answer::named(row.try_get("answer")?);
        if !all && (ended || answer == Answer::Declined) {
            continue;
        }
        let due = row.try_get::<i64, _>("answer_due")?;
        let late = |due: i64| if due < now { "OVERDUE since" } else { "due" };
        let state = match (answer, outcome) {
            (Answer::Received, _) => {
                format!("answer {} {}", late(due), Timestamp::from_millis(due))
            }
            (Answer::Declined, _) => "declined".to_owned(),
            (Answer::Accepted, _) if ended => "carried out".to_owned(),
            (Answer::Accepted, Some(MatterOutcome { responsible, due, .. })) => match due {
                Some(due) => format!("{}: {} {due}", plain(&responsible), late(due.millis())),
                None => plain(&responsible),
            },
            (Answer::Accepted, None) => "accepted".to_owned(),
        };
        let text = |column| row.try_get::<String, _>(column).map(|text| plain(&text));
        let maybe = |column| {
            row.try_get::<Option<String>, _>(column)
                .map(Option::unwrap_or_default)
        };
        let seen = row.try_get::<Option<i64>, _>("published_at")?;
        let seen = if seen.is_some() {
            "everybody"
        } else {
            "author and staff"
        };
        let about: Text = serde_json::from_str(row.try_get("about")?)?;
        said.push(format!(
            "{}  {state}\n  {} ({}, {})\n  {}\n  where: {}\n  from: {} {}, {}{}\n  photos: {}; seen by {seen}, at /matters/{0}",
            row.try_get::<String, _>("id")?,
            text("title")?,
            text("kind")?,
            text("category")?,
            plain(&about.value),
            text("place")?,
            text("name")?,
            plain(&maybe("label")?),
            match row.try_get("contact")? {
                "call" => "wants a call: ",
                "message" => "wants a message: ",
                _ => "needs no word back",
            },
            match row.try_get("contact")? {
                "call" | "message" => maybe("phone")?,
                _ => String::new(),
            },
            row.try_get::<i64, _>("photos")?,
        ));
    }
    Ok(if said.is_empty() {
        "nothing waits".into()
    } else {
        said.join("\n")
    })
}

/// The words as they are kept; whoever asked reads them.
fn words(text: &str, most: usize, what: &str) -> anyhow::Result<String> {
    let words = text.trim();
    anyhow::ensure!(!words.is_empty(), "the {what} is empty");
    anyhow::ensure!(
        !too_long(words, most),
        "the {what} has more than {most} characters"
    );
    Ok(words.to_owned())
}

/// The request, which must still wait for an answer.
async fn unanswered(db: &mut AnyConnection, id: &str) -> anyhow::Result<()> {
    match done(RequestRow::load(db, id).await)?.map(|row| row.answer) {
        None => anyhow::bail!("no resident asked for {id}"),
        Some(Answer::Received) => Ok(()),
        Some(answer) => anyhow::bail!("{id} is {} already", answer.name()),
    }
}

async fn answered(
    db: &mut AnyConnection,
    id: &str,
    answer: Answer,
    reason: Option<&str>,
    now: Timestamp,
) -> anyhow::Result<()> {
    sqlx::query("UPDATE requests SET answer = $2, reason = $3, answered_at = $4 WHERE matter_id = $1")
        .bind(id)
        .bind(answer.name())
        .bind(reason)
        .bind(now.millis())
        .execute(&mut *db)
        .await?;
    touch(db, id, now).await
}

async fn touch(db: &mut AnyConnection, id: &str, now: Timestamp) -> anyhow::Result<()> {
    sqlx::query("UPDATE matters SET updated_at = $2 WHERE id = $1")
        .bind(id)
        .bind(now.millis())
        .execute(db)
        .await?;
    Ok(())
}

async fn accept(
    db: &mut AnyConnection,
    clock: &Clock,
    id: &str,
    responsible: &str,
    due: &str,
    answer: &str,
) -> anyhow::Result<String> {
    unanswered(db, id).await?;
    let due = clock
        .time(due)
        .map_err(|reason| anyhow::anyhow!("--due: {reason}"))?;
    anyhow::ensure!(due > clock.now, "--due: this has passed");
    anyhow::ensure!(
        !too_long(answer, 5000),
        "the answer has more than 5000 characters"
    );
    let outcome = MatterOutcome {
        text: Text::plain(answer.trim()),
        responsible: words(responsible, 80, "name of who does it")?,
        due: Some(due),
        done_at: None,
        progress: Vec::new(),
    };
    keep(db, id, &outcome).await?;
    answered(db, id, Answer::Accepted, None, clock.now).await?;
    Ok(format!("{id} is accepted, due {due}"))
}

async fn decline(db: &mut AnyConnection, clock: &Clock, id: &str, reason: &str) -> anyhow::Result<String> {
    unanswered(db, id).await?;
    let reason = words(reason, 1000, "reason")?;
    answered(db, id, Answer::Declined, Some(&reason), clock.now).await?;
    Ok(format!("{id} is declined"))
}

/// How a matter is carried out, which must not be over.
async fn carried_out(db: &mut AnyConnection, id: &str) -> anyhow::Result<MatterOutcome> {
    let row = sqlx::query("SELECT outcome FROM matters WHERE id = $1")
        .bind(id)
        .fetch_optional(db)
        .await?;
    let Some(row) = row else {
        anyhow::bail!("there is no matter {id}")
    };
    let Some(outcome) = row.try_get::<Option<String>, _>(0)? else {
        anyhow::bail!("nobody carries {id} out yet: accept it first, or publish its file with an outcome");
    };
    let outcome: MatterOutcome = serde_json::from_str(&outcome)?;
    anyhow::ensure!(outcome.done_at.is_none(), "{id} is carried out already");
    Ok(outcome)
}

async fn keep(db: &mut AnyConnection, id: &str, outcome: &MatterOutcome) -> anyhow::Result<()> {
    sqlx::query("UPDATE matters SET outcome = $2 WHERE id = $1")
        .bind(id)
        .bind(json(outcome)?)
        .execute(db)
        .await?;
    Ok(())
}

async fn progress(db: &mut AnyConnection, clock: &Clock, id: &str, text: &str) -> anyhow::Result<String> {
    let mut outcome = carried_out(db, id).await?;
    outcome.progress.push(ProgressEntry {
        at: clock.now,
        text: words(text, 1000, "text")?,
    });
    keep(db, id, &outcome).await?;
    touch(db, id, clock.now).await?;
    Ok(format!("{id}: {} entries of progress", outcome.progress.len()))
}

async fn finish(db: &mut AnyConnection, clock: &Clock, id: &str) -> anyhow::Result<String> {
    let mut outcome = carried_out(db, id).await?;
    outcome.done_at = Some(clock.now);
    keep(db, id, &outcome).await?;
    touch(db, id, clock.now).await?;
    Ok(format!("{id} is carried out"))
}

async fn publish(db: &mut AnyConnection, clock: &Clock, id: &str, alt: &[String]) -> anyhow::Result<String> {
    let changed =
        sqlx::query("UPDATE requests SET published_at = $2 WHERE matter_id = $1 AND published_at IS NULL")
            .bind(id)
            .bind(clock.now.millis())
            .execute(&mut *db)
            .await?;
    if changed.rows_affected() == 0 {
        anyhow::ensure!(
            done(RequestRow::load(db, id).await)?.is_some(),
            "no resident asked for {id}"
        );
        anyhow::bail!("everybody sees {id} already");
    }
    say_what_is_seen(db, id, alt).await?;
    touch(db, id, clock.now).await?;
    Ok(format!("everybody sees {id}"))
}

/// A photo that everybody sees is a photo that somebody cannot see.
async fn say_what_is_seen(db: &mut AnyConnection, id: &str, alt: &[String]) -> anyhow::Result<()> {
    let places: Vec<(i64,)> =
        sqlx::query_as("SELECT place FROM request_photos WHERE matter_id = $1 ORDER BY place")
            .bind(id)
            .fetch_all(&mut *db)
            .await?;
    anyhow::ensure!(
        places.len() == alt.len() && alt.iter().all(|words| !words.trim().is_empty()),
        "{id} has {} photos: say what each of them shows, for whoever does not see it (--alt \"…\", once for each)",
        places.len()
    );
    for ((place,), words) in places.iter().zip(alt) {
        sqlx::query("UPDATE request_photos SET alt = $3 WHERE matter_id = $1 AND place = $2")
            .bind(id)
            .bind(place)
            .bind(words.trim())
            .execute(&mut *db)
            .await?;
    }
    Ok(())
}
