//! What there is to tell, and to whom. Nothing that publishes says so here: a round looks at what lies in the inboxes of those who
//! want to be told, so nothing can be forgotten and nothing is told that does not stand in the inbox.

use super::sealed::Keys;
use super::service::{self, Sent};
use crate::app::App;
use crate::clock::{DAY, HOUR, MINUTE, SECOND};
use crate::fault::Outcome;
use crate::following::news;
use crate::notices::Places;
use crate::person::Person;
use contract::{InboxItem, InboxKind};
use serde_json::json;
use sqlx::Row;
use sqlx::any::AnyRow;
use std::collections::HashMap;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinSet;

const BETWEEN: Duration = Duration::from_secs(30);

/// What came earlier is no news any more; a server that was off for a week does not catch up on phones.
const REACH: i64 = DAY;

/// What is written at a moment can be read a little later. A round looks at nothing younger, so that nothing is written before the
/// moment up to which all was told.
const SETTLED: i64 = 20 * SECOND;

/// A push service that is asked often enough without taking anything is asked no more.
const PATIENCE: i64 = 12;

/// So many messages are on their way at once.
const AT_ONCE: usize = 8;

/// A title is cut where the message would become too long.
const TITLE_CHARS: usize = 120;

/// The last moment at which anything came into anybody's inbox.
const LATEST: &str = "
    SELECT MAX(at) AS at FROM (
      SELECT MAX(published_at) AS at FROM notices WHERE published_at <= $1
      UNION ALL SELECT MAX(corrected_at) FROM notices WHERE corrected_at <= $1
      UNION ALL SELECT MAX(updated_at) FROM notices WHERE updated_at <= $1
      UNION ALL SELECT MAX(updated_at) FROM matters WHERE updated_at <= $1
      UNION ALL SELECT MAX(done_at) FROM notice_requests WHERE done_at <= $1
      UNION ALL SELECT MAX(COALESCE(ended_at, ends_at)) FROM assisted_sessions WHERE COALESCE(ended_at, ends_at) <= $1
    ) AS moments";

/// Tells phones until the server stops.
pub async fn keep_telling(app: App, mut stopping: watch::Receiver<bool>) {
    let mut tick = tokio::time::interval(BETWEEN);
    loop {
        tokio::select! {
            _ = tick.tick() => {}
            _ = stopping.wait_for(|stop| *stop) => return,
        }
        // A failure is logged where it arises; what was not told is told in the next round.
        let _ = tell(&app).await;
    }
}

/// A phone that may have something to hear.
struct Phone {
    id: String,
    resident: String,
    endpoint: String,
    public_key: String,
    auth: String,
    told_at: i64,
}

/// One round.
pub async fn tell(app: &App) -> Outcome<()> {
    let now = app.now();
    let until = now - SETTLED;
    let phones = waiting(app, until, now).await?;
    if phones.is_empty() {
        return Ok(());
    }
    let vapid = app.vapid().await?;
    let caller = service::caller();
    let mut on_the_way = JoinSet::new();
    // Somebody with two phones has one inbox.
    let mut people = HashMap::new();
    for phone in phones {
        if !people.contains_key(&phone.resident) {
            let person = Person::by_id(&app.db, &phone.resident).await?;
            people.insert(phone.resident.clone(), person);
        }
        let Some(Some(person)) = people.get(&phone.resident) else {
            continue;
        };
        let places = Places::of(person.household.as_ref());
        let since = phone.told_at.max(now - REACH);
        let news = news(&app.db, &person.id, &places, since, until).await?;
        let Some(message) = message(&news) else { continue };
        if !claim(app, &phone, until).await? {
            continue;
        }
        let sealed =
            Keys::read(&phone.public_key, &phone.auth).and_then(|keys| keys.seal(message.as_bytes()));
        let origin = service::origin(&phone.endpoint, app.config.push_service.as_deref());
        let about = app
            .config
            .public_url
            .as_deref()
            .filter(|url| url.starts_with("https://"));
        let word = origin
            .as_deref()
            .and_then(|origin| vapid.word(origin, about, now).ok());
        let (Ok(sealed), Some(word)) = (sealed, word) else {
            done(app, &phone, Sent::Gone, until).await?;
            continue;
        };
        if on_the_way.len() >= AT_ONCE {
            landed(app, on_the_way.join_next().await, until).await?;
        }
        let caller = caller.clone();
        on_the_way.spawn_blocking(move || {
            let sent = service::send(&caller, &phone.endpoint, &word, &sealed);
            (phone, sent)
        });
    }
    while let Some(next) = on_the_way.join_next().await {
        landed(app, Some(next), until).await?;
    }
    // Whoever had nothing to hear need not be looked at before something comes again.
    let mut tx = app.db.write().await?;
    sqlx::query("UPDATE push_subscriptions SET told_at = $1 WHERE told_at < $1 AND wait_until <= $2")
        .bind(until)
        .bind(now)
        .execute(&mut *tx)
        .await?;
    Ok(tx.commit().await?)
}

