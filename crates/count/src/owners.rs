//! Owner votes under two thresholds, heads and floor area: Civil Code of China, article 278.
//!
//! Owners of at least two thirds of the floor area *and* at least two thirds of the owners by heads take part. Then
//! ordinary matters need the agreement of owners with *more than half* of the area and heads taking part, major
//! matters (items 6 to 8 of the article) of *at least three quarters* of both. "At least" (以上) includes the number
//! itself and "more than" (过半数, 超过) does not: article 1259.

use crate::{meets, needed};

/// Heads and floor area together. Area in hundredths of a square metre, which is how property certificates round.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Measure {
    pub heads: u64,
    pub area: u64,
}

impl Measure {
    fn plus(self, other: Self) -> Self {
        Self {
            heads: self.heads.saturating_add(other.heads),
            area: self.area.saturating_add(other.area),
        }
    }

    fn minus(self, other: Self) -> Self {
        Self {
            heads: self.heads.saturating_sub(other.heads),
            area: self.area.saturating_sub(other.area),
        }
    }
}

/// What an owner says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OwnerChoice {
    Agree,
    Against,
    /// Takes part and does not agree. Never merged with not voting or with the majority.
    Abstain,
}

/// A vote that was cast.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OwnerVote {
    pub choice: OwnerChoice,
    /// Cast by somebody whom the owner entrusted. Counts the same and is shown apart.
    pub delegated: bool,
}

/// One owner: who owns several units is one head with the area of all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OwnerUnit {
    /// Usually one head.
    pub weight: Measure,
    /// Absent for an owner who has not voted.
    pub vote: Option<OwnerVote>,
}

/// Votes that were cast by delegates; contained in the totals of [`OwnersDecision`] too.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Delegated {
    pub agree: Measure,
    pub against: Measure,
    pub abstain: Measure,
}

/// A share that both heads and area must reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hurdle {
    pub numerator: u64,
    pub denominator: u64,
    /// The share must be exceeded.
    pub strict: bool,
    /// The whole that it is a share of.
    pub of: Measure,
    /// Least that clears it.
    pub needed: Measure,
    pub reached: Measure,
    /// What is still missing, as households and hundredths of a square metre; 0 where reached.
    pub missing: Measure,
    /// Both heads and area clear it.
    pub met: bool,
}

impl Hurdle {
    fn new(reached: Measure, of: Measure, numerator: u64, denominator: u64, strict: bool) -> Self {
        let least = |base| needed(base, numerator, denominator, strict);
        let clears = |reached, base| meets(reached, base, numerator, denominator, strict);
        let needed = Measure {
            heads: least(of.heads),
            area: least(of.area),
        };
        // Without a single owner nothing is two thirds of anything.
        let met = reached.heads > 0 && clears(reached.heads, of.heads) && clears(reached.area, of.area);
        Self {
            numerator,
            denominator,
            strict,
            of,
            needed,
            reached,
            missing: needed.minus(reached),
            met,
        }
    }
}

/// Outcome of an owner vote, everything apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OwnersDecision {
    pub eligible: Measure,
    pub took_part: Measure,
    pub agree: Measure,
    pub against: Measure,
    pub abstain: Measure,
    pub not_voted: Measure,
    pub delegated: Delegated,
    /// First step: two thirds of all owners take part.
    pub participation: Hurdle,
    /// Second step: of those taking part, enough agree. Computed from the turnout so far, also where that is too low.
    pub approval: Hurdle,
    /// Both steps are met.
    pub passed: bool,
}

impl OwnersDecision {
    /// The explanation: both steps in the order in which the article takes them.
    pub fn steps(&self) -> [Hurdle; 2] {
        [self.participation, self.approval]
    }
}

/// Counts the votes of all owners; who has not voted must be among them. `major` asks for three quarters.
pub fn owners(units: impl IntoIterator<Item = OwnerUnit>, major: bool) -> OwnersDecision {
    let (mut total, mut delegated) = (Delegated::default(), Delegated::default());
    let mut not_voted = Measure::default();
    for unit in units {
        let Some(vote) = unit.vote else {
            not_voted = not_voted.plus(unit.weight);
            continue;
        };
        total.add(vote.choice, unit.weight);
        if vote.delegated {
            delegated.add(vote.choice, unit.weight);
        }
    }
    let Delegated {
        agree,
        against,
        abstain,
    } = total;
    let took_part = agree.plus(against).plus(abstain);
    let eligible = took_part.plus(not_voted);
    let participation = Hurdle::new(took_part, eligible, 2, 3, false);
    let approval = match major {
        true => Hurdle::new(agree, took_part, 3, 4, false),
        false => Hurdle::new(agree, took_part, 1, 2, true),
    };
    let passed = participation.met && approval.met;
    OwnersDecision {
        eligible,
        took_part,
        agree,
        against,
        abstain,
        not_voted,
        delegated,
        participation,
        approval,
        passed,
    }
}

impl Delegated {
    fn add(&mut self, choice: OwnerChoice, weight: Measure) {
        let side = match choice {
            OwnerChoice::Agree => &mut self.agree,
            OwnerChoice::Against => &mut self.against,
            OwnerChoice::Abstain => &mut self.abstain,
        };
        *side = side.plus(weight);
    }
}
