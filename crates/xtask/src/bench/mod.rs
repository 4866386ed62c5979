//! Benchmarks that print ratios from one run.

mod ballots;
mod count;
mod notices;
mod opinion;
mod rounds;
mod threads;

use std::process::ExitCode;

use crate::{Result, args::Args};

pub fn run(mut args: Args) -> Result<ExitCode> {
    match args.command().as_deref() {
        Some("ballots") => ballots::run(args),
        Some("count") => count::run(args),
        Some("notices") => notices::run(args),
        Some("opinion") => opinion::run(args),
        Some("rounds") => rounds::run(args),
        Some("threads") => threads::run(args),
        _ => Err(anyhow::anyhow!(
            "say what to measure: `cargo xtask bench count`, `bench ballots`, `bench notices`, `bench opinion`, `bench rounds` or `bench threads`"
        )),
    }
}
