//! "I do not understand this" about a paragraph of a poll or of a matter.

use crate::*;

/// I do not understand this paragraph of the poll. Repeating it changes nothing; once staff have seen to it, it asks again.
#[utoipa::path(
    put,
    path = "/v1/polls/{id}/not-understood/{paragraph}",
    tag = "polls",
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
pub(super) fn ask_about_poll() {}

/// I understand it after all.
#[utoipa::path(
    delete,
    path = "/v1/polls/{id}/not-understood/{paragraph}",
    tag = "polls",
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
pub(super) fn take_back_about_poll() {}

/// I do not understand this paragraph of the matter or of one of its stages. Repeating it changes nothing; once staff have seen to it, it asks again.
#[utoipa::path(
    put,
    path = "/v1/matters/{id}/not-understood/{paragraph}",
    tag = "matters",
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
pub(super) fn ask_about_matter() {}

/// I understand it after all.
#[utoipa::path(
    delete,
    path = "/v1/matters/{id}/not-understood/{paragraph}",
    tag = "matters",
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
pub(super) fn take_back_about_matter() {}
