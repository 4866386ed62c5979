//! One way to count rankings, whatever the rule: what a server that publishes and a phone that recounts both call.

use super::{PositionalOutcome, Rankings, RunoffOutcome, Unranked, borda, dowdall, instant_runoff};
use crate::{SchulzeOutcome, StvOutcome, TieRule, meek, schulze, scottish_stv};

/// A rule for rankings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RankedRule {
    /// [`instant_runoff`]
    InstantRunoff,
    /// [`borda`] with [`Unranked::Nothing`]
    Borda,
    /// [`dowdall`]
    Dowdall,
    /// [`schulze`]
    Schulze,
    /// [`scottish_stv`]
    StvScottish,
    /// [`meek`]
    StvMeek,
}

/// What a rule for rankings found, with its explanation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RankedOutcome {
    Runoff(RunoffOutcome),
    Positional(PositionalOutcome),
    Schulze(SchulzeOutcome),
    Stv(StvOutcome),
}

impl RankedOutcome {
    /// Who is chosen or elected, in the order of election.
    pub fn chosen(&self) -> &[usize] {
        match self {
            Self::Runoff(outcome) => &outcome.chosen,
            Self::Positional(outcome) => &outcome.result.chosen,
            Self::Schulze(outcome) => &outcome.chosen,
            Self::Stv(outcome) => &outcome.elected,
        }
    }

    /// Who is tied. For points and Schulze these are all that share the first place, also where the tie rule has chosen
    /// among them; for eliminations and seats those between which no rule decided.
    pub fn tied(&self) -> &[usize] {
        match self {
            Self::Runoff(outcome) => &outcome.tied,
            Self::Positional(outcome) => &outcome.result.tied,
            Self::Schulze(outcome) => &outcome.tied,
            Self::Stv(outcome) => &outcome.tied,
        }
    }

    /// The tie rule was needed and has decided.
    pub fn tie_broken(&self) -> bool {
        match self {
            Self::Runoff(outcome) => outcome.tie_broken,
            Self::Positional(outcome) => outcome.result.tie_broken,
            Self::Schulze(outcome) => outcome.tie_broken,
            Self::Stv(outcome) => outcome.tie_broken,
        }
    }
}

/// Counts rankings by a rule. `seats` is for the single transferable vote; the others choose one option.
pub fn count_ranked(rule: RankedRule, rankings: &Rankings, seats: usize, ties: &TieRule) -> RankedOutcome {
    match rule {
        RankedRule::InstantRunoff => RankedOutcome::Runoff(instant_runoff(rankings, ties)),
        RankedRule::Borda => RankedOutcome::Positional(borda(rankings, Unranked::Nothing, ties)),
        RankedRule::Dowdall => RankedOutcome::Positional(dowdall(rankings, ties)),
        RankedRule::Schulze => RankedOutcome::Schulze(schulze(rankings.pairwise(), ties)),
        RankedRule::StvScottish => RankedOutcome::Stv(scottish_stv(rankings, seats, ties)),
        RankedRule::StvMeek => RankedOutcome::Stv(meek(rankings, seats, ties)),
    }
}
