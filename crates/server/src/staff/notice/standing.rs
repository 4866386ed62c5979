//! What becomes of a notice that is published or waits to be: corrected, withdrawn, pinned, over.

use super::super::clock::Clock;
use super::super::house::House;
use super::super::refusal::refuse;
use super::super::store::{Ids, done};
use super::{Purpose, compare, read, write};
use contract::{Correction, Notice, Timestamp};
use sqlx::AnyConnection;

/// What a correction did.
#[derive(Debug)]
pub struct Corrected {
    pub changes: usize,
    /// Nobody could read it yet: when it can be.
    pub appears: Option<Timestamp>,
    /// The text is another one and the recording is not: it still says what stood there.
    pub recording_is_old: bool,
}

async fn load(db: &mut AnyConnection, id: &str) -> anyhow::Result<Notice> {
    let row = sqlx::query("SELECT * FROM notices WHERE id = $1")
        .bind(id)
        .fetch_optional(db)
        .await?;
    let Some(row) = row else {
        anyhow::bail!("there is no notice with the id {id}");
    };
    done(crate::notices::published(&row))
}

/// Text that readers are told as a reason.
fn reason(text: &str) -> anyhow::Result<&str> {
    let text = text.trim();
    anyhow::ensure!(!text.is_empty(), "say it in words; everybody can read them");
    anyhow::ensure!(
        text.chars().count() <= 1000,
        "this is longer than 1000 characters"
    );
    Ok(text)
}

/// Puts a file in the place of a notice and writes down what changed.
pub async fn correct(
    db: &mut AnyConnection,
    house: &House,
    id: &str,
    (file, text): (&str, &str),
    what: &str,
) -> anyhow::Result<Corrected> {
    let what = reason(what)?;
    let known = load(db, id).await?;
    anyhow::ensure!(
        known.withdrawn.is_none(),
        "the notice {id} is withdrawn; publish a new one"
    );
    let mut new = read(house, file, text, Purpose::Correct(&known), &mut Ids::Random)?;
    let changes = compare::changes(&known, &new.notice, &house.clock);
    let only_front = new.notice
        == Notice {
            updated_at: new.notice.updated_at,
            corrected_at: new.notice.corrected_at,
            ..known.clone()
        };
    if only_front {
        return Err(refuse(file, 1, "the notice says exactly this already").into());
    }
    let now = house.clock.now;
    // Before anybody could read it there is nothing to correct in public.
    let was_shown = known.published_at <= now;
    let done = Corrected {
        changes: changes.len(),
        appears: (!was_shown).then_some(new.notice.published_at),
        recording_is_old: known.body != new.notice.body
            && known.recording.is_some()
            && known.recording == new.notice.recording,
    };
    if was_shown {
        new.notice.corrections.push(Correction {
            at: now,
            what: what.to_owned(),
            changes,
        });
        new.notice.corrected_at = Some(now);
        new.notice.updated_at = Some(now);
    }
    write(db, &new).await?;
    Ok(done)
}

/// Withdraws a notice; one that nobody could read yet is gone. Says whether it was published.
pub async fn withdraw(db: &mut AnyConnection, clock: &Clock, id: &str, why: &str) -> anyhow::Result<bool> {
    let why = reason(why)?;
    let known = load(db, id).await?;
    anyhow::ensure!(known.withdrawn.is_none(), "the notice {id} is withdrawn already");
    if known.published_at > clock.now {
        sqlx::query("DELETE FROM notices WHERE id = $1")
            .bind(id)
            .execute(db)
            .await?;
        return Ok(false);
    }
    sqlx::query("UPDATE notices SET withdrawn = $2, updated_at = $3 WHERE id = $1")
        .bind(id)
        .bind(why)
        .bind(clock.now.millis())
        .execute(db)
        .await?;
    Ok(true)
}

pub async fn pin(db: &mut AnyConnection, clock: &Clock, id: &str, pinned: bool) -> anyhow::Result<()> {
    let known = load(db, id).await?;
    let over = known.valid_until.is_some_and(|until| until <= clock.now);
    anyhow::ensure!(
        !(pinned && over),
        "the notice {id} is no longer in force and cannot be pinned"
    );
    sqlx::query("UPDATE notices SET pinned = $2 WHERE id = $1")
        .bind(id)
        .bind(i64::from(pinned))
        .execute(db)
        .await?;
    Ok(())
}

/// From now on the notice is no longer in force.
pub async fn expire(db: &mut AnyConnection, clock: &Clock, id: &str) -> anyhow::Result<()> {
    let known = load(db, id).await?;
    anyhow::ensure!(
        known.published_at < clock.now,
        "the notice {id} is not published yet; withdraw it instead"
    );
    if let Some(until) = known.valid_until.filter(|until| *until <= clock.now) {
        anyhow::bail!("the notice {id} is over since {}", clock.words(until));
    }
    sqlx::query("UPDATE notices SET valid_until = $2 WHERE id = $1")
        .bind(id)
        .bind(clock.now.millis())
        .execute(db)
        .await?;
    Ok(())
}

/// What will be published, the next first, and what will be over.
pub async fn schedule(db: &mut AnyConnection, clock: &Clock) -> anyhow::Result<String> {
    let rows: Vec<(i64, String, String, String)> = sqlx::query_as(
        "SELECT published_at, 'appears', id, title FROM notices WHERE published_at > $1
         UNION ALL SELECT valid_until, 'is over', id, title FROM notices
           WHERE valid_until > $1 AND withdrawn IS NULL
         ORDER BY 1, 3",
    )
    .bind(clock.now.millis())
    .fetch_all(db)
    .await?;
    if rows.is_empty() {
        return Ok("nothing is due".into());
    }
    let lines: Vec<String> = rows
        .iter()
        .map(|(at, what, id, title)| {
            let at = clock.words(Timestamp::from_millis(*at));
            format!("{at}  {what:<7}  {id}  {title}")
        })
        .collect();
    Ok(lines.join("\n"))
}
