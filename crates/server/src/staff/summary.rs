//! `thread summary`, `thread close` and `thread reopen`: what moderators do with a thread while it runs.

use super::refusal::{read_text, refuse, shown};
use super::store::{clock, json};
use crate::db::Db;
use crate::length::too_long;
use contract::Text;
use std::path::Path;

/// Longest summary, in characters as people see them.
const SUMMARY: usize = 20_000;

/// Puts the words of a Markdown file on top of a thread, or takes what is there away.
pub async fn set(db: &Db, id: &str, file: Option<&Path>) -> anyhow::Result<String> {
    let words = match file {
        None => None,
        Some(path) => {
            let words = read_text(path)?.replace("\r\n", "\n").trim().to_owned();
            if words.is_empty() {
                return Err(refuse(&shown(path), 1, "the summary is empty; --remove takes it away").into());
            }
            if too_long(&words, SUMMARY) {
                return Err(refuse(&shown(path), 1, format!("at most {SUMMARY} characters")).into());
            }
            Some(words)
        }
    };
    let mut tx = db.write().await?;
    let now = clock(&mut tx, None).await?.now;
    let changed =
        sqlx::query("UPDATE threads SET summary = $2, summary_at = $3, moved = moved + 1 WHERE id = $1")
            .bind(id)
            .bind(
                words
                    .as_ref()
                    .map(|words| json(&Text::markdown(words)))
                    .transpose()?,
            )
            .bind(words.as_ref().map(|_| now.millis()))
            .execute(&mut *tx)
            .await?;
    anyhow::ensure!(changed.rows_affected() == 1, "there is no thread {id}");
    tx.commit().await?;
    Ok(match words {
        Some(_) => format!("the thread {id} has a new summary"),
        None => format!("the thread {id} has no summary any more"),
    })
}

pub async fn close(db: &Db, id: &str) -> anyhow::Result<String> {
    let mut tx = db.write().await?;
    let now = clock(&mut tx, None).await?.now.millis();
    anyhow::ensure!(
        !closed(&mut tx, id, now).await?,
        "the thread {id} is closed already"
    );
    sqlx::query("UPDATE threads SET closes_at = $2, moved = moved + 1 WHERE id = $1")
        .bind(id)
        .bind(now)
        .execute(&mut *tx)
        .await?;
    tx.commit().await?;
    Ok(format!("the thread {id} is closed"))
}

pub async fn reopen(db: &Db, id: &str) -> anyhow::Result<String> {
    let mut tx = db.write().await?;
    let now = clock(&mut tx, None).await?.now.millis();
    anyhow::ensure!(closed(&mut tx, id, now).await?, "the thread {id} is open");
    sqlx::query("UPDATE threads SET closes_at = NULL, moved = moved + 1 WHERE id = $1")
        .bind(id)
        .execute(&mut *tx)
        .await?;
    tx.commit().await?;
    Ok(format!("the thread {id} is open again"))
}

async fn closed(tx: &mut sqlx::AnyConnection, id: &str, now: i64) -> anyhow::Result<bool> {
    let found: Option<(Option<i64>,)> = sqlx::query_as("SELECT closes_at FROM threads WHERE id = $1")
        .bind(id)
        .fetch_optional(tx)
        .await?;
    let Some((closes_at,)) = found else {
        anyhow::bail!("there is no thread {id}");
    };
    Ok(closes_at.is_some_and(|at| at <= now))
}
