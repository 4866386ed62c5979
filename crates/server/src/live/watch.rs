//! Looking at what somebody listens to. What other processes write is seen as well: staff commands, a second server on the
//! same database. While nobody listens nothing is looked at.

use super::seen::{change, look};
use super::{Live, Pace};
use crate::app::App;
use crate::db::{Db, Kind};
use sqlx::AnyConnection;
use std::time::Duration;
use tokio::time::Instant;

/// How long a database that does not answer is left alone.
const AFTER_FAILURE: Duration = Duration::from_secs(5);

/// Looks as long as somebody listens and the server does not stop.
pub async fn watch(app: App) {
    let Pace {
        between,
        rest,
        by_clock,
        ..
    } = app.config.pace;
    let mut watching = Watching {
        live: &app.live,
        ended: false,
    };
    let mut stopping = app.live.stopping();
    let mut gate = Gate::default();
    let mut looked = Instant::now();
    while app.live.somebody_listens() {
        tokio::select! {
            () = tokio::time::sleep(between) => {}
            // A write of this process is told at once.
            () = app.db.committed() => {}
            _ = stopping.wait_for(|stop| *stop) => return,
        }
        // Notices come and threads end by the clock, without anybody writing.
        let due = looked.elapsed() >= by_clock;
        match gate.moved(&app.db).await {
            Ok(moved) if moved || due => {
                looked = Instant::now();
                if tell(&app).await.is_err() {
                    // Whatever was missed is seen at the next look.
                    gate = Gate::default();
                    tokio::time::sleep(AFTER_FAILURE).await;
                }
            }
            Ok(_) => {}
            Err(_) => {
                gate = Gate::default();
                tokio::time::sleep(AFTER_FAILURE).await;
            }
        }
        tokio::time::sleep(rest).await;
    }
    watching.ended = true;
}

/// A task that breaks off is started again by the next one who listens.
struct Watching<'a> {
    live: &'a Live,
    /// Nobody listened any more, and the room knows it.
    ended: bool,
}

impl Drop for Watching<'_> {
    fn drop(&mut self) {
        if !self.ended {
            self.live.broke_off();
        }
    }
}

async fn tell(app: &App) -> sqlx::Result<()> {
    let mut connection = app.db.pool.acquire().await?;
    for topic in app.live.topics() {
        let before = app.live.seen(&topic);
        let known = before.as_ref().and_then(|seen| seen.as_deref());
        let now = look(&mut connection, &topic, app.now(), known).await?;
        // Without an earlier look this is the first one, from which on is told.
        if before.is_some()
            && let Some(change) = change(&topic, known, now.as_ref())
        {
            app.live.tell(&topic, &change);
        }
        app.live.keep(&topic, now, true);
    }
    Ok(())
}

/// Says cheaply whether anything was written, by whomever. Its connection is its own: what SQLite says is true of a connection.
#[derive(Default)]
struct Gate {
    connection: Option<AnyConnection>,
    last: Option<String>,
}

impl Gate {
    async fn moved(&mut self, db: &Db) -> sqlx::Result<bool> {
        let connection = match &mut self.connection {
            Some(connection) => connection,
            none => none.insert(db.pool.acquire().await?.detach()),
        };
        let sql = match db.kind {
            // Another number after every commit of another connection.
            Kind::Sqlite => "SELECT CAST(data_version AS TEXT) FROM pragma_data_version",
            // Which transactions have ended and which have not: two equal ones see the same.
            Kind::Postgres => "SELECT CAST(pg_current_snapshot() AS TEXT)",
        };
        let (now,): (String,) = sqlx::query_as(sql).fetch_one(connection).await?;
        let moved = self.last.as_ref() != Some(&now);
        self.last = Some(now);
        Ok(moved)
    }
}
