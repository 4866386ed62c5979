//! Polls, ballots and receipts.

use crate::{Image, ParagraphQuestion, Related, Source, Text, Timestamp, wire, wire_enum};

wire! {
    /// A poll as lists show it.
    pub struct PollSummary {
        pub id: String,
        pub title: String,
        pub state: PollState,
        pub opens_at: Timestamp,
        pub closes_at: Timestamp,
        pub secrecy: Secrecy,
        pub unit: VotingUnit,
        /// Whether the signed-in person (or their household) has a counted ballot; absent when nobody is signed in.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub has_voted: Option<bool>,
        /// See [`Poll::practice`].
        #[serde(default)]
        pub practice: bool,
    }

    /// A poll whole. Everything that decides the result is fixed before the first ballot.
    pub struct Poll {
        pub id: String,
        pub title: String,
        pub about: Text,
        /// The same in plain words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub plain: Option<Text>,
        pub state: PollState,
        pub opens_at: Timestamp,
        /// A ballot that the server received before this instant counts, by the server's clock.
        pub closes_at: Timestamp,
        pub secrecy: Secrecy,
        pub unit: VotingUnit,
        pub questions: Vec<Question>,
        /// How many units may vote.
        pub eligible: u64,
        /// How many have; absent while hidden.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub voted: Option<u64>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub quorum: Option<Quorum>,
        pub tie_rule: TieRule,
        pub results: ResultsVisibility,
        pub can_change: bool,
        pub can_withdraw: bool,
        /// About the person who asks.
        pub voter: Voter,
        /// Everybody may try it, also without an account. Its ballots stay on the phone: the server takes none, and there are
        /// neither results nor a board.
        pub practice: bool,
        #[serde(default)]
        pub related: Vec<Related>,
        #[serde(default)]
        pub events: Vec<PollEvent>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub source: Option<Source>,
        /// The paragraphs of `about` and `plain` that the signed-in person does not understand.
        #[serde(default)]
        pub not_understood: Vec<ParagraphQuestion>,
    }

    pub struct Question {
        pub id: String,
        pub title: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub help: Option<String>,
        pub method: Method,
        pub options: Vec<PollOption>,
        /// Leaving this question out is a valid (blank) answer.
        pub optional: bool,
        /// Show options in an order of the voter's own, the same every time.
        #[serde(default)]
        pub shuffle: bool,
    }

    pub struct PollOption {
        pub id: String,
        pub label: String,
        /// What choosing it means.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub meaning: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub image: Option<Image>,
        /// Budget methods: what it costs, in hundredths of the currency.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub cost: Option<u64>,
        /// Budget methods: at most one option of a group is taken.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub group: Option<String>,
    }

    /// A counting method with its parameters. Which fields a kind uses is written at [`MethodKind`].
    #[derive(Default)]
    pub struct Method {
        pub kind: MethodKind,
        /// Fewest options, points or ranks.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub min: Option<u32>,
        /// Most options, or the highest score.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub max: Option<u32>,
        /// Dots to share out, or money to spend, in hundredths of the currency.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub total: Option<u64>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub seats: Option<u32>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub threshold: Option<Threshold>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub ranked: Option<RankedRule>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub budget: Option<BudgetRule>,
        /// Budgets: ISO 4217 code of the currency.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub currency: Option<String>,
        /// Greedy budget rules: fewest votes with which a project can get money.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub min_votes: Option<u64>,
        /// How budget ballots are filled in; approval when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub budget_ballot: Option<BudgetBallot>,
        /// Owner votes: a major matter needs three quarters instead of half.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub major: Option<bool>,
    }

    /// A share as a fraction, and of what.
    pub struct Threshold {
        pub numerator: u32,
        pub denominator: u32,
        pub base: ThresholdBase,
        /// Reaching the share is not enough, it must be exceeded.
        pub strict: bool,
    }

    /// The share of the base that must take part; rounded up to whole voters.
    pub struct Quorum {
        pub numerator: u32,
        pub denominator: u32,
        pub base: QuorumBase,
        /// The share in whole voters.
        pub needed: u64,
    }

    /// What the poll is to the person who asks.
    pub struct Voter {
        pub can_vote: bool,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub why_not: Option<WhyNot>,
        /// The person, or their household, has a counted ballot.
        pub has_voted: bool,
    }

    pub struct PollEvent {
        pub kind: PollEventKind,
        pub at: Timestamp,
        pub reason: String,
        /// An extension: the end that held until then.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub old_end: Option<Timestamp>,
        /// An extension: the end that holds since.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub new_end: Option<Timestamp>,
    }

    /// `PUT /v1/polls/{id}/ballot`. For an anonymous poll the app makes a random 128-bit secret before the first send;
    /// `ballot_id` is the SHA-256 of its 16 bytes in lower-case hex. The secret itself is sent only to change a ballot.
    pub struct BallotSubmission {
        pub ballot_id: String,
        /// 32 hex digits; needed when a ballot with this id is already counted and the answers differ.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub secret: Option<String>,
        pub answers: Vec<Answer>,
        /// The assisted session in which it is cast, as in the header.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub assisted_session: Option<String>,
    }

    /// The answer to one question; the method of the question says which field counts.
    pub struct Answer {
        pub question: String,
        /// single, approval, yes_no_abstain, owners, budget by approval: the chosen option ids. ranked, budget by ranking: best first.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub options: Vec<String>,
        /// score, dots, budget by points: the same length as `options`.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub points: Vec<u32>,
        /// text
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub text: Option<String>,
    }

    /// `POST /v1/polls/{id}/ballot/withdrawal` and `…/lookup`: what the holder of the secret may ask for.
    pub struct BallotSecret {
        pub secret: String,
    }

    /// The ballot behind a secret.
    pub struct Ballot {
        pub ballot_id: String,
        pub answers: Vec<Answer>,
    }

    /// Says that a ballot is counted. Proves that the server has it; says nothing of who cast it.
    pub struct Receipt {
        pub poll_id: String,
        pub ballot_id: String,
        /// Short form of the ballot id for reading aloud and comparing: two groups of four.
        pub number: String,
        pub counted_at: Timestamp,
        pub can_change: bool,
        pub can_withdraw: bool,
        /// Until when.
        pub changes_until: Timestamp,
        /// Name of the helper of an assisted session.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub helper: Option<String>,
    }
}

