//! What a group says that the others do not, and what everybody agrees on, whatever their group.
//!
//! The statistics are those that Polis uses (Small et al. 2021, "Polis: Scaling deliberation by mapping high dimensional opinion
//! spaces", section on representative comments): shares with one vote added on either side, a test of one share
//! against a half, and a test of two shares against each other, both one-sided at 90 %.

use crate::groups::Groups;
use crate::votes::{Tally, Votes};

/// The value above which a normal variable lies with a chance of 10 %.
pub(crate) const SIGNIFICANT: f64 = 1.281_551_565_544_600_4;

/// As many statements are shown for a group.
pub const MOST_SHOWN: usize = 5;

/// A statement that tells a group from the others.
#[derive(Debug, Clone, PartialEq)]
pub struct Representative {
    pub statement: usize,
    /// The group agrees with it; otherwise it disagrees.
    pub agrees: bool,
    /// How many of the group said so, and how many of it have seen the statement.
    pub said: u32,
    pub seen: u32,
}

/// For each group what represents it, at most [`MOST_SHOWN`] statements: what it agrees with first. `left_out`: statements that
/// moderators took out.
pub fn representative(votes: &Votes, groups: &Groups, left_out: &[usize]) -> Vec<Vec<Representative>> {
    let tallies: Vec<Vec<Tally>> = by_group(votes, groups);
    (0..groups.count)
        .map(|group| {
            let standings: Vec<Standing> = (0..votes.statements())
                .filter(|statement| !left_out.contains(statement))
                .map(|statement| Standing::of(statement, group, &tallies))
                .filter(|standing| standing.inside.seen() + standing.outside > 0)
                .collect();
            chosen(&standings)
        })
        .collect()
}

/// What the groups agree on together: the chance that a member of any group agrees, multiplied over the groups, so that one
/// group's no is felt however small the group is. For each statement this for agreeing and for disagreeing, between 0 and 1.
pub fn common_ground(votes: &Votes, groups: &Groups) -> Vec<(f64, f64)> {
    let tallies = by_group(votes, groups);
    (0..votes.statements())
        .map(|statement| {
            tallies.iter().fold((1.0, 1.0), |(agree, disagree), group| {
                let tally = group[statement];
                (
                    agree * share(tally.agree, tally.seen()),
                    disagree * share(tally.disagree, tally.seen()),
                )
            })
        })
        .collect()
}

pub(crate) fn by_group(votes: &Votes, groups: &Groups) -> Vec<Vec<Tally>> {
    let members = |group: usize| (0..votes.voters()).filter(move |voter| groups.of[*voter] == Some(group));
    (0..groups.count)
        .map(|group| votes.tallies_of(members(group)))
        .collect()
}

/// With one vote added on either side, so that nobody is said to agree or disagree wholly.
pub(crate) fn share(said: u32, seen: u64) -> f64 {
    (f64::from(said) + 1.0) / (seen as f64 + 2.0)
}

/// How surely more than half say so.
pub(crate) fn more_than_half(said: u32, seen: u64) -> f64 {
    let (said, seen) = (f64::from(said) + 1.0, seen as f64 + 1.0);
    2.0 * seen.sqrt() * (said / seen - 0.5)
}

/// How surely the first say so more often than the others.
fn more_often(said: u32, seen: u64, others_said: u32, others_seen: u64) -> f64 {
    let (said, seen) = (f64::from(said) + 1.0, seen as f64 + 1.0);
    let (others_said, others_seen) = (f64::from(others_said) + 1.0, others_seen as f64 + 1.0);
    let all = (said + others_said) / (seen + others_seen);
    if all >= 1.0 {
        return 0.0;
    }
    (said / seen - others_said / others_seen) / (all * (1.0 - all) * (1.0 / seen + 1.0 / others_seen)).sqrt()
}

