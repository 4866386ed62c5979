//! The Method of Equal Shares: every voter has the same share of the money, and supporters buy together.

use super::greedy::complete;
use super::market::Market;
use super::run::{Purchase, Run, run};
use super::{
    BudgetProject, BudgetStep, BudgetTies, Comparison, Measured, Profile, Ratio, compare, greedy_by,
};

/// How much a voter gets from a project. Only how it compares with the voter's other projects matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Utility {
    /// Its cost: supporters pay alike, and the project with the most supporters *per unit of its cost that they really
    /// pay* is bought first. What cities use.
    Cost,
    /// One, whatever it costs: many small projects rather than few large ones.
    Projects,
    /// The points that the voter gave; supporters pay in proportion to them.
    Points,
}

/// What happens with money that is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Completion {
    /// It stays.
    None,
    /// Shares are raised by `unit` and everything is bought anew, until the next raise would spend more than there is
    /// (add1). The first raise starts from the share rounded down to whole units.
    Add1 { unit: u64 },
    /// After that, what is left goes to projects by votes, skipping what does not fit.
    Add1ThenGreedy { unit: u64 },
    /// What is left goes to projects by votes, skipping what does not fit.
    Greedy,
}

/// The rule, fixed before the first ballot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EqualShares {
    pub utility: Utility,
    pub completion: Completion,
    pub ties: BudgetTies,
}

/// Outcome of the Method of Equal Shares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EqualSharesOutcome {
    /// Projects in the order in which they were bought.
    pub chosen: Vec<usize>,
    pub spent: u64,
    /// `spent + left` is the budget.
    pub left: u64,
    pub steps: Vec<SharesStep>,
}

/// One step of the explanation, in the order in which they happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SharesStep {
    /// Every one of so many voters begins with this much.
    Share { voters: u64, each: Ratio },
    /// The share was raised so many times by `unit`. With one raise more, `next_cost` would be spent, which is more
    /// than there is; none where all that anybody supports is bought, or where raising ended at [`MOST_WORK`].
    Raised {
        unit: u64,
        times: u64,
        each: Ratio,
        next_cost: Option<u128>,
    },
    /// The supporters bought a project: `full` voters paid `price` each (for each point they gave it, with
    /// [`Utility::Points`]), `rest` voters had less left and gave all of it.
    Bought {
        project: usize,
        cost: u64,
        price: Ratio,
        full: u64,
        rest: u64,
        /// Projects that cost its voters exactly as much per utility, so that the tie rule decided.
        tied: Vec<usize>,
        /// The project that would have been next and its price at this moment.
        next: Option<(usize, Ratio)>,
    },
    /// The project was not bought: its supporters have only `left` together.
    NotBought {
        project: usize,
        cost: u64,
        supporters: u64,
        left: Ratio,
    },
    /// A project as the greedy completion looked at it.
    Greedy(BudgetStep),
    /// Voters compared this outcome (`prefer_first`) with the greedy one (`prefer_second`).
    Compared {
        comparison: Comparison,
        greedy: Vec<usize>,
    },
}

/// Raising ends when this many choices of ballots have been looked at, so that a poll whose money and prices do not
/// match (a budget of millions, five ballots) cannot keep a phone busy for hours. The cities that used
/// this rule need a small part of it.
pub const MOST_WORK: u64 = 1_000_000_000;

/// Counts by the Method of Equal Shares.
///
/// Source: Peters, Pierczyński, Skowron, *Proportional Participatory Budgeting with Additive Utilities*, NeurIPS 2021;
/// completion as in Faliszewski et al., *Participatory Budgeting: Data, Tools, and Analysis*, IJCAI 2023, section 3, and
/// equalshares.net. Everybody whose ballot names something has budget / voters. A project is affordable at price q if
/// its supporters, each paying q times their utility or all they have left, bring up its cost; the one with the lowest
/// q is bought, until none is affordable.
///
/// A project without a cost is bought at once if anybody supports it; one without support is never bought.
pub fn equal_shares(profile: &Profile, costs: &[u64], budget: u64, rule: &EqualShares) -> EqualSharesOutcome {
    let market = Market::new(profile, costs, rule.utility, &rule.ties);
    let voters = profile.voters();
    let mut outcome = EqualSharesOutcome {
        chosen: vec![],
        spent: 0,
        left: budget,
        steps: vec![SharesStep::Share {
            voters,
            each: Ratio::new(budget, voters),
        }],
    };
    if voters == 0 {
        return outcome;
    }
    let add1 = match rule.completion {
        Completion::Add1 { unit } | Completion::Add1ThenGreedy { unit } => {
            raise(&market, budget, unit.max(1), &mut outcome.steps)
        }
        Completion::None | Completion::Greedy => None,
    };
    let (start, denominator) = add1.unwrap_or((budget.into(), voters));
    let bought = run(&market, start, denominator, true);
    outcome.take(&market, &bought);
    if let Completion::Greedy | Completion::Add1ThenGreedy { .. } = rule.completion {
        let completion = complete(&projects(&market), &outcome.chosen, outcome.left, &rule.ties);
        outcome.spent += completion.spent;
        outcome.left = completion.left;
        outcome.chosen.extend(&completion.chosen);
        outcome
            .steps
            .extend(completion.steps.into_iter().map(SharesStep::Greedy));
    }
    outcome
}

