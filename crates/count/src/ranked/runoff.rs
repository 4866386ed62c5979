//! Instant runoff, one elimination at a time.

use super::{Rankings, next_open};
use crate::{TieBreak, TieBy, TieRule};

/// Outcome of an instant runoff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunoffOutcome {
    /// One option, or none where nobody chose anything or a tie stays undecided.
    pub chosen: Vec<usize>,
    /// The last options between which no rule decided, in the order of the poll; empty when decided.
    pub tied: Vec<usize>,
    /// A tie rule decided an elimination; the rounds say which.
    pub tie_broken: bool,
    /// The explanation, round by round.
    pub rounds: Vec<RunoffRound>,
}

/// One round: the votes and what followed from them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunoffRound {
    /// Votes of each option still in the race; `None` for one that left in an earlier round.
    pub votes: Vec<Option<u64>>,
    /// Votes of ballots that name an option still in the race: the sum of `votes`.
    pub continuing: u64,
    /// Votes of ballots that name no option still in the race. With `continuing` it is all valid ballots.
    pub exhausted: u64,
    /// More than half of `continuing`.
    pub majority: u64,
    pub fate: RunoffFate,
}

/// How a round ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RunoffFate {
    /// No valid ballot names anything.
    NobodyChose,
    /// More than half of the continuing votes.
    Majority { option: usize },
    /// The fewest votes: it leaves, and its ballots go where they say next.
    Eliminated {
        option: usize,
        /// It shared the fewest votes with others.
        tie: Option<TieBreak>,
        /// What each option receives.
        transfers: Vec<u64>,
        /// Votes of ballots that name nobody else still in the race.
        exhausts: u64,
    },
    /// Several have the fewest votes, it makes a difference who leaves, and no rule decides.
    Undecided(TieBreak),
}

/// Counts by instant runoff: while no option has more than half of the votes that still count, the one with the fewest
/// leaves and its ballots move on.
///
/// One option leaves at a time. Discourse takes out all that share the fewest votes (as *Robert's Rules of Order*
/// allows), so that 4×A, 3×B>C, 3×C>B elects A; here one of B and C goes and the other wins with 6 of 10
/// (reference/field.md section 5, item 5). Which of them is told by `ties`: the one that the rule would choose last.
/// Without a deciding rule the count ends there, unless the tied options together have fewer votes than the next one:
/// then all of them leave, whoever goes first.
pub fn instant_runoff(rankings: &Rankings, ties: &TieRule) -> RunoffOutcome {
    let options = rankings.options();
    let ballots: Vec<(&[u16], u64)> = rankings.groups().collect();
    let mut race = Race {
        open: vec![true; options],
        piles: vec![vec![]; options],
        votes: vec![0; options],
        exhausted: 0,
        ballots: &ballots,
    };
    for ballot in 0..ballots.len() {
        race.place(ballot, 0);
    }
    let mut outcome = RunoffOutcome {
        chosen: vec![],
        tied: vec![],
        tie_broken: false,
        rounds: vec![],
    };
    loop {
        let continuing: u64 = race.votes.iter().sum();
        let mut round = RunoffRound {
            votes: race.told(),
            continuing,
            exhausted: race.exhausted,
            majority: continuing / 2 + 1,
            fate: RunoffFate::NobodyChose,
        };
        if continuing == 0 {
            outcome.rounds.push(round);
            return outcome;
        }
        if let Some(option) = (0..options).find(|option| race.votes[*option] >= round.majority) {
            round.fate = RunoffFate::Majority { option };
            outcome.rounds.push(round);
            outcome.chosen = vec![option];
            return outcome;
        }
        let last = race.last();
        let tie = (last.len() > 1).then(|| race.break_tie(&last, ties));
        let leaver = tie.as_ref().map_or(last.first().copied(), |tie| tie.picked);
        let Some(option) = leaver else {
            outcome.tied = last;
            round.fate = tie.map_or(RunoffFate::NobodyChose, RunoffFate::Undecided);
            outcome.rounds.push(round);
            return outcome;
        };
        outcome.tie_broken |= tie
            .as_ref()
            .is_some_and(|tie| !matches!(tie.by, TieBy::NoDifference));
        let (before, exhausted) = (race.votes.clone(), race.exhausted);
        race.eliminate(option);
        let received = race
            .votes
            .iter()
            .zip(&before)
            .map(|(now, then)| now.saturating_sub(*then));
        round.fate = RunoffFate::Eliminated {
            option,
            tie,
            transfers: received.collect(),
            exhausts: race.exhausted - exhausted,
        };
        outcome.rounds.push(round);
    }
}

struct Race<'a> {
    /// Options that have not left.
    open: Vec<bool>,
    /// For each option the ballots that count for it, each with the place where it stands.
    piles: Vec<Vec<(usize, usize)>>,
    votes: Vec<u64>,
    exhausted: u64,
    ballots: &'a [(&'a [u16], u64)],
}

impl Race<'_> {
    /// Puts a ballot on the pile of the first open option from this place on.
    fn place(&mut self, ballot: usize, from: usize) {
        let (order, weight) = self.ballots[ballot];
        match next_open(order, from, &self.open) {
            Some(place) => {
                let option = usize::from(order[place]);
                self.votes[option] += weight;
                self.piles[option].push((ballot, place));
            }
            None => self.exhausted += weight,
        }
    }

    fn eliminate(&mut self, option: usize) {
        self.open[option] = false;
        self.votes[option] = 0;
        for (ballot, place) in std::mem::take(&mut self.piles[option]) {
            self.place(ballot, place + 1);
        }
    }

    fn told(&self) -> Vec<Option<u64>> {
        let votes = self.votes.iter().zip(&self.open);
        votes.map(|(votes, open)| open.then_some(*votes)).collect()
    }

    /// The open options with the fewest votes.
    fn last(&self) -> Vec<usize> {
        let open = || (0..self.open.len()).filter(|option| self.open[*option]);
        let fewest = open().map(|option| self.votes[option]).min();
        open()
            .filter(|option| Some(self.votes[*option]) == fewest)
            .collect()
    }

    fn break_tie(&self, last: &[usize], ties: &TieRule) -> TieBreak {
        let tie = ties.pick_worst(last);
        if tie.picked.is_some() {
            return tie;
        }
        let together: u64 = last.iter().map(|option| self.votes[*option]).sum();
        let others = (0..self.open.len()).filter(|option| self.open[*option] && !last.contains(option));
        match others.map(|option| self.votes[option]).min() {
            Some(next) if together < next => TieBreak {
                by: TieBy::NoDifference,
                picked: last.last().copied(),
                ..tie
            },
            _ => tie,
        }
    }
}
