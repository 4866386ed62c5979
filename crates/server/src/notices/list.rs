//! `GET /v1/notices`. The list has bands, each the newest first: pinned ones in force, urgent ones in force, with
//! `audience=own` those in force that name one's own building or grid, and the rest. Each band is read off an index of its
//! own and none is sorted, so that a page of five thousand notices costs what a page of fifty does.

use super::audience::Places;
use super::row::{COLUMNS, Reader};
use crate::answer::{self, Cache};
use crate::app::App;
use crate::db::Db;
use crate::extract::{Ask, query_enum};
use crate::fault::Outcome;
use crate::names::name_of;
use crate::paging::{Cursor, PageAsk, page};
use crate::person::MaybePerson;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use contract::{AudienceOrder, NoticeCategory, NoticeSummary};
use serde::Deserialize;
use sqlx::AssertSqlSafe;
use std::cmp::Reverse;

#[derive(Debug, Deserialize)]
pub struct ListAsk {
    category: Option<String>,
    audience: Option<String>,
    cursor: Option<String>,
    limit: Option<String>,
}

/// In the order of the list; the number is the cursor's rank.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Band {
    Pinned = 3,
    Urgent = 2,
    Own = 1,
    Rest = 0,
}

const BANDS: [Band; 4] = [Band::Pinned, Band::Urgent, Band::Own, Band::Rest];

/// What one request asks of every band.
struct Wanted<'a> {
    now: i64,
    reader: &'a Reader,
    resident: &'a str,
    /// A contract::NoticeCategory, or the empty text for all.
    category: String,
    /// What comes first as one's own; empty where nothing does.
    own: Places,
}

/// The newest that a band gives, and behind what it begins.
struct Behind<'a> {
    key: i64,
    id: &'a str,
}

pub async fn list(
    State(app): State<App>,
    person: MaybePerson,
    headers: HeaderMap,
    Ask(ask): Ask<ListAsk>,
) -> Outcome<Response> {
    let category = query_enum::<NoticeCategory>(ask.category.as_deref(), "category")?
        .map(name_of)
        .unwrap_or_default();
    let order = query_enum::<AudienceOrder>(ask.audience.as_deref(), "audience")?;
    let paging = PageAsk {
        cursor: ask.cursor,
        limit: ask.limit,
    };
    let (limit, after) = (paging.limit()?, paging.after()?);
    let reader = Reader::of(&person);
    let wanted = Wanted {
        now: app.now(),
        resident: person.id(),
        category,
        own: match order {
            Some(AudienceOrder::Own) => reader.places.clone(),
            _ => Places::default(),
        },
        reader: &reader,
    };
    let mut found: Vec<(Cursor, NoticeSummary)> = Vec::new();
    for band in BANDS {
        let missing = (limit + 1).saturating_sub(found.len());
        let rank = band as i64;
        if missing == 0 || after.as_ref().is_some_and(|after| after.rank < rank) {
            continue;
        }
        // The present itself is published already: the order wants something behind it.
        let newest = wanted.now + 1;
        let behind = match &after {
            Some(after) if after.rank == rank => Behind {
                key: after.key.min(newest),
                id: &after.id,
            },
            _ => Behind { key: newest, id: "" },
        };
        let notices = band.read(&app.db, &wanted, &behind, missing).await?;
        found.extend(notices.into_iter().map(|notice| {
            let place = Cursor {
                rank,
                key: notice.published_at.millis(),
                id: notice.id.clone(),
            };
            (place, notice)
        }));
    }
    let (total,): (i64,) = sqlx::query_as(
        "SELECT COUNT(*) FROM notices WHERE published_at <= $1 AND ($2 = '' OR category = $2)",
    )
    .bind(wanted.now)
    .bind(&wanted.category)
    .fetch_one(&app.db.pool)
    .await?;
    answer::json(&headers, &page(found, limit, total), Cache::Own)
}

impl Band {
    async fn read(
        self,
        db: &Db,
        wanted: &Wanted<'_>,
        behind: &Behind<'_>,
        limit: usize,
    ) -> Outcome<Vec<NoticeSummary>> {
        if self != Self::Own {
            return self.read_place(db, wanted, "", behind, limit).await;
        }
        // One list for the building and one for the grid, each in order: what is in both comes twice.
        let mut notices = Vec::new();
        for place in wanted.own.each() {
            notices.extend(self.read_place(db, wanted, place, behind, limit).await?);
        }
        notices.sort_by_cached_key(|notice| Reverse((notice.published_at.millis(), notice.id.clone())));
        notices.dedup_by(|a, b| a.id == b.id);
        notices.truncate(limit);
        Ok(notices)
    }

