//! Budgets: which projects the money pays for.

use std::collections::BTreeMap;

use contract::{
    BudgetBallot, BudgetRule, Cell, Column, ColumnKind, Explanation, Line, Mark, Question, RowKind, Said,
    ShareBase, Table, TableRow, Value,
};
use count::{
    BudgetFate, BudgetOutcome, BudgetProject, BudgetStep, BudgetTies, Completion, EqualShares,
    EqualSharesOutcome, GreedyOrder, GreedyRule, Limits, Measured, PhragmenOutcome, PhragmenStep, Piles,
    PointLimits, Profile, Reading, SharesStep, TieRule, Utility, WhenTooDear, equal_shares,
    equal_shares_or_greedy, greedy_by, phragmen, read_points, read_ranking,
};

use super::{Decided, Numbers};
use crate::names::{empty, ids};

#[derive(Debug)]
pub struct Budget {
    how: BudgetBallot,
    limits: Limits,
    /// Places on a ballot, for rankings: the first of `n` gives `n` points, the last one.
    places: u32,
    profile: Profile,
    piles: Piles,
    scores: Vec<u64>,
}

impl Budget {
    pub fn new(question: &Question) -> Self {
        let options = question.options.len();
        let (min, max) = contract::choice_limits(question).unwrap_or((1, u32::MAX));
        Self {
            how: question.method.budget_ballot.unwrap_or(BudgetBallot::Approval),
            limits: Limits {
                min: min as usize,
                max: max as usize,
            },
            places: max.min(u32::try_from(options).unwrap_or(u32::MAX)),
            profile: Profile::new(options),
            piles: Piles::default(),
            scores: vec![0; options],
        }
    }

    pub fn add(&mut self, chosen: &[usize], points: &[u32]) {
        let options = self.profile.projects();
        let reading = match self.how {
            BudgetBallot::Points => read_points(
                options,
                chosen,
                points,
                &PointLimits {
                    options: self.limits,
                    ..PointLimits::score(0, u32::MAX)
                },
            ),
            _ => read_ranking(options, chosen, self.limits),
        };
        match self.piles.sort(reading, 1) {
            Reading::Valid => {}
            _ => return,
        }
        let given: Vec<(usize, u32)> = match self.how {
            BudgetBallot::Points => chosen.iter().copied().zip(points.iter().copied()).collect(),
            BudgetBallot::Ranking => chosen.iter().copied().zip((1..=self.places).rev()).collect(),
            _ => chosen.iter().map(|project| (*project, 1)).collect(),
        };
        for (project, points) in &given {
            self.scores[*project] = self.scores[*project].saturating_add(u64::from(*points));
        }
        self.profile.add(given);
    }

    pub fn numbers(&self) -> Numbers {
        let (base, base_count, whole) = match self.how {
            BudgetBallot::Approval => (ShareBase::Answers, self.piles.valid(), false),
            _ => {
                let all = self
                    .scores
                    .iter()
                    .fold(0u64, |sum, points| sum.saturating_add(*points));
                (ShareBase::Points, all, true)
            }
        };
        Numbers {
            counts: self.scores.clone(),
            base,
            base_count,
            whole,
            blank: self.piles.blank,
            invalid: self.piles.invalid,
        }
    }

