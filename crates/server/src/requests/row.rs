//! What the database keeps of a request, and how its matter stands because of it.

use super::photos::of_matter;
use crate::columns::{maybe_time, time};
use crate::fault::Outcome;
use crate::names::named;
use crate::person::{MaybePerson, Person};
use contract::{MatterState, Request, Timestamp};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

/// Of matters `m` and their requests `r`: what everybody may see.
pub const VISIBLE: &str = "(r.matter_id IS NULL OR r.published_at IS NOT NULL)";

/// What staff have said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    Received,
    Accepted,
    Declined,
}

impl Answer {
    pub fn name(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
        }
    }

    pub fn named(name: &str) -> Self {
        match name {
            "accepted" => Self::Accepted,
            "declined" => Self::Declined,
            _ => Self::Received,
        }
    }

    /// How a matter with this answer stands; `None` where it goes the way of every matter.
    pub fn state(self, due: i64, now: i64) -> Option<MatterState> {
        match self {
            Self::Accepted => None,
            Self::Declined => Some(MatterState::Declined),
            Self::Received if due < now => Some(MatterState::Unanswered),
            Self::Received => Some(MatterState::Received),
        }
    }

    /// The same from the columns `answer` and `answer_due` of a joined row, which are NULL where nobody asked for the matter.
    pub fn state_of(row: &AnyRow, now: i64) -> Outcome<Option<MatterState>> {
        let answer: Option<String> = row.try_get("answer")?;
        let due: Option<i64> = row.try_get("answer_due")?;
        Ok(answer
            .zip(due)
            .and_then(|(answer, due)| Self::named(&answer).state(due, now)))
    }
}

/// A request with whose it is.
pub struct RequestRow {
    pub answer: Answer,
    pub answer_due: i64,
    request: Request,
    author: String,
}

impl RequestRow {
    /// The request that a matter is, if it is one.
    pub async fn load(connection: &mut AnyConnection, matter: &str) -> Outcome<Option<Self>> {
        let row = sqlx::query(
            "SELECT r.*, m.created_at FROM requests r JOIN matters m ON m.id = r.matter_id WHERE r.matter_id = $1",
        )
        .bind(matter)
        .fetch_optional(&mut *connection)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let answer_due: i64 = row.try_get("answer_due")?;
        Ok(Some(Self {
            answer: Answer::named(row.try_get("answer")?),
            answer_due,
            author: row.try_get("author_id")?,
            request: Request {
                kind: named(row.try_get("kind")?),
                category: named(row.try_get("category")?),
                place: row.try_get("place")?,
                photos: of_matter(connection, matter).await?,
                is_mine: false,
                contact: Some(named(row.try_get("contact")?)),
                received_at: time(&row, "created_at")?,
                answer_due: Timestamp::from_millis(answer_due),
                answered_at: maybe_time(&row, "answered_at")?,
                reason: row.try_get("reason")?,
                published: maybe_time(&row, "published_at")?.is_some(),
            },
        }))
    }

    /// What this person may know of it; `None`: not even that it is there.
    pub fn seen_by(self, person: &MaybePerson) -> Option<Request> {
        let is_mine = self.author == person.id();
        let close = is_mine || person.0.as_ref().is_some_and(Person::is_staff);
        let Self { request, .. } = self;
        (close || request.published).then(|| Request {
            is_mine,
            contact: request.contact.filter(|_| close),
            ..request
        })
    }
}
