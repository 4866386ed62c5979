//! What everybody can read about a topic, small enough to be looked at again and again, and what to tell when it is another.
//!
//! Only what is public is looked at, whoever listens. So nothing that waits for a moderator, nothing of a thread that has not
//! begun, and no ballot can ever become an event: they do not change what is seen here. How many have voted is public, too, and is
//! left out: the moment at which somebody votes is nobody's business.

use super::topic::Topic;
use contract::{LiveAgrees, LiveChange, LiveSaid};
use sqlx::{AnyConnection, Row};
use std::collections::HashMap;

/// More changes than this at once are not told one by one: who listens reads again.
const TOLD_ONE_BY_ONE: usize = 100;

/// One look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// Equal when nothing is to be told.
    gist: String,
    total: Option<u64>,
    posts: HashMap<String, SeenPost>,
    statements: HashMap<String, [u64; 3]>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct SeenPost {
    state: String,
    edited_at: i64,
    agrees: u64,
}

/// Looks at a topic; nothing where it is not there. What `before` saw is only read anew where its gist is another.
pub async fn look(
    db: &mut AnyConnection,
    topic: &Topic,
    now: i64,
    before: Option<&Seen>,
) -> sqlx::Result<Option<Seen>> {
    let Some((gist, total)) = gist(&mut *db, topic, now).await? else {
        return Ok(None);
    };
    if let Some(before) = before.filter(|before| before.gist == gist) {
        return Ok(Some(before.clone()));
    }
    let (posts, statements) = match topic {
        Topic::Thread(id) => (posts(&mut *db, id).await?, statements(db, id).await?),
        _ => Default::default(),
    };
    Ok(Some(Seen {
        gist,
        total,
        posts,
        statements,
    }))
}

async fn gist(
    db: &mut AnyConnection,
    topic: &Topic,
    now: i64,
) -> sqlx::Result<Option<(String, Option<u64>)>> {
    match topic {
        Topic::Thread(id) => thread_gist(db, id, now).await,
        Topic::Poll(id) => {
            let row: Option<(i64, i64, i64, String, i64, String)> = sqlx::query_as(
                "SELECT opens_at, closes_at, cancelled, events,
                   CAST(CASE WHEN board_root IS NULL THEN 0 ELSE 1 END AS BIGINT), board_batches FROM polls WHERE id = $1",
            )
            .bind(id)
            .fetch_optional(db)
            .await?;
            Ok(row.map(|row| (format!("{row:?} {} {}", now >= row.0, now >= row.1), None)))
        }
        Topic::Notices => {
            let row: (i64, i64, i64, i64) = sqlx::query_as(
                "SELECT COUNT(*), COALESCE(MAX(published_at), 0), COALESCE(MAX(updated_at), 0),
                   CAST(COALESCE(SUM(CASE WHEN withdrawn IS NULL THEN 0 ELSE 1 END), 0) AS BIGINT)
                 FROM notices WHERE published_at <= $1",
            )
            .bind(now)
            .fetch_one(db)
            .await?;
            Ok(Some((format!("{row:?}"), u64::try_from(row.0).ok())))
        }
    }
}

/// Numbers that are others when anything of a thread is: each row counts with a weight of its own, so that one more here and
/// one less there do not cancel out.
async fn thread_gist(
    db: &mut AnyConnection,
    id: &str,
    now: i64,
) -> sqlx::Result<Option<(String, Option<u64>)>> {
    let thread: Option<(String, String, String, String, i64)> = sqlx::query_as(
        "SELECT title, body, COALESCE(summary, ''), COALESCE(stage, ''), COALESCE(closes_at, 0) FROM threads
         WHERE id = $1 AND created_at <= $2",
    )
    .bind(id)
    .bind(now)
    .fetch_optional(&mut *db)
    .await?;
    let Some(thread) = thread else { return Ok(None) };
    let posts: (i64, i64, i64, i64) = sqlx::query_as(
        "SELECT CAST(COALESCE(SUM(CASE WHEN state = 'visible' THEN 1 ELSE 0 END), 0) AS BIGINT), CAST(COALESCE(SUM(agrees * (seq % 1009 + 1)), 0) AS BIGINT),
           CAST(COALESCE(SUM(LENGTH(state) * (seq % 1009 + 1)), 0) AS BIGINT),
           CAST(COALESCE(SUM(COALESCE(edited_at, 0) % 1000003), 0) AS BIGINT)
         FROM posts WHERE thread_id = $1 AND state NOT IN ('pending', 'refused')",
    )
    .bind(id)
    .fetch_one(&mut *db)
    .await?;
    let statements: (i64, i64, i64, i64) = sqlx::query_as(
        "SELECT COUNT(*), CAST(COALESCE(SUM(agree * (seq % 1009 + 1)), 0) AS BIGINT),
           CAST(COALESCE(SUM(disagree * (seq % 1009 + 1)), 0) AS BIGINT),
           CAST(COALESCE(SUM(pass * (seq % 1009 + 1)), 0) AS BIGINT)
         FROM statements WHERE thread_id = $1 AND state = 'visible'",
    )
    .bind(id)
    .fetch_one(db)
    .await?;
    let total = u64::try_from(posts.0 + statements.0).ok();
    Ok(Some((
        format!(
            "{thread:?} {} {posts:?} {statements:?}",
            thread.4 > 0 && now >= thread.4
        ),
        total,
    )))
}

