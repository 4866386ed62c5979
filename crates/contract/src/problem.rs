//! Errors as RFC 9457 problem documents with a stable type.

use serde::{Deserialize, Serialize};

/// `application/problem+json`. `title` and `detail` are for developers and logs; the app words the problem by `type`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// `/problems/<name>`, see [`ProblemType`].
    #[serde(rename = "type")]
    pub kind: String,
    pub title: String,
    pub status: u16,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// What was wrong with which field.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// The resource that already exists (`duplicate`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub existing_id: Option<String>,
    /// Seconds to wait (`rate-limited`, `unavailable`); the `Retry-After` header says the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u32>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldError {
    /// JSON pointer into the request body.
    pub pointer: String,
    /// Stable name of what is wrong, see [`FieldCode`].
    pub code: String,
    pub detail: String,
}

macro_rules! problem_types {
    ($($(#[$meta:meta])* $variant:ident, $name:literal, $status:literal, $title:literal;)+) => {
        /// Every problem the contract knows.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum ProblemType { $($(#[$meta])* $variant,)+ }

        impl ProblemType {
            pub const ALL: &'static [ProblemType] = &[$(ProblemType::$variant,)+];

            /// The last part of the type's address.
            pub fn name(self) -> &'static str {
                match self { $(ProblemType::$variant => $name,)+ }
            }

            pub fn status(self) -> u16 {
                match self { $(ProblemType::$variant => $status,)+ }
            }

            pub fn title(self) -> &'static str {
                match self { $(ProblemType::$variant => $title,)+ }
            }

            /// Reads a `type` member; `None` for a type this build does not know.
            pub fn from_uri(uri: &str) -> Option<Self> {
                match uri.rsplit('/').next()? { $($name => Some(ProblemType::$variant),)+ _ => None }
            }
        }
    };
}

problem_types! {
    BadRequest, "bad-request", 400, "The request cannot be read";
    NotSignedIn, "not-signed-in", 401, "Sign in first";
    /// The one-time code or letter code is wrong or used up.
    WrongCode, "wrong-code", 401, "The code is not right";
    CodeExpired, "code-expired", 401, "The code is too old";
    Forbidden, "forbidden", 403, "Not allowed";
    /// A request that another site caused.
    CrossSite, "cross-site", 403, "Request from another site";
    NotEligible, "not-eligible", 403, "This vote is for others";
    /// The assisted session that the request names is over, or is not this phone's: nothing was done.
    AssistedSessionOver, "assisted-session-over", 403, "The assistance has ended";
    /// The helper has helped as many residents in this poll as one may.
    HelperLimit, "helper-limit", 403, "This helper has helped enough residents in this poll";
    /// The secret does not belong to this ballot.
    WrongSecret, "wrong-secret", 403, "This receipt does not open the ballot";
    NotFound, "not-found", 404, "There is nothing here";
    MethodNotAllowed, "method-not-allowed", 405, "This address does not do that";
    NotOpenYet, "poll-not-open", 409, "The poll is not open yet";
    PollClosed, "poll-closed", 409, "The poll is closed";
    PollCancelled, "poll-cancelled", 409, "The poll was cancelled";
    AlreadyVoted, "already-voted", 409, "A ballot is already counted";
    /// This voter handed in paper, which a phone can neither change nor withdraw.
    VotedOnPaper, "voted-on-paper", 409, "A paper ballot is already counted";
    ChangeNotAllowed, "change-not-allowed", 409, "Ballots of this poll cannot be changed";
    ThreadClosed, "thread-closed", 409, "The thread is closed";
    /// Staff have not heard the resident's word yet.
    ConsentPending, "consent-pending", 409, "The resident has not agreed yet";
    Duplicate, "duplicate", 409, "This exists already";
    /// The poll is there to try things out: it takes no ballots, and has neither results nor a board.
    PracticeOnly, "practice-only", 409, "This poll is for practice";
    ResultsHidden, "results-hidden", 409, "The results are not public yet";
    BoardNotReady, "board-not-ready", 409, "The board is published after close";
    Gone, "gone", 410, "This was removed";
    TooLarge, "too-large", 413, "The request is too large";
    /// A photo whose bytes still tell where it was taken.
    PhotoPlace, "photo-place", 422, "The photo still tells where it was taken";
    /// No still picture in JPEG, PNG or WebP, or a damaged one.
    PhotoUnreadable, "photo-unreadable", 422, "This photo cannot be read";
    UnsupportedMediaType, "unsupported-media-type", 415, "Send JSON";
    Validation, "validation", 422, "Something in the request is not right";
    TooLong, "too-long", 422, "The text is too long";
    IdempotencyKeyReused, "idempotency-key-reused", 422, "The same key came with another request";
    RateLimited, "rate-limited", 429, "Too many requests";
    Internal, "internal", 500, "The server failed";
    NotImplemented, "not-implemented", 501, "This server cannot do that";
    Unavailable, "unavailable", 503, "The server is not ready";
}

impl ProblemType {
    pub fn uri(self) -> String {
        format!("/problems/{}", self.name())
    }

    pub fn problem(self) -> Problem {
        Problem {
            kind: self.uri(),
            title: self.title().into(),
            status: self.status(),
            detail: None,
            errors: Vec::new(),
            existing_id: None,
            retry_after: None,
        }
    }
}

impl Problem {
    pub fn known(&self) -> Option<ProblemType> {
        ProblemType::from_uri(&self.kind)
    }
}

/// Stable names of what can be wrong with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldCode {
    Missing,
    WrongType,
    UnknownValue,
    TooShort,
    TooLong,
    TooFew,
    TooMany,
    OutOfRange,
    Repeated,
    NotAllowed,
}

impl FieldCode {
    pub fn name(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::WrongType => "wrong-type",
            Self::UnknownValue => "unknown-value",
            Self::TooShort => "too-short",
            Self::TooLong => "too-long",
            Self::TooFew => "too-few",
            Self::TooMany => "too-many",
            Self::OutOfRange => "out-of-range",
            Self::Repeated => "repeated",
            Self::NotAllowed => "not-allowed",
        }
    }

    pub fn at(self, pointer: impl Into<String>, detail: impl Into<String>) -> FieldError {
        FieldError {
            pointer: pointer.into(),
            code: self.name().into(),
            detail: detail.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_is_found_again_by_its_address() {
        for kind in ProblemType::ALL {
            assert_eq!(ProblemType::from_uri(&kind.uri()), Some(*kind));
            assert_eq!(kind.problem().known(), Some(*kind));
        }
        assert_eq!(
            ProblemType::from_uri("https://example.org/problems/poll-closed"),
            Some(ProblemType::PollClosed)
        );
        assert_eq!(ProblemType::from_uri("about:blank"), None);
    }
}
