//! The strongest first, as far as the money goes.

use std::cmp::Ordering;

use super::BudgetTies;

/// What a greedy rule needs to know of a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BudgetProject {
    /// In the smallest unit of money.
    pub cost: u64,
    /// Votes, or points for methods that give points.
    pub score: i64,
}

/// How a greedy rule works. The default is Pabulib's `greedy` for projects that somebody voted for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GreedyRule {
    pub order: GreedyOrder,
    /// A project with a lower score gets no money, even if it would fit (Pabulib's `greedy-threshold`).
    pub at_least: i64,
    pub when_too_dear: WhenTooDear,
    /// Of each of these groups at most one project is taken (Pabulib's `greedy-exclusive`): two designs for one place,
    /// for instance. A project may be in several groups.
    pub exclusive: Vec<Vec<usize>>,
    pub ties: BudgetTies,
}

/// What makes a project strong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GreedyOrder {
    Score,
    /// Value for money: score divided by cost, compared exactly. What costs nothing and has a score comes first.
    ScorePerCost,
}

/// What happens at a project that costs more than is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhenTooDear {
    /// It is passed over, and the next one gets its chance (Pabulib's `greedy`).
    Skip,
    /// Nothing further is taken (Pabulib's `greedy-no-skip`).
    Stop,
    /// Nothing further is taken, but this one is if at least `percent` of its cost is left; a reserve outside the
    /// budget pays what is missing (Poznań's rule, as the comments of Pabulib's files describe it: 80 %).
    StopAndTopUp { percent: u8 },
}

impl Default for GreedyRule {
    fn default() -> Self {
        Self {
            order: GreedyOrder::Score,
            at_least: 1,
            when_too_dear: WhenTooDear::Skip,
            exclusive: vec![],
            ties: BudgetTies::earlier_listed(),
        }
    }
}

/// Outcome of a greedy rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BudgetOutcome {
    /// Projects in the order in which they were taken.
    pub chosen: Vec<usize>,
    /// What the budget pays; a reserve may pay more.
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
    /// Another project is equally strong, so the tie rule decided whose turn came first.
    pub tied: bool,
    pub fate: BudgetFate,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BudgetFate {
    Taken,
    /// Taken although it costs `missing` more than is left, which the reserve pays.
    ToppedUp {
        missing: u64,
    },
    /// Costs `missing` more than is left.
    TooDear {
        missing: u64,
    },
    /// Nobody voted for it (or its points do not exceed 0), so no money goes to it even if it would fit.
    NoVotes,
    /// Its score is lower than `needed`.
    BelowThreshold {
        needed: i64,
    },
    /// A project that it excludes was taken before.
    Excluded {
        by: usize,
    },
    /// The rule had stopped at an earlier project that cost more than was left.
    AfterStop,
}

impl BudgetFate {
    /// It gets its money.
    pub fn is_taken(self) -> bool {
        matches!(self, Self::Taken | Self::ToppedUp { .. })
    }
}

/// Takes projects by score, highest first, and skips what does not fit into what is left (Pabulib's rule `greedy`).
/// Of equal scores the earlier listed comes first.
pub fn greedy(projects: &[BudgetProject], budget: u64) -> BudgetOutcome {
    greedy_by(projects, budget, &GreedyRule::default())
}

