//! The public board of a closed poll: every ballot, sorted by id, under a root that was fixed at close; behind them, batch
//! after batch, what was counted on paper and appended later.

use super::{PollRow, answers, close};
use crate::answer::{self, Cache};
use crate::app::App;
use crate::byte_range;
use crate::codes::blocking;
use crate::extract::{Ask, Id, Ids};
use crate::fault::{Fault, Outcome};
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use contract::{BoardHead, ConsistencyProof, FieldCode, InclusionProof, ProblemType};
use futures_util::future::ready;
use futures_util::{Stream, StreamExt, TryStreamExt, stream};
use serde::Deserialize;
use std::collections::VecDeque;
use std::sync::Arc;
use tokio::sync::{Mutex, mpsc};

/// Ballots read at a time: the board of a city must not lie in memory whole for every reader.
const CHUNK: i64 = 2000;

/// Leaves of the boards that proofs were asked for last, under their roots: a late batch is another board.
#[derive(Debug, Default)]
pub struct BoardCache(Mutex<VecDeque<(String, Arc<Leaves>)>>);

/// At 64 bytes a ballot this is tens of megabytes at the very most.
const CACHED_BOARDS: usize = 4;

#[derive(Debug)]
struct Leaves {
    ids: Vec<ledger::Hash>,
    hashes: Vec<ledger::Hash>,
}

async fn closed(app: &App, id: &str) -> Outcome<(PollRow, String, u64)> {
    let poll = close::load_fixed(app, id).await?;
    poll.must_count()?;
    match (poll.board_root.clone(), poll.board_ballots) {
        (Some(root), Some(ballots)) if !poll.cancelled => {
            Ok((poll, root, u64::try_from(ballots).unwrap_or(0)))
        }
        _ => Err(ProblemType::BoardNotReady.into()),
    }
}

/// `GET /v1/polls/{id}/board`: streamed, whole or from a byte on. The tag is the root, which names the content.
pub async fn board(State(app): State<App>, headers: HeaderMap, Id(id): Id) -> Outcome<Response> {
    let (poll, root, ballots) = closed(&app, &id).await?;
    let tag = format!("\"{root}\"");
    let mut head = serde_json::to_vec(&BoardHead {
        poll_id: poll.id.clone(),
        ballots,
        root,
        batches: poll.batches.clone(),
    })?;
    head.push(b'\n');
    let last_batch = poll.last_batch();
    let total = head.len() as u64 + size_of_lines(&app, &poll.id, last_batch).await?;
    let reply = byte_range::reply(&headers, &tag, total);
    let mut response = match reply.part {
        Some((first, last)) => {
            let whole = stream::once(async { Ok(head) }).chain(lines(app, poll.id, last_batch));
            Body::from_stream(cut(whole, first, last)).into_response()
        }
        None => Body::empty().into_response(),
    };
    *response.status_mut() = reply.status;
    let headers = response.headers_mut();
    let range = reply.content_range.map(|range| (header::CONTENT_RANGE, range));
    for (name, value) in [(header::ETAG, tag)].into_iter().chain(range) {
        if let Ok(value) = HeaderValue::try_from(value) {
            headers.insert(name, value);
        }
    }
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/x-ndjson"),
    );
    headers.insert(
        header::CACHE_CONTROL,
        // Asked about every time: a late batch makes it another board.
        HeaderValue::from_static("public, no-cache"),
    );
    Ok(response)
}

/// One ballot as it stands on the board, without its id and its answers. These are stored as the JSON of the contract
/// already.
const EMPTY_LINE: &str = "{\"ballot_id\":\"\",\"answers\":}\n";

