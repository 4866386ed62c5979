//! Writing posts: no word is lost and none is there twice.

use super::POST_CHARS;
use super::posts::load_post;
use super::row::ThreadRow;
use super::search::folded;
use crate::answer;
use crate::app::App;
use crate::clock::MINUTE;
use crate::extract::{Id, IdempotencyKey, Json, is_id};
use crate::fault::{Fault, Outcome};
use crate::idempotency::{Keyed, Seen};
use crate::length::too_long;
use crate::limiter::What;
use crate::names::name_of;
use crate::person::{MaybePerson, Person};
use crate::secrets;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use contract::*;
use sqlx::AnyConnection;

/// The same words by the same person at the same place within this time are a repeat, not a second opinion.
const REPEAT: i64 = 10 * MINUTE;

/// `POST /v1/threads/{id}/posts`.
pub async fn create_post(
    State(app): State<App>,
    person: Person,
    Id(id): Id,
    IdempotencyKey(key): IdempotencyKey,
    Json { value: mut ask, raw }: Json<NewPost>,
) -> Outcome<Response> {
    let mut errors = Vec::new();
    let body = clean(&ask.body, &mut errors);
    if ask.stance == Stance::Other {
        // Absent is neutral; a stance that nobody knows is a mistake.
        if raw.get("stance").is_some() {
            errors.push(FieldCode::UnknownValue.at("/stance", "no such stance"));
        }
        ask.stance = Stance::Neutral;
    }
    if ask.parent_id.as_deref().is_some_and(|parent| !is_id(parent)) {
        errors.push(FieldCode::UnknownValue.at("/parent_id", "no such post"));
    }
    if !errors.is_empty() {
        return Err(Fault::fields(errors));
    }
    let now = app.now();
    let me = MaybePerson(Some(person.clone()));
    let keyed = key.map(|key| {
        let parent = ask.parent_id.as_deref().unwrap_or_default();
        let text = format!("{parent}\n{}\n{body}", name_of(ask.stance));
        Keyed::new(&["post", &id, &person.id], &key, text.as_bytes())
    });

    let mut tx = app.db.write().await?;
    if let Some(keyed) = &keyed
        && let Seen::Before(Some(made)) = keyed.look(&mut tx).await?
    {
        return created(&mut tx, &made, &me, now).await;
    }
    let thread = ThreadRow::load(&mut tx, &id, now).await?;
    thread.must_take_posts(&person, now)?;
    check_parent(&mut tx, &thread, ask.parent_id.as_deref()).await?;
    let parent = ask.parent_id.clone().unwrap_or_default();
    let same: Option<(String,)> = sqlx::query_as(
        "SELECT id FROM posts WHERE thread_id = $1 AND author_id = $2 AND COALESCE(parent_id, '') = $3 AND body = $4
           AND created_at > $5 AND state IN ('visible', 'pending')",
    )
    .bind(&id)
    .bind(&person.id)
    .bind(&parent)
    .bind(&body)
    .bind(now - REPEAT)
    .fetch_optional(&mut *tx)
    .await?;
    if let Some((existing,)) = same {
        // A twin of this very request may have ended between the two reads: then the text is its own, not a second one.
        if let Some(keyed) = &keyed
            && let Seen::Before(Some(made)) = keyed.look(&mut tx).await?
        {
            return created(&mut tx, &made, &me, now).await;
        }
        return Err(Fault::existing(existing));
    }
    // Last, so that repeats and mistakes cost nobody their turn.
    app.limiter
        .take(What::Posts, &person.id, now)
        .map_err(|wait| Fault::wait(ProblemType::RateLimited, wait))?;

    let post_id = secrets::new_id()?;
    if let Some(keyed) = &keyed
        && !keyed.keep(&mut tx, Some(&post_id), now).await?
    {
        // PostgreSQL: a twin of this request was faster, and it has ended by now.
        return match keyed.look(&mut tx).await? {
            Seen::Before(Some(made)) => created(&mut tx, &made, &me, now).await,
            _ => Err(Fault::wait(ProblemType::Unavailable, 1)),
        };
    }
    insert(&mut tx, &thread, &person, &ask, &post_id, &body, now).await?;
    let answer = created(&mut tx, &post_id, &me, now).await?;
    tx.commit().await?;
    Ok(answer)
}

