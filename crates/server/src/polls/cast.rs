//! Counting one ballot within a transaction: one ballot, whatever happens.
//!
//! `voters` says who has voted and `ballots` what was voted; only the primary keys decide a race, and nothing stored
//! joins the two, nor does how it is stored (`mixing`). Holding the secret whose SHA-256 is the ballot id is what entitles
//! somebody to change it.

use super::PollRow;
use crate::fault::{Fault, Outcome};
use crate::idempotency::{Keyed, Seen};
use crate::person::Person;
use contract::*;
use sqlx::AnyConnection;

/// A well-formed ballot, as it waits to be counted.
#[derive(Debug, Clone)]
pub struct Ask {
    /// As it was when the ballot came; what decides is read again in the transaction.
    pub poll: PollRow,
    pub person: Person,
    pub ballot: BallotSubmission,
    /// The answers in the form in which they are stored.
    pub stored: String,
    /// What is wrong with the answers.
    pub errors: Vec<FieldError>,
    pub keyed: Option<Keyed>,
    /// When the server had the whole request: what counts against the poll's end.
    pub received: i64,
}

/// What the database knows when a ballot's turn comes.
struct Known {
    seen: Seen,
    voted: bool,
    /// The answers counted under this ballot id.
    answers: Option<String>,
}

/// What is to be done. Deciding writes nothing.
#[derive(Debug, PartialEq, Eq)]
pub enum Decision {
    /// It is counted already.
    Nothing,
    Cast(String),
    Change,
}

/// What is to be done with a ballot whose poll is locked.
///
/// # Errors
/// Why it is refused.
pub async fn decision(connection: &mut AnyConnection, ask: &Ask) -> Outcome<Decision> {
    let unit = ask.poll.voter(connection, &ask.person).await?;
    let known = look(connection, ask, unit.as_deref()).await?;
    decide(ask, unit, &known)
}

/// Does it, and says whether anything was written.
///
/// # Errors
/// A twin or another phone of the household came in between, which cannot be where writers take turns. Half of the ballot may
/// be written: the transaction must be given up.
pub async fn carry_out(connection: &mut AnyConnection, ask: &Ask, decision: Decision) -> Outcome<bool> {
    match decision {
        Decision::Nothing => return Ok(false),
        Decision::Cast(unit) => {
            if !cast(connection, ask, &unit).await? {
                return Ok(false);
            }
        }
        Decision::Change => change(connection, ask).await?,
    }
    if let Some(keyed) = &ask.keyed
        && !keyed.keep(connection, None, ask.received).await?
    {
        // A twin of this request came first while this one was under way: either it did the same, or it is refused here.
        keyed.look(connection).await?;
        return Ok(false);
    }
    Ok(true)
}

/// In one statement, so that all three are of one moment: of a twin that commits meanwhile it sees everything or nothing.
async fn look(connection: &mut AnyConnection, ask: &Ask, unit: Option<&str>) -> Outcome<Known> {
    let (body, voted, answers): (Option<String>, Option<i64>, Option<String>) = sqlx::query_as(
        "SELECT (SELECT body_hash FROM idempotency WHERE key_hash = $1),
                (SELECT CAST(1 AS BIGINT) FROM voters WHERE poll_id = $2 AND unit_id = $3),
                (SELECT answers FROM ballots WHERE poll_id = $2 AND ballot_id = $4)",
    )
    // No hash and no id is empty, so an empty one finds nothing.
    .bind(ask.keyed.as_ref().map_or("", Keyed::hash))
    .bind(&ask.poll.id)
    .bind(unit.unwrap_or_default())
    .bind(&ask.ballot.ballot_id)
    .fetch_one(connection)
    .await?;
    Ok(Known {
        seen: match &ask.keyed {
            Some(keyed) => keyed.seen(body.map(|body| (body, None)))?,
            None => Seen::New,
        },
        voted: voted.is_some(),
        answers,
    })
}

