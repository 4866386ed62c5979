//! The tests that need no browser.

use super::{
    Shared, cargo,
    postgres::{Durability, Postgres},
    summary,
    summary::Tally,
};
use crate::{Result, paths, process, say};

pub fn crates(_: &mut Shared) -> Result<Tally> {
    let mut tally = server()?;
    // Apart from the server: cargo builds a crate again for every set of features that is asked for together, and the
    // server with all that it stands on is the longest build of all.
    let mut tests = cargo();
    tests.args(["test", "--workspace", "--no-fail-fast"]);
    tests.args(["--features", "contract/openapi"]);
    for apart in ["linli", "server", "xtask"] {
        tests.args(["--exclude", apart]);
    }
    tally += run("cargo test of the crates", "native", &mut tests)?;
    tally += run(
        "cargo test of xtask",
        "native-xtask",
        cargo().args(["test", "--package", "xtask", "--no-fail-fast"]),
    )?;
    Ok(tally)
}

fn server() -> Result<Tally> {
    let mut tests = cargo();
    tests.args(["test", "--package", "server", "--no-fail-fast"]);
    let mut tally = Tally::default();
    // Kept until the tests have ended.
    let postgres = match Postgres::start(Durability::ForTests)? {
        Ok(postgres) => {
            tests.env("LINLI_TEST_POSTGRES", &postgres.url);
            Some(postgres)
        }
        Err(why) => {
            say::line(&format!("  skipped: the server's tests on PostgreSQL: {why}"));
            tally += Tally::skipped();
            None
        }
    };
    tally += run("cargo test of the server", "native-server", &mut tests)?;
    drop(postgres);
    Ok(tally)
}

pub fn app(_: &mut Shared) -> Result<Tally> {
    let mut tests = cargo();
    tests
        .args(["test", "--package", "linli", "--no-fail-fast"])
        .args(app_targets());
    run("cargo test of the app's pure modules", "app", &mut tests)
}

/// The app's library and its integration tests, but not the program that starts it in a browser. Cargo takes a
/// pattern that matches no test for a mistake.
pub fn app_targets() -> Vec<&'static str> {
    let integration = std::fs::read_dir(paths::root().join("tests"))
        .into_iter()
        .flatten()
        .flatten()
        .any(|entry| entry.path().extension().is_some_and(|end| end == "rs"));
    if integration {
        vec!["--lib", "--test", "*"]
    } else {
        vec!["--lib"]
    }
}

/// Runs tests with cargo; says what failed and counts.
pub fn run(what: &str, log: &str, command: &mut std::process::Command) -> Result<Tally> {
    let step = say::Step::begin(what);
    let finished = process::watched(log, command, false)?;
    let tally = summary::cargo_test(&finished.output).checked(finished.status.success());
    if tally.failed == 0 {
        step.done();
        return Ok(tally);
    }
    step.failed();
    let told = summary::failures(&finished.output);
    if told.is_empty() {
        process::print_end(&finished.output);
    } else {
        println!("{told}");
    }
    say::line(&format!("  all of its output is in {}", finished.log.display()));
    Ok(tally)
}