async fn created(connection: &mut AnyConnection, id: &str, me: &MaybePerson, now: i64) -> Outcome<Response> {
    let (post, _) = load_post(connection, id, me, now).await?;
    let status = if post.state == PostState::Pending {
        StatusCode::ACCEPTED
    } else {
        StatusCode::CREATED
    };
    answer::json_as(status, &post)
}

async fn insert(
    connection: &mut AnyConnection,
    thread: &ThreadRow,
    person: &Person,
    ask: &NewPost,
    post_id: &str,
    body: &str,
    now: i64,
) -> Outcome<()> {
    let state = if thread.moderated {
        PostState::Pending
    } else {
        PostState::Visible
    };
    // The thread's row hands out the numbers, so two posts at once never get the same.
    let (seq,): (i64,) = sqlx::query_as(
        "UPDATE threads SET last_seq = last_seq + 1, last_post_at = $2, active_at = $2 WHERE id = $1 RETURNING last_seq",
    )
    .bind(&thread.id)
    .bind(now)
    .fetch_one(&mut *connection)
    .await?;
    let role = person.role();
    sqlx::query(
        "INSERT INTO posts (id, thread_id, seq, parent_id, author_id, author_role, body, stance, state, official, created_at, folded)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
    )
    .bind(post_id)
    .bind(&thread.id)
    .bind(seq)
    .bind(&ask.parent_id)
    .bind(&person.id)
    .bind(name_of(role))
    .bind(body)
    .bind(name_of(ask.stance))
    .bind(name_of(state))
    .bind(i64::from(role != Role::Resident))
    .bind(now)
    .bind(folded(body))
    .execute(connection)
    .await?;
    Ok(())
}

/// A reply answers a post that can be seen, in the same thread, no deeper than the thread allows.
async fn check_parent(
    connection: &mut AnyConnection,
    thread: &ThreadRow,
    parent: Option<&str>,
) -> Outcome<()> {
    let Some(parent) = parent else { return Ok(()) };
    let known: Option<(String, i64)> = sqlx::query_as(
        "SELECT state, depth FROM posts WHERE id = $1 AND thread_id = $2 AND state NOT IN ('pending', 'refused')",
    )
    .bind(parent)
    .bind(&thread.id)
    .fetch_optional(&mut *connection)
    .await?;
    let Some((state, depth)) = known else {
        return Err(FieldCode::UnknownValue
            .at("/parent_id", "no such post in this thread")
            .into());
    };
    if state != "visible" {
        return Err(FieldCode::NotAllowed
            .at("/parent_id", "this post was taken back or hidden")
            .into());
    }
    if depth >= thread.reply_levels {
        return Err(FieldCode::OutOfRange
            .at("/parent_id", "replies do not go deeper here")
            .into());
    }
    Ok(())
}

/// `PATCH /v1/posts/{id}`.
pub async fn edit_post(
    State(app): State<App>,
    person: Person,
    Id(id): Id,
    Json { value: ask, .. }: Json<PostEdit>,
) -> Outcome<Response> {
    let mut errors = Vec::new();
    let body = clean(&ask.body, &mut errors);
    if ask.stance == Some(Stance::Other) {
        errors.push(FieldCode::UnknownValue.at("/stance", "no such stance"));
    }
    if !errors.is_empty() {
        return Err(Fault::fields(errors));
    }
    let now = app.now();
    let me = MaybePerson(Some(person.clone()));
    let mut tx = app.db.write().await?;
    take_turn(&mut tx, &id).await?;
    let (post, thread) = load_post(&mut tx, &id, &me, now).await?;
    if !post.author.is_me {
        return Err(ProblemType::Forbidden.into());
    }
    thread.must_take_posts(&person, now)?;
    if post.state != PostState::Visible {
        return Err(ProblemType::Forbidden.into());
    }
    let stance = ask.stance.unwrap_or(post.stance);
    if post.body.value != body || post.stance != stance {
        // What waits for a moderator before it is shown also waits after it was changed.
        let state = if thread.moderated {
            PostState::Pending
        } else {
            PostState::Visible
        };
        keep_version(&mut tx, &post).await?;
        sqlx::query(
            "UPDATE posts SET body = $1, folded = $2, stance = $3, edited_at = $4, state = $5 WHERE id = $6",
        )
        .bind(&body)
        .bind(folded(&body))
        .bind(name_of(stance))
        .bind(now)
        .bind(name_of(state))
        .bind(&id)
        .execute(&mut *tx)
        .await?;
    }
    let (post, _) = load_post(&mut tx, &id, &me, now).await?;
    tx.commit().await?;
    answer::json_as(StatusCode::OK, &post)
}

