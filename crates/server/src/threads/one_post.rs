//! One post by itself: whoever follows a link to it, or goes on with it.

use super::posts::load_post;
use crate::answer::{self, Cache};
use crate::app::App;
use crate::extract::Id;
use crate::fault::Outcome;
use crate::person::MaybePerson;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

/// `GET /v1/posts/{id}`.
pub async fn post(
    State(app): State<App>,
    person: MaybePerson,
    headers: HeaderMap,
    Id(id): Id,
) -> Outcome<Response> {
    let mut connection = app.db.pool.acquire().await?;
    let (post, _) = load_post(&mut connection, &id, &person, app.now()).await?;
    answer::json(&headers, &post, Cache::Own)
}
