//! Pages of a thread: posts of their own in the order asked for, each with the first replies under it; and all replies under one.
//!
//! Nobody's page is counted or sorted anew: `oldest` and `newest` go along the posts' numbers, which never change, and the
//! agreement orders along a ranking that is kept while somebody turns its pages ([`super::ranking`]). So no post is there twice
//! and none is left out, whatever is written and agreed with meanwhile; what is written later comes with the next first page.

use super::posts::{Placed, listed, load_numbered, load_post, load_posts};
use super::row::ThreadRow;
use super::search::Words;
use super::{ranking, search};
use crate::answer::{self, Cache};
use crate::app::App;
use crate::extract::{Ask, Id, is_id};
use crate::fault::{Fault, Outcome};
use crate::paging::{Cursor, PageAsk};
use crate::person::MaybePerson;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use contract::*;
use serde::Deserialize;
use sqlx::AnyConnection;

/// Replies that come with a post of its own.
const FIRST_REPLIES: u32 = 3;
/// Replies that come with the post that a page was opened around.
const REPLIES_AROUND: u32 = 100;

#[derive(Debug, Deserialize)]
pub struct PostsAsk {
    order: Option<String>,
    around: Option<String>,
    q: Option<String>,
    official: Option<String>,
    cursor: Option<String>,
    limit: Option<String>,
}

/// Which posts a page has, by their numbers in the thread.
pub struct Picked {
    pub numbers: Vec<i64>,
    pub next: Option<Cursor>,
    pub previous: Option<Cursor>,
    pub before: Option<u64>,
    pub total: i64,
    pub order: Option<PostOrder>,
}

/// Where a page begins.
pub enum Begin {
    Start,
    Cursor(Cursor),
    /// In the middle lies the post of its own with this number.
    Around(i64),
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
    let official = match ask.official.as_deref() {
        None | Some("false") => false,
        Some("true") => true,
        Some(_) => return Err(Fault::new(ProblemType::BadRequest, "official is true or false")),
    };
    let order = match ask.order.as_deref() {
        None | Some("oldest" | "other") => PostOrder::Oldest,
        Some("newest") => PostOrder::Newest,
        Some("most_agreed") => PostOrder::MostAgreed,
        Some("agreed_across") => PostOrder::AgreedAcross,
        Some(_) => return Err(Fault::new(ProblemType::BadRequest, "order has no such value")),
    };
    let words = ask.q.as_deref().map(Words::read).transpose()?.flatten();
    let (limit, after, now) = (paging.limit()?, paging.after()?, app.now());
    let mut connection = app.db.pool.acquire().await?;
    let thread = ThreadRow::load(&mut connection, &id, now).await?;
    let mut reading = Reading {
        connection: &mut connection,
        thread: &thread,
        person: &person,
        now,
    };
    if official || words.is_some() {
        let newest = order == PostOrder::Newest;
        let picked = search::pick(&mut reading, words.as_ref(), official, newest, after, limit).await?;
        let found = load_numbered(reading.connection, &thread, &person, now, &picked.numbers).await?;
        return answer::json(&headers, &page(picked, found), Cache::Own);
    }
    let around = match ask.around.as_deref() {
        Some(post) => Some(reading.root_of(post).await?),
        None => None,
    };
    let begin = match (&after, &around) {
        (Some(after), _) => Begin::Cursor(after.clone()),
        (None, Some((number, _))) => Begin::Around(*number),
        (None, None) => Begin::Start,
    };
    let picked = match order {
        PostOrder::MostAgreed | PostOrder::AgreedAcross => {
            ranking::pick(&app, &mut reading, order, begin, limit).await?
        }
        _ => by_number(&mut reading, order == PostOrder::Newest, begin, limit).await?,
    };
    let wanted = around.filter(|_| after.is_none());
    let found = with_replies(&mut reading, &picked.numbers, wanted.as_ref()).await?;
    answer::json(&headers, &page(picked, found), Cache::Own)
}

fn page(picked: Picked, found: Vec<Placed>) -> Page<Post> {
    Page {
        items: found.into_iter().map(|placed| placed.post).collect(),
        next: picked.next.as_ref().map(Cursor::write),
        total: u64::try_from(picked.total).unwrap_or(0),
        previous: picked.previous.as_ref().map(Cursor::write),
        before: picked.before,
        order: picked.order,
    }
}

/// Whoever reads a thread.
pub struct Reading<'a> {
    pub connection: &'a mut AnyConnection,
    pub thread: &'a ThreadRow,
    pub person: &'a MaybePerson,
    pub now: i64,
}

