//! `GET /v1/polls/{id}/results`: the count, by the rules of crate `count`, from the ballots as they are stored.

use super::row::Mark;
use super::{PollRow, close, owners};
use crate::answer::{self, Cache};
use crate::app::App;
use crate::extract::Id;
use crate::fault::Outcome;
use crate::person::MaybePerson;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use contract::*;
use counter::{Counting, Setting, without_quorum};
use futures_util::TryStreamExt;
use std::collections::HashMap;
use std::sync::Arc;
use tokio::sync::Mutex;

/// Results of closed polls, which only a late batch changes, and with it the root. The lock also keeps many readers from counting one poll side by side.
#[derive(Debug, Default)]
pub struct ResultsCache(Mutex<HashMap<String, Arc<Results>>>);

const CACHED_RESULTS: usize = 200;

/// What is told of a part of the voters is told of at least so many: of fewer, somebody's vote could be guessed.
pub const FEWEST: u64 = 5;

/// `GET /v1/polls/{id}/results`.
pub async fn results(
    State(app): State<App>,
    person: MaybePerson,
    headers: HeaderMap,
    Id(id): Id,
) -> Outcome<Response> {
    let poll = close::load_fixed(&app, &id).await?;
    poll.must_count()?;
    let now = app.now();
    if !visible(&app, &poll, &person, now).await? {
        return Err(ProblemType::ResultsHidden.into());
    }
    let closed = poll.state(now) == PollState::Closed;
    let mut cache = app.results.0.lock().await;
    if closed
        && let Some(known) = cache.get(&poll.id)
        && known.board_root == poll.board_root
    {
        return answer::json(&headers, &**known, Cache::Own);
    }
    let results = Arc::new(count(&app, &poll, now, closed).await?);
    if closed {
        if cache.len() >= CACHED_RESULTS {
            cache.clear();
        }
        cache.insert(poll.id.clone(), results.clone());
    }
    drop(cache);
    answer::json(&headers, &*results, Cache::Own)
}

async fn visible(app: &App, poll: &PollRow, person: &MaybePerson, now: i64) -> Outcome<bool> {
    Ok(match (poll.state(now), poll.results) {
        (PollState::Cancelled, _) => false,
        (PollState::Closed, _) | (_, ResultsVisibility::Always) => true,
        (PollState::Open, ResultsVisibility::AfterVote) => {
            let mut connection = app.db.pool.acquire().await?;
            match &person.0 {
                None => false,
                Some(person) => match poll.voter(&mut connection, person).await? {
                    Some(unit) => poll.mark(&mut connection, &unit).await? != Mark::None,
                    None => false,
                },
            }
        }
        _ => false,
    })
}

async fn count(app: &App, poll: &PollRow, now: i64, closed: bool) -> Outcome<Results> {
    let mut countings: Vec<Counting<'_>> = poll.questions.iter().map(Counting::new).collect();
    let mut on_paper: Vec<Counting<'_>> = poll.questions.iter().map(Counting::new).collect();
    let (mut ballots, mut marked) = (0u64, 0u64);
    {
        let sql = "SELECT answers, paper FROM ballots WHERE poll_id = $1 AND batch <= $2";
        let mut rows = sqlx::query_as::<_, (String, i64)>(sql)
            .bind(&poll.id)
            .bind(poll.last_batch())
            .fetch(&app.db.pool);
        while let Some((stored, paper)) = rows.try_next().await? {
            let answers: Vec<Answer> = serde_json::from_str(&stored)?;
            ballots += 1;
            for counting in &mut countings {
                counting.add(&answers);
            }
            if paper != 0 {
                marked += 1;
                for counting in &mut on_paper {
                    counting.add(&answers);
                }
            }
        }
    }
    let mut connection = app.db.pool.acquire().await?;
    let eligible = poll.eligible(&mut connection).await?;
    let quorum = poll.quorum(eligible);
    let quorum_met = quorum.as_ref().map(|quorum| ballots >= quorum.needed);
    let setting = Setting {
        ties: poll.tie_rule,
        board_root: poll.root_at_close(),
        eligible,
    };
    let paper = poll.on_paper(&mut connection).await?;
    let channels = (paper > 0).then(|| {
        let phone = ballots.saturating_sub(paper);
        // While the poll is open every look would tell what came since the one before. Piles too small to be marked
        // (staff/paper.rs) leave their part unknown.
        let told = closed && marked == paper && paper.min(phone) >= FEWEST;
        let questions = tokio::task::block_in_place(|| {
            let counts = |counting: &Counting<'_>| {
                counting
                    .result(&setting)
                    .rows
                    .iter()
                    .map(|row| row.count)
                    .collect()
            };
            let all = poll.questions.iter().zip(&on_paper).filter(|_| told);
            all.map(|(question, counting)| PaperCounts {
                question_id: question.id.clone(),
                counts: counts(counting),
            })
            .collect()
        });
        Channels {
            phone,
            paper,
            questions,
        }
    });
    // Equal shares over a city's ballots take a moment of pure counting.
    let mut questions: Vec<QuestionResult> = tokio::task::block_in_place(|| {
        countings
            .iter()
            .map(|counting| counting.result(&setting))
            .collect()
    });
    for (question, result) in poll.questions.iter().zip(&mut questions) {
        if question.method.kind == MethodKind::Owners {
            result.outcome.kind = owners::decide(&mut connection, poll, question).await?;
        }
        if closed && quorum_met == Some(false) {
            without_quorum(result);
        }
    }
    Ok(Results {
        poll_id: poll.id.clone(),
        state: if closed {
            ResultsState::Final
        } else {
            ResultsState::Provisional
        },
        eligible,
        ballots,
        quorum,
        quorum_met,
        questions,
        board_root: poll.board_root.clone().filter(|_| closed),
        counted_at: Timestamp::from_millis(now),
        channels,
        // Nobody knows in which building the ballots of a late batch were filled in.
        turnout: poll.turnout.clone().filter(|_| closed && poll.batches.is_empty()),
    })
}
