//! Ties: what decided, and between whom.

use sha2::{Digest, Sha256};

use crate::{Draw, TieRule};

/// A tie and how it ended. Part of the steps of every rule that ranks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TieBreak {
    /// The options that were equal, in the order of the poll; at least two.
    pub tied: Vec<usize>,
    pub by: TieBy,
    /// The option that was picked out, to be chosen or to be eliminated; none where nothing decides.
    pub picked: Option<usize>,
}

/// What decided a tie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TieBy {
    /// The poll lists it earlier (chosen) or later (eliminated) than the others.
    EarlierListed,
    /// The lot of [`TieRule::Lot`], drawn once for the question: `draws` has the tied options, smallest hash first. The
    /// first is chosen, the last is eliminated.
    Lot { seed: String, draws: Vec<Draw> },
    /// Votes at the end of this earlier stage, from 0, were unequal.
    EarlierStage { stage: usize },
    /// Whichever goes first, all of them go before anything else happens.
    NoDifference,
    /// No rule decides.
    Nothing,
}

impl TieRule {
    /// Picks the option that this rule prefers.
    pub(crate) fn pick_best(&self, tied: &[usize]) -> TieBreak {
        self.pick(tied, true)
    }

    /// Picks the option that this rule gives up first: the reverse of the order in which it would choose.
    pub(crate) fn pick_worst(&self, tied: &[usize]) -> TieBreak {
        self.pick(tied, false)
    }

    fn pick(&self, tied: &[usize], best: bool) -> TieBreak {
        let end = |options: &[usize]| {
            if best {
                options.first().copied()
            } else {
                options.last().copied()
            }
        };
        let (by, picked) = match self {
            Self::EarlierListed => (TieBy::EarlierListed, end(tied)),
            Self::Lot { seed } => {
                let draws = draw(seed, tied);
                let order: Vec<usize> = draws.iter().map(|draw| draw.option).collect();
                let seed = seed.clone();
                (TieBy::Lot { seed, draws }, end(&order))
            }
            Self::NoneDecides => (TieBy::Nothing, None),
        };
        TieBreak {
            tied: tied.to_vec(),
            by,
            picked,
        }
    }
}

/// What each option draws, smallest hash first; see [`TieRule::Lot`].
pub(crate) fn draw(seed: &str, options: &[usize]) -> Vec<Draw> {
    let mut draws: Vec<Draw> = options
        .iter()
        .map(|option| Draw {
            option: *option,
            hash: Sha256::digest(format!("{seed}:{}", option.saturating_add(1))).into(),
        })
        .collect();
    draws.sort_by_key(|draw| draw.hash);
    draws
}
