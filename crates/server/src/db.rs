//! The database: one pool through sqlx's `Any` driver, so that the same queries run on SQLite and on PostgreSQL.
//!
//! Queries use `$1` placeholders, BIGINT for times and booleans, and TEXT for JSON; both databases agree on those.

use crate::polls::Waiting;
use sqlx::any::{AnyPoolOptions, install_default_drivers};
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::{AnyConnection, AnyPool, Connection, Executor, SqlSafeStr, Transaction};
use std::borrow::Cow;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::sync::{
    Mutex, Notify, OwnedMutexGuard, OwnedRwLockReadGuard, OwnedRwLockWriteGuard, RwLock, watch,
};

/// Which database answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Sqlite,
    Postgres,
}

/// A migrated database. Cloning shares the pool.
#[derive(Debug, Clone)]
pub struct Db {
    pub pool: AnyPool,
    pub kind: Kind,
    /// SQLite has one writer. Waiting here is fair and wakes at once; its own busy handler sleeps and may starve somebody.
    writer: Arc<Mutex<()>>,
    /// Ballots still lie as they came: see `polls::mix`.
    unmixed: Arc<watch::Sender<bool>>,
    /// Ballots that wait for their turn on SQLite.
    pub waiting: Waiting,
    /// Held by every ballot on its way, and alone by whoever fixes a board: a ballot that this process received before the
    /// end counts, however long it waited for its turn to write.
    under_way: Arc<RwLock<()>>,
    ballots_under_way: Arc<AtomicUsize>,
    /// Something was written and committed.
    committed: Arc<Notify>,
}

/// A ballot that was received and is neither counted nor refused yet.
#[derive(Debug)]
pub struct UnderWay {
    /// When it was received.
    pub received: i64,
    count: Arc<AtomicUsize>,
    _guard: OwnedRwLockReadGuard<()>,
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.count.fetch_sub(1, Ordering::SeqCst);
    }
}

/// A write transaction; rolled back when dropped without [`WriteTx::commit`]. `&mut *tx` is the connection.
pub struct WriteTx {
    tx: Transaction<'static, sqlx::Any>,
    _turn: Option<OwnedMutexGuard<()>>,
    committed: Arc<Notify>,
}

impl Db {
    /// Opens `sqlite:PATH` (created when it is missing) or `postgres://…` and brings its schema up to date.
    pub async fn open(url: &str) -> anyhow::Result<Self> {
        install_default_drivers();
        let (kind, url, connections) = if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            (Kind::Postgres, Cow::Borrowed(url), 16)
        } else if let Some(path) = url.strip_prefix("sqlite:") {
            (Kind::Sqlite, Cow::Owned(sqlite_url(path)?), 8)
        } else {
            anyhow::bail!("--database must start with sqlite: or postgres://");
        };
        // Asked once before the pool, which would go on asking an absent server until its timeout.
        let cannot_open = |e: sqlx::Error| anyhow::anyhow!("the database cannot be opened: {}", one_line(&e));
        AnyConnection::connect(&url)
            .await
            .map_err(cannot_open)?
            .close()
            .await
            .map_err(cannot_open)?;
        let pool = AnyPoolOptions::new()
            .max_connections(connections)
            .acquire_timeout(Duration::from_secs(20))
            // A file does not hang up, and asking it before every query costs as much as the query.
            .test_before_acquire(kind == Kind::Postgres)
            .after_connect(move |connection, _| Box::pin(prepare(connection, kind)))
            .connect(&url)
            .await
            .map_err(cannot_open)?;
        migrator(kind).run(&pool).await.map_err(|e| {
            anyhow::anyhow!(
                "the database's schema cannot be brought up to date: {}",
                one_line(&e)
            )
        })?;
        Ok(Self {
            pool,
            kind,
            writer: Arc::default(),
            unmixed: Arc::new(watch::Sender::new(false)),
            waiting: Waiting::default(),
            under_way: Arc::default(),
            ballots_under_way: Arc::default(),
            committed: Arc::default(),
        })
    }

    /// Begins a transaction that will write. On SQLite it takes the write lock at once, so that a transaction that reads
    /// first and writes later can never fail half-way for being out of date.
    pub async fn write(&self) -> sqlx::Result<WriteTx> {
        match self.kind {
            Kind::Sqlite => self.write_in_turn(self.turn().await).await,
            Kind::Postgres => Ok(WriteTx {
                tx: self.pool.begin().await?,
                _turn: None,
                committed: self.committed.clone(),
            }),
        }
    }

    /// The same on SQLite for who has the turn already.
    pub async fn write_in_turn(&self, turn: OwnedMutexGuard<()>) -> sqlx::Result<WriteTx> {
        let tx = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        Ok(WriteTx {
            tx,
            _turn: Some(turn),
            committed: self.committed.clone(),
        })
    }

    /// Waits until nobody else of this process writes to SQLite.
    pub async fn turn(&self) -> OwnedMutexGuard<()> {
        self.writer.clone().lock_owned().await
    }

    /// A ballot is on its way until what this gives is dropped. The clock is read where nobody can fix a board any more.
    pub async fn ballot_under_way(&self, now: impl FnOnce() -> i64) -> UnderWay {
        let guard = self.under_way.clone().read_owned().await;
        let received = now();
        self.ballots_under_way.fetch_add(1, Ordering::SeqCst);
        UnderWay {
            received,
            count: self.ballots_under_way.clone(),
            _guard: guard,
        }
    }

    /// How many ballots are on their way in this process.
    pub fn ballots_under_way(&self) -> usize {
        self.ballots_under_way.load(Ordering::SeqCst)
    }

    /// Waits until no ballot of this process is on its way, and keeps further ones waiting.
    pub async fn no_ballot_under_way(&self) -> OwnedRwLockWriteGuard<()> {
        self.under_way.clone().write_owned().await
    }

    /// Remembers whether the database holds ballots as they came, and tells whoever mixes them.
    pub fn set_unmixed(&self, unmixed: bool) {
        self.unmixed.send_replace(unmixed);
    }

    /// Ends when something was committed by this process since it was called last.
    pub async fn committed(&self) {
        self.committed.notified().await;
    }

    /// Whether ballots lie as they came, now and from now on.
    pub fn unmixed(&self) -> watch::Receiver<bool> {
        self.unmixed.subscribe()
    }
}

