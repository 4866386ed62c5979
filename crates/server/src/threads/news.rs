//! What happened in a thread since somebody was here last: plain rules, nothing is written by a machine.

use super::pages::Reading;
use super::posts::load_numbered;
use super::row::ThreadRow;
use crate::answer::{self, Cache};
use crate::app::App;
use crate::extract::{Ask, Id};
use crate::fault::{Fault, Outcome};
use crate::matters;
use crate::person::MaybePerson;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use contract::*;
use serde::Deserialize;
use sqlx::AssertSqlSafe;
use std::cmp::Reverse;
use std::collections::BTreeSet;

const MOST_OFFICIAL: usize = 2;
const MOST_DECISIONS: usize = 3;
/// What others wrote since then. Who asks knows their own words; `$3` is nobody's id where nobody has signed in.
const NEW: &str =
    "thread_id = $1 AND created_at > $2 AND state = 'visible' AND (author_id IS NULL OR author_id <> $3)";
/// In the order in which they are told.
const STANCES: [&str; 4] = ["for", "against", "question", "neutral"];

#[derive(Debug, Deserialize)]
pub struct NewsAsk {
    since: Option<String>,
}

/// `GET /v1/threads/{id}/news`.
pub async fn news(
    State(app): State<App>,
    person: MaybePerson,
    headers: HeaderMap,
    Id(id): Id,
    Ask(ask): Ask<NewsAsk>,
) -> Outcome<Response> {
    let since = ask.since.as_deref().and_then(Timestamp::parse);
    let since = since.ok_or_else(|| Fault::new(ProblemType::BadRequest, "since is a time as in RFC 3339"))?;
    let now = app.now();
    let mut connection = app.db.pool.acquire().await?;
    let thread = ThreadRow::load(&mut connection, &id, now).await?;
    let mut reading = Reading {
        connection: &mut connection,
        thread: &thread,
        person: &person,
        now,
    };
    let sql = format!("SELECT COUNT(*) FROM posts WHERE {NEW}");
    let (posts,): (i64,) = sqlx::query_as(AssertSqlSafe(sql))
        .bind(&id)
        .bind(since.millis())
        .bind(person.id())
        .fetch_one(&mut *reading.connection)
        .await?;
    let official = numbers(
        &mut reading,
        since,
        &format!("official = 1 ORDER BY created_at DESC, seq DESC LIMIT {MOST_OFFICIAL}"),
    )
    .await?;
    let mut most_agreed = Vec::new();
    for stance in STANCES {
        let best =
            format!("official = 0 AND stance = '{stance}' AND agrees > 0 ORDER BY agrees DESC, seq LIMIT 1");
        most_agreed.extend(numbers(&mut reading, since, &best).await?);
    }
    let all: Vec<i64> = official.iter().chain(&most_agreed).copied().collect();
    let mut found = load_numbered(reading.connection, &thread, &person, now, &all).await?;
    let rest = found.split_off(official.len().min(found.len()));
    let news = ThreadNews {
        posts: u64::try_from(posts).unwrap_or(0),
        official: found.into_iter().map(|placed| placed.post).collect(),
        most_agreed: rest.into_iter().map(|placed| placed.post).collect(),
        decisions: decisions(&mut reading, since).await?,
    };
    answer::json(&headers, &news, Cache::Own)
}

/// Numbers of posts since then; `which` is our own text.
async fn numbers(reading: &mut Reading<'_>, since: Timestamp, which: &str) -> Outcome<Vec<i64>> {
    let sql = format!("SELECT seq FROM posts WHERE {NEW} AND {which}");
    let rows: Vec<(i64,)> = sqlx::query_as(AssertSqlSafe(sql))
        .bind(&reading.thread.id)
        .bind(since.millis())
        .bind(reading.person.id())
        .fetch_all(&mut *reading.connection)
        .await?;
    Ok(rows.into_iter().map(|(number,)| number).collect())
}

/// Polls that ended and stages that began: those of the matter, and the polls that the thread itself names.
async fn decisions(reading: &mut Reading<'_>, since: Timestamp) -> Outcome<Vec<Decision>> {
    let now = Timestamp::from_millis(reading.now);
    let is_new = |at: &Timestamp| *at > since && *at <= now;
    let mut found: Vec<Decision> = Vec::new();
    let mut links = reading.thread.related.clone();
    let matter = matters::of_thread(reading.connection, &reading.thread.id, reading.now).await?;
    if let Some(matter) = matter {
        for stage in &matter.stages {
            let begun = stage.from.filter(|_| stage.state != StageState::Skipped);
            found.extend(begun.filter(is_new).map(|at| Decision {
                kind: DecisionKind::StageBegan,
                at,
                poll: None,
                stage: Some(stage.kind),
            }));
            links.extend(stage.related.iter().cloned());
        }
        links.extend(matter.related);
    }
    let polls: BTreeSet<String> = links
        .into_iter()
        .filter(|link| link.kind == RelatedKind::Poll)
        .map(|link| link.id)
        .collect();
    for id in polls {
        let ended: Option<(String, i64)> = sqlx::query_as(
            "SELECT title, closes_at FROM polls WHERE id = $1 AND cancelled = 0 AND closes_at > $2 AND closes_at <= $3",
        )
        .bind(&id)
        .bind(since.millis())
        .bind(reading.now)
        .fetch_optional(&mut *reading.connection)
        .await?;
        found.extend(ended.map(|(title, at)| Decision {
            kind: DecisionKind::PollEnded,
            at: Timestamp::from_millis(at),
            poll: Some(Related {
                kind: RelatedKind::Poll,
                id,
                title,
            }),
            stage: None,
        }));
    }
    found.sort_by_key(|decision| Reverse(decision.at));
    found.truncate(MOST_DECISIONS);
    Ok(found)
}
