//! A notice as the database keeps it.

use super::audience::Places;
use crate::columns::{flag, maybe_stored, maybe_time, stored, time};
use crate::fault::Outcome;
use crate::names::named;
use contract::{Audience, Notice, NoticeSummary};
use sqlx::Row;
use sqlx::any::AnyRow;

/// The columns of a summary, of `notices n` beside `notice_reads r`.
pub const COLUMNS: &str = "n.id, n.title, n.summary, n.category, n.urgency, n.pinned, n.publisher, n.published_at, n.updated_at, \
     n.corrected_at, n.valid_until, n.asks_read, n.withdrawn, n.recording, n.audience, r.read_at";

/// What the reader adds to a row: whether somebody is signed in, and where they live.
#[derive(Debug, Clone)]
pub struct Reader {
    pub signed_in: bool,
    pub places: Places,
}

impl Reader {
    pub fn of(person: &crate::person::MaybePerson) -> Self {
        Self {
            signed_in: person.0.is_some(),
            places: Places::of(person.0.as_ref().and_then(|person| person.household.as_ref())),
        }
    }

    fn read(&self, row: &AnyRow) -> Outcome<Option<bool>> {
        let read = row.try_get::<Option<i64>, _>("read_at")?.is_some();
        Ok(self.signed_in.then_some(read))
    }

    fn own(&self, audience: &Audience) -> Option<bool> {
        self.signed_in.then(|| self.places.are_named_by(audience))
    }

    pub fn summary(&self, row: &AnyRow) -> Outcome<NoticeSummary> {
        let audience = stored(row, "audience")?;
        Ok(NoticeSummary {
            id: row.try_get("id")?,
            title: row.try_get("title")?,
            summary: row.try_get("summary")?,
            category: named(row.try_get("category")?),
            urgency: named(row.try_get("urgency")?),
            pinned: flag(row, "pinned")?,
            publisher: row.try_get("publisher")?,
            published_at: time(row, "published_at")?,
            updated_at: maybe_time(row, "updated_at")?,
            corrected_at: maybe_time(row, "corrected_at")?,
            valid_until: maybe_time(row, "valid_until")?,
            read: self.read(row)?,
            asks_read: flag(row, "asks_read")?,
            withdrawn: row.try_get::<Option<String>, _>("withdrawn")?.is_some(),
            has_recording: row.try_get::<Option<String>, _>("recording")?.is_some(),
            own: self.own(&audience),
            audience,
        })
    }

    /// The same with what only the reader knows of it.
    pub fn whole(&self, row: &AnyRow) -> Outcome<Notice> {
        let mut notice = published(row)?;
        notice.read = self.read(row)?;
        notice.own = self.own(&notice.audience);
        Ok(notice)
    }
}

/// A notice as everybody may read it, from all columns of `notices`.
pub fn published(row: &AnyRow) -> Outcome<Notice> {
    Ok(Notice {
        id: row.try_get("id")?,
        title: row.try_get("title")?,
        summary: row.try_get("summary")?,
        category: named(row.try_get("category")?),
        urgency: named(row.try_get("urgency")?),
        pinned: flag(row, "pinned")?,
        publisher: row.try_get("publisher")?,
        published_at: time(row, "published_at")?,
        updated_at: maybe_time(row, "updated_at")?,
        corrected_at: maybe_time(row, "corrected_at")?,
        valid_until: maybe_time(row, "valid_until")?,
        read: None,
        asks_read: flag(row, "asks_read")?,
        audience: stored(row, "audience")?,
        own: None,
        body: stored(row, "body")?,
        plain: maybe_stored(row, "plain")?,
        event: maybe_stored(row, "event")?,
        images: stored(row, "images")?,
        attachments: stored(row, "attachments")?,
        recording: maybe_stored(row, "recording")?,
        related: stored(row, "related")?,
        corrections: stored(row, "corrections")?,
        withdrawn: row.try_get("withdrawn")?,
        questions: vec![],
        call: None,
        preview: false,
    })
}
