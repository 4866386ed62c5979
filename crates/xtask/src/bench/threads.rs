//! A thread of ten thousand posts against one of forty, in Chromium: how long until the first post stands there and until the page
//! takes taps, what a second visit without a network takes, and what stays of pages that were read.

use std::process::{Command, ExitCode};

use serde_json::Value;

use super::count::{answer, median_of};
use crate::{Result, args::Args, build, chromium, paths, say, server::Server, test::journeys, tools};

/// The long thread opens at most so many times as slowly as the short one.
const SLOWER: f64 = 1.3;
/// What one more page of twenty posts may leave behind, in bytes.
const PAGE_KEEPS: f64 = 4_000.0;
/// The first post on a second visit without a network.
const OFFLINE_MS: f64 = 300.0;

pub fn run(args: Args) -> Result<ExitCode> {
    args.done()?;
    build::up_to_date(&tools::ready()?)?;
    let server = Server::built(paths::kept().join("unused.db"))?;
    let browser = chromium::browser()?;
    journeys::packages()?;
    let step = say::Step::begin("opening a short and a long thread in turns");
    let mut node = Command::new("node");
    node.arg("support/bench-threads.mjs");
    let found = answer(journeys::with_environment(&mut node, &server, &browser))?;
    step.done();
    let mut kept = true;
    for (what, name) in [
        ("first post", "first"),
        ("takes taps", "interactive"),
        ("the newest post by its address", "near"),
    ] {
        let short = median_of(&found["short"], name)?;
        let long = median_of(&found["long"], name)?;
        let ratio = long / short;
        kept &= ratio <= SLOWER;
        say::line(&format!(
            "{what}: {long:.0} ms with {} posts, {short:.0} ms with {}: {} (bar {SLOWER} ×)",
            found["long"]["posts"],
            found["short"]["posts"],
            say::bold(&format!("{ratio:.2} ×")),
        ));
    }
    let offline = median_of(&found["long"], "offline")?;
    kept &= offline <= OFFLINE_MS;
    say::line(&format!(
        "first post without a network, second visit: {} (bar {OFFLINE_MS:.0} ms; with {} posts {:.0} ms)",
        say::bold(&format!("{offline:.0} ms")),
        found["short"]["posts"],
        median_of(&found["short"], "offline")?,
    ));
    // The app's memory is taken in steps of 64 kB and never given back; a hundred pages fill its gaps, and only then would what is
    // kept of each page show.
    let (begun, few, many) = (&found["after"][0], &found["after"][1], &found["after"][2]);
    let pages = number(many, "pages") - number(few, "pages");
    let growth = |name: &str| (number(many, name) - number(few, name)) / pages;
    kept &= growth("heap") < PAGE_KEEPS && growth("loose") < 1.0;
    say::line(&format!(
        "after {}, {} and {} pages of more: {:.2}, {:.2} and {:.2} MB (JavaScript's heap and the app's own memory), {}, {} and {} nodes that stand nowhere any more; a page more keeps {} and {:.1} such nodes (bar {} kB, none)",
        begun["pages"],
        few["pages"],
        many["pages"],
        number(begun, "heap") / 1e6,
        number(few, "heap") / 1e6,
        number(many, "heap") / 1e6,
        begun["loose"],
        few["loose"],
        many["loose"],
        say::bold(&format!("{:.1} kB", growth("heap") / 1e3)),
        growth("loose"),
        PAGE_KEEPS / 1e3,
    ));
    Ok(if kept {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn number(value: &Value, name: &str) -> f64 {
    value[name].as_f64().unwrap_or(f64::NAN)
}
