//! `poll late-batch ID FILE.csv`: ballots counted on paper, appended to the board of a closed poll and published as such.
//!
//! One ballot a row, the columns are question ids. What was fixed at close stays as it is; the batch has a root of its own
//! behind it, so that anybody who noted the earlier root can check that ballots were only added.

use super::pile::{self, under_fresh_ids};
use super::store::{done, json};
use crate::db::Db;
use crate::polls::{PollRow, fix_within, leaf};
use contract::{Batch, PollEvent, PollEventKind, PollState, Question, Secrecy, Timestamp};
use futures_util::TryStreamExt;
use sqlx::AnyConnection;

/// What a late batch came to.
#[derive(Debug)]
pub struct Appended {
    pub paper: usize,
    /// The whole board with it.
    pub board: Batch,
}

/// Appends the ballots of a file (its name and its text).
pub async fn append(
    tx: &mut AnyConnection,
    db: &Db,
    id: &str,
    (file, text): (&str, &str),
    reason: &str,
    now: Timestamp,
) -> anyhow::Result<Appended> {
    let reason = reason.trim();
    anyhow::ensure!(
        !reason.is_empty(),
        "--reason must say why these ballots come late"
    );
    let known = sqlx::query("SELECT id FROM polls WHERE id = $1")
        .bind(id)
        .fetch_optional(&mut *tx)
        .await?;
    anyhow::ensure!(known.is_some(), "there is no poll with the id {id}");
    let poll = done(fix_within(&mut *tx, db, id, now.millis()).await)?;
    anyhow::ensure!(!poll.cancelled, "the poll {id} was cancelled");
    anyhow::ensure!(!poll.practice, "the poll {id} is for practice and counts nothing");
    let (PollState::Closed, Some(root)) = (poll.state(now.millis()), &poll.board_root) else {
        anyhow::bail!("the poll {id} is not closed yet; paper ballots are appended after its end");
    };
    anyhow::ensure!(
        poll.secrecy == Secrecy::Anonymous,
        "the poll {id} is named: a paper ballot without a name cannot be counted in it"
    );
    anyhow::ensure!(
        poll.methods_taken(),
        "the poll {id} has a counting method that is not counted here"
    );
    let eligible = done(poll.eligible(&mut *tx).await)?;
    let voted = done(poll.voted(&mut *tx).await)?;
    let ballots = read(&poll.questions, file, text, eligible, voted)?;

    let (mut tree, count) = (tree_of(&mut *tx, &poll).await?, ballots.len());
    anyhow::ensure!(
        ledger::hex(&tree.root()) == *root,
        "the ballots of poll {id} in the database are not the ones that were fixed; nothing was applied"
    );
    let first = Batch {
        ballots: tree.len(),
        root: root.clone(),
        at: Timestamp::from_millis(poll.closes_at),
        reason: String::new(),
    };
    let mut batches = poll.batches.clone();
    if batches.is_empty() {
        batches.push(first);
    }
    let number = i64::try_from(batches.len())?;
    for (ballot_id, stored) in under_fresh_ids(ballots)? {
        tree.push(done(leaf(&poll.questions, &ballot_id, &stored))?);
        sqlx::query(
            "INSERT INTO ballots (poll_id, ballot_id, answers, batch, paper) VALUES ($1, $2, $3, $4, 1)",
        )
        .bind(id)
        .bind(&ballot_id)
        .bind(&stored)
        .bind(number)
        .execute(&mut *tx)
        .await?;
    }
    let board = Batch {
        ballots: tree.len(),
        root: ledger::hex(&tree.root()),
        at: now,
        reason: reason.to_owned(),
    };
    batches.push(board.clone());
    let mut events = poll.events;
    events.push(PollEvent {
        kind: PollEventKind::LateBatch,
        at: now,
        reason: reason.to_owned(),
        old_end: None,
        new_end: None,
    });
    sqlx::query(
        "UPDATE polls SET board_root = $2, board_ballots = $3, board_batches = $4, events = $5 WHERE id = $1",
    )
    .bind(id)
    .bind(&board.root)
    .bind(i64::try_from(board.ballots)?)
    .bind(json(&batches)?)
    .bind(json(&events)?)
    .execute(tx)
    .await?;
    Ok(Appended { paper: count, board })
}

/// The tree over everything that is on the board already.
async fn tree_of(tx: &mut AnyConnection, poll: &PollRow) -> anyhow::Result<ledger::Tree> {
    let mut tree = ledger::Tree::new();
    let mut rows = sqlx::query_as::<_, (String, String)>(
        "SELECT ballot_id, answers FROM ballots WHERE poll_id = $1 ORDER BY batch, ballot_id",
    )
    .bind(&poll.id)
    .fetch(tx);
    while let Some((ballot_id, stored)) = rows.try_next().await? {
        tree.push(done(leaf(&poll.questions, &ballot_id, &stored))?);
    }
    Ok(tree)
}

/// The ballots of a file as they are stored; no more of them than may still vote.
fn read(
    questions: &[Question],
    file: &str,
    text: &str,
    eligible: u64,
    voted: u64,
) -> anyhow::Result<Vec<String>> {
    let room = eligible.saturating_sub(voted);
    let mut rows = 0u64;
    let pile = pile::read(questions, file, text, None, |complaints, line, _| {
        rows += 1;
        if rows == room.saturating_add(1) {
            complaints.at(
                line,
                format!(
                    "one ballot too many: {eligible} may vote and {voted} ballots are on the board already"
                ),
            );
        }
    })?;
    Ok(pile.ballots)
}
