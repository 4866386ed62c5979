//! The committed document is the one the types make. Run with `--features openapi`.
#![cfg(feature = "openapi")]

use std::path::Path;

#[test]
fn the_committed_document_is_fresh() {
    // Asked when it runs: a target directory that two clones share may hold a test built in the other one.
    let path = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default();
    let path = Path::new(&path).join("openapi.json");
    let made = contract::openapi_json();
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        made == committed,
        "crates/contract/openapi.json is stale: run `cargo xtask openapi` and commit what it writes"
    );
}
