//! The real server, in one process or several on the same database.

use crate::community::{Community, POLL};
use anyhow::{Context, ensure};
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

pub struct Servers {
    program: PathBuf,
    database: String,
    running: Vec<(Child, SocketAddr)>,
}

impl Servers {
    pub fn start(program: &Path, database: &str, how_many: usize) -> anyhow::Result<Self> {
        let (program, database) = (program.to_owned(), database.to_owned());
        let mut running = Vec::new();
        for _ in 0..how_many {
            running.push(serve(&program, &database)?);
        }
        Ok(Self {
            program,
            database,
            running,
        })
    }

    pub fn addresses(&self) -> Vec<SocketAddr> {
        self.running.iter().map(|(_, address)| *address).collect()
    }

    /// SIGKILL, and another one in its place.
    pub fn kill_first(&mut self) -> anyhow::Result<()> {
        let (child, _) = &mut self.running[0];
        child.kill()?;
        child.wait()?;
        self.running[0] = serve(&self.program, &self.database)?;
        Ok(())
    }

    /// Closes the poll as staff do and reads the board as a phone does: option by ballot id. Fails for a ballot that stands
    /// there twice.
    pub async fn board_after_close(
        &self,
        program: &Path,
        community: &Community,
    ) -> anyhow::Result<BTreeMap<String, String>> {
        let closed = Command::new(program)
            .args([
                "poll",
                "close",
                POLL,
                "--reason",
                "measured",
                "--database",
                &community.url,
            ])
            .stdout(Stdio::null())
            .status()?;
        ensure!(closed.success(), "the poll cannot be closed");
        let address = self.running[0].1;
        let text = tokio::task::spawn_blocking(move || {
            ureq::get(format!("http://{address}/v1/polls/{POLL}/board"))
                .call()?
                .body_mut()
                .with_config()
                .limit(1 << 30)
                .read_to_string()
        })
        .await??;
        let mut board = BTreeMap::new();
        for line in text.lines() {
            let line: Value = serde_json::from_str(line)?;
            let Some(id) = line["ballot_id"].as_str() else {
                continue;
            };
            let option = line["answers"][0]["options"][0].as_str().unwrap_or_default();
            let twin = board.insert(id.to_owned(), option.to_owned());
            ensure!(twin.is_none(), "the ballot {id} is on the board twice");
        }
        Ok(board)
    }

    pub fn stop(&mut self) -> anyhow::Result<()> {
        for (child, _) in &mut self.running {
            child.kill()?;
            child.wait()?;
        }
        Ok(())
    }
}

fn serve(program: &Path, database: &str) -> anyhow::Result<(Child, SocketAddr)> {
    let mut child = Command::new(program)
        .args([
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--sms-url",
            "http://127.0.0.1:9/",
            "--database",
            database,
        ])
        .env("RUST_LOG", "warn")
        .stdout(Stdio::piped())
        .spawn()
        .context("the server cannot be started")?;
    let mut printed = BufReader::new(child.stdout.take().context("no output")?);
    let mut line = String::new();
    printed.read_line(&mut line)?;
    let address = line
        .trim_end()
        .strip_prefix("linli-server listening on http://")
        .with_context(|| format!("the server said: {line}"))?
        .parse()?;
    // What it prints later has to go somewhere.
    std::thread::spawn(move || printed.lines().take_while(Result::is_ok).count());
    Ok((child, address))
}

impl Drop for Servers {
    fn drop(&mut self) {
        for (child, _) in &mut self.running {
            // Only what a failed run leaves behind: `stop` has waited for the others.
            let _ = child.kill();
        }
    }
}