    async fn read_place(
        self,
        db: &Db,
        wanted: &Wanted<'_>,
        place: &str,
        behind: &Behind<'_>,
        limit: usize,
    ) -> Outcome<Vec<NoticeSummary>> {
        let mut query = sqlx::query(AssertSqlSafe(self.sql(!wanted.category.is_empty())))
            .bind(wanted.now)
            .bind(wanted.resident)
            .bind(behind.key)
            .bind(behind.id)
            .bind(i64::try_from(limit).unwrap_or(i64::MAX));
        query = match self {
            Self::Own => query.bind(place),
            Self::Rest => query.bind(&wanted.own.building).bind(&wanted.own.grid),
            _ => query,
        };
        if !wanted.category.is_empty() {
            query = query.bind(&wanted.category);
        }
        let rows = query.fetch_all(&db.pool).await?;
        rows.iter().map(|row| wanted.reader.summary(row)).collect()
    }

    /// $1 now, $2 the reader, $3 and $4 behind what it begins, $5 how many; then one's own place or places, then the category.
    fn sql(self, one_category: bool) -> String {
        const IN_FORCE: &str = "(n.valid_until IS NULL OR n.valid_until > $1)";
        let (from, order, condition, used) = match self {
            Self::Pinned => (
                "notices n",
                "n.published_at, n.id",
                format!("n.pinned = 1 AND {IN_FORCE}"),
                5,
            ),
            Self::Urgent => (
                "notices n",
                "n.published_at, n.id",
                format!("n.urgency = 'urgent' AND n.pinned = 0 AND {IN_FORCE}"),
                5,
            ),
            Self::Own => (
                "notice_audience a JOIN notices n ON n.id = a.notice_id",
                "a.published_at, a.notice_id",
                format!("a.place = $6 AND n.pinned = 0 AND n.urgency <> 'urgent' AND {IN_FORCE}"),
                6,
            ),
            Self::Rest => (
                "notices n",
                "n.published_at, n.id",
                "(n.valid_until <= $1 OR (n.pinned = 0 AND n.urgency <> 'urgent' AND NOT EXISTS (SELECT 1 \
                 FROM notice_audience a WHERE a.notice_id = n.id AND a.place IN ($6, $7))))"
                    .to_owned(),
                7,
            ),
        };
        let category = if one_category {
            format!(" AND n.category = ${}", used + 1)
        } else {
            String::new()
        };
        let down = order.replace(',', " DESC,");
        format!(
            "SELECT {COLUMNS} FROM {from} LEFT JOIN notice_reads r ON r.notice_id = n.id AND r.resident_id = $2 \
             WHERE {condition}{category} AND ({order}) < ($3, $4) ORDER BY {down} DESC LIMIT $5"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sqlx::Row;

    /// How SQLite goes about each band: an index in the order of the band, and nothing sorted.
    #[tokio::test]
    async fn no_band_is_sorted_or_read_through() {
        let file = std::env::temp_dir().join(format!("linli_notice_plans_{}.db", std::process::id()));
        let db = Db::open(&format!("sqlite:{}", file.display())).await.unwrap();
        for band in BANDS {
            for one_category in [false, true] {
                let sql = format!("EXPLAIN QUERY PLAN {}", band.sql(one_category));
                let mut query = sqlx::query(AssertSqlSafe(sql))
                    .bind(1)
                    .bind("")
                    .bind(1)
                    .bind("")
                    .bind(21);
                let places = match band {
                    Band::Own => 1,
                    Band::Rest => 2,
                    _ => 0,
                };
                for _ in 0..places + usize::from(one_category) {
                    query = query.bind("utilities");
                }
                let rows = query.fetch_all(&db.pool).await.unwrap();
                let plan: Vec<String> = rows.iter().map(|row| row.get("detail")).collect();
                let plan = plan.join("\n");
                assert!(!plan.contains("TEMP B-TREE"), "{band:?}: {plan}");
                assert!(!plan.contains("SCAN"), "{band:?}: {plan}");
                let index = match (band, one_category) {
                    (Band::Own, _) => "SEARCH a USING",
                    (Band::Rest, false) => "SEARCH n USING INDEX notices_published",
                    (Band::Rest, true) => "SEARCH n USING INDEX notices_category",
                    _ => "SEARCH n USING INDEX notices_",
                };
                assert!(plan.contains(index), "{band:?}: {plan}");
            }
        }
        db.pool.close().await;
        for ending in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{ending}", file.display()));
        }
    }
}
