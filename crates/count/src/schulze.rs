//! The Schulze method.

use std::cmp::{Ordering, Reverse};

use crate::{Pairwise, TieBreak, TieRule};

/// How strong a link or a path is.
///
/// Winning votes as M. Schulze defines the order ≻win in *A new monotonic, clone-independent, reversal symmetric, and
/// Condorcet-consistent single-winner election method* (Social Choice and Welfare 36, 2011, section 2.1): the more
/// voters for it the stronger; of equally many the one with fewer against it. Debian's constitution (A.6) says the
/// same. Software that looks at the votes for it alone calls such links equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Strength {
    pub votes: u64,
    pub against: u64,
}

impl Ord for Strength {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.votes, Reverse(self.against)).cmp(&(other.votes, Reverse(other.against)))
    }
}

impl PartialOrd for Strength {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// A chain of options of which each beats the next; as strong as its weakest link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BeatPath {
    /// From the first option to the last, both included.
    pub options: Vec<usize>,
    pub strength: Strength,
}

/// The strongest paths between all options.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paths {
    options: usize,
    strengths: Vec<Option<Strength>>,
    /// The option before the last one on the way.
    before: Vec<usize>,
}

impl Paths {
    fn new(pairwise: &Pairwise) -> Self {
        let options = pairwise.options();
        let mut paths = Self {
            options,
            strengths: vec![None; options * options],
            before: vec![0; options * options],
        };
        for from in 0..options {
            for to in 0..options {
                paths.before[from * options + to] = from;
                if pairwise.beats(from, to) {
                    let (votes, against) = (pairwise.above(from, to), pairwise.above(to, from));
                    paths.strengths[from * options + to] = Some(Strength { votes, against });
                }
            }
        }
        // Floyd and Warshall's scheme for widest paths, as in section 2.3.1 of the paper.
        for via in 0..options {
            for from in (0..options).filter(|from| *from != via) {
                let Some(first) = paths.strengths[from * options + via] else {
                    continue;
                };
                for to in (0..options).filter(|to| *to != via && *to != from) {
                    let Some(second) = paths.strengths[via * options + to] else {
                        continue;
                    };
                    let joined = Some(first.min(second));
                    if joined > paths.strengths[from * options + to] {
                        paths.strengths[from * options + to] = joined;
                        paths.before[from * options + to] = paths.before[via * options + to];
                    }
                }
            }
        }
        paths
    }

    /// Strength of the strongest path; `None` where there is none.
    pub fn strength(&self, from: usize, to: usize) -> Option<Strength> {
        match from < self.options && to < self.options {
            true => self.strengths[from * self.options + to],
            false => None,
        }
    }

    /// A strongest path; `None` where there is none.
    pub fn path(&self, from: usize, to: usize) -> Option<BeatPath> {
        let strength = self.strength(from, to)?;
        let mut options = vec![to];
        let mut at = to;
        // A path visits an option at most once.
        while at != from && options.len() <= self.options {
            at = self.before[from * self.options + at];
            options.push(at);
        }
        options.reverse();
        Some(BeatPath { options, strength })
    }

    /// Whether the way there is stronger than the way back.
    pub fn beats(&self, one: usize, other: usize) -> bool {
        self.strength(one, other) > self.strength(other, one)
    }
}

/// Outcome of a Schulze count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchulzeOutcome {
    /// One option, or none where nobody ranked anything or a tie stays undecided.
    pub chosen: Vec<usize>,
    /// The options that nobody beats, in the order of the poll; empty unless there are at least two.
    pub tied: Vec<usize>,
    /// The tie rule chose among `tied`.
    pub tie_broken: bool,
    pub pairwise: Pairwise,
    pub paths: Paths,
    /// All options in tiers: those that nobody beats, then those that nobody of the rest beats, and so on. The tie
    /// rule is not applied here. Empty where nobody ranked anything.
    pub ranking: Vec<Vec<usize>>,
    pub steps: Vec<SchulzeStep>,
}

/// One step of the explanation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SchulzeStep {
    /// No valid ballot ranks anything.
    NobodyChose,
    /// This option beats each other one on its own, so that no path can lead around it.
    BeatsAll { option: usize },
    /// No option beats all others; these are beaten by nobody over their strongest paths.
    Unbeaten { options: Vec<usize> },
    /// Why `option`, which is unbeaten, stands where it stands against another one.
    Compared {
        option: usize,
        other: usize,
        there: Option<BeatPath>,
        back: Option<BeatPath>,
    },
    /// Several are unbeaten.
    Tie(TieBreak),
}

/// Counts by the Schulze method with winning votes; see [`Strength`].
///
/// An option is chosen that no other one beats: to each other one its strongest path of pairwise wins is at least as
/// strong as the way back. There is always one, and where there are several `ties` decides (the paper, section 5,
/// draws ballots instead; here the rule was fixed before the first ballot).
pub fn schulze(pairwise: Pairwise, ties: &TieRule) -> SchulzeOutcome {
    let paths = Paths::new(&pairwise);
    let mut outcome = SchulzeOutcome {
        chosen: vec![],
        tied: vec![],
        tie_broken: false,
        ranking: vec![],
        steps: vec![],
        pairwise,
        paths,
    };
    if outcome.pairwise.piles.weight == 0 {
        outcome.steps.push(SchulzeStep::NobodyChose);
        return outcome;
    }
    outcome.ranking = tiers(&outcome.paths);
    let unbeaten = outcome.ranking.first().cloned().unwrap_or_default();
    match outcome.pairwise.condorcet_winner() {
        Some(option) => outcome.steps.push(SchulzeStep::BeatsAll { option }),
        None => outcome.explain(&unbeaten),
    }
    if unbeaten.len() > 1 {
        let tie = ties.pick_best(&unbeaten);
        outcome.chosen = tie.picked.into_iter().collect();
        outcome.tie_broken = tie.picked.is_some();
        outcome.tied = unbeaten;
        outcome.steps.push(SchulzeStep::Tie(tie));
    } else {
        outcome.chosen = unbeaten;
    }
    outcome
}

impl SchulzeOutcome {
    fn explain(&mut self, unbeaten: &[usize]) {
        self.steps.push(SchulzeStep::Unbeaten {
            options: unbeaten.to_vec(),
        });
        for option in unbeaten {
            for other in (0..self.pairwise.options()).filter(|other| other != option) {
                self.steps.push(SchulzeStep::Compared {
                    option: *option,
                    other,
                    there: self.paths.path(*option, other),
                    back: self.paths.path(other, *option),
                });
            }
        }
    }
}

/// Options in tiers. The relation is a strict partial order (theorem in section 4.1 of the paper), so that each tier
/// has somebody.
fn tiers(paths: &Paths) -> Vec<Vec<usize>> {
    let mut left: Vec<usize> = (0..paths.options).collect();
    let mut tiers = vec![];
    while !left.is_empty() {
        let (beaten, tier): (Vec<usize>, Vec<usize>) = left
            .iter()
            .partition(|one| left.iter().any(|other| paths.beats(*other, **one)));
        if tier.is_empty() {
            break;
        }
        tiers.push(tier);
        left = beaten;
    }
    tiers
}
