//! What residents start themselves.

use crate::*;

/// Start a matter: a proposal or a request of one's own.
#[utoipa::path(
    post,
    path = "/v1/matters",
    tag = "matters",
    params(
        ("Idempotency-Key" = Option<String>, Header, description = "8 to 64 visible ASCII characters; a repeat with the same body gives the same answer"),
    ),
    request_body = NewRequest,
    responses(
        (status = 201, description = "Received", body = Matter),
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
pub(super) fn start_matter() {}

/// Upload a photo for a matter of one's own. What the bytes tell beside the picture is thrown away; a JPEG that still tells
/// where it was taken is refused. A photo that no matter uses is deleted after a day.
#[utoipa::path(
    post,
    path = "/v1/photos",
    tag = "matters",
    request_body(content = Vec<u8>, content_type = "image/jpeg", description = "The bytes of a JPEG, PNG or WebP, at most 2 MB"),
    responses(
        (status = 201, description = "Kept", body = Photo),
        (status = 400, description = "Cannot be read", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Sign in first, or the code is wrong", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "Not allowed", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "Too large", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "No photo, a damaged one, or one that tells where it was taken", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests", body = Problem, content_type = "application/problem+json"),
        (status = 501, description = "Capability is off", body = Problem, content_type = "application/problem+json"),
    )
)]
#[allow(dead_code)]
pub(super) fn upload_photo() {}

/// A photo: for its author and for staff, and for everybody once its matter is published.
#[utoipa::path(
    get,
    path = "/v1/photos/{id}",
    tag = "matters",
    params(
        ("id" = String, Path, description = "Opaque id"),
    ),
    responses(
        (status = 200, description = "The picture", body = Vec<u8>, content_type = "image/jpeg"),
        (status = 404, description = "Nothing here", body = Problem, content_type = "application/problem+json"),
        (status = 501, description = "Capability is off", body = Problem, content_type = "application/problem+json"),
    )
)]
#[allow(dead_code)]
pub(super) fn photo() {}
