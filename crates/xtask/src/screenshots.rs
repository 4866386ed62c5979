//! `cargo xtask screenshots`: draws docs/pictures/*.png from the demo community.

use std::process::{Command, ExitCode};

use crate::{Result, args::Args, build, chromium, paths, process, server::Server, test::journeys, tools};

pub fn run(args: Args) -> Result<ExitCode> {
    args.done()?;
    build::up_to_date(&tools::ready()?)?;
    let server = Server::built(paths::kept().join("unused.db"))?;
    let browser = chromium::browser()?;
    journeys::packages()?;
    process::step(
        "drawing docs/pictures",
        "screenshots",
        journeys::with_environment(
            Command::new("node").arg("support/screenshots.mjs"),
            &server,
            &browser,
        ),
    )?;
    Ok(ExitCode::SUCCESS)
}
