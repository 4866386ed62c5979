//! Schemathesis throws what the contract allows, and what it forbids, at the real server: no answer may be a server
//! error, and every answer must be one that the contract names.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use super::{Shared, summary, summary::Tally};
use crate::{Result, debian, paths, process, say, server};

const SCHEMATHESIS: &str = "schemathesis==4.32.5";

pub fn run(shared: &mut Shared) -> Result<Tally> {
    shared.app()?;
    let server = shared.server()?;
    let program = match schemathesis()? {
        Ok(program) => program,
        Err(why) => {
            say::line(&format!("  skipped: contract tests with schemathesis: {why}"));
            return Ok(Tally::skipped());
        }
    };
    for file in server::database_files(&server.database) {
        let _ = fs::remove_file(file);
    }
    server.load_demo()?;
    let console = paths::logs().join("contract-server.log");
    let running = server.serve(
        server::free_local_address()?,
        Some(&paths::dist()),
        Some(&console),
    )?;
    let url = format!("http://{}", running.address);

    let mut tally = schemathesis_run(&program, &url, "anonymous", &[])?;
    match session(&url, &console) {
        // Signing out would end the session that all later requests need.
        Ok(cookie) => {
            let header = format!("Cookie: {cookie}");
            tally += schemathesis_run(
                &program,
                &url,
                "signed in",
                &["--header", &header, "--exclude-operation-id", "sign_out"],
            )?;
        }
        Err(failure) => {
            say::line(&format!(
                "  FAILED: cannot sign in for the contract tests: {failure:#}"
            ));
            tally.failed += 1;
        }
    }
    Ok(tally)
}

fn schemathesis_run(program: &Path, url: &str, who: &str, more: &[&str]) -> Result<Tally> {
    let name = format!("schemathesis-{}", who.replace(' ', "-"));
    let report = paths::logs().join(format!("{name}.xml"));
    let _ = fs::remove_file(&report);
    let step = say::Step::begin(&format!("schemathesis, {who}"));
    let finished = process::watched(
        &name,
        Command::new(program)
            .current_dir(paths::kept())
            .arg("--config-file")
            .arg(paths::root().join("tests/schemathesis.toml"))
            .arg("run")
            .arg(paths::root().join("crates/contract/openapi.json"))
            .args(["--url", url, "--no-color", "--request-timeout", "20", "--seed", "1", "--generation-deterministic"])
            .args(["--phases", "examples,coverage,fuzzing", "--max-examples", "25", "--continue-on-failure"])
            .args(["--checks", "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"])
            // A stream has no end that could be waited for; crates/server/tests/api/events.rs reads it.
            .args(["--exclude-operation-id", "events"])
            .args(["--report", "junit", "--report-junit-path"])
            .arg(&report)
            .args(more),
        false,
    )?;
    let tally =
        summary::junit(&fs::read_to_string(&report).unwrap_or_default()).checked(finished.status.success());
    if tally.failed == 0 {
        step.done();
    } else {
        step.failed();
        process::print_end(&finished.output);
        say::line(&format!("  all of its output is in {}", finished.log.display()));
    }
    Ok(tally)
}

/// Schemathesis in an environment of its own under target/. The inner error says why it is not to be had.
fn schemathesis() -> Result<std::result::Result<PathBuf, String>> {
    let place = paths::root().join("target/venv");
    let program = place.join(if cfg!(windows) {
        "Scripts/schemathesis.exe"
    } else {
        "bin/schemathesis"
    });
    let wanted = SCHEMATHESIS.rsplit('=').next().unwrap_or_default();
    if process::answer(&program, &["--version"]).is_some_and(|version| version.contains(wanted)) {
        return Ok(Ok(program));
    }
    let make = |log: &str| {
        process::watched(
            log,
            Command::new("python3")
                .args(["-m", "venv", "--clear"])
                .arg(&place),
            false,
        )
        .is_ok_and(|finished| finished.status.success())
    };
    if !make("venv") {
        if debian::can_install() {
            debian::install(&["python3", "python3-venv"])?;
        }
        if !make("venv") {
            return Ok(Err(
                "Python 3 with venv is missing (Debian: `apt-get install python3-venv`)".to_owned(),
            ));
        }
    }
    let python = place.join(if cfg!(windows) {
        "Scripts/python.exe"
    } else {
        "bin/python"
    });
    let step = say::Step::begin("installing schemathesis");
    let finished = process::watched(
        "install-schemathesis",
        Command::new(python).args([
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            SCHEMATHESIS,
        ]),
        false,
    )?;
    if finished.status.success() {
        step.done();
        return Ok(Ok(program));
    }
    step.failed();
    Ok(Err(format!(
        "PyPI did not give {SCHEMATHESIS}; see {}",
        finished.log.display()
    )))
}

/// Signs a resident of the demo community in and gives the session's cookie. Node is at hand and speaks HTTP.
fn session(url: &str, console: &Path) -> Result<String> {
    let output = Command::new("node")
        .current_dir(paths::root().join("tests"))
        .arg("support/session.mjs")
        .arg(url)
        .arg(console)
        .output()?;
    anyhow::ensure!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr).trim()
    );
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