/// Bytes of all lines behind the head.
async fn size_of_lines(app: &App, id: &str, last_batch: i64) -> Outcome<u64> {
    let (ballots, variable): (i64, i64) = sqlx::query_as(
        "SELECT COUNT(*), CAST(COALESCE(SUM(OCTET_LENGTH(ballot_id) + OCTET_LENGTH(answers)), 0) AS BIGINT)
         FROM ballots WHERE poll_id = $1 AND batch <= $2",
    )
    .bind(id)
    .bind(last_batch)
    .fetch_one(&app.db.pool)
    .await?;
    let size = ballots * EMPTY_LINE.len() as i64 + variable;
    Ok(u64::try_from(size).unwrap_or(0))
}

/// The ballots of all batches up to `last_batch`, each batch sorted for itself. Read ahead by one chunk, so that the
/// database works while the chunk before is compressed and sent; ends when nobody listens any more.
fn lines(app: App, id: String, last_batch: i64) -> impl Stream<Item = Result<Vec<u8>, sqlx::Error>> {
    let (ahead, taken) = mpsc::channel(1);
    tokio::spawn(async move {
        let mut place = Some((0i64, String::new()));
        while let Some((batch, after)) = place {
            let read = chunk(&app, &id, batch, &after).await;
            let (text, next) = match read {
                Ok(Some((text, last, true))) => (Ok(text), Some((batch, last))),
                Ok(found) => (
                    Ok(found.map_or_else(Vec::new, |(text, ..)| text)),
                    (batch < last_batch).then(|| (batch + 1, String::new())),
                ),
                Err(error) => (Err(error), None),
            };
            place = next;
            if ahead.send(text).await.is_err() {
                return;
            }
        }
    });
    stream::unfold(taken, |mut taken| async {
        taken.recv().await.map(|text| (text, taken))
    })
    // What compresses asks once more after the end.
    .fuse()
}

/// The lines of the ballots that follow after one, the last one's id, and whether there may be more behind it. The
/// database itself writes the lines: a row for each ballot would cost three times the time.
async fn chunk(
    app: &App,
    id: &str,
    batch: i64,
    after: &str,
) -> Result<Option<(Vec<u8>, String, bool)>, sqlx::Error> {
    let (text, last, ballots): (Option<String>, Option<String>, i64) = sqlx::query_as(
        r#"SELECT string_agg(line, $5 ORDER BY ballot_id), MAX(ballot_id), COUNT(*) FROM (
             SELECT ballot_id, '{"ballot_id":"' || ballot_id || '","answers":' || answers || '}' AS line
             FROM ballots WHERE poll_id = $1 AND batch = $2 AND ballot_id > $3
             ORDER BY ballot_id LIMIT $4
           ) AS chunk"#,
    )
    .bind(id)
    .bind(batch)
    .bind(after)
    .bind(CHUNK)
    .bind("\n")
    .fetch_one(&app.db.pool)
    .await?;
    Ok(text.zip(last).map(|(mut text, last)| {
        text.push('\n');
        (text.into_bytes(), last, ballots == CHUNK)
    }))
}

/// The bytes from `first` to `last`, both included, of a stream.
fn cut<E>(
    whole: impl Stream<Item = Result<Vec<u8>, E>>,
    first: u64,
    last: u64,
) -> impl Stream<Item = Result<Vec<u8>, E>> {
    let end = last.saturating_add(1);
    let mut at = 0u64;
    whole
        .map_ok(move |bytes| {
            let began = at;
            at += bytes.len() as u64;
            let place = |byte: u64| usize::try_from(byte.clamp(began, at) - began).unwrap_or(0);
            (
                bytes.get(place(first)..place(end)).unwrap_or_default().to_vec(),
                at >= end,
            )
        })
        .scan(false, |over, part| {
            if *over {
                return ready(None);
            }
            *over = matches!(&part, Ok((_, true)) | Err(_));
            ready(Some(part.map(|(bytes, _)| bytes)))
        })
        .try_filter(|bytes| ready(!bytes.is_empty()))
}

