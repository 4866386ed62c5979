//! A Python of the test's own, with the libraries that others wrote.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const PACKAGES: [&str; 2] = ["votelib==0.4", "pyrankvote==2.0.6"];

/// The interpreter of a virtual environment under `target/` that has the libraries; made on first use and kept. Says
/// why where it cannot be made: no Python, no venv, or PyPI out of reach.
pub fn interpreter() -> Result<PathBuf, String> {
    let home = Path::new(env!("CARGO_TARGET_TMPDIR")).join("python-votelib-0.4-pyrankvote-2.0.6");
    fs::create_dir_all(&home).map_err(|e| e.to_string())?;
    // Test binaries may run side by side; whoever comes second finds the finished environment.
    let lock = File::create(home.join("lock")).map_err(|e| e.to_string())?;
    lock.lock().map_err(|e| e.to_string())?;
    let python = home.join("venv/bin/python");
    let ready = home.join("ready");
    if !ready.exists() {
        run(Command::new("python3")
            .args(["-m", "venv", "--clear"])
            .arg(home.join("venv")))?;
        run(Command::new(&python)
            .args(["-m", "pip", "install", "--quiet", "--no-input", "--retries", "1"])
            .args(["--timeout", "20", "--disable-pip-version-check"])
            .args(PACKAGES))?;
        fs::write(&ready, "").map_err(|e| e.to_string())?;
    }
    Ok(python)
}

/// Sends each line to one process of this script and returns a line for each.
pub fn ask(python: &Path, script: &str, lines: Vec<String>) -> Result<Vec<String>, String> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/python")
        .join(script);
    let mut child = Command::new(python)
        .arg("-B")
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|e| e.to_string())?;
    let mut input = child.stdin.take().ok_or("no stdin")?;
    // Written beside the reading, so that neither pipe can fill up and stop both.
    let writer = std::thread::spawn(move || {
        for line in lines {
            writeln!(input, "{line}")?;
        }
        Ok::<_, std::io::Error>(())
    });
    let output = BufReader::new(child.stdout.take().ok_or("no stdout")?);
    let answers: Result<Vec<String>, _> = output.lines().collect();
    let written = writer.join().map_err(|_| "the writer panicked")?;
    let status = child.wait().map_err(|e| e.to_string())?;
    if !status.success() {
        return Err(format!("the script ended with {status}"));
    }
    written.map_err(|e| e.to_string())?;
    answers.map_err(|e| e.to_string())
}

fn run(command: &mut Command) -> Result<(), String> {
    let told = format!("{command:?}");
    let output = command.output().map_err(|e| format!("{told}: {e}"))?;
    if output.status.success() {
        return Ok(());
    }
    let error = String::from_utf8_lossy(&output.stderr);
    Err(format!("{told}: {}", error.lines().last().unwrap_or("failed")))
}
