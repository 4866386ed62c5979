//! Owner votes: heads and floor area of the households that may vote, under Civil Code article 278.

use super::PollRow;
use super::row::Electorate;
use crate::fault::Outcome;
use contract::{Answer, OutcomeKind, Question, Secrecy, VotingUnit};
use count::{Measure, OwnerChoice, OwnerUnit, OwnerVote};
use sqlx::AnyConnection;

/// Whether the owners agree. Only named polls of households know the floor area behind a ballot.
pub async fn decide(
    connection: &mut AnyConnection,
    poll: &PollRow,
    question: &Question,
) -> Outcome<OutcomeKind> {
    if poll.secrecy != Secrecy::Named || poll.unit != VotingUnit::Household {
        return Ok(OutcomeKind::NotCounted);
    }
    let all = match poll.electorate {
        Electorate::All => 1i64,
        _ => 0,
    };
    let rows: Vec<(i64, Option<String>)> = sqlx::query_as(
        "SELECT h.area_hundredths, b.answers FROM households h
         LEFT JOIN named_ballots n ON n.poll_id = $1 AND n.unit_id = h.id
         LEFT JOIN ballots b ON b.poll_id = n.poll_id AND b.ballot_id = n.ballot_id
         WHERE ($2 = 1 AND EXISTS (SELECT 1 FROM residents r WHERE r.household_id = h.id))
           OR EXISTS (SELECT 1 FROM poll_electorate e WHERE e.poll_id = $1 AND e.unit_id = h.id)",
    )
    .bind(&poll.id)
    .bind(all)
    .fetch_all(connection)
    .await?;
    let mut units = Vec::with_capacity(rows.len());
    for (area, stored) in rows {
        let answers: Vec<Answer> = match &stored {
            Some(stored) => serde_json::from_str(stored)?,
            None => Vec::new(),
        };
        let place = answers
            .iter()
            .find(|a| a.question == question.id)
            .and_then(|a| a.options.first())
            .and_then(|id| question.options.iter().position(|o| &o.id == id));
        let choice = place.map(|place| match place {
            0 => OwnerChoice::Agree,
            1 => OwnerChoice::Against,
            _ => OwnerChoice::Abstain,
        });
        units.push(OwnerUnit {
            weight: Measure {
                heads: 1,
                area: u64::try_from(area).unwrap_or(0),
            },
            vote: choice.map(|choice| OwnerVote {
                choice,
                delegated: false,
            }),
        });
    }
    let decision = count::owners(units, question.method.major.unwrap_or(false));
    Ok(match (decision.participation.met, decision.passed) {
        (false, _) => OutcomeKind::QuorumMissed,
        (true, true) => OutcomeKind::Passed,
        (true, false) => OutcomeKind::NotPassed,
    })
}
