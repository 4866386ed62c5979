//! Opinion groups of a deliberation, as the worker found them from the published votes.

use super::RecountFailed;

/// What the worker says.
#[derive(Clone, PartialEq)]
#[cfg_attr(test, derive(Debug))]
pub enum OpinionsFound {
    Done(Box<Opinions>),
    /// So many people have voted on any statement, so many on enough of them: nothing is told of so few.
    TooFew {
        voters: u64,
        enough: u64,
    },
    Failed(RecountFailed),
}

/// The groups, the largest first; everything else names them in this order.
#[derive(Clone, PartialEq)]
#[cfg_attr(test, derive(Debug))]
pub struct Opinions {
    pub groups: Vec<OpinionGroup>,
    /// People who have voted on anything, and of these who are in a group.
    pub voters: u64,
    pub grouped: u64,
    /// People whose own group is too small to be told of: they are counted in the group nearest to them.
    pub joined: u64,
    /// What every group by itself says.
    pub common: Vec<SaidByGroups>,
    /// What some are for and others against.
    pub divides: Vec<SaidByGroups>,
    pub map: Vec<MapCell>,
}

#[derive(Clone, PartialEq)]
#[cfg_attr(test, derive(Debug))]
pub struct OpinionGroup {
    pub people: u64,
    /// What tells it from the others.
    pub telling: Vec<SaidByGroup>,
}

#[derive(Clone, Copy, PartialEq)]
#[cfg_attr(test, derive(Debug))]
pub struct Votes {
    pub agree: u64,
    pub disagree: u64,
    pub pass: u64,
}

#[derive(Clone, PartialEq)]
#[cfg_attr(test, derive(Debug))]
pub struct SaidByGroup {
    pub statement: String,
    pub agrees: bool,
    pub inside: Votes,
    pub outside: Votes,
}

#[derive(Clone, PartialEq)]
#[cfg_attr(test, derive(Debug))]
pub struct SaidByGroups {
    pub statement: String,
    pub agrees: bool,
    pub groups: Vec<Votes>,
}

/// A place on the map, from the left and from the top, of 40 each; how many people of a group lie there.
#[derive(Clone, Copy, PartialEq)]
#[cfg_attr(test, derive(Debug))]
pub struct MapCell {
    pub x: u32,
    pub y: u32,
    pub group: usize,
    pub people: u32,
}

impl Votes {
    pub fn seen(self) -> u64 {
        self.agree + self.disagree + self.pass
    }

    /// How many said so.
    pub fn said(self, agrees: bool) -> u64 {
        if agrees { self.agree } else { self.disagree }
    }

    /// The share of those who said so, in thousandths.
    pub fn share(self, agrees: bool) -> u32 {
        let seen = self.seen().max(1);
        // Never more than a thousand.
        ((self.said(agrees) * 1000 + seen / 2) / seen) as u32
    }
}
