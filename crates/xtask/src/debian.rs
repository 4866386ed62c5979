//! Installs what the tests need where that is one command: as root on Debian or Ubuntu.

use std::{path::Path, process::Command};

use crate::{Result, process};

pub fn can_install() -> bool {
    Path::new("/etc/debian_version").exists() && process::find("apt-get").is_some() && is_root()
}

pub fn is_root() -> bool {
    process::answer("id", &["-u"]).as_deref() == Some("0")
}

/// Installs those of the packages that are missing.
pub fn install(packages: &[&str]) -> Result<()> {
    let missing: Vec<&str> = packages
        .iter()
        .copied()
        .filter(|package| !is_installed(package))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let apt = || {
        let mut command = Command::new("apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive");
        command
    };
    process::step(
        "asking Debian for its list of packages",
        "apt-update",
        apt().args(["update", "-q"]),
    )?;
    process::step(
        &format!("installing {} with apt-get", missing.join(", ")),
        "apt-install",
        apt()
            .args(["install", "-q", "-y", "--no-install-recommends"])
            .args(&missing),
    )?;
    Ok(())
}

fn is_installed(package: &str) -> bool {
    process::answer("dpkg-query", &["-W", "-f", "${Status}", package])
        .is_some_and(|status| status.ends_with(" installed"))
}
