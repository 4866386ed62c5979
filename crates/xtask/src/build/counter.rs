//! Builds the recount worker (crates/worker): a second wasm with glue of its own, which a phone fetches only when somebody
//! recounts (docs/decisions/0010-recount-worker.md).
//!
//! Not by trunk: it would give the app's features to the worker, too, and name the files without their content.

use std::{fs, path::PathBuf};

use anyhow::Context;

use super::{html, split::FEATURES};
use crate::{Result, paths, process, tools::Tools};

/// In the glue's end the worker starts itself with the wasm of this name.
const WASM: &str = "{{WASM}}";

pub struct Counter {
    glue: String,
    pub wasm: PathBuf,
}

impl Counter {
    /// The worker's script, given the final address of its wasm.
    pub fn script(&self, wasm: &str) -> String {
        self.glue.replace(WASM, wasm)
    }
}

pub fn build(tools: &Tools) -> Result<Counter> {
    process::step(
        "building the recount worker",
        "build-counter",
        tools.command("cargo").args([
            "build",
            "--offline",
            "--locked",
            "--profile",
            "counter",
            "--target",
            "wasm32-unknown-unknown",
            "--package",
            "linli-counter",
        ]),
    )?;
    let whole = paths::cargo_target().join("wasm32-unknown-unknown/counter/linli-counter.wasm");
    let work = paths::kept().join("counter");
    let _ = fs::remove_dir_all(&work);
    // A classic worker: module workers are younger than many residents' phones.
    process::step(
        "writing its glue",
        "wasm-bindgen-counter",
        tools
            .command("wasm-bindgen")
            .args([
                "--target",
                "no-modules",
                "--no-typescript",
                "--out-name",
                "counter",
                "--out-dir",
            ])
            .arg(&work)
            .arg(&whole),
    )?;
    let wasm = work.join("counter_bg.wasm");
    process::step(
        "making it small",
        "wasm-opt-counter",
        tools
            .command("wasm-opt")
            .args(["-Oz", "--strip-debug", "--strip-producers"])
            .args(FEATURES)
            .arg(&wasm)
            .arg("-o")
            .arg(&wasm),
    )?;
    let glue = fs::read_to_string(work.join("counter.js")).context("wasm-bindgen wrote no glue")?;
    let start = fs::read_to_string(paths::root().join("crates/worker/src/start.js"))
        .context("cannot read crates/worker/src/start.js")?;
    anyhow::ensure!(
        start.contains(WASM),
        "crates/worker/src/start.js does not name {WASM}"
    );
    Ok(Counter {
        glue: format!("{glue}\n{}", html::without_comment_lines(&start)),
        wasm,
    })
}
