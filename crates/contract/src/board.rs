//! `GET /v1/polls/{id}/board`: the published ballots of a closed poll, as `application/x-ndjson`.
//! The first line is a [`BoardHead`], every further line a [`Ballot`](crate::Ballot), batch after batch, sorted by ballot
//! id within each batch.

use crate::{Timestamp, wire};

wire! {
    pub struct BoardHead {
        pub poll_id: String,
        pub ballots: u64,
        /// Merkle tree hash (RFC 6962, SHA-256) over the leaves in the order of the ballots, lower-case hex.
        pub root: String,
        /// How the board grew: the ballots fixed at close, then each late batch counted on paper. Absent or empty means that
        /// there is the batch of the close and no other. The last one has the `ballots` and the `root` of the whole.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub batches: Vec<Batch>,
    }

    /// The board up to and including one batch, so that whoever noted an earlier root finds it again.
    pub struct Batch {
        /// Ballots on the board so far, those of earlier batches included.
        pub ballots: u64,
        /// Root over exactly these.
        pub root: String,
        /// When it was fixed: the end of the poll for the first, the appending for the others.
        pub at: Timestamp,
        /// Why it was appended; empty for the batch of the close.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        pub reason: String,
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
    /// `GET /v1/polls/{id}/board/consistency?from=N`: nothing of the first `from` ballots was changed, others were only
    /// appended. Whoever checks it takes the earlier root from their own notes, which is why it is not in here.
    pub struct ConsistencyProof {
        pub poll_id: String,
        pub from: u64,
        pub ballots: u64,
        pub root: String,
        /// Consistency proof of RFC 9162 section 2.1.4, each 64 hex digits; empty when `from` is all there is.
        pub path: Vec<String>,
    }
}
