//! Reading posts.

use super::row::ThreadRow;
use crate::answer::{self, Cache};
use crate::app::App;
use crate::columns::{flag, maybe_time, time};
use crate::extract::{Ask, Id};
use crate::fault::{Fault, Outcome};
use crate::names::named;
use crate::paging::{Cursor, PageAsk, page};
use crate::person::MaybePerson;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use contract::*;
use serde::Deserialize;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

#[derive(Debug, Deserialize)]
pub struct PostsAsk {
    order: Option<String>,
    cursor: Option<String>,
    limit: Option<String>,
}

/// What one page reads: the posts everybody sees, and one's own that still wait for a moderator. Each order has an index.
macro_rules! posts_page {
    ($after:literal, $order:literal) => {
        concat!(
            "SELECT p.*, r.name AS resident_name, a.resident_id AS agreed FROM posts p ",
            "LEFT JOIN residents r ON r.id = p.author_id ",
            "LEFT JOIN post_agrees a ON a.post_id = p.id AND a.resident_id = $2 ",
            "WHERE p.thread_id = $1 AND (p.state <> 'pending' OR p.author_id = $2) AND ",
            $after,
            " ORDER BY ",
            $order,
            " LIMIT $5"
        )
    };
}

/// `GET /v1/threads/{id}/posts`.
pub async fn list_posts(
    State(app): State<App>,
    person: MaybePerson,
    headers: HeaderMap,
    Id(id): Id,
    Ask(ask): Ask<PostsAsk>,
) -> Outcome<Response> {
    let paging = PageAsk {
        cursor: ask.cursor,
        limit: ask.limit,
    };
    let (limit, after) = (paging.limit()?, paging.after()?);
    let mut connection = app.db.pool.acquire().await?;
    let now = app.now();
    let thread = ThreadRow::load(&mut connection, &id, now).await?;
    // The cursor's rank is the number of agreements, its key the post's number in the thread.
    let (sql, rank, key) = match ask.order.as_deref() {
        None | Some("oldest" | "other") => (posts_page!("p.seq > $4", "p.seq"), 0, i64::MIN),
        Some("newest") => (posts_page!("p.seq < $4", "p.seq DESC"), 0, i64::MAX),
        Some("most_agreed") => (
            posts_page!(
                "p.agrees <= $3 AND (p.agrees < $3 OR p.seq > $4)",
                "p.agrees DESC, p.seq"
            ),
            i64::MAX,
            i64::MIN,
        ),
        Some(_) => return Err(Fault::new(ProblemType::BadRequest, "order has no such value")),
    };
    let start = after.unwrap_or(Cursor {
        rank,
        key,
        id: String::new(),
    });
    let rows = sqlx::query(sql)
        .bind(&id)
        .bind(person.id())
        .bind(start.rank)
        .bind(start.key)
        .bind(limit as i64 + 1)
        .fetch_all(&mut *connection)
        .await?;
    let (total,): (i64,) = sqlx::query_as(
        "SELECT COUNT(*) FROM posts WHERE thread_id = $1 AND (state <> 'pending' OR author_id = $2)",
    )
    .bind(&id)
    .bind(person.id())
    .fetch_one(&mut *connection)
    .await?;
    let depths = depths(&mut connection, &thread, &rows).await?;
    let found = rows
        .iter()
        .zip(depths)
        .map(|(row, depth)| {
            let post = post(row, &thread, &person, depth, now)?;
            let place = Cursor {
                rank: row.try_get("agrees")?,
                key: row.try_get("seq")?,
                id: post.id.clone(),
            };
            Ok((place, post))
        })
        .collect::<Outcome<Vec<_>>>()?;
    answer::json(&headers, &page(found, limit, total), Cache::Own)
}

/// One post as this person sees it.
pub async fn load_post(
    connection: &mut AnyConnection,
    id: &str,
    person: &MaybePerson,
    now: i64,
) -> Outcome<(Post, ThreadRow)> {
    let row = sqlx::query(
        "SELECT p.*, r.name AS resident_name, a.resident_id AS agreed FROM posts p
         LEFT JOIN residents r ON r.id = p.author_id
         LEFT JOIN post_agrees a ON a.post_id = p.id AND a.resident_id = $2
         WHERE p.id = $1 AND (p.state <> 'pending' OR p.author_id = $2)",
    )
    .bind(id)
    .bind(person.id())
    .fetch_optional(&mut *connection)
    .await?
    .ok_or(ProblemType::NotFound)?;
    let thread = ThreadRow::load(&mut *connection, row.try_get("thread_id")?, now).await?;
    let depth = depth(connection, row.try_get("parent_id")?).await?;
    Ok((post(&row, &thread, person, depth, now)?, thread))
}

/// How many posts stand above a reply to `parent`.
pub async fn depth(connection: &mut AnyConnection, parent: Option<String>) -> Outcome<i64> {
    let (mut depth, mut above) = (0, parent);
    while let Some(id) = above {
        depth += 1;
        let row: Option<(Option<String>,)> = sqlx::query_as("SELECT parent_id FROM posts WHERE id = $1")
            .bind(&id)
            .fetch_optional(&mut *connection)
            .await?;
        above = row.and_then(|(parent,)| parent);
    }
    Ok(depth)
}

/// With one level of replies, which is the rule, a post's own row says how deep it lies.
async fn depths(connection: &mut AnyConnection, thread: &ThreadRow, rows: &[AnyRow]) -> Outcome<Vec<i64>> {
    let mut depths = Vec::with_capacity(rows.len());
    for row in rows {
        let parent: Option<String> = row.try_get("parent_id")?;
        depths.push(match thread.reply_levels {
            ..=1 => i64::from(parent.is_some()),
            _ => depth(connection, parent).await?,
        });
    }
    Ok(depths)
}

fn post(row: &AnyRow, thread: &ThreadRow, person: &MaybePerson, depth: i64, now: i64) -> Outcome<Post> {
    let author_id: Option<String> = row.try_get("author_id")?;
    let is_me = author_id.as_deref().is_some_and(|author| author == person.id());
    let state: PostState = named(row.try_get("state")?);
    let visible = state == PostState::Visible;
    let name: Option<String> = row.try_get("resident_name")?;
    let name = if name.is_some() {
        name
    } else {
        row.try_get("author_name")?
    };
    let writes = thread.takes_posts(now) && person.0.is_some();
    // A post that was taken back keeps its place for the replies, and nothing else.
    let body = if visible || state == PostState::Pending {
        row.try_get("body")?
    } else {
        String::new()
    };
    Ok(Post {
        id: row.try_get("id")?,
        thread_id: row.try_get("thread_id")?,
        parent_id: row.try_get("parent_id")?,
        author: Author {
            name,
            role: named(row.try_get("author_role")?),
            is_me,
        },
        body: Text::plain(body),
        stance: named(row.try_get("stance")?),
        state,
        state_reason: row.try_get("state_reason")?,
        created_at: time(row, "created_at")?,
        edited_at: maybe_time(row, "edited_at")?,
        official: flag(row, "official")?,
        agrees: u64::try_from(row.try_get::<i64, _>("agrees")?).unwrap_or(0),
        i_agree: row.try_get::<Option<String>, _>("agreed")?.is_some(),
        replies: u64::try_from(row.try_get::<i64, _>("replies")?).unwrap_or(0),
        can: PostPermissions {
            reply: writes && visible && depth < thread.reply_levels,
            edit: writes && visible && is_me,
            withdraw: is_me && matches!(state, PostState::Visible | PostState::Pending),
            rate: writes && visible && !is_me,
            report: person.0.is_some() && visible && !is_me,
        },
    })
}
