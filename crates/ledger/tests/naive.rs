//! Proofs against the definitions of RFC 6962 section 2.1, written down word for word: the slow way.

#![allow(clippy::expect_used)] // A test may fail loudly.

use ledger::{Hash, consistency_proof, inclusion_proof, leaf_of, root, verify_consistency, verify_inclusion};
use proptest::prelude::*;
use sha2::{Digest, Sha256};

/// MTH(D[n]).
fn head(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => Sha256::digest([]).into(),
        [leaf] => *leaf,
        _ => {
            let (left, right) = leaves.split_at(half(leaves));
            let bytes = [&[1][..], &head(left), &head(right)].concat();
            Sha256::digest(bytes).into()
        }
    }
}

/// The largest power of two smaller than the number of leaves, found by trying.
fn half(leaves: &[Hash]) -> usize {
    let mut k = 1;
    while k * 2 < leaves.len() {
        k *= 2;
    }
    k
}

/// PATH(m, D[n]).
fn path(m: usize, leaves: &[Hash]) -> Vec<Hash> {
    if leaves.len() == 1 {
        return Vec::new();
    }
    let (left, right) = leaves.split_at(half(leaves));
    let (mut inner, sibling) = if m < left.len() {
        (path(m, left), head(right))
    } else {
        (path(m - left.len(), right), head(left))
    };
    inner.push(sibling);
    inner
}

/// SUBPROOF(m, D[n], b); PROOF(m, D[n]) is SUBPROOF(m, D[n], true).
fn subproof(m: usize, leaves: &[Hash], whole: bool) -> Vec<Hash> {
    if m == leaves.len() {
        return if whole { Vec::new() } else { vec![head(leaves)] };
    }
    let (left, right) = leaves.split_at(half(leaves));
    let (mut inner, sibling) = if m <= left.len() {
        (subproof(m, left, whole), head(right))
    } else {
        (subproof(m - left.len(), right, false), head(left))
    };
    inner.push(sibling);
    inner
}

fn numbered(size: usize) -> Vec<Hash> {
    (0..size).map(|n| leaf_of(&n.to_be_bytes())).collect()
}

#[test]
fn every_proof_of_every_small_tree_is_the_defined_one() {
    let all = numbered(70);
    for size in 1..=all.len() {
        let leaves = &all[..size];
        assert_eq!(root(leaves), head(leaves), "{size}");
        for m in 0..size {
            let proof = inclusion_proof(leaves, m).expect("a proof");
            assert_eq!(proof, path(m, leaves), "leaf {m} of {size}");
            assert!(verify_inclusion(
                &leaves[m],
                m as u64,
                size as u64,
                &proof,
                &root(leaves)
            ));
        }
        for m in 1..=size {
            let proof = consistency_proof(leaves, m).expect("a proof");
            assert_eq!(proof, subproof(m, leaves, true), "{m} in {size}");
            let (old, new) = (root(&leaves[..m]), root(leaves));
            assert!(verify_consistency(m as u64, size as u64, &old, &new, &proof));
        }
    }
}

proptest! {
    #[test]
    fn larger_trees_too(size in 1usize..1500, pick: prop::sample::Index) {
        let leaves = numbered(size);
        let m = pick.index(size);
        prop_assert_eq!(inclusion_proof(&leaves, m), Some(path(m, &leaves)));
        let proof = consistency_proof(&leaves, m + 1);
        prop_assert_eq!(&proof, &Some(subproof(m + 1, &leaves, true)));
        let proof = proof.expect("a proof");
        let (old, new) = (root(&leaves[..=m]), root(&leaves));
        prop_assert!(verify_consistency(m as u64 + 1, size as u64, &old, &new, &proof));
    }
}
