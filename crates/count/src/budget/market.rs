//! What does not change while voters buy: who supports what, how much, at which cost.

use super::{BudgetTies, Profile, Utility};

/// Supporters and costs, arranged for buying.
#[derive(Debug)]
pub(super) struct Market<'a> {
    pub profile: &'a Profile,
    pub costs: &'a [u64],
    pub utility: Utility,
    /// For each project the distinct ballots that support it, with the multiplier of [`Market::multiplier`].
    supporters: Vec<(u32, u32)>,
    starts: Vec<usize>,
    /// Voters who support each project.
    pub votes: Vec<u64>,
    /// Sum of the multipliers of all its supporters.
    pub support: Vec<u128>,
    /// Places of equally strong projects.
    pub places: Vec<usize>,
}

impl<'a> Market<'a> {
    /// `costs` has one amount for each project of the profile; a missing one is 0.
    pub(super) fn new(profile: &'a Profile, costs: &'a [u64], utility: Utility, ties: &BudgetTies) -> Self {
        let projects = profile.projects().min(costs.len());
        let mut starts = vec![0usize; projects + 1];
        let mut votes = vec![0u64; projects];
        let mut support = vec![0u128; projects];
        let supported = |(project, points): &(u32, u32)| {
            let multiplier = multiplier(utility, *points);
            ((*project as usize) < projects && multiplier > 0).then_some((*project as usize, multiplier))
        };
        for (ballot, voters) in profile.ballots() {
            for (project, multiplier) in ballot.iter().filter_map(supported) {
                starts[project + 1] += 1;
                votes[project] += voters;
                support[project] += u128::from(voters) * u128::from(multiplier);
            }
        }
        for project in 0..projects {
            starts[project + 1] += starts[project];
        }
        let mut supporters = vec![(0, 0); starts[projects]];
        let mut next = starts.clone();
        for (at, (ballot, _)) in profile.ballots().enumerate() {
            for (project, multiplier) in ballot.iter().filter_map(supported) {
                // As many as fit the ids of distinct ballots, which Profile gives out as u32.
                supporters[next[project]] = (u32::try_from(at).unwrap_or(u32::MAX), multiplier);
                next[project] += 1;
            }
        }
        let places = ties.places(&costs[..projects], &votes);
        Self {
            profile,
            costs: &costs[..projects],
            utility,
            supporters,
            starts,
            votes,
            support,
            places,
        }
    }

    /// The lowest share, in whole units of money, at which the supporters of some project can pay for it.
    pub(super) fn first_share(&self) -> Option<u128> {
        let supported = self
            .costs
            .iter()
            .zip(&self.votes)
            .filter(|(_, votes)| **votes > 0);
        supported
            .map(|(cost, votes)| u128::from(cost.div_ceil(*votes)))
            .min()
    }

    /// How many choices all distinct ballots make, which is what one run looks at.
    pub(super) fn size(&self) -> usize {
        self.supporters.len() + self.profile.distinct()
    }

    pub(super) fn supporters(&self, project: usize) -> &[(u32, u32)] {
        &self.supporters[self.starts[project]..self.starts[project + 1]]
    }

    /// A voter's utility from a project is `scale · multiplier`, with one scale for all of its supporters, so that the
    /// numbers per voter stay small.
    pub(super) fn scale(&self, project: usize) -> u64 {
        match self.utility {
            Utility::Cost => self.costs[project],
            Utility::Projects | Utility::Points => 1,
        }
    }

    pub(super) fn multiplier(&self, points: u32) -> u32 {
        multiplier(self.utility, points)
    }
}

fn multiplier(utility: Utility, points: u32) -> u32 {
    match utility {
        Utility::Points => points,
        Utility::Cost | Utility::Projects => u32::from(points > 0),
    }
}
