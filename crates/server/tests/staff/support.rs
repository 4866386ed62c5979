//! A community in a database of its own, and commands typed at it.

use clap::Parser;
use server::db::Db;
use server::staff::{self, Refused};
use sqlx::{AssertSqlSafe, Row};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

pub const NOW: &str = "2026-11-22T12:00:00Z";

#[derive(Debug, Parser)]
struct Cli {
    #[command(subcommand)]
    command: staff::Command,
}

/// A folder that is gone when the test ends.
pub struct Place {
    pub dir: PathBuf,
    pub db: Db,
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.dir);
    }
}

static COUNT: AtomicU32 = AtomicU32::new(0);

impl Place {
    /// An empty database: on PostgreSQL where the test command has started one, on SQLite otherwise.
    pub async fn empty() -> Self {
        let name = format!(
            "linli_staff_{}_{}",
            std::process::id(),
            COUNT.fetch_add(1, Ordering::Relaxed)
        );
        let dir = std::env::temp_dir().join(&name);
        std::fs::create_dir_all(&dir).unwrap();
        let sqlite = format!("sqlite:{}", dir.join("house.db").display());
        let url = match std::env::var("LINLI_TEST_POSTGRES") {
            Ok(server) => {
                sqlx::any::install_default_drivers();
                let pool = sqlx::AnyPool::connect(&server).await.unwrap();
                sqlx::query(AssertSqlSafe(format!("CREATE DATABASE {name}")))
                    .execute(&pool)
                    .await
                    .unwrap();
                pool.close().await;
                let (base, _) = server.rsplit_once('/').unwrap();
                format!("{base}/{name}")
            }
            Err(_) => sqlite,
        };
        Self {
            db: Db::open(&url).await.unwrap(),
            dir,
        }
    }

    /// A real community with four residents in three households, one of them the committee's.
    pub async fn community() -> Self {
        let place = Self::empty().await;
        place
            .type_in("community set --name 梧桐里 --zone Asia/Shanghai --languages zh-CN,en")
            .await
            .unwrap();
        let csv = "name,phone,household,floor_area,building,role\n\
                   甲,19900000001,1-101,80.5,1号楼,\n\
                   乙,19900000002,1-101,,,\n\
                   丙,19900000003,1-102,60,1号楼,\n\
                   丁,19900000004,2-101,90.25,2号楼,committee\n";
        place.file("base.csv", csv.as_bytes());
        place.type_in("residents import base.csv").await.unwrap();
        place
    }

