//! The rule that a file names, and what it makes of the file's ballots.

use super::{Election, Project, VoteType};
use crate::budget::{
    BudgetFate, BudgetOutcome, BudgetProject, BudgetTies, Completion, EqualShares, EqualSharesOutcome,
    GreedyRule, Measured, Profile, Utility, WhenTooDear, equal_shares, equal_shares_or_greedy, greedy_by,
};

/// A cost of exactly this many units of currency marks a project that was withdrawn after the vote
/// (pabulib.org/format, field `cost`).
const WITHDRAWN: u64 = 999_999_999;

/// A rule with all that a file says about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileRule {
    Greedy(GreedyRule),
    EqualShares(EqualShares),
    /// [`FileRule::EqualShares`], then the comparison with the greedy outcome.
    EqualSharesComparison(EqualShares),
}

/// What the rule takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recount {
    /// Indexes of projects in the order of the list, without those that a reserve tops up.
    pub chosen: Vec<usize>,
    /// Chosen although the budget alone does not pay for them ([`WhenTooDear::StopAndTopUp`]).
    pub topped_up: Vec<usize>,
    pub explained: Explained,
}

/// The outcome with its steps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Explained {
    Greedy(BudgetOutcome),
    EqualShares(EqualSharesOutcome),
}

impl Election {
    /// The rule that META names with the threshold, groups and top-up that the file gives for it; `None` where it
    /// names none, or one that is not known here.
    ///
    /// Source: pabulib.org/format, fields `rule` and `min_project_score_threshold`. What `greedy-exclusive` and
    /// `greedy-custom` mean stands in META's comment only: "projects 12 and 26 were treated … as mutually exclusive"
    /// makes a group, and "enough to fund at least 80% of that project" is Poznań's top-up.
    pub fn file_rule(&self) -> Option<FileRule> {
        let greedy = |when_too_dear| {
            let rule = GreedyRule {
                at_least: self.threshold(),
                when_too_dear,
                ..GreedyRule::default()
            };
            Some(FileRule::Greedy(rule))
        };
        let shares = |completion| EqualShares {
            utility: match self.vote_type {
                VoteType::Cumulative | VoteType::Scoring | VoteType::Ordinal => Utility::Points,
                _ => Utility::Cost,
            },
            completion,
            ties: BudgetTies::cheaper_then_more_votes(),
        };
        let add1 = Completion::Add1 { unit: self.unit() };
        let name = self.rule.as_deref()?.trim().to_lowercase();
        match name.as_str() {
            "greedy" | "greedy-threshold" => greedy(WhenTooDear::Skip),
            "greedy-no-skip" => greedy(WhenTooDear::Stop),
            "greedy-exclusive" => Some(FileRule::Greedy(GreedyRule {
                at_least: self.threshold(),
                exclusive: self.exclusive_groups(),
                ..GreedyRule::default()
            })),
            "greedy-custom" => match self.top_up_percent() {
                Some(percent) => greedy(WhenTooDear::StopAndTopUp { percent }),
                None => greedy(WhenTooDear::Skip),
            },
            "equalshares" => Some(FileRule::EqualShares(shares(Completion::None))),
            "equalshares-comparison" => Some(FileRule::EqualSharesComparison(shares(Completion::None))),
            "equalshares/add1" => Some(FileRule::EqualShares(shares(add1))),
            "equalshares/add1-comparison" => Some(FileRule::EqualSharesComparison(shares(add1))),
            _ => None,
        }
    }

    /// The greedy rule with the file's threshold: what most cities use, for files that name no rule.
    pub fn greedy_rule(&self) -> FileRule {
        FileRule::Greedy(GreedyRule {
            at_least: self.threshold(),
            ..GreedyRule::default()
        })
    }

    /// Counts the ballots by a rule.
    pub fn recount(&self, rule: &FileRule) -> Recount {
        self.recount_by(
            rule,
            &self.scores(),
            &(0..self.projects.len()).collect::<Vec<_>>(),
        )
    }

    /// The distinct ballots: one point for each named project, the points that were given, or for ordinal votes the
    /// places as in [`Election::scores`]. Points below 0 count as none.
    pub fn profile(&self) -> Profile {
        let mut profile = Profile::new(self.projects.len());
        let places = self.places();
        for ballot in &self.ballots {
            let worth =
                |place: usize| u32::try_from(self.worth(ballot, place, places).max(0)).unwrap_or(u32::MAX);
            profile.add(
                ballot
                    .choices
                    .iter()
                    .enumerate()
                    .map(|(place, project)| (*project, worth(place))),
            );
        }
        profile
    }

