//! The ballot box: ballots that wait at the same moment are counted in one transaction.
//!
//! What takes time is making a ballot durable, and SQLite does that for many at once as fast as for one. So whoever gets the
//! writer's turn counts everybody who waits. An answer goes out after the commit, never before: acknowledged is durable.
//! PostgreSQL groups commits by itself, and several servers may work on it.

use super::PollRow;
use super::cast::{Ask, carry_out, decisions};
use crate::db::{Db, Kind};
use crate::fault::{Fault, Outcome};
use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{OwnedMutexGuard, oneshot};

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

    /// Takes out those that can be counted together. Of two that claim the same (a ballot and its repeat, two phones of a
    /// household) the later one stays and finds the first one counted.
    fn take(&self) -> Vec<Waiter> {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut claimed = HashSet::new();
        let mut taken = 0;
        let together: Vec<bool> = waiting
            .iter()
            .map(|waiter| {
                let claims = waiter.ask.claims();
                let free = taken < MOST && claims.iter().all(|claim| !claimed.contains(claim));
                // The claims of one that stays hold, too: nobody overtakes it.
                claimed.extend(claims);
                taken += usize::from(free);
                free
            })
            .collect();
        let mut together = together.into_iter();
        waiting
            .extract_if(.., |_| together.next().unwrap_or_default())
            .collect()
    }
}

async fn alone(db: &Db, mut ask: Ask) -> Outcome<PollRow> {
    let mut tx = db.write().await?;
    ask.poll.lock(&mut tx, db, false).await?;
    if let Some(helped) = &ask.person.assisted {
        // As with the claims on SQLite: one helper's ballots one after the other.
        sqlx::query("SELECT id FROM residents WHERE id = $1 FOR UPDATE")
            .bind(&helped.helper_id)
            .fetch_optional(&mut *tx)
            .await?;
    }
    let decided = decisions(&mut tx, &[&ask]).await?.into_iter();
    let decided: Vec<_> = decided
        .map(|decision| Ok((&ask, decision?)))
        .collect::<Outcome<_>>()?;
    if carry_out(&mut tx, &decided).await? {
        tx.commit().await?;
        db.set_unmixed(true);
    }
    Ok(ask.poll)
}

/// Counts everybody who waits. Each ballot calls for this once and each call counts at least the first, so none is left.
async fn empty(db: Db) {
    let turn = db.turn().await;
    let mut waiters = db.waiting.take();
    if waiters.is_empty() {
        // Somebody before us has counted ours.
        return;
    }
    let mut outcomes = match count_all(&db, turn, &mut waiters).await {
        Ok(refusals) => refusals,
        // Nothing was stored of anybody.
        Err(fault) => vec![Some(fault); waiters.len()],
    };
    if waiters.len() > 1 && outcomes.iter().flatten().any(|fault| fault.status() >= 500) {
        // Whatever it was, one ballot's failure must not be everybody's.
        for (waiter, outcome) in waiters.iter_mut().zip(&mut outcomes) {
            let turn = db.turn().await;
            *outcome = match count_all(&db, turn, std::slice::from_mut(waiter)).await {
                Ok(refusal) => refusal.into_iter().next().flatten(),
                Err(fault) => Some(fault),
            };
        }
    }
    for (waiter, refusal) in waiters.into_iter().zip(outcomes) {
        // Who hung up is counted all the same and learns it at the next try.
        let _ = waiter.answer.send(refusal.map_or(Ok(waiter.ask.poll), Err));
    }
}

/// One transaction; gives the refusals, each at the place of its waiter.
async fn count_all(
    db: &Db,
    turn: OwnedMutexGuard<()>,
    waiters: &mut [Waiter],
) -> Outcome<Vec<Option<Fault>>> {
    let mut tx = db.write_in_turn(turn).await?;
    let mut locked: Vec<PollRow> = Vec::new();
    for Waiter { ask, .. } in waiters.iter_mut() {
        match locked.iter().find(|poll| poll.id == ask.poll.id) {
            Some(poll) => ask.poll.locked_with(poll),
            None => {
                ask.poll.lock(&mut tx, db, false).await?;
                locked.push(ask.poll.clone());
            }
        }
    }
    let asks: Vec<&Ask> = waiters.iter().map(|waiter| &waiter.ask).collect();
    let decided = decisions(&mut tx, &asks).await?;
    let (mut taken, mut refusals) = (Vec::new(), Vec::new());
    for (ask, decision) in asks.into_iter().zip(decided) {
        match decision {
            Ok(decision) => {
                taken.push((ask, decision));
                refusals.push(None);
            }
            Err(fault) => refusals.push(Some(fault)),
        }
    }
    if carry_out(&mut tx, &taken).await.map_err(failed)? {
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
