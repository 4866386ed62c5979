//! Inclusion and consistency proofs: RFC 6962 sections 2.1.1 and 2.1.2, checked as RFC 9162 sections 2.1.3.2 and
//! 2.1.4.2 write it down.

use crate::{Hash, root, tree::node};

/// Audit path of the leaf at `index` (from 0), from the leaf's sibling up to the child of the root; `None` when there
/// is no such leaf. Hashes all leaves once.
pub fn inclusion_proof(leaves: &[Hash], index: usize) -> Option<Vec<Hash>> {
    if index >= leaves.len() {
        return None;
    }
    let mut path = Vec::new();
    let (mut leaves, mut index) = (leaves, index);
    // Walks down from the root; the path is told from the bottom, hence the turn at the end.
    while leaves.len() > 1 {
        let (left, right) = leaves.split_at(left_size(leaves.len()));
        if index < left.len() {
            path.push(root(right));
            leaves = left;
        } else {
            path.push(root(left));
            index -= left.len();
            leaves = right;
        }
    }
    path.reverse();
    Some(path)
}

/// Whether `path` proves that `leaf` is the leaf at `index` of the tree with `size` leaves and this `root`.
///
/// A path that is too short, too long or of another position is refused.
pub fn verify_inclusion(leaf: &Hash, index: u64, size: u64, path: &[Hash], root: &Hash) -> bool {
    if index >= size {
        return false;
    }
    let (mut at, mut last) = (index, size - 1);
    let mut hash = *leaf;
    for sibling in path {
        if last == 0 {
            return false;
        }
        if at & 1 == 1 || at == last {
            hash = node(sibling, &hash);
            climb_past_lone_nodes(&mut at, &mut last);
        } else {
            hash = node(&hash, sibling);
        }
        at >>= 1;
        last >>= 1;
    }
    last == 0 && hash == *root
}

/// Proof that the tree over all `leaves` starts with the tree over the first `old_size`; `None` when there is nothing
/// to prove, that is for an empty old tree or one larger than the new. Empty when both are the same tree.
pub fn consistency_proof(leaves: &[Hash], old_size: usize) -> Option<Vec<Hash>> {
    if old_size == 0 || old_size > leaves.len() {
        return None;
    }
    let mut path = Vec::new();
    let (mut leaves, mut old, mut whole) = (leaves, old_size, true);
    while old < leaves.len() {
        let (left, right) = leaves.split_at(left_size(leaves.len()));
        if old <= left.len() {
            path.push(root(right));
            leaves = left;
        } else {
            path.push(root(left));
            old -= left.len();
            leaves = right;
            whole = false;
        }
    }
    // The old tree's own root is known to whoever checks; a part of it is not.
    if !whole {
        path.push(root(leaves));
    }
    path.reverse();
    Some(path)
}

/// Whether `path` proves that the tree of `new_size` leaves with `new_root` starts with the tree of `old_size`
/// leaves with `old_root`, that is, that leaves were only appended.
///
/// An empty old tree is refused: every tree starts with it, so there is nothing that a proof could show.
pub fn verify_consistency(
    old_size: u64,
    new_size: u64,
    old_root: &Hash,
    new_root: &Hash,
    path: &[Hash],
) -> bool {
    if old_size == 0 || old_size > new_size {
        return false;
    }
    if old_size == new_size {
        return path.is_empty() && old_root == new_root;
    }
    // Where the old tree is complete, its root is the first node of the path and is left out of it.
    let (first, path) = match (old_size.is_power_of_two(), path) {
        (true, path) => (*old_root, path),
        (false, [first, rest @ ..]) => (*first, rest),
        (false, []) => return false,
    };
    let (mut at, mut last) = (old_size - 1, new_size - 1);
    while at & 1 == 1 {
        at >>= 1;
        last >>= 1;
    }
    let (mut old, mut new) = (first, first);
    for sibling in path {
        if last == 0 {
            return false;
        }
        if at & 1 == 1 || at == last {
            old = node(sibling, &old);
            new = node(sibling, &new);
            climb_past_lone_nodes(&mut at, &mut last);
        } else {
            new = node(&new, sibling);
        }
        at >>= 1;
        last >>= 1;
    }
    last == 0 && old == *old_root && new == *new_root
}

/// A node at the right edge without a sibling is lifted as it is until it becomes a right child.
fn climb_past_lone_nodes(at: &mut u64, last: &mut u64) {
    while *at & 1 == 0 && *at != 0 {
        *at >>= 1;
        *last >>= 1;
    }
}

/// How many of `size` (at least 2) leaves lie left: the largest power of two below it.
fn left_size(size: usize) -> usize {
    1 << (size - 1).ilog2()
}