/// The phones of living sessions for which something may have come since they were told last.
async fn waiting(app: &App, until: i64, now: i64) -> Outcome<Vec<Phone>> {
    let wanted: Option<(i64,)> =
        sqlx::query_as("SELECT MIN(told_at) FROM push_subscriptions HAVING COUNT(*) > 0")
            .fetch_optional(&app.db.pool)
            .await?;
    if wanted.is_none() {
        return Ok(Vec::new());
    }
    let (latest,): (Option<i64>,) = sqlx::query_as(LATEST).bind(until).fetch_one(&app.db.pool).await?;
    let rows = sqlx::query(
        "SELECT p.id, p.resident_id, p.endpoint, p.public_key, p.auth, p.told_at
         FROM push_subscriptions p JOIN sessions s ON s.token_hash = p.token_hash
         WHERE p.told_at < $1 AND p.wait_until <= $2 AND s.expires_at > $2 ORDER BY p.id",
    )
    .bind(latest.unwrap_or_default())
    .bind(now)
    .fetch_all(&app.db.pool)
    .await?;
    rows.iter().map(phone).collect()
}

fn phone(row: &AnyRow) -> Outcome<Phone> {
    Ok(Phone {
        id: row.try_get("id")?,
        resident: row.try_get("resident_id")?,
        endpoint: row.try_get("endpoint")?,
        public_key: row.try_get("public_key")?,
        auth: row.try_get("auth")?,
        told_at: row.try_get("told_at")?,
    })
}

/// What a lock screen may show: the title of one notice, which everybody may read, or only that there is something new. Nothing for
/// what was seen in the app meanwhile.
fn message(news: &[InboxItem]) -> Option<String> {
    let unseen: Vec<&InboxItem> = news.iter().filter(|item| !item.read).collect();
    let message = match unseen.as_slice() {
        [] => return None,
        [one]
            if matches!(
                one.kind,
                InboxKind::Notice | InboxKind::Corrected | InboxKind::Withdrawn
            ) =>
        {
            let title: String = one.about.title.chars().take(TITLE_CHARS).collect();
            json!({"notice": one.about.id, "title": title})
        }
        _ => json!({}),
    };
    Some(message.to_string())
}

/// Another server on the same database may tell the same phone: whoever comes first does.
async fn claim(app: &App, phone: &Phone, until: i64) -> Outcome<bool> {
    let mut tx = app.db.write().await?;
    let claimed = sqlx::query("UPDATE push_subscriptions SET told_at = $1 WHERE id = $2 AND told_at = $3")
        .bind(until)
        .bind(&phone.id)
        .bind(phone.told_at)
        .execute(&mut *tx)
        .await?;
    tx.commit().await?;
    Ok(claimed.rows_affected() == 1)
}

type Landed = Result<(Phone, Sent), tokio::task::JoinError>;

async fn landed(app: &App, next: Option<Landed>, until: i64) -> Outcome<()> {
    match next {
        Some(Ok((phone, sent))) => done(app, &phone, sent, until).await,
        _ => Ok(()),
    }
}

/// What was not taken is told again: soon at first, then less and less often.
async fn done(app: &App, phone: &Phone, sent: Sent, until: i64) -> Outcome<()> {
    let mut tx = app.db.write().await?;
    match sent {
        Sent::Taken => {
            sqlx::query(
                "UPDATE push_subscriptions SET failures = 0, wait_until = 0 WHERE id = $1 AND failures > 0",
            )
            .bind(&phone.id)
            .execute(&mut *tx)
            .await?;
        }
        Sent::Gone => {
            sqlx::query("DELETE FROM push_subscriptions WHERE id = $1 AND endpoint = $2")
                .bind(&phone.id)
                .bind(&phone.endpoint)
                .execute(&mut *tx)
                .await?;
        }
        Sent::Later => {
            let failures: Option<(i64,)> =
                sqlx::query_as("SELECT failures FROM push_subscriptions WHERE id = $1")
                    .bind(&phone.id)
                    .fetch_optional(&mut *tx)
                    .await?;
            let failures = failures.map_or(0, |(n,)| n) + 1;
            let rest = (MINUTE << failures.clamp(0, 12)).min(6 * HOUR);
            sqlx::query(
                "UPDATE push_subscriptions SET failures = $1, wait_until = $2, told_at = $3 WHERE id = $4 AND told_at = $5",
            )
            .bind(failures)
            .bind(app.now() + rest)
            .bind(phone.told_at)
            .bind(&phone.id)
            .bind(until)
            .execute(&mut *tx)
            .await?;
            sqlx::query("DELETE FROM push_subscriptions WHERE failures > $1")
                .bind(PATIENCE)
                .execute(&mut *tx)
                .await?;
        }
    }
    Ok(tx.commit().await?)
}
