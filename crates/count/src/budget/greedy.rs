//! Budgets: which projects a sum of money pays for.

use std::cmp::Reverse;

/// What a rule needs to know of a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BudgetProject {
    /// In the smallest unit of money.
    pub cost: u64,
    /// Votes, or points for methods that give points.
    pub score: i64,
}

/// Outcome of a budget rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BudgetOutcome {
    /// Projects in the order in which they were taken.
    pub chosen: Vec<usize>,
    pub spent: u64,
    /// Money that is left; `spent + left` is the budget.
    pub left: u64,
    /// Every project in the order in which the rule looked at it.
    pub steps: Vec<BudgetStep>,
}

/// What happened to one project.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BudgetStep {
    pub project: usize,
    pub cost: u64,
    pub score: i64,
    /// Money that was left when its turn came.
    pub left_before: u64,
    /// Another project has the same score, so the order of the list decided whose turn came first.
    pub tied: bool,
    pub fate: BudgetFate,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BudgetFate {
    Taken,
    /// Costs `missing` more than is left; the next project gets its chance.
    TooDear {
        missing: u64,
    },
    /// Nobody voted for it (or its points do not exceed 0), so no money goes to it even if it would fit.
    NoVotes,
}

/// Takes projects by score, highest first, and skips what does not fit into what is left (Pabulib's rule `greedy`).
/// Of equal scores the earlier listed comes first.
pub fn greedy(projects: &[BudgetProject], budget: u64) -> BudgetOutcome {
    let mut order: Vec<usize> = (0..projects.len()).collect();
    // The sort is stable, which is the tie rule.
    order.sort_by_key(|project| Reverse(projects[*project].score));

    let mut outcome = BudgetOutcome {
        chosen: vec![],
        spent: 0,
        left: budget,
        steps: Vec::with_capacity(order.len()),
    };
    for group in order.chunk_by(|a, b| projects[*a].score == projects[*b].score) {
        for &project in group {
            let BudgetProject { cost, score } = projects[project];
            let left_before = outcome.left;
            let fate = if score <= 0 {
                BudgetFate::NoVotes
            } else if cost > left_before {
                BudgetFate::TooDear {
                    missing: cost - left_before,
                }
            } else {
                outcome.chosen.push(project);
                outcome.left -= cost;
                outcome.spent += cost;
                BudgetFate::Taken
            };
            outcome.steps.push(BudgetStep {
                project,
                cost,
                score,
                left_before,
                tied: group.len() > 1,
                fate,
            });
        }
    }
    outcome
}
