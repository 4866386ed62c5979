//! Mixing: a database remembers more than its rows say. SQLite fills pages in the order of writing and keeps a log of
//! every commit; PostgreSQL notes at each row the transaction that wrote it, which for a first ballot is the one that
//! marked its voter. Mixing writes all of it anew, in the order of the keys, so that what is left is a function of who voted
//! and what was voted. What it closes and what not is in docs/decisions/0011-ballot-secrecy.md.

use crate::db::{Db, Kind};
use crate::fault::{Fault, Outcome};
use sqlx::{AnyConnection, Executor};
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::{Instant, sleep};

/// Mixing rests this many times as long as it took: votes wait for it no more than a twentieth of the time, and a
/// community's file is mixed within seconds.
const REST: u32 = 20;
/// And at least this long after it failed, which may be because somebody copies the whole database.
const AFTER_FAILURE: Duration = Duration::from_secs(5);
/// How long other transactions of PostgreSQL are waited for.
const OTHERS: Duration = Duration::from_secs(1);

/// Mixes soon after every ballot, until the server stops.
pub async fn keep_mixed(db: Db, mut stopping: watch::Receiver<bool>) {
    let mut unmixed = db.unmixed();
    loop {
        tokio::select! {
            _ = unmixed.wait_for(|unmixed| *unmixed) => {}
            _ = stopping.wait_for(|stop| *stop) => return,
        }
        let began = Instant::now();
        let rest = match mix(&db).await {
            Ok(()) => began.elapsed() * REST,
            Err(_) => (began.elapsed() * REST).max(AFTER_FAILURE),
        };
        tokio::select! {
            () = sleep(rest) => {}
            _ = stopping.wait_for(|stop| *stop) => return,
        }
    }
}

/// Mixes everything that was written up to now. In a task of its own, which goes on to its end when whoever asked for it is
/// gone: half a mixing must not pass for a whole one.
pub async fn mix(db: &Db) -> Outcome<()> {
    let db = db.clone();
    let mixing = tokio::spawn(async move {
        let mixed = match db.kind {
            Kind::Sqlite => mix_file(&db).await,
            Kind::Postgres => mix_tables(&db).await,
        };
        if mixed.is_err() {
            // The failure itself is logged where it arises.
            db.set_unmixed(true);
        }
        mixed
    });
    mixing.await.map_err(|_| Fault::internal("mixing did not end"))?
}

/// VACUUM builds the file anew, every table in the order of its keys, and leaves nothing behind of what was deleted.
async fn mix_file(db: &Db) -> Outcome<()> {
    let _turn = db.turn().await;
    // Before anything is written: a ballot that comes later says so again.
    db.set_unmixed(false);
    let mut connection = db.pool.acquire().await?;
    connection.execute("VACUUM").await?;
    // The log still has the commits in their order.
    let (busy, _, _): (i64, i64, i64) = sqlx::query_as("PRAGMA wal_checkpoint(TRUNCATE)")
        .fetch_one(&mut *connection)
        .await?;
    if busy != 0 {
        return Err(Fault::internal("somebody kept the log from being emptied"));
    }
    Ok(())
}

async fn mix_tables(db: &Db) -> Outcome<()> {
    db.set_unmixed(false);
    let mut tx = db.write().await?;
    // Ballots on their way hold the poll, so none of them is half in. A poll whose board is fixed was mixed with that.
    let polls: Vec<(String,)> =
        sqlx::query_as("SELECT id FROM polls WHERE board_root IS NULL ORDER BY id FOR UPDATE")
            .fetch_all(&mut *tx)
            .await?;
    let polls: Vec<&str> = polls.iter().map(|(id,)| id.as_str()).collect();
    rewrite(&mut tx, db, &polls).await?;
    tx.commit().await?;

    // The row versions from before still lie in the files, with the transactions they came from. Only a plain connection can
    // do this, and one that waits so briefly for others is closed rather than given back.
    let mut connection = db.pool.acquire().await?;
    connection.close_on_drop();
    connection.execute("SET lock_timeout = '300ms'").await?;
    // All that has ended by now ended before this transaction id.
    let (ended,): (String,) =
        sqlx::query_as("SELECT CAST(CAST(pg_snapshot_xmax(pg_current_snapshot()) AS xid) AS TEXT)")
            .fetch_one(&mut *connection)
            .await?;
    let began = Instant::now();
    loop {
        connection
            .execute("VACUUM (FULL, ANALYZE) voters, ballots, idempotency")
            .await?;
        // A table written anew keeps as its `relfrozenxid` the id before which no deleted version was kept. The statistics
        // do not tell it: ANALYZE leaves out what the same connection has deleted and not yet reported.
        let (kept,): (bool,) = sqlx::query_as(
            "SELECT MAX(age(relfrozenxid)) > age(CAST($1 AS xid)) FROM pg_class
             WHERE oid IN ('voters'::regclass, 'ballots'::regclass, 'idempotency'::regclass)",
        )
        .bind(&ended)
        .fetch_one(&mut *connection)
        .await?;
        // Whoever votes meanwhile has asked for another mixing, which has to get there in its turn.
        if !kept || *db.unmixed().borrow() {
            return Ok(());
        }
        // A transaction that began earlier might still want to see them; so does, for a moment, every new connection.
        if began.elapsed() > OTHERS {
            return Err(Fault::internal("an old transaction keeps old rows"));
        }
        sleep(OTHERS / 50).await;
    }
}

/// Gives every row of these polls a new version, in the order of the keys and all from this one transaction. Nothing to do
/// on SQLite, whose rows do not know where they came from.
pub async fn rewrite(tx: &mut AnyConnection, db: &Db, polls: &[&str]) -> Outcome<()> {
    if db.kind == Kind::Sqlite {
        return Ok(());
    }
    for poll in polls {
        for sql in [
            "WITH old AS (DELETE FROM voters WHERE poll_id = $1 RETURNING *)
             INSERT INTO voters SELECT * FROM old ORDER BY unit_id",
            "WITH old AS (DELETE FROM ballots WHERE poll_id = $1 RETURNING *)
             INSERT INTO ballots SELECT * FROM old ORDER BY ballot_id",
        ] {
            sqlx::query(sql).bind(*poll).execute(&mut *tx).await?;
        }
    }
    // The keys of ballots name no poll. They were written together with the ballots, too.
    sqlx::query(
        "WITH old AS (DELETE FROM idempotency WHERE created_id IS NULL RETURNING *)
         INSERT INTO idempotency SELECT * FROM old ORDER BY key_hash",
    )
    .execute(tx)
    .await?;
    Ok(())
}
