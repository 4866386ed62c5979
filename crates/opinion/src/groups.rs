//! Opinion groups: people who vote alike.
//!
//! As Polis finds them: people with at least [`LEAST_VOTES`] votes as points ([`crate::projection`]), k-means with two to
//! five clusters, and of these the number that stands best apart (silhouette). Where k-means ends depends on where it
//! begins. Polis begins where it ended the last time, which nobody else can repeat; red-dwarf, its reimplementation, at two
//! points in a corner, which sometimes ends in a poor place. Here red-dwarf's way is kept, so that others can repeat it, unless
//! another one ends with groups that stand clearly better apart (docs/decisions/0016-opinion-groups.md).

use crate::Votes;
use crate::clusters::{Clusters, farthest, settle, silhouette, smallest};
use crate::projection::{Point, points};

/// Who has said less is in no group: too little is known. Where there are fewer statements, who has said something about each
/// has said enough.
pub const LEAST_VOTES: usize = 7;
/// As many as Polis looks for: two, one more for every dozen people, and not more than five.
const MOST_GROUPS: usize = 5;
const PEOPLE_A_GROUP: usize = 12;
/// Ways to begin beside Polis' own.
const STARTS: usize = 12;
/// How much tighter another end must be to count as better.
const TIGHTER: f64 = 0.99;
/// How much looser an end may be and still be about as tight.
const ABOUT: f64 = 1.005;
/// How much better apart (silhouette) groups must stand to be taken rather than those of red-dwarf's way.
const CLEARLY: f64 = 0.04;

/// The groups of a deliberation, the largest first.
#[derive(Debug, Clone, PartialEq)]
pub struct Groups {
    /// How many there are; 0 where nobody has said enough, or all the same.
    pub count: usize,
    /// For each person their group, if they are in one.
    pub of: Vec<Option<usize>>,
    /// For each person whether they have said enough to be in a group.
    pub enough: Vec<bool>,
    /// For each person their place on the map.
    pub points: Vec<Point>,
}

impl Groups {
    /// How many people are in each.
    pub fn sizes(&self) -> Vec<usize> {
        let mut sizes = vec![0; self.count];
        for group in self.of.iter().flatten() {
            sizes[*group] += 1;
        }
        sizes
    }
}

/// Finds the groups. `left_out`: statements that moderators took out.
pub fn groups(votes: &Votes, left_out: &[usize]) -> Groups {
    let points = points(votes, left_out);
    let voted_on = votes.tallies().iter().filter(|tally| tally.seen() > 0).count();
    let enough = LEAST_VOTES.min(voted_on).max(1);
    let enough: Vec<bool> = (0..votes.voters())
        .map(|voter| votes.of(voter).len() >= enough)
        .collect();
    let members: Vec<usize> = (0..votes.voters()).filter(|voter| enough[*voter]).collect();
    let places: Vec<Point> = members.iter().map(|voter| points[*voter]).collect();
    let (mut known, mut other): (Option<Apart>, Option<Apart>) = (None, None);
    for k in 2..=MOST_GROUPS.min(2 + members.len() / PEOPLE_A_GROUP) {
        let ends = ends(&places, k);
        known = better(known, ends.known);
        other = better(other, ends.other);
    }
    let clearly = |other: &Apart| known.as_ref().is_none_or(|known| other.by >= known.by + CLEARLY);
    let best = other.filter(clearly).or(known);
    let mut of = vec![None; votes.voters()];
    let Some(Apart { of: labels, .. }) = best else {
        return Groups {
            count: 0,
            of,
            enough,
            points,
        };
    };
    let labels = largest_first(&labels);
    for (voter, label) in members.iter().zip(&labels) {
        of[*voter] = Some(*label);
    }
    let count = labels.iter().max().map_or(0, |most| most + 1);
    Groups {
        count,
        of,
        enough,
        points,
    }
}

/// Clusters, and how well they stand apart.
struct Apart {
    by: f64,
    of: Vec<usize>,
}

impl Apart {
    fn of(places: &[Point], clusters: Clusters, k: usize) -> Option<Self> {
        let by = silhouette(places, &clusters.of, k)?;
        Some(Self { by, of: clusters.of })
    }
}

/// Of equal ones the first.
fn better(before: Option<Apart>, now: Option<Apart>) -> Option<Apart> {
    match (before, now) {
        (Some(before), Some(now)) if now.by > before.by => Some(now),
        (Some(before), _) => Some(before),
        (None, now) => now,
    }
}

/// Where k-means ends for one k; nowhere if there are not k distinct points.
struct Ends {
    /// By red-dwarf's way.
    known: Option<Apart>,
    /// By the best of the others, where it is clearly tighter.
    other: Option<Apart>,
}

fn ends(places: &[Point], k: usize) -> Ends {
    let first = smallest(places, k);
    if first.len() < k {
        return Ends {
            known: None,
            other: None,
        };
    }
    let known = settle(places, first);
    let starts = (0..STARTS).map(|n| farthest(places, n * places.len() / STARTS, k));
    let mut others: Vec<Clusters> = Vec::new();
    for middles in starts.filter(|middles| middles.len() == k) {
        others.push(settle(places, middles));
    }
    let tightest = others.iter().map(|c| c.spread).fold(f64::INFINITY, f64::min);
    let mut other = None;
    if known.spread * TIGHTER > tightest {
        others.retain(|c| c.spread <= tightest * ABOUT);
        others.sort_by(|a, b| a.spread.total_cmp(&b.spread).then_with(|| a.of.cmp(&b.of)));
        others.dedup();
        for clusters in others {
            other = better(other, Apart::of(places, clusters, k));
        }
    }
    Ends {
        known: Apart::of(places, known, k),
        other,
    }
}

/// Names the clusters 0, 1, … by size; of equal ones the first person's comes first.
pub(crate) fn largest_first(labels: &[usize]) -> Vec<usize> {
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
