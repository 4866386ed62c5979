//! The ballot box: ballots that wait at the same moment are counted in one transaction.
//!
//! What takes time is making a ballot durable, and SQLite does that for many at once as fast as for one. So whoever gets the
//! writer's turn counts everybody who waits. An answer goes out after the commit, never before: acknowledged is durable.
//! PostgreSQL groups commits by itself, and several servers may work on it.

use super::PollRow;
use super::cast::{Ask, carry_out, decision};
use crate::db::{Db, Kind};
use crate::fault::{Fault, Outcome};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::oneshot;

/// More than this many do not go into one transaction, so that nobody waits long for others.
const MOST: usize = 256;

/// Who waits to be counted, in the order in which they came.
#[derive(Debug, Clone, Default)]
pub struct Waiting(Arc<Mutex<Vec<Waiter>>>);

#[derive(Debug)]
struct Waiter {
    ask: Ask,
    answer: oneshot::Sender<Outcome<PollRow>>,
}

/// Counts a ballot durably, or finds that it is counted already; gives the poll as it was then.
pub async fn put_in(db: &Db, ask: Ask) -> Outcome<PollRow> {
    if db.kind == Kind::Postgres {
        return alone(db, ask).await;
    }
    let (answer, answered) = oneshot::channel();
    db.waiting.add(Waiter { ask, answer });
    // In a task of its own: the others in the box must not suffer when this one's phone hangs up.
    tokio::spawn(empty(db.clone()));
    answered
        .await
        .map_err(|_| Fault::internal("the ballot box was not emptied"))?
}

impl Waiting {
    fn add(&self, waiter: Waiter) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(waiter);
    }

    fn take(&self) -> Vec<Waiter> {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let now = waiting.len().min(MOST);
        waiting.drain(..now).collect()
    }
}

async fn alone(db: &Db, mut ask: Ask) -> Outcome<PollRow> {
    let mut tx = db.write().await?;
    ask.poll.lock(&mut tx, db, false).await?;
    let decision = decision(&mut tx, &ask).await?;
    if carry_out(&mut tx, &ask, decision).await? {
        tx.commit().await?;
        db.set_unmixed(true);
    }
    Ok(ask.poll)
}

/// Counts everybody who waits. Each ballot calls for this once, so none is left in the box.
async fn empty(db: Db) {
    let turn = db.turn().await;
    let mut waiters = db.waiting.take();
    if waiters.is_empty() {
        // Somebody before us has counted ours.
        return;
    }
    let outcome = count_all(&db, turn, &mut waiters).await;
    for (i, waiter) in waiters.into_iter().enumerate() {
        let answer = match &outcome {
            Ok(refusals) => refusals[i].clone().map_or(Ok(waiter.ask.poll), Err),
            // Nothing was stored of anybody.
            Err(fault) => Err(fault.clone()),
        };
        // Who hung up is counted all the same and learns it at the next try.
        let _ = waiter.answer.send(answer);
    }
}

/// One transaction; gives the refusals, each at the place of its waiter.
async fn count_all(
    db: &Db,
    turn: tokio::sync::OwnedMutexGuard<()>,
    waiters: &mut [Waiter],
) -> Outcome<Vec<Option<Fault>>> {
    let mut tx = db.write_in_turn(turn).await?;
    let mut locked: Vec<PollRow> = Vec::new();
    let mut refusals = Vec::with_capacity(waiters.len());
    let mut written = false;
    for Waiter { ask, .. } in waiters {
        match locked.iter().find(|poll| poll.id == ask.poll.id) {
            Some(poll) => ask.poll.locked_with(poll),
            None => {
                if let Err(fault) = ask.poll.lock(&mut tx, db, false).await {
                    refusals.push(Some(fault));
                    continue;
                }
                locked.push(ask.poll.clone());
            }
        }
        match decision(&mut tx, ask).await {
            // Whatever fails from here on may leave half a ballot: then none of them is stored.
            Ok(decision) => {
                written |= carry_out(&mut tx, ask, decision).await.map_err(failed)?;
                refusals.push(None);
            }
            Err(fault) if fault.status() >= 500 => return Err(fault),
            Err(fault) => refusals.push(Some(fault)),
        }
    }
    if written {
        tx.commit().await?;
        db.set_unmixed(true);
    }
    Ok(refusals)
}

/// Nobody comes in between on SQLite, so a refusal at this point is a failure, and not the others' fault.
fn failed(fault: Fault) -> Fault {
    if fault.status() >= 500 {
        return fault;
    }
    Fault::internal("a ballot was refused after it had been taken")
}
