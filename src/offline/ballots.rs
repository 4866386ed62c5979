//! The person's ballots on this phone: kept before anything is sent, sent until the backend has answered.

use super::ballot::{Attempt, Next};
pub use super::ballot::{BallotRecord, BallotState, Fate, Standing};
use super::held;
use super::retry;
use super::writer::{write_now, write_soon};
use crate::backend::{
    Answer, Failure, FailureKind, Poll, PollState, Receipt, Submission, When, backend, person, service_info,
};
use crate::platform::database::{self, Store};
use crate::platform::lasting::Lasting;
use crate::platform::random;
use leptos::prelude::*;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

pub type Book = BTreeMap<String, BallotRecord>;

thread_local! {
    static BOOK: Lasting<Book> = Lasting::new(Book::new());
    static LOADED: Lasting<Option<String>> = Lasting::new(None);
    /// Polls whose ballot is being sent now: a second send would only double the traffic.
    static SENDING: RefCell<BTreeSet<String>> = const { RefCell::new(BTreeSet::new()) };
    /// Polls that were heard to be over, for ballots that are read from the disk only after the poll was.
    static OVER: RefCell<BTreeMap<String, Fate>> = const { RefCell::new(BTreeMap::new()) };
}

/// The ballots of the signed-in person by poll; those of others on this phone are not in it.
pub fn ballots() -> Lasting<Book> {
    BOOK.with(Lasting::clone)
}

/// Whose ballots are loaded. Before that nothing may be chosen: a new record would push a counted one, and its secret,
/// out of the book.
pub fn loaded() -> Lasting<Option<String>> {
    LOADED.with(Lasting::clone)
}

fn store_key(person: &str, poll_id: &str) -> String {
    format!("ballot/{person}/{poll_id}")
}

/// Where the ballots of `person` are kept in the outbox.
pub(super) fn prefix(person: &str) -> String {
    store_key(person, "")
}

/// Shows what the outbox has of `person`.
pub(super) async fn load(person: &str) {
    let mut book = Book::new();
    let prefix = prefix(person);
    for (key, text) in database::all(Store::Outbox).await.unwrap_or_default() {
        if key.starts_with(&prefix)
            && let Ok(mut record) = serde_json::from_str::<BallotRecord>(&text)
            && record.person == person
        {
            record.restart();
            book.insert(record.poll_id.clone(), record);
        }
    }
    show(Some(person), book);
    held::let_go();
}

/// Shows these ballots of `person`, or nobody's.
pub(super) fn show(person: Option<&str>, book: Book) {
    let shown = ballots();
    // What was chosen while the database was read is newer.
    shown.update(|now| {
        now.retain(|_, record| Some(record.person.as_str()) == person);
        for (poll_id, record) in book {
            now.entry(poll_id).or_insert(record);
        }
        OVER.with_borrow(|over| {
            for (poll_id, fate) in over {
                if let Some(record) = now.get_mut(poll_id) {
                    record.heard(*fate);
                }
            }
        });
    });
    loaded().set(person.map(str::to_owned));
}

/// A poll was read: what its state says of the ballot is in the record from now on. `true`: that is news, and
/// [`keep`] writes it down.
pub fn heard(poll_id: &str, state: PollState) -> bool {
    let fate = Fate::of(state);
    if fate == Fate::Unheard || OVER.with_borrow(|over| over.contains_key(poll_id)) {
        return false;
    }
    OVER.with_borrow_mut(|over| over.insert(poll_id.to_owned(), fate));
    let book = ballots();
    let news = book.with_untracked(|book| book.get(poll_id).is_some_and(|r| r.fate == Fate::Unheard));
    if news {
        book.update(|book| {
            if let Some(record) = book.get_mut(poll_id) {
                record.heard(fate);
            }
        });
    }
    news
}

/// Writes down what is known of a ballot.
pub fn keep(poll_id: &str) {
    ballots().with_untracked(|book| book.get(poll_id).map(keep_soon));
}

/// What is said of the person's ballot in a poll, where this phone has one.
pub fn standing(poll_id: &str) -> Option<Standing> {
    ballots().with(|book| book.get(poll_id).map(BallotRecord::standing))
}

/// Keeps what is chosen; nothing is sent. Does nothing when nobody is signed in.
pub fn choose(poll: &Poll, answers: Vec<Answer>) {
    let Some(person) = person() else { return };
    if loaded().with_untracked(|l| l.as_deref() != Some(&*person)) {
        return;
    }
    ballots().update(|book| {
        let record = book.entry(poll.id.clone()).or_insert_with(|| {
            let secret = random::bytes::<16>();
            let ballot_id = ledger::ballot_id(&secret);
            BallotRecord::new(
                person,
                poll.id.clone(),
                poll.title.clone(),
                ledger::hex(&secret),
                ledger::hex(&ballot_id),
            )
        });
        record.poll_title.clone_from(&poll.title);
        // Chosen on a page that was open when the poll ended.
        record.heard(OVER.with_borrow(|over| over.get(&poll.id).copied().unwrap_or_default()));
        record.choose(answers, random::key);
        keep_soon(record);
    });
}

