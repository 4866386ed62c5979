//! Generates `Key`, one variant for each text of the catalogues, from `locales/zh-CN.json`.
//!
//! A key is its place in the sorted list of names. The app therefore carries no names: it sorts what it loads, and
//! compares a fingerprint of the names to be sure that the catalogue and the program belong together.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::{env, error::Error, fs, path::Path};

/// The community's own language: what it says, every other catalogue must say too.
const SOURCE: &str = "locales/zh-CN.json";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={SOURCE}");
    if env::var_os("CARGO_FEATURE_SPLIT").is_some() {
        // The cutting of the app into parts (crates/xtask/src/build/split.rs) reads where code and data refer to each other.
        println!("cargo::rustc-link-arg-bins=--emit-relocs");
    }
    let text = fs::read_to_string(SOURCE).map_err(|e| format!("{SOURCE}: {e}"))?;
    let catalogue: BTreeMap<String, serde_json::Value> =
        serde_json::from_str(&text).map_err(|e| format!("{SOURCE}: {e}"))?;

    let mut variants = BTreeMap::new();
    let mut code = String::from(
        "/// One text of the catalogues.\n#[derive(Clone, Copy, PartialEq, Eq)]\n#[cfg_attr(test, derive(Debug))]\n#[repr(u16)]\npub enum Key {\n",
    );
    for name in catalogue.keys() {
        let variant = variant_of(name).ok_or_else(|| {
            format!(
                "{SOURCE}: the key {name:?} may hold only a-z, 0-9, _ and ., and must begin with a letter"
            )
        })?;
        if let Some(other) = variants.insert(variant.clone(), name) {
            return Err(
                format!("{SOURCE}: the keys {name:?} and {other:?} have the same name in Rust").into(),
            );
        }
        writeln!(code, "    /// `{name}`\n    {variant},")?;
    }
    let names: Vec<&str> = catalogue.keys().map(String::as_str).collect();
    writeln!(code, "}}\n\npub(crate) const KEYS: usize = {};", names.len())?;
    writeln!(
        code,
        "pub(crate) const FINGERPRINT: u32 = {};",
        fingerprint(&names)
    )?;
    writeln!(
        code,
        "#[cfg(all(test, not(target_arch = \"wasm32\")))]\npub(crate) const NAMES: [&str; KEYS] = {names:?};"
    )?;
    writeln!(
        code,
        "#[cfg(all(test, not(target_arch = \"wasm32\")))]\npub(crate) const ALL: [Key; KEYS] = ["
    )?;
    for name in &names {
        writeln!(code, "    Key::{},", variant_of(name).unwrap_or_default())?;
    }
    writeln!(code, "];")?;
    let out = env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?;
    fs::write(Path::new(&out).join("keys.rs"), code)?;
    Ok(())
}

/// `polls.check.title` becomes `PollsCheckTitle`.
fn variant_of(name: &str) -> Option<String> {
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '.';
    if !name.starts_with(|c: char| c.is_ascii_lowercase()) || !name.chars().all(allowed) {
        return None;
    }
    let mut variant = String::new();
    for word in name.split(['.', '_']) {
        let mut letters = word.chars();
        variant.extend(letters.next().map(|c| c.to_ascii_uppercase()));
        variant.push_str(letters.as_str());
    }
    Some(variant)
}

/// FNV-1a over the names, each with a line end. `src/i18n/catalogue.rs` computes the same.
fn fingerprint(names: &[&str]) -> u32 {
    let mut hash: u32 = 0x811c_9dc5;
    for name in names {
        for byte in name.bytes().chain([b'\n']) {
            hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
        }
    }
    hash
}
