//! Rules both sides apply: the app while a person fills something in, the server before it stores anything.

use crate::{Answer, FieldCode, FieldError, MethodKind, Question};
use std::collections::HashSet;

/// Longest free-text answer, in Unicode scalar values.
pub const TEXT_ANSWER_CHARS: usize = 2000;

/// Checks the answers of a ballot against the questions of its poll. Pointers start at `/answers`.
///
/// A ballot answers each question at most once; a question that is not optional must be answered.
/// Methods that this build cannot check are refused with `not-allowed`.
pub fn check_answers(questions: &[Question], answers: &[Answer]) -> Vec<FieldError> {
    let mut errors = Vec::new();
    for (i, answer) in answers.iter().enumerate() {
        let at = format!("/answers/{i}");
        if answers[..i].iter().any(|a| a.question == answer.question) {
            errors.push(FieldCode::Repeated.at(format!("{at}/question"), "answered twice"));
            continue;
        }
        match questions.iter().find(|q| q.id == answer.question) {
            None => errors.push(FieldCode::UnknownValue.at(format!("{at}/question"), "no such question")),
            Some(question) => check_answer(question, answer, &at, &mut errors),
        }
    }
    for question in questions {
        if !question.optional && !answers.iter().any(|a| a.question == question.id) {
            errors.push(FieldCode::Missing.at("/answers", format!("question {} has no answer", question.id)));
        }
    }
    errors
}

/// Fewest and most options an answer may name, for methods that choose options.
pub fn choice_limits(question: &Question) -> Option<(u32, u32)> {
    let all = u32::try_from(question.options.len()).unwrap_or(u32::MAX);
    match question.method.kind {
        MethodKind::Single | MethodKind::YesNoAbstain | MethodKind::Owners => Some((1, 1)),
        MethodKind::Approval | MethodKind::Budget => {
            let most = question.method.max.unwrap_or(all).min(all);
            Some((question.method.min.unwrap_or(1).min(most), most))
        }
        _ => None,
    }
}

fn check_answer(question: &Question, answer: &Answer, at: &str, errors: &mut Vec<FieldError>) {
    if question.method.kind == MethodKind::Text {
        check_text(question, answer, at, errors);
        return;
    }
    if let Some(limits) = point_limits(question) {
        check_points(answer, limits, at, errors);
    } else if !answer.points.is_empty() {
        errors.push(FieldCode::WrongType.at(format!("{at}/points"), "this question takes no points"));
    }
    let Some((min, max)) = naming_limits(question) else {
        errors.push(FieldCode::NotAllowed.at(at, "this counting method is not taken here"));
        return;
    };
    if answer.text.is_some() {
        errors.push(FieldCode::WrongType.at(at, "this question takes options"));
    }
    let count = answer.options.len();
    if count == 0 && question.optional {
        return;
    }
    if count < min as usize {
        errors.push(FieldCode::TooFew.at(format!("{at}/options"), format!("at least {min}")));
    }
    if count > max as usize {
        errors.push(FieldCode::TooMany.at(format!("{at}/options"), format!("at most {max}")));
        return;
    }
    // Sets, because a city's budget has thousands of options and somebody may choose them all.
    let known: HashSet<&str> = question.options.iter().map(|o| o.id.as_str()).collect();
    let mut named = HashSet::new();
    for (j, option) in answer.options.iter().enumerate() {
        if !known.contains(option.as_str()) {
            errors.push(FieldCode::UnknownValue.at(format!("{at}/options/{j}"), "no such option"));
        } else if !named.insert(option.as_str()) {
            errors.push(FieldCode::Repeated.at(format!("{at}/options/{j}"), "named twice"));
        }
    }
}

/// Fewest and most options that an answer names, whatever it says about them.
fn naming_limits(question: &Question) -> Option<(u32, u32)> {
    let all = u32::try_from(question.options.len()).unwrap_or(u32::MAX);
    match question.method.kind {
        MethodKind::Score | MethodKind::Dots => Some((1, all)),
        MethodKind::Ranked => {
            let most = question.method.max.unwrap_or(all).min(all);
            Some((question.method.min.unwrap_or(1).min(most), most))
        }
        _ => choice_limits(question),
    }
}

/// What the points of an answer may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PointRange {
    /// Most points for one option.
    pub each: u32,
    /// Most points on the whole ballot.
    pub total: Option<u64>,
}

/// For methods that give points.
pub fn point_limits(question: &Question) -> Option<PointRange> {
    let method = &question.method;
    match (method.kind, method.budget_ballot) {
        (MethodKind::Score, _) => Some(PointRange {
            each: method.max.unwrap_or(u32::MAX),
            total: None,
        }),
        (MethodKind::Dots, _) => {
            let total = method.total.unwrap_or(0);
            Some(PointRange {
                each: method
                    .max
                    .unwrap_or(u32::MAX)
                    .min(u32::try_from(total).unwrap_or(u32::MAX)),
                total: Some(total),
            })
        }
        (MethodKind::Budget, Some(crate::BudgetBallot::Points)) => Some(PointRange {
            each: u32::MAX,
            total: None,
        }),
        _ => None,
    }
}

