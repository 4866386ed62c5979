//! Where things lie.

use std::path::PathBuf;

/// The repository.
pub fn root() -> PathBuf {
    // Cargo says it at run time too: a target directory that two clones share may hold an xtask built in the other one.
    let here = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    here.ancestors().nth(2).unwrap_or(&here).to_path_buf()
}

/// What xtask itself keeps between runs: tools, logs, stamps. Always inside the repository's own target directory.
pub fn kept() -> PathBuf {
    root().join("target/linli")
}

/// LINLI_TOOLS names a place that outlives the clone, so that the next one need not build the tools again.
pub fn tools() -> PathBuf {
    match std::env::var_os("LINLI_TOOLS") {
        Some(place) => root().join(place),
        None => root().join("target/tools"),
    }
}

pub fn logs() -> PathBuf {
    kept().join("log")
}

/// The finished app.
pub fn dist() -> PathBuf {
    root().join("dist")
}

/// Where cargo puts what it builds.
pub fn cargo_target() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(place) => root().join(place),
        None => root().join("target"),
    }
}

/// Real elections and deliberations; they lie beside the repository and are not part of it.
pub fn real_data() -> PathBuf {
    root().join("../shared/data")
}