impl Reading<'_> {
    /// The number of the post of its own that a post is or stands under, and the post's own path.
    async fn root_of(&mut self, post: &str) -> Outcome<(i64, String)> {
        if !is_id(post) {
            return Err(ProblemType::NotFound.into());
        }
        let found: Option<(i64, String)> = sqlx::query_as(
            "SELECT COALESCE(q.seq, p.seq), p.path FROM posts p LEFT JOIN posts q ON q.id = p.root_id
             WHERE p.id = $1 AND p.thread_id = $2 AND (p.state NOT IN ('pending', 'refused') OR p.author_id = $3)",
        )
        .bind(post)
        .bind(&self.thread.id)
        .bind(self.person.id())
        .fetch_optional(&mut *self.connection)
        .await?;
        Ok(found.ok_or(ProblemType::NotFound)?)
    }

    /// Posts of their own that this person finds in the list: what everybody does is counted already.
    pub async fn roots(&mut self) -> Outcome<i64> {
        let mut roots = self.thread.shown_roots;
        if self.person.0.is_some() {
            let (waiting,): (i64,) = sqlx::query_as(
                "SELECT COUNT(*) FROM posts WHERE thread_id = $1 AND author_id = $2 AND state IN ('pending', 'refused')
                   AND parent_id IS NULL",
            )
            .bind(&self.thread.id)
            .bind(self.person.id())
            .fetch_one(&mut *self.connection)
            .await?;
            roots += waiting;
        }
        Ok(roots)
    }
}

/// Numbers of posts of their own on one side of a number, the nearest first.
macro_rules! roots {
    ($side:literal) => {
        concat!(
            "SELECT seq FROM posts WHERE thread_id = $1 AND parent_id IS NULL AND ",
            "(state NOT IN ('pending', 'refused') OR author_id = $2) AND seq ",
            $side,
            " LIMIT $4"
        )
    };
}

/// Oldest or newest first. The cursor's key is the last number; its rank is 0 forwards, and backwards one more than how many posts
/// stand before the page it was on.
async fn by_number(reading: &mut Reading<'_>, newest: bool, from: Begin, limit: usize) -> Outcome<Picked> {
    let name = if newest { "newest" } else { "oldest" };
    let cursor = |rank: i64, key: i64| Cursor {
        rank,
        key,
        id: name.to_owned(),
    };
    let (mut previous, mut before) = (None, None);
    let (mut numbers, next);
    match from {
        Begin::Cursor(at) if at.id != name => return Err(foreign()),
        Begin::Cursor(at) if at.rank > 0 => {
            numbers = beside(reading, !newest, at.key, limit + 1).await?;
            let more = numbers.len() > limit;
            numbers.truncate(limit);
            numbers.reverse();
            let left = (at.rank - 1 - i64::try_from(numbers.len()).unwrap_or(0)).max(0);
            if more && let Some(first) = numbers.first() {
                before = Some(u64::try_from(left).unwrap_or(0));
                previous = Some(cursor(left + 1, *first));
            }
            // The page that this one was opened from begins here.
            next = numbers.last().map(|last| cursor(0, *last));
        }
        Begin::Around(middle) => {
            let mut above = beside(reading, !newest, middle, limit + 1).await?;
            let step = if newest { 1 } else { -1 };
            let mut from_it = beside(reading, newest, middle + step, limit + 1).await?;
            let wanted = (limit / 2).max(limit.saturating_sub(from_it.len()));
            let more_above = above.len() > wanted;
            above.truncate(wanted);
            above.reverse();
            let room = limit - above.len();
            let more = from_it.len() > room;
            from_it.truncate(room);
            numbers = above;
            numbers.append(&mut from_it);
            next = numbers.last().filter(|_| more).map(|last| cursor(0, *last));
            if more_above && let Some(first) = numbers.first() {
                let count = count_before(reading, newest, *first).await?;
                before = Some(u64::try_from(count).unwrap_or(0));
                previous = Some(cursor(count + 1, *first));
            }
        }
        Begin::Cursor(_) | Begin::Start => {
            let start = match from {
                Begin::Cursor(at) => at.key,
                _ if newest => i64::MAX,
                _ => i64::MIN,
            };
            numbers = beside(reading, newest, start, limit + 1).await?;
            let more = numbers.len() > limit;
            numbers.truncate(limit);
            next = numbers.last().filter(|_| more).map(|last| cursor(0, *last));
        }
    }
    Ok(Picked {
        numbers,
        next,
        previous,
        before,
        total: reading.roots().await?,
        order: None,
    })
}

async fn beside(reading: &mut Reading<'_>, lower: bool, number: i64, limit: usize) -> Outcome<Vec<i64>> {
    let sql = if lower {
        roots!("< $3 ORDER BY seq DESC")
    } else {
        roots!("> $3 ORDER BY seq")
    };
    let rows: Vec<(i64,)> = sqlx::query_as(sql)
        .bind(&reading.thread.id)
        .bind(reading.person.id())
        .bind(number)
        .bind(limit as i64)
        .fetch_all(&mut *reading.connection)
        .await?;
    Ok(rows.into_iter().map(|(number,)| number).collect())
}

/// Only where a page is opened in the middle; going on from there it is known.
async fn count_before(reading: &mut Reading<'_>, newest: bool, number: i64) -> Outcome<i64> {
    let sql = if newest {
        "SELECT COUNT(*) FROM posts WHERE thread_id = $1 AND parent_id IS NULL AND seq > $3
           AND (state NOT IN ('pending', 'refused') OR author_id = $2)"
    } else {
        "SELECT COUNT(*) FROM posts WHERE thread_id = $1 AND parent_id IS NULL AND seq < $3
           AND (state NOT IN ('pending', 'refused') OR author_id = $2)"
    };
    let (count,): (i64,) = sqlx::query_as(sql)
        .bind(&reading.thread.id)
        .bind(reading.person.id())
        .bind(number)
        .fetch_one(&mut *reading.connection)
        .await?;
    Ok(count)
}

