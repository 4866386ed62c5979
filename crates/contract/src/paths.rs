//! The paths of the contract. Nothing here runs: each function stands for one operation, and the OpenAPI document is
//! generated from its attribute. The server has a test that every operation is routed.

mod assisted;
mod notices;
mod paragraphs;
mod push;
mod requests;
mod threads;

use crate::*;
use utoipa::OpenApi;
use utoipa::openapi::RefOr;

/// The OpenAPI 3.1 document.
pub fn openapi() -> utoipa::openapi::OpenApi {
    let mut document = Document::openapi();
    let known = document
        .paths
        .paths
        .get("/v1/session")
        .and_then(|item| item.delete.as_ref());
    let problem = known.and_then(|operation| operation.responses.responses.get("403").cloned());
    let Some(RefOr::T(problem)) = problem else {
        return document;
    };
    let words = |description: &str| {
        let mut response = problem.clone();
        description.clone_into(&mut response.description);
        RefOr::T(response)
    };
    // Whatever names an assisted session may name one that is over; and what does not name the one that is going on waits.
    for item in document.paths.paths.values_mut() {
        let reads = item.get.iter_mut().map(|operation| (operation, false));
        let writes = [&mut item.put, &mut item.post, &mut item.delete, &mut item.patch];
        let writes = writes.into_iter().flatten().map(|operation| (operation, true));
        for (operation, writes) in reads.chain(writes) {
            let responses = &mut operation.responses.responses;
            let over = || words("The assisted session that it names is over");
            responses.entry("403".into()).or_insert_with(over);
            if writes {
                responses.entry("503".into()).or_insert_with(|| words("Not now"));
            }
        }
    }
    document
}

/// The document as it is committed and served: pretty JSON with a final line end.
pub fn openapi_json() -> String {
    let mut json = openapi().to_pretty_json().unwrap_or_default();
    json.push('\n');
    json
}

wire_enum! {
    /// Order of statements. `unanswered`: only those on which the signed-in person has not voted, the next to be asked first.
    pub enum StatementOrder { Oldest, Unanswered }
}

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Linli community contract",
        description = "What a community's backend answers so that the Linli app can read notices, vote and discuss. Errors are RFC 9457 problems whose types are listed at the Problem schema.",
        version = "1.0.0",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0")
    ),
    servers((url = "/")),
    components(schemas(BoardHead, Ballot, Problem, FieldError, AudienceOrder, PostOrder, StatementOrder, LiveHello, LiveChange)),
    paths(
        service,
        send_code,
        sign_in,
        sign_out,
        me,
        list_notices,
        notice,
        mark_read,
        unmark_read,
        notices::ask_question,
        notices::take_back_question,
        notices::ask_call,
        notices::take_back_call,
        notices::notice_event,
        notices::notice_feed,
        notices::file,
        notices::subscriptions,
        notices::put_subscriptions,
        notices::inbox,
        notices::mark_inbox,
        notices::unmark_inbox,
        push::push_subscriptions,
        push::put_push_subscription,
        push::remove_push_subscription,
        list_polls,
        poll,
        paragraphs::ask_about_poll,
        paragraphs::take_back_about_poll,
        put_ballot,
        lookup_ballot,
        withdraw_ballot,
        results,
        board,
        board_proof,
        board_consistency,
        picture,
        threads::list_threads,
        threads::thread,
        threads::list_posts,
        threads::create_post,
        threads::post,
        threads::replies,
        threads::post_history,
        threads::edit_post,
        threads::withdraw_post,
        threads::rate_post,
        threads::object_post,
        threads::thread_news,
        threads::list_statements,
        threads::propose_statement,
        threads::vote_statement,
        threads::opinion_votes,
        threads::my_reports,
        threads::report,
        threads::object_report,
        threads::moderation_log,
        list_matters,
        requests::start_matter,
        requests::upload_photo,
        requests::photo,
        matter,
        rate_matter,
        paragraphs::ask_about_matter,
        paragraphs::take_back_about_matter,
        search,
        assisted::start_assisted,
        assisted::begin_assisted,
        assisted::use_assisted,
        assisted::end_assisted,
        assisted::assistance,
        assisted::answer_assisted,
        events,
    )
)]
struct Document;

