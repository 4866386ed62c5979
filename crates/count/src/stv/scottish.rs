//! Single transferable vote as Scotland elects its councils.

use super::{StvAction, StvOutcome, StvStage};
use crate::{Rankings, TieBreak, TieBy, TieRule, ranked::next_open};

/// Values of ballots have five decimal places.
const UNIT: u128 = 100_000;

/// Counts by the Scottish Local Government Elections Order 2007 (S.S.I. 2007/42), schedule 1, rules 45 to 52, which
/// the Order of 2011 (S.S.I. 2011/399) keeps: weighted inclusive Gregory.
///
/// - Quota (rule 46): valid votes divided by one more than the seats, fractions ignored, plus one. Who reaches it is
///   elected (rule 47).
/// - Surplus (rules 48, 49): one at a time, the largest first; of equal ones that of the option which had more votes at
///   the latest earlier stage where they differ. All its ballots move on, each at surplus × its value ÷ votes of the
///   option, to five decimal places, the rest ignored and counted here as lost.
/// - Elimination (rules 50, 51): when no surplus is left, the option with the fewest votes leaves and its ballots move
///   on at the value that they have. Of equal ones the one goes that had fewer votes at the latest earlier stage where
///   they differ.
/// - Last seats (rule 52): as soon as as many options are left as seats, these are elected and nothing moves any more.
///
/// Where the Order draws lots `ties` decides: a lot from a published seed is the Order's own way. Without a deciding
/// rule the count ends there, unless the tied options have no votes and all of them leave, whoever goes first.
pub fn scottish_stv(rankings: &Rankings, seats: usize, ties: &TieRule) -> StvOutcome {
    let options = rankings.options();
    let ballots: Vec<(&[u16], u64)> = rankings.groups().collect();
    let valid: u64 = ballots.iter().map(|(_, weight)| weight).sum();
    let seats_and_one = u64::try_from(seats).map_or(u64::MAX, |seats| seats.saturating_add(1));
    let mut count = Count {
        ballots: &ballots,
        quota: u128::from(valid / seats_and_one + 1) * UNIT,
        open: vec![true; options],
        surplus: vec![],
        parcels: vec![vec![]; options],
        votes: vec![0; options],
        exhausted: 0,
        lost: 0,
        ties,
        outcome: StvOutcome::new(seats, UNIT),
    };
    for ballot in 0..ballots.len() {
        count.place(ballot, 0, UNIT);
    }
    if valid == 0 {
        count.close(StvAction::NobodyChose);
        return count.outcome;
    }
    count.end_stage(StvAction::FirstPreferences);
    while let Some(action) = count.next() {
        count.end_stage(action);
    }
    count.outcome
}

/// Ballots of one kind, on the pile of an option.
#[derive(Clone, Copy)]
struct Parcel {
    ballot: usize,
    /// Where on the ballot the option stands.
    place: usize,
    /// What each of the ballots is worth.
    value: u128,
}

struct Count<'a> {
    ballots: &'a [(&'a [u16], u64)],
    quota: u128,
    /// Neither elected nor eliminated.
    open: Vec<bool>,
    /// Elected with more than the quota, not transferred yet.
    surplus: Vec<usize>,
    parcels: Vec<Vec<Parcel>>,
    votes: Vec<u128>,
    exhausted: u128,
    lost: u128,
    ties: &'a TieRule,
    outcome: StvOutcome,
}

