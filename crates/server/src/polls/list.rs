//! The list of polls, and one poll with what it is to the person who asks.

use super::row::Mark;
use super::{PollRow, close};
use crate::answer::{self, Cache};
use crate::app::App;
use crate::assisted::full;
use crate::columns::{flag, time};
use crate::extract::{Ask, Id, query_enum};
use crate::fault::Outcome;
use crate::names::{name_of, named};
use crate::not_understood::{self, Of};
use crate::paging::{Cursor, PageAsk, page};
use crate::person::MaybePerson;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use contract::*;
use serde::Deserialize;
use sqlx::{AnyConnection, Row};

#[derive(Debug, Deserialize)]
pub struct ListAsk {
    state: Option<String>,
    cursor: Option<String>,
    limit: Option<String>,
}

/// `GET /v1/polls`: the open ones first, the first to end on top; then the rest, the last to end on top.
pub async fn list(
    State(app): State<App>,
    person: MaybePerson,
    headers: HeaderMap,
    Ask(ask): Ask<ListAsk>,
) -> Outcome<Response> {
    let state = query_enum::<PollState>(ask.state.as_deref(), "state")?
        .map(name_of)
        .unwrap_or_default();
    let paging = PageAsk {
        cursor: ask.cursor,
        limit: ask.limit,
    };
    let (limit, after, now) = (paging.limit()?, paging.after()?, app.now());
    let start = after.unwrap_or(Cursor {
        rank: i64::MIN,
        key: 0,
        id: String::new(),
    });
    let rows = sqlx::query(
        "SELECT p.*, v.unit_id, CAST(CASE WHEN p.state = 'open' THEN 0 ELSE 1 END AS BIGINT) AS place,
           CAST(CASE WHEN p.state = 'open' THEN p.closes_at ELSE -p.closes_at END AS BIGINT) AS place_key
         FROM (SELECT id, title, opens_at, closes_at, secrecy, unit, practice,
             CASE WHEN cancelled = 1 THEN 'cancelled' WHEN closes_at <= $1 OR board_root IS NOT NULL THEN 'closed'
               WHEN opens_at > $1 THEN 'upcoming' ELSE 'open' END AS state FROM polls) AS p
         LEFT JOIN voters v ON v.poll_id = p.id AND v.unit_id = CASE p.unit WHEN 'household' THEN $2 ELSE $3 END
         WHERE ($4 = '' OR p.state = $4) AND (CASE WHEN p.state = 'open' THEN 0 ELSE 1 END,
           CASE WHEN p.state = 'open' THEN p.closes_at ELSE -p.closes_at END, p.id) > ($5, $6, $7)
         ORDER BY place, place_key, p.id LIMIT $8",
    )
    .bind(now)
    .bind(person.household())
    .bind(person.id())
    .bind(&state)
    .bind(start.rank)
    .bind(start.key)
    .bind(&start.id)
    .bind(limit as i64 + 1)
    .fetch_all(&app.db.pool)
    .await?;
    let (total,): (i64,) = sqlx::query_as(
        "SELECT COUNT(*) FROM (SELECT CASE WHEN cancelled = 1 THEN 'cancelled'
             WHEN closes_at <= $1 OR board_root IS NOT NULL THEN 'closed'
             WHEN opens_at > $1 THEN 'upcoming' ELSE 'open' END AS state FROM polls) AS p
         WHERE $2 = '' OR state = $2",
    )
    .bind(now)
    .bind(&state)
    .fetch_one(&app.db.pool)
    .await?;
    let found = rows
        .iter()
        .map(|row| {
            let poll = PollSummary {
                id: row.try_get("id")?,
                title: row.try_get("title")?,
                state: named(row.try_get("state")?),
                opens_at: time(row, "opens_at")?,
                closes_at: time(row, "closes_at")?,
                secrecy: named(row.try_get("secrecy")?),
                unit: named(row.try_get("unit")?),
                practice: flag(row, "practice")?,
                has_voted: match &person.0 {
                    Some(_) => Some(row.try_get::<Option<String>, _>("unit_id")?.is_some()),
                    None => None,
                },
            };
            let place = Cursor {
                rank: row.try_get("place")?,
                key: row.try_get("place_key")?,
                id: poll.id.clone(),
            };
            Ok((place, poll))
        })
        .collect::<Outcome<Vec<_>>>()?;
    answer::json(&headers, &page(found, limit, total), Cache::Own)
}

