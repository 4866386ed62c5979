//! `GET /v1/service`: who answers here and what it can do.

use crate::{MethodKind, Timestamp, wire, wire_enum};

wire! {
    pub struct Service {
        /// Name of the community, shown as the app's name.
        pub name: String,
        /// BCP 47 tags the community writes in, the first is its own.
        pub languages: Vec<String>,
        /// IANA time zone in which times are shown.
        pub time_zone: String,
        /// Number that a resident can call for help.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub help_phone: Option<String>,
        /// When somebody answers it, in the community's words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub help_hours: Option<String>,
        pub sign_in: Vec<SignInKind>,
        pub capabilities: Capabilities,
        pub limits: Limits,
        /// A demo community: shown as such on every page; sign-in codes appear on the server's console.
        pub demo: bool,
        /// The server's clock when it answered.
        pub now: Timestamp,
    }

    /// What a backend lacks is switched off in the app, never an error.
    #[derive(Default)]
    #[serde(default)]
    pub struct Capabilities {
        pub notices: bool,
        pub notice_search: bool,
        pub notice_read_mark: bool,
        pub polls: bool,
        pub ballot_change: bool,
        pub ballot_withdraw: bool,
        pub board: bool,
        pub threads: bool,
        pub post_create: bool,
        pub post_edit: bool,
        pub post_withdraw: bool,
        pub post_rating: bool,
        pub reports: bool,
        pub statements: bool,
        pub statement_votes: bool,
        pub matters: bool,
        pub assisted_sessions: bool,
        pub live_events: bool,
        /// Counting methods whose ballots are taken.
        pub methods: Vec<MethodKind>,
    }

    pub struct Limits {
        /// Longest post, in Unicode scalar values.
        pub post_chars: u32,
        pub report_chars: u32,
        /// Most items a page gives, whatever `limit` asks for.
        pub page_items: u32,
        /// Largest request body, in bytes.
        pub body_bytes: u64,
    }
}

wire_enum! {
    pub enum SignInKind { PhoneCode, HouseholdLetter }
}
