//! A matter moves through stages; notices, polls and threads hang on it.

use crate::{Related, Text, Timestamp, wire, wire_enum};

wire! {
    pub struct Matter {
        pub id: String,
        pub title: String,
        pub about: Text,
        pub stages: Vec<Stage>,
        pub related: Vec<Related>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub outcome: Option<MatterOutcome>,
        /// Mean is never given below five ratings.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub satisfaction: Option<Satisfaction>,
    }

    pub struct Stage {
        pub kind: StageKind,
        pub state: StageState,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub from: Option<Timestamp>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub until: Option<Timestamp>,
    }

    pub struct MatterOutcome {
        pub text: Text,
        /// Who carries it out.
        pub responsible: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub due: Option<Timestamp>,
        pub progress: Vec<ProgressEntry>,
    }

    pub struct ProgressEntry {
        pub at: Timestamp,
        pub text: String,
    }

    pub struct Satisfaction {
        pub ratings: u32,
        /// How many gave 1, 2, 3, 4, 5.
        pub counts: [u32; 5],
    }
}

wire_enum! {
    pub enum StageKind { Collecting, Discussing, Voting, Publishing, CarryingOut }
    pub enum StageState { Ahead, Now, Done, Skipped }
}
