//! What a post said before it was edited.

use super::posts::load_post;
use crate::answer::{self, Cache};
use crate::app::App;
use crate::extract::Id;
use crate::fault::Outcome;
use crate::names::named;
use crate::person::MaybePerson;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use contract::{PostHistory, PostState, PostVersion, ProblemType, Text, Timestamp};

/// `GET /v1/posts/{id}/history`: the newest first. Words that are not shown have no history either.
pub async fn history(
    State(app): State<App>,
    person: MaybePerson,
    headers: HeaderMap,
    Id(id): Id,
) -> Outcome<Response> {
    let mut connection = app.db.pool.acquire().await?;
    let (post, _) = load_post(&mut connection, &id, &person, app.now()).await?;
    if !matches!(post.state, PostState::Visible | PostState::Pending) {
        return Err(ProblemType::NotFound.into());
    }
    let rows: Vec<(String, i64, Option<String>)> = sqlx::query_as(
        "SELECT body, written_at, stance FROM post_versions WHERE post_id = $1 ORDER BY written_at DESC",
    )
    .bind(&id)
    .fetch_all(&mut *connection)
    .await?;
    let versions = rows
        .into_iter()
        .map(|(body, at, stance)| PostVersion {
            body: Text {
                value: body,
                ..post.body.clone()
            },
            stance: stance.as_deref().map(named),
            written_at: Timestamp::from_millis(at),
        })
        .collect();
    answer::json(&headers, &PostHistory { versions }, Cache::Own)
}
