//! The inbox. Nothing is delivered into it: it is read off what happened since somebody began to follow, so that nothing can
//! be delivered twice or be forgotten. What has been seen is remembered by item.

use crate::answer;
use crate::app::App;
use crate::clock::DAY;
use crate::db::Db;
use crate::extract::{Ask, Id};
use crate::fault::Outcome;
use crate::names::named;
use crate::notices::Places;
use crate::paging::{Cursor, PageAsk, page};
use crate::person::Person;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use contract::{Inbox, InboxItem, ProblemType, Related, RelatedKind, Timestamp};
use sqlx::Row;
use sqlx::any::AnyRow;

/// How far an inbox reaches back.
const REACH: i64 = 90 * DAY;

/// Everything that came for $1, who lives in $2 and $3, after $4 and until $5. A row is the item's id, its kind, its time, what
/// it is about, and its words.
///
/// A notice is followed from the earliest of the subscriptions that it falls under.
const ITEMS: &str = "
    WITH followed AS (
      SELECT n.id, n.title, n.summary, n.published_at, n.corrected_at, n.updated_at, n.withdrawn, n.corrections,
        (SELECT MIN(s.since) FROM subscriptions s WHERE s.resident_id = $1 AND (
           (s.kind = 'category' AND s.what = n.category)
           OR (s.kind = 'own_building' AND EXISTS
             (SELECT 1 FROM notice_audience a WHERE a.notice_id = n.id AND a.place IN ($2, $3)))
           OR (s.kind = 'matter' AND EXISTS
             (SELECT 1 FROM matter_links l WHERE l.kind = 'notice' AND l.linked_id = n.id AND l.matter_id = s.what))
        )) AS since
      FROM notices n WHERE n.published_at <= $5
        AND (n.published_at > $4 OR n.corrected_at > $4 OR n.updated_at > $4)
    ),
    items AS (
      SELECT 'n.' || id AS item, 'notice' AS kind, published_at AS at, 'notice' AS about, id, title, summary AS words
        FROM followed WHERE published_at >= since AND published_at > $4
      UNION ALL SELECT 'c.' || CAST(corrected_at AS TEXT) || '.' || id, 'corrected', corrected_at, 'notice', id, title, corrections
        FROM followed WHERE corrected_at >= since AND corrected_at > $4 AND corrected_at <= $5
      UNION ALL SELECT 'w.' || id, 'withdrawn', updated_at, 'notice', id, title, withdrawn
        FROM followed WHERE withdrawn IS NOT NULL AND updated_at >= since AND updated_at > $4 AND updated_at <= $5
      UNION ALL SELECT 'm.' || CAST(m.updated_at AS TEXT) || '.' || m.id, 'matter', m.updated_at, 'matter', m.id, m.title, ''
        FROM matters m JOIN subscriptions s ON s.resident_id = $1 AND s.kind = 'matter' AND s.what = m.id
        WHERE m.updated_at > s.since AND m.updated_at > $4 AND m.updated_at <= $5
      UNION ALL SELECT 'a.' || CAST(q.done_at AS TEXT) || '.' || q.id, 'answered', q.done_at, 'notice', n.id, n.title, COALESCE(q.answer, '')
        FROM notice_requests q JOIN notices n ON n.id = q.notice_id
        WHERE q.resident_id = $1 AND q.done_at > $4 AND q.done_at <= $5
      UNION ALL SELECT 'q.' || CAST(q.done_at AS TEXT) || '.' || q.id, 'answered', q.done_at, q.kind, q.subject_id,
        COALESCE(p.title, m.title), COALESCE(q.answer, '')
        FROM paragraph_questions q LEFT JOIN polls p ON q.kind = 'poll' AND p.id = q.subject_id
        LEFT JOIN matters m ON q.kind = 'matter' AND m.id = q.subject_id
        WHERE q.resident_id = $1 AND q.done_at > $4 AND q.done_at <= $5 AND COALESCE(p.title, m.title) IS NOT NULL
      UNION ALL SELECT 'v.' || v.id, 'assisted_vote', COALESCE(s.ended_at, s.ends_at), 'poll', p.id, p.title, h.name
        FROM assisted_votes v JOIN assisted_sessions s ON s.id = v.session_id JOIN polls p ON p.id = v.poll_id
        JOIN residents h ON h.id = v.helper_id
        WHERE v.resident_id = $1 AND COALESCE(s.ended_at, s.ends_at) > $4 AND COALESCE(s.ended_at, s.ends_at) <= $5
    )
    SELECT i.item, i.kind, i.at, i.about, i.id, i.title, i.words, r.item AS seen
    FROM items i LEFT JOIN inbox_reads r ON r.resident_id = $1 AND r.item = i.item";

