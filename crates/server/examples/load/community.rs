//! Voters with sessions, one open poll, and the ballot of each voter.

use server::db::{Db, Kind};
use server::secrets::digest;
use sqlx::{AssertSqlSafe, Executor};
use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

pub const POLL: &str = "load";
const OPTIONS: [&str; 3] = ["a", "b", "c"];
const HOUR: i64 = 3_600_000;

pub struct Community {
    /// As `--database` takes it.
    pub url: String,
    pub voters: usize,
    pub place: PathBuf,
    postgres: Option<(String, String)>,
}

/// What one voter sends.
pub struct Ballot {
    pub id: String,
    pub option: String,
    /// The request, whole.
    pub body: String,
}

pub fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

impl Community {
    pub async fn found(postgres: Option<&str>, voters: usize) -> anyhow::Result<Self> {
        let name = format!("linli_load_{}", std::process::id());
        let place = std::env::temp_dir().join(&name);
        std::fs::create_dir_all(&place)?;
        let (url, postgres) = match postgres {
            None => (format!("sqlite:{}", place.join("house.db").display()), None),
            Some(server) => {
                let base = server.rsplit_once('/').map_or(server, |(base, _)| base);
                sqlx::any::install_default_drivers();
                let pool = sqlx::AnyPool::connect(server).await?;
                pool.execute(AssertSqlSafe(format!("CREATE DATABASE {name}")))
                    .await?;
                pool.close().await;
                (format!("{base}/{name}"), Some((server.to_owned(), name)))
            }
        };
        let community = Self {
            url,
            voters,
            place,
            postgres,
        };
        community.seed().await?;
        Ok(community)
    }

    async fn seed(&self) -> anyhow::Result<()> {
        let db = Db::open(&self.url).await?;
        let mut tx = db.write().await?;
        let questions = serde_json::json!([{
            "id": "q", "title": "Q", "method": { "kind": "single" }, "optional": false,
            "options": OPTIONS.map(|id| serde_json::json!({ "id": id, "label": id })),
        }]);
        sqlx::query(
            "INSERT INTO polls (id, title, about, opens_at, closes_at, secrecy, unit, results, tie_rule, questions)
             VALUES ($1, 'Load', '{\"format\":\"plain\",\"value\":\"\"}', $2, $3, 'anonymous', 'person', 'after_close',
                     'earlier_listed', $4)",
        )
        .bind(POLL)
        .bind(now() - HOUR)
        .bind(now() + 24 * HOUR)
        .bind(questions.to_string())
        .execute(&mut *tx)
        .await?;
        for (key, value) in [
            ("name", "Load"),
            ("time_zone", "Asia/Shanghai"),
            ("languages", "[\"zh-CN\"]"),
        ] {
            sqlx::query("INSERT INTO settings (key, value) VALUES ($1, $2)")
                .bind(key)
                .bind(value)
                .execute(&mut *tx)
                .await?;
        }
        for voter in 0..self.voters {
            let resident = resident(voter);
            sqlx::query("INSERT INTO residents (id, name) VALUES ($1, $1)")
                .bind(&resident)
                .execute(&mut *tx)
                .await?;
            sqlx::query("INSERT INTO sessions (token_hash, resident_id, expires_at) VALUES ($1, $2, $3)")
                .bind(digest(&[b"session", session(voter).as_bytes()]))
                .bind(&resident)
                // Far enough off that no request prolongs it.
                .bind(now() + 90 * 24 * HOUR)
                .execute(&mut *tx)
                .await?;
        }
        tx.commit().await?;
        if db.kind == Kind::Postgres {
            db.pool.execute("ANALYZE").await?;
        }
        db.pool.close().await;
        Ok(())
    }

    pub fn ballot(&self, voter: usize) -> Ballot {
        let mut secret = [0; 16];
        let whole = digest(&[b"secret", &voter.to_le_bytes()]);
        secret.copy_from_slice(&whole.as_bytes()[..16]);
        let id = ledger::hex(&ledger::ballot_id(&secret));
        let option = OPTIONS[voter % OPTIONS.len()].to_owned();
        let body = serde_json::json!({
            "ballot_id": id, "answers": [{ "question": "q", "options": [option] }],
        });
        Ballot {
            body: body.to_string(),
            id,
            option,
        }
    }

    pub async fn remove(&self) -> anyhow::Result<()> {
        if let Some((server, name)) = &self.postgres {
            let pool = sqlx::AnyPool::connect(server).await?;
            pool.execute(AssertSqlSafe(format!("DROP DATABASE {name} WITH (FORCE)")))
                .await?;
            pool.close().await;
        }
        Ok(std::fs::remove_dir_all(&self.place)?)
    }
}

pub fn resident(voter: usize) -> String {
    format!("voter-{voter}")
}

/// The token in the voter's cookie.
pub fn session(voter: usize) -> String {
    digest(&[b"a session of the load generator", &voter.to_le_bytes()])
}

/// The voter's Idempotency-Key: the same at every try.
pub fn key(voter: usize) -> String {
    format!("key-of-voter-{voter}")
}