/// Who answers here and what it can do.
#[utoipa::path(
    get,
    path = "/v1/service",
    tag = "service",
    responses(
        (status = 200, description = "The service", body = Service),
    )
)]
#[allow(dead_code)]
fn service() {}

/// Ask for a one-time code: to sign in, or to let the person who is signed in here help.
#[utoipa::path(
    post,
    path = "/v1/session/code",
    tag = "session",
    request_body = CodeRequest,
    responses(
        (status = 202, description = "Sent, if the number is known", body = CodeSent),
        (status = 400, description = "Cannot be read", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Sign in first, for `assistance`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "Not allowed", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "Too large", body = Problem, content_type = "application/problem+json"),
        (status = 415, description = "Send JSON", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Something in it is not right", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Not ready", body = Problem, content_type = "application/problem+json"),
    )
)]
#[allow(dead_code)]
fn send_code() {}

/// Sign in.
#[utoipa::path(
    post,
    path = "/v1/session",
    tag = "session",
    request_body = SignIn,
    responses(
        (status = 200, description = "Signed in; the session cookie is set", body = Me),
        (status = 400, description = "Cannot be read", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Sign in first, or the code is wrong", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "Not allowed", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "Too large", body = Problem, content_type = "application/problem+json"),
        (status = 415, description = "Send JSON", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Something in it is not right", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests", body = Problem, content_type = "application/problem+json"),
    )
)]
#[allow(dead_code)]
fn sign_in() {}

/// Sign out.
#[utoipa::path(
    delete,
    path = "/v1/session",
    tag = "session",
    responses(
        (status = 204, description = "Signed out"),
        (status = 403, description = "Not allowed", body = Problem, content_type = "application/problem+json"),
    )
)]
#[allow(dead_code)]
fn sign_out() {}

/// Who is signed in.
#[utoipa::path(
    get,
    path = "/v1/me",
    tag = "session",
    responses(
        (status = 200, description = "The person", body = Me),
        (status = 401, description = "Sign in first, or the code is wrong", body = Problem, content_type = "application/problem+json"),
    )
)]
#[allow(dead_code)]
fn me() {}

/// Notices: pinned ones in force, then urgent ones in force, then with `audience=own` those in force that name one's own building or
/// grid, then the rest; each the newest first.
#[utoipa::path(
    get,
    path = "/v1/notices",
    tag = "notices",
    params(
        ("category" = Option<NoticeCategory>, Query, description = "Only this category"),
        ("audience" = Option<AudienceOrder>, Query, description = "What stands before the rest; whoever is not signed in has nothing of their own"),
        ("cursor" = Option<String>, Query, description = "From `next` of the page before"),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 100, description = "Items on the page"),
    ),
    responses(
        (status = 200, description = "One page", body = Page<NoticeSummary>),
        (status = 400, description = "Cannot be read", body = Problem, content_type = "application/problem+json"),
    )
)]
#[allow(dead_code)]
fn list_notices() {}

/// One notice. The id of a preview, which staff make, answers for a day what it would be.
#[utoipa::path(
    get,
    path = "/v1/notices/{id}",
    tag = "notices",
    params(
        ("id" = String, Path, description = "Opaque id"),
    ),
    responses(
        (status = 200, description = "The notice", body = Notice),
        (status = 404, description = "Nothing here", body = Problem, content_type = "application/problem+json"),
    )
)]
#[allow(dead_code)]
fn notice() {}

/// I have read this.
#[utoipa::path(
    put,
    path = "/v1/notices/{id}/read",
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
fn mark_read() {}

/// I have not read this after all.
#[utoipa::path(
    delete,
    path = "/v1/notices/{id}/read",
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
fn unmark_read() {}

/// Polls: open first, by end; then the rest, newest first.
#[utoipa::path(
    get,
    path = "/v1/polls",
    tag = "polls",
    params(
        ("state" = Option<PollState>, Query, description = "Only this state"),
        ("cursor" = Option<String>, Query, description = "From `next` of the page before"),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 100, description = "Items on the page"),
    ),
    responses(
        (status = 200, description = "One page", body = Page<PollSummary>),
        (status = 400, description = "Cannot be read", body = Problem, content_type = "application/problem+json"),
    )
)]
#[allow(dead_code)]
fn list_polls() {}

