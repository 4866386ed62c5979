//! What every request can reach, and the table of routes.

use crate::clock::Clock;
use crate::db::Db;
use crate::fault::{Fault, Outcome};
use crate::limiter::{Limiter, Seats};
use crate::live::{self, Live, Pace};
use crate::polls::{BoardCache, ResultsCache};
use crate::push::{self, Vapid};
use crate::sender::CodeSender;
use crate::{
    assisted, codes, enclosures, files, following, guard, matters, not_understood, notices, pictures, polls,
    requests, search, service, session, threads,
};
use axum::Router;
use axum::http::{HeaderMap, header};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{delete, get, post, put};
use contract::ProblemType;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::sync::OnceCell;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;

/// How one server is set up.
#[derive(Default)]
pub struct Config {
    /// The built app; without it only the contract is served.
    pub dist: Option<PathBuf>,
    /// The address residents use, where it differs from what the browser's `Host` says. `https` makes cookies `Secure`.
    pub public_url: Option<String>,
    /// Takes the caller's address from `X-Forwarded-For`: only right behind a proxy that sets it.
    pub behind_proxy: bool,
    /// A demo community: codes go to the console and callers are not limited by address.
    pub demo: bool,
    /// Absent: nobody can ask for a one-time code.
    pub sender: Option<Arc<dyn CodeSender>>,
    /// How soon open pages are told of changes.
    pub pace: Pace,
    /// A push service beside those of browsers, by its origin. Only tests have one.
    pub push_service: Option<String>,
}

pub struct Inner {
    pub db: Db,
    pub config: Config,
    pub clock: Clock,
    pub limiter: Limiter,
    /// Streams that are open.
    pub seats: Seats,
    pub live: Live,
    pub results: ResultsCache,
    pub boards: BoardCache,
    pub rankings: threads::Rankings,
    vapid: OnceCell<Vapid>,
}

/// Shared by all requests.
#[derive(Clone)]
pub struct App(Arc<Inner>);

