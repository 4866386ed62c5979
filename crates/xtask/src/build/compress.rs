//! Writes a brotli and a gzip sibling beside every text and wasm file, so that the server compresses nothing.
//!
//! Node does it: it is needed for wasm-opt anyway, and a brotli crate would cost every cold start half a minute of
//! compiling to do the same work.

use std::{path::Path, process::Command};

use crate::{Result, paths, process};

pub fn all(staging: &Path) -> Result<()> {
    let script = paths::root().join("crates/xtask/src/build/compress.mjs");
    let finished = process::watched("compress", Command::new("node").arg(script).arg(staging), false)?;
    if !finished.status.success() {
        process::print_end(&finished.output);
        anyhow::bail!(
            "compressing the output failed; is Node whole? `node --version` should print v20 or newer"
        );
    }
    Ok(())
}
