//! What hangs on notices: requests about them, their files, the feed, and following.

use crate::*;

/// I do not understand this paragraph. Repeating it changes nothing; once staff have seen to it, it asks again.
#[utoipa::path(
    put,
    path = "/v1/notices/{id}/questions/{paragraph}",
    tag = "notices",
    params(
        ("id" = String, Path, description = "Opaque id"),
        ("paragraph" = String, Path, description = "16 hex digits: the paragraph's key, see ParagraphQuestion"),
    ),
    responses(
        (status = 204, description = "Noted"),
        (status = 401, description = "Sign in first, or the code is wrong", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "Not allowed", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "Nothing here", body = Problem, content_type = "application/problem+json"),
    )
)]
#[allow(dead_code)]
pub(super) fn ask_question() {}

/// I understand it after all.
#[utoipa::path(
    delete,
    path = "/v1/notices/{id}/questions/{paragraph}",
    tag = "notices",
    params(
        ("id" = String, Path, description = "Opaque id"),
        ("paragraph" = String, Path, description = "16 hex digits: the paragraph's key, see ParagraphQuestion"),
    ),
    responses(
        (status = 204, description = "Noted"),
        (status = 401, description = "Sign in first, or the code is wrong", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "Not allowed", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "Nothing here", body = Problem, content_type = "application/problem+json"),
    )
)]
#[allow(dead_code)]
pub(super) fn take_back_question() {}

/// Call me about this. Repeating it brings number and note up to date.
#[utoipa::path(
    put,
    path = "/v1/notices/{id}/call",
    tag = "notices",
    params(
        ("id" = String, Path, description = "Opaque id"),
    ),
    request_body = CallRequest,
    responses(
        (status = 204, description = "Noted"),
        (status = 400, description = "Cannot be read", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Sign in first, or the code is wrong", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "Not allowed", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "Nothing here", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "Too large", body = Problem, content_type = "application/problem+json"),
        (status = 415, description = "Send JSON", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Something in it is not right", body = Problem, content_type = "application/problem+json"),
    )
)]
#[allow(dead_code)]
pub(super) fn ask_call() {}

/// Do not call me about this after all.
#[utoipa::path(
    delete,
    path = "/v1/notices/{id}/call",
    tag = "notices",
    params(
        ("id" = String, Path, description = "Opaque id"),
    ),
    responses(
        (status = 204, description = "Noted"),
        (status = 401, description = "Sign in first, or the code is wrong", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "Not allowed", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "Nothing here", body = Problem, content_type = "application/problem+json"),
    )
)]
#[allow(dead_code)]
pub(super) fn take_back_call() {}

/// The notice's event for a calendar: RFC 5545, with a reminder an hour before. `SEQUENCE` counts corrections; a withdrawn notice
/// cancels the event.
#[utoipa::path(
    get,
    path = "/v1/notices/{id}/event.ics",
    tag = "notices",
    params(
        ("id" = String, Path, description = "Opaque id"),
    ),
    responses(
        (status = 200, description = "One event", body = String, content_type = "text/calendar"),
        (status = 404, description = "Nothing here", body = Problem, content_type = "application/problem+json"),
    )
)]
#[allow(dead_code)]
pub(super) fn notice_event() {}

/// The newest fifty notices as an Atom feed (RFC 4287).
#[utoipa::path(
    get,
    path = "/v1/notices.atom",
    tag = "notices",
    responses(
        (status = 200, description = "The feed", body = String, content_type = "application/atom+xml"),
    )
)]
#[allow(dead_code)]
pub(super) fn notice_feed() {}

/// An attachment or a recording. Its id names its content, so it never changes. One range of bytes may be asked for.
#[utoipa::path(
    get,
    path = "/v1/files/{id}",
    tag = "notices",
    params(
        ("id" = String, Path, description = "64 hex digits that name content and file name"),
        ("Range" = Option<String>, Header, description = "bytes=FIRST-LAST"),
    ),
    responses(
        (status = 200, description = "The file", body = Vec<u8>, content_type = "application/octet-stream"),
        (status = 206, description = "The part that `Range` asks for", body = Vec<u8>, content_type = "application/octet-stream"),
        (status = 304, description = "Known already"),
        (status = 404, description = "Nothing here", body = Problem, content_type = "application/problem+json"),
        (status = 416, description = "No such part", body = Problem, content_type = "application/problem+json"),
    )
)]
#[allow(dead_code)]
pub(super) fn file() {}

/// What the signed-in person wants to hear of.
#[utoipa::path(
    get,
    path = "/v1/me/subscriptions",
    tag = "following",
    responses(
        (status = 200, description = "All of them", body = Subscriptions),
        (status = 401, description = "Sign in first, or the code is wrong", body = Problem, content_type = "application/problem+json"),
    )
)]
#[allow(dead_code)]
pub(super) fn subscriptions() {}

/// Follow exactly this from now on. What was followed before keeps its beginning.
#[utoipa::path(
    put,
    path = "/v1/me/subscriptions",
    tag = "following",
    request_body = Subscriptions,
    responses(
        (status = 200, description = "All of them", body = Subscriptions),
        (status = 400, description = "Cannot be read", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Sign in first, or the code is wrong", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "Not allowed", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "Too large", body = Problem, content_type = "application/problem+json"),
        (status = 415, description = "Send JSON", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Something in it is not right", body = Problem, content_type = "application/problem+json"),
    )
)]
#[allow(dead_code)]
pub(super) fn put_subscriptions() {}

/// What came of what one follows, and answers to what one asked, the newest first.
#[utoipa::path(
    get,
    path = "/v1/me/inbox",
    tag = "following",
    params(
        ("cursor" = Option<String>, Query, description = "From `next` of the page before"),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 100, description = "Items on the page"),
    ),
    responses(
        (status = 200, description = "One page", body = Inbox),
        (status = 400, description = "Cannot be read", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Sign in first, or the code is wrong", body = Problem, content_type = "application/problem+json"),
    )
)]
#[allow(dead_code)]
pub(super) fn inbox() {}

/// I have seen this item.
#[utoipa::path(
    put,
    path = "/v1/me/inbox/{id}/read",
    tag = "following",
    params(
        ("id" = String, Path, description = "Opaque id"),
    ),
    responses(
        (status = 204, description = "Noted"),
        (status = 401, description = "Sign in first, or the code is wrong", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "Not allowed", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "Nothing here", body = Problem, content_type = "application/problem+json"),
    )
)]
#[allow(dead_code)]
pub(super) fn mark_inbox() {}

/// I have not seen this item after all.
#[utoipa::path(
    delete,
    path = "/v1/me/inbox/{id}/read",
    tag = "following",
    params(
        ("id" = String, Path, description = "Opaque id"),
    ),
    responses(
        (status = 204, description = "Noted"),
        (status = 401, description = "Sign in first, or the code is wrong", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "Not allowed", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "Nothing here", body = Problem, content_type = "application/problem+json"),
    )
)]
#[allow(dead_code)]
pub(super) fn unmark_inbox() {}
