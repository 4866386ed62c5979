//! The Dowdall system of Nauru.

use super::{PositionalOutcome, Rankings};
use crate::{TieRule, decide_points};

/// Places that count. The common denominator of 1 to 1/40 times the largest sum of weights fits 128 bits, of more
/// places it might not; a 41st place would be worth less than a fortieth of a vote.
pub const DOWDALL_PLACES: usize = 40;

/// Counts by the Dowdall system: a first place is worth one vote, a second half, a third a third, and so on (B. Reilly,
/// *Social choice in the South Seas*, International Political Science Review 23, 2002; Nauru's Electoral Act).
///
/// Exact: everything is in units of one over the least common multiple of the places in use. Nauru makes voters rank
/// everybody; here options that a ballot leaves out get nothing from it, and places after [`DOWDALL_PLACES`] are worth
/// nothing.
pub fn dowdall(rankings: &Rankings, ties: &TieRule) -> PositionalOutcome {
    let places = rankings.places();
    let depth = places.first().map_or(0, Vec::len).min(DOWDALL_PLACES) as u128;
    let denominator = (1..=depth).fold(1, lcm);
    let place_worth: Vec<u128> = (1..=depth).map(|place| denominator / place).collect();
    let points = places
        .iter()
        .map(|votes| {
            let worth = votes.iter().zip(&place_worth);
            worth.map(|(votes, worth)| u128::from(*votes) * worth).sum()
        })
        .collect();
    PositionalOutcome {
        unranked_points: vec![0; rankings.options()],
        result: decide_points(points, denominator, ties),
        places,
        place_worth,
    }
}

fn lcm(a: u128, b: u128) -> u128 {
    let (mut x, mut y) = (a, b);
    while y > 0 {
        (x, y) = (y, x % y);
    }
    a / x * b
}
