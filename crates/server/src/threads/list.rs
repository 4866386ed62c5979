//! The list of threads, and one thread.

use super::row::{ThreadRow, state};
use crate::answer::{self, Cache};
use crate::app::App;
use crate::columns::maybe_time;
use crate::extract::{Ask, Id};
use crate::fault::Outcome;
use crate::matters;
use crate::names::named;
use crate::paging::{Cursor, PageAsk, page};
use crate::person::MaybePerson;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use contract::{Author, RelatedKind, Thread, ThreadSummary, Timestamp};
use sqlx::Row;

/// `GET /v1/threads`: the last active first.
pub async fn list(State(app): State<App>, headers: HeaderMap, Ask(ask): Ask<PageAsk>) -> Outcome<Response> {
    let (limit, after, now) = (ask.limit()?, ask.after()?, app.now());
    let start = after.unwrap_or(Cursor {
        rank: 0,
        key: i64::MAX,
        id: String::new(),
    });
    let rows = sqlx::query(
        "SELECT t.id, t.title, t.kind, t.closes_at, t.stage, t.last_post_at, t.active_at,
           t.visible_official AS answers, t.visible_posts
           + (SELECT COUNT(*) FROM statements s WHERE s.thread_id = t.id AND s.state = 'visible') AS posts
         FROM threads t WHERE t.created_at <= $1 AND (t.active_at, t.id) < ($2, $3)
         ORDER BY t.active_at DESC, t.id DESC LIMIT $4",
    )
    .bind(now)
    .bind(start.key)
    .bind(&start.id)
    .bind(limit as i64 + 1)
    .fetch_all(&app.db.pool)
    .await?;
    let (total,): (i64,) = sqlx::query_as("SELECT COUNT(*) FROM threads WHERE created_at <= $1")
        .bind(now)
        .fetch_one(&app.db.pool)
        .await?;
    let found = rows
        .iter()
        .map(|row| {
            let thread = ThreadSummary {
                id: row.try_get("id")?,
                title: row.try_get("title")?,
                kind: named(row.try_get("kind")?),
                state: state(row.try_get("closes_at")?, now),
                posts: u64::try_from(row.try_get::<i64, _>("posts")?).unwrap_or(0),
                official_answers: u64::try_from(row.try_get::<i64, _>("answers")?).unwrap_or(0),
                last_post_at: maybe_time(row, "last_post_at")?,
                stage: row.try_get::<Option<String>, _>("stage")?.as_deref().map(named),
            };
            let place = Cursor {
                rank: 0,
                key: row.try_get("active_at")?,
                id: thread.id.clone(),
            };
            Ok((place, thread))
        })
        .collect::<Outcome<Vec<_>>>()?;
    answer::json(&headers, &page(found, limit, total), Cache::Own)
}

/// `GET /v1/threads/{id}`.
pub async fn detail(
    State(app): State<App>,
    person: MaybePerson,
    headers: HeaderMap,
    Id(id): Id,
) -> Outcome<Response> {
    let now = app.now();
    let mut row = ThreadRow::load(&mut *app.db.pool.acquire().await?, &id, now).await?;
    // A thread has posts or statements; either is what residents find in it.
    let (statements,): (i64,) =
        sqlx::query_as("SELECT COUNT(*) FROM statements WHERE thread_id = $1 AND state = 'visible'")
            .bind(&id)
            .fetch_one(&app.db.pool)
            .await?;
    let mut related = std::mem::take(&mut row.related);
    let mut stages = Vec::new();
    if let Some(matter) = matters::of_thread(&mut *app.db.pool.acquire().await?, &id, now).await? {
        related.retain(|link| link.kind != RelatedKind::Matter);
        related.insert(0, matter.link);
        stages = matter.stages;
    }
    let why_not = row.why_not(&person, now);
    let thread = Thread {
        state: row.state(now),
        author: Author {
            name: row.author_name,
            role: row.author_role,
            is_me: row
                .author_id
                .as_deref()
                .is_some_and(|author| author == person.id()),
        },
        created_at: Timestamp::from_millis(row.created_at),
        closes_at: row.closes_at.map(Timestamp::from_millis),
        posts: u64::try_from(row.visible_posts + statements).unwrap_or(0),
        reply_levels: u32::try_from(row.reply_levels).unwrap_or(0),
        can_post: why_not.is_none(),
        why_not,
        id: row.id,
        title: row.title,
        kind: row.kind,
        body: row.body,
        summary: row.summary,
        summary_at: row.summary_at.map(Timestamp::from_millis),
        related,
        stage: matters::current(&stages).or(row.stage),
        stages,
        source: row.source,
    };
    answer::json(&headers, &thread, Cache::Own)
}
