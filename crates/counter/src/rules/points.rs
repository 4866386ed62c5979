//! Score and dots: points add up.

use contract::{Explanation, Line, MethodKind, Question, Said, ShareBase};
use count::{PointLimits, PointsOutcome, PointsStep, PointsTally, TieRule};

use super::{Decided, Numbers, small};
use crate::names::{amount, ids, tie};

#[derive(Debug)]
pub struct Points(PointsTally);

impl Points {
    pub fn new(question: &Question) -> Self {
        let method = &question.method;
        let limits = match method.kind {
            MethodKind::Dots => {
                let total = method.total.unwrap_or(0);
                let most = u64::from(method.max.unwrap_or(u32::MAX)).min(total);
                PointLimits::dots(total, u32::try_from(most).unwrap_or(u32::MAX))
            }
            _ => PointLimits::score(0, method.max.unwrap_or(u32::MAX)),
        };
        Self(PointsTally::new(question.options.len(), limits))
    }

    pub fn add(&mut self, chosen: &[usize], points: &[u32]) {
        self.0.add(chosen, points);
    }

    pub fn numbers(&self) -> Numbers {
        let counts: Vec<u64> = self.0.sums.iter().copied().map(small).collect();
        Numbers {
            base_count: counts.iter().fold(0, |sum, points| sum.saturating_add(*points)),
            counts,
            base: ShareBase::Points,
            whole: true,
            blank: self.0.piles.blank,
            invalid: self.0.piles.invalid,
        }
    }

    pub fn decide(&self, question: &Question, ties: &TieRule) -> Decided {
        let outcome = self.0.decide(ties);
        let lines = lines(question, &outcome);
        Decided::of(
            outcome.chosen,
            outcome.tied,
            outcome.tie_broken,
            Explanation { lines, table: None },
        )
    }
}

/// The sentences of every rule that adds points up.
pub fn lines(question: &Question, outcome: &PointsOutcome) -> Vec<Line> {
    let points = |units: u128| amount(units, outcome.denominator);
    outcome
        .steps
        .iter()
        .filter_map(|step| match step {
            PointsStep::NobodyChose => Some(Line::new(Said::NobodyChose)),
            PointsStep::Most {
                points: most,
                options,
                next_best: None,
            } => Some(
                Line::new(Said::MostPoints)
                    .options("options", ids(question, options))
                    .with("points", points(*most)),
            ),
            PointsStep::Most {
                points: most,
                options,
                next_best: Some(next),
            } => Some(
                Line::new(Said::MostPointsWithNext)
                    .options("options", ids(question, options))
                    .with("points", points(*most))
                    .with("next", points(*next)),
            ),
            PointsStep::Tie(broken) => tie(question, broken),
        })
        .collect()
}