impl WriteTx {
    pub async fn commit(self) -> sqlx::Result<()> {
        self.tx.commit().await?;
        self.committed.notify_one();
        Ok(())
    }
}

impl Deref for WriteTx {
    type Target = AnyConnection;
    fn deref(&self) -> &AnyConnection {
        &self.tx
    }
}

impl DerefMut for WriteTx {
    fn deref_mut(&mut self) -> &mut AnyConnection {
        &mut self.tx
    }
}

/// An absolute path with everything unusual percent-encoded, so that no file name is taken for a part of the address.
fn sqlite_url(path: &str) -> anyhow::Result<String> {
    let path = path.strip_prefix("//").unwrap_or(path);
    let absolute = std::path::absolute(path)
        .map_err(|_| anyhow::anyhow!("the database needs a path: --database sqlite:linli.db"))?;
    let mut url = String::from("sqlite://");
    for byte in absolute.to_string_lossy().bytes() {
        if byte.is_ascii_alphanumeric() || b"/-_.~".contains(&byte) {
            url.push(char::from(byte));
        } else {
            url.push_str(&format!("%{byte:02X}"));
        }
    }
    url.push_str("?mode=rwc");
    Ok(url)
}

async fn prepare(connection: &mut AnyConnection, kind: Kind) -> sqlx::Result<()> {
    let statements: &[&'static str] = match kind {
        // FULL, because an acknowledged ballot must survive a power cut; secure_delete, because a withdrawn ballot must
        // not stay readable in a free page; temp_store, because nothing of a ballot belongs into a file elsewhere.
        Kind::Sqlite => &[
            "PRAGMA busy_timeout = 10000",
            "PRAGMA journal_mode = WAL",
            "PRAGMA synchronous = FULL",
            "PRAGMA foreign_keys = ON",
            "PRAGMA secure_delete = ON",
            "PRAGMA temp_store = MEMORY",
        ],
        Kind::Postgres => &[
            "SET statement_timeout = '30s'",
            "SET idle_in_transaction_session_timeout = '60s'",
        ],
    };
    for statement in statements {
        connection.execute(*statement).await?;
    }
    Ok(())
}

