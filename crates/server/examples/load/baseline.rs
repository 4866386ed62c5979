//! What the same database does with the same rows in plain batched transactions: the yardstick.

use crate::BATCH;
use crate::community::{Community, POLL, key, now, resident};
use server::db::{Db, Kind};
use server::secrets::digest;
use sqlx::Executor;
use std::time::Instant;

/// Writes mark, ballot and key of every voter into a copy of the house, [`BATCH`] ballots a transaction, each durable before
/// the next begins. Only the rows are written: nobody is asked who they are, nothing is checked.
pub async fn ballots_a_second(community: &Community) -> anyhow::Result<f64> {
    let file = community.place.join("plain.db");
    let db = match community.url.strip_prefix("sqlite:") {
        Some(_) => Db::open(&format!("sqlite:{}", file.display())).await?,
        None => Db::open(&community.url).await?,
    };
    // A second set of tables without a link to polls and people, so that the real ones stay as they are.
    for sql in [
        "DROP TABLE IF EXISTS plain_voters",
        "DROP TABLE IF EXISTS plain_ballots",
        "DROP TABLE IF EXISTS plain_keys",
    ] {
        db.pool.execute(sql).await?;
    }
    let rowid = if db.kind == Kind::Sqlite {
        "WITHOUT ROWID"
    } else {
        ""
    };
    for columns in [
        "plain_voters (poll_id TEXT NOT NULL, unit_id TEXT NOT NULL, PRIMARY KEY (poll_id, unit_id))",
        "plain_ballots (poll_id TEXT NOT NULL, ballot_id TEXT NOT NULL, answers TEXT NOT NULL, batch BIGINT NOT NULL DEFAULT 0,
                        PRIMARY KEY (poll_id, ballot_id))",
        "plain_keys (key_hash TEXT NOT NULL PRIMARY KEY, body_hash TEXT NOT NULL, day BIGINT NOT NULL, created_id TEXT)",
    ] {
        let sql = format!("CREATE TABLE {columns} {rowid}");
        db.pool.execute(sqlx::AssertSqlSafe(sql)).await?;
    }
    let rows: Vec<[String; 5]> = (0..community.voters)
        .map(|voter| {
            let ballot = community.ballot(voter);
            let answers = format!("[{{\"question\":\"q\",\"options\":[\"{}\"]}}]", ballot.option);
            let key = key(voter);
            [
                resident(voter),
                ballot.id,
                answers,
                digest(&[key.as_bytes()]),
                digest(&[ballot.body.as_bytes()]),
            ]
        })
        .collect();
    let day = now() / 86_400_000;
    let began = Instant::now();
    for batch in rows.chunks(BATCH) {
        let mut tx = db.write().await?;
        for [unit, ballot, answers, key, body] in batch {
            sqlx::query("INSERT INTO plain_voters (poll_id, unit_id) VALUES ($1, $2)")
                .bind(POLL)
                .bind(unit)
                .execute(&mut *tx)
                .await?;
            sqlx::query("INSERT INTO plain_ballots (poll_id, ballot_id, answers) VALUES ($1, $2, $3)")
                .bind(POLL)
                .bind(ballot)
                .bind(answers)
                .execute(&mut *tx)
                .await?;
            sqlx::query("INSERT INTO plain_keys (key_hash, body_hash, day) VALUES ($1, $2, $3)")
                .bind(key)
                .bind(body)
                .bind(day)
                .execute(&mut *tx)
                .await?;
        }
        tx.commit().await?;
    }
    let took = began.elapsed();
    db.pool.close().await;
    Ok(community.voters as f64 / took.as_secs_f64())
}