    pub fn decide(&self, question: &Question, ties: &TieRule) -> Decided {
        let costs: Option<Vec<u64>> = question.options.iter().map(|option| option.cost).collect();
        let (Some(costs), Some(total)) = (costs, question.method.total) else {
            return nobody_knows();
        };
        // Money cannot be spent without an order: where no tie rule is fixed, the list is the order.
        let order = BudgetTies::of(ties).unwrap_or_else(BudgetTies::earlier_listed);
        let rule = question.method.budget.unwrap_or(BudgetRule::Greedy);
        let shares = |completion| EqualShares {
            utility: match self.how {
                BudgetBallot::Approval => Utility::Cost,
                _ => Utility::Points,
            },
            completion,
            ties: order.clone(),
        };
        match rule {
            BudgetRule::Greedy
            | BudgetRule::GreedyNoSkip
            | BudgetRule::GreedyValue
            | BudgetRule::GreedyThreshold => {
                let projects: Vec<BudgetProject> = costs
                    .iter()
                    .zip(&self.scores)
                    .map(|(cost, score)| BudgetProject {
                        cost: *cost,
                        score: i64::try_from(*score).unwrap_or(i64::MAX),
                    })
                    .collect();
                let fewest = question.method.min_votes.unwrap_or(1);
                let outcome = greedy_by(
                    &projects,
                    total,
                    &GreedyRule {
                        order: match rule {
                            BudgetRule::GreedyValue => GreedyOrder::ScorePerCost,
                            _ => GreedyOrder::Score,
                        },
                        at_least: i64::try_from(fewest).unwrap_or(i64::MAX).max(1),
                        when_too_dear: match rule {
                            BudgetRule::GreedyNoSkip => WhenTooDear::Stop,
                            _ => WhenTooDear::Skip,
                        },
                        exclusive: groups(question),
                        ties: order,
                    },
                );
                by_strength(question, total, outcome)
            }
            BudgetRule::EqualShares => by_shares(
                question,
                total,
                equal_shares(&self.profile, &costs, total, &shares(Completion::None)),
            ),
            BudgetRule::EqualSharesAdd1 => by_shares(
                question,
                total,
                equal_shares(&self.profile, &costs, total, &shares(ADD1)),
            ),
            BudgetRule::EqualSharesAdd1Greedy => by_shares(
                question,
                total,
                equal_shares(
                    &self.profile,
                    &costs,
                    total,
                    &shares(Completion::Add1ThenGreedy { unit: 100 }),
                ),
            ),
            BudgetRule::EqualSharesComparison => by_shares(
                question,
                total,
                equal_shares_or_greedy(
                    &self.profile,
                    &costs,
                    total,
                    &shares(ADD1),
                    match self.how {
                        BudgetBallot::Approval => Measured::Projects,
                        _ => Measured::Points,
                    },
                ),
            ),
            BudgetRule::Phragmen => by_load(question, total, phragmen(&self.profile, &costs, total, &order)),
            BudgetRule::Other => nobody_knows(),
        }
    }
}

/// Shares are raised by one unit of the currency, of which amounts are hundredths.
const ADD1: Completion = Completion::Add1 { unit: 100 };

fn nobody_knows() -> Decided {
    Decided::not_counted(Explanation {
        lines: vec![Line::new(Said::NotCounted)],
        table: None,
    })
}

/// Options that name the same group exclude one another.
fn groups(question: &Question) -> Vec<Vec<usize>> {
    let mut groups: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (place, option) in question.options.iter().enumerate() {
        if let Some(group) = &option.group {
            groups.entry(group).or_default().push(place);
        }
    }
    groups.into_values().collect()
}

fn spent(lines: &mut Vec<Line>, spent: u64, left: u64) {
    lines.push(
        Line::new(Said::BudgetSpent)
            .money("spent", spent)
            .money("left", left),
    );
}

fn columns(kinds: &[ColumnKind]) -> Vec<Column> {
    kinds.iter().map(|kind| Column::of(*kind)).collect()
}

fn project(question: &Question, place: usize, cells: Vec<Cell>) -> TableRow {
    TableRow {
        kind: RowKind::Option,
        option: ids(question, &[place]).pop(),
        cells,
    }
}

fn mark(fate: BudgetFate) -> Mark {
    match fate {
        BudgetFate::NoVotes => Mark::NoVotes,
        BudgetFate::BelowThreshold { .. } => Mark::BelowThreshold,
        BudgetFate::Excluded { .. } => Mark::GroupTaken,
        BudgetFate::AfterStop => Mark::NotReached,
        BudgetFate::TooDear { .. } => Mark::TooDear,
        BudgetFate::Taken | BudgetFate::ToppedUp { .. } => Mark::Chosen,
    }
}

fn looked_at(question: &Question, step: &BudgetStep) -> TableRow {
    let score = u64::try_from(step.score).unwrap_or(0);
    project(
        question,
        step.project,
        vec![
            Cell::of(Value::number(score)),
            Cell::of(Value::money(step.cost)),
            Cell::of(Value::money(step.left_before)),
            Cell::mark(mark(step.fate)),
        ],
    )
}

/// The order of the list decided where of equally strong projects one was taken and another was too dear.
fn order_mattered(steps: &[BudgetStep]) -> bool {
    steps.iter().any(|taken| {
        taken.tied
            && taken.fate.is_taken()
            && steps.iter().any(|other| {
                other.score == taken.score
                    && matches!(other.fate, BudgetFate::TooDear { .. } | BudgetFate::AfterStop)
            })
    })
}

fn by_strength(question: &Question, total: u64, outcome: BudgetOutcome) -> Decided {
    let mut lines = vec![Line::new(Said::Budget).money("budget", total)];
    if let Some(stopped) = outcome
        .steps
        .iter()
        .zip(outcome.steps.iter().skip(1))
        .find(|(_, next)| next.fate == BudgetFate::AfterStop)
    {
        lines.push(Line::new(Said::StoppedHere).options("option", ids(question, &[stopped.0.project])));
    }
    spent(&mut lines, outcome.spent, outcome.left);
    let table = Table {
        columns: columns(&[
            ColumnKind::Votes,
            ColumnKind::Cost,
            ColumnKind::Left,
            ColumnKind::Fate,
        ]),
        rows: outcome
            .steps
            .iter()
            .map(|step| looked_at(question, step))
            .collect(),
    };
    let broken = order_mattered(&outcome.steps);
    Decided::of(
        outcome.chosen,
        Vec::new(),
        broken,
        Explanation {
            lines,
            table: Some(table),
        },
    )
}

