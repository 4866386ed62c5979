use super::*;
use crate::backend::When;
use proptest::prelude::*;
use std::collections::BTreeMap;

fn record() -> BallotRecord {
    BallotRecord::new(
        "p1".into(),
        "poll".into(),
        "Lift".into(),
        "5e".repeat(16),
        "1d".repeat(32),
    )
}

fn yes(option: u8) -> Vec<Answer> {
    vec![Answer {
        question: "q".into(),
        options: vec![option.to_string()],
        ..Answer::default()
    }]
}

fn receipt(at: i64) -> Receipt {
    Receipt {
        ballot_id: "1d".repeat(32),
        number: "1D1D 1D1D".into(),
        counted: When::at(at),
        can_change: true,
        can_withdraw: true,
        changes_until: When::at(at + 1),
        helper: None,
    }
}

fn key(n: u32) -> impl Fn() -> String {
    move || format!("key-{n:05}")
}

#[test]
fn the_plain_way_of_a_vote() {
    let mut ballot = record();
    ballot.choose(yes(1), key(1));
    assert_eq!(ballot.state, BallotState::Chosen);
    let attempt = ballot.send(key(2)).unwrap();
    assert_eq!(
        (ballot.state, attempt.key.as_str(), attempt.change),
        (BallotState::Waiting, "key-00001", false)
    );
    ballot.counted(&attempt, receipt(5));
    assert_eq!(ballot.state, BallotState::Counted);
    assert_eq!(ballot.send(key(3)), None, "what is counted is not sent again");
}

#[test]
fn a_ballot_from_another_phone_is_counted_here_and_changed_from_here() {
    let mut ballot = record();
    assert!(ballot.bring("aa".repeat(16), yes(1), receipt(5), key(1)));
    assert_eq!((ballot.state, &ballot.answers), (BallotState::Counted, &yes(1)));
    assert_eq!(
        (ballot.secret_hex.as_str(), &*ballot.ballot_id),
        (&*"aa".repeat(16), &*"1d".repeat(32))
    );
    assert_eq!(ballot.send(key(2)), None, "nothing is to be sent");
    ballot.choose(yes(2), key(3));
    assert!(ballot.send(key(4)).unwrap().change, "what is sent now changes it");
}

#[test]
fn what_another_phone_changed_is_told_and_what_is_being_changed_here_is_left_alone() {
    let mut ballot = record();
    ballot.choose(yes(1), key(1));
    let attempt = ballot.send(key(2)).unwrap();
    assert!(!ballot.reread(yes(2), receipt(0)), "not while it is on its way");
    ballot.counted(&attempt, receipt(5));
    assert!(!ballot.reread(yes(1), receipt(0)));
    assert_eq!(
        ballot.receipt,
        Some(receipt(5)),
        "the same answers leave the time that is known"
    );
    assert!(ballot.reread(yes(2), receipt(0)));
    assert_eq!(
        (ballot.state, &ballot.answers, &ballot.counted_answers),
        (BallotState::Counted, &yes(2), &yes(2))
    );
    ballot.choose(yes(3), key(3));
    assert!(
        !ballot.reread(yes(4), receipt(0)),
        "what is chosen here is not pushed away"
    );
    assert_eq!(ballot.answers, yes(3));
}

#[test]
fn a_ballot_that_is_not_found_is_not_called_counted_and_its_secret_is_kept() {
    let mut ballot = record();
    ballot.choose(yes(1), key(1));
    ballot.missing();
    assert_eq!(
        ballot.state,
        BallotState::Chosen,
        "nothing was counted that could be missing"
    );
    let attempt = ballot.send(key(2)).unwrap();
    ballot.counted(&attempt, receipt(5));
    ballot.missing();
    assert_eq!(ballot.standing(), Standing::Refused(FailureKind::NotFound));
    assert_eq!((&ballot.answers, &ballot.receipt), (&yes(1), &None));
    assert!(ballot.discard(), "its secret is not thrown away");
    // It was there after all.
    let mut found = ballot.clone();
    assert!(found.asks() && found.reread(yes(1), receipt(0)));
    assert_eq!(
        (found.state, found.receipt.clone()),
        (BallotState::Counted, Some(receipt(0)))
    );
    // Or it is sent again, with the secret, so that it can never count twice.
    assert!(ballot.send(key(3)).unwrap().change);
}

