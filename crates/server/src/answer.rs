//! Answers with JSON, and what may be kept of them.

use crate::fault::Outcome;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use sha2::{Digest, Sha256};

/// Who may keep an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cache {
    /// The same for everybody: kept, but asked about every time.
    Shared,
    /// Depends on who asks: kept by their browser, asked about every time.
    Own,
    /// Nobody: it tells of a person or a ballot.
    Never,
}

pub fn json<T: Serialize>(asked: &HeaderMap, value: &T, cache: Cache) -> Outcome<Response> {
    Ok(bytes(
        asked,
        serde_json::to_vec(value)?,
        HeaderValue::from_static("application/json"),
        cache,
    ))
}

/// JSON with another status; never kept.
pub fn json_as<T: Serialize>(status: StatusCode, value: &T) -> Outcome<Response> {
    let mut response = json(&HeaderMap::new(), value, Cache::Never)?;
    *response.status_mut() = status;
    Ok(response)
}

pub fn bytes(asked: &HeaderMap, body: Vec<u8>, kind: HeaderValue, cache: Cache) -> Response {
    let control = match cache {
        Cache::Shared => "no-cache",
        Cache::Own => "private, no-cache",
        Cache::Never => "no-store",
    };
    let mut headers = HeaderMap::new();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(control));
    if cache != Cache::Never {
        // Weak, because the same bytes may travel compressed.
        let tag = format!("W/\"{}\"", ledger::hex(&Sha256::digest(&body)[..12]));
        let known = matches(asked, &tag);
        if let Ok(tag) = HeaderValue::from_str(&tag) {
            headers.insert(header::ETAG, tag);
        }
        if cache == Cache::Own {
            headers.insert(header::VARY, HeaderValue::from_static("Cookie"));
        }
        if known {
            return (StatusCode::NOT_MODIFIED, headers).into_response();
        }
    }
    headers.insert(header::CONTENT_TYPE, kind);
    (headers, body).into_response()
}

/// Whether `If-None-Match` names this tag.
pub fn matches(asked: &HeaderMap, tag: &str) -> bool {
    let bare = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    asked
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(|v| v.split(','))
        .any(|known| known.trim() == "*" || bare(known) == bare(tag))
}
