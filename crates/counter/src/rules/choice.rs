//! One option, several options, yes or no.

use contract::{Explanation, Line, OutcomeKind, Question, Said, ShareBase};
use count::{
    Limits, PluralityStep, Tally, Threshold, ThresholdBase, ThresholdStep, TieRule, decide_plurality,
    decide_threshold,
};

use super::{Decided, Numbers};
use crate::names::ids;

#[derive(Debug)]
pub struct Choice {
    limits: Limits,
    tally: Tally,
}

impl Choice {
    pub fn new(question: &Question) -> Self {
        let limits = match contract::choice_limits(question) {
            Some((min, max)) => Limits {
                min: min as usize,
                max: max as usize,
            },
            None => Limits {
                min: 0,
                max: question.options.len(),
            },
        };
        Self {
            limits,
            tally: Tally::new(question.options.len()),
        }
    }

    pub fn add(&mut self, chosen: &[usize]) {
        self.tally.add(chosen, self.limits);
    }

    pub fn numbers(&self) -> Numbers {
        Numbers {
            counts: self.tally.counts.clone(),
            base: ShareBase::Answers,
            base_count: self.tally.valid(),
            whole: self.limits == Limits::SINGLE,
            blank: self.tally.blank,
            invalid: self.tally.invalid,
        }
    }

    /// Seat after seat to the option with the most votes.
    pub fn most_votes(&self, question: &Question, ties: &TieRule) -> Decided {
        let seats = question.method.seats.unwrap_or(1).max(1);
        let mut left = self.tally.clone();
        let (mut chosen, mut tied, mut broken) = (Vec::new(), Vec::new(), false);
        let mut lines = Vec::new();
        for _ in 0..seats {
            let decision = decide_plurality(&left, ties);
            let repeated = |step: &PluralityStep| !chosen.is_empty() && *step == PluralityStep::NobodyChose;
            lines.extend(
                decision
                    .steps
                    .iter()
                    .filter(|step| !repeated(step))
                    .map(|step| line(question, step, &decision.tied)),
            );
            broken |= decision.tie_broken;
            let Some(&winner) = decision.chosen.first() else {
                tied = decision.tied;
                break;
            };
            chosen.push(winner);
            left.counts[winner] = 0;
        }
        let undecided = !tied.is_empty();
        Decided {
            kind: match (chosen.is_empty(), undecided) {
                (_, true) => OutcomeKind::Tied,
                (true, false) => OutcomeKind::NothingChosen,
                (false, false) => OutcomeKind::Chosen,
            },
            chosen,
            tied,
            tie_broken: broken,
            explanation: Explanation { lines, table: None },
        }
    }

    /// Options are yes, no, abstain in this order. Without a threshold of its own a motion needs more than half of those
    /// who answer.
    pub fn threshold(&self, question: &Question, eligible: u64) -> Decided {
        let at = |place: usize| self.tally.counts.get(place).copied().unwrap_or(0);
        let threshold = question.method.threshold.as_ref().map_or(
            Threshold {
                numerator: 1,
                denominator: 2,
                base: ThresholdBase::Voting,
                strict: true,
            },
            |asked| Threshold {
                numerator: asked.numerator.into(),
                denominator: asked.denominator.into(),
                base: match asked.base {
                    contract::ThresholdBase::Eligible => ThresholdBase::Eligible,
                    _ => ThresholdBase::Voting,
                },
                strict: asked.strict,
            },
        );
        let decision = decide_threshold(at(0), at(1), at(2), threshold, eligible);
        let base = decision.base;
        let lines = decision.steps.iter().map(|step| match step {
            ThresholdStep::NobodyVoted => Line::new(Said::NobodyChose),
            ThresholdStep::Voted { yes, no, abstain, .. } => Line::new(Said::Voted)
                .number("yes", *yes)
                .number("no", *no)
                .number("abstain", *abstain),
            ThresholdStep::Needed { strict, needed, .. } => {
                Line::new(if *strict { Said::NeededMore } else { Said::Needed })
                    .number("needed", *needed)
                    .number("base", base)
            }
            ThresholdStep::Reached { yes, needed } => Line::new(Said::Reached)
                .number("yes", *yes)
                .number("needed", *needed),
            ThresholdStep::Missed { yes, missing } => Line::new(Said::Missed)
                .number("yes", *yes)
                .number("missing", *missing),
        });
        Decided {
            kind: if decision.passed {
                OutcomeKind::Passed
            } else {
                OutcomeKind::NotPassed
            },
            chosen: if decision.passed { vec![0] } else { Vec::new() },
            tied: Vec::new(),
            tie_broken: false,
            explanation: Explanation {
                lines: lines.collect(),
                table: None,
            },
        }
    }
}

fn line(question: &Question, step: &PluralityStep, tied: &[usize]) -> Line {
    match step {
        PluralityStep::NobodyChose => Line::new(Said::NobodyChose),
        PluralityStep::Most {
            votes,
            options,
            next_best,
        } => {
            let said = match next_best {
                Some(_) => Said::MostWithNext,
                None => Said::Most,
            };
            let line = Line::new(said)
                .options("options", ids(question, options))
                .number("votes", *votes);
            match next_best {
                Some(next) => line.number("next", *next),
                None => line,
            }
        }
        PluralityStep::EarlierListed { chosen } => Line::new(Said::EarlierListed)
            .options("options", ids(question, tied))
            .options("option", ids(question, &[*chosen])),
        PluralityStep::LotDrawn { seed, chosen, .. } => Line::new(Said::LotDrawn)
            .options("options", ids(question, tied))
            .options("option", ids(question, &[*chosen]))
            .with("seed", contract::Value::text(seed.clone())),
        PluralityStep::Undecided => Line::new(Said::Undecided).options("options", ids(question, tied)),
    }
}
