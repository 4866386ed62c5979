//! The public ballot board of a poll: what makes it checkable by anyone, and nothing else.
//!
//! A phone draws 16 random bytes, the ballot's **secret**. Its SHA-256 is the **ballot id**; the first 40 bits of
//! the id, written so that they can be read aloud, are the **receipt number**. After the poll closes the board lists
//! every ballot, sorted by ballot id. Each ballot becomes a **leaf** (ballot id and answers in the one
//! [`canonical`] encoding), and the leaves become a Merkle tree as RFC 6962 defines it, with SHA-256, whose **root**
//! is fixed at close. Whoever holds a receipt can check that the ballot is in the tree
//! ([`verify_inclusion`]), and whoever noted a root can check that a later board only added to it
//! ([`verify_consistency`]).
//!
//! Everything is pure: bytes in, bytes out, the same natively and in wasm. Nothing panics on hostile input; proofs
//! that do not hold are simply refused.
//!
//! ```
//! let secrets = [[1u8; 16], [2; 16], [3; 16]];
//! let mut ballots: Vec<[u8; 32]> = secrets.iter().map(ledger::ballot_id).collect();
//! ballots.sort_unstable();
//! let answer = ledger::AnswerRef { question: "q1", options: &["yes"], points: &[], text: None, ordered: false };
//! let choices = ledger::canonical(&[answer]);
//! let leaves: Vec<_> = ballots.iter().map(|id| ledger::leaf_hash(id, &choices)).collect();
//!
//! let root = ledger::root(&leaves);
//! let path = ledger::inclusion_proof(&leaves, 1).unwrap();
//! assert!(ledger::verify_inclusion(&leaves[1], 1, 3, &path, &root));
//! assert!(!ledger::verify_inclusion(&leaves[2], 1, 3, &path, &root));
//! ```

mod ballot;
mod canonical;
mod hex;
mod proof;
mod tree;

pub use ballot::{ballot_id, receipt_number};
pub use canonical::{AnswerRef, canonical};
pub use hex::{hex, unhex};
pub use proof::{consistency_proof, inclusion_proof, verify_consistency, verify_inclusion};
pub use tree::{Tree, leaf_hash, leaf_of, root};

/// A SHA-256 value: a ballot id, a leaf, an inner node or a root.
pub type Hash = [u8; 32];
