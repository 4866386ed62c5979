//! Casting and changing a ballot: one ballot, whatever happens.
//!
//! `voters` says who has voted and `ballots` what was voted; only the primary keys decide a race, and nothing stored
//! joins the two, nor does how it is stored (`mixing`). Holding the secret whose SHA-256 is the ballot id is what entitles somebody to change it.

use super::PollRow;
use super::answers::stored_answers;
use super::row::Mark;
use crate::answer;
use crate::app::App;
use crate::extract::{Id, IdempotencyKey, Json};
use crate::fault::{Fault, Outcome};
use crate::idempotency::{Keyed, Seen};
use crate::person::Person;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use contract::*;
use sqlx::AnyConnection;

/// `PUT /v1/polls/{id}/ballot`.
pub async fn put_ballot(
    State(app): State<App>,
    person: Person,
    Id(id): Id,
    IdempotencyKey(key): IdempotencyKey,
    Json { value: ask, .. }: Json<BallotSubmission>,
) -> Outcome<Response> {
    let ballot_id = well_formed(&ask)?;
    // The ballot is here: what it waits for from now on must not make it late.
    let under_way = app.db.ballot_under_way(|| app.now()).await;
    let now = under_way.received;
    let mut poll = PollRow::load(&mut *app.db.pool.acquire().await?, &id).await?;
    if !poll.methods_taken() {
        return Err(Fault::new(
            ProblemType::NotImplemented,
            "this counting method is not offered here",
        ));
    }
    let stored = stored_answers(&poll.questions, &ask.answers)?;
    let errors = check_answers(&poll.questions, &ask.answers);
    // No person in the scope: the key of a ballot must not lead to whoever sent it. The key in the body: it is random and
    // not kept, so nobody can try which answers make the remembered hash.
    let keyed = key.map(|key| {
        let body = format!(
            "{key}\n{}\n{}\n{stored}",
            ask.ballot_id,
            ask.secret.as_deref().unwrap_or_default()
        );
        Keyed::new(&["ballot", &poll.id], &key, body.as_bytes())
    });

    let mut tx = app.db.write().await?;
    poll.lock(&mut tx, &app.db, false).await?;
    if poll.cancelled {
        return Err(ProblemType::PollCancelled.into());
    }
    let unit = poll.voter(&mut tx, &person).await?;
    // The key first: where it is known, the ballot it counted is known to every later read, too. The other way round a
    // twin that commits between the reads would look like a ballot that was withdrawn.
    let replay = match &keyed {
        Some(keyed) => keyed.look(&mut tx).await? != Seen::New,
        None => false,
    };
    let voted = match &unit {
        Some(unit) => match poll.mark(&mut tx, unit).await? {
            // Also after the end: the paper counts, and this ballot is not it.
            Mark::Paper => return Err(ProblemType::VotedOnPaper.into()),
            mark => mark == Mark::Phone,
        },
        None => false,
    };
    let before = counted(&mut tx, &poll.id, &ask.ballot_id).await?;
    // A repeat of what is counted is counted, even after close: its first answer may have been lost on the way. The
    // body is compared as stored, so an answer that does not fit the poll can never pass for a counted one.
    if voted && errors.is_empty() && before.as_deref() == Some(stored.as_str()) {
        return receipt(&poll, ballot_id, now);
    }
    poll.must_be_open(now)?;
    let unit = unit.ok_or(ProblemType::NotEligible)?;
    if !errors.is_empty() {
        return Err(Fault::fields(errors));
    }
    if replay {
        // Late echo of a ballot that was changed or withdrawn since: doing it again would undo that.
        return Err(Fault::new(
            ProblemType::IdempotencyKeyReused,
            "this ballot was changed or withdrawn since",
        ));
    }

    if voted {
        change(&mut tx, &poll, &ask, before.is_some(), &stored).await?;
    } else {
        let new = cast(&mut tx, &poll, &person, &unit, &ask, &stored).await?;
        if !new {
            return receipt(&poll, ballot_id, now);
        }
    }
    if let Some(keyed) = keyed
        && !keyed.keep(&mut tx, None, now).await?
    {
        // A twin of this request came first while this one was under way: either it did the same, or it is refused here.
        keyed.look(&mut tx).await?;
        return receipt(&poll, ballot_id, now);
    }
    tx.commit().await?;
    app.db.set_unmixed(true);
    receipt(&poll, ballot_id, now)
}

