//! `cargo xtask openapi`: writes the contract's document from its types.

use std::process::ExitCode;

use crate::{Result, args::Args};

#[cfg(feature = "openapi")]
pub fn run(args: Args) -> Result<ExitCode> {
    args.done()?;
    let file = crate::paths::root().join("crates/contract/openapi.json");
    std::fs::write(&file, contract::openapi_json())?;
    crate::say::line("wrote crates/contract/openapi.json");
    Ok(ExitCode::SUCCESS)
}

/// Builds this program again, with the contract's schemas in it.
#[cfg(not(feature = "openapi"))]
pub fn run(args: Args) -> Result<ExitCode> {
    args.done()?;
    let status = std::process::Command::new("cargo")
        .current_dir(crate::paths::root())
        // A target directory of its own: the program that runs now must not be overwritten.
        .args([
            "run",
            "--quiet",
            "--package",
            "xtask",
            "--features",
            "openapi",
            "--target-dir",
            "target/linli/openapi",
        ])
        .args(["--", "openapi"])
        .status()?;
    Ok(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(2)
    })
}