#[test]
fn what_was_chosen_here_stays_chosen_when_a_ballot_is_brought() {
    let mut ballot = record();
    ballot.choose(yes(2), key(1));
    let attempt = ballot.send(key(2)).unwrap();
    let mut waiting = ballot.clone();
    assert!(
        !waiting.bring("aa".repeat(16), yes(1), receipt(5), key(3)),
        "it may be counted itself"
    );
    assert_eq!(waiting, ballot);
    ballot.failed(&attempt, FailureKind::AlreadyVoted);
    assert_eq!(ballot.state, BallotState::Refused);
    assert!(ballot.bring("aa".repeat(16), yes(1), receipt(5), key(3)));
    assert_eq!(
        (ballot.state, &ballot.answers, &ballot.counted_answers),
        (BallotState::Chosen, &yes(2), &yes(1))
    );
    assert!(
        !ballot.bring("bb".repeat(16), yes(1), receipt(5), key(4)),
        "once is enough"
    );
    // The same answers are no change.
    let mut ballot = record();
    ballot.choose(yes(1), key(1));
    assert!(ballot.bring("aa".repeat(16), yes(1), receipt(5), key(3)));
    assert_eq!(ballot.state, BallotState::Counted);
}

#[test]
fn what_became_of_the_poll_says_what_is_said_of_its_ballot() {
    let mut ballot = record();
    ballot.choose(yes(1), key(1));
    assert_eq!(ballot.standing(), Standing::Chosen);
    assert!(ballot.heard(Fate::of(PollState::Closed)));
    assert_eq!(ballot.standing(), Standing::Refused(FailureKind::Closed));
    // Whether it came in time only the backend knows.
    let attempt = ballot.send(key(2)).unwrap();
    assert_eq!(ballot.standing(), Standing::Waiting);
    ballot.counted(&attempt, receipt(5));
    assert_eq!(ballot.standing(), Standing::Counted);
}

#[test]
fn no_ballot_of_a_cancelled_poll_counts_and_no_older_copy_says_otherwise() {
    let mut ballot = record();
    ballot.choose(yes(1), key(1));
    let mut unsent = ballot.clone();
    unsent.heard(Fate::of(PollState::Cancelled));
    assert_eq!(unsent.standing(), Standing::Refused(FailureKind::Cancelled));
    let attempt = ballot.send(key(2)).unwrap();
    ballot.counted(&attempt, receipt(5));
    assert!(ballot.heard(Fate::of(PollState::Cancelled)));
    assert!(!ballot.heard(Fate::of(PollState::Open)), "a copy from before");
    assert_eq!(ballot.standing(), Standing::Cancelled);
    ballot.choose(yes(2), key(3));
    assert_eq!(
        ballot.standing(),
        Standing::Cancelled,
        "no number that still stands"
    );
    let kept = serde_json::to_string(&ballot).unwrap();
    let read: BallotRecord = serde_json::from_str(&kept).unwrap();
    assert_eq!(
        read.standing(),
        Standing::Cancelled,
        "also after a restart without a network"
    );
}

#[test]
fn a_ballot_kept_by_an_earlier_version_is_read() {
    let mut kept = serde_json::to_value(record()).unwrap();
    kept.as_object_mut().unwrap().remove("fate");
    let read: BallotRecord = serde_json::from_value(kept).unwrap();
    assert_eq!(read, record());
}

#[test]
fn what_waits_goes_again_to_the_letter() {
    let mut ballot = record();
    ballot.choose(yes(1), key(1));
    let first = ballot.send(key(2)).unwrap();
    assert_eq!(ballot.failed(&first, FailureKind::Timeout), Next::Rest);
    assert_eq!(ballot.state, BallotState::Waiting);
    let stored: BallotRecord = serde_json::from_str(&serde_json::to_string(&ballot).unwrap()).unwrap();
    assert_eq!(stored, ballot);
    let mut ballot = stored;
    ballot.restart();
    assert_eq!(ballot.resend(), Some(first.clone()));
    assert_eq!(ballot.send(key(3)), Some(first));
}

#[test]
fn a_refusal_is_final_until_somebody_sends_again() {
    let mut ballot = record();
    ballot.choose(yes(1), key(1));
    let attempt = ballot.send(key(2)).unwrap();
    assert_eq!(
        ballot.failed(&attempt, FailureKind::AlreadyVoted),
        Next::Rest,
        "nothing of ours can be counted"
    );
    assert_eq!(
        (ballot.state, ballot.refused),
        (BallotState::Refused, Some(FailureKind::AlreadyVoted))
    );
    assert_eq!(ballot.resend(), None);
    let again = ballot.send(key(3)).unwrap();
    assert_ne!(
        again.key, attempt.key,
        "the old key may be answered with the old refusal"
    );
}

