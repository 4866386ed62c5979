//! Cuts the app into what a first visit needs and late parts (src/platform/late.rs), because trunk cannot.
//!
//! Trunk's own wasm is whole and calls parts that are nowhere, so it is thrown away: cargo's output is cut, given its
//! glue, made small, and put in the place of trunk's two files.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Mutex,
};

use anyhow::Context;

use super::short_names;
use crate::{Result, paths, process, tools::Tools};

/// The features that today's compiler uses; without them wasm-opt refuses its output.
pub(super) const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];
/// What the cutter calls its loader, and how the glue asks for it.
const LOADER: &str = "__wasm_split.js";
/// A part that does not come is told in words on the page.
const COMPLAINT: &str = "console.error(e);";
const FETCHING: &str = "WebAssembly.instantiateStreaming(src, imports)";
/// What several parts share and is smaller than this, in bytes, comes in one file with the rest of its kind: a request each
/// would take a weak network longer than all of them together.
const SMALL: usize = 8_000;
/// That file, as `part.js` asks for it.
const PIECES: &str = "pieces.wasm";

/// The cut app: glue, main file, and the late parts by the names under which the glue fetches them.
pub struct Cut {
    pub glue: String,
    pub main: PathBuf,
    pub parts: Vec<PathBuf>,
}

pub fn cut(tools: &Tools) -> Result<Cut> {
    let whole = paths::cargo_target().join("wasm32-unknown-unknown/release/linli-app.wasm");
    let work = paths::kept().join("cut");
    let _ = fs::remove_dir_all(&work);
    process::step(
        "cutting the app into parts",
        "split",
        tools
            .command("wasm-split-cli")
            .arg(&whole)
            .arg(&work)
            .args(["--out-name", "linli"]),
    )?;
    process::step(
        "writing the glue",
        "wasm-bindgen",
        tools
            .command("wasm-bindgen")
            .args([
                "--target",
                "web",
                "--no-typescript",
                "--keep-lld-exports",
                "--no-demangle",
            ])
            .args(["--out-name", "linli", "--out-dir"])
            .arg(work.join("glue"))
            .arg(work.join("linli.wasm")),
    )?;
    let mut parts = Vec::new();
    for entry in fs::read_dir(&work)? {
        let file = entry?.path();
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        if name.ends_with(".wasm") && name != "linli.wasm" {
            parts.push(file);
        }
    }
    parts.sort();
    let main = work.join("glue/linli_bg.wasm");
    make_small(tools, &main, &parts)?;
    let glue = fs::read_to_string(work.join("glue/linli.js"))?;
    let mut loader = fs::read_to_string(work.join(LOADER)).context("the cutter wrote no loader")?;
    let mut pieces = Vec::new();
    let mut large = Vec::new();
    for part in parts {
        let name = part
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let bytes = fs::read(&part)?;
        if name.starts_with("chunk_") && bytes.len() < SMALL {
            loader = from_pieces(&loader, &name, pieces.len(), bytes.len())?;
            pieces.extend(bytes);
        } else {
            large.push(part);
        }
    }
    let mut parts = large;
    if !pieces.is_empty() {
        let file = work.join(PIECES);
        fs::write(&file, pieces)?;
        parts.push(file);
    }
    let (glue, wasm) = short_names::shortened(&with_loader(&glue, &loader)?, &fs::read(&main)?)?;
    fs::write(&main, wasm)?;
    Ok(Cut { glue, main, parts })
}

/// The loader with this part taken out of the pieces instead of fetched by itself.
fn from_pieces(loader: &str, name: &str, at: usize, bytes: usize) -> Result<String> {
    let fetched = format!("fetch(new URL(\"./{name}\", import.meta.url))");
    anyhow::ensure!(
        loader.matches(&fetched).count() == 1,
        "the cutter's loader fetches {name} in another way than before"
    );
    Ok(loader.replace(&fetched, &format!("piece({at}, {})", at + bytes)))
}

