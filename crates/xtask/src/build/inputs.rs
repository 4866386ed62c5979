//! Tells by content whether the app must be built again: what git lays anew has new times and the same content.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::Context;

use crate::{Result, paths};

/// What the app is made of beside the crates, and the part of xtask that finishes it.
const PLACES: [&str; 10] = [
    "src",
    "style",
    "locales",
    "public",
    "crates/xtask/src/build",
    ".cargo",
    "index.html",
    "Trunk.toml",
    "Cargo.toml",
    "Cargo.lock",
];
/// Crates that are never part of the app.
const APART: [&str; 2] = ["server", "xtask"];

pub fn fingerprint() -> Result<String> {
    let root = paths::root();
    let mut files = Vec::new();
    for place in PLACES.iter().chain(&["build.rs"]) {
        collect(&root.join(place), &mut files)?;
    }
    for entry in fs::read_dir(root.join("crates"))? {
        let entry = entry?;
        if !APART.iter().any(|apart| entry.file_name() == *apart) {
            collect(&entry.path(), &mut files)?;
        }
    }
    files.sort();
    let mut all = Vec::new();
    for file in files {
        let content = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
        all.extend_from_slice(file.to_string_lossy().as_bytes());
        all.extend_from_slice(super::finish::digest(&content).as_bytes());
    }
    Ok(super::finish::digest(&all))
}

fn collect(place: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    if place.is_dir() {
        for entry in fs::read_dir(place)? {
            collect(&entry?.path(), files)?;
        }
    } else if place.is_file() {
        files.push(place.to_path_buf());
    }
    Ok(())
}
