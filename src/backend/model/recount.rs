//! Why a result is what it is, and what recounting it on this phone ends in.

use super::{Answer, Outcome, QuestionResult};

model! {
    /// The explanation of one question's result.
    #[derive(Default)]
    pub struct Explanation {
        /// In the order in which things were decided.
        pub lines: Vec<Line>,
        pub table: Option<Table>,
    }

    /// One sentence: what happened, and its values by the names under which the sentence wants them.
    pub struct Line {
        pub said: Said,
        pub values: Vec<(String, Value)>,
    }

    /// Rounds, stages, places or comparisons.
    pub struct Table {
        pub columns: Vec<Column>,
        pub rows: Vec<TableRow>,
    }

    pub struct Column {
        pub kind: ColumnKind,
        /// Which round, stage or place, from 1.
        pub number: u64,
        /// Compared with this option.
        pub option: String,
    }

    pub struct TableRow {
        pub kind: RowKind,
        /// Rows of kind `Option`: whose.
        pub option: String,
        pub cells: Vec<Cell>,
    }

    pub struct Cell {
        pub value: Option<Value>,
        pub mark: Option<Mark>,
    }

    /// The end of a recount.
    pub struct Verdict {
        pub finding: Finding,
        /// The ballot that was asked for.
        pub own: Option<OwnOnBoard>,
        /// How many ballots were read.
        pub ballots: u64,
        /// As counted here; empty where the board itself is wrong.
        pub questions: Vec<QuestionResult>,
    }

    /// The ballot to look for on a board.
    pub struct OwnBallot {
        pub ballot_id: String,
        /// What this phone knows to be counted; nothing while a change is under way.
        pub answers: Option<Vec<Answer>>,
    }

    /// One difference between what was published and what was counted here.
    pub struct Difference {
        pub question: String,
        pub what: Differs,
    }
}

#[derive(Clone, PartialEq)]
#[cfg_attr(test, derive(Debug))]
pub enum Value {
    /// Ids of options; a page shows their labels.
    Options(Vec<String>),
    Number(u64),
    /// In the smallest unit.
    Money(u64),
    /// Shown as it is: a number with decimals, a seed, a hash.
    Text(String),
}

#[derive(Clone, Copy, PartialEq)]
#[cfg_attr(test, derive(Debug))]
pub enum OwnOnBoard {
    Missing,
    /// There, with answers that nobody could compare.
    Found,
    Same,
    Differs,
}

#[derive(Clone, PartialEq)]
#[cfg_attr(test, derive(Debug))]
pub enum Finding {
    /// The board is the one that was fixed at close, and counting it gives the published result.
    Same,
    Unreadable {
        line: u64,
    },
    HeadDiffers,
    OutOfOrder {
        ballot: String,
    },
    Repeated {
        ballot: String,
    },
    SizeDiffers {
        published: u64,
        here: u64,
    },
    /// A board of this poll was checked on this phone before, and is not the beginning of this one.
    EarlierDiffers {
        ballots: u64,
        seen: String,
        here: String,
    },
    RootDiffers {
        published: String,
        here: String,
    },
    CountDiffers(Vec<Difference>),
    /// All that could be counted agrees; the rules of these questions are not known here.
    Unsupported(Vec<String>),
}

impl Finding {
    /// The board itself is the one that was fixed at close, whatever counting it gives.
    pub fn sealed(&self) -> bool {
        matches!(self, Self::Same | Self::CountDiffers(_) | Self::Unsupported(_))
    }
}

#[derive(Clone, PartialEq)]
#[cfg_attr(test, derive(Debug))]
pub enum Differs {
    /// The votes or points of an option.
    Votes {
        option: String,
        published: u64,
        here: u64,
    },
    Blank {
        published: u64,
        here: u64,
    },
    /// Ballots that break the rules of the question.
    Invalid {
        published: u64,
        here: u64,
    },
    /// The share of an option in thousandths.
    Share {
        option: String,
        published: u32,
        here: u32,
    },
    Outcome {
        published: Outcome,
        here: Outcome,
    },
    Turnout {
        published: u64,
        here: u64,
    },
    /// The result has nothing about this question.
    Missing,
    /// The result lists other options than the question has.
    Options,
}

/// What a recount says while it runs and at its end.
#[derive(Clone, PartialEq)]
#[cfg_attr(test, derive(Debug))]
pub enum Recounting {
    Progress {
        ballots: u64,
        of: u64,
    },
    Done(Box<Verdict>),
    /// After the verdict: the ballots lie on this phone.
    Kept,
    Failed(RecountFailed),
}

model_enum! {
    /// Why there is no verdict. None of these says anything about the result.
    pub enum RecountFailed { Offline, NoBoard }
    pub enum ColumnKind { Round, Stage, Place, Against, Cost, Votes, Points, Left, Fate, Price }
    pub enum RowKind { Option, Exhausted, Lost, Quota }
    pub enum Mark { Chosen, Out, Won, TooDear, NoVotes, NotReached, GroupTaken, BelowThreshold }
    pub enum Said {
        NobodyChose, Most, MostWithNext, MostPoints, MostPointsWithNext, EarlierListed, LotDrawn, EarlierStage, Undecided,
        Voted, Needed, NeededMore, Reached, Missed, RoundOut, RoundChosen, QuotaIs, StageElected, StageSurplus,
        StageSurpluses, StageOut, LastSeats, BeatsAll, Unbeaten, PathThere, PathThereAndBack, Budget, BudgetSpent,
        StoppedHere, EqualShare, SharesRaised, BoughtWithRest, SharesCompared, NotCounted
    }
}
