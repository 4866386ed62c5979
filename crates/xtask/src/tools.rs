//! What a build needs beyond cargo. Looked up on PATH first, then in target/tools; installed there when missing.

use std::{ffi::OsString, fs, path::PathBuf, process::Command};

use anyhow::Context;

use crate::{Result, paths, process};

const WASM_TARGET: &str = "wasm32-unknown-unknown";
/// 0.22 needs a newer compiler than the project's.
const TRUNK: &str = "0.21.14";
/// The npm package that ships wasm-opt. Older ones refuse what today's compiler emits.
const BINARYEN: &str = "132";
/// Makes the app's scripts small.
const ESBUILD: &str = "0.28.2";
/// Cuts the app into parts; it must fit the `wasm_split_helpers` of Cargo.lock.
const SPLIT: &str = "0.2.4";
const OLDEST_NODE: u32 = 20;

/// The tools are in place; programs started with this PATH find them.
pub struct Tools {
    path: OsString,
    wasm_bindgen: String,
}

impl Tools {
    /// A command that finds the tools, run in the repository.
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command
            .current_dir(paths::root())
            .env("PATH", &self.path)
            .env("TRUNK_TOOLS_WASM_BINDGEN", &self.wasm_bindgen)
            .env("TRUNK_SKIP_VERSION_CHECK", "true")
            // Cargo and trunk colour what a person reads, and these lines are read by a program.
            .env("CARGO_TERM_COLOR", "never")
            .env("CARGO_TERM_PROGRESS_WHEN", "never")
            .env("TRUNK_COLOR", "never");
        // Trunk wants `true` or `false` in it, CI systems write 1.
        command.env_remove("NO_COLOR");
        command
    }
}

/// Sets up what is missing.
pub fn ready() -> Result<Tools> {
    node()?;
    wasm_target()?;
    let wasm_bindgen = locked_version("wasm-bindgen")?;
    let mut installed = false;
    if !on_path_or_kept("trunk", &is_fitting_trunk) {
        installed = true;
        let arguments = [
            "trunk",
            "--version",
            TRUNK,
            "--locked",
            "--no-default-features",
            "--features",
            "rustls",
        ];
        install(
            &format!("installing trunk {TRUNK} (once, about five minutes on two cores)"),
            // It only starts others and copies files.
            "0",
            &arguments,
        )?;
    }
    let exact = |version: &str| version.split_whitespace().nth(1) == Some(&wasm_bindgen);
    // The runner for the tests comes with the same package and answers --version, too.
    if !on_path_or_kept("wasm-bindgen", &exact) || !on_path_or_kept("wasm-bindgen-test-runner", &exact) {
        installed = true;
        // Not --locked: the lock file published with it names a crate that is not to be had any more.
        let arguments = ["wasm-bindgen-cli", "--version", &wasm_bindgen, "--force"];
        install(
            &format!("installing wasm-bindgen {wasm_bindgen} (once, about three minutes on two cores)"),
            "1",
            &arguments,
        )?;
    }
    // It has no --version; cargo keeps a list of what it installed.
    let listed = fs::read_to_string(paths::tools().join(".crates.toml")).unwrap_or_default();
    if !listed.contains(&format!("\"wasm_split_cli_support {SPLIT} ")) {
        installed = true;
        install(
            &format!("installing wasm-split-cli {SPLIT} (once, about a minute on two cores)"),
            "1",
            &[
                "wasm_split_cli_support",
                "--version",
                SPLIT,
                "--locked",
                "--features",
                "build-binary",
            ],
        )?;
    }
    if installed {
        // A gigabyte that only another installation could use.
        let _ = fs::remove_dir_all(paths::tools().join("build"));
    }
    from_npm(
        "wasm-opt",
        &format!("version_{BINARYEN}"),
        &format!("binaryen@{BINARYEN}.0.0"),
    )?;
    from_npm("esbuild", ESBUILD, &format!("esbuild@{ESBUILD}"))?;
    let mut places = vec![paths::tools().join("bin"), npm_bin()];
    places.extend(std::env::split_paths(
        &std::env::var_os("PATH").unwrap_or_default(),
    ));
    let path = std::env::join_paths(places).context("PATH holds a name that cannot stand in it")?;
    Ok(Tools { path, wasm_bindgen })
}

/// Node runs npm, the compression and the browser tests.
pub fn node() -> Result<()> {
    let version = process::answer("node", &["--version"]);
    let major = version.as_deref().and_then(|text| {
        text.trim_start_matches('v')
            .split('.')
            .next()?
            .parse::<u32>()
            .ok()
    });
    match major {
        Some(major) if major >= OLDEST_NODE => {}
        Some(major) => {
            anyhow::bail!("Node {major} is too old: install Node 20 or newer (https://nodejs.org)")
        }
        None => anyhow::bail!(
            "Node is missing: install Node 20 or newer (https://nodejs.org, or `apt-get install nodejs npm`)"
        ),
    }
    anyhow::ensure!(
        process::find(npm_name()).is_some(),
        "npm is missing: it comes with Node from https://nodejs.org; on Debian `apt-get install npm`"
    );
    Ok(())
}