/// What others may have read and answered stays to be read beside what it became.
async fn keep_version(connection: &mut AnyConnection, post: &Post) -> Outcome<()> {
    let written = post.edited_at.unwrap_or(post.created_at);
    sqlx::query(
        "INSERT INTO post_versions (post_id, written_at, body, stance) VALUES ($1, $2, $3, $4)
         ON CONFLICT (post_id, written_at) DO NOTHING",
    )
    .bind(&post.id)
    .bind(written.millis())
    .bind(&post.body.value)
    .bind(name_of(post.stance))
    .execute(connection)
    .await?;
    Ok(())
}

/// Whoever writes a post writes its thread's row first: the database keeps counts there after every change, and two who come from
/// opposite ends would wait for one another.
async fn take_turn(connection: &mut AnyConnection, post: &str) -> Outcome<()> {
    sqlx::query(
        "UPDATE threads SET moved = moved + 1 WHERE id = (SELECT thread_id FROM posts WHERE id = $1)",
    )
    .bind(post)
    .execute(connection)
    .await?;
    Ok(())
}

/// `DELETE /v1/posts/{id}`: the words go, the place stays for the replies. Also in a closed thread: one may always take
/// one's words back.
pub async fn withdraw_post(State(app): State<App>, person: Person, Id(id): Id) -> Outcome<Response> {
    let now = app.now();
    let me = MaybePerson(Some(person));
    let mut tx = app.db.write().await?;
    take_turn(&mut tx, &id).await?;
    let (post, _) = load_post(&mut tx, &id, &me, now).await?;
    if !post.author.is_me {
        return Err(ProblemType::Forbidden.into());
    }
    if post.can.withdraw {
        sqlx::query("UPDATE posts SET state = 'withdrawn', body = '', folded = NULL WHERE id = $1")
            .bind(&id)
            .execute(&mut *tx)
            .await?;
        sqlx::query("DELETE FROM post_versions WHERE post_id = $1")
            .bind(&id)
            .execute(&mut *tx)
            .await?;
    }
    let (post, _) = load_post(&mut tx, &id, &me, now).await?;
    tx.commit().await?;
    answer::json_as(StatusCode::OK, &post)
}

/// `PUT /v1/posts/{id}/rating`.
pub async fn rate_post(
    State(app): State<App>,
    person: Person,
    Id(id): Id,
    Json { value: ask, .. }: Json<Rating>,
) -> Outcome<Response> {
    let now = app.now();
    let me = MaybePerson(Some(person.clone()));
    let mut tx = app.db.write().await?;
    take_turn(&mut tx, &id).await?;
    let (post, thread) = load_post(&mut tx, &id, &me, now).await?;
    thread.must_take_posts(&person, now)?;
    if !post.can.rate {
        return Err(ProblemType::Forbidden.into());
    }
    let sql = if ask.agree {
        "INSERT INTO post_agrees (post_id, resident_id) VALUES ($1, $2) ON CONFLICT (post_id, resident_id) DO NOTHING"
    } else {
        "DELETE FROM post_agrees WHERE post_id = $1 AND resident_id = $2"
    };
    let changed = sqlx::query(sql)
        .bind(&id)
        .bind(&person.id)
        .execute(&mut *tx)
        .await?
        .rows_affected()
        == 1;
    let step = if ask.agree { 1i64 } else { -1 };
    // Imported posts carry agreement that no row here stands for, so the number is moved, not counted.
    let (agrees,): (i64,) =
        sqlx::query_as("UPDATE posts SET agrees = agrees + $1 WHERE id = $2 RETURNING agrees")
            .bind(if changed { step } else { 0 })
            .bind(&id)
            .fetch_one(&mut *tx)
            .await?;
    tx.commit().await?;
    let state = RatingState {
        agrees: u64::try_from(agrees).unwrap_or(0),
        i_agree: ask.agree,
    };
    answer::json_as(StatusCode::OK, &state)
}

/// The text as it is kept: line ends as `\n`, no blanks around it.
fn clean(text: &str, errors: &mut Vec<FieldError>) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n").trim().to_owned();
    if text.is_empty() {
        errors.push(FieldCode::Missing.at("/body", "write something"));
    } else if too_long(&text, POST_CHARS) {
        errors.push(FieldCode::TooLong.at("/body", format!("at most {POST_CHARS} characters")));
    }
    text
}
