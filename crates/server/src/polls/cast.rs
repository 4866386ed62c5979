//! Counting one ballot within a transaction: one ballot, whatever happens.
//!
//! `voters` says who has voted and `ballots` what was voted; only the primary keys decide a race, and nothing stored
//! joins the two, nor does how it is stored (`mixing`). Holding the secret whose SHA-256 is the ballot id is what entitles
//! somebody to change it.

use super::PollRow;
use super::row::Mark;
use crate::assisted;
use crate::fault::{Fault, Outcome};
use crate::idempotency::{Keyed, Seen};
use crate::person::Person;
use crate::rows::{insert, values};
use crate::secrets;
use contract::*;
use sqlx::{AnyConnection, AssertSqlSafe};
use std::collections::HashMap;

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
#[derive(Debug)]
struct Known {
    seen: Seen,
    /// Stands on the poll's list, where it has one.
    listed: bool,
    mark: Mark,
    /// The answers counted under this ballot id.
    answers: Option<String>,
    /// Somebody helps who has helped as many as one may.
    helper_full: bool,
}

/// What is to be done. Deciding writes nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// It is counted already.
    Nothing,
    Cast,
    Change,
}

impl Ask {
    /// The unit it would be counted for; whether that may vote is decided later. No id is empty, so an empty one is nobody's.
    pub fn unit(&self) -> &str {
        self.person.unit(self.poll.unit).unwrap_or_default()
    }

    /// What no two ballots of one statement may share: they would not know of each other.
    pub fn claims(&self) -> [(&str, &str); 4] {
        let (poll, ballot) = (self.poll.id.as_str(), self.ballot.ballot_id.as_str());
        // Who has no unit is refused, and claims nothing of others who have none.
        let unit = if self.unit().is_empty() {
            &self.person.id
        } else {
            self.unit()
        };
        let key = self.keyed.as_ref().map_or(ballot, Keyed::hash);
        // One helper's ballots are counted one after the other, so that each finds how many there were before it.
        let helper = self.person.assisted.as_ref();
        let helper = helper.map_or((poll, unit), |assisted| ("helper", &assisted.helper_id));
        [(poll, unit), (poll, ballot), ("", key), helper]
    }
}

/// What is to be done with ballots whose polls are locked and whose claims differ; a refusal says why.
///
/// # Errors
/// The database does not answer.
pub async fn decisions(connection: &mut AnyConnection, asks: &[&Ask]) -> Outcome<Vec<Outcome<Decision>>> {
    let mut known = look(connection, asks).await?;
    for (ask, known) in asks.iter().zip(&mut known) {
        if let (Some(helped), Ok(known)) = (&ask.person.assisted, known) {
            known.helper_full =
                assisted::full(connection, &ask.poll.id, &helped.helper_id, &ask.person.id).await?;
        }
    }
    let decided = asks.iter().zip(known).map(|(ask, known)| decide(ask, &known?));
    Ok(decided.collect())
}

/// Does it, and says whether anything was written.
///
/// # Errors
/// A twin or another phone of the household came in between, which cannot be where writers take turns. Half of the ballots may
/// be written: the transaction must be given up.
pub async fn carry_out(connection: &mut AnyConnection, asks: &[(&Ask, Decision)]) -> Outcome<bool> {
    let having = |wanted: Decision| {
        let all = asks.iter().filter(move |(_, decision)| *decision == wanted);
        all.map(|(ask, _)| *ask).collect::<Vec<&Ask>>()
    };
    let (cast, changed) = (having(Decision::Cast), having(Decision::Change));
    if cast.is_empty() && changed.is_empty() {
        return Ok(false);
    }
    if !cast.is_empty() && !first_ballots(connection, &cast).await? {
        return Ok(false);
    }
    for ask in &changed {
        change(connection, ask).await?;
    }
    for ask in cast.iter().chain(&changed) {
        with_help(connection, ask).await?;
    }
    keep_keys(connection, &[cast, changed].concat()).await
}

/// In one statement, so that everything known of a ballot is of one moment: of a twin that commits meanwhile it sees all or
/// nothing.
async fn look(connection: &mut AnyConnection, asks: &[&Ask]) -> Outcome<Vec<Outcome<Known>>> {
    let rows = asks.iter().map(|ask| {
        // No hash is empty, so an empty one finds nothing.
        let key = ask.keyed.as_ref().map_or("", Keyed::hash);
        [key, &ask.poll.id, ask.unit(), &ask.ballot.ballot_id]
    });
    let (values, bound) = values(rows);
    let sql = format!(
        "WITH asked (key_hash, poll_id, unit_id, ballot_id) AS (VALUES {values})
         SELECT a.poll_id, a.ballot_id, i.body_hash, v.paper, b.answers, e.unit_id FROM asked a
         LEFT JOIN idempotency i ON i.key_hash = a.key_hash
         LEFT JOIN voters v ON v.poll_id = a.poll_id AND v.unit_id = a.unit_id
         LEFT JOIN ballots b ON b.poll_id = a.poll_id AND b.ballot_id = a.ballot_id
         LEFT JOIN poll_electorate e ON e.poll_id = a.poll_id AND e.unit_id = a.unit_id"
    );
    type Row = (
        String,
        String,
        Option<String>,
        Option<i64>,
        Option<String>,
        Option<String>,
    );
    let mut query = sqlx::query_as::<_, Row>(AssertSqlSafe(sql)).persistent(asks.len() == 1);
    for text in bound {
        query = query.bind(text);
    }
    let mut found: HashMap<(String, String), (Option<String>, Known)> = HashMap::new();
    for (poll, ballot, body, paper, answers, listed) in query.fetch_all(connection).await? {
        let known = Known {
            seen: Seen::New,
            listed: listed.is_some(),
            mark: Mark::of(paper),
            answers,
            helper_full: false,
        };
        found.insert((poll, ballot), (body, known));
    }
    let known = asks.iter().map(|ask| {
        let place = (ask.poll.id.clone(), ask.ballot.ballot_id.clone());
        let (body, mut known) = found
            .remove(&place)
            .ok_or_else(|| Fault::internal("the database did not answer for a ballot"))?;
        if let Some(keyed) = &ask.keyed {
            known.seen = keyed.seen(body.map(|body| (body, None)))?;
        }
        Ok(known)
    });
    Ok(known.collect())
}

