//! Starting and stopping the real binary.

use crate::house::{new_name, seed};
use server::db::Db;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

/// A running `linli-server serve`, killed when the test ends.
pub struct Served {
    pub child: Child,
    pub base: String,
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub fn binary() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_linli-server"));
    command
        .stdin(Stdio::null())
        .env_remove("LINLI_SMS_TOKEN")
        .env_remove("LINLI_LOG");
    command
}

pub fn serve(database: &str) -> Served {
    let mut child = binary()
        .args([
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--sms-url",
            "http://127.0.0.1:9/",
            "--database",
            database,
        ])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    let base = line
        .trim()
        .strip_prefix("linli-server listening on ")
        .unwrap_or_else(|| panic!("{line}"))
        .to_owned();
    Served { child, base }
}

/// A database file with the seeded community in a folder of its own.
pub fn community(more: &[String]) -> (PathBuf, String) {
    let dir = std::env::temp_dir().join(new_name());
    std::fs::create_dir_all(&dir).unwrap();
    let url = format!("sqlite:{}", dir.join("house.db").display());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let db = runtime.block_on(Db::open(&url)).unwrap();
    let run = |sql: &str| {
        use sqlx::Executor;
        runtime
            .block_on(db.pool.execute(sqlx::AssertSqlSafe(sql.to_owned())))
            .unwrap();
    };
    seed(&run);
    more.iter().for_each(|sql| run(sql));
    runtime.block_on(db.pool.close());
    (dir, url)
}

fn refused(output: &Output) -> String {
    let text = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    assert_eq!(output.status.code(), Some(2), "{text}");
    assert_eq!(text.lines().count(), 1, "{text}");
    text
}

fn start(args: &[&str]) -> Output {
    binary().arg("serve").args(args).output().unwrap()
}

#[test]
fn a_taken_port_is_one_clear_line() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let (dir, url) = community(&[]);
    let address = taken.local_addr().unwrap().to_string();
    let output = start(&[
        "--listen",
        &address,
        "--database",
        &url,
        "--sms-url",
        "http://127.0.0.1:9/",
    ]);
    assert!(refused(&output).contains("is taken"));
    std::fs::remove_dir_all(dir).unwrap();
}

#[test]
fn a_database_that_is_none_is_one_clear_line() {
    let dir = std::env::temp_dir().join(new_name());
    std::fs::create_dir_all(&dir).unwrap();
    let file = dir.join("house.db");
    std::fs::write(&file, vec![b'x'; 4096]).unwrap();
    let url = |path: &Path| format!("sqlite:{}", path.display());
    assert!(refused(&start(&["--database", &url(&file)])).contains("database"));
    assert!(refused(&start(&["--database", &url(&dir.join("no/such/house.db"))])).contains("database"));
    assert!(refused(&start(&["--database", "mysql://x"])).contains("sqlite:"));
    assert!(
        refused(&start(&[
            "--database",
            "postgres://127.0.0.1:1/x?connect_timeout=1"
        ]))
        .contains("database")
    );
    std::fs::remove_dir_all(dir).unwrap();
}

#[test]
fn real_residents_need_a_way_to_get_codes() {
    let (dir, url) = community(&[]);
    let output = start(&["--listen", "127.0.0.1:0", "--database", &url]);
    assert!(refused(&output).contains("--sms-url"));
    let output = start(&[
        "--listen",
        "127.0.0.1:0",
        "--database",
        &url,
        "--sms-url",
        "sms.example",
    ]);
    assert!(refused(&output).contains("https://"));
    let output = start(&[
        "--listen",
        "127.0.0.1:0",
        "--database",
        &url,
        "--sms-url",
        "http://127.0.0.1:9/",
        "--dist",
        "/nonexistent",
    ]);
    assert!(refused(&output).contains("index.html"));
    std::fs::remove_dir_all(dir).unwrap();
}

#[cfg(unix)]
#[test]
fn a_terminated_server_ends_well() {
    let (dir, url) = community(&[]);
    let mut served = serve(&url);
    let pid = served.child.id().to_string();
    assert!(
        Command::new("kill")
            .args(["-TERM", &pid])
            .status()
            .unwrap()
            .success()
    );
    assert_eq!(served.child.wait().unwrap().code(), Some(0));
    std::fs::remove_dir_all(dir).unwrap();
}