async fn posts(db: &mut AnyConnection, thread: &str) -> sqlx::Result<HashMap<String, SeenPost>> {
    let rows = sqlx::query(
        "SELECT id, state, agrees, COALESCE(edited_at, 0) AS edited FROM posts
         WHERE thread_id = $1 AND state NOT IN ('pending', 'refused')",
    )
    .bind(thread)
    .fetch_all(db)
    .await?;
    let read = rows.iter().map(|row| {
        let post = SeenPost {
            state: row.try_get("state")?,
            edited_at: row.try_get("edited")?,
            agrees: u64::try_from(row.try_get::<i64, _>("agrees")?).unwrap_or(0),
        };
        Ok((row.try_get("id")?, post))
    });
    read.collect()
}

async fn statements(db: &mut AnyConnection, thread: &str) -> sqlx::Result<HashMap<String, [u64; 3]>> {
    let rows: Vec<(String, i64, i64, i64)> = sqlx::query_as(
        "SELECT id, agree, disagree, pass FROM statements WHERE thread_id = $1 AND state = 'visible'",
    )
    .bind(thread)
    .fetch_all(db)
    .await?;
    let read = rows.into_iter().map(|(id, agree, disagree, pass)| {
        (id, [agree, disagree, pass].map(|n| u64::try_from(n).unwrap_or(0)))
    });
    Ok(read.collect())
}

/// What to tell about the way from one look to the next; nothing where nothing is to be told.
pub fn change(topic: &Topic, before: Option<&Seen>, now: Option<&Seen>) -> Option<LiveChange> {
    if before.map(|seen| &seen.gist) == now.map(|seen| &seen.gist) {
        return None;
    }
    let mut change = LiveChange {
        topic: topic.name(),
        total: now.and_then(|now| now.total),
        agreed: Vec::new(),
        said: Vec::new(),
        rewritten: false,
    };
    let (Some(before), Some(now)) = (before, now) else {
        change.rewritten = true;
        return Some(change);
    };
    for (id, post) in &now.posts {
        let Some(was) = before.posts.get(id) else { continue };
        if was.agrees != post.agrees {
            change.agreed.push(LiveAgrees {
                post_id: id.clone(),
                agrees: post.agrees,
            });
        }
        change.rewritten |= (&was.state, was.edited_at) != (&post.state, post.edited_at);
    }
    for (id, [agree, disagree, pass]) in &now.statements {
        if before
            .statements
            .get(id)
            .is_some_and(|was| *was != [*agree, *disagree, *pass])
        {
            change.said.push(LiveSaid {
                statement_id: id.clone(),
                agree: *agree,
                disagree: *disagree,
                pass: *pass,
            });
        }
    }
    // Gone, or something that is no post of it: the matter itself, its end.
    change.rewritten |= before.posts.keys().any(|id| !now.posts.contains_key(id));
    let nothing_else = change.agreed.is_empty() && change.said.is_empty() && before.total == now.total;
    change.rewritten |= nothing_else;
    if change.agreed.len() > TOLD_ONE_BY_ONE || change.said.len() > TOLD_ONE_BY_ONE {
        (change.agreed, change.said, change.rewritten) = (Vec::new(), Vec::new(), true);
    }
    Some(change)
}
