//! Finds the browser for the tests.

use std::path::{Path, PathBuf};

use crate::{Result, debian, process};

const NAMES: [&str; 5] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
];
const PLACES: [&str; 4] = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
    "C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe",
];

/// The browser, installed first where that is possible.
pub fn browser() -> Result<PathBuf> {
    for variable in ["LINLI_CHROMIUM", "CHROME"] {
        if let Some(named) = std::env::var_os(variable).map(PathBuf::from) {
            anyhow::ensure!(
                process::is_program(&named),
                "{variable} is set to {}, where there is no program: correct it or unset it",
                named.display()
            );
            return Ok(named);
        }
    }
    if let Some(found) = found() {
        return Ok(found);
    }
    if debian::can_install() {
        debian::install(&["chromium", "chromium-driver", "fonts-noto-cjk"])?;
    }
    found().ok_or_else(|| {
        anyhow::anyhow!(
            "no Chromium or Chrome: install one (Debian: `apt-get install chromium chromium-driver fonts-noto-cjk`, macOS: \
             `brew install --cask google-chrome`) or name it in LINLI_CHROMIUM"
        )
    })
}

/// Chromium without windows, which journeys drive at half the work (docs/decisions/0031-chromium-without-windows.md); none where there is
/// none, or where somebody has named a browser.
pub fn shell() -> Option<PathBuf> {
    if std::env::var_os("LINLI_CHROMIUM").is_some() {
        return None;
    }
    const SHELL: &str = "chromium-headless-shell";
    process::find(SHELL).or_else(|| {
        if debian::can_install() {
            // Not every Debian has it; the whole browser does as well, and says nothing of it.
            let _ = debian::install(&[SHELL]);
        }
        process::find(SHELL)
    })
}

/// The program that lets the wasm tests steer the browser; its major version must be the browser's.
pub fn driver() -> Result<PathBuf> {
    if let Some(named) = std::env::var_os("CHROMEDRIVER").map(PathBuf::from) {
        return Ok(named);
    }
    let find = || {
        process::find("chromedriver")
            .or_else(|| Some(PathBuf::from("/usr/lib/chromium/chromedriver")).filter(|file| file.is_file()))
    };
    if let Some(driver) = find() {
        return Ok(driver);
    }
    if debian::can_install() {
        debian::install(&["chromium", "chromium-driver"])?;
    }
    find().ok_or_else(|| {
        anyhow::anyhow!(
            "no chromedriver: install the one of the browser's version (Debian: `apt-get install chromium-driver`, macOS: \
             `brew install --cask chromedriver`) or name it in CHROMEDRIVER"
        )
    })
}

fn found() -> Option<PathBuf> {
    NAMES.iter().find_map(|name| process::find(name)).or_else(|| {
        PLACES
            .iter()
            .map(Path::new)
            .find(|place| process::is_program(place))
            .map(Path::to_path_buf)
    })
}