/// One direction of a statement in a group.
#[derive(Clone, Copy)]
struct Side {
    said: u32,
    share: f64,
    sure: f64,
    /// Its share against that of the others.
    ratio: f64,
    apart: f64,
}

impl Side {
    fn of(said: u32, seen: u64, others_said: u32, others_seen: u64) -> Self {
        let share = share(said, seen);
        Self {
            said,
            share,
            sure: more_than_half(said, seen),
            ratio: share / self::share(others_said, others_seen),
            apart: more_often(said, seen, others_said, others_seen),
        }
    }

    fn significant(self) -> bool {
        self.sure > SIGNIFICANT && self.apart > SIGNIFICANT
    }

    fn weight(self) -> f64 {
        self.ratio * self.apart * self.share * self.sure
    }
}

/// How a group stands to a statement.
struct Standing {
    statement: usize,
    inside: Tally,
    outside: u64,
    agree: Side,
    disagree: Side,
}

impl Standing {
    fn of(statement: usize, group: usize, tallies: &[Vec<Tally>]) -> Self {
        let inside = tallies[group][statement];
        let mut others = Tally::default();
        for (at, tallies) in tallies.iter().enumerate() {
            if at != group {
                others.agree += tallies[statement].agree;
                others.disagree += tallies[statement].disagree;
                others.pass += tallies[statement].pass;
            }
        }
        let side = |said, others_said| Side::of(said, inside.seen(), others_said, others.seen());
        Self {
            statement,
            inside,
            outside: others.seen(),
            agree: side(inside.agree, others.agree),
            disagree: side(inside.disagree, others.disagree),
        }
    }

    /// The direction in which the group differs more from the others.
    fn side(&self) -> (bool, Side) {
        if self.agree.apart > self.disagree.apart {
            (true, self.agree)
        } else {
            (false, self.disagree)
        }
    }

    fn told(&self) -> Representative {
        let (agrees, side) = self.side();
        Representative {
            statement: self.statement,
            agrees,
            said: side.said,
            // A group has fewer people than a u32 counts.
            seen: self.inside.seen() as u32,
        }
    }
}

fn chosen(standings: &[Standing]) -> Vec<Representative> {
    let mut found: Vec<&Standing> = standings
        .iter()
        .filter(|s| s.agree.significant() || s.disagree.significant())
        .collect();
    // The sort is stable: of equal ones the earlier statement comes first.
    found.sort_by(|a, b| b.side().1.weight().total_cmp(&a.side().1.weight()));
    let head = best_agreed(standings).or_else(|| {
        // Something is better than nothing, where nothing is sure.
        let none = found.is_empty();
        let most = |a: &&Standing, b: &&Standing| a.side().1.apart.total_cmp(&b.side().1.apart);
        standings.iter().rev().max_by(most).filter(|_| none)
    });
    let mut shown: Vec<Representative> = head.into_iter().map(Standing::told).collect();
    if !shown.is_empty() {
        shown.extend(found.into_iter().map(Standing::told));
    }
    let first = shown.first().map(|r| r.statement);
    let mut at = 0;
    shown.retain(|r| {
        at += 1;
        at == 1 || Some(r.statement) != first
    });
    shown.truncate(MOST_SHOWN);
    shown.sort_by_key(|r| !r.agrees);
    shown
}

/// What the group agrees with: there should be one such statement, also where its noes are more telling.
fn best_agreed(standings: &[Standing]) -> Option<&Standing> {
    let mut best: Option<&Standing> = None;
    for this in standings
        .iter()
        .filter(|s| s.inside.agree + s.inside.disagree > 0)
    {
        let better = match best {
            None => this.agree.sure > SIGNIFICANT || (this.agree.ratio > 1.0 && this.agree.share > 0.5),
            Some(best) if best.agree.ratio > 1.0 => this.agree.weight() > best.agree.weight(),
            Some(best) => this.agree.share * this.agree.sure > best.agree.share * best.agree.sure,
        };
        if better {
            best = Some(this);
        }
    }
    best
}
