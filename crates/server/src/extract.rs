//! Reading requests. Whatever cannot be read becomes a problem document, never axum's plain text.

use crate::fault::{Fault, Outcome};
use axum::body::Body;
use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use contract::{FieldCode, FieldError, ProblemType};
use futures_util::StreamExt;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::time::Duration;

/// Largest request body.
pub const BODY_BYTES: usize = 64 * 1024;
/// Largest photo; the app sends smaller ones.
pub const PHOTO_BYTES: usize = 2_000_000;
/// How much of an oversized body is read and thrown away, so that its sender sees the answer instead of a broken connection.
const DRAIN_BYTES: usize = 16 * 1024 * 1024;
/// A phone on a bad link needs seconds for 64 KiB, and not minutes for a photo.
const BODY_TIME: Duration = Duration::from_secs(60);
const ID_CHARS: usize = 128;

/// A JSON body. `raw` tells an absent member from one with an unknown value.
pub struct Json<T> {
    pub value: T,
    pub raw: Value,
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Json<T> {
    type Rejection = Fault;

    async fn from_request(request: Request, _: &S) -> Outcome<Self> {
        let json = is_json(request.headers());
        // `guard::whole_body` has read it already; what is left is to take it.
        let bytes = axum::body::to_bytes(request.into_body(), BODY_BYTES)
            .await
            .map_err(|_| Fault::from(ProblemType::TooLarge))?;
        if !json {
            return Err(ProblemType::UnsupportedMediaType.into());
        }
        let text = std::str::from_utf8(&bytes)
            .map_err(|_| Fault::new(ProblemType::BadRequest, "the body is not UTF-8"))?;
        let mut raw: Value = serde_json::from_str(text).map_err(|e| {
            Fault::new(
                ProblemType::BadRequest,
                format!("not JSON: line {}, column {}", e.line(), e.column()),
            )
        })?;
        let mut errors = Vec::new();
        tidy(&mut raw, &mut String::new(), &mut errors);
        if !errors.is_empty() {
            return Err(Fault::fields(errors));
        }
        match serde_path_to_error::deserialize(&raw) {
            Ok(value) => Ok(Self { value, raw }),
            Err(error) => Err(wrong_type(&error).into()),
        }
    }
}

/// Takes out members that are `null` (the contract: absent and `null` are the same) and finds NUL characters, which
/// PostgreSQL cannot store.
fn tidy(value: &mut Value, pointer: &mut String, errors: &mut Vec<FieldError>) {
    let length = pointer.len();
    match value {
        Value::String(text) if text.contains('\0') => {
            errors.push(FieldCode::NotAllowed.at(pointer.clone(), "NUL characters are not allowed"));
        }
        Value::Array(items) => {
            for (i, item) in items.iter_mut().enumerate() {
                pointer.push_str(&format!("/{i}"));
                tidy(item, pointer, errors);
                pointer.truncate(length);
            }
        }
        Value::Object(members) => {
            members.retain(|_, member| !member.is_null());
            for (name, member) in members.iter_mut() {
                pointer.push('/');
                pointer.push_str(&name.replace('~', "~0").replace('/', "~1"));
                tidy(member, pointer, errors);
                pointer.truncate(length);
            }
        }
        _ => {}
    }
}

fn wrong_type(error: &serde_path_to_error::Error<serde_json::Error>) -> FieldError {
    use serde_path_to_error::Segment;
    let mut pointer = String::new();
    for segment in error.path() {
        match segment {
            Segment::Seq { index } => pointer.push_str(&format!("/{index}")),
            Segment::Map { key } => {
                pointer.push_str(&format!("/{}", key.replace('~', "~0").replace('/', "~1")))
            }
            Segment::Enum { variant } => pointer.push_str(&format!("/{variant}")),
            Segment::Unknown => {}
        }
    }
    let text = error.inner().to_string();
    // serde names the member in the text only.
    if let Some(name) = text
        .strip_prefix("missing field `")
        .and_then(|rest| rest.split('`').next())
    {
        return FieldCode::Missing.at(format!("{pointer}/{name}"), "this member is needed");
    }
    FieldCode::WrongType.at(pointer, "the value has the wrong type")
}

fn is_json(headers: &HeaderMap) -> bool {
    let Some(kind) = headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()) else {
        return false;
    };
    let mime = kind
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    mime == "application/json" || (mime.starts_with("application/") && mime.ends_with("+json"))
}

