//! Yes, no, abstain against a threshold.

use crate::{meets, needed};

/// The share of yes votes that passes a motion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Threshold {
    pub numerator: u64,
    pub denominator: u64,
    pub base: ThresholdBase,
    /// Reaching the share is not enough, it must be exceeded ("more than half").
    pub strict: bool,
}

/// What the threshold is a share of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ThresholdBase {
    /// Everybody who answered: yes, no and abstain. Who abstains takes part and does not agree, as in the Civil Code.
    Voting,
    /// Everybody who may vote.
    Eligible,
}

/// Whether a motion passes, and by how much.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThresholdDecision {
    pub passed: bool,
    /// The whole that the threshold is a share of, in voters.
    pub base: u64,
    /// Fewest yes votes that pass with this base.
    pub needed: u64,
    /// Yes votes that are missing with this base; 0 when passed.
    pub missing: u64,
    pub steps: Vec<ThresholdStep>,
}

/// One step of the explanation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ThresholdStep {
    /// Nobody said yes or no or abstained, so nothing passes, whatever the threshold.
    NobodyVoted,
    /// How the votes fell and what the base is.
    Voted {
        yes: u64,
        no: u64,
        abstain: u64,
        of: ThresholdBase,
        base: u64,
    },
    /// What the threshold asks for, in whole votes.
    Needed {
        numerator: u64,
        denominator: u64,
        strict: bool,
        needed: u64,
    },
    /// The yes votes are enough.
    Reached { yes: u64, needed: u64 },
    /// The yes votes are not enough.
    Missed { yes: u64, missing: u64 },
}

/// Decides a motion by its yes votes. `eligible` is used for [`ThresholdBase::Eligible`] only.
///
/// Blank and invalid ballots are no votes here; they count for turnout. With nobody voting nothing passes, and with a
/// denominator of 0 nothing ever does.
pub fn decide_threshold(
    yes: u64,
    no: u64,
    abstain: u64,
    threshold: Threshold,
    eligible: u64,
) -> ThresholdDecision {
    let Threshold {
        numerator,
        denominator,
        base: of,
        strict,
    } = threshold;
    let voting = yes.saturating_add(no).saturating_add(abstain);
    let base = match of {
        ThresholdBase::Voting => voting,
        ThresholdBase::Eligible => eligible,
    };
    let needed = needed(base, numerator, denominator, strict).max(1);
    let mut steps = vec![
        ThresholdStep::Voted {
            yes,
            no,
            abstain,
            of,
            base,
        },
        ThresholdStep::Needed {
            numerator,
            denominator,
            strict,
            needed,
        },
    ];
    if voting == 0 {
        steps = vec![ThresholdStep::NobodyVoted];
    }
    // A threshold of zero is met by no votes at all; a motion that nobody wants must not pass by that.
    let passed = yes > 0 && meets(yes, base, numerator, denominator, strict);
    let missing = needed.saturating_sub(yes);
    if voting > 0 {
        let verdict = if passed {
            ThresholdStep::Reached { yes, needed }
        } else {
            ThresholdStep::Missed { yes, missing }
        };
        steps.push(verdict);
    }
    ThresholdDecision {
        passed,
        base,
        needed,
        missing,
        steps,
    }
}
