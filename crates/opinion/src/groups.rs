//! Opinion groups: people who vote alike.
//!
//! As Polis finds them: people with at least [`LEAST_VOTES`] votes as points ([`crate::projection`]), k-means with two to
//! five clusters, and of these the number that stands best apart (silhouette). Where k-means ends depends on where it
//! begins. Polis begins where it ended the last time, which nobody else can repeat; red-dwarf, its reimplementation, at two
//! points in a corner, which sometimes ends in a poor place. Here red-dwarf's way is kept unless another one is clearly
//! tighter; then, of those that are about as tight as the tightest, the one counts that stands best apart.

use crate::Votes;
use crate::clusters::{Clusters, farthest, settle, silhouette, smallest};
use crate::projection::{Point, points};

/// Who has said less is in no group: too little is known.
pub const LEAST_VOTES: usize = 7;
/// As many as Polis looks for.
const MOST_GROUPS: usize = 5;
/// Ways to begin beside Polis' own.
const STARTS: usize = 12;
/// How much tighter another end must be to count as better.
const CLEARLY: f64 = 0.99;
/// How much looser an end may be and still be about as tight.
const ABOUT: f64 = 1.005;

/// The groups of a deliberation, the largest first.
#[derive(Debug, Clone, PartialEq)]
pub struct Groups {
    /// How many there are; 0 where nobody has said enough, or all the same.
    pub count: usize,
    /// For each person their group, if they are in one.
    pub of: Vec<Option<usize>>,
    /// For each person their place on the map.
    pub points: Vec<Point>,
}

/// Finds the groups. `left_out`: statements that moderators took out.
pub fn groups(votes: &Votes, left_out: &[usize]) -> Groups {
    let points = points(votes, left_out);
    let members: Vec<usize> = (0..votes.voters())
        .filter(|voter| votes.of(*voter).len() >= LEAST_VOTES)
        .collect();
    let places: Vec<Point> = members.iter().map(|voter| points[*voter]).collect();
    let mut best: Option<(f64, Vec<usize>)> = None;
    for k in 2..=MOST_GROUPS {
        if let Some((apart, of)) = settled(&places, k)
            && best.as_ref().is_none_or(|(before, _)| apart > *before)
        {
            best = Some((apart, of));
        }
    }
    let mut of = vec![None; votes.voters()];
    let Some((_, labels)) = best else {
        return Groups { count: 0, of, points };
    };
    let labels = largest_first(&labels);
    for (voter, label) in members.iter().zip(&labels) {
        of[*voter] = Some(*label);
    }
    let count = labels.iter().max().map_or(0, |most| most + 1);
    Groups { count, of, points }
}

/// The clusters for one k, and how well they stand apart; `None` where there are not k distinct points.
fn settled(places: &[Point], k: usize) -> Option<(f64, Vec<usize>)> {
    let first = smallest(places, k);
    if first.len() < k {
        return None;
    }
    let polis = settle(places, first);
    let mut others: Vec<Clusters> = (0..STARTS)
        .map(|n| farthest(places, n * places.len() / STARTS, k))
        .filter(|middles| middles.len() == k)
        .map(|middles| settle(places, middles))
        .collect();
    let tightest = others.iter().map(|c| c.spread).fold(f64::INFINITY, f64::min);
    if polis.spread * CLEARLY <= tightest {
        return Some((silhouette(places, &polis.of, k)?, polis.of));
    }
    others.retain(|c| c.spread <= tightest * ABOUT);
    others.sort_by(|a, b| a.spread.total_cmp(&b.spread).then_with(|| a.of.cmp(&b.of)));
    others.dedup();
    let mut best: Option<(f64, Vec<usize>)> = None;
    for clusters in others {
        if let Some(apart) = silhouette(places, &clusters.of, k)
            && best.as_ref().is_none_or(|(before, _)| apart > *before)
        {
            best = Some((apart, clusters.of));
        }
    }
    best
}

/// Names the clusters 0, 1, … by size; of equal ones the first person's comes first.
fn largest_first(labels: &[usize]) -> Vec<usize> {
    let mut seen: Vec<(usize, usize)> = Vec::new();
    for label in labels {
        match seen.iter_mut().find(|(known, _)| known == label) {
            Some((_, size)) => *size += 1,
            None => seen.push((*label, 1)),
        }
    }
    // The sort is stable.
    seen.sort_by_key(|(_, size)| std::cmp::Reverse(*size));
    let place = |label: &usize| seen.iter().position(|(known, _)| known == label);
    labels.iter().filter_map(place).collect()
}
