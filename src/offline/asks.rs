//! What the person says about notices, polls and matters, until it has arrived: *I have read this*, *I do not understand this*,
//! *call me about this*, and what was seen in the inbox.

use super::said::{self, Word};
use crate::backend::{CallWish, Explained, Failure, FailureKind, backend};

pub use super::said::OnItsWay;

fn read_of(notice: &str) -> String {
    format!("read/{notice}")
}

fn call_of(notice: &str) -> String {
    format!("call/{notice}")
}

/// Of notices, first, because phones may keep those from before there were others.
const QUESTIONS: [(Explained, &str); 3] = [
    (Explained::Notice, "question"),
    (Explained::Poll, "poll-question"),
    (Explained::Matter, "matter-question"),
];

/// The paragraph's key has no slash in it, an id may.
fn question_of(of: Explained, id: &str, paragraph: &str) -> String {
    let name = QUESTIONS.into_iter().find(|(known, _)| *known == of);
    format!("{}/{paragraph}/{id}", name.map_or("", |(_, name)| name))
}

/// What is asked about, the paragraph and the id that [`question_of`] names.
fn question_in(about: &str) -> Option<(Explained, &str, &str)> {
    let (name, rest) = about.split_once('/')?;
    let (of, _) = QUESTIONS.into_iter().find(|(_, known)| *known == name)?;
    let (paragraph, id) = rest.split_once('/')?;
    Some((of, paragraph, id))
}

fn inbox_of(item: &str) -> String {
    format!("inbox/{item}")
}

pub(super) async fn hand_over(about: &str, word: &Word) -> Result<(), Failure> {
    let yes = !matches!(word, Word::Yes(false));
    if let Some((of, paragraph, id)) = question_in(about) {
        return backend().ask_about(of, id, paragraph, yes).await;
    }
    match about.split_once('/') {
        Some(("read", notice)) => backend().mark_read(notice, yes).await,
        Some(("inbox", item)) => backend().mark_inbox(item, yes).await,
        Some(("call", notice)) => {
            let wish = match word {
                Word::Call(wish) => Some(wish),
                _ => None,
            };
            backend().ask_call(notice, wish).await
        }
        // A newer version of the app wrote it.
        _ => Err(FailureKind::Unsupported.into()),
    }
}

/// What holds now, as far as this phone knows: the last word, or what was read. And what has become of that word.
fn standing(about: &str, read: bool) -> (bool, OnItsWay) {
    let holds = said::last(about).map_or(read, |word| word != Word::Yes(false));
    (holds, said::way(about))
}

/// Whether a notice that was read as `read` is acknowledged.
pub fn acknowledged(notice: &str, read: bool) -> (bool, OnItsWay) {
    standing(&read_of(notice), read)
}

pub async fn acknowledge(notice: &str, read: bool) {
    said::say(notice, read_of(notice), Word::Yes(read)).await;
}

/// Whether the person has asked about this paragraph.
pub fn asked_about(of: Explained, id: &str, paragraph: &str, read: bool) -> (bool, OnItsWay) {
    standing(&question_of(of, id, paragraph), read)
}

pub async fn ask_about(of: Explained, id: &str, paragraph: &str, asks: bool) {
    said::say(id, question_of(of, id, paragraph), Word::Yes(asks)).await;
}

/// Whether the person has asked to be called.
pub fn asked_call(notice: &str, read: bool) -> (bool, OnItsWay) {
    standing(&call_of(notice), read)
}

/// `None`: do not call after all.
pub async fn ask_call(notice: &str, wish: Option<CallWish>) {
    let word = wish.map_or(Word::Yes(false), Word::Call);
    said::say(notice, call_of(notice), word).await;
}

/// Gives up a call that was refused: the number and the words are still in their fields.
pub async fn give_up_call(notice: &str) {
    said::give_up(&call_of(notice)).await;
}

/// Whether something in the inbox was seen.
pub fn seen_in_inbox(item: &str, read: bool) -> bool {
    standing(&inbox_of(item), read).0
}

pub async fn see_in_inbox(item: &str) {
    said::say(item, inbox_of(item), Word::Yes(true)).await;
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::{Word, question_in, question_of};
    use crate::backend::{CallWish, Explained, Opinion};

    #[test]
    fn a_question_is_read_back_as_what_it_was_about() {
        for of in [Explained::Notice, Explained::Poll, Explained::Matter] {
            let about = question_of(of, "ct87/25", "00ff00ff00ff00ff");
            assert_eq!(question_in(&about), Some((of, "00ff00ff00ff00ff", "ct87/25")));
        }
        assert_eq!(question_of(Explained::Notice, "n", "p"), "question/p/n");
        assert_eq!(question_in("call/n"), None);
    }

    /// Three kinds of words share one outbox, and what an older version kept must be read as what it was.
    #[test]
    fn every_word_is_read_back_as_what_it_was() {
        let wish = CallWish {
            phone: String::new(),
            note: "上午".into(),
        };
        for word in [
            Word::Opinion(Opinion::Agree),
            Word::Yes(true),
            Word::Yes(false),
            Word::Call(wish),
        ] {
            let text = serde_json::to_string(&word).unwrap();
            assert_eq!(serde_json::from_str::<Word>(&text).unwrap(), word, "{text}");
        }
        assert_eq!(serde_json::from_str::<Word>("true").unwrap(), Word::Yes(true));
    }
}
