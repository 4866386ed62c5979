//! Closing: the state follows the clock by itself; what is fixed once is the board's root, the electorate
//! and, where it is to be shown, the turnout by building.

use super::{PollRow, answers, mixing, turnout};
use crate::app::App;
use crate::db::Db;
use crate::fault::Outcome;
use contract::PollState;
use futures_util::TryStreamExt;
use sqlx::AnyConnection;

/// Loads a poll; when it has ended, with its board fixed.
pub async fn load_fixed(app: &App, id: &str) -> Outcome<PollRow> {
    let poll = PollRow::load(&mut *app.db.pool.acquire().await?, id).await?;
    if poll.state(app.now()) != PollState::Closed || poll.board_root.is_some() {
        return Ok(poll);
    }
    fix(&app.db, id, app.now()).await?;
    PollRow::load(&mut *app.db.pool.acquire().await?, id).await
}

/// Fixes the board of a poll that has ended, once: root over the sorted ballots, their number, the electorate.
pub async fn fix(db: &Db, id: &str, now: i64) -> Outcome<()> {
    let alone = db.no_ballot_under_way().await;
    let mut tx = db.write().await?;
    fix_within(&mut tx, db, id, now).await?;
    tx.commit().await?;
    drop(alone);
    // The board is fixed whether or not this succeeds; a mixing that failed is tried again by the server.
    let _ = mixing::mix(db).await;
    Ok(())
}

/// The same within a transaction that does more. Gives the poll, which nobody else changes until the transaction ends.
pub async fn fix_within(tx: &mut AnyConnection, db: &Db, id: &str, now: i64) -> Outcome<PollRow> {
    let mut poll = PollRow::load(&mut *tx, id).await?;
    poll.lock(&mut *tx, db, true).await?;
    if poll.state(now) != PollState::Closed || poll.board_root.is_some() {
        // Read again, because somebody else may have fixed it while this transaction waited.
        return PollRow::load(tx, id).await;
    }
    let mut tree = ledger::Tree::new();
    {
        let mut rows = sqlx::query_as::<_, (String, String)>(
            "SELECT ballot_id, answers FROM ballots WHERE poll_id = $1 ORDER BY ballot_id",
        )
        .bind(id)
        .fetch(&mut *tx);
        while let Some((ballot_id, stored)) = rows.try_next().await? {
            tree.push(answers::leaf(&poll.questions, &ballot_id, &stored)?);
        }
    }
    mixing::rewrite(&mut *tx, db, &[&poll.id]).await?;
    let eligible = poll.eligible(&mut *tx).await?;
    let turnout = match poll.turnout_by_building {
        true => Some(serde_json::to_string(
            &turnout::by_building(&mut *tx, &poll).await?,
        )?),
        false => None,
    };
    sqlx::query(
        "UPDATE polls SET board_root = $1, board_ballots = $2, eligible = $3, turnout = $4 WHERE id = $5",
    )
    .bind(ledger::hex(&tree.root()))
    .bind(i64::try_from(tree.len()).unwrap_or(i64::MAX))
    .bind(i64::try_from(eligible).unwrap_or(i64::MAX))
    .bind(turnout)
    .bind(id)
    .execute(&mut *tx)
    .await?;
    PollRow::load(tx, id).await
}

/// Fixes every board that is due.
pub async fn close_due(db: &Db, now: i64) -> Outcome<()> {
    let due: Vec<(String,)> =
        sqlx::query_as("SELECT id FROM polls WHERE closes_at <= $1 AND cancelled = 0 AND board_root IS NULL")
            .bind(now)
            .fetch_all(&db.pool)
            .await?;
    for (id,) in due {
        fix(db, &id, now).await?;
    }
    Ok(())
}
