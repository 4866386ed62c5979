//! The request that casts or changes a ballot, and the receipt that answers it.

use super::PollRow;
use super::answers::stored_answers;
use super::ballot_box::put_in;
use super::cast::Ask;
use crate::answer;
use crate::app::App;
use crate::assisted::Assisted;
use crate::extract::{Id, IdempotencyKey, Json};
use crate::fault::{Fault, Outcome};
use crate::idempotency::Keyed;
use crate::person::Person;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use contract::*;

/// `PUT /v1/polls/{id}/ballot`.
pub async fn put_ballot(
    State(app): State<App>,
    person: Person,
    Id(id): Id,
    IdempotencyKey(key): IdempotencyKey,
    Json { value: ask, .. }: Json<BallotSubmission>,
) -> Outcome<Response> {
    let ballot_id = well_formed(&ask, person.assisted.as_ref())?;
    let helper = person
        .assisted
        .as_ref()
        .map(|assisted| assisted.helper_name.clone());
    // The ballot is here: what it waits for from now on must not make it late.
    let under_way = app.db.ballot_under_way(|| app.now()).await;
    let received = under_way.received;
    let poll = PollRow::load(&mut *app.db.pool.acquire().await?, &id).await?;
    poll.must_count()?;
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

    let poll_after = put_in(
        &app.db,
        Ask {
            poll,
            person,
            ballot: ask,
            stored,
            errors,
            keyed,
            received,
        },
    )
    .await?;
    receipt(&poll_after, ballot_id, received, helper)
}

fn well_formed(ask: &BallotSubmission, assisted: Option<&Assisted>) -> Outcome<ledger::Hash> {
    let mut errors = Vec::new();
    let ballot_id = ledger::unhex::<32>(&ask.ballot_id);
    if ballot_id.is_none() {
        errors.push(FieldCode::WrongType.at("/ballot_id", "64 lower-case hex digits"));
    }
    // A ballot says itself whether it was cast with help: it may have waited on the phone since.
    match (&ask.assisted_session, assisted) {
        (None, Some(_)) => errors.push(FieldCode::Missing.at("/assisted_session", "this is needed")),
        (Some(asked), assisted) if assisted.is_none_or(|assisted| assisted.session != *asked) => {
            errors.push(FieldCode::UnknownValue.at("/assisted_session", "no such session"));
        }
        _ => {}
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

fn receipt(poll: &PollRow, ballot_id: ledger::Hash, now: i64, helper: Option<String>) -> Outcome<Response> {
    let open = poll.state(now) == PollState::Open;
    let receipt = Receipt {
        poll_id: poll.id.clone(),
        ballot_id: ledger::hex(&ballot_id),
        number: ledger::receipt_number(&ballot_id),
        counted_at: Timestamp::from_millis(now),
        can_change: open && poll.can_change,
        can_withdraw: open && poll.can_withdraw,
        changes_until: Timestamp::from_millis(poll.closes_at),
        helper,
    };
    answer::json_as(StatusCode::OK, &receipt)
}
