//! Ballot ids and receipt numbers.

use sha2::{Digest, Sha256};

use crate::Hash;

/// The public name of the ballot whose secret is `secret`: SHA-256 of its 16 bytes (design section 3).
///
/// The secret has 128 random bits, so nobody can find it from the id, and two phones never draw the same one.
/// Holding the secret is what entitles somebody to change or withdraw the ballot.
pub fn ballot_id(secret: &[u8; 16]) -> Hash {
    Sha256::digest(secret).into()
}

/// The 32 symbols of Crockford's base 32: no I, L, O or U, which are misread or misheard.
const CROCKFORD: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The short form of a ballot id for reading aloud and comparing: its first 40 bits in Crockford base 32, as two
/// groups of four (`XXXX-XXXX`).
///
/// It identifies a ballot to its owner and is no key: among 131,778 ballots two share a number with a probability of
/// less than 1 %, so anything that decides compares whole ids.
pub fn receipt_number(ballot_id: &Hash) -> String {
    let bits = ballot_id[..5]
        .iter()
        .fold(0u64, |bits, byte| bits << 8 | u64::from(*byte));
    let mut number = String::with_capacity(9);
    for group in 0..8 {
        if group == 4 {
            number.push('-');
        }
        let symbol = (bits >> (35 - 5 * group)) & 31;
        number.push(char::from(CROCKFORD[symbol as usize]));
    }
    number
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hex;

    #[test]
    fn the_id_is_the_plain_hash_of_the_secret() {
        // `head -c 16 /dev/zero | sha256sum`
        let expected = "374708fff7719dd5979ec875d56cd2286f6d3cf7ec317a3b25632aab28ec37bb";
        assert_eq!(hex(&ballot_id(&[0; 16])), expected);
    }

    #[test]
    fn receipt_numbers_are_two_groups_of_four_symbols() {
        assert_eq!(receipt_number(&[0; 32]), "0000-0000");
        assert_eq!(receipt_number(&[0xff; 32]), "ZZZZ-ZZZZ");
        // 0x0123456789 is 00000 00100 10001 10100 | 01010 11001 11100 01001 in groups of five bits.
        let mut id = [0; 32];
        id[..5].copy_from_slice(&[0x01, 0x23, 0x45, 0x67, 0x89]);
        assert_eq!(receipt_number(&id), "04HM-ASW9");
    }

    #[test]
    fn only_the_first_forty_bits_count() {
        let mut id = [7; 32];
        let number = receipt_number(&id);
        id[5] = 8;
        assert_eq!(receipt_number(&id), number);
        id[4] = 8;
        assert_ne!(receipt_number(&id), number);
    }
}
