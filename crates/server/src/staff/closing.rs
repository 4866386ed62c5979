//! `poll close`, `poll extend` and `poll cancel`: what becomes of a poll after its opening. Each is an event that everybody can
//! read, with its reason.

use super::store::{self, done, json};
use crate::db::Db;
use crate::polls::PollRow;
use contract::{PollEvent, PollEventKind, PollState, Timestamp};
use sqlx::AnyConnection;

/// Ends an open poll now.
pub async fn close(
    tx: &mut AnyConnection,
    db: &Db,
    id: &str,
    reason: &str,
    now: Timestamp,
) -> anyhow::Result<()> {
    let reason = reason.trim();
    anyhow::ensure!(!reason.is_empty(), "--reason must say why the poll ends early");
    let poll = held(tx, db, id).await?;
    must_be_open(&poll, now)?;
    let event = event(PollEventKind::ClosedEarly, now, reason);
    store_end(tx, poll, now, event).await
}

/// Moves the end of an open poll to a later time, written as in a poll's file. Gives the new end.
pub async fn extend(
    tx: &mut AnyConnection,
    db: &Db,
    id: &str,
    until: &str,
    reason: &str,
    now: Option<Timestamp>,
) -> anyhow::Result<Timestamp> {
    let reason = reason.trim();
    anyhow::ensure!(
        !reason.is_empty(),
        "--reason must say why the poll goes on for longer"
    );
    let poll = held(&mut *tx, db, id).await?;
    let clock = store::clock(&mut *tx, None).await?;
    let now = now.unwrap_or(clock.now);
    must_be_open(&poll, now)?;
    let until = clock
        .time(until)
        .map_err(|reason| anyhow::anyhow!("--until: {reason}"))?;
    let old_end = Timestamp::from_millis(poll.closes_at);
    anyhow::ensure!(
        until > old_end,
        "--until: the poll {id} is open until {old_end}; an extension ends later than that"
    );
    let event = PollEvent {
        old_end: Some(old_end),
        new_end: Some(until),
        ..event(PollEventKind::Extended, now, reason)
    };
    store_end(tx, poll, until, event).await?;
    Ok(until)
}

/// Cancels a poll that has not ended: nothing in it is counted, no result is shown.
pub async fn cancel(
    tx: &mut AnyConnection,
    db: &Db,
    id: &str,
    reason: &str,
    now: Timestamp,
) -> anyhow::Result<()> {
    let reason = reason.trim();
    anyhow::ensure!(!reason.is_empty(), "--reason must say why the poll is cancelled");
    let mut poll = held(&mut *tx, db, id).await?;
    match poll.state(now.millis()) {
        PollState::Open | PollState::Upcoming => {}
        PollState::Cancelled => anyhow::bail!("the poll {id} was cancelled"),
        _ => anyhow::bail!("the poll {id} is closed already; its result stands"),
    }
    poll.events.push(event(PollEventKind::Cancelled, now, reason));
    sqlx::query("UPDATE polls SET cancelled = 1, events = $2 WHERE id = $1")
        .bind(id)
        .bind(json(&poll.events)?)
        .execute(tx)
        .await?;
    Ok(())
}

fn event(kind: PollEventKind, at: Timestamp, reason: &str) -> PollEvent {
    PollEvent {
        kind,
        at,
        reason: reason.to_owned(),
        old_end: None,
        new_end: None,
    }
}

/// The poll, which nobody else changes until the transaction ends.
async fn held(tx: &mut AnyConnection, db: &Db, id: &str) -> anyhow::Result<PollRow> {
    let known = sqlx::query("SELECT id FROM polls WHERE id = $1")
        .bind(id)
        .fetch_optional(&mut *tx)
        .await?;
    anyhow::ensure!(known.is_some(), "there is no poll with the id {id}");
    let mut poll = done(PollRow::load(&mut *tx, id).await)?;
    done(poll.lock(&mut *tx, db, true).await)?;
    // Read again: its events may have become more while this transaction waited.
    done(PollRow::load(tx, id).await)
}

fn must_be_open(poll: &PollRow, now: Timestamp) -> anyhow::Result<()> {
    let id = &poll.id;
    match poll.state(now.millis()) {
        PollState::Open => Ok(()),
        PollState::Cancelled => anyhow::bail!("the poll {id} was cancelled"),
        PollState::Upcoming => anyhow::bail!("the poll {id} is not open yet"),
        _ => anyhow::bail!("the poll {id} is closed already"),
    }
}

async fn store_end(
    tx: &mut AnyConnection,
    poll: PollRow,
    end: Timestamp,
    event: PollEvent,
) -> anyhow::Result<()> {
    let mut events = poll.events;
    events.push(event);
    sqlx::query("UPDATE polls SET closes_at = $2, events = $3 WHERE id = $1")
        .bind(&poll.id)
        .bind(end.millis())
        .bind(json(&events)?)
        .execute(tx)
        .await?;
    Ok(())
}