/// One poll.
#[utoipa::path(
    get,
    path = "/v1/polls/{id}",
    tag = "polls",
    params(
        ("id" = String, Path, description = "Opaque id"),
    ),
    responses(
        (status = 200, description = "The poll", body = Poll),
        (status = 404, description = "Nothing here", body = Problem, content_type = "application/problem+json"),
    )
)]
#[allow(dead_code)]
fn poll() {}

/// Cast or change a ballot; any number of repeats counts once.
#[utoipa::path(
    put,
    path = "/v1/polls/{id}/ballot",
    tag = "polls",
    params(
        ("id" = String, Path, description = "Opaque id"),
        ("Idempotency-Key" = Option<String>, Header, description = "8 to 64 visible ASCII characters; a repeat with the same body gives the same answer"),
    ),
    request_body = BallotSubmission,
    responses(
        (status = 200, description = "Counted", body = Receipt),
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
fn put_ballot() {}

/// The ballot behind a secret.
#[utoipa::path(
    post,
    path = "/v1/polls/{id}/ballot/lookup",
    tag = "polls",
    params(
        ("id" = String, Path, description = "Opaque id"),
    ),
    request_body = BallotSecret,
    responses(
        (status = 200, description = "The ballot", body = Ballot),
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
fn lookup_ballot() {}

/// Withdraw a ballot.
#[utoipa::path(
    post,
    path = "/v1/polls/{id}/ballot/withdrawal",
    tag = "polls",
    params(
        ("id" = String, Path, description = "Opaque id"),
    ),
    request_body = BallotSecret,
    responses(
        (status = 204, description = "Withdrawn"),
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
fn withdraw_ballot() {}

/// The count.
#[utoipa::path(
    get,
    path = "/v1/polls/{id}/results",
    tag = "polls",
    params(
        ("id" = String, Path, description = "Opaque id"),
    ),
    responses(
        (status = 200, description = "The numbers", body = Results),
        (status = 404, description = "Nothing here", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The state does not allow it", body = Problem, content_type = "application/problem+json"),
        (status = 501, description = "Capability is off", body = Problem, content_type = "application/problem+json"),
    )
)]
#[allow(dead_code)]
fn results() {}

/// The published ballots of a closed poll, one JSON object a line.
#[utoipa::path(
    get,
    path = "/v1/polls/{id}/board",
    tag = "polls",
    params(
        ("id" = String, Path, description = "Opaque id"),
    ),
    responses(
        (status = 200, description = "BoardHead, then Ballots", body = String, content_type = "application/x-ndjson"),
        (status = 206, description = "The bytes asked for with Range", body = String, content_type = "application/x-ndjson"),
        (status = 304, description = "Known already"),
        (status = 416, description = "The board has fewer bytes"),
        (status = 404, description = "Nothing here", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The state does not allow it", body = Problem, content_type = "application/problem+json"),
    )
)]
#[allow(dead_code)]
fn board() {}

/// Proof that a ballot is on the board.
#[utoipa::path(
    get,
    path = "/v1/polls/{id}/board/proof/{ballot_id}",
    tag = "polls",
    params(
        ("id" = String, Path, description = "Opaque id"),
        ("ballot_id" = String, Path, description = "64 hex digits"),
    ),
    responses(
        (status = 200, description = "The audit path", body = InclusionProof),
        (status = 404, description = "Nothing here", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The state does not allow it", body = Problem, content_type = "application/problem+json"),
    )
)]
#[allow(dead_code)]
fn board_proof() {}

/// Proof that the board only grew since it had the first `from` ballots.
#[utoipa::path(
    get,
    path = "/v1/polls/{id}/board/consistency",
    tag = "polls",
    params(
        ("id" = String, Path, description = "Opaque id"),
        ("from" = u64, Query, minimum = 1, description = "How many ballots the earlier board had"),
    ),
    responses(
        (status = 200, description = "The proof", body = ConsistencyProof),
        (status = 400, description = "Cannot be read", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "Nothing here", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The state does not allow it", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Something in it is not right", body = Problem, content_type = "application/problem+json"),
    )
)]
#[allow(dead_code)]
fn board_consistency() {}

