//! Search over notices, matters, polls, threads and posts. The index is the database's own (FTS5, tsvector); what goes into it,
//! and what a question asks of it, are the tokens of `crates/finding`.

mod index;
mod words;

pub use index::{catch_up, renew};

use crate::answer::{self, Cache};
use crate::app::App;
use crate::caller::Caller;
use crate::columns::time;
use crate::db::Kind;
use crate::extract::{Ask, query_enum};
use crate::fault::{Fault, Outcome};
use crate::limiter::What;
use crate::names::{name_of, named};
use crate::paging::{Cursor, PageAsk, page};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use contract::{Page, ProblemType, SearchHit, SearchKind, Span};
use finding::{Question, Term, passage};
use serde::Deserialize;
use sqlx::any::AnyRow;
use sqlx::{AssertSqlSafe, Row};
use std::time::Duration;

/// Longest question, in characters.
const QUESTION_CHARS: usize = 100;
/// What has just been published is found at once; but nobody waits long for that, a staff import may be writing.
const PATIENCE: Duration = Duration::from_secs(2);

#[derive(Debug, Deserialize)]
pub struct SearchAsk {
    #[serde(default)]
    q: String,
    kinds: Option<String>,
    cursor: Option<String>,
    limit: Option<String>,
}

/// `GET /v1/search`: what has every word in its title first, then the newer first.
pub async fn search(
    State(app): State<App>,
    caller: Caller,
    headers: HeaderMap,
    Ask(ask): Ask<SearchAsk>,
) -> Outcome<Response> {
    if ask.q.chars().count() > QUESTION_CHARS {
        return Err(Fault::new(
            ProblemType::BadRequest,
            format!("q has at most {QUESTION_CHARS} characters"),
        ));
    }
    let kinds = kinds(ask.kinds.as_deref())?;
    let paging = PageAsk {
        cursor: ask.cursor,
        limit: ask.limit,
    };
    let (limit, after) = (paging.limit()?, paging.after()?);
    caller.limit(&app, What::Searches)?;
    let question = Question::read(&ask.q);
    let found = if question.is_empty() {
        page(Vec::new(), limit, 0)
    } else {
        // Failures are logged where they arise; what is in the index already is found all the same.
        let _ = tokio::time::timeout(PATIENCE, catch_up(&app.db)).await;
        find(&app, &question, &kinds, limit, after).await?
    };
    // Neither the browser nor anything on the way keeps what somebody looked for.
    answer::json(&headers, &found, Cache::Never)
}

/// The wire names between commas, for `LIKE`; empty for all kinds.
fn kinds(text: Option<&str>) -> Outcome<String> {
    let mut kinds = String::new();
    for name in text.into_iter().flat_map(|text| text.split(',')) {
        if let Some(kind) = query_enum::<SearchKind>(Some(name), "kinds")? {
            kinds.push_str(&format!(",{},", name_of(kind)));
        }
    }
    Ok(kinds)
}

async fn find(
    app: &App,
    question: &Question,
    kinds: &str,
    limit: usize,
    after: Option<Cursor>,
) -> Outcome<Page<SearchHit>> {
    let start = after.unwrap_or(Cursor {
        rank: i64::MAX,
        key: i64::MAX,
        id: i64::MAX.to_string(),
    });
    let number: i64 = start
        .id
        .parse()
        .map_err(|_| Fault::new(ProblemType::BadRequest, "this cursor is not from here"))?;
    let terms = question.terms();
    let (in_words, in_title, words, title) = match app.db.kind {
        Kind::Sqlite => {
            let among = |place: &str| {
                format!("f.number IN (SELECT rowid FROM findable_words WHERE findable_words MATCH {place})")
            };
            let words = fts5(&terms);
            let title = format!("{{title}} : ({words})");
            (among("$1"), among("$2"), words, title)
        }
        Kind::Postgres => {
            let words = tsquery(&terms);
            (
                "f.words @@ CAST($1 AS tsquery)".to_owned(),
                "f.title_words @@ CAST($2 AS tsquery)".to_owned(),
                words.clone(),
                words,
            )
        }
    };
    // What was taken back or hidden since the index was last brought up to date is not found either.
    let found = format!(
        "SELECT f.number, f.kind, f.id, f.thread_id, f.title, f.body, f.at,
           CAST(CASE WHEN {in_title} THEN 1 ELSE 0 END AS BIGINT) AS place FROM findable f
         WHERE {in_words} AND f.shown_from <= $3 AND ($4 = '' OR $4 LIKE '%,' || f.kind || ',%')
           AND (f.kind <> 'post' OR EXISTS (SELECT 1 FROM posts p WHERE p.id = f.id AND p.state = 'visible'))
           AND (f.kind <> 'notice' OR EXISTS (SELECT 1 FROM notices n WHERE n.id = f.id AND n.withdrawn IS NULL))"
    );
    let rows = sqlx::query(AssertSqlSafe(format!(
        "SELECT * FROM ({found}) AS found WHERE (place, at, number) < ($5, $6, $7)
         ORDER BY place DESC, at DESC, number DESC LIMIT $8"
    )))
    .bind(&words)
    .bind(&title)
    .bind(app.now())
    .bind(kinds)
    .bind(start.rank)
    .bind(start.key)
    .bind(number)
    .bind(limit as i64 + 1)
    .fetch_all(&app.db.pool)
    .await?;
    let (total,): (i64,) = sqlx::query_as(AssertSqlSafe(format!("SELECT COUNT(*) FROM ({found}) AS found")))
        .bind(&words)
        .bind(&title)
        .bind(app.now())
        .bind(kinds)
        .fetch_one(&app.db.pool)
        .await?;
    let hits = rows
        .iter()
        .map(|row| {
            let hit = hit(row, question)?;
            let place = Cursor {
                rank: row.try_get("place")?,
                key: hit.at.millis(),
                id: row.try_get::<i64, _>("number")?.to_string(),
            };
            Ok((place, hit))
        })
        .collect::<Outcome<Vec<_>>>()?;
    Ok(page(hits, limit, total))
}

fn hit(row: &AnyRow, question: &Question) -> Outcome<SearchHit> {
    let kind: SearchKind = named(row.try_get("kind")?);
    let (title, body): (String, String) = (row.try_get("title")?, row.try_get("body")?);
    // The title above a post is its thread's, and was not searched.
    let title_matches = match kind {
        SearchKind::Post => Vec::new(),
        _ => question.marks(&title),
    };
    let cut = passage(&body, &question.marks(&body));
    Ok(SearchHit {
        kind,
        id: row.try_get("id")?,
        thread_id: row.try_get("thread_id")?,
        title_matches: title_matches.into_iter().map(span).collect(),
        title,
        passage: cut.text,
        matches: cut.matches.into_iter().map(span).collect(),
        at: time(row, "at")?,
    })
}

fn span(span: finding::Span) -> Span {
    let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span {
        from: place(span.from),
        to: place(span.to),
    }
}

/// Tokens are letters and digits only, so quotes around them are all that is needed; nothing that was typed is ever read as an
/// operator.
fn fts5(terms: &[Term]) -> String {
    let terms = terms
        .iter()
        .map(|term| format!("\"{}\"{}", term.token, if term.beginning { "*" } else { "" }));
    terms.collect::<Vec<_>>().join(" AND ")
}

fn tsquery(terms: &[Term]) -> String {
    let terms = terms
        .iter()
        .map(|term| format!("'{}'{}", term.token, if term.beginning { ":*" } else { "" }));
    terms.collect::<Vec<_>>().join(" & ")
}