/// Sends the ballot of a poll, or sends it again. How it went is in the record; without network it stays waiting.
pub async fn send(poll_id: &str) {
    let attempt = change(poll_id, |record| record.send(random::key)).flatten();
    if let Some(attempt) = attempt {
        deliver(poll_id, attempt).await;
    }
}

/// Sends again what waits. Nothing that was refused goes with it.
pub(super) async fn flush() {
    let waiting: Vec<(String, Attempt)> = ballots().with_untracked(|book| {
        book.iter()
            .filter_map(|(id, r)| Some((id.clone(), r.resend()?)))
            .collect()
    });
    for (poll_id, attempt) in waiting {
        deliver(&poll_id, attempt).await;
    }
}

/// Takes back what is not counted; a counted ballot stays as it is.
pub fn discard(poll_id: &str) {
    ballots().update(|book| {
        let Some(record) = book.get_mut(poll_id) else {
            return;
        };
        if record.discard() {
            keep_soon(record);
        } else {
            let key = store_key(&record.person, poll_id);
            book.remove(poll_id);
            write_soon(Store::Outbox, key, None);
        }
    });
}

/// Forgets what was counted, with any change that was not sent, but for the ballot in the poll `held`.
pub(super) fn let_go(held: Option<&str>) {
    let of_no_use = |record: &BallotRecord| record.may_go() && held != Some(&*record.poll_id);
    let book = ballots();
    if !book.with_untracked(|book| book.values().any(of_no_use)) {
        return;
    }
    book.update(|book| {
        book.retain(|_, record| {
            let gone = of_no_use(record);
            if gone {
                write_soon(Store::Outbox, store_key(&record.person, &record.poll_id), None);
            }
            !gone
        });
    });
}

/// Withdraws the counted ballot. Afterwards nothing of it is left here: a new vote is a new ballot.
pub async fn withdraw(poll_id: &str) -> Result<(), Failure> {
    let record = ballots().with_untracked(|book| book.get(poll_id).cloned());
    let Some(record) = record else {
        return Err(FailureKind::NotFound.into());
    };
    match backend().withdraw(poll_id, &record.secret_hex).await {
        Ok(()) => {}
        // An earlier withdrawal arrived although its answer was lost.
        Err(failure) if failure.kind == FailureKind::NotFound => {}
        Err(failure) => return Err(failure),
    }
    ballots().update(|book| {
        book.remove(poll_id);
    });
    write_now(Store::Outbox, store_key(&record.person, poll_id), None).await;
    Ok(())
}

/// How many would be lost if this phone forgot them now.
pub(super) fn unsent() -> usize {
    ballots().with(|book| book.values().filter(|record| record.unsent()).count())
}

async fn deliver(poll_id: &str, attempt: Attempt) {
    let Some(record) = ballots().with_untracked(|book| book.get(poll_id).cloned()) else {
        return;
    };
    if !SENDING.with_borrow_mut(|sending| sending.insert(poll_id.to_owned())) {
        return;
    }
    // On the disk before it is on the network: a ballot whose secret is lost could never be changed.
    keep_now(&record).await;
    let submission = Submission {
        secret: record.secret_hex.clone(),
        ballot_id: record.ballot_id.clone(),
        answers: attempt.answers.clone(),
        change: attempt.change,
    };
    let sent = backend().cast(poll_id, &submission, &attempt.key).await;
    match sent {
        Ok(receipt) => settle(&record, |r| r.counted(&attempt, receipt)).await,
        Err(failure) => {
            let mut next = Next::Rest;
            settle(&record, |r| next = r.failed(&attempt, failure.kind)).await;
            if next == Next::LookUp {
                look_up(&record, &attempt, failure.kind).await;
            }
            if failure.retryable() {
                retry::later(failure.retry_after);
            }
        }
    }
    SENDING.with_borrow_mut(|sending| sending.remove(poll_id));
    // Answers that were sent while these were on their way wait their turn.
    let newer = ballots().with_untracked(|book| book.get(poll_id).and_then(BallotRecord::resend));
    if newer.is_some_and(|newer| newer.key != attempt.key) {
        retry::later(Some(0));
    }
}

/// The backend refuses, and an earlier send may be why: the ballot itself says what is true.
async fn look_up(record: &BallotRecord, attempt: &Attempt, kind: FailureKind) {
    match backend().lookup(&record.poll_id, &record.secret_hex).await {
        Ok(ballot) => {
            let receipt = receipt_of_lookup(&record.ballot_id);
            settle(record, |r| {
                r.found(attempt, kind, Some((ballot.answers, receipt)))
            })
            .await;
        }
        Err(failure) if failure.retryable() || failure.kind == FailureKind::NotSignedIn => {
            retry::later(failure.retry_after);
        }
        Err(_) => settle(record, |r| r.found(attempt, kind, None)).await,
    }
}

