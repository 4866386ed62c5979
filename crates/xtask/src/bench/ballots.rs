//! How many ballots a second the server takes, against what the same database does with the same rows alone, and whether
//! every acknowledged one is on the board: on SQLite, killed in the middle, and on PostgreSQL by two servers.
//! crates/server/examples/load is the load generator.

use std::process::{Command, ExitCode};

use serde_json::Value;

use crate::{
    Result,
    args::Args,
    paths, process, say,
    test::postgres::{Durability, Postgres},
};

/// The bar: this share of plain batched transactions on SQLite.
const BAR: f64 = 0.5;

pub fn run(args: Args) -> Result<ExitCode> {
    args.done()?;
    process::step(
        "building the server and the load generator",
        "bench-load",
        Command::new("cargo").current_dir(paths::root()).args([
            "build",
            "--profile",
            "server",
            "--package",
            "server",
            "--bin",
            "linli-server",
            "--example",
            "load",
        ]),
    )?;
    let ratio = tell("SQLite", &["--ballots", "20000"])?;
    tell(
        "SQLite, killed (SIGKILL) in the middle",
        &["--ballots", "10000", "--kill"],
    )?;
    match Postgres::start(Durability::Durable)? {
        Ok(postgres) => {
            let url = postgres.url.clone();
            tell(
                "PostgreSQL, two servers side by side",
                &["--ballots", "10000", "--servers", "2", "--postgres", &url],
            )?;
            tell(
                "the same, one of them killed in the middle",
                &[
                    "--ballots",
                    "10000",
                    "--servers",
                    "2",
                    "--kill",
                    "--postgres",
                    &url,
                ],
            )?;
        }
        Err(why) => say::line(&format!("  skipped: PostgreSQL: {why}")),
    }
    Ok(if ratio < BAR {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

/// One run; fails where a ballot was lost or doubled. Gives the ratio.
fn tell(name: &str, words: &[&str]) -> Result<f64> {
    let step = say::Step::begin(name);
    let built = paths::cargo_target().join("server");
    let output = Command::new(built.join("examples/load"))
        .arg("--server")
        .arg(built.join("linli-server"))
        .args(words)
        .output()?;
    if !output.status.success() {
        step.failed();
        anyhow::bail!("{}", String::from_utf8_lossy(&output.stderr).trim());
    }
    step.done();
    let told: Value = serde_json::from_slice(&output.stdout)?;
    let number = |value: &Value| value.as_f64().unwrap_or_default();
    let ratio = number(&told["ratio"]);
    say::line(&format!(
        "  {name}: {:.0} ballots a second over {} connections (answer after {:.0} ms, 99 of 100 within {:.0} ms)",
        number(&told["a_second"]),
        told["lanes"],
        number(&told["milliseconds"]["median"]),
        number(&told["milliseconds"]["p99"]),
    ));
    say::line(&format!(
        "  the database alone, {} ballots a transaction: {:.0} before, {:.0} after; {} of that (bar on SQLite {BAR} ×)",
        told["batch"],
        number(&told["plain_a_second"][0]),
        number(&told["plain_a_second"][1]),
        say::bold(&format!("{ratio:.2} ×")),
    ));
    say::line(&format!(
        "  {} acknowledged, all of them once on the board, nothing else",
        told["ballots"]
    ));
    Ok(ratio)
}
