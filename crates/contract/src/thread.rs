//! Deliberation threads and posts.

use crate::{Author, Related, Source, StageKind, Text, Timestamp, wire, wire_enum};

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
        /// How many levels of replies are taken.
        pub reply_levels: u32,
        pub can_post: bool,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub why_not: Option<WhyNotPost>,
        /// The moderator's summary.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub summary: Option<Text>,
        #[serde(default)]
        pub related: Vec<Related>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub stage: Option<StageKind>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub source: Option<Source>,
    }

    pub struct Post {
        pub id: String,
        pub thread_id: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub parent_id: Option<String>,
        pub author: Author,
        /// Empty when the post is withdrawn or hidden.
        pub body: Text,
        pub stance: Stance,
        pub state: PostState,
        /// Why a moderator hid it.
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
        pub replies: u64,
        pub can: PostPermissions,
    }

    #[derive(Default)]
    #[serde(default)]
    pub struct PostPermissions {
        pub reply: bool,
        pub edit: bool,
        pub withdraw: bool,
        pub rate: bool,
        pub report: bool,
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
    }

    /// `PUT /v1/posts/{id}/rating`.
    pub struct Rating {
        pub agree: bool,
    }

    pub struct RatingState {
        pub agrees: u64,
        pub i_agree: bool,
    }

    /// `POST /v1/reports`.
    pub struct NewReport {
        pub post_id: String,
        pub reason: ReportReason,
        #[serde(default)]
        pub comment: String,
    }

    pub struct Report {
        pub id: String,
        pub post_id: String,
        pub reason: ReportReason,
        pub state: ReportState,
        pub created_at: Timestamp,
    }
}

wire_enum! {
    /// Discussion: posts with replies. Statements: one at a time, agree, disagree or pass, no replies to persons.
    pub enum ThreadKind { Discussion, Statements }
    pub enum ThreadState { Open, Closed }
    /// A post need not take a side: `neutral`.
    pub enum Stance { For, Against, Neutral, Question }
    pub enum PostState { Visible, Pending, Withdrawn, Hidden }
    pub enum WhyNotPost { NotSignedIn, Closed, NotAllowed, ReadOnly }
    pub enum ReportReason { Insult, PrivateData, False, Advertising, Danger, OffTopic }
    pub enum ReportState { Received, Upheld, Refused }
}