#[test]
fn a_change_keeps_the_old_receipt_until_it_is_counted() {
    let mut ballot = record();
    ballot.choose(yes(1), key(1));
    let first = ballot.send(key(2)).unwrap();
    ballot.counted(&first, receipt(5));
    ballot.choose(yes(2), key(3));
    assert_eq!(
        (ballot.state, ballot.receipt.clone()),
        (BallotState::Chosen, Some(receipt(5)))
    );
    let change = ballot.send(key(4)).unwrap();
    assert!(change.change, "the secret must go along");
    assert_eq!(ballot.failed(&change, FailureKind::Closed), Next::Rest);
    assert_eq!(
        (ballot.state, &ballot.counted_answers),
        (BallotState::Refused, &yes(1))
    );
    assert!(ballot.discard(), "the counted ballot is kept");
    assert_eq!((ballot.state, &ballot.answers), (BallotState::Counted, &yes(1)));
}

#[test]
fn choosing_what_is_counted_already_is_counted() {
    let mut ballot = record();
    ballot.choose(yes(1), key(1));
    let first = ballot.send(key(2)).unwrap();
    ballot.counted(&first, receipt(5));
    ballot.choose(yes(2), key(3));
    ballot.choose(yes(1), key(4));
    assert_eq!(ballot.state, BallotState::Counted);
}

#[test]
fn a_lost_answer_is_found_again_by_the_secret() {
    let mut ballot = record();
    ballot.choose(yes(1), key(1));
    let attempt = ballot.send(key(2)).unwrap();
    ballot.failed(&attempt, FailureKind::Timeout);
    assert_eq!(ballot.failed(&attempt, FailureKind::AlreadyVoted), Next::LookUp);
    assert_eq!(ballot.state, BallotState::Waiting);
    let mut other = ballot.clone();

    let mut blank = yes(1);
    blank.push(Answer {
        question: "left out".into(),
        ..Answer::default()
    });
    ballot.found(&attempt, FailureKind::AlreadyVoted, Some((blank, receipt(5))));
    assert_eq!(ballot.state, BallotState::Counted);

    other.found(&attempt, FailureKind::AlreadyVoted, None);
    assert_eq!(
        (other.state, other.refused),
        (BallotState::Refused, Some(FailureKind::AlreadyVoted))
    );
    assert_eq!(other.receipt, None);
}

#[test]
fn a_receipt_that_comes_late_does_not_count_what_was_chosen_meanwhile() {
    let mut ballot = record();
    ballot.choose(yes(1), key(1));
    let first = ballot.send(key(2)).unwrap();
    ballot.choose(yes(2), key(3));
    ballot.counted(&first, receipt(5));
    assert_eq!(
        (ballot.state, &ballot.counted_answers),
        (BallotState::Chosen, &yes(1))
    );
    assert!(ballot.send(key(4)).unwrap().change);
}

#[test]
fn nothing_is_thrown_away_while_it_may_be_counted() {
    let mut ballot = record();
    ballot.choose(yes(1), key(1));
    assert!(!ballot.discard());
    let attempt = ballot.send(key(2)).unwrap();
    assert!(ballot.discard());
    ballot.failed(&attempt, FailureKind::Offline);
    ballot.choose(yes(2), key(3));
    assert!(ballot.discard());
}

/// The backend as the contract describes it: one ballot a person, idempotency keys, changes with the secret.
#[derive(Default)]
struct Server {
    mine: Option<Vec<Answer>>,
    household_voted: bool,
    closed: bool,
    by_key: BTreeMap<String, Vec<Answer>>,
    clock: i64,
}

impl Server {
    fn put(&mut self, attempt: &Attempt) -> Result<Receipt, FailureKind> {
        self.clock += 1;
        if let Some(answers) = self.by_key.get(&attempt.key) {
            assert_eq!(answers, &attempt.answers, "a key never comes with other answers");
            return Ok(receipt(self.clock));
        }
        if self.closed {
            return Err(FailureKind::Closed);
        }
        match &self.mine {
            None if self.household_voted => return Err(FailureKind::AlreadyVoted),
            Some(before) if before != &attempt.answers && !attempt.change => {
                return Err(FailureKind::AlreadyVoted);
            }
            _ => {}
        }
        self.mine = Some(attempt.answers.clone());
        self.by_key.insert(attempt.key.clone(), attempt.answers.clone());
        Ok(receipt(self.clock))
    }
}

