//! `thread open FILE.toml`: a discussion or a set of statements. For a demo the file may bring posts of residents;
//! a real community's residents write their own.

use super::form::Form;
use super::house::{House, Link};
use super::refusal::Refused;
use super::store::{Ids, Person, Purpose, find_person, insert_texts, json};
use crate::names::name_of;
use contract::{PostState, Related, RelatedKind, Role, Source, Stance, Text, ThreadKind, Timestamp};
use serde::Deserialize;
use sqlx::AnyConnection;
use std::collections::HashMap;
use toml::Spanned;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ThreadForm {
    id: Option<Spanned<String>>,
    title: Spanned<String>,
    kind: Spanned<ThreadKind>,
    body: Spanned<String>,
    /// A resident, by name or phone number.
    author: Option<Spanned<String>>,
    /// Or an institution, in its own words.
    publisher: Option<Spanned<String>>,
    created_at: Option<Spanned<String>>,
    closes_at: Option<Spanned<String>>,
    summary: Option<Spanned<String>>,
    summary_at: Option<Spanned<String>>,
    /// How many levels of replies are taken; 0 takes none.
    reply_levels: Option<Spanned<u32>>,
    #[serde(default)]
    moderated: bool,
    #[serde(default)]
    related: Vec<Spanned<Link>>,
    #[serde(default)]
    statements: Vec<StatementForm>,
    #[serde(default)]
    posts: Vec<PostForm>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct StatementForm {
    text: Spanned<String>,
    at: Option<Spanned<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PostForm {
    id: Spanned<String>,
    author: Spanned<String>,
    at: Spanned<String>,
    body: Spanned<String>,
    reply_to: Option<Spanned<String>>,
    stance: Option<Spanned<Stance>>,
    #[serde(default)]
    official: bool,
    agrees: Option<Spanned<u32>>,
    state: Option<Spanned<PostState>>,
    reason: Option<Spanned<String>>,
    edited_at: Option<Spanned<String>>,
}

/// Levels of replies where a thread's file says nothing, and the most it may ask for: each is a few characters of a post's path.
const REPLY_LEVELS: u32 = 8;
const MOST_REPLY_LEVELS: u32 = 20;

/// A thread as it is stored first.
#[derive(Debug)]
pub struct NewThread {
    pub id: String,
    pub title: String,
    pub kind: ThreadKind,
    pub body: Text,
    pub author_id: Option<String>,
    pub author_name: Option<String>,
    pub author_role: Role,
    pub created_at: Timestamp,
    pub closes_at: Option<Timestamp>,
    pub summary: Option<Text>,
    pub summary_at: Option<Timestamp>,
    pub reply_levels: u32,
    pub moderated: bool,
    pub read_only: bool,
    pub related: Vec<Related>,
    pub source: Option<Source>,
    pub statements: Vec<NewStatement>,
    pub posts: Vec<NewPost>,
}

#[derive(Debug)]
pub struct NewStatement {
    pub id: String,
    pub text: String,
    pub created_at: Timestamp,
}

#[derive(Debug)]
pub struct NewPost {
    pub id: String,
    pub parent_id: Option<String>,
    pub author: Person,
    pub body: String,
    pub stance: Stance,
    pub state: PostState,
    pub state_reason: Option<String>,
    pub official: bool,
    pub created_at: Timestamp,
    pub edited_at: Option<Timestamp>,
    /// Ids of the residents who agree.
    pub agrees: Vec<String>,
}

/// The id and title a file gives itself, without judging the rest of it.
pub fn announced(file: &str, text: &str) -> Result<(Option<String>, String), Refused> {
    let (thread, _) = Form::read::<ThreadForm>(file, text, 0)?;
    Ok((thread.id.map(Spanned::into_inner), thread.title.into_inner()))
}

/// Reads a thread file.
pub fn read(house: &House, file: &str, text: &str, ids: &mut Ids) -> anyhow::Result<NewThread> {
    let text = house.clock.fill(text);
    let (thread, mut form) = Form::read::<ThreadForm>(file, &text, 0)?;
    let clock = &house.clock;
    let id = match &thread.id {
        Some(id) => form.id(id),
        None => ids.fresh()?,
    };
    if let Some(spanned) = &thread.id
        && house.has(RelatedKind::Thread, &id)
    {
        form.complain(spanned, format!("there is already a thread with the id {id}"));
    }
    let created_at = form.time_if(&thread.created_at, clock).unwrap_or(clock.now);
    let closes_at = form.time_if(&thread.closes_at, clock);
    if let (Some(closes), Some(at)) = (&thread.closes_at, closes_at)
        && at <= created_at
    {
        form.complain(closes, "the thread ends before it begins");
    }
    let kind = form.known(&thread.kind, "discussion, statements");
    if kind == ThreadKind::Discussion && !thread.statements.is_empty() {
        form.complain(&thread.kind, "a discussion has posts, not statements");
    }
    if kind == ThreadKind::Statements && !thread.posts.is_empty() {
        form.complain(&thread.kind, "a thread of statements has no posts");
    }
    let (author, author_name) = author(house, &mut form, &thread);
    let summary_at = form.time_if(&thread.summary_at, clock).unwrap_or(clock.now);
    let summary_at = thread.summary.as_ref().map(|_| summary_at);
    let reply_levels = thread.reply_levels.as_ref().map_or(REPLY_LEVELS, |levels| {
        if *levels.get_ref() > MOST_REPLY_LEVELS {
            form.complain(levels, format!("at most {MOST_REPLY_LEVELS} levels of replies"));
        }
        *levels.get_ref()
    });
    let statements = statements(house, &mut form, &thread, &id, created_at);
    let posts = posts(house, &mut form, &thread, &id, (created_at, reply_levels));
    let new = NewThread {
        title: form.words(&thread.title, 120),
        kind,
        body: Text::markdown(form.words(&thread.body, 20_000)),
        author_role: author.map_or(Role::Committee, |person| person.role),
        author_id: author.map(|person| person.id.clone()),
        author_name,
        created_at,
        closes_at,
        summary: thread
            .summary
            .as_ref()
            .map(|summary| Text::markdown(form.words(summary, 20_000))),
        summary_at,
        reply_levels,
        moderated: thread.moderated,
        read_only: false,
        related: house.related(&mut form, &thread.related),
        source: None,
        statements,
        posts,
        id,
    };
    form.complaints.finish()?;
    Ok(new)
}

fn author<'h>(
    house: &'h House,
    form: &mut Form<'_>,
    thread: &ThreadForm,
) -> (Option<&'h Person>, Option<String>) {
    match (&thread.author, &thread.publisher) {
        (Some(author), None) => match find_person(&house.people, author.get_ref()) {
            Ok(person) => (Some(person), Some(person.name.clone())),
            Err(reason) => {
                form.complain(author, reason);
                (None, None)
            }
        },
        (None, Some(publisher)) => (None, Some(form.words(publisher, 80))),
        _ => {
            form.complain(
                &thread.title,
                "name either an author (a resident) or a publisher (an institution)",
            );
            (None, None)
        }
    }
}

fn statements(
    house: &House,
    form: &mut Form<'_>,
    thread: &ThreadForm,
    id: &str,
    created_at: Timestamp,
) -> Vec<NewStatement> {
    let mut read: Vec<NewStatement> = Vec::new();
    for (number, statement) in thread.statements.iter().enumerate() {
        let text = form.words(&statement.text, 500);
        if read.iter().any(|other| other.text == text) {
            form.complain(&statement.text, "this statement stands there twice");
        }
        let at = form.time_if(&statement.at, &house.clock).unwrap_or(created_at);
        read.push(NewStatement {
            id: format!("{id}-{}", number + 1),
            text,
            created_at: at,
        });
    }
    read
}

fn posts(
    house: &House,
    form: &mut Form<'_>,
    thread: &ThreadForm,
    id: &str,
    (created_at, reply_levels): (Timestamp, u32),
) -> Vec<NewPost> {
    if house.purpose == Purpose::Real
        && let Some(post) = thread.posts.first()
    {
        form.complain(
            &post.id,
            "only a demo community may bring posts; residents of a real one write their own",
        );
        return Vec::new();
    }
    let mut read: Vec<NewPost> = Vec::new();
    let mut parents: HashMap<&str, (Timestamp, u32)> = HashMap::new();
    for (number, post) in thread.posts.iter().enumerate() {
        let at = form.time(&post.at, &house.clock);
        if at < created_at {
            form.complain(&post.at, "the post is older than its thread");
        } else if at > house.clock.now {
            form.complain(&post.at, "the post is from the future");
        }
        let key = form.id(&post.id);
        if parents.contains_key(key.as_str()) {
            form.complain(&post.id, format!("a second post with the id {key}"));
        }
        let mut depth = 0;
        let parent_id = post.reply_to.as_ref().map(|reply_to| {
            match parents.get(reply_to.get_ref().as_str()) {
                None => form.complain(
                    reply_to,
                    format!("there is no post {} above this one", reply_to.get_ref()),
                ),
                Some((_, above)) if *above >= reply_levels => {
                    form.complain(reply_to, format!("replies go {reply_levels} levels deep here"));
                }
                Some((parent, _)) if at < *parent => {
                    form.complain(&post.at, "the reply is older than its post")
                }
                Some((_, above)) => depth = above + 1,
            }
            format!("{id}-{}", reply_to.get_ref())
        });
        parents.insert(post.id.get_ref(), (at, depth));
        let author = match find_person(&house.people, post.author.get_ref()) {
            Ok(person) => person.clone(),
            Err(reason) => {
                form.complain(&post.author, reason);
                continue;
            }
        };
        if post.official && matches!(author.role, Role::Resident) {
            form.complain(&post.author, "only staff give official answers");
        }
        let state = post.state.as_ref().map_or(PostState::Visible, |state| {
            form.known(state, "visible, pending, withdrawn, hidden")
        });
        match (&post.state, &post.reason) {
            (Some(state), None) if *state.get_ref() == PostState::Hidden => {
                form.complain(state, "a hidden post needs a reason");
            }
            (_, Some(reason)) if state != PostState::Hidden => {
                form.complain(reason, "only a hidden post has a reason")
            }
            _ => {}
        }
        let body = form.words(&post.body, 5000);
        read.push(NewPost {
            id: format!("{id}-{key}"),
            parent_id,
            body: if state == PostState::Withdrawn {
                String::new()
            } else {
                body
            },
            stance: post.stance.as_ref().map_or(Stance::Neutral, |stance| {
                form.known(stance, "for, against, neutral, question")
            }),
            state,
            state_reason: post.reason.as_ref().map(|reason| form.words(reason, 500)),
            official: post.official,
            created_at: at,
            edited_at: form.time_if(&post.edited_at, &house.clock),
            agrees: agreeing(house, form, post, &author, number),
            author,
        });
    }
    read.sort_by_key(|post| post.created_at);
    read
}

/// Picks as many residents as agree: the same ones every time, never the author.
fn agreeing(
    house: &House,
    form: &mut Form<'_>,
    post: &PostForm,
    author: &Person,
    number: usize,
) -> Vec<String> {
    let Some(agrees) = &post.agrees else {
        return Vec::new();
    };
    let others: Vec<&Person> = house.people.iter().filter(|p| p.id != author.id).collect();
    let wanted = *agrees.get_ref() as usize;
    if wanted > others.len() {
        form.complain(agrees, format!("there are only {} other residents", others.len()));
        return Vec::new();
    }
    // A stride of seven wanders through the houses, so that not the same neighbours agree with everything.
    let mut order: Vec<usize> = (0..others.len()).collect();
    order.sort_by_key(|i| ((i * 7 + number * 61) % others.len(), *i));
    order
        .into_iter()
        .take(wanted)
        .map(|i| others[i].id.clone())
        .collect()
}

/// Stores a thread with all that it brings.
pub async fn insert(db: &mut AnyConnection, thread: &NewThread) -> anyhow::Result<()> {
    let last = thread.posts.last().map(|post| post.created_at);
    let last_said = last
        .into_iter()
        .chain(thread.statements.iter().map(|s| s.created_at))
        .max();
    sqlx::query(
        "INSERT INTO threads (id, title, kind, body, author_id, author_name, author_role, created_at, closes_at, \
         summary, summary_at, related, source, reply_levels, read_only, moderated, active_at, last_post_at, last_seq) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)",
    )
    .bind(&thread.id)
    .bind(&thread.title)
    .bind(name_of(thread.kind))
    .bind(json(&thread.body)?)
    .bind(&thread.author_id)
    .bind(&thread.author_name)
    .bind(name_of(thread.author_role))
    .bind(thread.created_at.millis())
    .bind(thread.closes_at.map(Timestamp::millis))
    .bind(thread.summary.as_ref().map(json).transpose()?)
    .bind(thread.summary_at.map(Timestamp::millis))
    .bind(json(&thread.related)?)
    .bind(thread.source.as_ref().map(json).transpose()?)
    .bind(i64::from(thread.reply_levels))
    .bind(i64::from(thread.read_only))
    .bind(i64::from(thread.moderated))
    .bind(last_said.unwrap_or(thread.created_at).max(thread.created_at).millis())
    .bind(last.map(Timestamp::millis))
    .bind(i64::try_from(thread.posts.len())?)
    .execute(&mut *db)
    .await?;
    for (seq, statement) in thread.statements.iter().enumerate() {
        sqlx::query(
            "INSERT INTO statements (id, thread_id, seq, text, created_at) VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(&statement.id)
        .bind(&thread.id)
        .bind(i64::try_from(seq + 1)?)
        .bind(&statement.text)
        .bind(statement.created_at.millis())
        .execute(&mut *db)
        .await?;
    }
    let mut agrees = Vec::new();
    for (seq, post) in thread.posts.iter().enumerate() {
        insert_post(db, thread, post, i64::try_from(seq + 1)?).await?;
        agrees.extend(
            post.agrees
                .iter()
                .map(|resident| [post.id.clone(), resident.clone()]),
        );
    }
    insert_texts(db, "post_agrees (post_id, resident_id)", &agrees).await
}

/// A demo's moderators look within the hour.
const DECIDED_AFTER: i64 = 40 * 60_000;

async fn insert_post(
    db: &mut AnyConnection,
    thread: &NewThread,
    post: &NewPost,
    seq: i64,
) -> anyhow::Result<()> {
    sqlx::query(
        "INSERT INTO posts (id, thread_id, seq, parent_id, author_id, author_name, author_role, body, stance, state, \
         state_reason, official, created_at, edited_at, agrees, folded) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
    )
    .bind(&post.id)
    .bind(&thread.id)
    .bind(seq)
    .bind(&post.parent_id)
    .bind(&post.author.id)
    .bind(&post.author.name)
    .bind(name_of(post.author.role))
    .bind(&post.body)
    .bind(name_of(post.stance))
    .bind(name_of(post.state))
    .bind(&post.state_reason)
    .bind(i64::from(post.official))
    .bind(post.created_at.millis())
    .bind(post.edited_at.map(Timestamp::millis))
    .bind(i64::try_from(post.agrees.len())?)
    .bind(crate::threads::folded(&post.body))
    .execute(&mut *db)
    .await?;
    if let Some(reason) = &post.state_reason {
        let at = post.created_at.millis() + DECIDED_AFTER;
        super::moderate::log_demo(db, &post.id, &thread.id, reason, at).await?;
    }
    Ok(())
}
