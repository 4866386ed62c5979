//! The Merkle tree hash of RFC 6962 section 2.1 with SHA-256.

use sha2::{Digest, Sha256};

use crate::Hash;

/// Leaf of one ballot: `SHA-256(0x00 || ballot id || canonical answers)`.
///
/// The leading 0 is RFC 6962's: an inner node starts with 1, so no node can be passed off as a leaf.
pub fn leaf_hash(ballot_id: &Hash, canonical: &[u8]) -> Hash {
    Sha256::new_with_prefix([0])
        .chain_update(ballot_id)
        .chain_update(canonical)
        .finalize()
        .into()
}

/// Leaf over any bytes, for trees whose leaves are not ballots: `SHA-256(0x00 || data)`.
pub fn leaf_of(data: &[u8]) -> Hash {
    Sha256::new_with_prefix([0]).chain_update(data).finalize().into()
}

/// Inner node: `SHA-256(0x01 || left || right)`.
pub(crate) fn node(left: &Hash, right: &Hash) -> Hash {
    Sha256::new_with_prefix([1])
        .chain_update(left)
        .chain_update(right)
        .finalize()
        .into()
}

/// Root over `leaves` in the order given (a board's are sorted by ballot id). The root of nothing is the hash of
/// nothing, `e3b0c442…`.
pub fn root(leaves: &[Hash]) -> Hash {
    let mut tree = Tree::new();
    leaves.iter().for_each(|leaf| tree.push(*leaf));
    tree.root()
}

/// Builds a root from leaves that arrive one by one, as they do from a stream or a database cursor.
///
/// Keeps one hash for each complete subtree, at most 64 of them, whatever the number of leaves.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    /// Roots of the complete subtrees from left (largest) to right, one for each 1 bit of `len`.
    peaks: Vec<Hash>,
    len: u64,
}

impl Tree {
    /// A tree without leaves.
    pub fn new() -> Self {
        Self::default()
    }

    /// Appends a leaf hash at the right end.
    pub fn push(&mut self, leaf: Hash) {
        let mut right = leaf;
        // Each trailing 1 bit is a complete subtree of the size that `right` has by then.
        for _ in 0..self.len.trailing_ones() {
            if let Some(left) = self.peaks.pop() {
                right = node(&left, &right);
            }
        }
        self.peaks.push(right);
        self.len += 1;
    }

    /// How many leaves were appended.
    pub fn len(&self) -> u64 {
        self.len
    }

    /// Whether no leaf was appended yet.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Root over the leaves so far; more may follow.
    pub fn root(&self) -> Hash {
        let joined = self
            .peaks
            .iter()
            .rev()
            .copied()
            .reduce(|right, left| node(&left, &right));
        joined.unwrap_or_else(|| Sha256::digest([]).into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The definition in RFC 6962 section 2.1, word for word: the slow way.
    fn by_definition(leaves: &[Hash]) -> Hash {
        match leaves {
            [] => Sha256::digest([]).into(),
            [leaf] => *leaf,
            _ => {
                let (left, right) = leaves.split_at(leaves.len().next_power_of_two() / 2);
                node(&by_definition(left), &by_definition(right))
            }
        }
    }

    proptest! {
        #[test]
        fn the_streamed_root_is_the_defined_one(leaves in proptest::collection::vec(any::<Hash>(), 0..70)) {
            let mut tree = Tree::new();
            for (n, leaf) in leaves.iter().enumerate() {
                prop_assert_eq!(tree.root(), by_definition(&leaves[..n]));
                tree.push(*leaf);
            }
            prop_assert_eq!(tree.root(), by_definition(&leaves));
            prop_assert_eq!(tree.len(), leaves.len() as u64);
            prop_assert_eq!(root(&leaves), by_definition(&leaves));
        }
    }
}