fn migrator(kind: Kind) -> Migrator {
    let steps: [(i64, &'static str, &'static str); 19] = match kind {
        Kind::Sqlite => [
            (1, "house", include_str!("../migrations/sqlite/0001_house.sql")),
            (
                2,
                "statements",
                include_str!("../migrations/sqlite/0002_statements.sql"),
            ),
            (
                3,
                "batches",
                include_str!("../migrations/sqlite/0003_batches.sql"),
            ),
            (4, "keys", include_str!("../migrations/sqlite/0004_keys.sql")),
            (5, "paper", include_str!("../migrations/sqlite/0005_paper.sql")),
            (
                6,
                "pictures",
                include_str!("../migrations/sqlite/0006_pictures.sql"),
            ),
            (
                7,
                "versions",
                include_str!("../migrations/sqlite/0007_versions.sql"),
            ),
            (
                8,
                "moderation",
                include_str!("../migrations/sqlite/0008_moderation.sql"),
            ),
            (
                9,
                "matters",
                include_str!("../migrations/sqlite/0009_matters.sql"),
            ),
            (10, "trees", include_str!("../migrations/sqlite/0010_trees.sql")),
            (
                12,
                "requests",
                include_str!("../migrations/sqlite/0012_requests.sql"),
            ),
            (
                14,
                "notices",
                include_str!("../migrations/sqlite/0014_notices.sql"),
            ),
            (15, "search", include_str!("../migrations/sqlite/0015_search.sql")),
            (
                16,
                "assisted",
                include_str!("../migrations/sqlite/0016_assisted.sql"),
            ),
            (
                17,
                "plain words",
                include_str!("../migrations/sqlite/0017_plain_words.sql"),
            ),
            (18, "push", include_str!("../migrations/sqlite/0018_push.sql")),
            (
                19,
                "spoken answers",
                include_str!("../migrations/sqlite/0019_spoken_answers.sql"),
            ),
            (
                20,
                "photo words",
                include_str!("../migrations/sqlite/0020_photo_words.sql"),
            ),
            (
                21,
                "code purpose",
                include_str!("../migrations/sqlite/0021_code_purpose.sql"),
            ),
        ],
        Kind::Postgres => [
            (1, "house", include_str!("../migrations/postgres/0001_house.sql")),
            (
                2,
                "statements",
                include_str!("../migrations/postgres/0002_statements.sql"),
            ),
            (
                3,
                "batches",
                include_str!("../migrations/postgres/0003_batches.sql"),
            ),
            (4, "keys", include_str!("../migrations/postgres/0004_keys.sql")),
            (5, "paper", include_str!("../migrations/postgres/0005_paper.sql")),
            (
                6,
                "pictures",
                include_str!("../migrations/postgres/0006_pictures.sql"),
            ),
            (
                7,
                "versions",
                include_str!("../migrations/postgres/0007_versions.sql"),
            ),
            (
                8,
                "moderation",
                include_str!("../migrations/postgres/0008_moderation.sql"),
            ),
            (
                9,
                "matters",
                include_str!("../migrations/postgres/0009_matters.sql"),
            ),
            (10, "trees", include_str!("../migrations/postgres/0010_trees.sql")),
            (
                12,
                "requests",
                include_str!("../migrations/postgres/0012_requests.sql"),
            ),
            (
                14,
                "notices",
                include_str!("../migrations/postgres/0014_notices.sql"),
            ),
            (
                15,
                "search",
                include_str!("../migrations/postgres/0015_search.sql"),
            ),
            (
                16,
                "assisted",
                include_str!("../migrations/postgres/0016_assisted.sql"),
            ),
            (
                17,
                "plain words",
                include_str!("../migrations/postgres/0017_plain_words.sql"),
            ),
            (18, "push", include_str!("../migrations/postgres/0018_push.sql")),
            (
                19,
                "spoken answers",
                include_str!("../migrations/postgres/0019_spoken_answers.sql"),
            ),
            (
                20,
                "photo words",
                include_str!("../migrations/postgres/0020_photo_words.sql"),
            ),
            (
                21,
                "code purpose",
                include_str!("../migrations/postgres/0021_code_purpose.sql"),
            ),
        ],
    };
    let step = |(version, name, sql): (i64, &'static str, &'static str)| {
        Migration::new(
            version,
            Cow::Borrowed(name),
            MigrationType::Simple,
            sql.into_sql_str(),
            false,
        )
    };
    Migrator::with_migrations(steps.into_iter().map(step).collect())
}

/// Database errors may span lines; an operator gets one.
fn one_line(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(inner) = source {
        let inner_text = inner.to_string();
        if !text.contains(&inner_text) {
            text = format!("{text}: {inner_text}");
        }
        source = inner.source();
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
