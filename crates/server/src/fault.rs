//! What goes wrong, as RFC 9457 problem documents. Every error of the server leaves through here.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use contract::{FieldError, Problem, ProblemType};

pub type Outcome<T> = Result<T, Fault>;

/// A refusal or failure on its way out.
#[derive(Debug, Clone)]
pub struct Fault(Box<Problem>);

impl Fault {
    pub fn new(kind: ProblemType, detail: impl Into<String>) -> Self {
        let mut problem = kind.problem();
        problem.detail = Some(detail.into());
        Self(Box::new(problem))
    }

    pub fn fields(errors: Vec<FieldError>) -> Self {
        // A text that is too long is the one mistake with a type of its own: the app keeps the text and counts for the writer.
        let long = !errors.is_empty()
            && errors
                .iter()
                .all(|e| e.code == contract::FieldCode::TooLong.name());
        let kind = if long {
            ProblemType::TooLong
        } else {
            ProblemType::Validation
        };
        let mut problem = kind.problem();
        problem.errors = errors;
        Self(Box::new(problem))
    }

    pub fn wait(kind: ProblemType, seconds: i64) -> Self {
        let mut problem = kind.problem();
        problem.retry_after = Some(u32::try_from(seconds.max(1)).unwrap_or(u32::MAX));
        Self(Box::new(problem))
    }

    pub fn existing(id: String) -> Self {
        let mut problem = ProblemType::Duplicate.problem();
        problem.existing_id = Some(id);
        Self(Box::new(problem))
    }

    /// The HTTP status: from 500 it is no refusal but a failure.
    pub fn status(&self) -> u16 {
        self.0.status
    }

    /// Something that cannot happen did; the reason is for the log and carries no personal data.
    pub fn internal(reason: &str) -> Self {
        tracing::error!(reason, "internal failure");
        Self(Box::new(ProblemType::Internal.problem()))
    }
}

impl From<ProblemType> for Fault {
    fn from(kind: ProblemType) -> Self {
        Self(Box::new(kind.problem()))
    }
}

impl From<FieldError> for Fault {
    fn from(error: FieldError) -> Self {
        Self::fields(vec![error])
    }
}

impl From<sqlx::Error> for Fault {
    fn from(error: sqlx::Error) -> Self {
        // The text of a database error may quote values; its code may not.
        match &error {
            sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_) => {
                tracing::warn!("the database does not answer");
                Self::wait(ProblemType::Unavailable, 5)
            }
            sqlx::Error::Database(inner) => {
                let code = inner.code().unwrap_or_default().into_owned();
                // SQLITE_BUSY and its kin; PostgreSQL's serialization failure, deadlock and "cannot connect now".
                if matches!(
                    code.as_str(),
                    "5" | "6" | "261" | "517" | "40001" | "40P01" | "57P03" | "53300"
                ) {
                    tracing::warn!(code, "the database is busy");
                    return Self::wait(ProblemType::Unavailable, 2);
                }
                tracing::error!(code, "a query failed");
                Self(Box::new(ProblemType::Internal.problem()))
            }
            other => Self::internal(&other.to_string()),
        }
    }
}

impl From<serde_json::Error> for Fault {
    fn from(error: serde_json::Error) -> Self {
        Self::internal(&format!("stored JSON cannot be read: {:?}", error.classify()))
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.0.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_vec(&self.0).unwrap_or_default();
        let mut response = (status, body).into_response();
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/problem+json"),
        );
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(seconds) = self.0.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
