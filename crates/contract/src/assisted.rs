//! Assisted sessions: a helper with an account of their own, the resident's consent, a private choosing step.

use crate::{Timestamp, wire, wire_enum};

wire! {
    /// `POST /v1/assisted-sessions`.
    pub struct AssistedRequest {
        pub consent: ConsentKind,
        /// The resident's one-time code or letter code; absent for spoken consent entered by staff.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub code: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub resident_id: Option<String>,
    }

    pub struct AssistedSession {
        pub id: String,
        pub helper_name: String,
        pub resident_name: String,
        /// Ends by itself at this instant unless extended.
        pub ends_at: Timestamp,
        pub consent: ConsentKind,
    }
}

wire_enum! {
    pub enum ConsentKind { OwnCode, Letter, SpokenToStaff }
}