fn well_formed(ask: &BallotSubmission) -> Outcome<ledger::Hash> {
    let mut errors = Vec::new();
    let ballot_id = ledger::unhex::<32>(&ask.ballot_id);
    if ballot_id.is_none() {
        errors.push(FieldCode::WrongType.at("/ballot_id", "64 lower-case hex digits"));
    }
    if ask.assisted_session.is_some() {
        // The capability is off, so there is none that could be named.
        errors.push(FieldCode::UnknownValue.at("/assisted_session", "no such session"));
    }
    let secret = ask.secret.as_deref().map(ledger::unhex::<16>);
    if secret == Some(None) {
        errors.push(FieldCode::WrongType.at("/secret", "32 lower-case hex digits"));
    }
    match (ballot_id, secret.flatten()) {
        _ if !errors.is_empty() => Err(Fault::fields(errors)),
        (Some(id), Some(secret)) if ledger::ballot_id(&secret) != id => Err(ProblemType::WrongSecret.into()),
        (Some(id), _) => Ok(id),
        (None, _) => Err(ProblemType::Validation.into()),
    }
}

/// The stored answers of a ballot.
pub async fn counted(
    connection: &mut AnyConnection,
    poll_id: &str,
    ballot_id: &str,
) -> Outcome<Option<String>> {
    let row: Option<(String,)> =
        sqlx::query_as("SELECT answers FROM ballots WHERE poll_id = $1 AND ballot_id = $2")
            .bind(poll_id)
            .bind(ballot_id)
            .fetch_optional(connection)
            .await?;
    Ok(row.map(|(answers,)| answers))
}

/// Counts a first ballot. `false` when a twin of this very request has counted it meanwhile.
async fn cast(
    connection: &mut AnyConnection,
    poll: &PollRow,
    person: &Person,
    unit: &str,
    ask: &BallotSubmission,
    stored: &str,
) -> Outcome<bool> {
    let marked = sqlx::query(
        "INSERT INTO voters (poll_id, unit_id) VALUES ($1, $2) ON CONFLICT (poll_id, unit_id) DO NOTHING",
    )
    .bind(&poll.id)
    .bind(unit)
    .execute(&mut *connection)
    .await?;
    if marked.rows_affected() == 0 {
        // Another phone of the household was faster by a hair, or this phone's own repeat was.
        return match counted(connection, &poll.id, &ask.ballot_id).await? {
            Some(same) if same == stored => Ok(false),
            _ => Err(ProblemType::AlreadyVoted.into()),
        };
    }
    let put = sqlx::query(
        "INSERT INTO ballots (poll_id, ballot_id, answers) VALUES ($1, $2, $3)
         ON CONFLICT (poll_id, ballot_id) DO NOTHING",
    )
    .bind(&poll.id)
    .bind(&ask.ballot_id)
    .bind(stored)
    .execute(&mut *connection)
    .await?;
    if put.rows_affected() == 0 {
        // The id is counted already and this unit has not voted: it is somebody else's ballot.
        return Err(ProblemType::WrongSecret.into());
    }
    if poll.secrecy == Secrecy::Named {
        sqlx::query(
            "INSERT INTO named_ballots (poll_id, unit_id, ballot_id, resident_id) VALUES ($1, $2, $3, $4)",
        )
        .bind(&poll.id)
        .bind(unit)
        .bind(&ask.ballot_id)
        .bind(&person.id)
        .execute(connection)
        .await?;
    }
    Ok(true)
}

async fn change(
    connection: &mut AnyConnection,
    poll: &PollRow,
    ask: &BallotSubmission,
    known: bool,
    stored: &str,
) -> Outcome<()> {
    if !known {
        return Err(ProblemType::AlreadyVoted.into());
    }
    if ask.secret.is_none() {
        // A secret that was sent has been checked against the ballot id already.
        return Err(ProblemType::WrongSecret.into());
    }
    if !poll.can_change {
        return Err(ProblemType::ChangeNotAllowed.into());
    }
    let changed = sqlx::query("UPDATE ballots SET answers = $1 WHERE poll_id = $2 AND ballot_id = $3")
        .bind(stored)
        .bind(&poll.id)
        .bind(&ask.ballot_id)
        .execute(connection)
        .await?;
    if changed.rows_affected() == 0 {
        return Err(ProblemType::AlreadyVoted.into());
    }
    Ok(())
}

fn receipt(poll: &PollRow, ballot_id: ledger::Hash, now: i64) -> Outcome<Response> {
    let open = poll.state(now) == PollState::Open;
    let receipt = Receipt {
        poll_id: poll.id.clone(),
        ballot_id: ledger::hex(&ballot_id),
        number: ledger::receipt_number(&ballot_id),
        counted_at: Timestamp::from_millis(now),
        can_change: open && poll.can_change,
        can_withdraw: open && poll.can_withdraw,
        changes_until: Timestamp::from_millis(poll.closes_at),
        helper: None,
    };
    answer::json_as(StatusCode::OK, &receipt)
}
