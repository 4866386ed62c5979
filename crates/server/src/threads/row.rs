//! A thread as the database has it, and what one person may do in it.

use crate::columns::{flag, maybe_stored, stored};
use crate::fault::Outcome;
use crate::names::named;
use crate::person::{MaybePerson, Person};
use contract::*;
use sqlx::{AnyConnection, Row};

/// One row of `threads`.
#[derive(Debug, Clone)]
pub struct ThreadRow {
    pub id: String,
    pub title: String,
    pub kind: ThreadKind,
    pub body: Text,
    pub author_id: Option<String>,
    pub author_name: Option<String>,
    pub author_role: Role,
    pub created_at: i64,
    pub closes_at: Option<i64>,
    pub stage: Option<StageKind>,
    pub summary: Option<Text>,
    pub related: Vec<Related>,
    pub source: Option<Source>,
    pub reply_levels: i64,
    pub read_only: bool,
    pub moderated: bool,
    pub summary_at: Option<i64>,
    /// Posts of their own that everybody finds in the list.
    pub shown_roots: i64,
    /// Posts that can be read.
    pub visible_posts: i64,
    /// Higher after everything that may change a page.
    pub moved: i64,
}

impl ThreadRow {
    pub async fn load(connection: &mut AnyConnection, id: &str, now: i64) -> Outcome<Self> {
        let row = sqlx::query(
            "SELECT t.*, COALESCE(r.name, t.author_name) AS shown_name FROM threads t
             LEFT JOIN residents r ON r.id = t.author_id WHERE t.id = $1 AND t.created_at <= $2",
        )
        .bind(id)
        .bind(now)
        .fetch_optional(connection)
        .await?
        .ok_or(ProblemType::NotFound)?;
        Ok(Self {
            id: row.try_get("id")?,
            title: row.try_get("title")?,
            kind: named(row.try_get("kind")?),
            body: stored(&row, "body")?,
            author_id: row.try_get("author_id")?,
            author_name: row.try_get("shown_name")?,
            author_role: named(row.try_get("author_role")?),
            created_at: row.try_get("created_at")?,
            closes_at: row.try_get("closes_at")?,
            stage: row.try_get::<Option<String>, _>("stage")?.as_deref().map(named),
            summary: maybe_stored(&row, "summary")?,
            related: stored(&row, "related")?,
            source: maybe_stored(&row, "source")?,
            reply_levels: row.try_get("reply_levels")?,
            read_only: flag(&row, "read_only")?,
            moderated: flag(&row, "moderated")?,
            summary_at: row.try_get("summary_at")?,
            shown_roots: row.try_get("shown_roots")?,
            visible_posts: row.try_get("visible_posts")?,
            moved: row.try_get("moved")?,
        })
    }

    pub fn state(&self, now: i64) -> ThreadState {
        state(self.closes_at, now)
    }

    /// Whether anything may be added or changed here at all.
    pub fn takes_posts(&self, now: i64) -> bool {
        self.state(now) == ThreadState::Open && !self.read_only && self.kind == ThreadKind::Discussion
    }

    /// In a discussion whether this person may write, among statements whether they may answer and propose.
    pub fn why_not(&self, person: &MaybePerson, now: i64) -> Option<WhyNotPost> {
        if self.state(now) == ThreadState::Closed {
            Some(WhyNotPost::Closed)
        } else if self.read_only {
            Some(WhyNotPost::ReadOnly)
        } else if person.0.is_none() {
            Some(WhyNotPost::NotSignedIn)
        } else {
            None
        }
    }

    /// Refuses when this person may not write here now.
    pub fn must_take_posts(&self, person: &Person, now: i64) -> Outcome<()> {
        match self.why_not(&MaybePerson(Some(person.clone())), now) {
            None if self.kind == ThreadKind::Discussion => Ok(()),
            Some(WhyNotPost::Closed) => Err(ProblemType::ThreadClosed.into()),
            _ => Err(ProblemType::Forbidden.into()),
        }
    }
}

pub fn state(closes_at: Option<i64>, now: i64) -> ThreadState {
    if closes_at.is_some_and(|end| end <= now) {
        ThreadState::Closed
    } else {
        ThreadState::Open
    }
}
