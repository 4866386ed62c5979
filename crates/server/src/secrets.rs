//! Randomness, hashing and comparing of what must stay secret.

use crate::fault::{Fault, Outcome};
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use argon2::{Algorithm, Argon2, Params, Version};
use sha2::{Digest, Sha256};

/// `N` bytes from the system.
pub fn random<const N: usize>() -> anyhow::Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| anyhow::anyhow!("the system gives no randomness"))?;
    Ok(bytes)
}

/// A new opaque id: 96 random bits in hex.
pub fn new_id() -> Outcome<String> {
    Ok(ledger::hex(
        &random::<12>().map_err(|e| Fault::internal(&e.to_string()))?,
    ))
}

/// SHA-256 in hex over parts that cannot run into one another.
pub fn digest(parts: &[&[u8]]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part);
    }
    ledger::hex(&hash.finalize())
}

/// Argon2id for what a person types: short secrets need a slow hash. Blocks for some 20 ms.
pub fn slow_hash(secret: &str) -> anyhow::Result<String> {
    let hash = argon2()?
        .hash_password(secret.as_bytes())
        .map_err(|e| anyhow::anyhow!("argon2: {e}"))?;
    Ok(hash.to_string())
}

/// Whether `secret` has this hash. Blocks for some 20 ms.
pub fn slow_matches(secret: &str, hash: &str) -> bool {
    let (Ok(argon2), Ok(parsed)) = (argon2(), PasswordHash::new(hash)) else {
        return false;
    };
    argon2.verify_password(secret.as_bytes(), &parsed).is_ok()
}

/// 19 MiB and two passes, which OWASP names as the least for Argon2id.
fn argon2() -> anyhow::Result<Argon2<'static>> {
    let params = Params::new(19 * 1024, 2, 1, None).map_err(|e| anyhow::anyhow!("argon2: {e}"))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// Equal, in a time that does not tell where the two differ.
pub fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |d, (x, y)| d | (x ^ y)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slow_hashes_are_salted_and_match_only_their_secret() {
        let (a, b) = (slow_hash("123456").unwrap(), slow_hash("123456").unwrap());
        assert_ne!(a, b);
        assert!(slow_matches("123456", &a) && slow_matches("123456", &b));
        assert!(!slow_matches("123457", &a) && !slow_matches("123456", "no hash"));
    }

    #[test]
    fn parts_do_not_run_together() {
        assert_ne!(digest(&[b"ab", b"c"]), digest(&[b"a", b"bc"]));
    }
}
