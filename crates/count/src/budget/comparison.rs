//! Which of two outcomes more voters prefer.

use super::Profile;

/// What a voter looks at when comparing outcomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measured {
    /// How many of the projects that the voter supports are chosen.
    Projects,
    /// How much money goes to them.
    Money,
    /// How many of the voter's points went to what is chosen.
    Points,
}

/// Voters who prefer one outcome to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Comparison {
    pub prefer_first: u64,
    pub prefer_second: u64,
    pub indifferent: u64,
}

impl Comparison {
    /// More voters prefer the second; where as many prefer either, the first one stays.
    pub fn second_wins(self) -> bool {
        self.prefer_second > self.prefer_first
    }
}

/// Asks every ballot which outcome it gets more from. The step that Wieliczka's *Green Million* of 2023 put behind the
/// Method of Equal Shares: the outcome is exchanged for the greedy one if more voters prefer that
/// (equalshares.net, *Implementation: comparison step*; pabulib.org/format, rule `equalshares/add1-comparison`).
pub fn compare(
    profile: &Profile,
    costs: &[u64],
    first: &[usize],
    second: &[usize],
    measured: Measured,
) -> Comparison {
    let marked = |chosen: &[usize]| {
        let mut marks = vec![false; profile.projects()];
        for project in chosen {
            if let Some(mark) = marks.get_mut(*project) {
                *mark = true;
            }
        }
        marks
    };
    let (in_first, in_second) = (marked(first), marked(second));
    let mut comparison = Comparison {
        prefer_first: 0,
        prefer_second: 0,
        indifferent: 0,
    };
    for (ballot, voters) in profile.ballots() {
        let worth = |chosen: &[bool]| -> u128 {
            let supported = ballot
                .iter()
                .filter(|(project, points)| *points > 0 && chosen[*project as usize]);
            supported
                .map(|(project, points)| match measured {
                    Measured::Projects => 1,
                    Measured::Money => costs.get(*project as usize).copied().unwrap_or(0).into(),
                    Measured::Points => u128::from(*points),
                })
                .sum()
        };
        let pile = match worth(&in_first).cmp(&worth(&in_second)) {
            std::cmp::Ordering::Greater => &mut comparison.prefer_first,
            std::cmp::Ordering::Less => &mut comparison.prefer_second,
            std::cmp::Ordering::Equal => &mut comparison.indifferent,
        };
        *pile += voters;
    }
    comparison
}