pub async fn inbox(State(app): State<App>, person: Person, Ask(ask): Ask<PageAsk>) -> Outcome<Response> {
    let (limit, after) = (ask.limit()?, ask.after()?);
    let items = items(&app, &person).await?;
    let total = i64::try_from(items.len()).unwrap_or(i64::MAX);
    let unread = items.iter().filter(|item| !item.read).count() as u64;
    let is_next = |item: &InboxItem| {
        after
            .as_ref()
            .is_none_or(|after| (item.at.millis(), item.id.as_str()) < (after.key, after.id.as_str()))
    };
    let found = items.into_iter().filter(is_next).take(limit + 1);
    let found = found.map(|item| {
        let place = Cursor {
            rank: 0,
            key: item.at.millis(),
            id: item.id.clone(),
        };
        (place, item)
    });
    let page = page(found.collect(), limit, total);
    let inbox = Inbox {
        items: page.items,
        next: page.next,
        total: page.total,
        unread,
    };
    answer::json_as(StatusCode::OK, &inbox)
}

/// All that lies in somebody's inbox, the newest first.
async fn items(app: &App, person: &Person) -> Outcome<Vec<InboxItem>> {
    let now = app.now();
    let places = Places::of(person.household.as_ref());
    news(&app.db, &person.id, &places, now - REACH, now).await
}

/// What came into somebody's inbox after `after` and until `until`, the newest first.
pub async fn news(db: &Db, person: &str, places: &Places, after: i64, until: i64) -> Outcome<Vec<InboxItem>> {
    let rows = sqlx::query(ITEMS)
        .bind(person)
        .bind(&places.building)
        .bind(&places.grid)
        .bind(after)
        .bind(until)
        .fetch_all(&db.pool)
        .await?;
    let mut items = rows.iter().map(item).collect::<Outcome<Vec<InboxItem>>>()?;
    items.sort_by(|a, b| (b.at, &b.id).cmp(&(a.at, &a.id)));
    Ok(items)
}

fn item(row: &AnyRow) -> Outcome<InboxItem> {
    let kind: String = row.try_get("kind")?;
    let mut text: String = row.try_get::<Option<String>, _>("words")?.unwrap_or_default();
    if kind == "corrected" {
        let corrections: Vec<contract::Correction> = serde_json::from_str(&text)?;
        text = corrections
            .into_iter()
            .next_back()
            .map_or(String::new(), |c| c.what);
    }
    let about: RelatedKind = named(row.try_get("about")?);
    Ok(InboxItem {
        id: row.try_get("item")?,
        kind: named(&kind),
        at: Timestamp::from_millis(row.try_get("at")?),
        about: Related {
            kind: about,
            id: row.try_get("id")?,
            title: row.try_get("title")?,
        },
        text,
        read: row.try_get::<Option<String>, _>("seen")?.is_some(),
    })
}

/// `PUT /v1/me/inbox/{id}/read`. Only for what lies there: nobody fills the database with what never did.
pub async fn mark(State(app): State<App>, person: Person, Id(id): Id) -> Outcome<StatusCode> {
    let items = items(&app, &person).await?;
    if !items.iter().any(|item| item.id == id) {
        return Err(ProblemType::NotFound.into());
    }
    let mut tx = app.db.write().await?;
    sqlx::query(
        "INSERT INTO inbox_reads (resident_id, item) VALUES ($1, $2) ON CONFLICT (resident_id, item) DO NOTHING",
    )
    .bind(&person.id)
    .bind(&id)
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `DELETE /v1/me/inbox/{id}/read`.
pub async fn unmark(State(app): State<App>, person: Person, Id(id): Id) -> Outcome<StatusCode> {
    let mut tx = app.db.write().await?;
    sqlx::query("DELETE FROM inbox_reads WHERE resident_id = $1 AND item = $2")
        .bind(&person.id)
        .bind(&id)
        .execute(&mut *tx)
        .await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