pub fn foreign() -> Fault {
    Fault::new(ProblemType::BadRequest, "this cursor is not from here")
}

/// The posts of their own with these numbers, after each the first replies under it. Under the one that the page was opened around
/// are more, and in any case the post that was asked for with those above it.
async fn with_replies(
    reading: &mut Reading<'_>,
    numbers: &[i64],
    around: Option<&(i64, String)>,
) -> Outcome<Vec<Placed>> {
    if numbers.is_empty() {
        return Ok(Vec::new());
    }
    let mut parts = Vec::new();
    for number in numbers {
        let asked = around.filter(|(root, _)| root == number);
        let most = asked.map_or(FIRST_REPLIES, |_| REPLIES_AROUND);
        parts.push(format!(
            "SELECT id FROM (SELECT c.id FROM posts c WHERE c.root_id = \
             (SELECT id FROM posts WHERE thread_id = $2 AND seq = {number}) \
             AND (c.state NOT IN ('pending', 'refused') OR c.author_id = $1) ORDER BY c.path LIMIT {most}) AS u{number}"
        ));
    }
    let mut wanted = numbers.to_vec();
    if let Some((_, path)) = around {
        let line = path.as_bytes().chunks(8);
        wanted.extend(line.filter_map(|digits| std::str::from_utf8(digits).ok()?.parse::<i64>().ok()));
    }
    // All by id: with a second condition beside it SQLite would look through the whole thread.
    let which = format!(
        "p.id IN (SELECT id FROM posts WHERE thread_id = $2 AND seq IN ({}) UNION ALL {})",
        listed(&wanted),
        parts.join(" UNION ALL ")
    );
    let (thread, person, now) = (reading.thread, reading.person, reading.now);
    let mut found = load_posts(reading.connection, thread, person, now, &which).await?;
    let place = |placed: &Placed| {
        let root: Option<i64> = placed.path.get(..8).and_then(|digits| digits.parse().ok());
        numbers.iter().position(|number| Some(*number) == root)
    };
    found.sort_by(|a, b| place(a).cmp(&place(b)).then_with(|| a.path.cmp(&b.path)));
    Ok(found)
}

/// `GET /v1/posts/{id}/replies`: depth first, the oldest first. The cursor is the last one's path.
pub async fn replies(
    State(app): State<App>,
    person: MaybePerson,
    headers: HeaderMap,
    Id(id): Id,
    Ask(ask): Ask<PageAsk>,
) -> Outcome<Response> {
    let (limit, after, now) = (ask.limit()?, ask.after()?, app.now());
    let mut connection = app.db.pool.acquire().await?;
    let (above, thread) = load_post(&mut connection, &id, &person, now).await?;
    let root = above.root_id.as_deref().unwrap_or(&above.id);
    let (path,): (String,) = sqlx::query_as("SELECT path FROM posts WHERE id = $1")
        .bind(&id)
        .fetch_one(&mut *connection)
        .await?;
    let start = match &after {
        Some(at) if at.id.starts_with(&path) && at.id.bytes().all(|b| b.is_ascii_digit()) => at.id.clone(),
        Some(_) => return Err(foreign()),
        None => path.clone(),
    };
    // What stands under a post begins with its path; a colon comes after all digits.
    let end = format!("{path}:");
    let mut numbers: Vec<(i64, String)> = sqlx::query_as(
        "SELECT seq, path FROM posts WHERE root_id = $1 AND path > $2 AND path < $3
           AND (state NOT IN ('pending', 'refused') OR author_id = $4) ORDER BY path LIMIT $5",
    )
    .bind(root)
    .bind(&start)
    .bind(&end)
    .bind(person.id())
    .bind(limit as i64 + 1)
    .fetch_all(&mut *connection)
    .await?;
    let (total,): (i64,) = sqlx::query_as(
        "SELECT COUNT(*) FROM posts WHERE root_id = $1 AND path > $2 AND path < $3
           AND (state NOT IN ('pending', 'refused') OR author_id = $4)",
    )
    .bind(root)
    .bind(&path)
    .bind(&end)
    .bind(person.id())
    .fetch_one(&mut *connection)
    .await?;
    let more = numbers.len() > limit;
    numbers.truncate(limit);
    let next = numbers.last().filter(|_| more).map(|(number, path)| Cursor {
        rank: 0,
        key: *number,
        id: path.clone(),
    });
    let numbers: Vec<i64> = numbers.into_iter().map(|(number, _)| number).collect();
    let found = load_numbered(&mut connection, &thread, &person, now, &numbers).await?;
    let picked = Picked {
        numbers,
        next,
        previous: None,
        before: None,
        total,
        order: None,
    };
    answer::json(&headers, &page(picked, found), Cache::Own)
}
