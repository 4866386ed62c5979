//! Sign-in and the person who is signed in.

use crate::{Role, Timestamp, wire, wire_enum};

wire! {
    /// `POST /v1/session/code`: asks for a one-time code. Answered 202 whether or not the number is known.
    pub struct CodeRequest {
        pub phone: String,
        /// What the code is for; without it, to sign in. For `assistance` the asker is signed in, and the code lets nobody but them
        /// begin an assisted session: it signs nobody in.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub purpose: Option<CodePurpose>,
    }

    pub struct CodeSent {
        /// Until when the code can be used.
        pub expires_at: Timestamp,
        /// Before this instant no further code is sent.
        pub resend_at: Timestamp,
    }

    /// `POST /v1/session`: signs in with a phone code (`phone` and `code`) or with a household letter (`letter_code`).
    pub struct SignIn {
        pub kind: crate::SignInKind,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub phone: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub code: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub letter_code: Option<String>,
        /// A phone that several people use: the session ends with the browser.
        #[serde(default)]
        pub shared_phone: bool,
    }

    /// `GET /v1/me`: the person who is signed in; 401 otherwise.
    pub struct Me {
        pub id: String,
        pub name: String,
        pub roles: Vec<Role>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub household: Option<Household>,
        /// The person is being helped: the session of a helper who has signed in as themselves.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub assisted: Option<crate::AssistedSession>,
        /// How many votes that were cast with help wait for "was this your choice?".
        #[serde(default, skip_serializing_if = "is_zero")]
        pub assisted_questions: u32,
    }

    pub struct Household {
        pub id: String,
        /// As written on the door: "3号楼2单元501".
        pub label: String,
        pub building: String,
        /// As neighbours call it: "2单元".
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub stairwell: Option<String>,
        /// The grid that a grid worker looks after, where the community has grids.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub grid: Option<String>,
    }
}

/// Most people were never helped: what `GET /v1/me` says then is as short as before.
#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_zero(n: &u32) -> bool {
    *n == 0
}

wire_enum! {
    /// What a one-time code is good for, and nothing else.
    pub enum CodePurpose { SignIn, Assistance }
}
