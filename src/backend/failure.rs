//! Why something did not work, in kinds the app has words for (`i18n/failures.rs`).

/// One failed request, whatever the backend said and in whatever form.
#[derive(Clone, PartialEq)]
#[cfg_attr(test, derive(Debug))]
pub struct Failure {
    pub kind: FailureKind,
    /// Seconds to wait before trying again, where the backend said so.
    pub retry_after: Option<u32>,
    /// What was wrong with which field: JSON pointer and stable code.
    pub fields: Vec<(String, String)>,
}

macro_rules! kinds {
    ($($(#[$meta:meta])* $kind:ident $name:literal,)+) => {
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        #[cfg_attr(test, derive(Debug))]
        pub enum FailureKind { $($(#[$meta])* $kind,)+ }

        impl FailureKind {
            pub const ALL: &'static [FailureKind] = &[$(FailureKind::$kind,)+];

            /// The stable name under which records on this phone keep it.
            pub fn name(self) -> &'static str {
                match self { $(FailureKind::$kind => $name,)+ }
            }

            /// Reads a kept name; one that a newer version wrote is `Unreadable`.
            pub fn from_name(name: &str) -> Self {
                match name { $($name => FailureKind::$kind,)+ _ => FailureKind::Unreadable }
            }
        }
    };
}

kinds! {
    /// The request did not leave the phone, or no answer came.
    Offline "offline",
    Timeout "timeout",
    NotSignedIn "not-signed-in",
    WrongCode "wrong-code",
    CodeExpired "code-expired",
    Forbidden "forbidden",
    NotEligible "not-eligible",
    WrongSecret "wrong-secret",
    /// The resident who was helped, or the clock, has ended it.
    AssistOver "assist-over",
    HelperLimit "helper-limit",
    ConsentPending "consent-pending",
    NotFound "not-found",
    NotOpenYet "not-open-yet",
    Closed "closed",
    Cancelled "cancelled",
    AlreadyVoted "already-voted",
    /// A paper ballot of this voter is counted.
    VotedOnPaper "voted-on-paper",
    ChangeNotAllowed "change-not-allowed",
    Duplicate "duplicate",
    /// What is for practice has no ballots and no results.
    Practice "practice",
    /// The results are not public yet.
    Hidden "hidden",
    Gone "gone",
    TooLarge "too-large",
    /// The backend does not take this photo.
    Photo "photo",
    Validation "validation",
    TooLong "too-long",
    KeyReused "key-reused",
    RateLimited "rate-limited",
    /// This backend cannot do that.
    Unsupported "unsupported",
    Unavailable "unavailable",
    /// An answer came that this app cannot read.
    Unreadable "unreadable",
}

impl FailureKind {
    /// Whether the same request may succeed later without anybody changing anything.
    pub fn retryable(self) -> bool {
        matches!(
            self,
            Self::Offline | Self::Timeout | Self::RateLimited | Self::Unavailable | Self::Unreadable
        )
    }
}

impl Failure {
    pub fn retryable(&self) -> bool {
        self.kind.retryable()
    }
}

impl From<FailureKind> for Failure {
    fn from(kind: FailureKind) -> Self {
        Self {
            kind,
            retry_after: None,
            fields: Vec::new(),
        }
    }
}

impl serde::Serialize for FailureKind {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> serde::Deserialize<'de> for FailureKind {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|name| Self::from_name(&name))
    }
}
