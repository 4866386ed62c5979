//! A matter moves through stages; notices, polls and threads hang on it, and at its end stands what came of it.

use crate::{ParagraphQuestion, Related, Request, Text, Timestamp, wire, wire_enum};

wire! {
    pub struct MatterSummary {
        pub id: String,
        pub title: String,
        pub state: MatterState,
        /// The stage it is in.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub stage: Option<StageKind>,
        /// When it has to be carried out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub due: Option<Timestamp>,
        pub updated_at: Timestamp,
    }

    pub struct Matter {
        pub id: String,
        pub title: String,
        pub about: Text,
        pub state: MatterState,
        /// In the order in which they come.
        pub stages: Vec<Stage>,
        pub related: Vec<Related>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub outcome: Option<MatterOutcome>,
        pub updated_at: Timestamp,
        /// Absent until something is carried out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub satisfaction: Option<Satisfaction>,
        /// Whether the signed-in person may say how content they are: once it is carried out. They may change it.
        pub can_rate: bool,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub my_rating: Option<MatterRating>,
        /// For a matter that a resident started.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub request: Option<Request>,
        /// The paragraphs of its texts, and of its stages', that the signed-in person does not understand.
        #[serde(default)]
        pub not_understood: Vec<ParagraphQuestion>,
    }

    pub struct Stage {
        pub kind: StageKind,
        pub state: StageState,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub from: Option<Timestamp>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub until: Option<Timestamp>,
        /// What happens in it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub about: Option<Text>,
        /// The same in plain words; only beside `about`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub plain: Option<Text>,
        /// Polls, notices and threads that belong to this stage.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub related: Vec<Related>,
    }

    pub struct MatterOutcome {
        pub text: Text,
        /// Who carries it out.
        pub responsible: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub due: Option<Timestamp>,
        /// When it was carried out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub done_at: Option<Timestamp>,
        /// The newest last.
        pub progress: Vec<ProgressEntry>,
    }

    pub struct ProgressEntry {
        pub at: Timestamp,
        pub text: String,
    }

    pub struct Satisfaction {
        pub ratings: u32,
        /// How many gave 1, 2, 3, 4, 5. Absent below five ratings, so that nobody is found out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub counts: Option<[u32; 5]>,
    }

    /// `PUT /v1/matters/{id}/rating`.
    pub struct MatterRating {
        /// From 1, not at all content, to 5, very content.
        pub stars: u32,
        /// For staff; it is not published.
        #[serde(default)]
        pub comment: String,
    }
}

wire_enum! {
    pub enum StageKind { Collecting, Discussing, Voting, Publishing, CarryingOut }
    pub enum StageState { Ahead, Now, Done, Skipped }
    /// `overdue`: it should have been carried out by now. A resident's own matter is `received`, and `unanswered` once the day
    /// has passed by which it should have been answered; then it is accepted and goes the way of every matter, or `declined`.
    pub enum MatterState { Open, CarryingOut, Overdue, CarriedOut, Received, Unanswered, Declined }
}
