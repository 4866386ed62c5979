//! What a question asks for, and what is still missing in an answer. Pure, so that it is tested natively.

use crate::backend::{Answer, MethodKind, Question};

/// How a question is answered on the screen.
#[derive(Clone, Copy, PartialEq)]
#[cfg_attr(test, derive(Debug))]
pub enum Asks {
    /// Exactly one option.
    One,
    /// From `min` to `max` options.
    Some { min: usize, max: usize },
    /// A few words.
    Words,
    /// A kind of ballot that this app does not fill in yet.
    Unknown,
}

/// Why an answer cannot be taken as it is.
#[derive(Clone, Copy, PartialEq)]
#[cfg_attr(test, derive(Debug))]
pub enum Missing {
    ChooseOne,
    TooFew { min: usize },
    TooMany { max: usize, chosen: usize },
    Words,
    TooLong { max: usize, written: usize },
}

/// Longest free-text answer the contract takes, in Unicode scalar values.
pub const WORDS_MAX: usize = 2000;

pub fn asks(question: &Question) -> Asks {
    let all = question.options.len();
    match question.method.kind {
        MethodKind::Single | MethodKind::YesNoAbstain | MethodKind::Owners => Asks::One,
        MethodKind::Approval => some_of(question, all),
        MethodKind::Budget if question.method.by_approval => some_of(question, all),
        MethodKind::Text => Asks::Words,
        _ => Asks::Unknown,
    }
}

fn some_of(question: &Question, all: usize) -> Asks {
    let max = question.method.max.map_or(all, |m| m as usize).min(all);
    let min = question.method.min.map_or(1, |m| m as usize).min(max);
    Asks::Some { min, max }
}

/// `None` when the answer can be sent. An optional question may be left out whole.
pub fn missing(question: &Question, answer: &Answer) -> Option<Missing> {
    match asks(question) {
        Asks::Words => {
            let written = answer.text.as_deref().unwrap_or_default();
            let length = written.chars().count();
            if length > WORDS_MAX {
                return Some(Missing::TooLong {
                    max: WORDS_MAX,
                    written: length,
                });
            }
            (!question.optional && written.trim().is_empty()).then_some(Missing::Words)
        }
        Asks::One => (answer.options.is_empty() && !question.optional).then_some(Missing::ChooseOne),
        Asks::Some { min, max } => {
            let chosen = answer.options.len();
            if chosen > max {
                Some(Missing::TooMany { max, chosen })
            } else if chosen < min && !(chosen == 0 && question.optional) {
                Some(Missing::TooFew { min })
            } else {
                None
            }
        }
        Asks::Unknown => None,
    }
}

/// Whether this app can fill in every question of a poll.
pub fn can_fill_in(questions: &[Question]) -> bool {
    questions.iter().all(|q| asks(q) != Asks::Unknown)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backend::{Method, PollOption};

    fn question(kind: MethodKind, min: Option<u32>, max: Option<u32>, optional: bool) -> Question {
        let option = |id: &str| PollOption {
            id: id.into(),
            label: id.into(),
            meaning: None,
            image: None,
            cost: None,
            group: None,
        };
        Question {
            id: "q".into(),
            title: "q".into(),
            help: None,
            method: Method {
                kind,
                min,
                max,
                ..Method::default()
            },
            options: ["a", "b", "c"].map(option).into(),
            optional,
            shuffle: false,
        }
    }

    fn chose(options: &[&str]) -> Answer {
        Answer {
            question: "q".into(),
            options: options.iter().map(|o| o.to_string()).collect(),
            ..Answer::default()
        }
    }

    #[test]
    fn one_means_one() {
        let q = question(MethodKind::Single, None, None, false);
        assert_eq!(missing(&q, &chose(&[])), Some(Missing::ChooseOne));
        assert_eq!(missing(&q, &chose(&["a"])), None);
    }

    #[test]
    fn some_keeps_both_limits() {
        let q = question(MethodKind::Approval, Some(2), Some(2), false);
        assert_eq!(missing(&q, &chose(&["a"])), Some(Missing::TooFew { min: 2 }));
        assert_eq!(missing(&q, &chose(&["a", "b"])), None);
        assert_eq!(
            missing(&q, &chose(&["a", "b", "c"])),
            Some(Missing::TooMany { max: 2, chosen: 3 })
        );
    }

    #[test]
    fn limits_never_exceed_the_options() {
        assert_eq!(
            asks(&question(MethodKind::Approval, Some(9), Some(9), false)),
            Asks::Some { min: 3, max: 3 }
        );
        assert_eq!(
            asks(&question(MethodKind::Approval, None, None, false)),
            Asks::Some { min: 1, max: 3 }
        );
    }

    #[test]
    fn an_optional_question_may_be_left_out_but_not_half_answered() {
        let q = question(MethodKind::Approval, Some(2), Some(3), true);
        assert_eq!(missing(&q, &chose(&[])), None);
        assert_eq!(missing(&q, &chose(&["a"])), Some(Missing::TooFew { min: 2 }));
    }

    #[test]
    fn words_are_counted_as_the_server_counts_them() {
        let q = question(MethodKind::Text, None, None, false);
        let wrote = |text: String| Answer {
            question: "q".into(),
            text: Some(text),
            ..Answer::default()
        };
        assert_eq!(missing(&q, &wrote("  ".into())), Some(Missing::Words));
        assert_eq!(missing(&q, &wrote("好".repeat(WORDS_MAX))), None);
        assert_eq!(
            missing(&q, &wrote("好".repeat(WORDS_MAX + 1))),
            Some(Missing::TooLong {
                max: WORDS_MAX,
                written: WORDS_MAX + 1
            })
        );
    }

    #[test]
    fn ballots_it_cannot_fill_in_are_never_offered() {
        assert!(!can_fill_in(&[question(MethodKind::Ranked, None, None, false)]));
        assert!(!can_fill_in(&[question(MethodKind::Other, None, None, false)]));
        assert!(can_fill_in(&[question(MethodKind::Single, None, None, false)]));
    }
}
