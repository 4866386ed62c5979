//! Benchmarks that print ratios from one run.

mod ballots;
mod count;

use std::process::ExitCode;

use crate::{Result, args::Args};

pub fn run(mut args: Args) -> Result<ExitCode> {
    match args.command().as_deref() {
        Some("ballots") => ballots::run(args),
        Some("count") => count::run(args),
        _ => Err(anyhow::anyhow!(
            "say what to measure: `cargo xtask bench count` or `cargo xtask bench ballots`"
        )),
    }
}
