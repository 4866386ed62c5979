//! Deliberation threads and posts.

use crate::{Author, Related, Source, Stage, StageKind, Text, Timestamp, wire, wire_enum};

wire! {
    pub struct ThreadSummary {
        pub id: String,
        pub title: String,
        pub kind: ThreadKind,
        pub state: ThreadState,
        /// Posts, or statements where the thread is of that kind.
        pub posts: u64,
        /// Official answers among them.
        pub official_answers: u64,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub last_post_at: Option<Timestamp>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub stage: Option<StageKind>,
    }

    pub struct Thread {
        pub id: String,
        pub title: String,
        pub kind: ThreadKind,
        pub state: ThreadState,
        pub body: Text,
        pub author: Author,
        pub created_at: Timestamp,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub closes_at: Option<Timestamp>,
        pub posts: u64,
        /// How many levels of replies are taken, from 0 (none).
        pub reply_levels: u32,
        /// Write here; among statements: say something about them, and propose one.
        pub can_post: bool,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub why_not: Option<WhyNotPost>,
        /// The moderator's summary.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub summary: Option<Text>,
        /// When the summary was written or last changed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub summary_at: Option<Timestamp>,
        #[serde(default)]
        pub related: Vec<Related>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub stage: Option<StageKind>,
        /// The way of the matter this thread belongs to, with dates and what belongs to each stage.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub stages: Vec<Stage>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub source: Option<Source>,
    }

    pub struct Post {
        pub id: String,
        pub thread_id: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub parent_id: Option<String>,
        /// The post of its own that this reply stands under, however deep; absent on a post of its own.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub root_id: Option<String>,
        /// How many posts stand above it: 0 for a post of its own.
        #[serde(default)]
        pub depth: u32,
        /// Who wrote the post that this one answers.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub answers: Option<Author>,
        pub author: Author,
        /// Empty when the post is withdrawn; when it is hidden, to everybody but its author.
        pub body: Text,
        pub stance: Stance,
        pub state: PostState,
        /// Why a moderator hid or refused it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub state_reason: Option<String>,
        pub created_at: Timestamp,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub edited_at: Option<Timestamp>,
        /// An official answer.
        pub official: bool,
        pub agrees: u64,
        /// The signed-in person agrees.
        pub i_agree: bool,
        /// Of a post of its own: all replies under it, however deep. Of a reply: those that answer it.
        pub replies: u64,
        /// What became of the author's objection against hiding or refusing; only its author sees it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub objection: Option<Objection>,
        pub can: PostPermissions,
    }

    /// What a post said before it was edited, the newest first. `GET /v1/posts/{id}/history`.
    pub struct PostHistory {
        pub versions: Vec<PostVersion>,
    }

    pub struct PostVersion {
        pub body: Text,
        /// The side it took then; absent where that was not kept.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub stance: Option<Stance>,
        /// When these words were written.
        pub written_at: Timestamp,
    }

    /// `GET /v1/threads/{id}/news?since=…`: what happened since then, for somebody who comes back. What they
    /// wrote themselves is no news to them and not among it.
    pub struct ThreadNews {
        /// Posts since then, official answers among them.
        pub posts: u64,
        /// Official answers since then, the newest first, at most two.
        pub official: Vec<Post>,
        /// Of the posts since then the one with the most agreement of each stance: for, against, question, neutral. A post nobody
        /// agrees with is not among them, nor is an official answer.
        pub most_agreed: Vec<Post>,
        /// Polls that ended and stages that began since then, the newest first, at most three.
        pub decisions: Vec<Decision>,
    }

    pub struct Decision {
        pub kind: DecisionKind,
        pub at: Timestamp,
        /// The poll that ended.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub poll: Option<Related>,
        /// The stage that began.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub stage: Option<StageKind>,
    }

    #[derive(Default)]
    #[serde(default)]
    pub struct PostPermissions {
        pub reply: bool,
        pub edit: bool,
        pub withdraw: bool,
        pub rate: bool,
        pub report: bool,
        /// Object against hiding or refusing it.
        pub object: bool,
    }

    /// `POST /v1/threads/{id}/posts`, with an `Idempotency-Key`. 201 when it is shown, 202 when it waits for a moderator.
    pub struct NewPost {
        pub body: String,
        #[serde(default)]
        pub stance: Stance,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub parent_id: Option<String>,
    }

    /// `PATCH /v1/posts/{id}`.
    pub struct PostEdit {
        pub body: String,
        /// Absent: the post keeps the side it takes.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub stance: Option<Stance>,
    }

    /// `PUT /v1/posts/{id}/rating`.
    pub struct Rating {
        pub agree: bool,
    }

    pub struct RatingState {
        pub agrees: u64,
        pub i_agree: bool,
    }

    /// `POST /v1/reports`: of a post or of a statement, one of the two.
    pub struct NewReport {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub post_id: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub statement_id: Option<String>,
        pub reason: ReportReason,
        #[serde(default)]
        pub comment: String,
    }

    pub struct Report {
        pub id: String,
        /// The post it is about, or the statement.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub post_id: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub statement_id: Option<String>,
        pub thread_id: String,
        pub thread_title: String,
        pub reason: ReportReason,
        pub state: ReportState,
        pub created_at: Timestamp,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub decided_at: Option<Timestamp>,
        /// What the moderator says to whoever reported.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub answer: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub objection: Option<Objection>,
        /// A report that was refused can be objected against, once.
        #[serde(default)]
        pub can_object: bool,
    }

    /// `POST /v1/posts/{id}/objection` and `POST /v1/reports/{id}/objection`: somebody else than who decided looks again.
    pub struct NewObjection {
        pub text: String,
    }

    pub struct Objection {
        pub state: ObjectionState,
        pub created_at: Timestamp,
        /// What the moderator answers.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub answer: Option<String>,
    }

    /// A line of the open log: what moderators did and why. No names, no words of residents.
    pub struct ModerationEntry {
        pub id: String,
        pub at: Timestamp,
        pub action: ModerationAction,
        /// In the moderator's words.
        pub reason: String,
        pub thread_id: String,
        pub thread_title: String,
    }
}

wire_enum! {
    /// Discussion: posts with replies. Statements: one at a time, agree, disagree or pass, no replies to persons.
    pub enum ThreadKind { Discussion, Statements }
    pub enum ThreadState { Open, Closed }
    /// Order of posts of their own; replies stand under theirs, the oldest first. `agreed_across`: what every opinion group agrees
    /// with first.
    pub enum PostOrder { Oldest, Newest, MostAgreed, AgreedAcross }
    /// A post need not take a side: `neutral`.
    pub enum Stance { For, Against, Neutral, Question }
    /// Refused: it waited for a moderator, who did not let it through; only its author sees it.
    pub enum PostState { Visible, Pending, Withdrawn, Hidden, Refused }
    pub enum WhyNotPost { NotSignedIn, Closed, NotAllowed, ReadOnly }
    pub enum ReportReason { Insult, PrivateData, False, Advertising, Danger, OffTopic }
    pub enum ReportState { Received, Upheld, Refused }
    /// Granted: what was decided is taken back.
    pub enum ObjectionState { Received, Granted, Refused }
    pub enum ModerationAction { Published, Refused, Hidden, Restored, ReportRefused, ObjectionRefused }
    pub enum DecisionKind { PollEnded, StageBegan }
}
