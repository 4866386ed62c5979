//! `GET /v1/service`: who answers here and what it can do.

use crate::{MethodKind, Timestamp, wire, wire_enum};
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use std::fmt;

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

    pub struct Limits {
        /// Longest post, in characters as people see them: extended grapheme clusters (UAX #29).
        pub post_chars: u32,
        pub report_chars: u32,
        /// Longest statement, counted like a post.
        pub statement_chars: u32,
        /// Most items a page gives, whatever `limit` asks for.
        pub page_items: u32,
        /// Largest request body, in bytes.
        pub body_bytes: u64,
    }
}

wire_enum! {
    pub enum SignInKind { PhoneCode, HouseholdLetter }
}

/// Declares `Capabilities` with a yes or no for each name. Derived, reading it would weigh six kilobytes on the phone, and every
/// first visit reads it.
macro_rules! capabilities {
    ($($(#[$meta:meta])* $name:ident,)+) => {
        /// What a backend lacks is switched off in the app, never an error.
        #[derive(Debug, Clone, PartialEq, Default, serde::Serialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(default)]
        pub struct Capabilities {
            $($(#[$meta])* pub $name: bool,)+
            /// Counting methods whose ballots are taken.
            pub methods: Vec<MethodKind>,
        }

        const NAMES: &[&str] = &[$(stringify!($name)),+];

        impl Capabilities {
            fn of(can: &[bool], methods: Vec<MethodKind>) -> Self {
                let mut can = can.iter().copied();
                Self {
                    $($name: can.next().unwrap_or_default(),)+
                    methods,
                }
            }
        }
    };
}

capabilities! {
    notices,
    notice_read_mark,
    /// Own building or grid first (`audience=own`).
    notice_audience,
    /// "I do not understand this", by paragraph.
    notice_questions,
    /// The same about polls and matters (`PUT …/not-understood/{paragraph}`).
    paragraph_questions,
    /// "Call me about this".
    notice_calls,
    /// An event as a file for calendars.
    notice_calendar,
    /// An Atom feed.
    notice_feed,
    subscriptions,
    inbox,
    /// Web Push for what one follows (`/v1/me/push-subscriptions`).
    web_push,
    polls,
    ballot_change,
    ballot_withdraw,
    board,
    threads,
    post_create,
    post_edit,
    post_withdraw,
    /// Search within a thread (`q`).
    post_search,
    /// Opening a thread at a post (`around`).
    post_around,
    post_history,
    /// What happened since the last visit.
    thread_news,
    objections,
    moderation_log,
    post_rating,
    reports,
    statements,
    statement_votes,
    /// The public matrix of votes on statements.
    opinion_votes,
    matters,
    /// Residents start matters of their own (`POST /v1/matters`), with photos.
    requests,
    /// `GET /v1/search`.
    search,
    assisted_sessions,
    live_events,
}

impl<'de> Deserialize<'de> for Capabilities {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_map(Reading)
    }
}

struct Reading;

impl<'de> Visitor<'de> for Reading {
    type Value = Capabilities;

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("capabilities")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Capabilities, A::Error> {
        let mut can = [false; NAMES.len()];
        let mut methods = None;
        while let Some(name) = map.next_key::<String>()? {
            if name == "methods" {
                methods = map.next_value()?;
            } else if let Some(at) = NAMES.iter().position(|known| *known == name) {
                can[at] = map.next_value::<Option<bool>>()?.unwrap_or_default();
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(Capabilities::of(&can, methods.unwrap_or_default()))
    }
}

#[cfg(test)]
mod tests {
    use super::Capabilities;

    #[test]
    fn what_is_not_known_is_left_out_and_what_is_absent_is_off() {
        let read: Capabilities = serde_json::from_str(
            r#"{"search": true, "of_tomorrow": {"a": [1]}, "inbox": null, "methods": ["approval", "of_tomorrow"]}"#,
        )
        .unwrap();
        assert!(read.search && !read.inbox && !read.notices);
        assert_eq!(read.methods.len(), 2);
        let empty: Capabilities = serde_json::from_str("{}").unwrap();
        assert_eq!(empty, Capabilities::default());
    }

    #[test]
    fn each_name_is_its_own() {
        for name in super::NAMES {
            let read: Capabilities = serde_json::from_str(&format!("{{\"{name}\": true}}")).unwrap();
            let written = serde_json::to_value(&read).unwrap();
            let on: Vec<_> = written
                .as_object()
                .unwrap()
                .iter()
                .filter(|(_, on)| **on == true)
                .collect();
            assert_eq!(on.len(), 1);
            assert_eq!(on[0].0, name);
        }
    }
}