#[derive(Clone, Debug)]
enum Event {
    Choose(u8),
    Send,
    Flush,
    /// What the network does with the oldest request that is under way.
    Arrives,
    RequestLost,
    AnswerLost,
    AnswerUnreadable,
    Restart,
    Discard,
    Close,
    /// The phone reads the poll, or an older copy of it.
    Reads {
        kept: bool,
    },
    HouseholdVotes,
    /// The backend forgets its idempotency keys, as it may after a day.
    KeysExpire,
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let event = prop_oneof![
        4 => (0u8..3).prop_map(Event::Choose),
        4 => Just(Event::Send),
        3 => Just(Event::Flush),
        6 => Just(Event::Arrives),
        2 => Just(Event::RequestLost),
        2 => Just(Event::AnswerLost),
        1 => Just(Event::AnswerUnreadable),
        1 => Just(Event::Restart),
        1 => Just(Event::Discard),
        1 => Just(Event::Close),
        2 => any::<bool>().prop_map(|kept| Event::Reads { kept }),
        1 => Just(Event::HouseholdVotes),
        1 => Just(Event::KeysExpire),
    ];
    proptest::collection::vec(event, 0..40)
}

/// Runs a life of a ballot and checks the promises after every step.
fn live(events: Vec<Event>) {
    let mut server = Server::default();
    let mut ballot = record();
    let (secret, id) = (ballot.secret_hex.clone(), ballot.ballot_id.clone());
    let mut flying: Option<Attempt> = None;
    let mut keys = 0;
    let mut waited: Option<Attempt> = None;
    for event in events {
        let before = ballot.clone();
        keys += 1;
        match &event {
            Event::Choose(option) => ballot.choose(yes(*option), key(keys)),
            // A send while one is under way is the same send: the book sends one at a time.
            Event::Send if flying.is_none() && !ballot.answers.is_empty() => flying = ballot.send(key(keys)),
            Event::Flush if flying.is_none() => flying = ballot.resend(),
            Event::Restart => {
                flying = None;
                ballot = serde_json::from_str(&serde_json::to_string(&ballot).unwrap()).unwrap();
                ballot.restart();
            }
            Event::Discard if flying.is_none() && !ballot.discard() => {
                assert_eq!(server.mine, None, "a ballot that is counted was thrown away");
                return;
            }
            Event::Close => server.closed = true,
            Event::Reads { kept } => {
                let closed = server.closed && !kept;
                let state = if closed {
                    PollState::Closed
                } else {
                    PollState::Open
                };
                ballot.heard(Fate::of(state));
            }
            Event::HouseholdVotes if server.mine.is_none() => server.household_voted = true,
            Event::KeysExpire => server.by_key.clear(),
            Event::Arrives => {
                if let Some(attempt) = flying.take() {
                    match server.put(&attempt) {
                        Ok(receipt) => ballot.counted(&attempt, receipt),
                        Err(kind) => {
                            if ballot.failed(&attempt, kind) == Next::LookUp {
                                let found = server
                                    .mine
                                    .clone()
                                    .map(|answers| (answers, receipt(server.clock)));
                                ballot.found(&attempt, kind, found);
                            }
                        }
                    }
                }
            }
            Event::RequestLost => {
                if let Some(attempt) = flying.take() {
                    ballot.failed(&attempt, FailureKind::Offline);
                }
            }
            Event::AnswerLost => {
                if let Some(attempt) = flying.take() {
                    let _ = server.put(&attempt);
                    ballot.failed(&attempt, FailureKind::Timeout);
                }
            }
            Event::AnswerUnreadable => {
                if let Some(attempt) = flying.take() {
                    let _ = server.put(&attempt);
                    ballot.failed(&attempt, FailureKind::Unreadable);
                }
            }
            _ => {}
        }

        assert_eq!(
            (&ballot.secret_hex, &ballot.ballot_id),
            (&secret, &id),
            "one secret for life"
        );
        assert_eq!(
            ballot.standing() == Standing::Counted,
            ballot.state == BallotState::Counted
        );
        if ballot.standing() == Standing::Refused(FailureKind::Closed) {
            assert!(server.closed, "an open poll called closed");
        }
        if ballot.state == BallotState::Counted {
            assert_eq!(
                server.mine.as_ref(),
                Some(&ballot.answers),
                "said to be counted and is not"
            );
            assert!(ballot.receipt.is_some());
        }
        if ballot.receipt.is_some() {
            assert!(server.mine.is_some(), "a receipt for nothing");
        }
        if before.state == BallotState::Refused && ballot.state == BallotState::Waiting {
            assert!(matches!(event, Event::Send), "a refused vote went by itself");
        }
        if ballot.state != BallotState::Chosen {
            assert_eq!(ballot.refused.is_some(), ballot.state == BallotState::Refused);
        }
        // As long as it waits, what goes is the same to the letter.
        match (&waited, ballot.resend()) {
            (Some(was), Some(now)) if before.state == BallotState::Waiting => assert_eq!(was, &now),
            _ => {}
        }
        waited = ballot.resend();
        // No choice is ever lost: what was chosen stays what will be, or is, counted.
        if !matches!(event, Event::Choose(_) | Event::Discard) {
            assert_eq!(ballot.answers, before.answers);
        }
    }

    // Whatever happened: with a network again, one more send settles it.
    if ballot.answers.is_empty() {
        return;
    }
    ballot.restart();
    let in_doubt = ballot.unclear;
    let counted_before = server.mine.clone();
    if let Some(attempt) = ballot.send(key(keys + 1)) {
        match server.put(&attempt) {
            Ok(receipt) => ballot.counted(&attempt, receipt),
            Err(kind) => {
                if ballot.failed(&attempt, kind) == Next::LookUp {
                    let found = server
                        .mine
                        .clone()
                        .map(|answers| (answers, receipt(server.clock)));
                    ballot.found(&attempt, kind, found);
                }
            }
        }
    }
    assert!(matches!(
        ballot.state,
        BallotState::Counted | BallotState::Refused
    ));
    if !server.closed && !server.household_voted {
        assert_eq!(
            ballot.state,
            BallotState::Counted,
            "an open poll takes the ballot at the first try"
        );
        assert_eq!(server.mine, Some(ballot.answers));
    } else if in_doubt && counted_before.as_ref() == Some(&ballot.answers) {
        assert_eq!(
            ballot.state,
            BallotState::Counted,
            "counted, and said to be refused"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]
    #[test]
    fn the_promises_hold_in_every_life(events in events()) {
        live(events);
    }
}

fn gives(options: &[&str], points: &[u32]) -> Vec<Answer> {
    vec![Answer {
        question: "q".into(),
        options: options.iter().map(|o| o.to_string()).collect(),
        points: points.to_vec(),
        text: None,
    }]
}

#[test]
fn the_order_of_a_ranking_is_the_vote_and_that_of_points_is_not() {
    assert!(same_answers(&gives(&["a", "b"], &[]), &gives(&["a", "b"], &[])));
    assert!(!same_answers(&gives(&["a", "b"], &[]), &gives(&["b", "a"], &[])));
    assert!(same_answers(
        &gives(&["a", "b"], &[1, 2]),
        &gives(&["b", "a"], &[2, 1])
    ));
    assert!(!same_answers(
        &gives(&["a", "b"], &[1, 2]),
        &gives(&["a", "b"], &[2, 1])
    ));
    // Nought is a score; nothing is none.
    assert!(!same_answers(&gives(&["a", "b"], &[1, 0]), &gives(&["a"], &[1])));
    assert!(!same_answers(&gives(&["a"], &[1]), &gives(&["a"], &[])));
}

#[test]
fn a_ranking_that_was_refused_in_another_order_is_not_shown_as_counted() {
    let mut ballot = record();
    ballot.choose(gives(&["a", "b"], &[]), key(1));
    let first = ballot.send(key(2)).unwrap();
    ballot.counted(&first, receipt(5));
    ballot.choose(gives(&["b", "a"], &[]), key(3));
    let second = ballot.send(key(4)).unwrap();
    ballot.failed(&second, FailureKind::Timeout);
    assert_eq!(ballot.failed(&second, FailureKind::Closed), Next::LookUp);
    ballot.found(
        &second,
        FailureKind::Closed,
        Some((gives(&["a", "b"], &[]), receipt(5))),
    );
    assert_eq!(ballot.state, BallotState::Refused);
    assert_eq!(ballot.answers, gives(&["b", "a"], &[]));
}