impl Count<'_> {
    /// Puts ballots of one kind on the pile of the next open option from this place on.
    fn place(&mut self, ballot: usize, from: usize, value: u128) {
        let (order, weight) = self.ballots[ballot];
        let votes = u128::from(weight) * value;
        match next_open(order, from, &self.open) {
            Some(place) => {
                let option = usize::from(order[place]);
                self.votes[option] += votes;
                self.parcels[option].push(Parcel { ballot, place, value });
            }
            None => self.exhausted += votes,
        }
    }

    fn continuing(&self) -> Vec<usize> {
        (0..self.open.len()).filter(|option| self.open[*option]).collect()
    }

    fn seats_left(&self) -> usize {
        self.outcome.seats.saturating_sub(self.outcome.elected.len())
    }

    /// What happens next; `None` when the count is over.
    fn next(&mut self) -> Option<StvAction> {
        let continuing = self.continuing();
        if self.seats_left() == 0 || continuing.is_empty() {
            return None;
        }
        if continuing.len() <= self.seats_left() {
            return Some(StvAction::LastSeats);
        }
        if !self.outcome.tied.is_empty() {
            return None;
        }
        if self.surplus.is_empty() {
            self.eliminate(&continuing)
        } else {
            self.transfer_surplus()
        }
    }

    fn transfer_surplus(&mut self) -> Option<StvAction> {
        let most = self.surplus.iter().map(|option| self.votes[*option]).max()?;
        let largest: Vec<usize> = (0..self.open.len())
            .filter(|option| self.surplus.contains(option) && self.votes[*option] == most)
            .collect();
        let tie = (largest.len() > 1).then(|| self.break_tie(&largest, true));
        let picked = match &tie {
            Some(tie) => self.outcome.note(tie),
            None => largest.first().copied(),
        };
        let Some(from) = picked else {
            return tie.map(StvAction::Undecided);
        };
        self.surplus.retain(|option| *option != from);
        let (total, surplus) = (self.votes[from], self.votes[from] - self.quota);
        let (moved_before, exhausted_before) = (self.continuing_votes(), self.exhausted);
        for parcel in std::mem::take(&mut self.parcels[from]) {
            self.place(parcel.ballot, parcel.place + 1, surplus * parcel.value / total);
        }
        self.votes[from] = self.quota;
        let moved = self.continuing_votes() - moved_before + self.exhausted - exhausted_before;
        self.lost += surplus - moved;
        Some(StvAction::Surplus { from, surplus, tie })
    }

    fn continuing_votes(&self) -> u128 {
        self.continuing().iter().map(|option| self.votes[*option]).sum()
    }

    fn eliminate(&mut self, continuing: &[usize]) -> Option<StvAction> {
        let fewest = continuing.iter().map(|option| self.votes[*option]).min()?;
        let last: Vec<usize> = continuing
            .iter()
            .copied()
            .filter(|option| self.votes[*option] == fewest)
            .collect();
        let tie = (last.len() > 1).then(|| self.break_tie_to_leave(&last, fewest, continuing.len()));
        let picked = match &tie {
            Some(tie) => self.outcome.note(tie),
            None => last.first().copied(),
        };
        let Some(option) = picked else {
            return tie.map(StvAction::Undecided);
        };
        self.open[option] = false;
        self.votes[option] = 0;
        for parcel in std::mem::take(&mut self.parcels[option]) {
            self.place(parcel.ballot, parcel.place + 1, parcel.value);
        }
        Some(StvAction::Eliminated { option, tie })
    }

    fn break_tie_to_leave(&self, last: &[usize], fewest: u128, continuing: usize) -> TieBreak {
        let tie = self.break_tie(last, false);
        let all_leave = fewest == 0 && continuing - last.len() >= self.seats_left();
        if tie.picked.is_none() && all_leave {
            return TieBreak {
                by: TieBy::NoDifference,
                picked: last.last().copied(),
                ..tie
            };
        }
        tie
    }

    /// Rules 49(2), 51(2): the latest earlier stage where the votes differ decides, if need be stage by stage among
    /// those that are still equal; then the tie rule.
    fn break_tie(&self, tied: &[usize], most: bool) -> TieBreak {
        let mut left = tied.to_vec();
        for (stage, earlier) in self.outcome.stages.iter().enumerate().rev() {
            let votes = |option: &usize| earlier.votes[*option];
            let end = if most {
                left.iter().map(votes).max()
            } else {
                left.iter().map(votes).min()
            };
            left.retain(|option| Some(votes(option)) == end);
            if left.len() == 1 {
                return TieBreak {
                    tied: tied.to_vec(),
                    by: TieBy::EarlierStage { stage },
                    picked: left.first().copied(),
                };
            }
        }
        let pick = if most {
            self.ties.pick_best(&left)
        } else {
            self.ties.pick_worst(&left)
        };
        // The page tells everybody who was equal; the lot is among those whom no earlier stage told apart.
        TieBreak {
            tied: if pick.picked.is_some() {
                tied.to_vec()
            } else {
                left
            },
            ..pick
        }
    }

    /// Elects who reached the quota, or everybody who is left, and writes the stage down.
    fn end_stage(&mut self, action: StvAction) {
        let last_seats = action == StvAction::LastSeats;
        let mut elected: Vec<usize> = self
            .continuing()
            .into_iter()
            .filter(|option| last_seats || self.votes[*option] >= self.quota)
            .collect();
        elected.sort_by(|a, b| {
            let earlier = self
                .outcome
                .stages
                .iter()
                .rev()
                .map(|stage| stage.votes[*b].cmp(&stage.votes[*a]));
            let order = self.votes[*b].cmp(&self.votes[*a]);
            earlier.fold(order, std::cmp::Ordering::then)
        });
        for option in &elected {
            self.open[*option] = false;
            if self.votes[*option] > self.quota {
                self.surplus.push(*option);
            }
        }
        self.outcome.elected.extend(&elected);
        self.close(action);
        if let Some(stage) = self.outcome.stages.last_mut() {
            stage.elected = elected;
        }
    }

    fn close(&mut self, action: StvAction) {
        self.outcome.stages.push(StvStage {
            action,
            quota: self.quota,
            votes: self.votes.clone(),
            exhausted: self.exhausted,
            lost: self.lost,
            elected: vec![],
            keep: vec![],
            iterations: 0,
        });
    }
}
