//! The real conversations of ../shared/data/polis, beside the repository.

use std::io::Write;
use std::path::{Path, PathBuf};

/// Where they are; nothing, said aloud, where they are not. What is missing of them afterwards is a failure.
pub fn polis() -> Option<PathBuf> {
    // Cargo says it at run time too: the tests of two clones may share a target directory.
    let here = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    // The harness swallows what a test prints that passes; what is written here it does not.
    there(&here.join("../../../shared/data/polis"), &mut std::io::stderr())
}

/// The folder, or the reason why nothing is tried.
fn there(place: &Path, said: &mut impl Write) -> Option<PathBuf> {
    if place.is_dir() {
        return Some(place.to_owned());
    }
    let test = std::thread::current().name().unwrap_or("a test").to_owned();
    let place = place.display();
    writeln!(
        said,
        "skipped: {test}, which needs the real conversations of Polis; there is no {place}"
    )
    .unwrap();
    None
}

pub fn read(file: &Path) -> Vec<u8> {
    std::fs::read(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

#[test]
fn what_is_skipped_is_said_aloud_with_the_reason() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut said = Vec::new();
    assert_eq!(there(&here.join("src"), &mut said), Some(here.join("src")));
    assert!(said.is_empty());
    assert_eq!(there(&here.join("nowhere"), &mut said), None);
    let said = String::from_utf8(said).unwrap();
    assert!(
        said.starts_with("skipped: ") && said.contains("nowhere"),
        "{said}"
    );
}
