//! `GET /v1/polls/{id}/results`.

use crate::{Explanation, Quorum, Timestamp, wire, wire_enum};

wire! {
    pub struct Results {
        pub poll_id: String,
        pub state: ResultsState,
        pub eligible: u64,
        /// Ballots counted, blank ones included.
        pub ballots: u64,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub quorum: Option<Quorum>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub quorum_met: Option<bool>,
        pub questions: Vec<QuestionResult>,
        /// Merkle root of the board in hex, fixed at close.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub board_root: Option<String>,
        /// When these numbers were counted.
        pub counted_at: Timestamp,
        /// How the ballots came; absent when all came by phone.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub channels: Option<Channels>,
        /// Turnout by building, where the poll is to show it and has ended. Empty when no building can be named without
        /// telling of fewer than five.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub turnout: Option<Vec<TurnoutGroup>>,
    }

    /// Ballots by phone and on paper, which together are all of them.
    pub struct Channels {
        pub phone: u64,
        pub paper: u64,
        /// What the paper ballots said. Empty while the poll is open, and when one of the channels has fewer than five
        /// ballots: somebody's vote could be guessed.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub questions: Vec<PaperCounts>,
    }

    pub struct PaperCounts {
        pub question_id: String,
        /// The part of each row's `count` that came on paper, in the order of the rows.
        pub counts: Vec<u64>,
    }

    pub struct TurnoutGroup {
        /// Absent: all buildings that are not named.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub building: Option<String>,
        pub eligible: u64,
        pub voted: u64,
    }

    pub struct QuestionResult {
        pub question_id: String,
        pub blank: u64,
        /// In the order of the poll.
        pub rows: Vec<ResultRow>,
        pub outcome: Outcome,
        /// Ballots that break the rules of the question; they count for turnout and nothing else.
        #[serde(default)]
        pub invalid: u64,
        /// How the outcome came about.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub explanation: Option<Explanation>,
    }

    pub struct ResultRow {
        pub option_id: String,
        /// Votes; points for score and dots; first preferences for rankings.
        pub count: u64,
        /// Share of `base` in thousandths. Rows of a single choice add up to 1000 and equal counts have equal shares
        /// unless that is impossible; then the shares do not add up and `shares_exact` is false.
        pub permille: u32,
    }

    pub struct Outcome {
        pub kind: OutcomeKind,
        /// Chosen options, in the order in which they were chosen.
        pub option_ids: Vec<String>,
        /// What the shares are of.
        pub base: ShareBase,
        pub base_count: u64,
        /// The tie rule had to decide.
        pub tie_broken: bool,
        /// Options that tie where nothing decides.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub tied: Vec<String>,
        pub shares_exact: bool,
    }
}

wire_enum! {
    /// Provisional: the poll is open.
    pub enum ResultsState { Provisional, Final }
    pub enum OutcomeKind { Chosen, Passed, NotPassed, Tied, QuorumMissed, NothingChosen, NotCounted }
    pub enum ShareBase { Answers, Ballots, Eligible, Points }
}
