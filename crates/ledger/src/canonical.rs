//! The one encoding of a ballot's answers that is hashed.
//!
//! Two ballots that say the same thing have the same bytes, and two that say different things never do. Integers are
//! unsigned LEB128 in their shortest form, texts are their length in bytes followed by their UTF-8:
//!
//! ```text
//! ballot  = 0x01 (version)  number of answers  answer…         sorted by question id, then by their bytes
//! answer  = text(question)  number of options  text(option)…  number of points  point…  text(text)
//! text(s) = length in bytes  bytes
//! ```
//!
//! What is made equal before encoding, because it means the same:
//! - Answers stand in the order of their question ids (compared as bytes), whatever order they came in.
//! - Where order has no meaning (`ordered` is false) options are sorted as bytes, and points move with their option.
//! - An absent text is an empty text, and an answer without options, points and text is no answer at all: leaving a
//!   question out and answering it with nothing are both blank.

/// The answer to one question, borrowed from whatever holds it. `S` is `String` or `&str`.
#[derive(Debug, Clone, Copy)]
pub struct AnswerRef<'a, S = &'a str> {
    /// Id of the question.
    pub question: &'a str,
    /// Ids of the chosen options; best first for rankings.
    pub options: &'a [S],
    /// Points for each option, in the same order; empty for methods without points.
    pub points: &'a [u32],
    /// Free text.
    pub text: Option<&'a str>,
    /// The order of `options` is part of the answer. True for rankings only; the poll's method says so, never the ballot.
    pub ordered: bool,
}

const VERSION: u8 = 1;

