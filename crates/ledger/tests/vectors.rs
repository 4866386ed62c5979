//! The eight-leaf vectors of the Certificate Transparency reference implementation, which other implementations of
//! RFC 6962 and RFC 9162 share: leaf inputs, the root after each leaf, audit paths and consistency proofs.

#![allow(clippy::expect_used)] // A test may fail loudly.

use ledger::{
    Hash, consistency_proof, hex, inclusion_proof, leaf_of, root, unhex, verify_consistency, verify_inclusion,
};

const INPUTS: [&[u8]; 8] = [
    &[],
    &[0x00],
    &[0x10],
    &[0x20, 0x21],
    &[0x30, 0x31],
    &[0x40, 0x41, 0x42, 0x43],
    &[0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57],
    &[
        0x60, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x6f,
    ],
];

const ROOTS: [&str; 9] = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

const LEAF_1: &str = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7";
const NODE_2_3: &str = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e";
const LEAF_4: &str = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b";
const NODE_4_5: &str = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a";
const NODE_6_7: &str = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0";
const NODE_4_7: &str = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4";

fn leaves() -> Vec<Hash> {
    INPUTS.iter().map(|input| leaf_of(input)).collect()
}

fn path_text(path: Option<Vec<Hash>>) -> Vec<String> {
    path.expect("a proof").iter().map(|node| hex(node)).collect()
}

fn root_of(size: usize) -> Hash {
    unhex(ROOTS[size]).expect("64 digits")
}

#[test]
fn roots() {
    for (size, expected) in ROOTS.iter().enumerate() {
        assert_eq!(&hex(&root(&leaves()[..size])), expected, "{size} leaves");
    }
}

#[test]
fn audit_paths() {
    let path = |index, size: usize| path_text(inclusion_proof(&leaves()[..size], index));
    assert_eq!(path(0, 1), [""; 0]);
    assert_eq!(path(0, 8), [LEAF_1, NODE_2_3, NODE_4_7]);
    assert_eq!(path(5, 8), [LEAF_4, NODE_6_7, ROOTS[4]]);
    assert_eq!(path(2, 3), [ROOTS[2]]);
    assert_eq!(path(1, 5), [ROOTS[1], NODE_2_3, LEAF_4]);
}

#[test]
fn consistency() {
    let path = |old, new: usize| path_text(consistency_proof(&leaves()[..new], old));
    assert_eq!(path(1, 1), [""; 0]);
    assert_eq!(path(1, 8), [LEAF_1, NODE_2_3, NODE_4_7]);
    assert_eq!(path(6, 8), [NODE_4_5, NODE_6_7, ROOTS[4]]);
    assert_eq!(path(2, 5), [NODE_2_3, LEAF_4]);
    assert_eq!(path(4, 7).len(), 1);
    let path = consistency_proof(&leaves(), 6).expect("a proof");
    assert!(verify_consistency(6, 8, &root_of(6), &root_of(8), &path));
}

#[test]
fn every_position_of_the_vectors_verifies_and_nowhere_else() {
    for size in 1..=8 {
        let leaves = &leaves()[..size];
        for index in 0..size {
            let path = inclusion_proof(leaves, index).expect("a proof");
            for claimed in 0..=size + 1 {
                let holds =
                    verify_inclusion(&leaves[index], claimed as u64, size as u64, &path, &root_of(size));
                assert_eq!(
                    holds,
                    claimed == index,
                    "leaf {index} of {size} claimed at {claimed}"
                );
            }
        }
    }
}

/// The example of RFC 9162 section 2.1.5: seven leaves d0 … d6, and the proofs it names by the nodes of its drawing.
#[test]
fn the_example_of_rfc_9162() {
    let data: Vec<Hash> = (0..7u8).map(|n| leaf_of(&[n])).collect();
    let over = |from: usize, to: usize| root(&data[from..to]);
    let [a, b, c, d, e, f, j] = [0, 1, 2, 3, 4, 5, 6].map(|n| data[n]);
    let (g, h, i) = (over(0, 2), over(2, 4), over(4, 6));
    let (k, l) = (over(0, 4), over(4, 7));
    let _ = (a, e);
    assert_eq!(inclusion_proof(&data, 0), Some(vec![b, h, l]));
    assert_eq!(inclusion_proof(&data, 3), Some(vec![c, g, l]));
    assert_eq!(inclusion_proof(&data, 4), Some(vec![f, j, k]));
    assert_eq!(inclusion_proof(&data, 6), Some(vec![i, k]));
    assert_eq!(consistency_proof(&data, 3), Some(vec![c, d, g, l]));
    assert_eq!(consistency_proof(&data, 4), Some(vec![l]));
    assert_eq!(consistency_proof(&data, 6), Some(vec![i, j, k]));
    let (hash0, hash1, hash2) = (over(0, 3), over(0, 4), over(0, 6));
    for (size, old) in [(3, hash0), (4, hash1), (6, hash2)] {
        let path = consistency_proof(&data, size as usize).expect("a proof");
        assert!(verify_consistency(size, 7, &old, &root(&data), &path));
    }
}
