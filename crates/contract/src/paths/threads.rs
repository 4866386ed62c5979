//! Threads, posts, statements, reports and what moderators did.

use super::StatementOrder;
use crate::*;

/// Threads, the last active first.
#[utoipa::path(
    get,
    path = "/v1/threads",
    tag = "threads",
    params(
        ("cursor" = Option<String>, Query, description = "From `next` of the page before"),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 100, description = "Items on the page"),
    ),
    responses(
        (status = 200, description = "One page", body = Page<ThreadSummary>),
        (status = 400, description = "Cannot be read", body = Problem, content_type = "application/problem+json"),
    )
)]
#[allow(dead_code)]
pub(super) fn list_threads() {}

/// One thread.
#[utoipa::path(
    get,
    path = "/v1/threads/{id}",
    tag = "threads",
    params(
        ("id" = String, Path, description = "Opaque id"),
    ),
    responses(
        (status = 200, description = "The thread", body = Thread),
        (status = 404, description = "Nothing here", body = Problem, content_type = "application/problem+json"),
    )
)]
#[allow(dead_code)]
pub(super) fn thread() {}

/// Posts of a thread in the order asked for, replies among them; `total` counts all. A backend with the capability `post_around`
/// gives those of their own, and after each of them the first three posts under it, however deep (depth first: a reply, then its
/// own replies), [`replies`] the others; then `total`, `limit` and `before` count those of their own. With `q` or `official` every
/// post that fits, replies too, by itself, the newest first or, when no order is given, the oldest.
#[utoipa::path(
    get,
    path = "/v1/threads/{id}/posts",
    tag = "threads",
    params(
        ("id" = String, Path, description = "Opaque id"),
        ("order" = Option<PostOrder>, Query, description = "oldest when absent"),
        ("around" = Option<String>, Query, description = "With `post_around`: id of a post: the page in whose middle it, or the post it stands under, is. Of that one the first hundred replies come, and in any case the post itself with those above it"),
        ("q" = Option<String>, Query, description = "With `post_search`: only posts with these words, from one character upwards; capital and small letters alike"),
        ("official" = Option<bool>, Query, description = "true: only official answers"),
        ("cursor" = Option<String>, Query, description = "From `next` or `previous` of another page"),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 100, description = "Items on the page"),
    ),
    responses(
        (status = 200, description = "One page", body = Page<Post>),
        (status = 400, description = "Cannot be read", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "Nothing here", body = Problem, content_type = "application/problem+json"),
    )
)]
#[allow(dead_code)]
pub(super) fn list_posts() {}

/// Write a post or a reply.
#[utoipa::path(
    post,
    path = "/v1/threads/{id}/posts",
    tag = "threads",
    params(
        ("id" = String, Path, description = "Opaque id"),
        ("Idempotency-Key" = Option<String>, Header, description = "8 to 64 visible ASCII characters; a repeat with the same body gives the same answer"),
    ),
    request_body = NewPost,
    responses(
        (status = 201, description = "Shown", body = Post),
        (status = 202, description = "Waits for a moderator", body = Post),
        (status = 400, description = "Cannot be read", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Sign in first, or the code is wrong", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "Not allowed", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "Nothing here", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The state does not allow it", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "Too large", body = Problem, content_type = "application/problem+json"),
        (status = 415, description = "Send JSON", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Something in it is not right", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests", body = Problem, content_type = "application/problem+json"),
    )
)]
#[allow(dead_code)]
pub(super) fn create_post() {}

/// Edit an own post.
#[utoipa::path(
    patch,
    path = "/v1/posts/{id}",
    tag = "threads",
    params(
        ("id" = String, Path, description = "Opaque id"),
    ),
    request_body = PostEdit,
    responses(
        (status = 200, description = "Edited", body = Post),
        (status = 400, description = "Cannot be read", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Sign in first, or the code is wrong", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "Not allowed", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "Nothing here", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The state does not allow it", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "Too large", body = Problem, content_type = "application/problem+json"),
        (status = 415, description = "Send JSON", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Something in it is not right", body = Problem, content_type = "application/problem+json"),
        (status = 501, description = "Capability is off", body = Problem, content_type = "application/problem+json"),
    )
)]
#[allow(dead_code)]
pub(super) fn edit_post() {}

/// Withdraw an own post; replies stay.
#[utoipa::path(
    delete,
    path = "/v1/posts/{id}",
    tag = "threads",
    params(
        ("id" = String, Path, description = "Opaque id"),
    ),
    responses(
        (status = 200, description = "Withdrawn", body = Post),
        (status = 401, description = "Sign in first, or the code is wrong", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "Not allowed", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "Nothing here", body = Problem, content_type = "application/problem+json"),
        (status = 501, description = "Capability is off", body = Problem, content_type = "application/problem+json"),
    )
)]
#[allow(dead_code)]
pub(super) fn withdraw_post() {}

