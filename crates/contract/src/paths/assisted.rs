//! Assisted sessions.

use crate::*;

/// Ask to help a resident: with the resident's own code it begins at once; spoken consent waits for staff.
#[utoipa::path(
    post,
    path = "/v1/assisted-sessions",
    tag = "assisted",
    request_body = AssistedRequest,
    responses(
        (status = 201, description = "Begun; its cookie is set", body = AssistedSession),
        (status = 202, description = "Staff have to hear the resident first", body = AssistedAsked),
        (status = 400, description = "Cannot be read", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Sign in first, or the code is wrong", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "Not allowed", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "Too large", body = Problem, content_type = "application/problem+json"),
        (status = 415, description = "Send JSON", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Something in it is not right", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests", body = Problem, content_type = "application/problem+json"),
        (status = 501, description = "Capability is off", body = Problem, content_type = "application/problem+json"),
    )
)]
#[allow(dead_code)]
pub(super) fn start_assisted() {}

/// Begin a session to which the resident has agreed before staff.
#[utoipa::path(
    post,
    path = "/v1/assisted-sessions/{id}/begin",
    tag = "assisted",
    params(
        ("id" = String, Path, description = "Opaque id"),
    ),
    responses(
        (status = 201, description = "Begun; its cookie is set", body = AssistedSession),
        (status = 401, description = "Sign in first, or the code is wrong", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "Not allowed", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "Nothing here", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The resident has not agreed yet", body = Problem, content_type = "application/problem+json"),
        (status = 501, description = "Capability is off", body = Problem, content_type = "application/problem+json"),
    )
)]
#[allow(dead_code)]
pub(super) fn begin_assisted() {}

/// Somebody is still there: the session lasts thirty minutes from now. What changes something does the same by itself; reading does not,
/// for an open page reads by itself, too.
#[utoipa::path(
    put,
    path = "/v1/assisted-sessions/{id}/use",
    tag = "assisted",
    params(
        ("id" = String, Path, description = "Opaque id"),
    ),
    responses(
        (status = 200, description = "Until when", body = AssistedSession),
        (status = 401, description = "Sign in first, or the code is wrong", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "Not allowed", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "Nothing here", body = Problem, content_type = "application/problem+json"),
        (status = 501, description = "Capability is off", body = Problem, content_type = "application/problem+json"),
    )
)]
#[allow(dead_code)]
pub(super) fn use_assisted() {}

/// End a session: the helper who is done, or the resident who takes back the consent. Ending twice is ending.
#[utoipa::path(
    delete,
    path = "/v1/assisted-sessions/{id}",
    tag = "assisted",
    params(
        ("id" = String, Path, description = "Opaque id"),
    ),
    responses(
        (status = 204, description = "Ended"),
        (status = 401, description = "Sign in first, or the code is wrong", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "Not allowed", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "Nothing here", body = Problem, content_type = "application/problem+json"),
        (status = 501, description = "Capability is off", body = Problem, content_type = "application/problem+json"),
    )
)]
#[allow(dead_code)]
pub(super) fn end_assisted() {}

/// Who has helped me with what, in the last ninety days and while a poll is open that they helped with.
#[utoipa::path(
    get,
    path = "/v1/me/assistance",
    tag = "assisted",
    responses(
        (status = 200, description = "All of it", body = Assistance),
        (status = 401, description = "Sign in first, or the code is wrong", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "Not allowed", body = Problem, content_type = "application/problem+json"),
        (status = 501, description = "Capability is off", body = Problem, content_type = "application/problem+json"),
    )
)]
#[allow(dead_code)]
pub(super) fn assistance() {}

/// Was this vote, cast with help, your choice? The last word counts until staff have seen to it.
#[utoipa::path(
    put,
    path = "/v1/me/assistance/{id}",
    tag = "assisted",
    params(
        ("id" = String, Path, description = "Opaque id"),
    ),
    request_body = AssistedReply,
    responses(
        (status = 204, description = "Noted"),
        (status = 400, description = "Cannot be read", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Sign in first, or the code is wrong", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "Not allowed", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "Nothing here", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "Too large", body = Problem, content_type = "application/problem+json"),
        (status = 415, description = "Send JSON", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Something in it is not right", body = Problem, content_type = "application/problem+json"),
        (status = 501, description = "Capability is off", body = Problem, content_type = "application/problem+json"),
    )
)]
#[allow(dead_code)]
pub(super) fn answer_assisted() {}
