//! pabutools 1.2.3 in a Python environment of the test's own.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The interpreter of a virtual environment under `target/`, made on first use and kept. Says why where it cannot be
/// made: no Python, no venv, or PyPI out of reach.
pub fn interpreter() -> Result<PathBuf, String> {
    let home = Path::new(env!("CARGO_TARGET_TMPDIR")).join("python-pabutools-1.2.3");
    fs::create_dir_all(&home).map_err(|error| error.to_string())?;
    // Test binaries may run side by side; whoever comes second finds the finished environment.
    let lock = File::create(home.join("lock")).map_err(|error| error.to_string())?;
    lock.lock().map_err(|error| error.to_string())?;
    let python = home.join("venv/bin/python");
    let ready = home.join("ready");
    if !ready.exists() {
        let venv = home.join("venv");
        run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(venv))?;
        let pip = [
            "-m",
            "pip",
            "install",
            "--quiet",
            "--no-input",
            "--disable-pip-version-check",
        ];
        run(Command::new(&python)
            .args(pip)
            .args(["--retries", "1", "--timeout", "20", "pabutools==1.2.3"]))?;
        fs::write(&ready, "").map_err(|error| error.to_string())?;
    }
    Ok(python)
}

/// Sends all lines to one process of this script and returns its lines.
pub fn ask(python: &Path, script: &str, lines: Vec<String>) -> Result<Vec<String>, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pabutools");
    let mut child = Command::new(python)
        .arg("-B")
        .arg(folder.join(script))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| error.to_string())?;
    let mut input = child.stdin.take().ok_or("no stdin")?;
    // Written beside the reading, so that neither pipe can fill up and stop both.
    let writer = std::thread::spawn(move || lines.iter().try_for_each(|line| writeln!(input, "{line}")));
    let output = BufReader::new(child.stdout.take().ok_or("no stdout")?);
    let answers: Result<Vec<String>, _> = output.lines().collect();
    let written = writer.join().map_err(|_| "the writer panicked")?;
    let status = child.wait().map_err(|error| error.to_string())?;
    if !status.success() {
        return Err(format!("{script} ended with {status}"));
    }
    written.map_err(|error| error.to_string())?;
    answers.map_err(|error| error.to_string())
}

fn run(command: &mut Command) -> Result<(), String> {
    let told = format!("{command:?}");
    let output = command.output().map_err(|error| format!("{told}: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    let error = String::from_utf8_lossy(&output.stderr);
    Err(format!("{told}: {}", error.lines().last().unwrap_or("failed")))
}
