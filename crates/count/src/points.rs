//! The option with the most points, for every rule that adds points up.

use crate::{TieBreak, TieRule};

/// Outcome of a rule that adds points up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PointsOutcome {
    /// Points of each option in units of `1/denominator`, so that halves and thirds stay exact.
    pub points: Vec<u128>,
    /// Never 0.
    pub denominator: u128,
    /// Places from 1. Equal points share a place and the next one is left out: 1, 1, 3.
    pub places: Vec<usize>,
    /// One option, or none where nobody gave points or a tie stays undecided.
    pub chosen: Vec<usize>,
    /// The options that share the most points, in the order of the poll; empty unless there are at least two.
    pub tied: Vec<usize>,
    /// The tie rule chose among `tied`.
    pub tie_broken: bool,
    pub steps: Vec<PointsStep>,
}

/// One step of the explanation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PointsStep {
    /// No valid ballot gave a point.
    NobodyChose,
    /// These options have the most points; the next best has `next_best`, where there is one. In units of
    /// `1/denominator`.
    Most {
        points: u128,
        options: Vec<usize>,
        next_best: Option<u128>,
    },
    /// Several had the most.
    Tie(TieBreak),
}

/// Chooses the option with the most points; `ties` decides where several have them. An option without a point is
/// never chosen. A `denominator` of 0 is read as 1.
pub fn decide_points(points: Vec<u128>, denominator: u128, ties: &TieRule) -> PointsOutcome {
    let places = shared_places(&points);
    let most = points.iter().copied().max().unwrap_or(0);
    let mut outcome = PointsOutcome {
        denominator: denominator.max(1),
        places,
        chosen: vec![],
        tied: vec![],
        tie_broken: false,
        steps: vec![],
        points,
    };
    if most == 0 {
        outcome.steps.push(PointsStep::NobodyChose);
        return outcome;
    }
    let points = &outcome.points;
    let first: Vec<usize> = (0..points.len())
        .filter(|option| points[*option] == most)
        .collect();
    outcome.steps.push(PointsStep::Most {
        points: most,
        options: first.clone(),
        next_best: points.iter().copied().filter(|other| *other < most).max(),
    });
    if first.len() == 1 {
        outcome.chosen = first;
        return outcome;
    }
    let tie = ties.pick_best(&first);
    outcome.chosen = tie.picked.into_iter().collect();
    outcome.tie_broken = tie.picked.is_some();
    outcome.tied = first;
    outcome.steps.push(PointsStep::Tie(tie));
    outcome
}

/// Places from 1 by descending value; equal values share one. Loomio numbers the sorted list instead and so gives
/// equal scores different places (reference/field.md section 5, item 5).
pub fn shared_places<T: Ord>(values: &[T]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*b].cmp(&values[*a]));
    let mut places = vec![0; values.len()];
    for (index, option) in order.iter().enumerate() {
        places[*option] = match index {
            0 => 1,
            _ if values[order[index - 1]] == values[*option] => places[order[index - 1]],
            _ => index + 1,
        };
    }
    places
}
