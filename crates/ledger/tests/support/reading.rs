//! Reads the canonical encoding back, written from its description alone. That it can be read back is what shows that two
//! ballots which differ never have the same bytes. Shared by the tests and by `fuzz/`.

use ledger::{AnswerRef, canonical};

/// An answer as a test owns it: question, options, points, text, whether their order counts.
pub type Answer = (String, Vec<String>, Vec<u32>, Option<String>, bool);

pub fn encoded(ballot: &[Answer]) -> Vec<u8> {
    let borrowed = |(question, options, points, text, ordered): &'_ Answer| -> Vec<u8> {
        let answer = AnswerRef {
            question,
            options,
            points,
            text: text.as_deref(),
            ordered: *ordered,
        };
        canonical(&[answer])
    };
    // One answer for itself must be as total as the whole ballot.
    ballot.iter().for_each(|answer| drop(borrowed(answer)));
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

/// What a ballot says, with everything equal that means the same: the order of questions, the order of options where it
/// says nothing, blank answers, and whether order counts, which is the poll's to say.
pub fn meaning(ballot: &[Answer]) -> Vec<Answer> {
    let mut meant = Vec::new();
    for (question, options, points, text, ordered) in ballot {
        let text = text.clone().unwrap_or_default();
        if options.is_empty() && points.is_empty() && text.is_empty() {
            continue;
        }
        let (mut options, mut points) = (options.clone(), points.clone());
        if !ordered && points.is_empty() {
            options.sort();
        } else if !ordered && points.len() == options.len() {
            let mut pairs: Vec<(String, u32)> = options.into_iter().zip(points).collect();
            pairs.sort();
            (options, points) = pairs.into_iter().unzip();
        }
        meant.push((question.clone(), options, points, Some(text), false));
    }
    // Two answers to one question are against every poll's rules but are encoded nonetheless.
    meant.sort();
    meant
}

/// What the bytes say; `None` when they are no ballot or not in their shortest form.
pub fn read_back(bytes: &[u8]) -> Option<Vec<Answer>> {
    let mut rest = bytes.strip_prefix(&[1])?;
    let mut ballot = Vec::new();
    for _ in 0..number(&mut rest)? {
        let question = text(&mut rest)?;
        let mut options = Vec::new();
        for _ in 0..number(&mut rest)? {
            options.push(text(&mut rest)?);
        }
        let mut points = Vec::new();
        for _ in 0..number(&mut rest)? {
            points.push(u32::try_from(number(&mut rest)?).ok()?);
        }
        ballot.push((question, options, points, Some(text(&mut rest)?), false));
    }
    ballot.sort();
    rest.is_empty().then_some(ballot)
}

fn number(rest: &mut &[u8]) -> Option<u64> {
    let (mut number, mut shift) = (0u64, 0u32);
    loop {
        let (byte, after) = rest.split_first()?;
        *rest = after;
        number |= u64::from(byte & 0x7f).checked_shl(shift)?;
        if byte & 0x80 == 0 {
            return (shift == 0 || *byte != 0).then_some(number);
        }
        shift += 7;
    }
}

fn text(rest: &mut &[u8]) -> Option<String> {
    let length = usize::try_from(number(rest)?).ok()?;
    let (text, after) = rest.split_at_checked(length)?;
    *rest = after;
    String::from_utf8(text.to_vec()).ok()
}