/// The rule of Wieliczka 2023: the Method of Equal Shares, then the comparison with what the greedy rule would take. If
/// more voters prefer the greedy outcome, it is chosen.
///
/// Source: [`compare`].
pub fn equal_shares_or_greedy(
    profile: &Profile,
    costs: &[u64],
    budget: u64,
    rule: &EqualShares,
    measured: Measured,
) -> EqualSharesOutcome {
    let mut outcome = equal_shares(profile, costs, budget, rule);
    let market = Market::new(profile, costs, rule.utility, &rule.ties);
    let by_votes = super::GreedyRule {
        at_least: 0,
        ties: rule.ties.clone(),
        ..Default::default()
    };
    let greedy = greedy_by(&projects(&market), budget, &by_votes);
    let comparison = compare(profile, costs, &outcome.chosen, &greedy.chosen, measured);
    outcome.steps.push(SharesStep::Compared {
        comparison,
        greedy: greedy.chosen.clone(),
    });
    if comparison.second_wins() {
        outcome.chosen = greedy.chosen;
        outcome.spent = greedy.spent;
        outcome.left = greedy.left;
        outcome
            .steps
            .extend(greedy.steps.into_iter().map(SharesStep::Greedy));
    }
    outcome
}

fn projects(market: &Market<'_>) -> Vec<BudgetProject> {
    let both = market.costs.iter().zip(&market.votes);
    both.map(|(cost, votes)| BudgetProject {
        cost: *cost,
        score: i64::try_from(*votes).unwrap_or(i64::MAX),
    })
    .collect()
}

impl EqualSharesOutcome {
    fn take(&mut self, market: &Market<'_>, run: &Run<'_>) {
        for purchase in &run.purchases {
            let Purchase {
                project,
                price,
                full,
                rest,
                tied,
                next,
            } = purchase.clone();
            let cost = market.costs[project];
            self.chosen.push(project);
            // No more than the budget is ever shared out or, with raised shares, accepted.
            self.spent = self.spent.saturating_add(cost);
            self.left = self.left.saturating_sub(cost);
            self.steps.push(SharesStep::Bought {
                project,
                cost,
                price,
                full,
                rest,
                tied,
                next,
            });
        }
        for project in (0..market.costs.len()).filter(|project| !self.chosen.contains(project)) {
            self.steps.push(SharesStep::NotBought {
                project,
                cost: market.costs[project],
                supporters: market.votes[project],
                left: run.left_with_supporters(project),
            });
        }
    }
}

/// The highest share, as numerator and denominator, that does not overspend; none where the first raise would already.
fn raise(market: &Market<'_>, budget: u64, unit: u64, steps: &mut Vec<SharesStep>) -> Option<(u128, u64)> {
    let voters = market.profile.voters();
    let supported = (0..market.costs.len()).filter(|project| market.votes[*project] > 0);
    let everything: u128 = supported
        .clone()
        .map(|project| u128::from(market.costs[project]))
        .sum();
    let wanted = supported.count();
    let whole = u128::from(budget / voters / unit * unit);
    let unit_wide = u128::from(unit);
    // A run over no ballots at all is work, too.
    let most_raises = MOST_WORK / u64::try_from(market.size() + 2_000).unwrap_or(u64::MAX);
    // Until a share pays for the first project, raising buys nothing.
    let first = market.first_share().unwrap_or(0);
    let mut next = whole + unit_wide;
    if first > next {
        next += (first - next).div_ceil(unit_wide) * unit_wide;
    }
    if everything <= budget.into() {
        // No raise can overspend, so the last one is whichever buys everything.
        next = next.max((everything / unit_wide + 1) * unit_wide);
    }
    let mut share = None;
    let mut next_cost = None;
    for _ in 0..most_raises.max(1) {
        let bought = run(market, next, 1, false);
        if bought.cost() > budget.into() {
            next_cost = Some(bought.cost());
            break;
        }
        share = Some((next, 1));
        if bought.purchases.len() == wanted {
            break;
        }
        next += unit_wide;
    }
    // Shares below that of the first purchase buy nothing, but are raises all the same.
    if share.is_none() && next > whole + unit_wide {
        share = Some((next - unit_wide, 1));
    }
    let raised = share.map_or(0, |(share, _)| (share - whole) / unit_wide);
    let times = u64::try_from(raised).unwrap_or(u64::MAX);
    let (start, denominator) = share.unwrap_or((budget.into(), voters));
    steps.push(SharesStep::Raised {
        unit,
        times,
        each: Ratio::new(start, denominator),
        next_cost,
    });
    share
}
