//! Ballots, kept once for all voters who filled in the same.

use std::collections::HashMap;

/// The ballots of a budget poll. Memory is in proportion to distinct ballots.
#[derive(Debug, Clone, Default)]
pub struct Profile {
    projects: usize,
    /// Choices of all distinct ballots, one ballot after the other, each in the order of the projects.
    choices: Vec<(u32, u32)>,
    /// Where each distinct ballot ends in `choices`.
    ends: Vec<usize>,
    /// How many voters filled it in.
    weights: Vec<u64>,
    /// Where each distinct ballot stands, by its choices, two numbers in one: a slice of plain numbers is hashed in one
    /// go, and this is the slowest part of a count.
    known: HashMap<Box<[u64]>, u32>,
    voters: u64,
    blank: u64,
    scratch: Vec<(u32, u32)>,
    key: Vec<u64>,
}

impl Profile {
    /// No ballots yet, over `projects` projects.
    pub fn new(projects: usize) -> Self {
        Self {
            projects,
            ..Self::default()
        }
    }

    /// Adds a ballot that approves of projects.
    pub fn approve(&mut self, projects: impl IntoIterator<Item = usize>) {
        self.add(projects.into_iter().map(|project| (project, 1)));
    }

    /// Adds a ballot that gives each of its projects points. A ballot that names nothing is blank. A project that the
    /// poll does not have is ignored, and one that is named again counts as it was named first; whether such a ballot
    /// is valid is decided before.
    pub fn add(&mut self, choices: impl IntoIterator<Item = (usize, u32)>) {
        let mut ballot = std::mem::take(&mut self.scratch);
        ballot.clear();
        for (project, points) in choices {
            match u32::try_from(project) {
                Ok(small) if project < self.projects => ballot.push((small, points)),
                _ => {}
            }
        }
        if ballot.is_empty() {
            self.blank += 1;
        } else {
            self.voters += 1;
            // Stable: of a project named twice the first one stays in front.
            ballot.sort_by_key(|(project, _)| *project);
            ballot.dedup_by_key(|(project, _)| *project);
            self.key.clear();
            let both = |(project, points): &(u32, u32)| u64::from(*project) << 32 | u64::from(*points);
            self.key.extend(ballot.iter().map(both));
            match self.known.get(self.key.as_slice()) {
                Some(at) => self.weights[*at as usize] += 1,
                None => {
                    // More than 2^32 distinct ballots do not fit into any memory this runs on.
                    let at = u32::try_from(self.weights.len()).unwrap_or(u32::MAX);
                    self.known.insert(self.key.as_slice().into(), at);
                    self.choices.extend_from_slice(&ballot);
                    self.ends.push(self.choices.len());
                    self.weights.push(1);
                }
            }
        }
        self.scratch = ballot;
    }

    pub fn projects(&self) -> usize {
        self.projects
    }

    /// Voters whose ballot names something. They share the money; a blank ballot counts for turnout and nothing else.
    pub fn voters(&self) -> u64 {
        self.voters
    }

    /// Ballots that name nothing.
    pub fn blank(&self) -> u64 {
        self.blank
    }

    /// How many different ballots there are.
    pub fn distinct(&self) -> usize {
        self.weights.len()
    }

    /// Every distinct ballot as project and points, with the number of voters who filled it in, in the order in which
    /// they were first added.
    pub fn ballots(&self) -> impl Iterator<Item = (&[(u32, u32)], u64)> {
        (0..self.weights.len()).map(|at| (self.ballot(at), self.weights[at]))
    }

    pub(super) fn ballot(&self, at: usize) -> &[(u32, u32)] {
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        &self.choices[start..self.ends[at]]
    }

    pub(super) fn weight(&self, at: usize) -> u64 {
        self.weights[at]
    }

    /// How many voters give each project at least one point.
    pub fn votes(&self) -> Vec<u64> {
        let mut votes = vec![0; self.projects];
        for (ballot, voters) in self.ballots() {
            for (project, _) in ballot.iter().filter(|(_, points)| *points > 0) {
                votes[*project as usize] += voters;
            }
        }
        votes
    }
}
