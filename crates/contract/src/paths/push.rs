//! Web Push.

use crate::*;

/// The community's key, and which phones of the signed-in person are told.
#[utoipa::path(
    get,
    path = "/v1/me/push-subscriptions",
    tag = "following",
    responses(
        (status = 200, description = "Key and phones", body = PushSubscriptions),
        (status = 401, description = "Sign in first, or the code is wrong", body = Problem, content_type = "application/problem+json"),
    )
)]
#[allow(dead_code)]
pub(super) fn push_subscriptions() {}

/// Tell this phone what comes into the inbox from now on. It ends with the session. Not for shared phones, and not while somebody
/// helps.
#[utoipa::path(
    put,
    path = "/v1/me/push-subscriptions/{id}",
    tag = "following",
    params(
        ("id" = String, Path, description = "32 hex digits, made up by the phone"),
    ),
    request_body = PushSubscription,
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
pub(super) fn put_push_subscription() {}

/// Do not tell this phone any more.
#[utoipa::path(
    delete,
    path = "/v1/me/push-subscriptions/{id}",
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
pub(super) fn remove_push_subscription() {}
