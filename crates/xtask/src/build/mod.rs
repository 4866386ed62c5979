//! Builds the app: trunk compiles it, then the output is finished (see finish.rs), measured and checked.

mod compress;
mod css;
mod dependencies;
mod finish;
pub use finish::digest;
mod html;
mod inputs;
mod sizes;

use std::{fs, process::ExitCode};

use crate::{Result, args::Args, paths, process, say, tools, tools::Tools};

pub fn run(mut args: Args) -> Result<ExitCode> {
    let accept = args.flag("--accept-dependencies");
    args.done()?;
    if accept {
        dependencies::accept()?;
    }
    let tools = tools::ready()?;
    build(&tools)?;
    Ok(ExitCode::SUCCESS)
}

/// Builds unless dist/ was made from exactly what lies here now.
pub fn up_to_date(tools: &Tools) -> Result<()> {
    let stamp = paths::kept().join("app.stamp");
    let inputs = inputs::fingerprint()?;
    if fs::read_to_string(&stamp).is_ok_and(|kept| kept == inputs) && paths::dist().join("sw.js").is_file() {
        say::line("  the app is built already");
        return Ok(());
    }
    build(tools)
}

pub fn build(tools: &Tools) -> Result<()> {
    let inputs = inputs::fingerprint()?;
    dependencies::check()?;
    let staging = paths::kept().join("staging");
    process::step(
        "building the app (two to four minutes when everything is new)",
        "build-app",
        tools
            .command("trunk")
            .args(["build", "--release", "--offline", "--dist"])
            .arg(&staging),
    )?;
    let finished = finish::finish(&staging)?;
    publish(&staging)?;
    sizes::report(&paths::dist(), &finished)?;
    fs::write(paths::kept().join("app.stamp"), inputs)?;
    Ok(())
}

/// Puts the finished files in place of the former ones, so that a running server misses them for an instant only.
fn publish(staging: &std::path::Path) -> Result<()> {
    let dist = paths::dist();
    let former = paths::kept().join("former-dist");
    let _ = fs::remove_dir_all(&former);
    if dist.exists() {
        fs::rename(&dist, &former)?;
    }
    fs::rename(staging, &dist)?;
    let _ = fs::remove_dir_all(&former);
    Ok(())
}
