//! What the holder of a ballot's secret may do: look at the ballot and withdraw it.

use super::PollRow;
use super::cast::counted;
use super::row::Mark;
use crate::answer;
use crate::app::App;
use crate::extract::{Id, Json};
use crate::fault::Outcome;
use crate::person::Person;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use contract::{Ballot, BallotSecret, FieldCode, ProblemType};

/// `POST /v1/polls/{id}/ballot/lookup`.
pub async fn lookup_ballot(
    State(app): State<App>,
    _: Person,
    Id(id): Id,
    Json { value: ask, .. }: Json<BallotSecret>,
) -> Outcome<Response> {
    let ballot_id = ballot_of(&ask)?;
    let mut connection = app.db.pool.acquire().await?;
    let answers = counted(&mut connection, &id, &ballot_id)
        .await?
        .ok_or(ProblemType::NotFound)?;
    let ballot = Ballot {
        ballot_id,
        answers: serde_json::from_str(&answers)?,
    };
    answer::json_as(StatusCode::OK, &ballot)
}

/// `POST /v1/polls/{id}/ballot/withdrawal`.
pub async fn withdraw_ballot(
    State(app): State<App>,
    person: Person,
    Id(id): Id,
    Json { value: ask, .. }: Json<BallotSecret>,
) -> Outcome<StatusCode> {
    let ballot_id = ballot_of(&ask)?;
    let under_way = app.db.ballot_under_way(|| app.now()).await;
    let now = under_way.received;
    let mut poll = PollRow::load(&mut *app.db.pool.acquire().await?, &id).await?;
    poll.must_count()?;
    let mut tx = app.db.write().await?;
    poll.lock(&mut tx, &app.db, false).await?;
    poll.must_be_open(now)?;
    let unit = poll
        .voter(&mut tx, &person)
        .await?
        .ok_or(ProblemType::NotEligible)?;
    if !poll.can_withdraw {
        return Err(ProblemType::ChangeNotAllowed.into());
    }
    // Whoever handed in paper holds no secret; another one's must not take their mark away.
    if poll.mark(&mut tx, &unit).await? == Mark::Paper {
        return Err(ProblemType::VotedOnPaper.into());
    }
    let ballot = sqlx::query("DELETE FROM ballots WHERE poll_id = $1 AND ballot_id = $2")
        .bind(&poll.id)
        .bind(&ballot_id)
        .execute(&mut *tx)
        .await?;
    if ballot.rows_affected() == 0 {
        return Err(ProblemType::NotFound.into());
    }
    // A ballot leaves together with one mark, so that there are always as many ballots as marks.
    let mark = sqlx::query("DELETE FROM voters WHERE poll_id = $1 AND unit_id = $2")
        .bind(&poll.id)
        .bind(&unit)
        .execute(&mut *tx)
        .await?;
    if mark.rows_affected() == 0 {
        return Err(ProblemType::WrongSecret.into());
    }
    sqlx::query("DELETE FROM named_ballots WHERE poll_id = $1 AND ballot_id = $2")
        .bind(&poll.id)
        .bind(&ballot_id)
        .execute(&mut *tx)
        .await?;
    tx.commit().await?;
    app.db.set_unmixed(true);
    Ok(StatusCode::NO_CONTENT)
}

fn ballot_of(ask: &BallotSecret) -> Outcome<String> {
    let secret = ledger::unhex::<16>(&ask.secret)
        .ok_or_else(|| FieldCode::WrongType.at("/secret", "32 lower-case hex digits"))?;
    Ok(ledger::hex(&ledger::ballot_id(&secret)))
}