impl std::ops::Deref for App {
    type Target = Inner;
    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl App {
    pub fn new(db: Db, config: Config) -> Self {
        Self(Arc::new(Inner {
            db,
            config,
            clock: Clock::default(),
            limiter: Limiter::default(),
            seats: Seats::default(),
            live: Live::default(),
            results: ResultsCache::default(),
            boards: BoardCache::default(),
            rankings: threads::Rankings::default(),
            vapid: OnceCell::new(),
        }))
    }

    pub fn now(&self) -> i64 {
        self.clock.now()
    }

    /// The community's key pair for Web Push.
    pub async fn vapid(&self) -> Outcome<&Vapid> {
        let made = self.vapid.get_or_try_init(|| Vapid::of(&self.db)).await;
        made.map_err(|why| Fault::internal(&why.to_string()))
    }

    /// Where the community is reached, without a slash at the end: what is read elsewhere needs whole addresses.
    pub fn address(&self, asked: &HeaderMap) -> String {
        let host = || asked.get(header::HOST).and_then(|host| host.to_str().ok());
        let address = match &self.config.public_url {
            Some(url) => url.clone(),
            None => format!("http://{}", host().unwrap_or("localhost")),
        };
        address.trim_end_matches('/').to_owned()
    }

    /// Cookies travel over TLS only where the community has it: a demo on the local network has not.
    pub fn secure(&self) -> bool {
        self.config
            .public_url
            .as_deref()
            .is_some_and(|url| url.starts_with("https://"))
    }
}

/// The whole server as one service.
pub fn router(app: App) -> Router {
    // Behind `/v1` only: static files are compressed once, when they are built.
    let contract = Router::new()
        .route("/v1/openapi.json", get(service::openapi))
        .route("/v1/service", get(service::service))
        .route("/v1/session/code", post(codes::send))
        .route("/v1/session", post(session::sign_in).delete(session::sign_out))
        .route("/v1/me", get(session::me))
        .route("/v1/notices", get(notices::list))
        .route("/v1/notices/{id}", get(notices::detail))
        .route(
            "/v1/notices/{id}/read",
            put(notices::mark_read).delete(notices::unmark_read),
        )
        .route("/v1/notices.atom", get(notices::feed))
        .route("/v1/notices/{id}/event.ics", get(notices::event))
        .route(
            "/v1/notices/{id}/questions/{paragraph}",
            put(notices::ask_question).delete(notices::take_back_question),
        )
        .route(
            "/v1/notices/{id}/call",
            put(notices::ask_call).delete(notices::take_back_call),
        )
        .route(
            "/v1/me/subscriptions",
            get(following::subscriptions).put(following::put_subscriptions),
        )
        .route("/v1/me/push-subscriptions", get(push::list))
        .route(
            "/v1/me/push-subscriptions/{id}",
            put(push::put).delete(push::remove),
        )
        .route("/v1/me/inbox", get(following::inbox))
        .route(
            "/v1/me/inbox/{id}/read",
            put(following::mark).delete(following::unmark),
        )
        .route("/v1/polls", get(polls::list))
        .route("/v1/polls/{id}", get(polls::detail))
        .route(
            "/v1/polls/{id}/not-understood/{paragraph}",
            put(not_understood::ask_about_poll).delete(not_understood::take_back_about_poll),
        )
        .route("/v1/polls/{id}/ballot", put(polls::put_ballot))
        .route("/v1/polls/{id}/ballot/lookup", post(polls::lookup_ballot))
        .route("/v1/polls/{id}/ballot/withdrawal", post(polls::withdraw_ballot))
        .route("/v1/polls/{id}/results", get(polls::results))
        .route("/v1/polls/{id}/board", get(polls::board))
        .route("/v1/polls/{id}/board/proof/{ballot_id}", get(polls::board_proof))
        .route("/v1/polls/{id}/board/consistency", get(polls::board_consistency))
        .route("/v1/pictures/{id}", get(pictures::picture))
        .route("/v1/threads", get(threads::list))
        .route("/v1/threads/{id}", get(threads::detail))
        .route(
            "/v1/threads/{id}/posts",
            get(threads::list_posts).post(threads::create_post),
        )
        .route(
            "/v1/threads/{id}/statements",
            get(threads::list_statements).post(threads::propose_statement),
        )
        .route("/v1/threads/{id}/news", get(threads::news))
        .route("/v1/threads/{id}/votes", get(threads::opinion_votes))
        .route("/v1/statements/{id}/vote", put(threads::vote_statement))
        .route(
            "/v1/posts/{id}",
            get(threads::post)
                .patch(threads::edit_post)
                .delete(threads::withdraw_post),
        )
        .route("/v1/posts/{id}/replies", get(threads::replies))
        .route("/v1/posts/{id}/history", get(threads::history))
        .route("/v1/posts/{id}/objection", post(threads::object_post))
        .route("/v1/posts/{id}/rating", put(threads::rate_post))
        .route("/v1/reports", get(threads::my_reports).post(threads::report))
        .route("/v1/reports/{id}/objection", post(threads::object_report))
        .route("/v1/moderation", get(threads::moderation_log))
        .route("/v1/matters", get(matters::list).post(requests::start))
        .route("/v1/matters/{id}", get(matters::detail))
        .route("/v1/matters/{id}/rating", put(matters::rate))
        .route(
            "/v1/matters/{id}/not-understood/{paragraph}",
            put(not_understood::ask_about_matter).delete(not_understood::take_back_about_matter),
        )
        .route(guard::PHOTOS, post(requests::upload))
        .route("/v1/photos/{id}", get(requests::photo))
        .route("/v1/search", get(search::search))
        .route("/v1/assisted-sessions", post(assisted::start))
        .route("/v1/assisted-sessions/{id}", delete(assisted::end))
        .route("/v1/assisted-sessions/{id}/begin", post(assisted::begin))
        .route("/v1/assisted-sessions/{id}/use", put(assisted::use_session))
        .route("/v1/me/assistance", get(assisted::assistance))
        .route("/v1/me/assistance/{id}", put(assisted::answer))
        .route("/v1/events", get(live::events))
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(app.clone(), session::identify));

    Router::new()
        .merge(contract)
        // Not compressed: a range of bytes is one of the file as it is.
        .route("/v1/files/{id}", get(enclosures::file))
        .route("/healthz", get(service::healthz))
        .fallback(files::serve)
        .method_not_allowed_fallback(method_not_allowed)
        .layer(from_fn_with_state(app.clone(), guard::same_site))
        .layer(from_fn(guard::whole_body))
        .layer(CatchPanicLayer::custom(guard::panicked))
        .layer(from_fn(guard::log))
        .layer(from_fn(guard::security_headers))
        .with_state(app)
}

async fn method_not_allowed() -> Fault {
    ProblemType::MethodNotAllowed.into()
}