/// Brings a ballot of this person to this phone that was counted from another one, if the backend has it under `secret`.
///
/// # Errors
/// The backend has no such ballot, or cannot be asked; nothing has changed then.
pub async fn bring(poll: &Poll, secret: &[u8; 16]) -> Result<(), Failure> {
    let secret_hex = ledger::hex(secret);
    let Some(asking) = person() else {
        return Err(FailureKind::NotSignedIn.into());
    };
    let ballot = backend().lookup(&poll.id, &secret_hex).await?;
    // Somebody else may have signed in meanwhile.
    if person().as_deref() != Some(&*asking) {
        return Err(FailureKind::NotSignedIn.into());
    }
    let receipt = receipt_of_lookup(&ledger::hex(&ledger::ballot_id(secret)));
    let mut brought = None;
    ballots().update(|book| {
        let record = book.entry(poll.id.clone()).or_insert_with(|| {
            let (id, title) = (poll.id.clone(), poll.title.clone());
            BallotRecord::new(asking, id, title, String::new(), String::new())
        });
        if record.bring(secret_hex, ballot.answers, receipt, random::key) {
            record.heard(Fate::of(poll.state));
            brought = Some(record.clone());
        }
    });
    if let Some(record) = brought {
        keep_now(&record).await;
    }
    Ok(())
}

/// Asks the backend for a ballot that another phone of the person may have changed or withdrawn. Without an answer everything
/// stays as it is.
pub async fn reread(poll_id: &str) {
    let before = ballots().with_untracked(|book| book.get(poll_id).cloned());
    let Some(before) = before.filter(BallotRecord::asks) else {
        return;
    };
    let found = backend().lookup(poll_id, &before.secret_hex).await;
    let now = ballots().with_untracked(|book| book.get(poll_id).cloned());
    let same = now.is_some_and(|now| {
        (&now.key, now.state, &now.ballot_id) == (&before.key, before.state, &before.ballot_id)
    });
    match found {
        Ok(ballot) if same => {
            let receipt = receipt_of_lookup(&before.ballot_id);
            let changed = before.clone().reread(ballot.answers.clone(), receipt.clone());
            if changed {
                settle(&before, |r| {
                    r.reread(ballot.answers, receipt);
                })
                .await;
            }
        }
        Err(failure) if same && failure.kind == FailureKind::NotFound => {
            settle(&before, BallotRecord::missing).await;
        }
        _ => {}
    }
}

/// The answer with the true receipt was lost, or came to another phone. What is certain is that the ballot is counted; when is
/// not known.
fn receipt_of_lookup(ballot_id: &str) -> Receipt {
    let number = ledger::unhex(ballot_id)
        .map(|id| ledger::receipt_number(&id))
        .unwrap_or_default();
    let can = service_info()
        .with_untracked(|service| service.as_ref().map(|s| s.can.clone()))
        .unwrap_or_default();
    Receipt {
        ballot_id: ballot_id.to_owned(),
        number,
        counted: When::default(),
        can_change: can.ballot_change,
        can_withdraw: can.ballot_withdraw,
        changes_until: When::default(),
        helper: None,
    }
}

/// Changes the record of the signed-in person, and keeps it.
fn change<T>(poll_id: &str, change: impl FnOnce(&mut BallotRecord) -> T) -> Option<T> {
    let mut result = None;
    ballots().update(|book| {
        if let Some(record) = book.get_mut(poll_id) {
            result = Some(change(record));
            keep_soon(record);
        }
    });
    result
}

/// Records an outcome where the ballot is now: in the book, or only in the database if its person has signed out
/// meanwhile.
async fn settle(of: &BallotRecord, outcome: impl FnOnce(&mut BallotRecord)) {
    let book = ballots();
    let here = book.with_untracked(|book| book.get(&of.poll_id).is_some_and(|r| r.ballot_id == of.ballot_id));
    if here {
        let mut kept = None;
        book.update(|book| {
            if let Some(record) = book.get_mut(&of.poll_id) {
                outcome(record);
                kept = Some(record.clone());
            }
        });
        if let Some(record) = kept {
            keep_now(&record).await;
        }
        held::let_go();
        return;
    }
    let key = store_key(&of.person, &of.poll_id);
    if let Ok(Some(text)) = database::get(Store::Outbox, &key).await
        && let Ok(mut record) = serde_json::from_str::<BallotRecord>(&text)
        && record.ballot_id == of.ballot_id
    {
        outcome(&mut record);
        keep_now(&record).await;
    }
}

fn entry(record: &BallotRecord) -> (String, Option<String>) {
    // A record has string keys only: writing it cannot fail, and a failure must not delete what is kept.
    (
        store_key(&record.person, &record.poll_id),
        serde_json::to_string(record).ok(),
    )
}

fn keep_soon(record: &BallotRecord) {
    if let (key, Some(text)) = entry(record) {
        write_soon(Store::Outbox, key, Some(text));
    }
}

async fn keep_now(record: &BallotRecord) {
    if let (key, Some(text)) = entry(record) {
        write_now(Store::Outbox, key, Some(text)).await;
    }
}

/// Forgets everything of `person`. Only for a shared phone, after a warning.
pub(super) async fn wipe(person: &str) {
    super::wipe_prefix(Store::Outbox, &prefix(person)).await;
}
