//! The single transferable vote: several seats, one vote each.
//!
//! Votes are whole numbers of a small unit, [`StvOutcome::unit`] of them to one vote, so that every count is exact
//! about what its rule rounds.

mod meek;
mod scottish;

pub use meek::meek;
pub use scottish::scottish_stv;

use crate::{TieBreak, TieBy};

/// Outcome of a count by single transferable vote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StvOutcome {
    /// At most `seats` options in the order of their election; of those elected by the same stage the one with more
    /// votes first. Fewer where there are not enough options, nobody chose anything, or a tie stays undecided.
    pub elected: Vec<usize>,
    /// The options between which no rule decided, in the order of the poll; empty when decided.
    pub tied: Vec<usize>,
    /// A tie rule decided who is eliminated or whose surplus goes first; the stages say which.
    pub tie_broken: bool,
    pub seats: usize,
    /// Units to one vote.
    pub unit: u128,
    /// The explanation, stage by stage.
    pub stages: Vec<StvStage>,
}

/// One stage of the count. Votes are in units of [`StvOutcome::unit`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StvStage {
    pub action: StvAction,
    /// What elects at this stage.
    pub quota: u128,
    /// Votes of each option at the end of the stage.
    pub votes: Vec<u128>,
    /// Votes that no option can use any more.
    pub exhausted: u128,
    /// What rounding has lost so far. `votes`, `exhausted` and `lost` always add up to all valid votes.
    pub lost: u128,
    /// Elected by this stage, most votes first.
    pub elected: Vec<usize>,
    /// Meek: the part of each vote that an option keeps, in the same units. Empty for other rules.
    pub keep: Vec<u64>,
    /// Meek: how often votes were distributed until they settled. 0 for other rules.
    pub iterations: u64,
}

/// What was done at a stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StvAction {
    /// No valid ballot names anything.
    NobodyChose,
    /// Every ballot counts for the option that it names first.
    FirstPreferences,
    /// Votes above the quota of an elected option moved on at a reduced value.
    Surplus {
        from: usize,
        surplus: u128,
        /// Other options had the same surplus.
        tie: Option<TieBreak>,
    },
    /// Meek: elected options keep a smaller part of each vote, and the surpluses of all of them move on together.
    Surpluses,
    /// The fewest votes: it leaves, and its ballots go where they say next.
    Eliminated {
        option: usize,
        /// Other options had as few.
        tie: Option<TieBreak>,
    },
    /// As many seats are left as options, so that these are elected, whatever their votes.
    LastSeats,
    /// No rule decides who is next, and it makes a difference.
    Undecided(TieBreak),
}

impl StvOutcome {
    fn new(seats: usize, unit: u128) -> Self {
        Self {
            elected: vec![],
            tied: vec![],
            tie_broken: false,
            seats,
            unit,
            stages: vec![],
        }
    }

    /// Notes a tie and whether a rule decided it. Returns who was picked.
    fn note(&mut self, tie: &TieBreak) -> Option<usize> {
        match tie.picked {
            Some(_) => {
                let by_rule = matches!(tie.by, TieBy::EarlierListed | TieBy::Lot { .. });
                self.tie_broken |= by_rule;
            }
            None => self.tied.clone_from(&tie.tied),
        }
        tie.picked
    }
}
