//! The list of five thousand notices against one of fifty, in Chromium: how long until the first row stands there, and until a tap on
//! a row's link is taken.

use std::process::{Command, ExitCode};

use super::count::{answer, median_of};
use crate::{Result, args::Args, build, chromium, paths, say, server::Server, test::journeys, tools};

/// What of a notice's page may move by itself, as layout shift: none of it where somebody reads.
const SHIFT: f64 = 0.02;
/// The long list opens at most so many times as slowly as the short one.
const SLOWER: f64 = 1.3;

pub fn run(args: Args) -> Result<ExitCode> {
    args.done()?;
    build::up_to_date(&tools::ready()?)?;
    let server = Server::built(paths::kept().join("unused.db"))?;
    let browser = chromium::browser()?;
    journeys::packages()?;
    let step = say::Step::begin("opening a short and a long list in turns");
    let mut node = Command::new("node");
    node.arg("support/bench-notices.mjs");
    let found = answer(journeys::with_environment(&mut node, &server, &browser))?;
    step.done();
    let mut kept = true;
    for (what, name) in [
        ("first row", "first"),
        ("opens a row", "opens"),
        ("one kind", "kind"),
    ] {
        let short = median_of(&found["short"], name)?;
        let long = median_of(&found["long"], name)?;
        let ratio = long / short;
        kept &= ratio <= SLOWER;
        say::line(&format!(
            "{what}: {long:.0} ms with {} notices, {short:.0} ms with {}: {} (bar {SLOWER} ×)",
            found["long"]["notices"],
            found["short"]["notices"],
            say::bold(&format!("{ratio:.2} ×")),
        ));
    }
    let words = median_of(&found["notice"], "words")?;
    let page = median_of(&found["notice"], "page")?;
    let shift = median_of(&found["notice"], "shift")?;
    kept &= shift <= SHIFT;
    say::line(&format!(
        "one notice by its address: its words after {}, its page after {page:.0} ms; layout shift {shift:.3} (bar {SHIFT})",
        say::bold(&format!("{words:.0} ms")),
    ));
    Ok(if kept {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