/// As many at a time as there are cores, the largest first: the main file takes longest, and wasm-opt uses one core.
fn make_small(tools: &Tools, main: &Path, parts: &[PathBuf]) -> Result<()> {
    let small = |file: &Path, log: &str| -> Result<()> {
        let finished = process::watched(
            log,
            tools
                .command("wasm-opt")
                .args(["-Oz", "--strip-debug", "--strip-producers"])
                .args(FEATURES)
                .arg(file)
                .arg("-o")
                .arg(file),
            false,
        )?;
        if !finished.status.success() {
            process::print_end(&finished.output);
            anyhow::bail!("wasm-opt failed on {}", file.display());
        }
        Ok(())
    };
    let step = crate::say::Step::begin("making it small");
    let mut files: Vec<&Path> = parts.iter().map(PathBuf::as_path).chain([main]).collect();
    files.sort_by_key(|file| fs::metadata(file).map_or(0, |about| about.len()));
    let left = Mutex::new(files);
    let take = || left.lock().map_or(None, |mut left| left.pop());
    // Whoever fails leaves nothing for the others to begin.
    let fail = |failure| {
        if let Ok(mut left) = left.lock() {
            left.clear();
        }
        Err(failure)
    };
    let cores = std::thread::available_parallelism()
        .map_or(1, usize::from)
        .min(parts.len() + 1);
    std::thread::scope(|scope| {
        let all = (0..cores).map(|core| {
            scope.spawn(move || {
                let log = format!("wasm-opt-{core}");
                std::iter::from_fn(take).try_for_each(|file| small(file, &log).or_else(fail))
            })
        });
        // All are at work before the first is waited for.
        let all: Vec<_> = all.collect();
        all.into_iter().try_for_each(|one| {
            one.join()
                .unwrap_or_else(|_| anyhow::bail!("making the app small ended early"))
        })
    })?;
    step.done();
    Ok(())
}

/// The glue with the loader inside: two files that name each other could not be named by their content, and a first
/// visit would wait for one more answer.
fn with_loader(glue: &str, loader: &str) -> Result<String> {
    let mut imports = Vec::new();
    let mut kept = String::new();
    for line in glue.lines() {
        match line
            .strip_prefix("import * as ")
            .and_then(|rest| rest.split_once(&format!(" from \"./{LOADER}\"")))
        {
            Some((name, _)) => imports.push(name.to_owned()),
            None => {
                kept.push_str(line);
                kept.push('\n');
            }
        }
    }
    anyhow::ensure!(!imports.is_empty(), "the glue does not ask for {LOADER}");
    anyhow::ensure!(
        loader.contains(FETCHING) && loader.contains(COMPLAINT),
        "the cutter's loader fetches in another way than before"
    );
    let mut exported = Vec::new();
    let mut inside = String::new();
    for line in loader
        .replace(FETCHING, "instantiatePart(src, imports)")
        .replace(COMPLAINT, "")
        .lines()
    {
        if line.starts_with("import ") {
            continue;
        }
        if let Some(name) = line
            .strip_prefix("export const ")
            .and_then(|rest| rest.split_once(" = "))
            .map(|(name, _)| name)
        {
            exported.push(name.to_owned());
        }
        inside.push_str(line.strip_prefix("export ").unwrap_or(line));
        inside.push('\n');
    }
    let module = format!("const {} = {{ {} }};\n", imports[0], exported.join(", "));
    for other in &imports[1..] {
        let used = format!("        \"./{LOADER}\": {other},\n");
        anyhow::ensure!(
            kept.contains(&used),
            "the glue hands over {LOADER} in another way than before"
        );
        kept = kept.replace(&used, "");
    }
    Ok(format!(
        "{}\n{inside}{module}{kept}",
        super::html::without_comment_lines(include_str!("part.js"))
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_loader_moves_into_the_glue() {
        let glue = "import * as import1 from \"./__wasm_split.js\"\nimport * as import2 from \"./__wasm_split.js\"\n\
                    function imports() {\n    return {\n        \"./__wasm_split.js\": import1,\n        \"./__wasm_split.js\": import2,\n    };\n}\n";
        let loader = "import { initSync } from \"./linli.js\";\n\nconst fetched = WebAssembly.instantiateStreaming(src, imports);\nconsole.error(e);\n\
                      export const __wasm_split_load_polls = 1;\n";
        let whole = with_loader(glue, loader).unwrap();
        assert!(!whole.contains("import *") && !whole.contains("export const"));
        assert!(whole.contains("const import1 = { __wasm_split_load_polls };"));
        assert!(
            whole.contains("instantiatePart(src, imports)")
                && whole.contains("async function instantiatePart")
        );
        assert_eq!(whole.matches("\"./__wasm_split.js\"").count(), 1);
    }

    #[test]
    fn a_small_part_comes_out_of_the_pieces() {
        let loader = "const src = fetch(new URL(\"./chunk_8.wasm\", import.meta.url));";
        assert_eq!(
            from_pieces(loader, "chunk_8.wasm", 100, 20).unwrap(),
            "const src = piece(100, 120);"
        );
        assert!(from_pieces(loader, "chunk_9.wasm", 100, 20).is_err());
    }

    #[test]
    fn an_unknown_loader_is_refused() {
        assert!(with_loader("import * as import1 from \"./__wasm_split.js\"\n", "").is_err());
        assert!(
            with_loader(
                "",
                "WebAssembly.instantiateStreaming(src, imports); console.error(e);"
            )
            .is_err()
        );
    }
}