    /// Writes a file into the place's folder.
    pub fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.dir.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, bytes).unwrap();
        path
    }

    /// The path of the file or folder that a word names.
    fn named(&self, word: &str) -> Option<PathBuf> {
        let path = self.dir.join(word);
        (word.contains(['.', '/']) && path.exists()).then_some(path)
    }

    /// Runs a command line; words that name a file of the folder become its path.
    pub async fn type_in(&self, line: &str) -> anyhow::Result<String> {
        let words = line.split(' ').map(|word| match self.named(word) {
            Some(path) => path.display().to_string(),
            None => word.to_owned(),
        });
        let cli = Cli::try_parse_from(std::iter::once("linli-server".to_owned()).chain(words))?;
        staff::execute(cli.command, &self.db).await
    }

    pub async fn number(&self, sql: &str) -> i64 {
        sqlx::query(AssertSqlSafe(sql.to_owned()))
            .fetch_one(&self.db.pool)
            .await
            .unwrap()
            .try_get(0)
            .unwrap()
    }

    pub async fn text(&self, sql: &str) -> String {
        sqlx::query(AssertSqlSafe(sql.to_owned()))
            .fetch_one(&self.db.pool)
            .await
            .unwrap()
            .try_get(0)
            .unwrap()
    }

    pub async fn texts(&self, sql: &str) -> Vec<String> {
        let rows = sqlx::query(AssertSqlSafe(sql.to_owned()))
            .fetch_all(&self.db.pool)
            .await;
        rows.unwrap().iter().map(|row| row.try_get(0).unwrap()).collect()
    }

    pub async fn sql(&self, sql: &str) {
        sqlx::query(AssertSqlSafe(sql.to_owned()))
            .execute(&self.db.pool)
            .await
            .unwrap();
    }

    /// Everything that staff can write, as one text.
    pub async fn dump(&self) -> String {
        let mut dump = String::new();
        for sql in [
            "SELECT key || value FROM settings ORDER BY 1",
            "SELECT id || label || building || area_hundredths FROM households ORDER BY 1",
            "SELECT id || name || phone || roles || COALESCE(household_id, '') FROM residents ORDER BY 1",
            "SELECT id || title || published_at || pinned || COALESCE(valid_until, 0) || body || related || images || attachments || corrections || audience || COALESCE(withdrawn, '') FROM notices ORDER BY 1",
            "SELECT place || notice_id FROM notice_audience ORDER BY 1",
            "SELECT id || COALESCE(answer, '') || COALESCE(done_at, 0) FROM notice_requests ORDER BY 1",
            "SELECT token_hash FROM notice_previews ORDER BY 1",
            "SELECT id || name || COALESCE(expires_at, 0) FROM files ORDER BY 1",
            "SELECT id || COALESCE(expires_at, 0) FROM pictures ORDER BY 1",
            "SELECT id || title || opens_at || closes_at || questions || events || cancelled || COALESCE(board_root, '') || board_batches FROM polls ORDER BY 1",
            "SELECT poll_id || unit_id FROM poll_electorate ORDER BY 1",
            "SELECT poll_id || ballot_id || answers || batch || paper FROM ballots ORDER BY 1",
            "SELECT poll_id || unit_id || paper FROM voters ORDER BY 1",
            "SELECT poll_id || unit_id || ballot_id || resident_id FROM named_ballots ORDER BY 1",
            "SELECT id || title || body || active_at || last_seq FROM threads ORDER BY 1",
            "SELECT id || seq || body || stance || state || agrees || replies FROM posts ORDER BY 1",
            "SELECT post_id || resident_id FROM post_agrees ORDER BY 1",
            "SELECT id || text || agree || disagree || pass FROM statements ORDER BY 1",
            "SELECT statement_id || voter || vote FROM statement_votes ORDER BY 1",
            "SELECT id || action || reason || thread_id || subject_id || moderator FROM moderation ORDER BY 1",
            "SELECT prefix || resident_id FROM letters ORDER BY 1",
        ] {
            dump.push_str(sql);
            for row in sqlx::query(sql).fetch_all(&self.db.pool).await.unwrap() {
                dump.push('\n');
                dump.push_str(&row.try_get::<String, _>(0).unwrap());
            }
            dump.push('\n');
        }
        dump
    }

    /// Types a command that must be refused at exactly these lines of the file it names for these reasons, and change nothing.
    pub async fn refuses(&self, line: &str, expected: &[(usize, &str)]) {
        let named: Vec<PathBuf> = line.split(' ').filter_map(|word| self.named(word)).collect();
        for file in self.refused(line, expected).await {
            // A path begins with itself, and those in a folder begin with the folder's.
            let known = named.is_empty() || named.iter().any(|path| Path::new(&file).starts_with(path));
            assert!(known, "{line}: {file} is not what was typed: {named:?}");
        }
    }

    /// The same where several files are refused: each with the end of its path.
    pub async fn refuses_files(&self, line: &str, expected: &[(&str, usize, &str)]) {
        let lines: Vec<(usize, &str)> = expected.iter().map(|(_, at, reason)| (*at, *reason)).collect();
        let files = self.refused(line, &lines).await;
        for (file, (name, ..)) in files.iter().zip(expected) {
            assert!(Path::new(file).ends_with(name), "{line}: {file}, not {name}");
        }
    }

    /// The files of the complaints.
    async fn refused(&self, line: &str, expected: &[(usize, &str)]) -> Vec<String> {
        let before = self.dump().await;
        let error = self.type_in(line).await.expect_err(line);
        let Some(Refused(complaints)) = error.downcast_ref::<Refused>() else {
            panic!("{line}: not a refusal but: {error:#}");
        };
        let said: Vec<String> = complaints.iter().map(ToString::to_string).collect();
        assert_eq!(complaints.len(), expected.len(), "{line}: {said:#?}");
        for (complaint, (at, reason)) in complaints.iter().zip(expected) {
            assert_eq!(complaint.line, *at, "{line}: {said:#?}");
            assert!(
                complaint.reason.contains(reason),
                "{line}: {said:#?} lacks {reason:?}"
            );
        }
        assert_eq!(self.dump().await, before, "{line} changed something");
        complaints
            .iter()
            .map(|complaint| complaint.file.clone())
            .collect()
    }
}

/// The repository's root.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}
