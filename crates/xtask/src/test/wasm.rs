//! The tests that need a document: wasm-bindgen's runner drives a headless browser.

use std::fs;

use super::{Shared, native, summary::Tally};
use crate::{Result, chromium, paths};

/// As root, Chromium starts without its sandbox only; the others keep it from calling its maker's hosts.
pub const BROWSER_FLAGS: [&str; 8] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
];

pub fn run(shared: &mut Shared) -> Result<Tally> {
    let browser = chromium::browser()?;
    let driver = chromium::driver()?;
    let capabilities =
        serde_json::json!({ "goog:chromeOptions": { "binary": browser, "args": BROWSER_FLAGS } });
    fs::create_dir_all(paths::kept())?;
    let file = paths::kept().join("webdriver.json");
    fs::write(&file, capabilities.to_string())?;

    let mut tests = shared.tools()?.command("cargo");
    tests
        .args([
            "test",
            "--package",
            "linli",
            "--target",
            "wasm32-unknown-unknown",
            "--no-fail-fast",
        ])
        .args(native::app_targets())
        .env(
            "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER",
            "wasm-bindgen-test-runner",
        )
        .env("CHROMEDRIVER", driver)
        .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", file)
        .env("WASM_BINDGEN_USE_BROWSER", "1")
        .env("WASM_BINDGEN_TEST_DRIVER_TIMEOUT", "60")
        .env("WASM_BINDGEN_TEST_TIMEOUT", "300");
    native::run("cargo test for wasm", "wasm", &mut tests)
}