/// Takes projects one after the other, the strongest first, as long as the money lasts.
///
/// Source: pabulib.org/format, field `rule`; the rule with the order [`GreedyOrder::ScorePerCost`] is the greedy
/// approximation of the largest sum of scores that the money can buy (Rey, Schmidt, Maly, *The (Computational) Social
/// Choice Take on Indivisible Participatory Budgeting*, 2023, section 4.1).
pub fn greedy_by(projects: &[BudgetProject], budget: u64, rule: &GreedyRule) -> BudgetOutcome {
    let costs: Vec<u64> = projects.iter().map(|project| project.cost).collect();
    let scores: Vec<i64> = projects.iter().map(|project| project.score).collect();
    let places = rule.ties.places(&costs, &scores);
    let stronger = |a: usize, b: usize| match rule.order {
        GreedyOrder::Score => scores[b].cmp(&scores[a]),
        GreedyOrder::ScorePerCost => by_value(&projects[b], &projects[a]),
    };
    let mut order: Vec<usize> = (0..projects.len()).collect();
    order.sort_by(|a, b| stronger(*a, *b).then(places[*a].cmp(&places[*b])));

    let mut outcome = BudgetOutcome {
        chosen: vec![],
        spent: 0,
        left: budget,
        steps: Vec::with_capacity(order.len()),
    };
    let mut excluded_by: Vec<Option<usize>> = vec![None; projects.len()];
    let mut stopped = false;
    for group in order.chunk_by(|a, b| stronger(*a, *b) == Ordering::Equal) {
        for &project in group {
            let BudgetProject { cost, score } = projects[project];
            let left = outcome.left;
            let fate = if score < rule.at_least {
                if score <= 0 {
                    BudgetFate::NoVotes
                } else {
                    BudgetFate::BelowThreshold {
                        needed: rule.at_least,
                    }
                }
            } else if let Some(by) = excluded_by[project] {
                BudgetFate::Excluded { by }
            } else if stopped {
                BudgetFate::AfterStop
            } else if cost <= left {
                BudgetFate::Taken
            } else {
                too_dear(cost, left, rule.when_too_dear)
            };
            match fate {
                BudgetFate::Taken | BudgetFate::ToppedUp { .. } => {
                    let paid = cost.min(left);
                    outcome.chosen.push(project);
                    outcome.left -= paid;
                    outcome.spent += paid;
                    let groups = rule.exclusive.iter().filter(|group| group.contains(&project));
                    for &other in groups.flatten().filter(|other| **other != project) {
                        if let Some(by @ None) = excluded_by.get_mut(other) {
                            *by = Some(project);
                        }
                    }
                }
                _ => {}
            }
            stopped |= matches!(fate, BudgetFate::ToppedUp { .. } | BudgetFate::TooDear { .. })
                && rule.when_too_dear != WhenTooDear::Skip;
            outcome.steps.push(BudgetStep {
                project,
                cost,
                score,
                left_before: left,
                tied: group.len() > 1,
                fate,
            });
        }
    }
    outcome
}

fn too_dear(cost: u64, left: u64, rule: WhenTooDear) -> BudgetFate {
    let missing = cost - left;
    match rule {
        WhenTooDear::StopAndTopUp { percent }
            if u128::from(left) * 100 >= u128::from(cost) * u128::from(percent) =>
        {
            BudgetFate::ToppedUp { missing }
        }
        _ => BudgetFate::TooDear { missing },
    }
}

/// Compares score per cost. Without a cost the sign of the score decides before anything else.
fn by_value(a: &BudgetProject, b: &BudgetProject) -> Ordering {
    let beyond = |project: &BudgetProject| {
        if project.cost == 0 {
            project.score.signum()
        } else {
            0
        }
    };
    // A project without cost and score is worth 0, whatever stands below the line.
    let cost = |project: &BudgetProject| i128::from(project.cost.max(1));
    beyond(a).cmp(&beyond(b)).then_with(|| {
        if beyond(a) != 0 {
            return Ordering::Equal;
        }
        (i128::from(a.score) * cost(b)).cmp(&(i128::from(b.score) * cost(a)))
    })
}

/// Greedy completion of an outcome that left money: by votes, skipping, everything that is not yet chosen.
pub(super) fn complete(
    projects: &[BudgetProject],
    chosen: &[usize],
    left: u64,
    ties: &BudgetTies,
) -> BudgetOutcome {
    // The tie rule's places must be those of all projects, or a lot would be drawn by other numbers.
    let costs: Vec<u64> = projects.iter().map(|project| project.cost).collect();
    let scores: Vec<i64> = projects.iter().map(|project| project.score).collect();
    let places = ties.places(&costs, &scores);
    let mut rest: Vec<usize> = (0..projects.len())
        .filter(|project| !chosen.contains(project))
        .collect();
    rest.sort_by_key(|project| places[*project]);
    let listed: Vec<BudgetProject> = rest.iter().map(|project| projects[*project]).collect();
    let mut outcome = greedy(&listed, left);
    outcome.chosen.iter_mut().for_each(|at| *at = rest[*at]);
    outcome
        .steps
        .iter_mut()
        .for_each(|step| step.project = rest[step.project]);
    outcome
}
