//! `GET /v1/service`, the OpenAPI document and the health check.

use crate::answer::{self, Cache};
use crate::app::App;
use crate::extract::BODY_BYTES;
use crate::fault::{Fault, Outcome};
use crate::paging::PAGE_ITEMS;
use crate::{polls, threads};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use contract::{Capabilities, Limits, ProblemType, Service, SignInKind, Timestamp};
use std::collections::HashMap;
use std::sync::LazyLock;

static OPENAPI: LazyLock<String> = LazyLock::new(contract::openapi_json);

/// `GET /v1/openapi.json`.
pub async fn openapi(headers: HeaderMap) -> Response {
    answer::bytes(
        &headers,
        OPENAPI.as_bytes().to_vec(),
        HeaderValue::from_static("application/json"),
        Cache::Shared,
    )
}

pub async fn service(State(app): State<App>, headers: HeaderMap) -> Outcome<Response> {
    let rows: Vec<(String, String)> = sqlx::query_as("SELECT key, value FROM settings")
        .fetch_all(&app.db.pool)
        .await?;
    let mut settings: HashMap<String, String> = rows.into_iter().collect();
    let languages = settings
        .get("languages")
        .and_then(|json| serde_json::from_str::<Vec<String>>(json).ok())
        .filter(|languages| !languages.is_empty())
        .unwrap_or_else(|| vec!["zh-Hans".into(), "en".into()]);
    let mut take = |key: &str| settings.remove(key).filter(|value| !value.trim().is_empty());
    let mut sign_in = vec![SignInKind::HouseholdLetter];
    if app.config.sender.is_some() {
        sign_in.insert(0, SignInKind::PhoneCode);
    }
    let service = Service {
        name: take("name").unwrap_or_else(|| "Linli".into()),
        languages,
        time_zone: take("time_zone").unwrap_or_else(|| "Asia/Shanghai".into()),
        help_phone: take("help_phone"),
        help_hours: take("help_hours"),
        sign_in,
        capabilities: capabilities(),
        limits: Limits {
            post_chars: threads::POST_CHARS as u32,
            report_chars: threads::REPORT_CHARS as u32,
            statement_chars: threads::STATEMENT_CHARS as u32,
            page_items: PAGE_ITEMS,
            body_bytes: BODY_BYTES as u64,
        },
        demo: app.config.demo,
        now: Timestamp::from_millis(app.now()),
    };
    answer::json(&headers, &service, Cache::Shared)
}

fn capabilities() -> Capabilities {
    Capabilities {
        notices: true,
        notice_read_mark: true,
        notice_audience: true,
        notice_questions: true,
        paragraph_questions: true,
        notice_calls: true,
        notice_calendar: true,
        notice_feed: true,
        subscriptions: true,
        inbox: true,
        web_push: true,
        polls: true,
        ballot_change: true,
        ballot_withdraw: true,
        board: true,
        threads: true,
        post_create: true,
        post_edit: true,
        post_withdraw: true,
        post_rating: true,
        post_search: true,
        post_around: true,
        post_history: true,
        thread_news: true,
        objections: true,
        moderation_log: true,
        reports: true,
        statements: true,
        statement_votes: true,
        opinion_votes: true,
        matters: true,
        requests: true,
        search: true,
        assisted_sessions: true,
        live_events: true,
        methods: polls::METHODS.to_vec(),
    }
}

/// For whatever watches over the process: the database answers.
pub async fn healthz(State(app): State<App>) -> Response {
    match sqlx::query("SELECT 1").execute(&app.db.pool).await {
        Ok(_) => ([(header::CACHE_CONTROL, "no-store")], "ok\n").into_response(),
        Err(_) => Fault::wait(ProblemType::Unavailable, 5).into_response(),
    }
}