wire_enum! {
    pub enum PollState { Upcoming, Open, Closed, Cancelled }
    /// Anonymous: who voted and what was voted are kept apart. Named: the ballot carries the voter (owner votes).
    pub enum Secrecy { Anonymous, Named }
    pub enum VotingUnit { Person, Household }
    pub enum ResultsVisibility { Always, AfterVote, AfterClose }
    /// Fixed before the first ballot.
    pub enum TieRule { EarlierListed, Lot, NoneDecides }
    pub enum ThresholdBase { Voting, Eligible }
    pub enum QuorumBase { Eligible, RecentlyActive }
    pub enum WhyNot {
        NotSignedIn,
        NotEligible,
        HouseholdHasVoted,
        /// The person, or their household, handed in paper; that ballot counts and a phone cannot change it.
        VotedOnPaper,
        NotOpenYet,
        Closed,
        Cancelled,
        MethodUnavailable,
        /// In an assisted session: the helper has helped as many residents in this poll as one may.
        HelperLimit,
    }
    pub enum PollEventKind { Extended, Cancelled, ClosedEarly, LateBatch }
    /// How ballots of a question are filled in and counted.
    pub enum MethodKind {
        /// One option.
        Single,
        /// `min` to `max` options.
        Approval,
        /// Options are yes, no, abstain in this order; `threshold` decides.
        YesNoAbstain,
        /// 0 to `max` for each option.
        Score,
        /// `total` dots over the options, at most `max` on one.
        Dots,
        /// Best first, at least `min` ranks; `ranked` names the rule, `seats` how many are elected.
        Ranked,
        /// `total` money; `budget` names the rule.
        Budget,
        /// Civil Code art. 278: two thirds of heads and floor area take part, then more than half (`major`: three quarters) agree.
        Owners,
        /// Free text, not counted.
        Text,
    }
    pub enum RankedRule { InstantRunoff, Borda, Dowdall, Schulze, StvScottish, StvMeek }
    pub enum BudgetRule {
        /// By votes, passing over what does not fit.
        Greedy,
        /// By votes, ending at the first that does not fit.
        GreedyNoSkip,
        /// By votes for each unit of money.
        GreedyValue,
        /// `greedy` among projects with `min_votes`.
        GreedyThreshold,
        /// Method of Equal Shares; what is left stays.
        EqualShares,
        /// Shares are raised by one unit of the currency until the next raise would spend too much.
        EqualSharesAdd1,
        /// After that, what is left goes by votes.
        EqualSharesAdd1Greedy,
        /// `equal_shares_add1`, unless more voters prefer the outcome of `greedy` (Wieliczka 2023).
        EqualSharesComparison,
        /// Phragmén's sequential rule.
        Phragmen,
    }
    pub enum BudgetBallot { Approval, Points, Ranking }
}
