//! From an answer that is not a success to a [`Failure`]. Nothing is assumed of its body: backends answer with problem
//! documents, with JSON of their own, with plain text and with HTML pages.

use super::failure::{Failure, FailureKind};
use contract::{Problem, ProblemType};

/// What a status says when the body says nothing.
pub(super) fn by_status(status: u16) -> FailureKind {
    match status {
        401 => FailureKind::NotSignedIn,
        403 => FailureKind::Forbidden,
        404 => FailureKind::NotFound,
        405 | 501 => FailureKind::Unsupported,
        408 | 504 => FailureKind::Timeout,
        410 => FailureKind::Gone,
        413 => FailureKind::TooLarge,
        429 => FailureKind::RateLimited,
        400 | 409 | 415 | 422 => FailureKind::Validation,
        500..=599 => FailureKind::Unavailable,
        _ => FailureKind::Unreadable,
    }
}

/// Reads a problem document; any other body is judged by its status alone.
pub(super) fn failure(status: u16, retry_after: Option<u32>, body: &str) -> Failure {
    let problem: Option<Problem> = serde_json::from_str(body).ok();
    let kind = problem
        .as_ref()
        .and_then(Problem::known)
        .map_or_else(|| by_status(status), kind_of);
    Failure {
        kind,
        retry_after: retry_after.or_else(|| problem.as_ref().and_then(|p| p.retry_after)),
        fields: problem.map_or_else(Vec::new, |p| {
            p.errors.into_iter().map(|e| (e.pointer, e.code)).collect()
        }),
    }
}

fn kind_of(problem: ProblemType) -> FailureKind {
    match problem {
        ProblemType::BadRequest | ProblemType::UnsupportedMediaType | ProblemType::Validation => {
            FailureKind::Validation
        }
        ProblemType::PhotoPlace | ProblemType::PhotoUnreadable => FailureKind::Photo,
        ProblemType::NotSignedIn => FailureKind::NotSignedIn,
        ProblemType::WrongCode => FailureKind::WrongCode,
        ProblemType::CodeExpired => FailureKind::CodeExpired,
        ProblemType::Forbidden | ProblemType::CrossSite => FailureKind::Forbidden,
        ProblemType::NotEligible => FailureKind::NotEligible,
        ProblemType::WrongSecret => FailureKind::WrongSecret,
        ProblemType::AssistedSessionOver => FailureKind::AssistOver,
        ProblemType::HelperLimit => FailureKind::HelperLimit,
        ProblemType::ConsentPending => FailureKind::ConsentPending,
        ProblemType::NotFound => FailureKind::NotFound,
        ProblemType::MethodNotAllowed | ProblemType::NotImplemented => FailureKind::Unsupported,
        ProblemType::NotOpenYet => FailureKind::NotOpenYet,
        ProblemType::PollClosed | ProblemType::ThreadClosed => FailureKind::Closed,
        ProblemType::PollCancelled => FailureKind::Cancelled,
        ProblemType::AlreadyVoted => FailureKind::AlreadyVoted,
        ProblemType::VotedOnPaper => FailureKind::VotedOnPaper,
        ProblemType::ChangeNotAllowed => FailureKind::ChangeNotAllowed,
        ProblemType::Duplicate => FailureKind::Duplicate,
        ProblemType::PracticeOnly => FailureKind::Practice,
        ProblemType::ResultsHidden | ProblemType::BoardNotReady => FailureKind::Hidden,
        ProblemType::Gone => FailureKind::Gone,
        ProblemType::TooLarge => FailureKind::TooLarge,
        ProblemType::TooLong => FailureKind::TooLong,
        ProblemType::IdempotencyKeyReused => FailureKind::KeyReused,
        ProblemType::RateLimited => FailureKind::RateLimited,
        ProblemType::Internal | ProblemType::Unavailable => FailureKind::Unavailable,
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    #[test]
    fn every_problem_of_the_contract_is_worded() {
        for problem in ProblemType::ALL {
            let body = serde_json::to_string(&problem.problem()).unwrap();
            let by_type = failure(problem.status(), None, &body);
            // The kind that a status stands for is never contradicted in whether trying again can help.
            assert_eq!(
                by_type.retryable(),
                by_status(problem.status()).retryable(),
                "{}",
                problem.name()
            );
        }
    }

    #[test]
    fn the_type_says_more_than_the_status() {
        let body = r#"{"type":"/problems/poll-closed","title":"x","status":409}"#;
        assert_eq!(failure(409, None, body).kind, FailureKind::Closed);
        let body = r#"{"type":"/problems/already-voted","title":"x","status":409}"#;
        assert_eq!(failure(409, None, body).kind, FailureKind::AlreadyVoted);
    }

    #[test]
    fn fields_and_waiting_times_are_kept() {
        let body = r#"{"type":"/problems/validation","title":"x","status":422,"retry_after":7,
            "errors":[{"pointer":"/body","code":"missing","detail":"write something"}]}"#;
        let read = failure(422, None, body);
        assert_eq!(read.fields, [("/body".to_owned(), "missing".to_owned())]);
        assert_eq!(read.retry_after, Some(7));
        assert_eq!(failure(429, Some(3), "").retry_after, Some(3));
    }

    #[test]
    fn bodies_that_are_no_problem_documents_are_judged_by_their_status() {
        for body in [
            "",
            "<!doctype html><h1>Bad gateway</h1>",
            "polis_err",
            "[]",
            "{\"type\":3}",
            "{\"type\":\"about:blank\"}",
        ] {
            assert_eq!(failure(502, None, body).kind, FailureKind::Unavailable, "{body}");
            assert_eq!(failure(404, None, body).kind, FailureKind::NotFound, "{body}");
        }
        assert_eq!(failure(418, None, "").kind, FailureKind::Unreadable);
    }
}
