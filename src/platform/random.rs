//! Randomness from the browser. Works on plain http too, where `crypto.randomUUID` and `crypto.subtle` are missing.

use std::fmt::Write;

/// `N` random bytes, or `None` where the browser has no randomness to give.
pub fn try_bytes<const N: usize>() -> Option<[u8; N]> {
    let mut bytes = [0; N];
    web_sys::window()?
        .crypto()
        .ok()?
        .get_random_values_with_u8_array(&mut bytes)
        .ok()?;
    Some(bytes)
}

/// `N` random bytes. Without the browser's randomness they come from the clock and `Math.random`: two ballots of one
/// poll still never share an id, but a secret made so could be guessed, so [`try_bytes`] is for secrets.
pub fn bytes<const N: usize>() -> [u8; N] {
    try_bytes().unwrap_or_else(|| {
        let mut bytes = [0; N];
        let clock = (js_sys::Date::now() as u64).to_le_bytes();
        for (i, byte) in bytes.iter_mut().enumerate() {
            *byte = clock[i % 8] ^ (js_sys::Math::random() * 256.0) as u8;
        }
        bytes
    })
}

/// Lower-case hex.
pub fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}

/// A key for a request that may be sent several times but must count once.
pub fn key() -> String {
    hex(&bytes::<16>())
}
