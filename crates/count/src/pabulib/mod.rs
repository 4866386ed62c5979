//! Reader for Pabulib's `.pb` files: real participatory-budgeting elections (pabulib.org/format; Faliszewski et al.,
//! "Participatory Budgeting: Data, Tools, and Analysis", IJCAI 2023).
//!
//! A file has three sections, each a line with its name, a line with its columns and its rows, separated by `;`:
//! META (`key;value`), PROJECTS and VOTES, in this order. What has been seen in the wild and is taken: a byte order mark, CRLF
//! line ends, quoted fields that hold `;` or line ends, sections without optional columns, rows that end early,
//! decimal amounts and points, `None` for an empty field. Whatever cannot be counted exactly is refused with file, line and reason.

mod amount;
mod read;
mod rule;
mod verdict;

use std::fmt;

use crate::BudgetProject;

pub use read::read;
pub use rule::{Explained, FileRule, Recount};
pub use verdict::{Grounds, Verdict};

/// An election as its file tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Election {
    /// Every row of META in order.
    pub meta: Vec<(String, String)>,
    pub vote_type: VoteType,
    /// The rule that the city used, as written: `greedy`, `equalshares/add1`, `unknown`…
    pub rule: Option<String>,
    /// What META says; the file may differ.
    pub num_projects: Option<u64>,
    /// What META says; the file may differ.
    pub num_votes: Option<u64>,
    /// In units of 10^-`decimals` of the currency, as all amounts here are.
    pub budget: u64,
    /// How many decimals an amount has: 2 unless the file needs more.
    pub decimals: u32,
    /// How many decimals points have: 0 unless the file needs more. Points and scores are in units of
    /// 10^-`point_decimals`.
    pub point_decimals: u32,
    /// In the order of the file.
    pub projects: Vec<Project>,
    /// In the order of the file.
    pub ballots: Vec<Ballot>,
}

/// How voters filled in their ballots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VoteType {
    Approval,
    /// One project.
    ChooseOne,
    /// Points that add up to at most a given sum.
    Cumulative,
    /// Points for each project on its own.
    Scoring,
    /// Best first.
    Ordinal,
    /// A type that this reader does not know, as written.
    Other(String),
}

/// One row of PROJECTS. What its column does not say is absent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Project {
    pub id: String,
    /// The id where the file has no names.
    pub name: String,
    pub cost: u64,
    /// Published number of ballots that name it.
    pub votes: Option<u64>,
    /// Published points.
    pub score: Option<i64>,
    /// Published fate: 1 is a winner, 0 is not; further codes say why not.
    pub selected: Option<u8>,
    pub categories: Vec<String>,
    /// Where in the file it stands.
    pub line: usize,
}

/// One row of VOTES.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ballot {
    pub voter: String,
    /// Indexes of projects in the order in which the ballot names them; best first for ordinal votes. May be empty,
    /// and may name a project twice, as some real ballots do.
    pub choices: Vec<usize>,
    /// Points for each choice; empty where the file has none.
    pub points: Vec<i32>,
    /// Where in the file it stands.
    pub line: usize,
}

/// Why a file is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PbError {
    pub file: String,
    /// From 1.
    pub line: usize,
    pub reason: String,
}

impl fmt::Display for PbError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.reason)
    }
}

impl std::error::Error for PbError {}

impl Election {
    /// Value of a META key; the first where it stands twice.
    pub fn meta(&self, key: &str) -> Option<&str> {
        self.meta
            .iter()
            .find(|(name, _)| name == key)
            .map(|(_, value)| value.as_str())
    }

    /// Score of each project as Pabulib defines it, from the ballots: how often it is named (approval, choose-1), its
    /// points (cumulative, scoring, and ordinal votes that come with points), or for other ordinal votes the places
    /// below it, where META's `max_length` (the longest ballot where that is absent) is the number of places and the
    /// last named place still gets one point or more. Scoring ballots give META's `default_score` to what they do not
    /// name.
    ///
    /// A project that a ballot names twice is counted twice, as the published `votes` and `score` columns do.
    pub fn scores(&self) -> Vec<i64> {
        let places = self.places();
        let by_default = match self.vote_type {
            VoteType::Scoring => self.default_score(),
            _ => 0,
        };
        let everybody = i64::try_from(self.ballots.len()).unwrap_or(i64::MAX);
        let mut scores = vec![by_default.saturating_mul(everybody); self.projects.len()];
        for ballot in &self.ballots {
            for (place, &project) in ballot.choices.iter().enumerate() {
                let worth = self.worth(ballot, place, places).saturating_sub(by_default);
                // Only a hostile `max_length` gets anywhere near the end of the range.
                scores[project] = scores[project].saturating_add(worth);
            }
        }
        scores
    }

    /// How many places an ordinal ballot has.
    fn places(&self) -> usize {
        let longest = self.ballots.iter().map(|ballot| ballot.choices.len()).max();
        let places = self.meta("max_length").and_then(|text| text.parse().ok());
        places.or(longest).unwrap_or(0)
    }

    /// What a ballot gives to the project in a place.
    fn worth(&self, ballot: &Ballot, place: usize, places: usize) -> i64 {
        match (&self.vote_type, ballot.points.get(place)) {
            (VoteType::Cumulative | VoteType::Scoring | VoteType::Ordinal, Some(points)) => {
                i64::from(*points)
            }
            (VoteType::Ordinal, None) => i64::try_from(places.saturating_sub(place)).unwrap_or(i64::MAX),
            _ => 1,
        }
    }

    fn default_score(&self) -> i64 {
        let given = self
            .meta("default_score")
            .and_then(|text| text.parse::<i64>().ok());
        given
            .unwrap_or(0)
            .saturating_mul(10i64.saturating_pow(self.point_decimals))
    }

    /// What budget rules take: cost and score of each project.
    pub fn budget_projects(&self) -> Vec<BudgetProject> {
        let priced = self.projects.iter().zip(self.scores());
        priced
            .map(|(project, score)| BudgetProject {
                cost: project.cost,
                score,
            })
            .collect()
    }

    /// The projects that the file says have won, in its order; `None` where it does not say.
    pub fn winners(&self) -> Option<Vec<usize>> {
        self.projects
            .iter()
            .any(|project| project.selected.is_some())
            .then(|| {
                let all = self.projects.iter().enumerate();
                all.filter(|(_, project)| project.selected == Some(1))
                    .map(|(index, _)| index)
                    .collect()
            })
    }
}
