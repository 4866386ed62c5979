//! What a page tells of the opinion groups: what each says, what all agree on, what divides them, and a map.

use crate::floor::told_together;
use crate::groups::{Groups, groups};
use crate::map::{Cell, map};
use crate::representative::{
    MOST_SHOWN, SIGNIFICANT, by_group, common_ground, more_than_half, representative, share,
};
use crate::votes::{Tally, Votes};

/// Below so many people nothing is told: it would tell of persons.
pub const LEAST_PEOPLE: usize = 7;

/// What there is to tell.
#[derive(Debug, Clone, PartialEq)]
pub struct Findings {
    /// People who have voted on anything, and of these who are in a group: the others have said too little yet.
    pub voters: usize,
    pub grouped: usize,
    /// For each group its size; the largest first. A single one where all vote alike; none where too few have voted.
    pub sizes: Vec<usize>,
    /// People whose own group is too small to be told of; they are counted in the group nearest to them.
    pub joined: usize,
    /// For each group what tells it from the others, what it agrees with first.
    pub telling: Vec<Vec<Telling>>,
    /// What more than half of every group agree with, or disagree with, surest first.
    pub common: Vec<Shown>,
    /// What some group is for and another one against, the widest apart first. `agrees`: the largest group with a clear side is for.
    pub divides: Vec<Shown>,
    pub map: Vec<Cell>,
}

/// A statement that tells a group from the others.
#[derive(Debug, Clone, PartialEq)]
pub struct Telling {
    pub statement: usize,
    pub agrees: bool,
    pub inside: Tally,
    pub outside: Tally,
}

/// A statement with the votes of each group.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    pub statement: usize,
    pub agrees: bool,
    pub groups: Vec<Tally>,
}

/// Everything that is told of these votes.
pub fn findings(votes: &Votes) -> Findings {
    let voters = (0..votes.voters())
        .filter(|voter| !votes.of(*voter).is_empty())
        .count();
    let mut found = groups(votes, &[]);
    let grouped = found.enough.iter().filter(|enough| **enough).count();
    let mut told = Findings {
        voters,
        grouped,
        sizes: Vec::new(),
        joined: 0,
        telling: Vec::new(),
        common: Vec::new(),
        divides: Vec::new(),
        map: Vec::new(),
    };
    if grouped < LEAST_PEOPLE {
        return told;
    }
    if found.count == 0 {
        found.count = 1;
        found.of = found.enough.iter().map(|enough| enough.then_some(0)).collect();
    }
    // Everything below is of the groups as they are told.
    let (found, joined) = told_together(found);
    let tallies = by_group(votes, &found);
    told.sizes = found.sizes();
    told.joined = joined;
    told.telling = telling(votes, &found, &tallies);
    told.common = common(votes, &found, &tallies);
    told.divides = divides(votes.statements(), &tallies);
    told.map = map(&found);
    told
}

fn telling(votes: &Votes, found: &Groups, tallies: &[Vec<Tally>]) -> Vec<Vec<Telling>> {
    if found.count < 2 {
        return vec![Vec::new(); found.count];
    }
    let told = representative(votes, found, &[]).into_iter().enumerate();
    told.map(|(group, told)| {
        let one = |r: crate::Representative| Telling {
            statement: r.statement,
            agrees: r.agrees,
            inside: tallies[group][r.statement],
            outside: outside(tallies, group, r.statement),
        };
        told.into_iter().map(one).collect()
    })
    .collect()
}

fn outside(tallies: &[Vec<Tally>], group: usize, statement: usize) -> Tally {
    let mut sum = Tally::default();
    for (_, other) in tallies.iter().enumerate().filter(|(at, _)| *at != group) {
        sum.agree += other[statement].agree;
        sum.disagree += other[statement].disagree;
        sum.pass += other[statement].pass;
    }
    sum
}

/// Surely more than half of those in the group who saw it.
fn most(said: u32, tally: Tally) -> bool {
    tally.seen() > 0 && more_than_half(said, tally.seen()) > SIGNIFICANT && u64::from(said) * 2 > tally.seen()
}

fn of_all(statement: usize, tallies: &[Vec<Tally>]) -> Vec<Tally> {
    tallies.iter().map(|group| group[statement]).collect()
}

/// Every group by itself says so; the order is that of Polis' group-aware consensus.
fn common(votes: &Votes, found: &Groups, tallies: &[Vec<Tally>]) -> Vec<Shown> {
    let mut ranking: Vec<(f64, Shown)> = Vec::new();
    for (statement, (agree, disagree)) in common_ground(votes, found).into_iter().enumerate() {
        let groups = of_all(statement, tallies);
        let agrees = groups.iter().all(|tally| most(tally.agree, *tally));
        if agrees || groups.iter().all(|tally| most(tally.disagree, *tally)) {
            ranking.push((
                if agrees { agree } else { disagree },
                Shown {
                    statement,
                    agrees,
                    groups,
                },
            ));
        }
    }
    best(ranking)
}

/// The widest apart between the group that is most for it and the one that is most against it.
fn divides(statements: usize, tallies: &[Vec<Tally>]) -> Vec<Shown> {
    let mut ranking: Vec<(f64, Shown)> = Vec::new();
    for statement in 0..statements {
        let groups = of_all(statement, tallies);
        let side = |tally: &Tally| match () {
            () if most(tally.agree, *tally) => Some(true),
            () if most(tally.disagree, *tally) => Some(false),
            () => None,
        };
        let sides: Vec<bool> = groups.iter().filter_map(side).collect();
        if sides.contains(&true) && sides.contains(&false) {
            let width = |said: fn(&Tally) -> u32| {
                let shares = groups.iter().map(|tally| share(said(tally), tally.seen()));
                let (low, high) = shares.fold((1.0_f64, 0.0_f64), |(low, high), s| (low.min(s), high.max(s)));
                high - low
            };
            let apart = width(|tally| tally.agree) + width(|tally| tally.disagree);
            ranking.push((
                apart,
                Shown {
                    statement,
                    agrees: sides[0],
                    groups,
                },
            ));
        }
    }
    best(ranking)
}

fn best(mut ranking: Vec<(f64, Shown)>) -> Vec<Shown> {
    // The sort is stable: of equal ones the earlier statement comes first.
    ranking.sort_by(|a, b| b.0.total_cmp(&a.0));
    ranking
        .into_iter()
        .take(MOST_SHOWN)
        .map(|(_, shown)| shown)
        .collect()
}
