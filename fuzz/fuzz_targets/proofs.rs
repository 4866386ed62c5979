//! Honest proofs hold; a proof that was changed anywhere does not; and no input whatever makes a check panic.
#![no_main]

use arbitrary::Arbitrary;
use ledger::{Hash, consistency_proof, inclusion_proof, leaf_of, root, verify_consistency, verify_inclusion};
use libfuzzer_sys::fuzz_target;

#[derive(Debug, Arbitrary)]
struct Input {
    /// A tree of so many leaves, a leaf in it and an earlier size.
    size: u16,
    index: u16,
    old: u16,
    edits: Vec<Edit>,
    /// Claims of a stranger.
    numbers: (u64, u64),
    hashes: (Hash, Hash),
    path: Vec<Hash>,
}

#[derive(Debug, Arbitrary)]
enum Edit {
    Flip { node: u8, bit: u8 },
    Drop { node: u8 },
    Add { node: u8, hash: Hash },
    Double { node: u8 },
    Swap { one: u8, other: u8 },
}

fn edited(path: &[Hash], edits: &[Edit]) -> Vec<Hash> {
    let mut path = path.to_vec();
    for edit in edits {
        let place = |node: &u8| usize::from(*node) % path.len().max(1);
        match edit {
            Edit::Add { node, hash } => path.insert(usize::from(*node) % (path.len() + 1), *hash),
            _ if path.is_empty() => {}
            Edit::Flip { node, bit } => {
                let node = place(node);
                path[node][usize::from(bit / 8)] ^= 1 << (bit % 8);
            }
            Edit::Drop { node } => drop(path.remove(place(node))),
            Edit::Double { node } => {
                let node = place(node);
                path.insert(node, path[node]);
            }
            Edit::Swap { one, other } => {
                let (one, other) = (place(one), place(other));
                path.swap(one, other);
            }
        }
    }
    path
}

fuzz_target!(|input: Input| {
    let size = usize::from(input.size) % 200 + 1;
    let (index, old) = (usize::from(input.index) % size, usize::from(input.old) % size + 1);
    let leaves: Vec<Hash> = (0..size).map(|n| leaf_of(&n.to_be_bytes())).collect();
    let (new_root, old_root) = (root(&leaves), root(&leaves[..old]));

    let path = inclusion_proof(&leaves, index).expect("a leaf of the tree");
    let holds = |leaf: &Hash, index: usize, path: &[Hash], root: &Hash| {
        verify_inclusion(leaf, index as u64, size as u64, path, root)
    };
    assert!(holds(&leaves[index], index, &path, &new_root));
    let changed = edited(&path, &input.edits);
    assert_eq!(holds(&leaves[index], index, &changed, &new_root), changed == path);
    for other in 0..size {
        assert_eq!(holds(&leaves[other], index, &path, &new_root), other == index);
        assert_eq!(holds(&leaves[index], other, &path, &new_root), other == index);
    }
    assert_eq!(
        holds(&input.hashes.0, index, &path, &new_root),
        input.hashes.0 == leaves[index]
    );
    assert_eq!(
        holds(&leaves[index], index, &path, &input.hashes.0),
        input.hashes.0 == new_root
    );

    let path = consistency_proof(&leaves, old).expect("an earlier size of the tree");
    let holds = |old_root: &Hash, path: &[Hash], new_root: &Hash| {
        verify_consistency(old as u64, size as u64, old_root, new_root, path)
    };
    assert!(holds(&old_root, &path, &new_root));
    let changed = edited(&path, &input.edits);
    assert_eq!(holds(&old_root, &changed, &new_root), changed == path);
    assert_eq!(
        holds(&input.hashes.0, &path, &new_root),
        input.hashes.0 == old_root
    );
    assert_eq!(
        holds(&old_root, &path, &input.hashes.0),
        input.hashes.0 == new_root
    );

    // A stranger's claim holds only where it claims nothing: a tree of one leaf, or the same tree twice.
    let ((first, second), (one, other)) = (input.numbers, input.hashes);
    let nothing = one == other && input.path.is_empty();
    let included = verify_inclusion(&one, first, second, &input.path, &other);
    assert_eq!(included, nothing && first == 0 && second == 1);
    let consistent = verify_consistency(first, second, &one, &other, &input.path);
    assert_eq!(consistent, nothing && first == second && first > 0);
});
