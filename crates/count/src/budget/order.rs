//! Which of several equally strong projects comes first.

use crate::TieRule;
use crate::ties::draw;

/// The order of projects that a rule finds equally strong. Fixed before the first ballot.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BudgetTies {
    /// Asked first, one after the other.
    pub prefer: Vec<Preference>,
    /// Decides between those that are still equal: the seed of the lot of [`TieRule::Lot`]; without one the earlier
    /// listed comes first.
    pub lot: Option<String>,
}

/// What speaks for one of two equally strong projects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Preference {
    Cheaper,
    /// More voters name it; for rules that see no ballots, it has the higher score.
    MoreVotes,
}

impl BudgetTies {
    /// The earlier listed comes first.
    pub fn earlier_listed() -> Self {
        Self::default()
    }

    /// A lot that everybody can draw again, as [`TieRule::Lot`] has it.
    pub fn lot(seed: impl Into<String>) -> Self {
        Self {
            prefer: vec![],
            lot: Some(seed.into()),
        }
    }

    /// The tie rule of a poll; `None` for [`TieRule::NoneDecides`], because a budget cannot be spent without an order.
    pub fn of(rule: &TieRule) -> Option<Self> {
        match rule {
            TieRule::EarlierListed => Some(Self::earlier_listed()),
            TieRule::Lot { seed } => Some(Self::lot(seed)),
            TieRule::NoneDecides => None,
        }
    }

    /// The cheaper, then the one with more votes, then the earlier listed: how cities that use the Method of Equal
    /// Shares break ties (equalshares.net, *Implementation: breaking ties*).
    pub fn cheaper_then_more_votes() -> Self {
        Self {
            prefer: vec![Preference::Cheaper, Preference::MoreVotes],
            lot: None,
        }
    }

    /// The place of each project in a list of all, were all of them equally strong.
    pub(super) fn places<V: Ord>(&self, costs: &[u64], votes: &[V]) -> Vec<usize> {
        let mut order: Vec<usize> = (0..costs.len()).collect();
        if let Some(seed) = &self.lot {
            order = draw(seed, &order).iter().map(|draw| draw.option).collect();
        }
        // Stable, so that what is equal here keeps the order of the lot or the list.
        order.sort_by(|a, b| {
            let preferences = self.prefer.iter().map(|preference| match preference {
                Preference::Cheaper => costs[*a].cmp(&costs[*b]),
                Preference::MoreVotes => votes[*b].cmp(&votes[*a]),
            });
            preferences.fold(std::cmp::Ordering::Equal, std::cmp::Ordering::then)
        });
        let mut places = vec![0; order.len()];
        for (place, project) in order.into_iter().enumerate() {
            places[project] = place;
        }
        places
    }
}
