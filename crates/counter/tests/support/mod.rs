//! A small poll with a board, for tests.

#![allow(dead_code, clippy::unwrap_used)] // Every test file uses its part; a test may fail loudly.

use contract::{Answer, Ballot, Batch, BoardHead, Poll, Results, Timestamp};
use counter::{Recount, Request, Verdict, ordered};
use ledger::{AnswerRef, Hash, ballot_id, canonical, hex, leaf_hash, root, unhex};
use serde_json::{Value, json};

pub mod house;

pub fn strings(ids: &[&str]) -> Vec<String> {
    ids.iter().map(|id| (*id).to_owned()).collect()
}

pub fn answer(question: &str, options: &[&str]) -> Answer {
    Answer {
        question: question.to_owned(),
        options: strings(options),
        points: Vec::new(),
        text: None,
    }
}

/// A ballot under the id of a secret.
pub fn ballot(secret: u8, answers: Vec<Answer>) -> Ballot {
    Ballot {
        ballot_id: hex(&ballot_id(&[secret; 16])),
        answers,
    }
}

pub fn question(id: &str, options: &[&str], method: Value) -> Value {
    let options: Vec<Value> = options
        .iter()
        .map(|option| json!({"id": option, "label": option}))
        .collect();
    json!({"id": id, "title": id, "optional": true, "options": options, "method": method})
}

pub fn poll(questions: Vec<Value>) -> Poll {
    serde_json::from_value(json!({
        "id": "p", "title": "p", "about": {"format": "plain", "value": ""}, "state": "closed",
        "opens_at": "2026-01-01T00:00:00Z", "closes_at": "2026-01-02T00:00:00Z",
        "secrecy": "anonymous", "unit": "person", "questions": questions, "eligible": 300,
        "tie_rule": "earlier_listed", "results": "after_close", "can_change": true, "can_withdraw": true,
        "voter": {"can_vote": false, "has_voted": false}, "practice": false,
    }))
    .unwrap()
}

pub fn sorted(mut ballots: Vec<Ballot>) -> Vec<Ballot> {
    ballots.sort_by(|a, b| a.ballot_id.cmp(&b.ballot_id));
    ballots
}

/// The root that a server fixes, computed from ledger alone.
pub fn root_of(poll: &Poll, ballots: &[Ballot]) -> Hash {
    let leaf = |ballot: &Ballot| {
        let answers: Vec<AnswerRef<'_, String>> = ballot
            .answers
            .iter()
            .map(|a| AnswerRef {
                question: &a.question,
                options: &a.options,
                points: &a.points,
                text: a.text.as_deref(),
                ordered: poll.questions.iter().any(|q| q.id == a.question && ordered(q)),
            })
            .collect();
        leaf_hash(&unhex::<32>(&ballot.ballot_id).unwrap(), &canonical(&answers))
    };
    root(&ballots.iter().map(leaf).collect::<Vec<_>>())
}

pub fn head(poll: &Poll, ballots: &[Ballot]) -> BoardHead {
    BoardHead {
        poll_id: poll.id.clone(),
        ballots: ballots.len() as u64,
        root: hex(&root_of(poll, ballots)),
        batches: Vec::new(),
    }
}

/// The head of a board that grew batch by batch; each is sorted already.
pub fn head_of(poll: &Poll, batches: &[&[Ballot]]) -> BoardHead {
    let so_far = |n: usize| batches[..=n].concat();
    let batch = |n: usize| Batch {
        ballots: so_far(n).len() as u64,
        root: hex(&root_of(poll, &so_far(n))),
        at: Timestamp::from_millis(n as i64),
        reason: if n == 0 { "" } else { "paper" }.into(),
    };
    BoardHead {
        batches: (0..batches.len()).map(batch).collect(),
        ..head(poll, &batches.concat())
    }
}

/// The board as it is sent.
pub fn board(head: &BoardHead, ballots: &[Ballot]) -> Vec<u8> {
    let mut bytes = serde_json::to_vec(head).unwrap();
    bytes.push(b'\n');
    for ballot in ballots {
        bytes.extend(serde_json::to_vec(ballot).unwrap());
        bytes.push(b'\n');
    }
    bytes
}

/// What a server publishes for these ballots, with results of its own making.
pub fn published(poll: &Poll, head: &BoardHead, questions: Value) -> Results {
    serde_json::from_value(json!({
        "poll_id": poll.id, "state": "final", "eligible": poll.eligible, "ballots": head.ballots,
        "questions": questions, "board_root": head.root, "counted_at": "2026-01-02T00:00:01Z",
    }))
    .unwrap()
}

pub fn recounted(request: &Request, board: &[u8]) -> Verdict {
    let mut recount = Recount::new(request);
    recount.push(board);
    recount.finish()
}