/// I agree with this.
#[utoipa::path(
    put,
    path = "/v1/posts/{id}/rating",
    tag = "threads",
    params(
        ("id" = String, Path, description = "Opaque id"),
    ),
    request_body = Rating,
    responses(
        (status = 200, description = "The counts", body = RatingState),
        (status = 400, description = "Cannot be read", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Sign in first, or the code is wrong", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "Not allowed", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "Nothing here", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The state does not allow it", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "Too large", body = Problem, content_type = "application/problem+json"),
        (status = 415, description = "Send JSON", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Something in it is not right", body = Problem, content_type = "application/problem+json"),
    )
)]
#[allow(dead_code)]
pub(super) fn rate_post() {}

/// Statements of a deliberation.
#[utoipa::path(
    get,
    path = "/v1/threads/{id}/statements",
    tag = "threads",
    params(
        ("id" = String, Path, description = "Opaque id"),
        ("order" = Option<StatementOrder>, Query, description = "oldest when absent"),
        ("cursor" = Option<String>, Query, description = "From `next` of the page before"),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 100, description = "Items on the page"),
    ),
    responses(
        (status = 200, description = "One page", body = Page<Statement>),
        (status = 401, description = "Sign in first, for `unanswered`", body = Problem, content_type = "application/problem+json"),
        (status = 400, description = "Cannot be read", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "Nothing here", body = Problem, content_type = "application/problem+json"),
    )
)]
#[allow(dead_code)]
pub(super) fn list_statements() {}

/// Propose a statement.
#[utoipa::path(
    post,
    path = "/v1/threads/{id}/statements",
    tag = "threads",
    params(
        ("id" = String, Path, description = "Opaque id"),
        ("Idempotency-Key" = Option<String>, Header, description = "8 to 64 visible ASCII characters; a repeat with the same body gives the same answer"),
    ),
    request_body = NewStatement,
    responses(
        (status = 201, description = "Shown", body = Statement),
        (status = 202, description = "Waits for a moderator", body = Statement),
        (status = 400, description = "Cannot be read", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Sign in first, or the code is wrong", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "Not allowed", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "Nothing here", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The state does not allow it", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "Too large", body = Problem, content_type = "application/problem+json"),
        (status = 415, description = "Send JSON", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Something in it is not right", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests", body = Problem, content_type = "application/problem+json"),
        (status = 501, description = "Capability is off", body = Problem, content_type = "application/problem+json"),
    )
)]
#[allow(dead_code)]
pub(super) fn propose_statement() {}

/// Agree, disagree or pass.
#[utoipa::path(
    put,
    path = "/v1/statements/{id}/vote",
    tag = "threads",
    params(
        ("id" = String, Path, description = "Opaque id"),
    ),
    request_body = NewStatementVote,
    responses(
        (status = 200, description = "Counted", body = Statement),
        (status = 400, description = "Cannot be read", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Sign in first, or the code is wrong", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "Not allowed", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "Nothing here", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The state does not allow it", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "Too large", body = Problem, content_type = "application/problem+json"),
        (status = 415, description = "Send JSON", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Something in it is not right", body = Problem, content_type = "application/problem+json"),
        (status = 501, description = "Capability is off", body = Problem, content_type = "application/problem+json"),
    )
)]
#[allow(dead_code)]
pub(super) fn vote_statement() {}

/// Own reports and what became of them.
#[utoipa::path(
    get,
    path = "/v1/reports",
    tag = "reports",
    params(
        ("cursor" = Option<String>, Query, description = "From `next` of the page before"),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 100, description = "Items on the page"),
    ),
    responses(
        (status = 200, description = "One page", body = Page<Report>),
        (status = 400, description = "Cannot be read", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Sign in first, or the code is wrong", body = Problem, content_type = "application/problem+json"),
    )
)]
#[allow(dead_code)]
pub(super) fn my_reports() {}

/// Report a post.
#[utoipa::path(
    post,
    path = "/v1/reports",
    tag = "reports",
    params(
        ("Idempotency-Key" = Option<String>, Header, description = "8 to 64 visible ASCII characters; a repeat with the same body gives the same answer"),
    ),
    request_body = NewReport,
    responses(
        (status = 201, description = "Received", body = Report),
        (status = 400, description = "Cannot be read", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Sign in first, or the code is wrong", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "Not allowed", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "Nothing here", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "Too large", body = Problem, content_type = "application/problem+json"),
        (status = 415, description = "Send JSON", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Something in it is not right", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests", body = Problem, content_type = "application/problem+json"),
    )
)]
#[allow(dead_code)]
pub(super) fn report() {}

/// One post.
#[utoipa::path(
    get,
    path = "/v1/posts/{id}",
    tag = "threads",
    params(
        ("id" = String, Path, description = "Opaque id"),
    ),
    responses(
        (status = 200, description = "The post", body = Post),
        (status = 404, description = "Nothing here", body = Problem, content_type = "application/problem+json"),
    )
)]
#[allow(dead_code)]
pub(super) fn post() {}

