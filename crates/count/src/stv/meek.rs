//! Single transferable vote by Meek's method.

use super::{StvAction, StvOutcome, StvStage};
use crate::{Rankings, TieBreak, TieBy, TieRule};

/// Everything has nine decimal places.
const UNIT: u64 = 1_000_000_000;

/// Surpluses below this, a millionth of a vote, are small enough.
const OMEGA: u128 = 1_000;

/// Counts by Meek's method (B. L. Meek, *Une nouvelle approche du scrutin transférable*, 1969) with the arithmetic
/// fixed: I. D. Hill, B. A. Wichmann and D. R. Woodall, *Algorithm 123* (The Computer Journal 30, 1987) in the wording
/// of the Proportional Representation Foundation's reference Meek rule, whose steps are named below. Nine decimal
/// places, rounded up, ω = 10⁻⁶.
///
/// Every option keeps a part of each vote that reaches it and passes on the rest (B.2.a): 1 while it is hopeful, 0 when
/// it is defeated, and once it is elected just so much that it stays at the quota, which sinks as ballots run out
/// (B.2.b, B.2.f). When the surpluses are below ω, or stop falling, the hopeful option with the fewest votes is defeated
/// (B.3). Two are tied there when they differ by no more than the surpluses that are left.
///
/// `ties` decides where the rule says that lots are drawn. Without a deciding rule the count ends there, unless the
/// tied options have no votes and all of them leave, whoever goes first.
pub fn meek(rankings: &Rankings, seats: usize, ties: &TieRule) -> StvOutcome {
    let options = rankings.options();
    let ballots: Vec<(&[u16], u64)> = rankings.groups().collect();
    let mut count = Count {
        ballots: &ballots,
        hopeful: vec![true; options],
        keep: vec![UNIT; options],
        votes: vec![0; options],
        exhausted: 0,
        quota: 0,
        surplus: 0,
        ties,
        outcome: StvOutcome::new(seats, u128::from(UNIT)),
    };
    count.distribute();
    if ballots.is_empty() {
        count.close(StvAction::NobodyChose, vec![], 0);
        return count.outcome;
    }
    let mut action = StvAction::FirstPreferences;
    // B.1: the count is over when all seats are filled or no more options are left than seats.
    while count.seats_left() > 0 && count.hopefuls().len() > count.seats_left() {
        let (elected, iterations) = count.iterate();
        let someone = !elected.is_empty();
        count.close(action, elected, iterations);
        action = if someone {
            StvAction::Surpluses
        } else {
            count.defeat()
        };
        if matches!(action, StvAction::Undecided(_)) {
            count.close(action, vec![], 0);
            return count.outcome;
        }
    }
    count.finish(action);
    count.outcome
}

struct Count<'a> {
    ballots: &'a [(&'a [u16], u64)],
    /// Neither elected nor defeated.
    hopeful: Vec<bool>,
    keep: Vec<u64>,
    votes: Vec<u128>,
    exhausted: u128,
    quota: u128,
    /// What the elected options have above the quota together.
    surplus: u128,
    ties: &'a TieRule,
    outcome: StvOutcome,
}