/// Reads a body to its end, whatever becomes of it; one with more than `most` bytes is too large.
pub async fn read_body(body: Body, most: usize) -> Outcome<Vec<u8>> {
    let reading = async {
        let mut stream = body.into_data_stream();
        let (mut bytes, mut seen) = (Vec::new(), 0);
        while let Some(chunk) = stream.next().await {
            let chunk = chunk.map_err(|_| Fault::new(ProblemType::BadRequest, "the body broke off"))?;
            seen += chunk.len();
            if seen <= most {
                bytes.extend_from_slice(&chunk);
            } else if seen > DRAIN_BYTES {
                break;
            }
        }
        if seen > most {
            return Err(Fault::new(ProblemType::TooLarge, format!("at most {most} bytes")));
        }
        Ok(bytes)
    };
    match tokio::time::timeout(BODY_TIME, reading).await {
        Ok(outcome) => outcome,
        Err(_) => Err(Fault::new(
            ProblemType::BadRequest,
            "the body did not arrive in time",
        )),
    }
}

/// The `{id}` of the address. An id that cannot exist is not found.
pub struct Id(pub String);

impl<S: Send + Sync> FromRequestParts<S> for Id {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Outcome<Self> {
        match Path::<String>::from_request_parts(parts, state).await {
            Ok(Path(id)) if is_id(&id) => Ok(Self(id)),
            _ => Err(ProblemType::NotFound.into()),
        }
    }
}

/// Two ids of the address.
pub struct Ids(pub String, pub String);

impl<S: Send + Sync> FromRequestParts<S> for Ids {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Outcome<Self> {
        match Path::<(String, String)>::from_request_parts(parts, state).await {
            Ok(Path((a, b))) if is_id(&a) && is_id(&b) => Ok(Self(a, b)),
            _ => Err(ProblemType::NotFound.into()),
        }
    }
}

/// Whether a text may be looked up as an id at all.
pub fn is_id(text: &str) -> bool {
    !text.is_empty() && text.chars().count() <= ID_CHARS && !text.chars().any(char::is_control)
}

/// The query of the address.
pub struct Ask<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Ask<T> {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Outcome<Self> {
        match Query::<T>::from_request_parts(parts, state).await {
            Ok(Query(value)) => Ok(Self(value)),
            Err(_) => Err(Fault::new(ProblemType::BadRequest, "the query cannot be read")),
        }
    }
}

/// One of an enum's wire names in a query; a name nobody knows is an error here, unlike in what a server sends.
pub fn query_enum<T: DeserializeOwned + Default + PartialEq>(
    text: Option<&str>,
    name: &str,
) -> Outcome<Option<T>> {
    let Some(text) = text else { return Ok(None) };
    let value: T = crate::names::named(text);
    if value == T::default() && text != "other" {
        return Err(Fault::new(
            ProblemType::BadRequest,
            format!("{name} has no such value"),
        ));
    }
    Ok(Some(value))
}

/// The `Idempotency-Key` header.
pub struct IdempotencyKey(pub Option<String>);

impl<S: Send + Sync> FromRequestParts<S> for IdempotencyKey {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Outcome<Self> {
        let Some(value) = parts.headers.get("idempotency-key") else {
            return Ok(Self(None));
        };
        match value.to_str() {
            Ok(key) if (8..=64).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_graphic()) => {
                Ok(Self(Some(key.to_owned())))
            }
            _ => Err(Fault::new(
                ProblemType::BadRequest,
                "Idempotency-Key needs 8 to 64 visible ASCII characters",
            )),
        }
    }
}
