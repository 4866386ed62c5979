//! `GET /v1/polls/{id}/board`: the published ballots of a closed poll, as `application/x-ndjson`.
//! The first line is a [`BoardHead`], every further line a [`Ballot`](crate::Ballot), sorted by ballot id.

use crate::wire;

wire! {
    pub struct BoardHead {
        pub poll_id: String,
        pub ballots: u64,
        /// Merkle tree hash (RFC 6962, SHA-256) over the leaves in the order of the ballots, lower-case hex.
        pub root: String,
    }

    /// `GET /v1/polls/{id}/board/proof/{ballot_id}`.
    pub struct InclusionProof {
        pub ballot_id: String,
        pub index: u64,
        pub ballots: u64,
        pub root: String,
        /// Audit path from the leaf to the root, each 64 hex digits.
        pub path: Vec<String>,
    }
}
