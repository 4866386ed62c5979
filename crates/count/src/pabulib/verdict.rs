//! What a file publishes, compared with what its rule takes.

use super::Election;
use super::rule::{FileRule, Recount};
use crate::budget::GreedyRule;

/// Compared with the published winners.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    Agrees(Grounds),
    /// `missing` are published winners that the rule does not take; `extra` it takes without their being winners.
    Differs {
        missing: Vec<usize>,
        extra: Vec<usize>,
    },
    NoWinnersPublished,
}

/// What the agreement rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grounds {
    /// The file's ballots.
    Ballots,
    /// The file's ballots; between projects with equal scores that cannot all be taken, the file does not say what
    /// decided, and the published winners are taken to be it.
    TiesAsPublished,
    /// The file's own column of scores, which for this many projects is not what its ballots add up to.
    Columns { projects: usize },
}

impl Election {
    /// Compares a recount with the published winners: with `selected` = 1, and for a topped-up project also 2, which is
    /// how the files mark it.
    pub fn verdict(&self, rule: &FileRule, recount: &Recount) -> Verdict {
        let Some(winners) = self.winners() else {
            return Verdict::NoWinnersPublished;
        };
        let differs = self.difference(&winners, recount);
        if differs.is_none() {
            return Verdict::Agrees(Grounds::Ballots);
        }
        if let FileRule::Greedy(_) = rule {
            let mut winners_first: Vec<usize> = (0..self.projects.len()).collect();
            winners_first.sort_by_key(|project| !winners.contains(project));
            let ties = FileRule::Greedy(GreedyRule {
                ties: crate::BudgetTies::earlier_listed(),
                ..match rule {
                    FileRule::Greedy(rule) => rule.clone(),
                    _ => GreedyRule::default(),
                }
            });
            let scores = self.scores();
            if self
                .difference(&winners, &self.recount_by(&ties, &scores, &winners_first))
                .is_none()
            {
                return Verdict::Agrees(Grounds::TiesAsPublished);
            }
            if let Some(columns) = self.published_scores() {
                let projects = columns
                    .iter()
                    .zip(&scores)
                    .filter(|(column, score)| column != score)
                    .count();
                let by_columns = self.recount_by(&ties, &columns, &winners_first);
                if projects > 0 && self.difference(&winners, &by_columns).is_none() {
                    return Verdict::Agrees(Grounds::Columns { projects });
                }
            }
        }
        differs.map_or(Verdict::Agrees(Grounds::Ballots), |(missing, extra)| {
            Verdict::Differs { missing, extra }
        })
    }

    /// Projects that only one side has; none where both agree.
    fn difference(&self, winners: &[usize], recount: &Recount) -> Option<(Vec<usize>, Vec<usize>)> {
        let marked_2 = |project: &usize| self.projects[*project].selected == Some(2);
        let taken = |project: &usize| recount.chosen.contains(project) || recount.topped_up.contains(project);
        let missing: Vec<usize> = winners
            .iter()
            .filter(|project| !taken(project))
            .copied()
            .collect();
        let topped_up = recount.topped_up.iter().filter(|project| !marked_2(project));
        let extra: Vec<usize> = recount
            .chosen
            .iter()
            .chain(topped_up)
            .filter(|project| !winners.contains(project))
            .copied()
            .collect();
        (!missing.is_empty() || !extra.is_empty()).then_some((missing, extra))
    }

    /// The column `score`, or `votes` where there is none; none where a project has neither.
    pub fn published_scores(&self) -> Option<Vec<i64>> {
        let scores = self.projects.iter().map(|project| project.score);
        let votes = || {
            let votes = self.projects.iter().map(|project| project.votes);
            votes.map(|votes| i64::try_from(votes?).ok()).collect()
        };
        scores.collect::<Option<Vec<i64>>>().or_else(votes)
    }
}
