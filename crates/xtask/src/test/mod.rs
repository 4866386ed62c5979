//! `cargo xtask test`: runs everything and ends with one line that counts all runners.
//!
//! A step that fails does not stop the others: who waits for half an hour wants to know everything that is wrong.

mod contract;
pub mod journeys;
mod native;
pub mod postgres;
mod summary;
mod wasm;

use std::{
    process::{Command, ExitCode},
    time::{Duration, Instant},
};

use crate::{Result, args::Args, build, paths, process, say, server::Server, signals, tools, tools::Tools};
use summary::Tally;

/// What steps share; made when the first of them needs it.
#[derive(Default)]
pub struct Shared {
    tools: Option<std::result::Result<Tools, String>>,
    server: Option<std::result::Result<Server, String>>,
    app: Option<std::result::Result<(), String>>,
    /// Everything rather than a choice of it, where a step knows the difference.
    full: bool,
}

impl Shared {
    fn tools(&mut self) -> Result<&Tools> {
        borrowed(
            self.tools
                .get_or_insert_with(|| tools::ready().map_err(|failure| format!("{failure:#}"))),
        )
    }

    fn server(&mut self) -> Result<&Server> {
        borrowed(self.server.get_or_insert_with(|| {
            Server::built_for_tests(paths::kept().join("test/linli.db"))
                .map_err(|failure| format!("{failure:#}"))
        }))
    }

    /// The release build, made once for the steps that serve it.
    fn app(&mut self) -> Result<()> {
        if self.app.is_none() {
            let made = self.tools().and_then(build::up_to_date);
            self.app = Some(made.map_err(|failure| format!("{failure:#}")));
        }
        self.app
            .as_ref()
            .map_or(Ok(()), |made| made.clone().map_err(anyhow::Error::msg))
    }
}

fn borrowed<T>(made: &std::result::Result<T, String>) -> Result<&T> {
    made.as_ref().map_err(|failure| anyhow::anyhow!("{failure}"))
}

type Step = (&'static str, &'static str, fn(&mut Shared) -> Result<Tally>);

const STEPS: [Step; 9] = [
    ("format", "format", format),
    ("lint", "clippy: the crates", lint),
    ("lint-app", "clippy: the app, for wasm", lint_app),
    (
        "native",
        "native tests of the crates, on SQLite and PostgreSQL",
        native::crates,
    ),
    ("app", "native tests of the app's pure modules", native::app),
    ("wasm", "wasm tests in a headless browser", wasm::run),
    ("build", "release build, size budget, dependency list", build_step),
    (
        "contract",
        "contract tests: schemathesis against the real server",
        contract::run,
    ),
    ("journeys", "browser journeys", journeys::run),
];

pub fn run(mut args: Args) -> Result<ExitCode> {
    let mut only = Vec::new();
    while let Some(name) = args.option("--only")? {
        anyhow::ensure!(
            STEPS.iter().any(|(step, ..)| *step == name),
            "--only {name}: there are {}",
            STEPS.map(|(step, ..)| step).join(", ")
        );
        only.push(name);
    }
    let mut shared = Shared {
        full: args.flag("--full"),
        ..Shared::default()
    };
    args.done()?;
    signals::watch();

    let mut sum = Tally::default();
    let mut times: Vec<(&str, Duration, Tally)> = Vec::new();
    for (name, what, step) in STEPS {
        if !only.is_empty() && !only.iter().any(|wanted| wanted == name) {
            continue;
        }
        if signals::interrupted() {
            anyhow::bail!("interrupted before the step `{name}`");
        }
        say::heading(&format!("{name}: {what}"));
        let began = Instant::now();
        let tally = step(&mut shared).unwrap_or_else(|failure| {
            say::line(&format!("  FAILED: {failure:#}"));
            Tally {
                failed: 1,
                ..Tally::default()
            }
        });
        say::line(&format!(
            "  {}: {} in {}",
            name,
            tally.in_words(),
            say::elapsed(began.elapsed())
        ));
        sum += tally;
        times.push((name, began.elapsed(), tally));
    }

    say::heading("all steps");
    for (name, time, tally) in times {
        say::line(&format!(
            "  {name:<10}{:>14}  {}",
            say::elapsed(time),
            tally.in_words()
        ));
    }
    say::line("");
    say::line(&format!(
        "{} passed, {} failed, {} skipped",
        sum.passed, sum.failed, sum.skipped
    ));
    Ok(if sum.failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn format(_: &mut Shared) -> Result<Tally> {
    process::step(
        "cargo fmt --check",
        "format",
        cargo().args(["fmt", "--all", "--check"]),
    )?;
    Ok(Tally::one())
}

fn lint(_: &mut Shared) -> Result<Tally> {
    process::step(
        "cargo clippy",
        "lint",
        cargo()
            .args([
                "clippy",
                "--workspace",
                "--exclude",
                "linli",
                "--all-targets",
                "--features",
                "contract/openapi,xtask/openapi",
            ])
            .args(["--", "-D", "warnings"]),
    )?;
    Ok(Tally::one())
}

fn lint_app(shared: &mut Shared) -> Result<Tally> {
    let mut clippy = shared.tools()?.command("cargo");
    clippy.args([
        "clippy",
        "--package",
        "linli",
        "--all-targets",
        "--target",
        "wasm32-unknown-unknown",
        "--",
        "-D",
        "warnings",
    ]);
    process::step("cargo clippy for wasm", "lint-app", &mut clippy)?;
    Ok(Tally::one())
}

fn build_step(shared: &mut Shared) -> Result<Tally> {
    let made = shared.tools().and_then(build::make);
    // An app that is too large can still be tried by the steps that serve it.
    shared.app = Some(
        made.as_ref()
            .map(|_| ())
            .map_err(|failure| format!("{failure:#}")),
    );
    build::check(&made?)?;
    Ok(Tally::one())
}

/// Cargo in the repository, with output for a program to read.
fn cargo() -> Command {
    let mut command = Command::new("cargo");
    command.current_dir(paths::root());
    command
        .env("CARGO_TERM_COLOR", "never")
        .env("CARGO_TERM_PROGRESS_WHEN", "never");
    command
}
