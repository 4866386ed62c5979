//! Equal shares on Kraków 2019 (118 projects, 50,004 ordinal ballots): here and by pabutools, with the same measure of
//! satisfaction, the same order of ties and the same result, or there is no ratio.

use std::{
    path::{Path, PathBuf},
    process::{Command, ExitCode},
};

use serde_json::Value;

use crate::{Result, args::Args, paths, process, say};

const ELECTION: &str = "pabulib/Poland_Krakow_2019.pb";
const PABUTOOLS: &str = "pabutools==1.2.3";
/// The bar and what is good, from the design's budgets.
const BAR: f64 = 50.0;
const GOOD: f64 = 200.0;

pub fn run(args: Args) -> Result<ExitCode> {
    args.done()?;
    let election = paths::real_data().join(ELECTION);
    anyhow::ensure!(
        election.exists(),
        "there is no {}; the benchmark needs this real election",
        election.display()
    );
    let example = example()?;
    let python = python()?;
    let script = paths::root().join("crates/count/tests/pabutools/bench.py");
    let mut slow = false;
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
    Ok(if slow {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

/// Built with the profile that native programs of this project run with.
fn example() -> Result<PathBuf> {
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
            "equal_shares",
        ]),
    )?;
    Ok(paths::cargo_target().join("server/examples/equal_shares"))
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

fn answer(command: &mut Command) -> Result<Value> {
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

fn median(ours: &Value) -> Result<f64> {
    let seconds = ours["seconds"].as_array().into_iter().flatten();
    let mut seconds: Vec<f64> = seconds.filter_map(Value::as_f64).collect();
    seconds.sort_by(f64::total_cmp);
    let middle = seconds.get(seconds.len() / 2).copied();
    middle.ok_or_else(|| anyhow::anyhow!("the example printed no seconds"))
}
