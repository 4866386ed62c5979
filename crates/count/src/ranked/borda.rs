//! The Borda count.

use super::{PositionalOutcome, Rankings};
use crate::{TieRule, decide_points};

/// What a ballot says about the options that it leaves out. The names after them are those of P. Emerson, *The
/// original Borda count and partial voting* (Social Choice and Welfare 40, 2013) and of D. Baumeister et al.,
/// *Campaigns for lazy voters: truncated ballots* (AAMAS 2012).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Unranked {
    /// They get nothing, the others get a point for every option below them, ranked or not ("round up"). This is the
    /// rule of `RankedRule::Borda`: the plainest to tell, and a ballot that leaves out one option says the same as
    /// one that puts it last.
    #[default]
    Nothing,
    /// They share the points that are left, so that every ballot gives equally many ("average").
    ShareTheRest,
    /// They get nothing, and of `k` ranked options the first gets `k` points and the last one point ("round down",
    /// modified Borda count): who ranks more has more to give.
    Modified,
}

/// Counts by Borda's method: on each ballot an option gets one point for every option that it beats there
/// (J.-C. de Borda, *Mémoire sur les élections au scrutin*, 1781, whose points are these plus one).
///
/// So with `n` options the first place is worth `n - 1` points. A single option has nobody to beat; it is chosen by
/// one point a ballot.
pub fn borda(rankings: &Rankings, unranked: Unranked, ties: &TieRule) -> PositionalOutcome {
    let options = rankings.options();
    let all = options as u128;
    // Shares of what is left can be halves.
    let unit: u128 = if unranked == Unranked::ShareTheRest { 2 } else { 1 };
    let first = |ranked: u128| match unranked {
        Unranked::Modified => ranked,
        _ if options == 1 => 1,
        _ => all - 1,
    };
    let mut points = vec![0u128; options];
    let mut unranked_points = vec![0u128; options];
    for (order, weight) in rankings.groups() {
        let (ranked, weight) = (order.len() as u128, u128::from(weight));
        for (place, option) in order.iter().enumerate() {
            points[usize::from(*option)] += (first(ranked) - place as u128) * unit * weight;
        }
        // The points left are 0 to m - 1 for m options: half of m - 1 each, one unit being half a point.
        let share = (all - ranked).saturating_sub(1);
        if unranked == Unranked::ShareTheRest && share > 0 {
            let mut named = vec![false; options];
            order.iter().for_each(|option| named[usize::from(*option)] = true);
            for option in (0..options).filter(|option| !named[*option]) {
                unranked_points[option] += share * weight;
            }
        }
    }
    points
        .iter_mut()
        .zip(&unranked_points)
        .for_each(|(points, more)| *points += more);
    PositionalOutcome {
        places: rankings.places(),
        place_worth: (0..options)
            .map(|place| (first(all) - place as u128) * unit)
            .collect(),
        unranked_points,
        result: decide_points(points, unit, ties),
    }
}
