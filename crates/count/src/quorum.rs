//! Whether enough people took part.
//!
//! Whole voters and integers only, rounded up: Loomio compares the needed number with the register, so that its
//! quorum is always reached, and rounds the turnout to whole percents (reference/field.md section 5, item 6).

use crate::{meets, quorum_needed};

/// What the quorum is a share of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuorumBase {
    /// Everybody who may vote.
    Eligible,
    /// Everybody who may vote and was active lately, by a rule of the poll. The number is fixed when the poll opens.
    RecentlyActive,
}

/// The share that must take part: at least `numerator/denominator` of the base, so reaching it is enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuorumRule {
    pub numerator: u64,
    pub denominator: u64,
    pub base: QuorumBase,
}

/// Whether a quorum is reached, and by how much it is not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuorumDecision {
    pub met: bool,
    /// The whole that the quorum is a share of, in voters.
    pub base: u64,
    /// Fewest voters that reach it.
    pub needed: u64,
    /// Who took part: every ballot, blank and invalid ones included.
    pub took_part: u64,
    /// Voters that are missing; 0 when met.
    pub missing: u64,
    pub steps: Vec<QuorumStep>,
}

/// One step of the explanation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QuorumStep {
    /// What the quorum asks for, in whole voters, rounded up where `rounded_up`.
    Needed {
        rule: QuorumRule,
        base: u64,
        needed: u64,
        rounded_up: bool,
    },
    Reached {
        took_part: u64,
        needed: u64,
    },
    Missed {
        took_part: u64,
        missing: u64,
    },
}

/// Decides whether `took_part` reach the quorum. Nobody at all is never enough, unless the rule asks for a share of 0;
/// with a denominator of 0 nothing ever is.
pub fn decide_quorum(
    rule: QuorumRule,
    took_part: u64,
    eligible: u64,
    recently_active: u64,
) -> QuorumDecision {
    let QuorumRule {
        numerator,
        denominator,
        base,
    } = rule;
    let base = match base {
        QuorumBase::Eligible => eligible,
        QuorumBase::RecentlyActive => recently_active,
    };
    let exact = quorum_needed(base, numerator, denominator);
    let needed = exact.max(u64::from(numerator > 0));
    let met = took_part >= needed && meets(took_part, base, numerator, denominator, false);
    let missing = if met { 0 } else { needed.saturating_sub(took_part) };
    let product = u128::from(base) * u128::from(numerator);
    let rounded_up = denominator > 0 && product % u128::from(denominator) != 0;
    let asked = QuorumStep::Needed {
        rule,
        base,
        needed,
        rounded_up,
    };
    let verdict = if met {
        QuorumStep::Reached { took_part, needed }
    } else {
        QuorumStep::Missed { took_part, missing }
    };
    QuorumDecision {
        met,
        base,
        needed,
        took_part,
        missing,
        steps: vec![asked, verdict],
    }
}
