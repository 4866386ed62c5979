//! Opinion groups here and by red-dwarf 0.4.0, the reimplementation of Polis, in one run: how much faster, how far the groups are
//! the same, and how far what represents them. Then vTaiwan UberX as a phone does it: fetched and grouped in the app's worker, in
//! Chromium.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    process::{Command, ExitCode},
};

use opinion::adjusted_rand;
use serde_json::Value;

use super::count::{answer, median, median_of};
use crate::{
    Result, args::Args, build, chromium, paths, process, say, server::Server, test::journeys, tools,
};

const RED_DWARF: &str = "red-dwarf==0.4.0";
/// vTaiwan UberX in the worker, from the question to the report.
const PHONE_SECONDS: f64 = 0.5;
const CONVERSATIONS: [&str; 3] = [
    "15-per-hour-seattle",
    "scoop-hivemind.biodiversity",
    "vtaiwan.uberx",
];

pub fn run(args: Args) -> Result<ExitCode> {
    let words = args.words()?;
    let mut places: Vec<PathBuf> = words.iter().map(PathBuf::from).collect();
    let ours_too = places.is_empty();
    if ours_too {
        let known = |name| paths::real_data().join("polis").join(name);
        places.extend(CONVERSATIONS.map(known));
    }
    for place in &places {
        anyhow::ensure!(
            place.is_dir(),
            "there is no {}; name Polis exports: `cargo xtask bench opinion DIR…`",
            place.display()
        );
    }
    let example = built()?;
    let python = python()?;
    let script = paths::root().join("crates/opinion/tests/red-dwarf/bench.py");
    for place in &places {
        let name = place.file_name().unwrap_or(place.as_os_str()).to_string_lossy();
        let theirs = answer(Command::new(&python).arg("-B").arg(&script).arg(place).arg("5"))?;
        let ours = answer(Command::new(&example).arg(place).arg("15"))?;
        let (their_seconds, our_seconds) = (median(&theirs)?, median(&ours)?);
        let pairs = pairs(&ours, &theirs);
        let same = adjusted_rand(pairs.iter().copied());
        let (shared, of) = told_alike(&ours, &theirs, &pairs);
        say::line(&format!(
            "{name}: {} people, {} statements, {} votes",
            ours["people"].as_array().map_or(0, Vec::len),
            ours["statements"],
            ours["votes"],
        ));
        say::line(&format!(
            "  red-dwarf 0.4.0 {:.0} ms (median of 5), native {:.1} ms (median of 15): {}",
            their_seconds * 1000.0,
            our_seconds * 1000.0,
            say::bold(&format!("{:.0} ×", their_seconds / our_seconds)),
        ));
        say::line(&format!(
            "  groups alike (adjusted Rand index) {}; {shared} of its {of} representative statements are ours, too",
            same.map_or_else(|| "-".to_owned(), |same| format!("{same:.3}")),
        ));
    }
    // Other exports are compared only.
    Ok(if !ours_too || on_a_phone()? {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Groups in the browser; false where the bar is missed.
fn on_a_phone() -> Result<bool> {
    build::up_to_date(&tools::ready()?)?;
    let server = Server::built(paths::kept().join("unused.db"))?;
    let browser = chromium::browser()?;
    journeys::packages()?;
    let step = say::Step::begin("grouping in the worker");
    let mut node = Command::new("node");
    node.arg("support/bench-opinions.mjs");
    let found = answer(journeys::with_environment(&mut node, &server, &browser))?;
    step.done();
    let (seconds, fetching) = (median(&found)?, median_of(&found, "fetching")?);
    say::line(&format!(
        "  vTaiwan UberX, {} statements and {} people, in the browser's worker: {} from the question to the report (bar {:.0} ms; median of 7), of which fetching the votes takes {:.0} ms, the rest starting the worker and grouping; longest task of the page meanwhile {:.0} ms",
        found["statements"],
        found["people"],
        say::bold(&format!("{:.0} ms", seconds * 1000.0)),
        PHONE_SECONDS * 1000.0,
        fetching * 1000.0,
        found["longest"].as_f64().unwrap_or(f64::NAN),
    ));
    Ok(seconds <= PHONE_SECONDS)
}

/// For each person who is in a group on both sides: our group, their group.
fn pairs(ours: &Value, theirs: &Value) -> Vec<(usize, usize)> {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let number = |value: &Value| value.as_u64().map(|n| n as usize);
    list(&ours["people"])
        .iter()
        .zip(list(&ours["groups"]))
        .filter_map(|(person, group)| {
            let other = &theirs["groups"][person.to_string()];
            Some((number(&group)?, number(other)?))
        })
        .collect()
}

/// How many of their representative statements, with their direction, are ours for the group that shares most people; of how many.
fn told_alike(ours: &Value, theirs: &Value, pairs: &[(usize, usize)]) -> (usize, usize) {
    let mut counts: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for pair in pairs {
        *counts.entry(*pair).or_default() += 1;
    }
    let told = |value: &Value| -> BTreeSet<String> {
        value
            .as_array()
            .into_iter()
            .flatten()
            .map(Value::to_string)
            .collect()
    };
    let (mut shared, mut of) = (0, 0);
    let none = serde_json::Map::new();
    for (group, listed) in theirs["representative"].as_object().unwrap_or(&none) {
        let same = |pair: &(usize, usize)| pair.1.to_string() == *group;
        let mine = counts
            .iter()
            .filter(|(pair, _)| same(pair))
            .max_by_key(|(_, n)| **n);
        let listed = told(listed);
        of += listed.len();
        if let Some(((mine, _), _)) = mine {
            shared += told(&ours["representative"][*mine]).intersection(&listed).count();
        }
    }
    (shared, of)
}

/// Built with the profile that native programs of this project run with.
fn built() -> Result<PathBuf> {
    let arguments = [
        "build",
        "--quiet",
        "--profile",
        "server",
        "--package",
        "opinion",
        "--example",
        "groups",
    ];
    process::step(
        "building the native grouping",
        "bench-opinion-build",
        Command::new("cargo").current_dir(paths::root()).args(arguments),
    )?;
    Ok(paths::cargo_target().join("server/examples/groups"))
}

/// An interpreter with red-dwarf, in an environment of its own under target/.
fn python() -> Result<PathBuf> {
    let place = paths::kept().join("python-red-dwarf-0.4.0");
    let python = place.join("bin/python");
    if has_red_dwarf(&python) {
        return Ok(python);
    }
    process::step(
        "making a Python environment",
        "bench-venv-red-dwarf",
        Command::new("python3")
            .args(["-m", "venv", "--clear"])
            .arg(&place),
    )?;
    process::step(
        "installing red-dwarf",
        "bench-red-dwarf",
        Command::new(&python).args(["-m", "pip", "install", "--quiet", "--no-input", RED_DWARF]),
    )?;
    anyhow::ensure!(
        has_red_dwarf(&python),
        "red-dwarf 0.4.0 was installed but cannot be used; it needs Python 3.10 or newer"
    );
    Ok(python)
}

fn has_red_dwarf(python: &Path) -> bool {
    process::answer(python, &["-c", "import reddwarf.implementations.polis, sklearn"]).is_some()
}
