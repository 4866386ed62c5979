//! Proofs hold for every tree and position, and hostile ones are refused without a crash.

#![allow(clippy::expect_used)] // A test may fail loudly.

use ledger::{Hash, consistency_proof, inclusion_proof, root, verify_consistency, verify_inclusion};
use proptest::prelude::*;

fn trees() -> impl Strategy<Value = Vec<Hash>> {
    proptest::collection::vec(any::<Hash>(), 1..80)
}

/// A copy of `path` damaged in the way that `how` picks, or `None` where that damage does not apply.
fn damaged(path: &[Hash], how: usize, at: prop::sample::Index) -> Option<Vec<Hash>> {
    let mut path = path.to_vec();
    match how {
        0 => path.push([7; 32]),
        1 => path.insert(0, [7; 32]),
        _ if path.is_empty() => return None,
        2 => drop(path.pop()),
        3 => drop(path.remove(0)),
        4 => {
            let at = at.index(path.len());
            path[at][31] ^= 1;
        }
        _ if path.len() < 2 || path[0] == path[1] => return None,
        _ => path.swap(0, 1),
    }
    Some(path)
}

proptest! {
    #[test]
    fn inclusion_holds_and_damage_shows(
        leaves in trees(), pick: prop::sample::Index, how in 0usize..6, at: prop::sample::Index,
    ) {
        let (index, size, root) = (pick.index(leaves.len()), leaves.len() as u64, root(&leaves));
        let leaf = &leaves[index];
        let path = inclusion_proof(&leaves, index).expect("a proof");
        let index = index as u64;
        prop_assert!(verify_inclusion(leaf, index, size, &path, &root));
        prop_assert!(!verify_inclusion(&[9; 32], index, size, &path, &root));
        prop_assert!(!verify_inclusion(leaf, index, size, &path, &[9; 32]));
        prop_assert!(!verify_inclusion(leaf, index + size, size, &path, &root));
        prop_assert!(!verify_inclusion(leaf, index, 0, &path, &root));
        if let Some(path) = damaged(&path, how, at) {
            prop_assert!(!verify_inclusion(leaf, index, size, &path, &root));
        }
    }

    #[test]
    fn consistency_holds_and_damage_shows(
        leaves in trees(), pick: prop::sample::Index, how in 0usize..6, at: prop::sample::Index,
    ) {
        let (old, new) = (pick.index(leaves.len()) + 1, leaves.len());
        let (old_root, new_root) = (root(&leaves[..old]), root(&leaves));
        let path = consistency_proof(&leaves, old).expect("a proof");
        let (old, new) = (old as u64, new as u64);
        prop_assert!(verify_consistency(old, new, &old_root, &new_root, &path));
        prop_assert!(!verify_consistency(old, new, &[9; 32], &new_root, &path));
        prop_assert!(!verify_consistency(old, new, &old_root, &[9; 32], &path));
        prop_assert!(!verify_consistency(0, new, &old_root, &new_root, &path));
        prop_assert!(!verify_consistency(new + 1, new, &old_root, &new_root, &path));
        if let Some(path) = damaged(&path, how, at) {
            prop_assert!(!verify_consistency(old, new, &old_root, &new_root, &path));
        }
    }

    #[test]
    fn a_rewritten_past_has_no_proof(leaves in trees(), pick: prop::sample::Index, changed: prop::sample::Index) {
        let old = pick.index(leaves.len()) + 1;
        let old_root = root(&leaves[..old]);
        let mut rewritten = leaves;
        rewritten[changed.index(old)][0] ^= 1;
        let path = consistency_proof(&rewritten, old).expect("a proof");
        let size = rewritten.len() as u64;
        prop_assert!(!verify_consistency(old as u64, size, &old_root, &root(&rewritten), &path));
    }

    #[test]
    fn anything_at_all_is_answered(
        index: u64, size: u64, path in proptest::collection::vec(any::<Hash>(), 0..70), leaf: Hash, root: Hash,
    ) {
        // A random path proving a random root would be a collision of SHA-256.
        prop_assert!(!verify_inclusion(&leaf, index, size, &path, &root));
        prop_assert!(index == size && path.is_empty() || !verify_consistency(index, size, &leaf, &root, &path));
    }
}

#[test]
fn there_is_no_proof_of_nothing() {
    assert_eq!(inclusion_proof(&[], 0), None);
    assert_eq!(inclusion_proof(&[[0; 32]], 1), None);
    assert_eq!(consistency_proof(&[], 0), None);
    assert_eq!(consistency_proof(&[[0; 32]], 0), None);
    assert_eq!(consistency_proof(&[[0; 32]], 2), None);
    assert!(!verify_inclusion(&[0; 32], 0, 0, &[], &root(&[])));
    assert!(!verify_inclusion(
        &[0; 32],
        u64::MAX,
        u64::MAX,
        &[[0; 32]; 64],
        &[0; 32]
    ));
    assert!(!verify_consistency(
        u64::MAX - 1,
        u64::MAX,
        &[0; 32],
        &[0; 32],
        &[[0; 32]; 64]
    ));
}
