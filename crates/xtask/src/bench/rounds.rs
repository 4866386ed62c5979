//! Notice, poll, thread and back, over and over, in Chromium: what stays behind of every round.

use std::process::{Command, ExitCode};

use serde_json::Value;

use super::count::answer;
use crate::{Result, args::Args, build, chromium, paths, say, server::Server, test::journeys, tools};

/// What a round may leave behind, bytes (shared design, section 5).
const KEPT: f64 = 10_000.0;

pub fn run(args: Args) -> Result<ExitCode> {
    args.done()?;
    build::up_to_date(&tools::ready()?)?;
    let server = Server::built(paths::kept().join("unused.db"))?;
    let browser = chromium::browser()?;
    journeys::packages()?;
    let step = say::Step::begin("going round through notices, polls and threads");
    let mut node = Command::new("node");
    node.arg("support/bench-rounds.mjs");
    let found = answer(journeys::with_environment(&mut node, &server, &browser))?;
    step.done();
    let mut kept = true;
    for mode in ["standard", "elder"] {
        let (few, many) = (&found[mode][0], &found[mode][1]);
        let of = |value: &Value, name: &str| value[name].as_f64().unwrap_or(f64::NAN);
        let rounds = of(many, "rounds") - of(few, "rounds");
        let growth = |name: &str| (of(many, name) - of(few, name)) / rounds;
        kept &= growth("heap") <= KEPT;
        say::line(&format!(
            "{mode} mode, {rounds} rounds: a round keeps {} (bar {:.0} kB), {:.2} nodes and {:.2} listeners; {:.1} MB at the end",
            say::bold(&format!("{:.1} kB", growth("heap") / 1e3)),
            KEPT / 1e3,
            growth("nodes"),
            growth("listeners"),
            of(many, "heap") / 1e6,
        ));
    }
    Ok(if kept {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
