//! Failures of Django REST framework: `{"detail": …}`, a map of fields, a bare list, or a page of HTML.

use crate::backend::problems::by_status;
use crate::backend::{Failure, FailureKind};
use serde_json::Value;

pub fn failure(status: u16, retry_after: Option<u32>, body: &str) -> Failure {
    let mut failure = Failure {
        kind: by_status(status),
        retry_after,
        fields: Vec::new(),
    };
    match serde_json::from_str(body) {
        Ok(Value::Object(members)) => {
            if let Some(detail) = members.get("detail").and_then(Value::as_str) {
                // Without a token some views answer 403 as if the person were known.
                if status == 403 && detail.starts_with("Authentication credentials") {
                    failure.kind = FailureKind::NotSignedIn;
                }
            } else if failure.kind == FailureKind::Validation {
                failure.fields = members
                    .keys()
                    .map(|name| (format!("/{name}"), "invalid".to_owned()))
                    .collect();
            }
        }
        Ok(Value::Array(sentences)) => {
            let terms = |s: &Value| s.as_str().is_some_and(|s| s.contains("terms of use"));
            // The person has to agree on the organisation's own pages; this app has no place for it.
            if failure.kind == FailureKind::Validation && sentences.iter().any(terms) {
                failure.kind = FailureKind::Forbidden;
            }
        }
        _ => {}
    }
    failure
}