/// A picture that belongs to something said elsewhere. Its id names its content, so it never changes.
#[utoipa::path(
    get,
    path = "/v1/pictures/{id}",
    tag = "pictures",
    params(
        ("id" = String, Path, description = "64 hex digits: SHA-256 of the bytes"),
    ),
    responses(
        (status = 200, description = "PNG, JPEG or WebP", content(
            (Vec<u8> = "image/png"),
            (Vec<u8> = "image/jpeg"),
            (Vec<u8> = "image/webp"),
        )),
        (status = 304, description = "Known already"),
        (status = 404, description = "Nothing here", body = Problem, content_type = "application/problem+json"),
    )
)]
#[allow(dead_code)]
fn picture() {}

/// Search. A hit has every word of the question; what has them in its title comes first, then what is newer.
#[utoipa::path(
    get,
    path = "/v1/search",
    tag = "search",
    params(
        ("q" = String, Query, max_length = 100, description = "Words as people type them, from one hanzi upwards, simplified or traditional; Latin words and pinyin initials by their beginning. No operators"),
        ("kinds" = Option<String>, Query, description = "Only these kinds, with commas between them"),
        ("cursor" = Option<String>, Query, description = "From `next` of the page before"),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 100, description = "Items on the page"),
    ),
    responses(
        (status = 200, description = "One page", body = Page<SearchHit>),
        (status = 400, description = "Cannot be read", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests", body = Problem, content_type = "application/problem+json"),
        (status = 501, description = "Capability is off", body = Problem, content_type = "application/problem+json"),
    )
)]
#[allow(dead_code)]
fn search() {}

/// Matters, the last changed first: those that everybody may see, or one's own.
#[utoipa::path(
    get,
    path = "/v1/matters",
    tag = "matters",
    params(
        ("cursor" = Option<String>, Query, description = "From `next` of the page before"),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 100, description = "Items on the page"),
        ("mine" = Option<bool>, Query, description = "Only those that the signed-in person started"),
    ),
    responses(
        (status = 200, description = "One page", body = Page<MatterSummary>),
        (status = 400, description = "Cannot be read", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Sign in first, for `mine`", body = Problem, content_type = "application/problem+json"),
        (status = 501, description = "Capability is off", body = Problem, content_type = "application/problem+json"),
    )
)]
#[allow(dead_code)]
fn list_matters() {}

/// One matter with its stages.
#[utoipa::path(
    get,
    path = "/v1/matters/{id}",
    tag = "matters",
    params(
        ("id" = String, Path, description = "Opaque id"),
    ),
    responses(
        (status = 200, description = "The matter", body = Matter),
        (status = 404, description = "Nothing here", body = Problem, content_type = "application/problem+json"),
        (status = 501, description = "Capability is off", body = Problem, content_type = "application/problem+json"),
    )
)]
#[allow(dead_code)]
fn matter() {}

/// How content one is with what was carried out; the last word counts.
#[utoipa::path(
    put,
    path = "/v1/matters/{id}/rating",
    tag = "matters",
    params(
        ("id" = String, Path, description = "Opaque id"),
    ),
    request_body = MatterRating,
    responses(
        (status = 200, description = "The matter", body = Matter),
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
fn rate_matter() {}

/// What has changed, as server-sent events: `hello` with a LiveHello first, then `changed` with a LiveChange each time, until
/// somebody hangs up or the server stops. For pages that are open; what is told can be read by everybody.
#[utoipa::path(
    get,
    path = "/v1/events",
    tag = "live",
    params(
        ("topics" = String, Query, description = "thread:ID, poll:ID, notices; one to eight, with commas between. Of what is not there nothing is told."),
    ),
    responses(
        (status = 200, description = "The stream", body = String, content_type = "text/event-stream"),
        (status = 400, description = "Cannot be read", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many streams are open", body = Problem, content_type = "application/problem+json"),
        (status = 501, description = "Capability is off", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Not ready", body = Problem, content_type = "application/problem+json"),
    )
)]
#[allow(dead_code)]
fn events() {}
