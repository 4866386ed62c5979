//! The one form in which answers are stored, and the leaf they make on the board.

use crate::fault::{Fault, Outcome};
use contract::{Answer, Question};
use counter::ordered;
use ledger::AnswerRef;

/// Answers as they are stored: in the poll's order, without blank ones, options sorted where their order says nothing
/// (the order of tapping would tell more than the choice). Two ballots that say the same are stored the same.
pub fn stored_answers(questions: &[Question], answers: &[Answer]) -> Outcome<String> {
    let mut kept = Vec::new();
    for question in questions {
        let Some(answer) = answers.iter().find(|a| a.question == question.id) else {
            continue;
        };
        let mut answer = answer.clone();
        answer.text = answer.text.filter(|text| !text.trim().is_empty());
        if answer.options.is_empty() && answer.points.is_empty() && answer.text.is_none() {
            continue;
        }
        if !ordered(question) && answer.points.is_empty() {
            answer.options.sort_unstable();
        } else if !ordered(question) && answer.points.len() == answer.options.len() {
            let mut pairs: Vec<_> = answer.options.drain(..).zip(answer.points.drain(..)).collect();
            pairs.sort_unstable();
            (answer.options, answer.points) = pairs.into_iter().unzip();
        }
        kept.push(answer);
    }
    Ok(serde_json::to_string(&kept)?)
}

/// The leaf of one stored ballot.
pub fn leaf(questions: &[Question], ballot_id: &str, stored: &str) -> Outcome<ledger::Hash> {
    let id =
        ledger::unhex::<32>(ballot_id).ok_or_else(|| Fault::internal("a stored ballot id is not hex"))?;
    let answers: Vec<Answer> = serde_json::from_str(stored)?;
    let borrowed: Vec<AnswerRef<'_, String>> = answers
        .iter()
        .map(|answer| AnswerRef {
            question: &answer.question,
            options: &answer.options,
            points: &answer.points,
            text: answer.text.as_deref(),
            ordered: questions.iter().any(|q| q.id == answer.question && ordered(q)),
        })
        .collect();
    Ok(ledger::leaf_hash(&id, &ledger::canonical(&borrowed)))
}
