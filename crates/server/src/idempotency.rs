//! `Idempotency-Key`: the same request sent again does the same thing once.

use crate::clock::DAY;
use crate::fault::Outcome;
use crate::rows::values;
use crate::secrets;
use contract::ProblemType;
use sqlx::{AnyConnection, AssertSqlSafe};

/// A key in the place it belongs to, and what came with it.
#[derive(Debug, Clone)]
pub struct Keyed {
    key_hash: String,
    body_hash: String,
}

/// What the database knows of a key.
#[derive(Debug, PartialEq, Eq)]
pub enum Seen {
    /// Never.
    New,
    /// With the same request; the id of what it made, if it made something.
    Before(Option<String>),
}

impl Keyed {
    /// `scope` is what the key belongs to: an address, and a person where the database may know the person.
    pub fn new(scope: &[&str], key: &str, body: &[u8]) -> Self {
        let mut parts: Vec<&[u8]> = scope.iter().map(|s| s.as_bytes()).collect();
        parts.push(key.as_bytes());
        Self {
            key_hash: secrets::digest(&parts),
            body_hash: secrets::digest(&[body]),
        }
    }

    /// Whether the key came before; refuses it when it came with another request.
    pub async fn look(&self, connection: &mut AnyConnection) -> Outcome<Seen> {
        let row: Option<(String, Option<String>)> =
            sqlx::query_as("SELECT body_hash, created_id FROM idempotency WHERE key_hash = $1")
                .bind(&self.key_hash)
                .fetch_optional(connection)
                .await?;
        self.seen(row)
    }

    /// What a row of `idempotency` says: body hash and what was made.
    pub fn seen(&self, row: Option<(String, Option<String>)>) -> Outcome<Seen> {
        match row {
            None => Ok(Seen::New),
            Some((body, created)) if body == self.body_hash => Ok(Seen::Before(created)),
            Some(_) => Err(ProblemType::IdempotencyKeyReused.into()),
        }
    }

    /// `key_hash` in the database.
    pub fn hash(&self) -> &str {
        &self.key_hash
    }

    /// Remembers the key. `false` when another request with it was faster.
    pub async fn keep(
        &self,
        connection: &mut AnyConnection,
        created: Option<&str>,
        now: i64,
    ) -> Outcome<bool> {
        let kept = sqlx::query(
            "INSERT INTO idempotency (key_hash, body_hash, day, created_id) VALUES ($1, $2, $3, $4)
             ON CONFLICT (key_hash) DO NOTHING",
        )
        .bind(&self.key_hash)
        .bind(&self.body_hash)
        .bind(now.div_euclid(DAY))
        .bind(created)
        .execute(connection)
        .await?;
        Ok(kept.rows_affected() == 1)
    }

    /// Remembers keys that made nothing of their own. `false` when another request with one of them was faster.
    pub async fn keep_all(connection: &mut AnyConnection, all: &[&Self], now: i64) -> Outcome<bool> {
        let (values, bound) = values(all.iter().map(|keyed| [keyed.hash(), &keyed.body_hash]));
        let day = now.div_euclid(DAY);
        let sql = format!(
            "WITH kept (key_hash, body_hash) AS (VALUES {values})
             INSERT INTO idempotency (key_hash, body_hash, day) SELECT key_hash, body_hash, {day} FROM kept WHERE TRUE
             ON CONFLICT (key_hash) DO NOTHING"
        );
        let mut query = sqlx::query(AssertSqlSafe(sql)).persistent(all.len() == 1);
        for text in bound {
            query = query.bind(text);
        }
        let done = query.execute(connection).await?;
        Ok(usize::try_from(done.rows_affected()) == Ok(all.len()))
    }
}