    /// A rule over given scores. Of equal scores the project that comes first in `listed` comes first.
    pub(super) fn recount_by(&self, rule: &FileRule, scores: &[i64], listed: &[usize]) -> Recount {
        let (chosen, explained) = match rule {
            FileRule::Greedy(rule) => {
                let outcome = self.greedy(rule, scores, listed);
                (outcome.chosen.clone(), Explained::Greedy(outcome))
            }
            FileRule::EqualShares(rule) => {
                let outcome = equal_shares(&self.profile(), &self.costs(), self.budget, rule);
                (outcome.chosen.clone(), Explained::EqualShares(outcome))
            }
            FileRule::EqualSharesComparison(rule) => {
                let (profile, costs) = (self.profile(), self.costs());
                let outcome = equal_shares_or_greedy(&profile, &costs, self.budget, rule, Measured::Projects);
                (outcome.chosen.clone(), Explained::EqualShares(outcome))
            }
        };
        let topped = |project: &usize| match &explained {
            Explained::Greedy(outcome) => outcome
                .steps
                .iter()
                .any(|step| step.project == *project && matches!(step.fate, BudgetFate::ToppedUp { .. })),
            Explained::EqualShares(_) => false,
        };
        let (mut topped_up, mut chosen): (Vec<usize>, Vec<usize>) = chosen.into_iter().partition(topped);
        topped_up.sort_unstable();
        chosen.sort_unstable();
        Recount {
            chosen,
            topped_up,
            explained,
        }
    }

    fn greedy(&self, rule: &GreedyRule, scores: &[i64], listed: &[usize]) -> BudgetOutcome {
        let stays = |project: &&usize| self.projects[**project].cost != WITHDRAWN.saturating_mul(self.unit());
        let listed: Vec<usize> = listed.iter().filter(stays).copied().collect();
        let place = |project: &usize| listed.iter().position(|other| other == project);
        let projects: Vec<BudgetProject> = listed
            .iter()
            .map(|project| BudgetProject {
                cost: self.projects[*project].cost,
                score: scores[*project],
            })
            .collect();
        let rule = GreedyRule {
            exclusive: rule
                .exclusive
                .iter()
                .map(|group| group.iter().filter_map(place).collect())
                .collect(),
            ..rule.clone()
        };
        let mut outcome = greedy_by(&projects, self.budget, &rule);
        outcome.chosen.iter_mut().for_each(|at| *at = listed[*at]);
        for step in &mut outcome.steps {
            step.project = listed[step.project];
            if let BudgetFate::Excluded { by } = &mut step.fate {
                *by = listed[*by];
            }
        }
        outcome
    }

    pub fn costs(&self) -> Vec<u64> {
        self.projects.iter().map(|project| project.cost).collect()
    }

    /// One unit of the currency, as amounts are written here.
    pub fn unit(&self) -> u64 {
        10u64.saturating_pow(self.decimals)
    }

    /// The score that a project needs at least; 0 where the file asks for none.
    fn threshold(&self) -> i64 {
        let text = self.meta("min_project_score_threshold").unwrap_or("");
        let whole = text.split_once(['.', ',']).map_or(text, |(whole, _)| whole);
        let points = whole.trim().parse::<i64>().unwrap_or(0);
        points.saturating_mul(10i64.saturating_pow(self.point_decimals))
    }

    /// Groups of mutually exclusive projects that the comment names by their ids.
    pub fn exclusive_groups(&self) -> Vec<Vec<usize>> {
        let comment = self.meta("comment").unwrap_or("");
        let mut groups = Vec::new();
        for sentence in comment
            .split(". ")
            .filter(|part| part.to_lowercase().contains("exclusive"))
        {
            let Some(at) = sentence.to_lowercase().find("project") else {
                continue;
            };
            let words = sentence
                .get(at..)
                .unwrap_or(sentence)
                .split(|c: char| c.is_whitespace() || ",;()\"'".contains(c));
            let named = words.filter_map(|word| {
                let word = word.trim_end_matches(['.', ':']);
                self.projects
                    .iter()
                    .position(|project: &Project| project.id == word)
            });
            let mut group: Vec<usize> = named.collect();
            group.sort_unstable();
            group.dedup();
            if group.len() > 1 {
                groups.push(group);
            }
        }
        groups
    }

    /// The percentage in "at least 80% of that project", where the comment has it.
    fn top_up_percent(&self) -> Option<u8> {
        let comment = self.meta("comment")?.to_lowercase();
        let before = comment
            .split("% of that project")
            .next()
            .filter(|before| before.len() < comment.len())?;
        let digits = before
            .rfind(|c: char| !c.is_ascii_digit())
            .map_or(before, |at| &before[at + 1..]);
        digits.trim().parse().ok()
    }
}
