//! The app's own types: what pages show, whatever backend it came from.
//!
//! Adapters fill them in; nothing here knows a wire. A field a backend may lack is an `Option`, a value it may
//! invent is `Other`, and a time it can only show (not compute with) is a [`When`] without an instant.

use serde::{Deserialize, Serialize};

/// Derives what every model type has. `Debug` is for tests only: its text would travel to every phone.
macro_rules! model {
    ($($(#[$meta:meta])* pub struct $name:ident $body:tt)*) => {$(
        #[derive(Clone, PartialEq)]
        #[cfg_attr(test, derive(Debug))]
        $(#[$meta])*
        pub struct $name $body
    )*};
}

/// A fieldless enum with `Other` for what this build does not know.
macro_rules! model_enum {
    ($($(#[$meta:meta])* pub enum $name:ident { $($variant:ident),+ $(,)? })*) => {$(
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
        #[cfg_attr(test, derive(Debug))]
        $(#[$meta])*
        pub enum $name { $($variant,)+ #[default] Other }
    )*};
}

mod assistance;
mod live;
mod matters;
mod moderation;
mod news;
mod notices;
mod opinions;
mod posts;
mod recount;
mod search;
pub use opinions::*;
pub use posts::*;
mod statements;
pub use assistance::*;
pub use live::*;
pub use matters::*;
pub use moderation::*;
pub use news::*;
pub use notices::*;
pub use recount::*;
pub use search::*;
pub use statements::*;

impl Results {
    /// Of a poll that has none: it was cancelled.
    pub fn none(poll_id: String) -> Self {
        Self {
            poll_id,
            state: ResultsState::Other,
            eligible: None,
            ballots: 0,
            quorum: None,
            quorum_met: None,
            questions: Vec::new(),
            board_root: None,
            counted: When::default(),
            channels: None,
            turnout: None,
        }
    }
}

/// A point in time: an instant to sort and compute with, or a text that can only be shown, or (neither) unknown.
#[derive(Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(Debug))]
pub struct When {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    #[serde(default)]
    pub at: Option<i64>,
    #[serde(default)]
    pub display: Option<String>,
}

impl When {
    pub fn at(millis: i64) -> Self {
        Self {
            at: Some(millis),
            display: None,
        }
    }

    pub fn shown(text: impl Into<String>) -> Self {
        Self {
            at: None,
            display: Some(text.into()),
        }
    }

    pub fn is_known(&self) -> bool {
        self.at.is_some() || self.display.is_some()
    }
}

/// A value that was read, and since when it has been kept if the backend could not be asked.
#[derive(Clone, PartialEq)]
#[cfg_attr(test, derive(Debug))]
pub struct Kept<T> {
    pub value: T,
    /// `None`: fresh from the backend. `Some(ms)`: the copy this phone kept at that time.
    pub as_of: Option<i64>,
}

impl<T> Kept<T> {
    pub fn fresh(value: T) -> Self {
        Self { value, as_of: None }
    }
}

/// One page of a list.
#[derive(Clone, PartialEq)]
#[cfg_attr(test, derive(Debug))]
pub struct Page<T> {
    pub items: Vec<T>,
    /// Opaque cursor of the next page; absent on the last one.
    pub next: Option<String>,
    /// How many items all pages hold together; what this page holds where the backend does not say.
    pub total: u64,
    /// Cursor of the page before, and how many items stand before this one: only of a list that was opened in its middle.
    pub previous: Option<String>,
    pub before: u64,
    /// The order it is in, where that is not the one that was asked for.
    pub order: Option<PostOrder>,
}

impl<T> Page<T> {
    /// A page of a list that is read from its beginning.
    pub fn forward(items: Vec<T>, next: Option<String>, total: u64) -> Self {
        Self {
            items,
            next,
            total,
            previous: None,
            before: 0,
            order: None,
        }
    }

    /// All there is.
    pub fn whole(items: Vec<T>) -> Self {
        let total = items.len() as u64;
        Self::forward(items, None, total)
    }
}

model! {
    pub struct Text {
        pub format: TextFormat,
        pub value: String,
        /// BCP 47 tag where it differs from the community's language.
        pub lang: Option<String>,
    }

    /// Who said it; `name` is absent for anonymous authors.
    pub struct Author {
        pub name: Option<String>,
        pub role: Role,
        pub is_me: bool,
    }

    pub struct Related {
        pub kind: RelatedKind,
        pub id: String,
        pub title: String,
    }

    /// Where imported data comes from and how it must be credited.
    pub struct Source {
        pub name: String,
        pub url: Option<String>,
        pub licence: Option<String>,
    }

    /// Who answers and what it can do. What a backend lacks is switched off, never an error.
    pub struct Service {
        pub name: String,
        /// BCP 47 tags the community writes in, the first is its own.
        pub languages: Vec<String>,
        /// IANA time zone in which times are shown.
        pub time_zone: String,
        pub help_phone: Option<String>,
        pub help_hours: Option<String>,
        pub sign_in: Vec<SignInKind>,
        pub can: Capabilities,
        /// Longest post, in characters as people see them.
        pub post_chars: u32,
        pub report_chars: u32,
        pub statement_chars: u32,
        /// A demo community says so on every page.
        pub demo: bool,
        /// The server's clock when it answered, where it is known.
        pub now: Option<i64>,
    }

    #[derive(Default)]
    pub struct Capabilities {
        pub notices: bool,
        pub notice_read_mark: bool,
        /// Own building or grid first.
        pub notice_audience: bool,
        /// "I do not understand this", by paragraph.
        pub notice_questions: bool,
        /// The same about polls and matters.
        pub paragraph_questions: bool,
        pub notice_calls: bool,
        /// One can follow notices and matters, and reads in an inbox what comes of it.
        pub inbox: bool,
        pub polls: bool,
        pub ballot_change: bool,
        pub ballot_withdraw: bool,
        /// A ballot can be looked up by its secret; without it an unclear send stays waiting until the poll is read again.
        pub ballot_lookup: bool,
        pub results: bool,
        pub board: bool,
        pub threads: bool,
        pub post_create: bool,
        pub post_edit: bool,
        pub post_withdraw: bool,
        pub post_rating: bool,
        /// The same idempotency key counts once: an unclear send may be repeated without asking.
        pub post_repeat_safe: bool,
        /// Posts can say for, against, question.
        pub post_stance: bool,
        pub post_order: bool,
        /// Posts are written in Markdown.
        pub post_markdown: bool,
        /// A thread can be searched.
        pub post_search: bool,
        /// A thread can be opened at a post; replies then come with the post they stand under, a few at a time.
        pub post_around: bool,
        /// What a post said before it was edited can be read.
        pub post_history: bool,
        pub reports: bool,
        /// What happened in a thread since a time can be asked.
        pub thread_news: bool,
        /// What moderators did can be read.
        pub moderation_log: bool,
        pub statements: bool,
        /// People can say what they think of a statement, and propose one.
        pub statement_votes: bool,
        /// What came of it can be read.
        pub matters: bool,
        /// Residents start matters of their own, with photos.
        pub requests: bool,
        /// The backend searches.
        pub search: bool,
        /// Somebody can help a resident who agrees to it.
        pub assistance: bool,
        /// Who agrees with what is published, without names.
        pub opinion_votes: bool,
        /// Open pages are told when something is another.
        pub live_events: bool,
        /// Phones can be told while Linli is closed.
        pub web_push: bool,
        /// Reading anything needs a sign-in first.
        pub reading_needs_sign_in: bool,
        /// Counting methods whose ballots are taken.
        pub methods: Vec<MethodKind>,
    }

    /// The person who is signed in.
    pub struct Me {
        pub id: String,
        pub name: String,
        pub roles: Vec<Role>,
        /// As written on the door.
        pub household: Option<String>,
        /// Somebody helps, on the helper's phone.
        pub assisted: Option<Assisted>,
        /// Votes cast with help about which nobody has said yet whether they were one's own choice.
        pub assisted_questions: u32,
    }

    pub struct CodeSent {
        pub expires: When,
        /// Before this no further code is sent.
        pub resend: When,
    }

    pub struct PollSummary {
        pub id: String,
        pub title: String,
        pub state: PollState,
        pub opens: When,
        pub closes: When,
        pub secrecy: Secrecy,
        pub unit: VotingUnit,
        /// Whether the signed-in person (or their household) has a counted ballot; absent when nobody is signed in.
        pub has_voted: Option<bool>,
        /// See [`Poll::practice`].
        pub practice: bool,
    }

    pub struct Poll {
        pub id: String,
        pub title: String,
        pub about: Text,
        /// The same in plain words.
        pub plain: Option<Text>,
        pub state: PollState,
        pub opens: When,
        pub closes: When,
        pub secrecy: Secrecy,
        pub unit: VotingUnit,
        pub questions: Vec<Question>,
        /// How many may vote, where it is known.
        pub eligible: Option<u64>,
        /// How many have; absent while hidden.
        pub voted: Option<u64>,
        pub quorum: Option<Quorum>,
        pub tie_rule: TieRule,
        pub results: ResultsVisibility,
        pub can_change: bool,
        pub can_withdraw: bool,
        pub voter: Voter,
        /// Everybody may try it, nothing is sent, and there is no result.
        pub practice: bool,
        pub related: Vec<Related>,
        pub events: Vec<PollEvent>,
        pub source: Option<Source>,
        /// What the signed-in person does not understand.
        pub not_understood: Vec<ParagraphQuestion>,
        /// What the backend itself says this person has voted, where it keeps names and ballots together.
        pub my_answers: Vec<Answer>,
    }

    pub struct Question {
        pub id: String,
        pub title: String,
        pub help: Option<String>,
        pub method: Method,
        pub options: Vec<PollOption>,
        /// Leaving this question out is a valid (blank) answer.
        pub optional: bool,
        /// Show options in an order of the voter's own, the same every time.
        pub shuffle: bool,
    }

    pub struct PollOption {
        pub id: String,
        pub label: String,
        /// What choosing it means.
        pub meaning: Option<String>,
        pub image: Option<Image>,
        /// Budget methods: what it costs, in hundredths of the currency.
        pub cost: Option<u64>,
        pub group: Option<String>,
    }

    pub struct Image {
        pub address: String,
        /// What it shows.
        pub words: String,
        /// Width and height in pixels, where they are known.
        pub size: Option<(u32, u32)>,
    }

    #[derive(Default)]
    pub struct Method {
        pub kind: MethodKind,
        pub min: Option<u32>,
        pub max: Option<u32>,
        pub total: Option<u64>,
        pub seats: Option<u32>,
        pub threshold: Option<Threshold>,
        /// Owner votes: a major matter needs three quarters instead of half.
        pub major: bool,
        /// Ranked: how rankings are counted.
        pub ranked: RankedRule,
        /// Budgets: how the money is given out.
        pub budget: BudgetRule,
        /// Budgets: how the ballot is filled in.
        pub budget_ballot: BudgetBallot,
        /// Budgets: votes that a project needs to be looked at.
        pub min_votes: Option<u64>,
        /// Budgets: ISO 4217 code.
        pub currency: Option<String>,
    }

    pub struct Threshold {
        pub numerator: u32,
        pub denominator: u32,
        pub base: ThresholdBase,
        /// Reaching the share is not enough, it must be exceeded.
        pub strict: bool,
    }

    pub struct Quorum {
        pub numerator: u32,
        pub denominator: u32,
        pub base: QuorumBase,
        /// The share in whole voters.
        pub needed: u64,
    }

    pub struct Voter {
        pub can_vote: bool,
        pub why_not: Option<WhyNot>,
        /// The person, or their household, has a counted ballot.
        pub has_voted: bool,
    }

    pub struct PollEvent {
        pub kind: PollEventKind,
        pub at: When,
        pub reason: String,
        /// An extension: the end before and the end since.
        pub old_end: Option<When>,
        pub new_end: Option<When>,
    }

    /// The ballot behind a secret.
    pub struct Ballot {
        pub ballot_id: String,
        pub answers: Vec<Answer>,
    }

    pub struct Results {
        pub poll_id: String,
        pub state: ResultsState,
        pub eligible: Option<u64>,
        /// Ballots counted, blank ones included.
        pub ballots: u64,
        pub quorum: Option<Quorum>,
        pub quorum_met: Option<bool>,
        pub questions: Vec<QuestionResult>,
        /// Merkle root of the board in hex, fixed at close.
        pub board_root: Option<String>,
        pub counted: When,
        /// How the ballots came; absent when all came by phone.
        pub channels: Option<Channels>,
        /// Turnout by building; empty when it would tell of single households.
        pub turnout: Option<Vec<TurnoutGroup>>,
    }

    pub struct Channels {
        pub phone: u64,
        pub paper: u64,
        /// For each question, by its id: the part of each row's count that came on paper. Empty where it would tell of
        /// single ballots.
        pub on_paper: Vec<(String, Vec<u64>)>,
    }

    pub struct TurnoutGroup {
        /// Absent: all buildings that are not named.
        pub building: Option<String>,
        pub eligible: u64,
        pub voted: u64,
    }

    pub struct QuestionResult {
        pub question_id: String,
        pub blank: u64,
        /// Ballots that break the rules of the question.
        pub invalid: u64,
        /// In the order of the poll.
        pub rows: Vec<ResultRow>,
        pub outcome: Outcome,
        /// How the outcome came about.
        pub explanation: Option<Explanation>,
    }

    pub struct ResultRow {
        pub option_id: String,
        /// Votes, or points for methods that give points.
        pub count: u64,
        /// Share of the base in thousandths.
        pub permille: u32,
    }

    pub struct Outcome {
        pub kind: OutcomeKind,
        /// Chosen options, in the order in which they were chosen.
        pub option_ids: Vec<String>,
        pub base: ShareBase,
        pub base_count: u64,
        /// The tie rule had to decide.
        pub tie_broken: bool,
        pub tied: Vec<String>,
        pub shares_exact: bool,
    }

    pub struct ThreadSummary {
        pub id: String,
        pub title: String,
        pub kind: ThreadKind,
        pub state: ThreadState,
        pub posts: u64,
        pub official_answers: u64,
        pub last_post: Option<When>,
        pub stage: Option<StageKind>,
    }

    pub struct Thread {
        pub id: String,
        pub title: String,
        pub kind: ThreadKind,
        pub state: ThreadState,
        pub body: Text,
        pub author: Author,
        pub created: When,
        pub closes: Option<When>,
        pub posts: u64,
        /// How many levels of replies are taken.
        pub reply_levels: u32,
        pub can_post: bool,
        pub why_not: Option<WhyNotPost>,
        /// The moderator's summary.
        pub summary: Option<Text>,
        /// When it was written or last changed.
        pub summary_at: Option<When>,
        pub related: Vec<Related>,
        pub stage: Option<StageKind>,
        pub stages: Vec<Stage>,
        pub source: Option<Source>,
    }

    pub struct Post {
        pub id: String,
        pub thread_id: String,
        pub parent_id: Option<String>,
        /// The post of its own that this reply stands under, however deep, where the backend says so.
        pub root_id: Option<String>,
        /// How many posts stand above it: 0 for a post of its own, at least 1 for a reply.
        pub depth: u32,
        /// Who wrote the post that this one answers, where the backend says so.
        pub answers: Option<Author>,
        pub author: Author,
        /// Empty when the post is withdrawn or hidden.
        pub body: Text,
        pub stance: Stance,
        pub state: PostState,
        /// Why a moderator hid or refused it.
        pub state_reason: Option<String>,
        pub created: When,
        pub edited: Option<When>,
        pub official: bool,
        pub agrees: u64,
        pub i_agree: bool,
        pub replies: u64,
        /// The author's objection against hiding or refusing it; only they see it.
        pub objection: Option<Objection>,
        pub can: PostPermissions,
    }

    #[derive(Default)]
    pub struct PostPermissions {
        pub reply: bool,
        pub edit: bool,
        pub withdraw: bool,
        pub rate: bool,
        pub report: bool,
        /// Object against hiding or refusing it.
        pub object: bool,
    }

    pub struct NewPost {
        pub body: String,
        pub stance: Stance,
        pub parent_id: Option<String>,
    }

    pub struct RatingState {
        pub agrees: u64,
        pub i_agree: bool,
    }

    /// A ballot on its way to the backend.
    pub struct Submission {
        /// 32 hex digits, made on this phone; it never leaves it unless a counted ballot is to be changed.
        pub secret: String,
        /// SHA-256 of the secret's 16 bytes, 64 hex digits.
        pub ballot_id: String,
        pub answers: Vec<Answer>,
        /// A ballot with this id is or may be counted already with other answers.
        pub change: bool,
    }
}

/// The answer to one question; the question's method says which field counts.
#[derive(Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(Debug))]
pub struct Answer {
    pub question: String,
    #[serde(default)]
    pub options: Vec<String>,
    #[serde(default)]
    pub points: Vec<u32>,
    #[serde(default)]
    pub text: Option<String>,
}

impl Answer {
    /// Says nothing: counts as leaving the question out.
    pub fn is_blank(&self) -> bool {
        self.options.is_empty() && self.text.as_deref().is_none_or(|text| text.trim().is_empty())
    }
}

/// Says that a ballot is counted.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(Debug))]
pub struct Receipt {
    pub ballot_id: String,
    /// Short form of the ballot id for reading aloud: two groups of four.
    pub number: String,
    /// By the server's clock. Unknown when the answer was lost and the ballot was found again by its secret.
    pub counted: When,
    pub can_change: bool,
    pub can_withdraw: bool,
    pub changes_until: When,
    /// Name of the helper of an assisted session.
    #[serde(default)]
    pub helper: Option<String>,
}

/// How somebody signs in.
#[derive(Clone, PartialEq)]
#[cfg_attr(test, derive(Debug))]
pub enum SignIn {
    Phone {
        phone: String,
        code: String,
        shared_phone: bool,
    },
    Letter {
        code: String,
        shared_phone: bool,
    },
    /// Backends with accounts of their own.
    Password {
        name: String,
        password: String,
        shared_phone: bool,
    },
}

impl SignIn {
    pub fn shared_phone(&self) -> bool {
        match self {
            Self::Phone { shared_phone, .. }
            | Self::Letter { shared_phone, .. }
            | Self::Password { shared_phone, .. } => *shared_phone,
        }
    }
}

impl NoticeCategory {
    /// The name in addresses and queries.
    pub fn name(self) -> &'static str {
        match self {
            Self::Government => "government",
            Self::Safety => "safety",
            Self::Utilities => "utilities",
            Self::Events => "events",
            Self::Policy => "policy",
            Self::Finance => "finance",
            Self::Community => "community",
            Self::Other => "other",
        }
    }
}

impl Stance {
    /// The name under which a draft keeps it.
    pub fn name(self) -> &'static str {
        match self {
            Self::For => "for",
            Self::Against => "against",
            Self::Question => "question",
            Self::Neutral | Self::Other => "neutral",
        }
    }
}

impl PostOrder {
    /// The name in addresses and queries.
    pub fn name(self) -> &'static str {
        match self {
            Self::Newest => "newest",
            Self::MostAgreed => "most_agreed",
            Self::AgreedAcross => "agreed_across",
            Self::Oldest | Self::Other => "oldest",
        }
    }
}

/// What became of a post that was sent.
#[derive(Clone, PartialEq)]
#[cfg_attr(test, derive(Debug))]
pub enum PostSent {
    Shown(Post),
    /// Waits for a moderator.
    Pending(Post),
}

model_enum! {
    pub enum TextFormat { Plain, Markdown }
    pub enum Role { Resident, Committee, Property, GridWorker, Moderator }
    pub enum RelatedKind { Notice, Poll, Thread, Matter }
    pub enum SignInKind { PhoneCode, HouseholdLetter, Password }
    pub enum NoticeCategory { Government, Safety, Utilities, Events, Policy, Finance, Community }
    pub enum Urgency { Normal, Important, Urgent }
    pub enum PollState { Upcoming, Open, Closed, Cancelled }
    pub enum Secrecy { Anonymous, Named }
    pub enum VotingUnit { Person, Household }
    pub enum ResultsVisibility { Always, AfterVote, AfterClose }
    pub enum TieRule { EarlierListed, Lot, NoneDecides }
    pub enum ThresholdBase { Voting, Eligible }
    pub enum QuorumBase { Eligible, RecentlyActive }
    pub enum WhyNot {
        NotSignedIn, NotEligible, HouseholdHasVoted, VotedOnPaper, NotOpenYet, Closed, Cancelled, MethodUnavailable,
        HelperLimit,
    }
    pub enum PollEventKind { Extended, Cancelled, ClosedEarly, LateBatch }
    pub enum MethodKind { Single, Approval, YesNoAbstain, Score, Dots, Ranked, Budget, Owners, Text }
    pub enum RankedRule { InstantRunoff, Borda, Dowdall, Schulze, StvScottish, StvMeek }
    pub enum BudgetRule {
        Greedy, GreedyNoSkip, GreedyValue, GreedyThreshold, EqualShares, EqualSharesAdd1, EqualSharesAdd1Greedy,
        EqualSharesComparison, Phragmen,
    }
    pub enum BudgetBallot { Approval, Points, Ranking }
    pub enum ResultsState { Provisional, Final }
    pub enum OutcomeKind { Chosen, Passed, NotPassed, Tied, QuorumMissed, NothingChosen, NotCounted }
    pub enum ShareBase { Answers, Ballots, Eligible, Points }
    pub enum ThreadKind { Discussion, Statements }
    pub enum ThreadState { Open, Closed }
    pub enum Stance { For, Against, Neutral, Question }
    pub enum PostState { Visible, Pending, Withdrawn, Hidden, Refused }
    pub enum WhyNotPost { NotSignedIn, Closed, NotAllowed, ReadOnly }
    pub enum StageKind { Collecting, Discussing, Voting, Publishing, CarryingOut }
    pub enum ReportReason { Insult, PrivateData, False, Advertising, Danger, OffTopic }
    pub enum PostOrder { Oldest, Newest, MostAgreed, AgreedAcross }
}
