//! Keeps the index up to date. Triggers note in `to_index` what has changed (migration 15), whoever changed it: a resident, a
//! staff command, an import. Here it is read again.

use super::words::{Findable, read};
use crate::db::{Db, Kind, WriteTx};
use crate::fault::Outcome;
use crate::names::named;
use contract::SearchKind;
use finding::tokens;
use std::collections::BTreeSet;

/// To be raised when tokens or what is read of a thing change: everything is then indexed anew.
const VERSION: &str = "2";
/// Read again in one transaction; nobody who writes waits longer than for these.
const AT_ONCE: i64 = 50;
/// Of a longer text only the beginning is found. A tsvector holds a megabyte.
const BODY_CHARS: usize = 20_000;

/// Reads again what has changed.
pub async fn catch_up(db: &Db) -> Outcome<()> {
    loop {
        // Usually there is nothing, and nobody's turn to write is taken for it.
        let (waiting,): (i64,) = sqlx::query_as("SELECT COUNT(*) FROM to_index")
            .fetch_one(&db.pool)
            .await?;
        if waiting == 0 || !some(db).await? {
            return Ok(());
        }
    }
}

/// Whether there was something to do.
async fn some(db: &Db) -> Outcome<bool> {
    let mut tx = db.write().await?;
    // On PostgreSQL somebody else may be at it, or be about to change the thing once more.
    let due: Vec<(String, String)> = sqlx::query_as(match db.kind {
        Kind::Sqlite => "SELECT kind, id FROM to_index LIMIT $1",
        Kind::Postgres => "SELECT kind, id FROM to_index LIMIT $1 FOR UPDATE SKIP LOCKED",
    })
    .bind(AT_ONCE)
    .fetch_all(&mut *tx)
    .await?;
    for (kind, id) in &due {
        // Before it is read: a change from now on is noted anew.
        sqlx::query("DELETE FROM to_index WHERE kind = $1 AND id = $2")
            .bind(kind)
            .bind(id)
            .execute(&mut *tx)
            .await?;
        take_out(db.kind, &mut tx, kind, id).await?;
        match read(&mut tx, named::<SearchKind>(kind), id).await {
            Ok(Some(thing)) => put_in(db.kind, &mut tx, kind, id, &thing).await?,
            Ok(None) => {}
            // What cannot be read is not found, and keeps nobody else from being found.
            Err(_) => tracing::warn!(kind, "something cannot be indexed"),
        }
    }
    tx.commit().await?;
    Ok(!due.is_empty())
}

async fn take_out(database: Kind, tx: &mut WriteTx, kind: &str, id: &str) -> Outcome<()> {
    if database == Kind::Sqlite {
        let known: Option<(i64, String, String)> =
            sqlx::query_as("SELECT number, title, body FROM findable WHERE kind = $1 AND id = $2")
                .bind(kind)
                .bind(id)
                .fetch_optional(&mut **tx)
                .await?;
        // The index holds no texts; it is told what to take out.
        if let Some((number, title, body)) = known {
            let (title, body) = indexed(kind, &title, &body);
            sqlx::query("INSERT INTO findable_words (findable_words, rowid, title, body) VALUES ('delete', $1, $2, $3)")
                .bind(number)
                .bind(joined(&title))
                .bind(joined(&body))
                .execute(&mut **tx)
                .await?;
        }
    }
    sqlx::query("DELETE FROM findable WHERE kind = $1 AND id = $2")
        .bind(kind)
        .bind(id)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

async fn put_in(database: Kind, tx: &mut WriteTx, kind: &str, id: &str, thing: &Findable) -> Outcome<()> {
    let (title, body) = indexed(kind, &thing.title, &thing.body);
    let sql = match database {
        Kind::Sqlite => {
            "INSERT INTO findable (kind, id, thread_id, title, body, shown_from, at)
             VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING number"
        }
        Kind::Postgres => {
            "INSERT INTO findable (kind, id, thread_id, title, body, shown_from, at, title_words, words)
             VALUES ($1, $2, $3, $4, $5, $6, $7, array_to_tsvector(string_to_array($8, ' ')),
               array_to_tsvector(string_to_array($9, ' '))) RETURNING number"
        }
    };
    let mut query = sqlx::query_as(sql)
        .bind(kind)
        .bind(id)
        .bind(&thing.thread_id)
        .bind(&thing.title)
        .bind(&thing.body)
        .bind(thing.shown_from)
        .bind(thing.at);
    if database == Kind::Postgres {
        let whole: BTreeSet<String> = title.union(&body).cloned().collect();
        query = query.bind(joined(&title)).bind(joined(&whole));
    }
    let (number,): (i64,) = query.fetch_one(&mut **tx).await?;
    if database == Kind::Sqlite {
        sqlx::query("INSERT INTO findable_words (rowid, title, body) VALUES ($1, $2, $3)")
            .bind(number)
            .bind(joined(&title))
            .bind(joined(&body))
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}

/// The tokens of title and body. The title above a post is its thread's.
fn indexed(kind: &str, title: &str, body: &str) -> (BTreeSet<String>, BTreeSet<String>) {
    let title = if kind == "post" { "" } else { title };
    let end = body
        .char_indices()
        .nth(BODY_CHARS)
        .map_or(body.len(), |(at, _)| at);
    (tokens(title), tokens(&body[..end]))
}

fn joined(tokens: &BTreeSet<String>) -> String {
    tokens.iter().map(String::as_str).collect::<Vec<_>>().join(" ")
}

/// Has everything read again where the index was made by another version.
pub async fn renew(db: &Db) -> Outcome<()> {
    let mut tx = db.write().await?;
    let known: Option<(String,)> = sqlx::query_as("SELECT value FROM settings WHERE key = 'search_version'")
        .fetch_optional(&mut *tx)
        .await?;
    if known.is_some_and(|(version,)| version == VERSION) {
        return Ok(());
    }
    if db.kind == Kind::Sqlite {
        sqlx::query("INSERT INTO findable_words (findable_words) VALUES ('delete-all')")
            .execute(&mut *tx)
            .await?;
    }
    for sql in [
        "DELETE FROM findable",
        "DELETE FROM to_index",
        "INSERT INTO to_index (kind, id) SELECT 'notice', id FROM notices",
        "INSERT INTO to_index (kind, id) SELECT 'matter', id FROM matters",
        "INSERT INTO to_index (kind, id) SELECT 'poll', id FROM polls",
        "INSERT INTO to_index (kind, id) SELECT 'thread', id FROM threads",
        "INSERT INTO to_index (kind, id) SELECT 'post', id FROM posts",
    ] {
        sqlx::query(sql).execute(&mut *tx).await?;
    }
    sqlx::query(
        "INSERT INTO settings (key, value) VALUES ('search_version', $1)
         ON CONFLICT (key) DO UPDATE SET value = excluded.value",
    )
    .bind(VERSION)
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(())
}
