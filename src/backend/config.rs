//! `/config.json`: which backend answers. Everything is optional; an empty file means the native contract on the
//! app's own origin.

use serde::Deserialize;

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Config {
    pub backend: BackendConfig,
    /// Every browser at this address is a tablet for everybody: after each person it is as it was before them. For an address
    /// that only such tablets open; a single one is made one by `/assist/tablet`.
    pub kiosk: bool,
}

/// An adapter reads for itself what else it needs.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct BackendConfig {
    /// `native` (also when absent) or `adhocracy`.
    pub kind: String,
    /// Origin and path prefix of the backend, without a slash at the end; empty for the app's own origin.
    pub base: String,
}

impl Config {
    pub fn read(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::Config;

    #[test]
    fn nothing_is_required_and_what_is_not_known_is_left_out() {
        assert_eq!(Config::read("{}").unwrap().backend.kind, "");
        assert!(Config::read("<html>").is_none());
        let config =
            Config::read(r#"{"backend":{"kind":"adhocracy","polls":[1,2],"new":true},"other":1}"#).unwrap();
        assert_eq!(config.backend.kind, "adhocracy");
    }
}
