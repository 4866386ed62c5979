//! Equal shares on Kraków 2019 (118 projects, 50,004 ordinal ballots): here and by pabutools, with the same measure of
//! satisfaction, the same order of ties and the same result, or there is no ratio. Then the recount as a phone does it:
//! fetched, checked and counted in the app's worker, in Chromium.

use std::{
    path::{Path, PathBuf},
    process::{Command, ExitCode},
};

use serde_json::Value;

use crate::{
    Result, args::Args, build, chromium, paths, process, say, server::Server, test::journeys, tools,
};

const ELECTION: &str = "pabulib/Poland_Krakow_2019.pb";
const PABUTOOLS: &str = "pabutools==1.2.3";
/// The bar and what is good, from the design's budgets.
const BAR: f64 = 50.0;
const GOOD: f64 = 200.0;
const WASM_BAR: f64 = 20.0;
/// Wrocław 2015 in the worker, and the longest task of the page's own thread meanwhile.
const RECOUNT_SECONDS: f64 = 1.0;
const TASK_MILLISECONDS: f64 = 50.0;

pub fn run(args: Args) -> Result<ExitCode> {
    args.done()?;
    let election = paths::real_data().join(ELECTION);
    anyhow::ensure!(
        election.exists(),
        "there is no {}; the benchmark needs this real election",
        election.display()
    );
    let example = built("equal_shares")?;
    let python = python()?;
    let script = paths::root().join("crates/count/tests/pabutools/bench.py");
    let (mut slow, mut theirs_by_points) = (false, 0.0);
    for (measure, told) in [("cost", "cost utilities"), ("borda", "Borda utilities")] {
        let step = say::Step::begin(&format!("Kraków 2019, {told}"));
        let theirs = answer(
            Command::new(&python)
                .arg("-B")
                .arg(&script)
                .arg(&election)
                .arg(measure),
        )?;
        let ours = answer(Command::new(&example).arg(&election).args([measure, "15"]))?;
        step.done();
        let (name, their_seconds) = fastest(&theirs)?;
        let our_seconds = median(&ours)?;
        anyhow::ensure!(
            ours["chosen"] == theirs[name]["chosen"],
            "{told}: pabutools bought {}, we bought {}",
            theirs[name]["chosen"],
            ours["chosen"]
        );
        // A phone's ballots are rankings, so the worker is compared with the same measure.
        if measure == "borda" {
            theirs_by_points = their_seconds;
        }
        let ratio = their_seconds / our_seconds;
        slow |= ratio < BAR;
        say::line(&format!(
            "  {told}: {} projects bought, the same ones in the same order; {} ballots, {} distinct",
            ours["chosen"].as_array().map_or(0, Vec::len),
            ours["ballots"],
            ours["distinct"]
        ));
        say::line(&format!(
            "  pabutools 1.2.3 {:.2} s ({name}, the faster of its two profiles), native {:.1} ms (median of 15): {} (bar {BAR} ×, good {GOOD} ×)",
            their_seconds,
            our_seconds * 1000.0,
            say::bold(&format!("{ratio:.0} ×")),
        ));
    }
    million(&built("schulze")?)?;
    slow |= !on_a_phone(theirs_by_points)?;
    Ok(if slow {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

/// Schulze with 20 options and a million different ballots.
fn million(example: &Path) -> Result<()> {
    let ours = answer(&mut Command::new(example))?;
    say::line(&format!(
        "  Schulze, 20 options, {} ballots: {:.2} s, at most {:.1} MB of memory",
        ours["ballots"],
        median(&ours)?,
        ours["most_memory_kb"].as_f64().unwrap_or(f64::NAN) / 1024.0,
    ));
    Ok(())
}

/// Recounts in the browser; false where a bar is missed.
fn on_a_phone(their_seconds: f64) -> Result<bool> {
    build::up_to_date(&tools::ready()?)?;
    let server = Server::built(paths::kept().join("unused.db"))?;
    let browser = chromium::browser()?;
    journeys::packages()?;
    let step = say::Step::begin("recounting in the worker");
    let mut node = Command::new("node");
    node.arg("support/bench-recount.mjs");
    let found = answer(journeys::with_environment(&mut node, &server, &browser))?;
    step.done();
    let (krakow, wroclaw) = (&found["krakow"], &found["wroclaw"]);
    anyhow::ensure!(
        wroclaw["same"] == true,
        "the recount of Wrocław 2015 does not say *same*"
    );
    let (seconds, task) = (median(wroclaw)?, wroclaw["longest"].as_f64().unwrap_or(f64::MAX));
    say::line(&format!(
        "  Wrocław 2015, {} ballots fetched, checked and counted in the worker: {} (bar {RECOUNT_SECONDS} s); longest task of the page meanwhile {task:.0} ms (bar {TASK_MILLISECONDS} ms)",
        wroclaw["ballots"],
        say::bold(&format!("{seconds:.2} s")),
    ));
    let rule = median_of(krakow, "rule")?;
    let ratio = their_seconds / rule;
    say::line(&format!(
        "  Kraków 2019 by equal shares in the worker: {:.0} ms when all ballots are read, {} (bar {WASM_BAR} ×); with fetching and checking {:.2} s",
        rule * 1000.0,
        say::bold(&format!("{ratio:.0} ×")),
        median(krakow)?,
    ));
    Ok(seconds <= RECOUNT_SECONDS && task <= TASK_MILLISECONDS && ratio >= WASM_BAR)
}

/// Built with the profile that native programs of this project run with.
fn built(name: &str) -> Result<PathBuf> {
    process::step(
        "building the native count",
        "bench-count-build",
        Command::new("cargo").current_dir(paths::root()).args([
            "build",
            "--quiet",
            "--profile",
            "server",
            "--package",
            "count",
            "--example",
            name,
        ]),
    )?;
    Ok(paths::cargo_target().join("server/examples").join(name))
}

/// An interpreter with pabutools, in an environment of its own under target/.
fn python() -> Result<PathBuf> {
    let place = paths::kept().join("python-pabutools-1.2.3");
    let python = place.join("bin/python");
    if process::answer(&python, &["-c", "import pabutools"]).is_some() {
        return Ok(python);
    }
    process::step(
        "making a Python environment",
        "bench-venv",
        Command::new("python3")
            .args(["-m", "venv", "--clear"])
            .arg(&place),
    )?;
    process::step(
        "installing pabutools",
        "bench-pabutools",
        Command::new(&python).args(["-m", "pip", "install", "--quiet", "--no-input", PABUTOOLS]),
    )?;
    Ok(python)
}

pub(super) fn answer(command: &mut Command) -> Result<Value> {
    let program = Path::new(command.get_program()).display().to_string();
    let output = command.output()?;
    anyhow::ensure!(
        output.status.success(),
        "{program} failed: {}",
        String::from_utf8_lossy(&output.stderr)
            .lines()
            .last()
            .unwrap_or_default()
    );
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// pabutools is timed with ballots one by one and with equal ballots put together.
fn fastest(theirs: &Value) -> Result<(&'static str, f64)> {
    let timed = ["profile", "multi"].map(|name| (name, theirs[name]["seconds"].as_f64()));
    let mut known: Vec<(&'static str, f64)> = timed
        .into_iter()
        .filter_map(|(name, seconds)| Some((name, seconds?)))
        .collect();
    known.sort_by(|a, b| a.1.total_cmp(&b.1));
    known
        .first()
        .copied()
        .ok_or_else(|| anyhow::anyhow!("bench.py printed no seconds"))
}

pub(super) fn median(ours: &Value) -> Result<f64> {
    median_of(ours, "seconds")
}

pub(super) fn median_of(ours: &Value, what: &str) -> Result<f64> {
    let seconds = ours[what].as_array().into_iter().flatten();
    let mut seconds: Vec<f64> = seconds.filter_map(Value::as_f64).collect();
    seconds.sort_by(f64::total_cmp);
    let middle = seconds.get(seconds.len() / 2).copied();
    middle.ok_or_else(|| anyhow::anyhow!("the example printed no seconds"))
}