fn check_points(answer: &Answer, limits: PointRange, at: &str, errors: &mut Vec<FieldError>) {
    if answer.points.len() != answer.options.len() {
        errors.push(FieldCode::WrongType.at(format!("{at}/points"), "one number for each option named"));
    }
    for (j, points) in answer.points.iter().enumerate() {
        if *points > limits.each {
            errors
                .push(FieldCode::TooMany.at(format!("{at}/points/{j}"), format!("at most {}", limits.each)));
        }
    }
    let given: u64 = answer.points.iter().map(|points| u64::from(*points)).sum();
    if let Some(total) = limits.total.filter(|total| given > *total) {
        errors.push(FieldCode::TooMany.at(format!("{at}/points"), format!("at most {total} in all")));
    }
}

fn check_text(question: &Question, answer: &Answer, at: &str, errors: &mut Vec<FieldError>) {
    if !answer.options.is_empty() || !answer.points.is_empty() {
        errors.push(FieldCode::WrongType.at(at, "this question takes text"));
    }
    let text = answer.text.as_deref().unwrap_or_default();
    if text.chars().count() > TEXT_ANSWER_CHARS {
        errors.push(FieldCode::TooLong.at(
            format!("{at}/text"),
            format!("at most {TEXT_ANSWER_CHARS} characters"),
        ));
    }
    if !question.optional && text.trim().is_empty() {
        errors.push(FieldCode::Missing.at(format!("{at}/text"), "write something"));
    }
}

/// Whether `text` is `digits` lower-case hex digits.
pub fn is_hex(text: &str, digits: usize) -> bool {
    text.len() == digits
        && text
            .bytes()
            .all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Method, PollOption};

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

    fn codes(question: Question, options: &[&str]) -> Vec<String> {
        let answer = Answer {
            question: "q".into(),
            options: options.iter().map(|o| o.to_string()).collect(),
            points: vec![],
            text: None,
        };
        check_answers(&[question], &[answer])
            .into_iter()
            .map(|e| e.code)
            .collect()
    }

    #[test]
    fn single_takes_exactly_one_known_option() {
        let q = || question(MethodKind::Single, None, None, false);
        assert!(codes(q(), &["a"]).is_empty());
        assert_eq!(codes(q(), &[]), ["too-few"]);
        assert_eq!(codes(q(), &["a", "b"]), ["too-many"]);
        assert_eq!(codes(q(), &["x"]), ["unknown-value"]);
    }

    #[test]
    fn approval_keeps_its_limits_and_refuses_doubles() {
        let q = || question(MethodKind::Approval, Some(1), Some(2), false);
        assert!(codes(q(), &["a", "b"]).is_empty());
        assert_eq!(codes(q(), &["a", "a"]), ["repeated"]);
        assert_eq!(codes(q(), &["a", "b", "c"]), ["too-many"]);
    }

    #[test]
    fn optional_questions_may_be_blank_others_may_not() {
        assert!(codes(question(MethodKind::Single, None, None, true), &[]).is_empty());
        assert!(check_answers(&[question(MethodKind::Single, None, None, true)], &[]).is_empty());
        let missing = check_answers(&[question(MethodKind::Single, None, None, false)], &[]);
        assert_eq!(missing[0].code, "missing");
    }

    #[test]
    fn methods_nobody_checks_are_refused() {
        assert_eq!(
            codes(question(MethodKind::Other, None, None, false), &["a"]),
            ["not-allowed"]
        );
    }

    #[test]
    fn rankings_and_points_have_limits() {
        let ranked = question(MethodKind::Ranked, Some(2), Some(2), false);
        assert_eq!(codes(ranked.clone(), &["a"]), ["too-few"]);
        assert_eq!(codes(ranked.clone(), &["a", "b", "c"]), ["too-many"]);
        assert_eq!(codes(ranked, &["c", "a"]), [""; 0]);
        let mut dots = question(MethodKind::Dots, None, Some(3), false);
        dots.method.total = Some(4);
        let given = |points: &[u32]| {
            let answer = Answer {
                question: "q".into(),
                options: ["a", "b"].map(str::to_owned).into(),
                points: points.to_vec(),
                text: None,
            };
            let errors = check_answers(std::slice::from_ref(&dots), &[answer]);
            errors.into_iter().map(|error| error.pointer).collect::<Vec<_>>()
        };
        assert_eq!(given(&[3, 1]), [""; 0]);
        assert_eq!(given(&[4, 0]), ["/answers/0/points/0"]);
        assert_eq!(given(&[3, 2]), ["/answers/0/points"]);
        assert_eq!(given(&[1]), ["/answers/0/points"]);
    }
}