pub fn npm_name() -> &'static str {
    if cfg!(windows) { "npm.cmd" } else { "npm" }
}

fn wasm_target() -> Result<()> {
    let there = process::answer("rustc", &["--print", "target-libdir", "--target", WASM_TARGET])
        .is_some_and(|place| PathBuf::from(place).is_dir());
    if there {
        return Ok(());
    }
    anyhow::ensure!(
        process::find("rustup").is_some(),
        "the Rust target {WASM_TARGET} is missing and there is no rustup to add it: install rustup (https://rustup.rs), \
         or your distribution's package of that target"
    );
    process::step(
        &format!("adding the Rust target {WASM_TARGET}"),
        "rustup",
        Command::new("rustup")
            .current_dir(paths::root())
            .args(["target", "add", WASM_TARGET]),
    )?;
    Ok(())
}

fn on_path_or_kept(name: &str, fits: &dyn Fn(&str) -> bool) -> bool {
    let kept = paths::tools().join("bin").join(name);
    // The kept one comes first on the PATH given to builds, so a kept one that does not fit may not stay in the way.
    if process::answer(&kept, &["--version"]).is_some_and(|version| fits(&version)) {
        return true;
    }
    let on_path = process::answer(name, &["--version"]).is_some_and(|version| fits(&version));
    if on_path {
        let _ = fs::remove_file(&kept);
    }
    on_path
}

fn is_fitting_trunk(version: &str) -> bool {
    version
        .strip_prefix("trunk 0.21.")
        .and_then(|patch| {
            patch
                .split(|char: char| !char.is_ascii_digit())
                .next()?
                .parse::<u32>()
                .ok()
        })
        .is_some_and(|patch| patch >= 14)
}

fn install(what: &str, optimised: &str, arguments: &[&str]) -> Result<()> {
    let mut command = Command::new("cargo");
    command
        .current_dir(paths::root())
        .arg("install")
        .args(arguments)
        .arg("--root")
        .arg(paths::tools())
        .env("CARGO_TARGET_DIR", paths::tools().join("build"))
        // These tools run for seconds and are built once: half the building time is worth more than their speed.
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", optimised)
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
        .env("CARGO_PROFILE_RELEASE_DEBUG", "0");
    process::step(what, &format!("install-{}", arguments[0]), &mut command)?;
    Ok(())
}

fn npm_bin() -> PathBuf {
    paths::tools().join("npm/node_modules/.bin")
}

/// The program of an npm package. `version`: what the fitting one says of itself.
fn from_npm(program: &str, version: &str, package: &str) -> Result<()> {
    let kept = npm_bin().join(if cfg!(windows) {
        format!("{program}.cmd")
    } else {
        program.to_owned()
    });
    if [PathBuf::from(program), kept]
        .iter()
        .any(|tool| process::answer(tool, &["--version"]).is_some_and(|said| said.contains(version)))
    {
        return Ok(());
    }
    let place = paths::tools().join("npm");
    fs::create_dir_all(&place)?;
    process::step(
        &format!("installing {program} ({package})"),
        &format!("install-{program}"),
        Command::new(npm_name())
            .current_dir(&place)
            .args(["install", "--no-audit", "--no-fund", "--prefix"])
            .arg(&place)
            .arg(package),
    )?;
    Ok(())
}

/// The version of a crate in Cargo.lock.
fn locked_version(name: &str) -> Result<String> {
    let lock = fs::read_to_string(paths::root().join("Cargo.lock")).context("cannot read Cargo.lock")?;
    version_in(&lock, name)
        .with_context(|| format!("Cargo.lock names no `{name}`: run `cargo generate-lockfile`"))
}

fn version_in(lock: &str, name: &str) -> Option<String> {
    let wanted = format!("name = \"{name}\"");
    let mut lines = lock.lines().skip_while(|line| *line != wanted).skip(1);
    Some(
        lines
            .next()?
            .strip_prefix("version = \"")?
            .strip_suffix('"')?
            .to_owned(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lock_file_is_read() {
        let lock = "[[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.80\"\n\n[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(version_in(lock, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(version_in(lock, "leptos"), None);
    }

    #[test]
    fn only_a_fitting_trunk_is_taken() {
        assert!(is_fitting_trunk("trunk 0.21.14"));
        assert!(is_fitting_trunk("trunk 0.21.15-alpha.1"));
        assert!(!is_fitting_trunk("trunk 0.21.9"));
        assert!(!is_fitting_trunk("trunk 0.22.1"));
    }
}