fn by_shares(question: &Question, total: u64, outcome: EqualSharesOutcome) -> Decided {
    let mut lines = vec![Line::new(Said::Budget).money("budget", total)];
    let (mut rows, mut broken, mut rest) = (Vec::new(), false, Vec::new());
    for step in &outcome.steps {
        match step {
            SharesStep::Share { voters, each } => lines.push(
                Line::new(Said::EqualShare)
                    .number("voters", *voters)
                    .with("share", Value::money(each.floor())),
            ),
            SharesStep::Raised { each, .. } => {
                lines.push(Line::new(Said::SharesRaised).with("share", Value::money(each.floor())));
            }
            SharesStep::Bought {
                project: place,
                cost,
                price,
                full,
                rest,
                tied,
                ..
            } => {
                broken |= tied.len() > 1;
                rows.push(project(
                    question,
                    *place,
                    vec![
                        Cell::of(Value::number(full + rest)),
                        Cell::of(Value::money(*cost)),
                        Cell::of(Value::money(price.floor())),
                        Cell::mark(Mark::Chosen),
                    ],
                ));
            }
            SharesStep::NotBought {
                project: place,
                cost,
                supporters,
                ..
            } => rows.push(project(
                question,
                *place,
                vec![
                    Cell::of(Value::number(*supporters)),
                    Cell::of(Value::money(*cost)),
                    empty(),
                    Cell::mark(if *supporters == 0 {
                        Mark::NoVotes
                    } else {
                        Mark::TooDear
                    }),
                ],
            )),
            SharesStep::Greedy(step) if step.fate.is_taken() => rest.push(step.project),
            SharesStep::Greedy(_) => {}
            SharesStep::Compared { comparison, .. } => lines.push(
                Line::new(Said::SharesCompared)
                    .number("shares", comparison.prefer_first)
                    .number("greedy", comparison.prefer_second),
            ),
        }
    }
    if !rest.is_empty() {
        lines.push(Line::new(Said::BoughtWithRest).options("options", ids(question, &rest)));
    }
    spent(&mut lines, outcome.spent, outcome.left);
    let table = Table {
        columns: columns(&[
            ColumnKind::Votes,
            ColumnKind::Cost,
            ColumnKind::Price,
            ColumnKind::Fate,
        ]),
        rows,
    };
    Decided::of(
        outcome.chosen,
        Vec::new(),
        broken,
        Explanation {
            lines,
            table: Some(table),
        },
    )
}

fn by_load(question: &Question, total: u64, outcome: PhragmenOutcome) -> Decided {
    let mut lines = vec![Line::new(Said::Budget).money("budget", total)];
    let (mut rows, mut broken) = (Vec::new(), false);
    for step in &outcome.steps {
        let cells = |votes, cost, price, mark| {
            vec![
                Cell::of(Value::number(votes)),
                Cell::of(Value::money(cost)),
                price,
                Cell::mark(mark),
            ]
        };
        match step {
            PhragmenStep::Bought {
                project: place,
                cost,
                supporters,
                time,
                tied,
            } => {
                broken |= tied.len() > 1;
                let cells = cells(
                    *supporters,
                    *cost,
                    Cell::of(Value::money(time.floor())),
                    Mark::Chosen,
                );
                rows.push(project(question, *place, cells));
            }
            PhragmenStep::Stopped { project: place, .. } => {
                lines.push(Line::new(Said::StoppedHere).options("option", ids(question, &[*place])));
            }
            PhragmenStep::LeftOut {
                project: place,
                cost,
                supporters,
            } => {
                let why = if *supporters == 0 {
                    Mark::NoVotes
                } else {
                    Mark::TooDear
                };
                rows.push(project(question, *place, cells(*supporters, *cost, empty(), why)));
            }
        }
    }
    spent(&mut lines, outcome.spent, outcome.left);
    let table = Table {
        columns: columns(&[
            ColumnKind::Votes,
            ColumnKind::Cost,
            ColumnKind::Price,
            ColumnKind::Fate,
        ]),
        rows,
    };
    Decided::of(
        outcome.chosen,
        Vec::new(),
        broken,
        Explanation {
            lines,
            table: Some(table),
        },
    )
}