/// All replies under a post, depth first, the oldest first.
#[utoipa::path(
    get,
    path = "/v1/posts/{id}/replies",
    tag = "threads",
    params(
        ("id" = String, Path, description = "Opaque id"),
        ("cursor" = Option<String>, Query, description = "From `next` or `previous` of another page"),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 100, description = "Items on the page"),
    ),
    responses(
        (status = 200, description = "One page", body = Page<Post>),
        (status = 400, description = "Cannot be read", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "Nothing here", body = Problem, content_type = "application/problem+json"),
        (status = 501, description = "Capability is off", body = Problem, content_type = "application/problem+json"),
    )
)]
#[allow(dead_code)]
pub(super) fn replies() {}

/// What a post said before it was edited.
#[utoipa::path(
    get,
    path = "/v1/posts/{id}/history",
    tag = "threads",
    params(
        ("id" = String, Path, description = "Opaque id"),
    ),
    responses(
        (status = 200, description = "The versions", body = PostHistory),
        (status = 404, description = "Nothing here", body = Problem, content_type = "application/problem+json"),
        (status = 501, description = "Capability is off", body = Problem, content_type = "application/problem+json"),
    )
)]
#[allow(dead_code)]
pub(super) fn post_history() {}

/// Object against what a moderator decided about an own post, once.
#[utoipa::path(
    post,
    path = "/v1/posts/{id}/objection",
    tag = "threads",
    params(
        ("id" = String, Path, description = "Opaque id"),
    ),
    request_body = NewObjection,
    responses(
        (status = 201, description = "Received", body = Objection),
        (status = 400, description = "Cannot be read", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Sign in first, or the code is wrong", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "Not allowed", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "Nothing here", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The state does not allow it", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "Too large", body = Problem, content_type = "application/problem+json"),
        (status = 415, description = "Send JSON", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Something in it is not right", body = Problem, content_type = "application/problem+json"),
        (status = 501, description = "Capability is off", body = Problem, content_type = "application/problem+json"),
    )
)]
#[allow(dead_code)]
pub(super) fn object_post() {}

/// What happened in a thread since a time.
#[utoipa::path(
    get,
    path = "/v1/threads/{id}/news",
    tag = "threads",
    params(
        ("id" = String, Path, description = "Opaque id"),
        ("since" = String, Query, format = DateTime, description = "The last visit"),
    ),
    responses(
        (status = 200, description = "The news", body = ThreadNews),
        (status = 400, description = "Cannot be read", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "Nothing here", body = Problem, content_type = "application/problem+json"),
        (status = 501, description = "Capability is off", body = Problem, content_type = "application/problem+json"),
    )
)]
#[allow(dead_code)]
pub(super) fn thread_news() {}

/// Who voted how on which statement, without names.
#[utoipa::path(
    get,
    path = "/v1/threads/{id}/votes",
    tag = "threads",
    params(
        ("id" = String, Path, description = "Opaque id"),
    ),
    responses(
        (status = 200, description = "The votes", body = OpinionVotes),
        (status = 404, description = "Nothing here", body = Problem, content_type = "application/problem+json"),
        (status = 501, description = "Capability is off", body = Problem, content_type = "application/problem+json"),
    )
)]
#[allow(dead_code)]
pub(super) fn opinion_votes() {}

/// Object against a report that was refused, once.
#[utoipa::path(
    post,
    path = "/v1/reports/{id}/objection",
    tag = "reports",
    params(
        ("id" = String, Path, description = "Opaque id"),
    ),
    request_body = NewObjection,
    responses(
        (status = 201, description = "Received", body = Objection),
        (status = 400, description = "Cannot be read", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Sign in first, or the code is wrong", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "Not allowed", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "Nothing here", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The state does not allow it", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "Too large", body = Problem, content_type = "application/problem+json"),
        (status = 415, description = "Send JSON", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Something in it is not right", body = Problem, content_type = "application/problem+json"),
        (status = 501, description = "Capability is off", body = Problem, content_type = "application/problem+json"),
    )
)]
#[allow(dead_code)]
pub(super) fn object_report() {}

/// What moderators did and why, the newest first. Public; no names, no words of residents.
#[utoipa::path(
    get,
    path = "/v1/moderation",
    tag = "reports",
    params(
        ("cursor" = Option<String>, Query, description = "From `next` or `previous` of another page"),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 100, description = "Items on the page"),
    ),
    responses(
        (status = 200, description = "One page", body = Page<ModerationEntry>),
        (status = 400, description = "Cannot be read", body = Problem, content_type = "application/problem+json"),
        (status = 501, description = "Capability is off", body = Problem, content_type = "application/problem+json"),
    )
)]
#[allow(dead_code)]
pub(super) fn moderation_log() {}
