//! Why a result is what it is, as data that a page turns into words and a table.

use crate::{wire, wire_enum};

wire! {
    /// The explanation of one question's result.
    #[derive(Default)]
    pub struct Explanation {
        /// Sentences in the order in which things were decided.
        pub lines: Vec<Line>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub table: Option<Table>,
    }

    /// One sentence: what happened, and its numbers by the names under which the sentence wants them.
    pub struct Line {
        pub said: Said,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub values: Vec<NamedValue>,
    }

    pub struct NamedValue {
        pub name: String,
        pub value: Value,
    }

    /// Exactly one field is there.
    #[derive(Default)]
    pub struct Value {
        /// Ids of options; a page shows their labels.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub options: Option<Vec<String>>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub number: Option<u64>,
        /// A number with decimals, written with a point; cut, never rounded up.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub decimal: Option<String>,
        /// In hundredths of the currency, cut.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub money: Option<u64>,
        /// Shown as it is: a seed, a hash.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub text: Option<String>,
    }

    /// Rounds, stages, places or comparisons. Every row has as many cells as there are columns.
    #[derive(Default)]
    pub struct Table {
        pub columns: Vec<Column>,
        pub rows: Vec<TableRow>,
    }

    pub struct Column {
        pub kind: ColumnKind,
        /// Which round, stage or place, from 1.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub number: Option<u64>,
        /// Compared with this option.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub option: Option<String>,
    }

    pub struct TableRow {
        pub kind: RowKind,
        /// Rows of kind `option`: whose.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub option: Option<String>,
        pub cells: Vec<Cell>,
    }

    /// An empty cell has neither.
    #[derive(Default)]
    pub struct Cell {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub value: Option<Value>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub mark: Option<Mark>,
    }
}

wire_enum! {
    pub enum ColumnKind { Round, Stage, Place, Against, Cost, Votes, Points, Left, Fate, Price }
    pub enum RowKind {
        Option,
        /// Ballots whose ranking has run out.
        Exhausted,
        /// Fractions of votes that rounding lost.
        Lost,
        /// What it takes to be elected.
        Quota,
    }
    /// What became of an option, or of a comparison.
    pub enum Mark { Chosen, Out, Won, TooDear, NoVotes, NotReached, GroupTaken, BelowThreshold }
    /// What a line says; the names of its values stand behind it.
    pub enum Said {
        /// Nobody chose anything.
        NobodyChose,
        /// options, votes
        Most,
        /// options, votes, next
        MostWithNext,
        /// options, points
        MostPoints,
        /// options, points, next
        MostPointsWithNext,
        /// options, option: the order of the list decided the tie for (or against) one.
        EarlierListed,
        /// options, option, seed: a lot decided the tie for (or against) one.
        LotDrawn,
        /// options, option: an earlier stage had unequal votes.
        EarlierStage,
        /// options: equal, and no rule decides.
        Undecided,
        /// yes, no, abstain
        Voted,
        /// needed, base: at least so many of so many.
        Needed,
        /// needed, base: more than the share, so at least so many of so many.
        NeededMore,
        /// yes, needed
        Reached,
        /// yes, missing
        Missed,
        /// round, option, votes
        RoundOut,
        /// round, option, votes, majority
        RoundChosen,
        /// quota, seats, ballots
        QuotaIs,
        /// stage, options
        StageElected,
        /// stage, option, surplus
        StageSurplus,
        /// stage: the surpluses of all elected move on together.
        StageSurpluses,
        /// stage, option
        StageOut,
        /// stage, options: as many seats are left as options.
        LastSeats,
        /// option: wins every direct comparison.
        BeatsAll,
        /// options: nobody beats them over the strongest path.
        Unbeaten,
        /// option, other, votes: the weakest step of the strongest path from the first to the second …
        PathThere,
        /// option, other, votes, back: … and of the way back.
        PathThereAndBack,
        /// budget: what there is to spend.
        Budget,
        /// spent, left
        BudgetSpent,
        /// option: did not fit, so nothing after it was looked at.
        StoppedHere,
        /// share, voters: everybody begins with an equal share.
        EqualShare,
        /// raised: the shares were raised to this, as far as the money goes.
        SharesRaised,
        /// options: what was left bought these by votes.
        BoughtWithRest,
        /// shares, greedy: compared with taking by votes, so many voters prefer one, so many the other.
        SharesCompared,
        /// The rule of this question is not counted here.
        NotCounted,
    }
}

impl Line {
    pub fn new(said: Said) -> Self {
        Self {
            said,
            values: Vec::new(),
        }
    }

    pub fn number(self, name: &str, value: u64) -> Self {
        self.with(name, Value::number(value))
    }

    pub fn money(self, name: &str, value: u64) -> Self {
        self.with(name, Value::money(value))
    }

    pub fn options(self, name: &str, ids: Vec<String>) -> Self {
        self.with(
            name,
            Value {
                options: Some(ids),
                ..Value::default()
            },
        )
    }

    pub fn with(mut self, name: &str, value: Value) -> Self {
        self.values.push(NamedValue {
            name: name.to_owned(),
            value,
        });
        self
    }
}

impl Value {
    pub fn number(value: u64) -> Self {
        Self {
            number: Some(value),
            ..Self::default()
        }
    }

    pub fn money(value: u64) -> Self {
        Self {
            money: Some(value),
            ..Self::default()
        }
    }

    pub fn decimal(value: String) -> Self {
        Self {
            decimal: Some(value),
            ..Self::default()
        }
    }

    pub fn text(value: String) -> Self {
        Self {
            text: Some(value),
            ..Self::default()
        }
    }
}

impl Column {
    pub fn of(kind: ColumnKind) -> Self {
        Self {
            kind,
            number: None,
            option: None,
        }
    }

    pub fn nth(kind: ColumnKind, number: u64) -> Self {
        Self {
            number: Some(number),
            ..Self::of(kind)
        }
    }
}

impl Cell {
    pub fn of(value: Value) -> Self {
        Self {
            value: Some(value),
            mark: None,
        }
    }

    pub fn marked(value: Value, mark: Mark) -> Self {
        Self {
            value: Some(value),
            mark: Some(mark),
        }
    }

    pub fn mark(mark: Mark) -> Self {
        Self {
            value: None,
            mark: Some(mark),
        }
    }
}
