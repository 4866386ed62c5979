//! Budgets: which projects a sum of money pays for.
//!
//! Two families. *Greedy* rules look at what a project got in all and take the strongest that fit ([`greedy_by`]).
//! *Proportional* rules give every voter the same share of the money and let supporters buy together what they want
//! ([`equal_shares`], [`phragmen`]); they need the ballots themselves, kept once for all voters who filled in the same
//! ([`Profile`]).
//!
//! Money is in the smallest unit of the currency. What voters have left are fractions of it, and they are kept as
//! fractions: no rounding decides anything.

mod comparison;
mod equal_shares;
mod exact;
mod greedy;
mod market;
mod order;
mod phragmen;
mod profile;
mod ratio;
mod rough;
mod run;

pub use comparison::{Comparison, Measured, compare};
pub use equal_shares::{
    Completion, EqualShares, EqualSharesOutcome, MOST_WORK, SharesStep, Utility, equal_shares,
    equal_shares_or_greedy,
};
pub use greedy::{
    BudgetFate, BudgetOutcome, BudgetProject, BudgetStep, GreedyOrder, GreedyRule, WhenTooDear, greedy,
    greedy_by,
};
pub use order::{BudgetTies, Preference};
pub use phragmen::{PhragmenOutcome, PhragmenStep, phragmen};
pub use profile::Profile;
pub use ratio::Ratio;
