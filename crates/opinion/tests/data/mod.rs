//! The real conversations of ../shared/data/polis, beside the repository.

use std::path::{Path, PathBuf};

/// Where they are; nothing, said aloud, where they are not. What is missing of them afterwards is a failure.
pub fn polis() -> Option<PathBuf> {
    // Cargo says it at run time too: the tests of two clones may share a target directory.
    let here = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    let place = here.join("../../../shared/data/polis");
    if !place.is_dir() {
        eprintln!("skipped: there is no {}", place.display());
        return None;
    }
    Some(place)
}

pub fn read(file: &Path) -> Vec<u8> {
    std::fs::read(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}