/// `GET /v1/polls/{id}/board/proof/{ballot_id}`.
pub async fn board_proof(
    State(app): State<App>,
    headers: HeaderMap,
    Ids(id, ballot_id): Ids,
) -> Outcome<Response> {
    let (poll, root, ballots) = closed(&app, &id).await?;
    let hash = ledger::unhex::<32>(&ballot_id).ok_or(ProblemType::NotFound)?;
    let leaves = leaves(&app, &poll, &root).await?;
    // Not a binary search: only each batch for itself is sorted.
    let place = leaves.ids.iter().position(|id| *id == hash);
    let index = place.ok_or(ProblemType::NotFound)?;
    // Hashing a hundred thousand leaves takes a moment.
    let path = blocking(move || Ok(ledger::inclusion_proof(&leaves.hashes, index)))
        .await?
        .ok_or(ProblemType::NotFound)?;
    let proof = InclusionProof {
        ballot_id,
        index: index as u64,
        ballots,
        root,
        path: path.iter().map(|hash| ledger::hex(hash)).collect(),
    };
    answer::json(&headers, &proof, Cache::Shared)
}

/// `GET /v1/polls/{id}/board/consistency?from=N`.
pub async fn board_consistency(
    State(app): State<App>,
    headers: HeaderMap,
    Id(id): Id,
    Ask(ask): Ask<ConsistencyAsk>,
) -> Outcome<Response> {
    let wrong = |code: FieldCode, detail: &str| Fault::fields(vec![code.at("/from", detail)]);
    let Some(from) = ask.from else {
        return Err(wrong(
            FieldCode::Missing,
            "say how many ballots the earlier board had",
        ));
    };
    if from.is_empty() || !from.bytes().all(|digit| digit.is_ascii_digit()) {
        return Err(wrong(FieldCode::WrongType, "a number of ballots"));
    }
    let (poll, root, ballots) = closed(&app, &id).await?;
    let size = from.parse().ok().filter(|from| (1..=ballots).contains(from));
    let Some((from, old_size)) = size.zip(size.and_then(|size| usize::try_from(size).ok())) else {
        return Err(wrong(
            FieldCode::OutOfRange,
            "at least 1 and at most as many as the board has",
        ));
    };
    let leaves = leaves(&app, &poll, &root).await?;
    let path = blocking(move || Ok(ledger::consistency_proof(&leaves.hashes, old_size)))
        .await?
        .ok_or(ProblemType::NotFound)?;
    let proof = ConsistencyProof {
        poll_id: poll.id,
        from,
        ballots,
        root,
        path: path.iter().map(|hash| ledger::hex(hash)).collect(),
    };
    answer::json(&headers, &proof, Cache::Shared)
}

/// Text, so that a bad number gets a problem that names it.
#[derive(Debug, Deserialize)]
pub struct ConsistencyAsk {
    from: Option<String>,
}

async fn leaves(app: &App, poll: &PollRow, root: &str) -> Outcome<Arc<Leaves>> {
    // Held while loading, so that many readers of one board load it once.
    let mut cache = app.boards.0.lock().await;
    let name = format!("{} {root}", poll.id);
    if let Some((_, leaves)) = cache.iter().find(|(known, _)| *known == name) {
        return Ok(leaves.clone());
    }
    let mut leaves = Leaves {
        ids: Vec::new(),
        hashes: Vec::new(),
    };
    let mut rows = sqlx::query_as::<_, (String, String)>(
        "SELECT ballot_id, answers FROM ballots WHERE poll_id = $1 AND batch <= $2 ORDER BY batch, ballot_id",
    )
    .bind(&poll.id)
    .bind(poll.last_batch())
    .fetch(&app.db.pool);
    while let Some((ballot_id, stored)) = rows.try_next().await? {
        leaves
            .hashes
            .push(answers::leaf(&poll.questions, &ballot_id, &stored)?);
        leaves.ids.extend(ledger::unhex::<32>(&ballot_id));
    }
    let leaves = Arc::new(leaves);
    if cache.len() == CACHED_BOARDS {
        cache.pop_front();
    }
    cache.push_back((name, leaves.clone()));
    Ok(leaves)
}
