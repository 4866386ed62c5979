//! Browser journeys: Playwright drives the release build against the real server (see tests/).

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use super::{Shared, summary, summary::Tally};
use crate::{Result, build::digest, chromium, debian, paths, process, say, server::Server, tools};

pub fn run(shared: &mut Shared) -> Result<Tally> {
    let browser = chromium::browser()?;
    if debian::can_install() {
        // Without it every Chinese character is the same box, and nothing that is measured on the page is true.
        // What is printed is read back by another program, as a stairwell's phone would read it.
        debian::install(&["fonts-noto-cjk", "poppler-utils"])?;
    }
    shared.app()?;
    let full = shared.full;
    let server = shared.server()?;
    packages()?;
    let report = paths::kept().join("journeys.json");
    let _ = fs::remove_file(&report);
    let step = say::Step::begin("playwright test");
    let mut playwright = Command::new("node");
    playwright.args([
        "node_modules/@playwright/test/cli.js",
        "test",
        "--reporter=list,json",
    ]);
    with_environment(&mut playwright, server, &browser).env("PLAYWRIGHT_JSON_OUTPUT_NAME", &report);
    if full {
        playwright.env("LINLI_FULL", "1");
    } else if let Some(shell) = chromium::shell() {
        playwright.env("LINLI_SHELL", shell);
    }
    let finished = process::watched("journeys", &mut playwright, false)?;
    let tally = fs::read_to_string(&report)
        .ok()
        .and_then(|report| summary::playwright(&report))
        .unwrap_or_default()
        .checked(finished.status.success());
    if tally.failed == 0 {
        step.done();
        return Ok(tally);
    }
    step.failed();
    match finished.output.find("\n  1) ") {
        Some(at) => println!("{}", &finished.output[at..]),
        None => process::print_end(&finished.output),
    }
    say::line(&format!("  all of its output is in {}", finished.log.display()));
    Ok(tally)
}

fn directory() -> PathBuf {
    paths::root().join("tests")
}

/// Installs what tests/package-lock.json names, when it is not there.
pub fn packages() -> Result<()> {
    tools::node()?;
    let lock = fs::read(directory().join("package-lock.json"))?;
    let stamp = directory().join("node_modules/.linli-lock");
    if fs::read_to_string(&stamp).is_ok_and(|kept| kept == digest(&lock)) {
        return Ok(());
    }
    process::step(
        "installing Playwright and the accessibility engines",
        "install-playwright",
        Command::new(tools::npm_name())
            .current_dir(directory())
            .args(["ci", "--no-audit", "--no-fund"])
            // The browser is the system's; Playwright's own cannot be had everywhere.
            .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"),
    )?;
    fs::write(stamp, digest(&lock))?;
    Ok(())
}

/// What tests/support/ needs to know.
pub fn with_environment<'a>(command: &'a mut Command, server: &Server, browser: &Path) -> &'a mut Command {
    command
        .current_dir(directory())
        .env("LINLI_CHROMIUM", browser)
        .env("LINLI_SERVER", server.program())
        .env("LINLI_DIST", paths::dist())
        .env("NO_COLOR", "1")
        .env_remove("FORCE_COLOR")
}
