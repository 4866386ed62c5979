//! Words for every kind of failure: what happened, and what to do next.

use super::Key;
use crate::backend::FailureKind;

/// What happened, in a few words.
pub fn title(kind: FailureKind) -> Key {
    match kind {
        FailureKind::Offline => Key::FailureOfflineTitle,
        FailureKind::Timeout => Key::FailureTimeoutTitle,
        FailureKind::NotSignedIn => Key::FailureNotSignedInTitle,
        FailureKind::WrongCode => Key::FailureWrongCodeTitle,
        FailureKind::CodeExpired => Key::FailureCodeExpiredTitle,
        FailureKind::Forbidden => Key::FailureForbiddenTitle,
        FailureKind::NotEligible => Key::FailureNotEligibleTitle,
        FailureKind::WrongSecret => Key::FailureWrongSecretTitle,
        FailureKind::AssistOver => Key::FailureAssistOverTitle,
        FailureKind::HelperLimit => Key::FailureHelperLimitTitle,
        FailureKind::ConsentPending => Key::FailureConsentPendingTitle,
        FailureKind::NotFound => Key::FailureNotFoundTitle,
        FailureKind::NotOpenYet => Key::FailureNotOpenYetTitle,
        FailureKind::Closed => Key::FailureClosedTitle,
        FailureKind::Cancelled => Key::FailureCancelledTitle,
        FailureKind::AlreadyVoted => Key::FailureAlreadyVotedTitle,
        FailureKind::VotedOnPaper => Key::FailureVotedOnPaperTitle,
        FailureKind::ChangeNotAllowed => Key::FailureChangeNotAllowedTitle,
        FailureKind::Duplicate => Key::FailureDuplicateTitle,
        FailureKind::Practice => Key::FailurePracticeTitle,
        FailureKind::Hidden => Key::FailureHiddenTitle,
        FailureKind::Gone => Key::FailureGoneTitle,
        FailureKind::TooLarge => Key::FailureTooLargeTitle,
        FailureKind::Photo => Key::FailurePhotoTitle,
        FailureKind::Validation => Key::FailureValidationTitle,
        FailureKind::TooLong => Key::FailureTooLongTitle,
        FailureKind::KeyReused => Key::FailureKeyReusedTitle,
        FailureKind::RateLimited => Key::FailureRateLimitedTitle,
        FailureKind::Unsupported => Key::FailureUnsupportedTitle,
        FailureKind::Unavailable => Key::FailureUnavailableTitle,
        FailureKind::Unreadable => Key::FailureUnreadableTitle,
    }
}

/// What the reader can do now.
pub fn next_step(kind: FailureKind) -> Key {
    match kind {
        FailureKind::Offline => Key::FailureOfflineNext,
        FailureKind::Timeout => Key::FailureTimeoutNext,
        FailureKind::NotSignedIn => Key::FailureNotSignedInNext,
        FailureKind::WrongCode => Key::FailureWrongCodeNext,
        FailureKind::CodeExpired => Key::FailureCodeExpiredNext,
        FailureKind::Forbidden => Key::FailureForbiddenNext,
        FailureKind::NotEligible => Key::FailureNotEligibleNext,
        FailureKind::WrongSecret => Key::FailureWrongSecretNext,
        FailureKind::AssistOver => Key::FailureAssistOverNext,
        FailureKind::HelperLimit => Key::FailureHelperLimitNext,
        FailureKind::ConsentPending => Key::FailureConsentPendingNext,
        FailureKind::NotFound => Key::FailureNotFoundNext,
        FailureKind::NotOpenYet => Key::FailureNotOpenYetNext,
        FailureKind::Closed => Key::FailureClosedNext,
        FailureKind::Cancelled => Key::FailureCancelledNext,
        FailureKind::AlreadyVoted => Key::FailureAlreadyVotedNext,
        FailureKind::VotedOnPaper => Key::FailureVotedOnPaperNext,
        FailureKind::ChangeNotAllowed => Key::FailureChangeNotAllowedNext,
        FailureKind::Duplicate => Key::FailureDuplicateNext,
        FailureKind::Practice => Key::FailurePracticeNext,
        FailureKind::Hidden => Key::FailureHiddenNext,
        FailureKind::Gone => Key::FailureGoneNext,
        FailureKind::TooLarge => Key::FailureTooLargeNext,
        FailureKind::Photo => Key::FailurePhotoNext,
        FailureKind::Validation => Key::FailureValidationNext,
        FailureKind::TooLong => Key::FailureTooLongNext,
        FailureKind::KeyReused => Key::FailureKeyReusedNext,
        FailureKind::RateLimited => Key::FailureRateLimitedNext,
        FailureKind::Unsupported => Key::FailureUnsupportedNext,
        FailureKind::Unavailable => Key::FailureUnavailableNext,
        FailureKind::Unreadable => Key::FailureUnreadableNext,
    }
}