fn decide(ask: &Ask, unit: Option<String>, known: &Known) -> Outcome<Decision> {
    let poll = &ask.poll;
    // A repeat of what is counted is counted, even after close: its first answer may have been lost on the way. The
    // body is compared as stored, so an answer that does not fit the poll can never pass for a counted one.
    if known.voted && ask.errors.is_empty() && known.answers.as_deref() == Some(ask.stored.as_str()) {
        return Ok(Decision::Nothing);
    }
    poll.must_be_open(ask.received)?;
    let unit = unit.ok_or(ProblemType::NotEligible)?;
    if !ask.errors.is_empty() {
        return Err(Fault::fields(ask.errors.clone()));
    }
    if known.seen != Seen::New {
        // Late echo of a ballot that was changed or withdrawn since: doing it again would undo that.
        return Err(Fault::new(
            ProblemType::IdempotencyKeyReused,
            "this ballot was changed or withdrawn since",
        ));
    }
    match (known.voted, known.answers.is_some()) {
        (false, false) => Ok(Decision::Cast(unit)),
        // The id is counted already and this unit has not voted: it is somebody else's ballot.
        (false, true) => Err(ProblemType::WrongSecret.into()),
        (true, false) => Err(ProblemType::AlreadyVoted.into()),
        // A secret that was sent has been checked against the ballot id already.
        (true, true) if ask.ballot.secret.is_none() => Err(ProblemType::WrongSecret.into()),
        (true, true) if !poll.can_change => Err(ProblemType::ChangeNotAllowed.into()),
        (true, true) => Ok(Decision::Change),
    }
}

/// Counts a first ballot. `false` when a twin of this very request has counted it meanwhile.
async fn cast(connection: &mut AnyConnection, ask: &Ask, unit: &str) -> Outcome<bool> {
    let marked = sqlx::query(
        "INSERT INTO voters (poll_id, unit_id) VALUES ($1, $2) ON CONFLICT (poll_id, unit_id) DO NOTHING",
    )
    .bind(&ask.poll.id)
    .bind(unit)
    .execute(&mut *connection)
    .await?;
    if marked.rows_affected() == 0 {
        // Another phone of the household was faster by a hair, or this phone's own repeat was.
        return match counted(connection, &ask.poll.id, &ask.ballot.ballot_id).await? {
            Some(same) if same == ask.stored => Ok(false),
            _ => Err(ProblemType::AlreadyVoted.into()),
        };
    }
    let put = sqlx::query(
        "INSERT INTO ballots (poll_id, ballot_id, answers) VALUES ($1, $2, $3)
         ON CONFLICT (poll_id, ballot_id) DO NOTHING",
    )
    .bind(&ask.poll.id)
    .bind(&ask.ballot.ballot_id)
    .bind(&ask.stored)
    .execute(&mut *connection)
    .await?;
    if put.rows_affected() == 0 {
        return Err(ProblemType::WrongSecret.into());
    }
    if ask.poll.secrecy == Secrecy::Named {
        sqlx::query(
            "INSERT INTO named_ballots (poll_id, unit_id, ballot_id, resident_id) VALUES ($1, $2, $3, $4)",
        )
        .bind(&ask.poll.id)
        .bind(unit)
        .bind(&ask.ballot.ballot_id)
        .bind(&ask.person.id)
        .execute(connection)
        .await?;
    }
    Ok(true)
}

async fn change(connection: &mut AnyConnection, ask: &Ask) -> Outcome<()> {
    let changed = sqlx::query("UPDATE ballots SET answers = $1 WHERE poll_id = $2 AND ballot_id = $3")
        .bind(&ask.stored)
        .bind(&ask.poll.id)
        .bind(&ask.ballot.ballot_id)
        .execute(connection)
        .await?;
    if changed.rows_affected() == 0 {
        return Err(ProblemType::AlreadyVoted.into());
    }
    Ok(())
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
