//! What `config.json` says of an adhocracy installation. Everything is optional.

use serde::Deserialize;

#[derive(Deserialize, Default)]
#[serde(default)]
struct Config {
    backend: BackendConfig,
}

impl BackendConfig {
    pub fn read(config: &str) -> Self {
        serde_json::from_str::<Config>(config).unwrap_or_default().backend
    }
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub struct BackendConfig {
    /// Origin and path prefix of the backend, without a slash at the end; empty for the app's own origin.
    pub base: String,

    // What a backend outside the contract cannot say of itself.
    /// Name of the community.
    pub name: String,
    /// BCP 47 tags, the community's own language first.
    pub languages: Vec<String>,
    /// IANA time zone.
    pub time_zone: String,
    pub help_phone: Option<String>,
    pub help_hours: Option<String>,
    /// adhocracy: where notices are read: `app-projects` (adhocracy+, also when absent) or `projects` (meinBerlin).
    pub notices: String,
    /// adhocracy: residents have agreed to the organisation's terms of use elsewhere, on paper for instance. Without
    /// it votes and comments say that they have not, and the organisation may refuse them.
    pub terms_agreed: bool,
    /// adhocracy: ids of the polls to show; its interface has no way to find them.
    pub polls: Vec<u64>,
    /// adhocracy: the discussions to show.
    pub threads: Vec<ThreadConfig>,
}

/// A discussion of an adhocracy installation: the object that is commented on.
#[derive(Deserialize, Clone, Default)]
#[serde(default)]
pub struct ThreadConfig {
    /// The number of the object's type differs from installation to installation.
    pub content_type: u64,
    pub id: u64,
    pub title: String,
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::BackendConfig;

    #[test]
    fn what_is_not_known_is_left_out() {
        let config = BackendConfig::read(
            r#"{"backend":{"kind":"adhocracy","base":"https://example.org","polls":[1,2],"new":true,
                "threads":[{"content_type":35,"id":1,"title":"停车"}]},"other":1}"#,
        );
        assert_eq!(config.polls, [1, 2]);
        assert_eq!(config.threads[0].content_type, 35);
    }
}
