//! Builds the app: trunk compiles it, then the output is finished (see finish.rs), measured and checked.

mod compress;
mod counter;
mod css;
mod dependencies;
mod finish;
pub use finish::{Finished, digest};
mod html;
mod inputs;
mod short_names;
mod sizes;
mod split;

use std::{fs, path::PathBuf, process::ExitCode};

use crate::{Result, args::Args, paths, process, say, tools, tools::Tools};

pub fn run(mut args: Args) -> Result<ExitCode> {
    let accept = args.flag("--accept-dependencies");
    args.done()?;
    if accept {
        dependencies::accept()?;
    }
    let tools = tools::ready()?;
    let built = make(&tools)?;
    check(&built)?;
    Ok(ExitCode::SUCCESS)
}

/// Builds unless dist/ was made from exactly what lies here now. Who wants to see the app gets it even when it is too
/// large; `cargo xtask build` and the tests are where that fails.
pub fn up_to_date(tools: &Tools) -> Result<()> {
    let inputs = inputs::fingerprint()?;
    if fs::read_to_string(stamp()).is_ok_and(|kept| kept == inputs) && paths::dist().join("sw.js").is_file() {
        say::line("  the app is built already");
        return Ok(());
    }
    let built = make(tools)?;
    if let Err(failure) = sizes::report(&paths::dist(), &built) {
        say::warning(&format!("{failure:#}"));
    }
    Ok(())
}

/// Builds the app into dist/.
pub fn make(tools: &Tools) -> Result<Finished> {
    let inputs = inputs::fingerprint()?;
    let staging = paths::kept().join("staging");
    process::step(
        "building the app (two to four minutes when everything is new)",
        "build-app",
        tools
            .command("trunk")
            .args(["build", "--release", "--offline", "--features", "split", "--dist"])
            .arg(&staging),
    )?;
    let cut = split::cut(tools)?;
    let counter = counter::build(tools)?;
    let finished = finish::finish(tools, &staging, cut, counter)?;
    publish(&staging)?;
    fs::write(stamp(), inputs)?;
    Ok(finished)
}

/// What a build must keep: the size of a first visit and the list of crates in the app.
pub fn check(built: &Finished) -> Result<()> {
    let sizes = sizes::report(&paths::dist(), built);
    dependencies::check()?;
    sizes
}

fn stamp() -> PathBuf {
    paths::kept().join("app.stamp")
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