impl Count<'_> {
    fn hopefuls(&self) -> Vec<usize> {
        (0..self.hopeful.len())
            .filter(|option| self.hopeful[*option])
            .collect()
    }

    fn seats_left(&self) -> usize {
        self.outcome.seats.saturating_sub(self.outcome.elected.len())
    }

    /// B.2.a and B.2.b: votes by the present keep factors, and the quota that follows.
    fn distribute(&mut self) {
        self.votes.fill(0);
        self.exhausted = 0;
        for (order, weight) in self.ballots {
            let (mut left, weight) = (UNIT, u128::from(*weight));
            for option in order.iter().map(|option| usize::from(*option)) {
                // Both factors are at most 10⁹, and rounding up never keeps more than there is.
                let kept = (left * self.keep[option]).div_ceil(UNIT);
                self.votes[option] += u128::from(kept) * weight;
                left -= kept;
                if left == 0 {
                    break;
                }
            }
            self.exhausted += u128::from(left) * weight;
        }
        let total: u128 = self.votes.iter().sum();
        let seats = u128::try_from(self.outcome.seats).unwrap_or(u128::MAX);
        self.quota = total / seats.saturating_add(1) + 1;
    }

    /// B.2: redistributes until somebody is elected or the surpluses are as small as they get. Returns who is elected,
    /// most votes first, and how often votes were distributed.
    fn iterate(&mut self) -> (Vec<usize>, u64) {
        let mut before = None;
        for iterations in 1.. {
            self.distribute();
            let elected = self.elect();
            self.surplus = self.surpluses();
            if !elected.is_empty()
                || self.surplus < OMEGA
                || before.is_some_and(|before| self.surplus >= before)
            {
                return (elected, iterations);
            }
            before = Some(self.surplus);
            self.update_keep();
        }
        (vec![], u64::MAX)
    }

    /// B.2.c
    fn elect(&mut self) -> Vec<usize> {
        let mut elected = self.hopefuls();
        elected.retain(|option| self.votes[*option] >= self.quota);
        elected.sort_by_key(|option| std::cmp::Reverse(self.votes[*option]));
        elected.truncate(self.seats_left());
        elected.iter().for_each(|option| self.hopeful[*option] = false);
        self.outcome.elected.extend(&elected);
        elected
    }

    /// B.2.d: the sum of votes above the quota; what one elected option lacks by rounding another one makes up.
    fn surpluses(&self) -> u128 {
        let elected = &self.outcome.elected;
        let votes: u128 = elected.iter().map(|option| self.votes[*option]).sum();
        votes.saturating_sub(self.quota * elected.len() as u128)
    }

    /// B.2.f: keep factor × quota ÷ votes, each step rounded up.
    fn update_keep(&mut self) {
        for option in &self.outcome.elected {
            let (keep, votes) = (u128::from(self.keep[*option]), self.votes[*option]);
            if votes > 0 {
                let unit = u128::from(UNIT);
                let product = (keep * self.quota).div_ceil(unit);
                let next = (product * unit).div_ceil(votes);
                self.keep[*option] = u64::try_from(next).map_or(UNIT, |next| next.min(UNIT));
            }
        }
    }

    /// B.3: the hopeful option with the fewest votes.
    fn defeat(&mut self) -> StvAction {
        let hopefuls = self.hopefuls();
        let fewest = hopefuls.iter().map(|option| self.votes[*option]).min();
        let limit = fewest.unwrap_or(0) + self.surplus;
        let mut last = hopefuls.clone();
        last.retain(|option| self.votes[*option] <= limit);
        if let [option] = last[..] {
            return self.leave(option, None);
        }
        let mut tie = self.ties.pick_worst(&last);
        let no_votes = last.iter().all(|option| self.votes[*option] == 0);
        if tie.picked.is_none() && no_votes && hopefuls.len() - last.len() >= self.seats_left() {
            tie = TieBreak {
                by: TieBy::NoDifference,
                picked: last.last().copied(),
                ..tie
            };
        }
        match self.outcome.note(&tie) {
            Some(option) => self.leave(option, Some(tie)),
            None => StvAction::Undecided(tie),
        }
    }

    fn leave(&mut self, option: usize, tie: Option<TieBreak>) -> StvAction {
        self.hopeful[option] = false;
        self.keep[option] = 0;
        StvAction::Eliminated { option, tie }
    }

    /// C: the options that are left take the seats that are left.
    fn finish(&mut self, action: StvAction) {
        let hopefuls = self.hopefuls();
        if self.seats_left() == 0 || hopefuls.is_empty() {
            if self.outcome.stages.is_empty() {
                self.close(action, vec![], 1);
            }
            return;
        }
        // The step that led here still moves votes, so that the last table adds up with the one before.
        self.distribute();
        self.close(action, vec![], 1);
        let mut elected = hopefuls;
        elected.sort_by_key(|option| std::cmp::Reverse(self.votes[*option]));
        elected.iter().for_each(|option| self.hopeful[*option] = false);
        self.outcome.elected.extend(&elected);
        self.close(StvAction::LastSeats, elected, 0);
    }

    fn close(&mut self, action: StvAction, elected: Vec<usize>, iterations: u64) {
        self.outcome.stages.push(StvStage {
            action,
            quota: self.quota,
            votes: self.votes.clone(),
            exhausted: self.exhausted,
            lost: 0,
            elected,
            keep: self.keep.clone(),
            iterations,
        });
    }
}
