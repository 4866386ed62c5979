//! Counting rules: exact, deterministic, explaining themselves.
//!
//! A rule takes ballots (or what they add up to) and a description that was fixed before the first ballot, and
//! returns an outcome with its **steps**: what was decided in which order by which numbers, as data that a page turns
//! into words and a table. The same input gives the same outcome natively and in wasm, so a phone can recount what a
//! server published.
//!
//! - Arithmetic is on integers, products in 128 bits. No floating point decides anything.
//! - Options are indexes into the poll's list, from 0, in the order of the poll. What they are called is not known here.
//! - Nothing panics: a denominator of 0 or an index out of range has a documented meaning.
//!
//! ```
//! use count::{
//!     Limits, TieRule, collect_rankings, decide_plurality, instant_runoff, schulze, shares_permille, tally_single,
//! };
//!
//! // Three options; one ballot is blank and one names an option that does not exist.
//! let ballots: [&[usize]; 6] = [&[0], &[2], &[2], &[1], &[], &[7]];
//! let tally = tally_single(3, ballots);
//! assert_eq!((tally.counts.as_slice(), tally.blank, tally.invalid), (&[1, 1, 2][..], 1, 1));
//! assert_eq!(decide_plurality(&tally, &TieRule::EarlierListed).chosen, [2]);
//! assert_eq!(shares_permille(&tally.counts, tally.valid()).permille, [250, 250, 500]);
//!
//! // Rankings, best first, are read and grouped once and then counted by any rule.
//! let ballots: [&[usize]; 5] = [&[0], &[0], &[1, 2], &[2, 1], &[2, 1, 0]];
//! let rankings = collect_rankings(3, Limits { min: 1, max: 3 }, ballots);
//! let runoff = instant_runoff(&rankings, &TieRule::NoneDecides);
//! assert_eq!((runoff.chosen, runoff.rounds.len()), (vec![2], 2));
//! assert_eq!(schulze(rankings.pairwise(), &TieRule::NoneDecides).chosen, [2]);
//! ```

mod budget;
mod owners;
pub mod pabulib;
mod plurality;
mod points;
mod quorum;
mod ranked;
mod reading;
mod schulze;
mod schulze_pairwise;
mod score;
mod share;
mod stv;
mod tally;
mod threshold;
mod ties;
mod weights;

pub use budget::{
    BudgetFate, BudgetOutcome, BudgetProject, BudgetStep, BudgetTies, Comparison, Completion, EqualShares,
    EqualSharesOutcome, GreedyOrder, GreedyRule, MOST_WORK, Measured, PhragmenOutcome, PhragmenStep,
    Preference, Profile, Ratio, SharesStep, Utility, WhenTooDear, compare, equal_shares,
    equal_shares_or_greedy, greedy, greedy_by, phragmen,
};
pub use owners::{Delegated, Hurdle, Measure, OwnerChoice, OwnerUnit, OwnerVote, OwnersDecision, owners};
pub use plurality::{Decision, Draw, PluralityStep, TieRule, decide_plurality};
pub use points::{PointsOutcome, PointsStep, decide_points, shared_places};
pub use quorum::{QuorumBase, QuorumDecision, QuorumRule, QuorumStep, decide_quorum};
pub use ranked::{
    DOWDALL_PLACES, MAX_RANKED_OPTIONS, PositionalOutcome, RankedOutcome, RankedRule, Rankings, RunoffFate,
    RunoffOutcome, RunoffRound, Unranked, borda, collect_rankings, count_ranked, dowdall, instant_runoff,
};
pub use reading::{Flaw, Piles, PointLimits, Reading, read_points, read_ranking};
pub use schulze::{BeatPath, Paths, SchulzeOutcome, SchulzeStep, Strength, schulze};
pub use schulze_pairwise::Pairwise;
pub use score::{PointsTally, tally_points};
pub use share::{
    Fraction, Shares, meets, needed, quorum_missing, quorum_needed, share_permille, shares_permille,
};
pub use stv::{StvAction, StvOutcome, StvStage, meek, scottish_stv};
pub use tally::{Flaws, Limits, Tally, tally_approval, tally_single};
pub use threshold::{Threshold, ThresholdBase, ThresholdDecision, ThresholdStep, decide_threshold};
pub use ties::{TieBreak, TieBy};
pub use weights::{MAX_WEIGHT, WeightedTally, tally_weighted};
