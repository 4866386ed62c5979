//! The votes of one person as a short text, as the contract publishes them.
//!
//! For each statement in turn `+` agree, `-` disagree, `~` pass; a decimal number skips so many statements on which they have not
//! voted. What follows the last vote is left out. Most people vote on few of many statements, in the order in which they are
//! asked, so this is short, and it compresses well.

use std::fmt::{self, Write};

use crate::Vote;

/// Why such a text is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadRow {
    /// Something other than `+`, `-`, `~` and digits.
    Sign(char),
    /// It tells of more statements than there are.
    TooLong { statements: usize },
}

impl fmt::Display for BadRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BadRow::Sign(sign) => write!(f, "{sign:?} is none of + - ~ and no digit"),
            BadRow::TooLong { statements } => write!(f, "it tells of more than {statements} statements"),
        }
    }
}

impl std::error::Error for BadRow {}

/// The text of votes that are sorted by statement, each statement at most once, as [`Votes::of`](crate::Votes::of) gives them.
pub fn write_row(votes: &[(usize, Vote)]) -> String {
    let mut text = String::new();
    let mut next = 0;
    for (statement, vote) in votes {
        let skipped = statement.saturating_sub(next);
        if skipped > 0 {
            // Writing to a text cannot fail.
            let _ = write!(text, "{skipped}");
        }
        text.push(match vote {
            Vote::Agree => '+',
            Vote::Disagree => '-',
            Vote::Pass => '~',
        });
        next = statement + 1;
    }
    text
}

/// The votes of such a text, of a conversation of so many statements.
pub fn read_row(text: &str, statements: usize) -> Result<Vec<(usize, Vote)>, BadRow> {
    let too_long = BadRow::TooLong { statements };
    let mut votes = Vec::new();
    let (mut at, mut skipped) = (0_usize, 0_usize);
    for sign in text.chars() {
        if let Some(digit) = sign.to_digit(10) {
            skipped = skipped.saturating_mul(10).saturating_add(digit as usize);
            if skipped > statements {
                return Err(too_long);
            }
            continue;
        }
        let vote = match sign {
            '+' => Vote::Agree,
            '-' => Vote::Disagree,
            '~' => Vote::Pass,
            other => return Err(BadRow::Sign(other)),
        };
        at += std::mem::take(&mut skipped);
        if at >= statements {
            return Err(too_long);
        }
        votes.push((at, vote));
        at += 1;
    }
    if at + skipped > statements {
        return Err(too_long);
    }
    Ok(votes)
}