/// The canonical bytes of a ballot's answers; the module's text defines them.
///
/// Total: any input has an encoding, valid for the poll or not. Points that do not match the options one to one (no
/// method allows that) are encoded as they stand, with the options unsorted, so that nothing is lost.
pub fn canonical<S: AsRef<str>>(answers: &[AnswerRef<'_, S>]) -> Vec<u8> {
    let mut encoded: Vec<(&str, Vec<u8>)> = answers
        .iter()
        .filter(|answer| !is_blank(answer))
        .map(|answer| (answer.question, encode(answer)))
        .collect();
    encoded.sort_unstable();

    let mut bytes = vec![VERSION];
    put_number(&mut bytes, encoded.len() as u64);
    for (_, answer) in &encoded {
        bytes.extend_from_slice(answer);
    }
    bytes
}

fn is_blank<S>(answer: &AnswerRef<'_, S>) -> bool {
    answer.options.is_empty() && answer.points.is_empty() && answer.text.is_none_or(str::is_empty)
}

fn encode<S: AsRef<str>>(answer: &AnswerRef<'_, S>) -> Vec<u8> {
    let paired = answer.points.is_empty() || answer.points.len() == answer.options.len();
    let mut order: Vec<usize> = (0..answer.options.len()).collect();
    if paired && !answer.ordered {
        let key = |&i: &usize| (answer.options[i].as_ref(), answer.points.get(i));
        order.sort_unstable_by(|a, b| key(a).cmp(&key(b)));
    }

    let mut bytes = Vec::new();
    put_text(&mut bytes, answer.question);
    put_number(&mut bytes, answer.options.len() as u64);
    for &i in &order {
        put_text(&mut bytes, answer.options[i].as_ref());
    }
    put_number(&mut bytes, answer.points.len() as u64);
    if paired && !answer.points.is_empty() {
        order
            .iter()
            .for_each(|&i| put_number(&mut bytes, u64::from(answer.points[i])));
    } else {
        answer
            .points
            .iter()
            .for_each(|&points| put_number(&mut bytes, u64::from(points)));
    }
    put_text(&mut bytes, answer.text.unwrap_or_default());
    bytes
}

fn put_text(bytes: &mut Vec<u8>, text: &str) {
    put_number(bytes, text.len() as u64);
    bytes.extend_from_slice(text.as_bytes());
}

/// Unsigned LEB128: seven bits a byte, lowest first, the top bit set on all but the last.
fn put_number(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push(number as u8 & 0x7f | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NOTHING: AnswerRef<'_> = AnswerRef {
        question: "q",
        options: &[],
        points: &[],
        text: None,
        ordered: false,
    };

    #[test]
    fn the_bytes_are_as_written_down() {
        let answers = [
            AnswerRef {
                question: "b",
                options: &["z", "a"],
                points: &[300, 1],
                ..NOTHING
            },
            AnswerRef {
                question: "a",
                text: Some("是"),
                ..NOTHING
            },
        ];
        let expected = [
            &[1, 2][..], // version, two answers
            &[1, b'a', 0, 0, 3, 0xe6, 0x98, 0xaf],
            &[1, b'b', 2, 1, b'a', 1, b'z', 2, 1, 0xac, 0x02, 0],
        ];
        assert_eq!(canonical(&answers), expected.concat());
        assert_eq!(canonical::<&str>(&[]), [1, 0]);
    }

    #[test]
    fn what_means_the_same_is_the_same() {
        let one = AnswerRef {
            options: &["x", "y"],
            ..NOTHING
        };
        let other = AnswerRef {
            options: &["y", "x"],
            ..NOTHING
        };
        assert_eq!(canonical(&[one]), canonical(&[other]));

        let blank = AnswerRef {
            question: "r",
            text: Some(""),
            ..NOTHING
        };
        assert_eq!(canonical(&[one, blank]), canonical(&[one]));

        let owned = ["y".to_owned(), "x".to_owned()];
        let owned = AnswerRef {
            question: "q",
            options: &owned,
            points: &[],
            text: None,
            ordered: false,
        };
        assert_eq!(canonical(&[owned]), canonical(&[one]));
    }

    #[test]
    fn the_order_of_a_ranking_is_kept() {
        let one = AnswerRef {
            options: &["x", "y"],
            ordered: true,
            ..NOTHING
        };
        let other = AnswerRef {
            options: &["y", "x"],
            ordered: true,
            ..NOTHING
        };
        assert_ne!(canonical(&[one]), canonical(&[other]));
    }

    #[test]
    fn points_stay_with_their_option() {
        let one = AnswerRef {
            options: &["x", "y"],
            points: &[1, 2],
            ..NOTHING
        };
        let same = AnswerRef {
            options: &["y", "x"],
            points: &[2, 1],
            ..NOTHING
        };
        let swapped = AnswerRef {
            options: &["y", "x"],
            points: &[1, 2],
            ..NOTHING
        };
        assert_eq!(canonical(&[one]), canonical(&[same]));
        assert_ne!(canonical(&[one]), canonical(&[swapped]));
    }

    /// A ballot as a test owns it.
    type Owned = Vec<(String, Vec<String>, Vec<u32>, Option<String>, bool)>;

    fn bytes_of(ballot: &Owned) -> Vec<u8> {
        let answers: Vec<AnswerRef<'_, String>> = ballot
            .iter()
            .map(|(question, options, points, text, ordered)| AnswerRef {
                question,
                options,
                points,
                text: text.as_deref(),
                ordered: *ordered,
            })
            .collect();
        canonical(&answers)
    }

    /// What the encoding treats as equal, spelled out independently of how it does so.
    fn meaning(ballot: &Owned) -> Owned {
        let mut ballot: Owned = ballot
            .iter()
            .filter(|a| !(a.1.is_empty() && a.2.is_empty() && a.3.as_deref().unwrap_or_default().is_empty()))
            .cloned()
            .collect();
        for (_, options, points, text, ordered) in &mut ballot {
            *text = Some(text.take().unwrap_or_default());
            if !*ordered && points.is_empty() {
                options.sort();
            } else if !*ordered && points.len() == options.len() {
                let mut pairs: Vec<_> = options.drain(..).zip(points.drain(..)).collect();
                pairs.sort();
                (*options, *points) = pairs.into_iter().unzip();
            }
            // Whether order counts is the poll's to say and is not part of the ballot.
            *ordered = false;
        }
        ballot.sort();
        ballot
    }

    fn ballots() -> impl Strategy<Value = Owned> {
        let word = "[ab]{0,2}";
        let answer = (
            word,
            proptest::collection::vec(word, 0..3),
            proptest::collection::vec(0u32..3, 0..3),
            proptest::option::of("[ab]{0,1}"),
            any::<bool>(),
        );
        proptest::collection::vec(answer, 0..3)
    }

    proptest! {
        #[test]
        fn equal_bytes_if_and_only_if_equal_meaning(a in ballots(), b in ballots()) {
            prop_assert_eq!(bytes_of(&a) == bytes_of(&b), meaning(&a) == meaning(&b));
        }

        #[test]
        fn the_order_of_the_questions_changes_nothing(a in ballots()) {
            let backwards: Owned = a.iter().rev().cloned().collect();
            prop_assert_eq!(bytes_of(&a), bytes_of(&backwards));
        }
    }
}