/// `GET /v1/polls/{id}`.
pub async fn detail(
    State(app): State<App>,
    person: MaybePerson,
    headers: HeaderMap,
    Id(id): Id,
) -> Outcome<Response> {
    let row = close::load_fixed(&app, &id).await?;
    let mut connection = app.db.pool.acquire().await?;
    let voter = voter(&mut connection, &row, &person, app.now()).await?;
    let eligible = row.eligible(&mut connection).await?;
    // Of a cancelled poll no ballot counts, and practice has none.
    let voted = match row.cancelled || row.practice {
        true => None,
        false => Some(row.voted(&mut connection).await?),
    };
    let not_understood = not_understood::own(&mut connection, Of::Poll, &row.id, &person).await?;
    let poll = Poll {
        state: row.state(app.now()),
        opens_at: Timestamp::from_millis(row.opens_at),
        closes_at: Timestamp::from_millis(row.closes_at),
        eligible,
        voted,
        quorum: row.quorum(eligible),
        voter,
        id: row.id,
        title: row.title,
        about: row.about,
        plain: row.plain,
        secrecy: row.secrecy,
        unit: row.unit,
        questions: row.questions,
        tie_rule: row.tie_rule,
        results: row.results,
        can_change: row.can_change,
        can_withdraw: row.can_withdraw,
        practice: row.practice,
        related: row.related,
        events: row.events,
        source: row.source,
        not_understood,
    };
    answer::json(&headers, &poll, Cache::Own)
}

/// What the poll is to the person who asks. The reason that lasts longest comes first: a closed poll stays closed.
async fn voter(
    connection: &mut AnyConnection,
    row: &PollRow,
    person: &MaybePerson,
    now: i64,
) -> Outcome<Voter> {
    if row.practice {
        // Everybody may try it, and nobody's ballot comes here.
        let why_not = match row.state(now) {
            PollState::Closed => Some(WhyNot::Closed),
            PollState::Cancelled => Some(WhyNot::Cancelled),
            PollState::Upcoming => Some(WhyNot::NotOpenYet),
            _ => None,
        };
        return Ok(Voter {
            can_vote: why_not.is_none(),
            why_not,
            has_voted: false,
        });
    }
    let unit = match &person.0 {
        Some(person) => row.voter(connection, person).await?,
        None => None,
    };
    let mark = match &unit {
        Some(unit) => row.mark(connection, unit).await?,
        None => Mark::None,
    };
    let has_voted = mark != Mark::None;
    let helper_full = match person
        .0
        .as_ref()
        .and_then(|p| p.assisted.as_ref().map(|a| (p, a)))
    {
        Some((person, helped)) => full(connection, &row.id, &helped.helper_id, &person.id).await?,
        None => false,
    };
    let why_not = match row.state(now) {
        PollState::Closed => Some(WhyNot::Closed),
        PollState::Cancelled => Some(WhyNot::Cancelled),
        _ if !row.methods_taken() => Some(WhyNot::MethodUnavailable),
        _ if person.0.is_none() => Some(WhyNot::NotSignedIn),
        _ if unit.is_none() => Some(WhyNot::NotEligible),
        PollState::Upcoming => Some(WhyNot::NotOpenYet),
        _ if mark == Mark::Paper => Some(WhyNot::VotedOnPaper),
        _ if has_voted && row.unit == VotingUnit::Household => Some(WhyNot::HouseholdHasVoted),
        _ if helper_full => Some(WhyNot::HelperLimit),
        _ => None,
    };
    Ok(Voter {
        can_vote: why_not.is_none() && !has_voted,
        why_not,
        has_voted,
    })
}
