//! A post as one person sees it.

use super::objections;
use super::row::ThreadRow;
use crate::columns::{flag, maybe_time, time};
use crate::fault::Outcome;
use crate::names::named;
use crate::person::MaybePerson;
use contract::*;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AssertSqlSafe, Row};

/// Everything a post is made of; `$1` is who reads. What follows says which ones.
const POSTS: &str = "SELECT p.*, r.name AS resident_name, a.resident_id AS agreed,
  o.state AS objection_state, o.created_at AS objection_at, o.answer AS objection_answer,
  q.author_id AS above_id, COALESCE(qr.name, q.author_name) AS above_name, q.author_role AS above_role FROM posts p
  LEFT JOIN posts q ON q.id = p.parent_id LEFT JOIN residents qr ON qr.id = q.author_id
  LEFT JOIN objections o ON o.kind = 'post' AND o.subject_id = p.id
  LEFT JOIN residents r ON r.id = p.author_id
  LEFT JOIN post_agrees a ON a.post_id = p.id AND a.resident_id = $1
  WHERE (p.state NOT IN ('pending', 'refused') OR p.author_id = $1) AND ";

/// A post with its place in the thread.
pub struct Placed {
    pub seq: i64,
    pub path: String,
    pub post: Post,
}

/// One post as this person sees it.
pub async fn load_post(
    connection: &mut AnyConnection,
    id: &str,
    person: &MaybePerson,
    now: i64,
) -> Outcome<(Post, ThreadRow)> {
    let sql = format!("{POSTS} p.id = $2");
    let row = sqlx::query(AssertSqlSafe(sql))
        .bind(person.id())
        .bind(id)
        .fetch_optional(&mut *connection)
        .await?
        .ok_or(ProblemType::NotFound)?;
    let thread = ThreadRow::load(&mut *connection, row.try_get("thread_id")?, now).await?;
    Ok((post(&row, &thread, person, now)?, thread))
}

/// Those of a thread's posts that `which` picks, in one query. In `which` `$2` is the thread; anything else in it is our own
/// text and numbers, never input.
pub async fn load_posts(
    connection: &mut AnyConnection,
    thread: &ThreadRow,
    person: &MaybePerson,
    now: i64,
    which: &str,
) -> Outcome<Vec<Placed>> {
    let sql = format!("{POSTS} {which}");
    let rows = sqlx::query(AssertSqlSafe(sql))
        // Each is asked with other numbers and not worth keeping.
        .persistent(false)
        .bind(person.id())
        .bind(&thread.id)
        .fetch_all(connection)
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Placed {
                seq: row.try_get("seq")?,
                path: row.try_get("path")?,
                post: post(row, thread, person, now)?,
            })
        })
        .collect()
}

/// The posts with these numbers, in this order.
pub async fn load_numbered(
    connection: &mut AnyConnection,
    thread: &ThreadRow,
    person: &MaybePerson,
    now: i64,
    numbers: &[i64],
) -> Outcome<Vec<Placed>> {
    if numbers.is_empty() {
        return Ok(Vec::new());
    }
    let which = format!("p.thread_id = $2 AND p.seq IN ({})", listed(numbers));
    let mut found = load_posts(connection, thread, person, now, &which).await?;
    found.sort_by_key(|placed| numbers.iter().position(|number| *number == placed.seq));
    Ok(found)
}

/// `7, 8, 9`
pub fn listed(numbers: &[i64]) -> String {
    let numbers: Vec<String> = numbers.iter().map(i64::to_string).collect();
    numbers.join(", ")
}

fn post(row: &AnyRow, thread: &ThreadRow, person: &MaybePerson, now: i64) -> Outcome<Post> {
    let depth: i64 = row.try_get("depth")?;
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
    // Only whoever wrote it learns that there is an objection, and what became of it.
    let objection = if is_me { objections::read(row)? } else { None };
    let object = is_me && matches!(state, PostState::Hidden | PostState::Refused) && objection.is_none();
    let writes = thread.takes_posts(now) && person.0.is_some();
    // One that was taken back keeps its place for the replies, and nothing else. Who objects against hiding must know against what:
    // to its author, and to nobody else, a hidden one still says what it said. The query gives the waiting and the refused to them only.
    let readable = match state {
        PostState::Visible | PostState::Pending | PostState::Refused => true,
        PostState::Hidden => is_me,
        _ => false,
    };
    let body = if readable {
        row.try_get("body")?
    } else {
        String::new()
    };
    Ok(Post {
        id: row.try_get("id")?,
        thread_id: row.try_get("thread_id")?,
        parent_id: row.try_get("parent_id")?,
        root_id: row.try_get("root_id")?,
        depth: u32::try_from(depth).unwrap_or(0),
        answers: above(row, person)?,
        author: Author {
            name,
            role: named(row.try_get("author_role")?),
            is_me,
        },
        body: Text::markdown(body),
        stance: named(row.try_get("stance")?),
        state,
        state_reason: row.try_get("state_reason")?,
        created_at: time(row, "created_at")?,
        edited_at: maybe_time(row, "edited_at")?,
        official: flag(row, "official")?,
        agrees: u64::try_from(row.try_get::<i64, _>("agrees")?).unwrap_or(0),
        i_agree: row.try_get::<Option<String>, _>("agreed")?.is_some(),
        replies: u64::try_from(row.try_get::<i64, _>("replies")?).unwrap_or(0),
        objection,
        can: PostPermissions {
            reply: writes && visible && depth < thread.reply_levels,
            edit: writes && visible && is_me,
            withdraw: is_me && matches!(state, PostState::Visible | PostState::Pending),
            rate: writes && visible && !is_me,
            report: person.0.is_some() && visible && !is_me,
            object,
        },
    })
}

/// Who wrote the post that this one answers.
fn above(row: &AnyRow, person: &MaybePerson) -> Outcome<Option<Author>> {
    let Some(role) = row.try_get::<Option<String>, _>("above_role")? else {
        return Ok(None);
    };
    let id: Option<String> = row.try_get("above_id")?;
    Ok(Some(Author {
        name: row.try_get("above_name")?,
        role: named(&role),
        is_me: id.as_deref().is_some_and(|id| id == person.id()),
    }))
}
