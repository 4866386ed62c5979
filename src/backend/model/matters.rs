//! A matter: its stages, what was decided, and what came of it.

use super::{ParagraphQuestion, Related, StageKind, Text, When};
use serde::{Deserialize, Serialize};

model! {
    pub struct MatterSummary {
        pub id: String,
        pub title: String,
        pub state: MatterState,
        pub stage: Option<StageKind>,
        /// When it has to be carried out.
        pub due: Option<When>,
        pub updated: When,
    }

    pub struct Matter {
        pub id: String,
        pub title: String,
        pub about: Text,
        pub state: MatterState,
        pub stages: Vec<Stage>,
        pub related: Vec<Related>,
        pub outcome: Option<MatterOutcome>,
        pub updated: When,
        pub satisfaction: Option<Satisfaction>,
        pub can_rate: bool,
        pub my_rating: Option<MatterRating>,
        /// For a matter that a resident started.
        pub request: Option<Request>,
        /// What the signed-in person does not understand.
        pub not_understood: Vec<ParagraphQuestion>,
    }

    pub struct Request {
        pub kind: RequestKind,
        pub category: RequestCategory,
        /// Where it is, in the writer's words.
        pub place: String,
        pub photos: Vec<Photo>,
        /// The signed-in person started it.
        pub is_mine: bool,
        /// For its author and for staff only.
        pub contact: Option<ContactWish>,
        pub received: When,
        pub answer_due: When,
        pub answered: Option<When>,
        /// Why it was declined.
        pub reason: Option<String>,
        /// Everybody can see it.
        pub published: bool,
    }

    pub struct Photo {
        pub address: String,
        pub width: u32,
        pub height: u32,
        /// What it shows; empty where nobody has said it.
        pub alt: String,
    }

    /// What a resident writes. The phone keeps it in this form until it has arrived.
    #[derive(Default, Serialize, Deserialize)]
    pub struct NewRequest {
        pub kind: RequestKind,
        pub category: RequestCategory,
        pub body: String,
        pub place: String,
        pub contact: ContactWish,
    }

    pub struct Stage {
        pub kind: StageKind,
        pub state: StageState,
        pub from: Option<When>,
        pub until: Option<When>,
        /// What happens in it.
        pub about: Option<Text>,
        /// The same in plain words.
        pub plain: Option<Text>,
        /// The polls, notices and threads that belong to it.
        pub related: Vec<Related>,
    }

    pub struct MatterOutcome {
        pub text: Text,
        /// Who carries it out.
        pub responsible: String,
        pub due: Option<When>,
        pub done: Option<When>,
        /// When, and what was done; the newest last.
        pub progress: Vec<(When, String)>,
    }

    pub struct Satisfaction {
        pub ratings: u32,
        /// How many gave 1, 2, 3, 4, 5; absent while so few have rated that somebody could be found out.
        pub counts: Option<[u32; 5]>,
    }

    pub struct MatterRating {
        /// From 1 to 5.
        pub stars: u32,
        pub comment: String,
    }
}

model_enum! {
    pub enum StageState { Ahead, Now, Done, Skipped }
    /// `Unanswered`: the day has passed by which a request should have been answered.
    pub enum MatterState { Open, CarryingOut, Overdue, CarriedOut, Received, Unanswered, Declined }
    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    pub enum RequestKind { Proposal, Request }
    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    pub enum RequestCategory { Repairs, Cleaning, Safety, Parking, Noise, Greenery, Service, SomethingElse }
    /// How staff may come back to the writer.
    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "snake_case")]
    pub enum ContactWish { Call, Message, NoNeed }
}