fn decide(ask: &Ask, known: &Known) -> Outcome<Decision> {
    let poll = &ask.poll;
    if poll.cancelled {
        return Err(ProblemType::PollCancelled.into());
    }
    if known.mark == Mark::Paper {
        // Also after the end: the paper counts, and this ballot is not it.
        return Err(ProblemType::VotedOnPaper.into());
    }
    let voted = known.mark == Mark::Phone;
    // A repeat of what is counted is counted, even after close: its first answer may have been lost on the way. The
    // body is compared as stored, so an answer that does not fit the poll can never pass for a counted one.
    if voted && ask.errors.is_empty() && known.answers.as_deref() == Some(ask.stored.as_str()) {
        return Ok(Decision::Nothing);
    }
    poll.must_be_open(ask.received)?;
    if ask.unit().is_empty() || !poll.takes(known.listed) {
        return Err(ProblemType::NotEligible.into());
    }
    if known.helper_full {
        return Err(ProblemType::HelperLimit.into());
    }
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
    match (voted, known.answers.is_some()) {
        (false, false) => Ok(Decision::Cast),
        // The id is counted already and this unit has not voted: it is somebody else's ballot.
        (false, true) => Err(ProblemType::WrongSecret.into()),
        (true, false) => Err(ProblemType::AlreadyVoted.into()),
        // A secret that was sent has been checked against the ballot id already.
        (true, true) if ask.ballot.secret.is_none() => Err(ProblemType::WrongSecret.into()),
        (true, true) if !poll.can_change => Err(ProblemType::ChangeNotAllowed.into()),
        (true, true) => Ok(Decision::Change),
    }
}

/// Counts first ballots. `false` when a twin of this very request has counted it meanwhile.
async fn first_ballots(connection: &mut AnyConnection, asks: &[&Ask]) -> Outcome<bool> {
    let marks = asks.iter().map(|ask| [ask.poll.id.as_str(), ask.unit()]);
    let into = "voters (poll_id, unit_id)";
    if !insert(connection, into, "(poll_id, unit_id)", marks).await? {
        // Another phone of the household was faster by a hair, or this phone's own repeat was.
        let [ask] = asks else {
            return Err(ProblemType::AlreadyVoted.into());
        };
        return match counted(connection, &ask.poll.id, &ask.ballot.ballot_id).await? {
            Some(same) if same == ask.stored => Ok(false),
            _ => Err(ProblemType::AlreadyVoted.into()),
        };
    }
    let ballots = asks
        .iter()
        .map(|ask| [ask.poll.id.as_str(), &ask.ballot.ballot_id, &ask.stored]);
    let into = "ballots (poll_id, ballot_id, answers)";
    if !insert(connection, into, "(poll_id, ballot_id)", ballots).await? {
        return Err(ProblemType::WrongSecret.into());
    }
    let named: Vec<_> = asks
        .iter()
        .filter(|ask| ask.poll.secrecy == Secrecy::Named)
        .collect();
    if !named.is_empty() {
        let named = named.iter().map(|ask| {
            let (poll, ballot) = (&ask.poll.id, &ask.ballot.ballot_id);
            [poll.as_str(), ask.unit(), ballot, &ask.person.id]
        });
        let into = "named_ballots (poll_id, unit_id, ballot_id, resident_id)";
        insert(connection, into, "(poll_id, unit_id)", named).await?;
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

/// That somebody helped, in the transaction that counts the ballot; what was chosen, and under which id, is not told.
async fn with_help(connection: &mut AnyConnection, ask: &Ask) -> Outcome<()> {
    let Some(helped) = &ask.person.assisted else {
        return Ok(());
    };
    sqlx::query(
        "INSERT INTO assisted_votes (id, poll_id, session_id, helper_id, resident_id) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (poll_id, session_id) DO NOTHING",
    )
    .bind(secrets::new_id()?)
    .bind(&ask.poll.id)
    .bind(&helped.session)
    .bind(&helped.helper_id)
    .bind(&ask.person.id)
    .execute(connection)
    .await?;
    Ok(())
}

/// Remembers the keys. `false` when a twin of this request came first while this one was under way, and did the same.
async fn keep_keys(connection: &mut AnyConnection, asks: &[&Ask]) -> Outcome<bool> {
    let keyed: Vec<&Keyed> = asks.iter().filter_map(|ask| ask.keyed.as_ref()).collect();
    let received = asks.iter().map(|ask| ask.received).max().unwrap_or_default();
    if keyed.is_empty() || Keyed::keep_all(connection, &keyed, received).await? {
        return Ok(true);
    }
    for keyed in keyed {
        keyed.look(connection).await?;
    }
    Ok(false)
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
