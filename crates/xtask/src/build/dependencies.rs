//! The crates that end up in the app and in its recount worker are an allow-list: each one is bytes on a resident's phone and code to trust.

use std::{collections::BTreeSet, fs, path::PathBuf, process::Command};

use anyhow::Context;

use crate::{Result, paths, say};

const HEAD: &str = "\
# The crates compiled into the app (cargo tree -p linli -p linli-counter -e normal,no-proc-macro --target wasm32-unknown-unknown).
# A crate that is not listed fails the build. To take one on purpose: cargo xtask build --accept-dependencies
";

pub fn check() -> Result<()> {
    let now = in_the_app()?;
    let allowed = listed(&fs::read_to_string(list()).unwrap_or_default());
    let new: Vec<&str> = now.difference(&allowed).map(String::as_str).collect();
    anyhow::ensure!(
        new.is_empty(),
        "new in the app: {}. If its bytes are worth it, run `cargo xtask build --accept-dependencies` and commit {}",
        new.join(", "),
        "crates/xtask/wasm-dependencies.txt"
    );
    for gone in allowed.difference(&now) {
        say::warning(&format!(
            "{gone} is not in the app any more: `cargo xtask build --accept-dependencies` takes it off the list"
        ));
    }
    Ok(())
}

pub fn accept() -> Result<()> {
    let now = in_the_app()?;
    let names: Vec<&str> = now.iter().map(String::as_str).collect();
    fs::write(list(), format!("{HEAD}{}\n", names.join("\n")))?;
    say::line(&format!(
        "  wrote {} crates to crates/xtask/wasm-dependencies.txt",
        now.len()
    ));
    Ok(())
}

fn list() -> PathBuf {
    paths::root().join("crates/xtask/wasm-dependencies.txt")
}

fn in_the_app() -> Result<BTreeSet<String>> {
    let output = Command::new("cargo")
        .current_dir(paths::root())
        .args([
            "tree",
            "-p",
            "linli",
            "-p",
            "linli-counter",
            "-e",
            "normal,no-proc-macro",
            "--target",
            "wasm32-unknown-unknown",
            "--prefix",
            "none",
        ])
        .output()
        .context("cannot run `cargo tree`")?;
    anyhow::ensure!(
        output.status.success(),
        "cargo tree: {}",
        String::from_utf8_lossy(&output.stderr).trim()
    );
    Ok(names(&String::from_utf8_lossy(&output.stdout)))
}

fn names(tree: &str) -> BTreeSet<String> {
    tree.lines()
        .filter_map(|line| line.split_whitespace().next())
        .map(str::to_owned)
        .collect()
}

fn listed(text: &str) -> BTreeSet<String> {
    text.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_and_a_list_of_the_same_crates_are_equal() {
        let tree = "linli v0.1.0 (/x)\nserde v1.0.229\nserde v1.0.229 (*)\n";
        assert_eq!(names(tree), listed(&format!("{HEAD}linli\n\nserde\n")));
    }
}
