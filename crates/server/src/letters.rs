//! Household letters: printed codes that sign a resident in without a phone number.

use crate::fault::Outcome;
use crate::{clock, secrets};
use sqlx::AnyConnection;

/// Crockford's base 32: no I, L, O or U, which are misread or misheard.
const SYMBOLS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Sixteen symbols are 80 bits; the first five only find the row, so 55 stay secret.
const LENGTH: usize = 16;
const PREFIX: usize = 5;
/// A letter is made for one household member who may change phones or lose a session; it is not for ever.
pub const VALID: i64 = 180 * clock::DAY;
pub const USES: i64 = 20;

/// A new code as it is printed: `XXXX-XXXX-XXXX-XXXX`.
pub fn new_code() -> anyhow::Result<String> {
    let bytes = secrets::random::<LENGTH>()?;
    Ok(print(
        &bytes
            .map(|b| char::from(SYMBOLS[usize::from(b % 32)]))
            .iter()
            .collect::<String>(),
    ))
}

/// Groups of four, for reading aloud.
fn print(code: &str) -> String {
    code.as_bytes()
        .chunks(4)
        .map(String::from_utf8_lossy)
        .collect::<Vec<_>>()
        .join("-")
}

/// The sixteen symbols of a code as somebody typed it; `None` when it cannot be one.
pub fn normalise(text: &str) -> Option<String> {
    let mut code = String::with_capacity(LENGTH);
    for c in text
        .chars()
        .filter(|c| !matches!(c, '-' | '–' | ' ' | '\u{a0}' | '\u{3000}'))
    {
        // A Chinese keyboard may type the full-width forms of ASCII.
        let c = match c as u32 {
            wide @ 0xFF01..=0xFF5E => char::from_u32(wide - 0xFEE0)?,
            _ => c,
        };
        let c = match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            c => c,
        };
        if !c.is_ascii() || !SYMBOLS.contains(&(c as u8)) || code.len() == LENGTH {
            return None;
        }
        code.push(c);
    }
    (code.len() == LENGTH).then_some(code)
}

/// Stores a letter for a resident. `false` when another letter starts the same: draw a new code then.
///
/// `code` may be a fixed one for a demo community; anything else must come from [`new_code`].
pub async fn store(
    connection: &mut AnyConnection,
    resident_id: &str,
    code: &str,
    now: i64,
) -> anyhow::Result<bool> {
    let code =
        normalise(code).ok_or_else(|| anyhow::anyhow!("a letter code has sixteen letters and digits"))?;
    let secret = code.clone();
    let hash = tokio::task::spawn_blocking(move || secrets::slow_hash(&secret)).await??;
    let stored = sqlx::query(
        "INSERT INTO letters (prefix, hash, resident_id, expires_at, uses_left) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (prefix) DO NOTHING",
    )
    .bind(&code[..PREFIX])
    .bind(hash)
    .bind(resident_id)
    .bind(now + VALID)
    .bind(USES)
    .execute(connection)
    .await?;
    Ok(stored.rows_affected() == 1)
}

/// What the database knows of the letter that a code starts: its hash, resident, end and uses left.
pub async fn find(connection: &mut AnyConnection, code: &str) -> Outcome<Option<(String, String, i64, i64)>> {
    Ok(
        sqlx::query_as("SELECT hash, resident_id, expires_at, uses_left FROM letters WHERE prefix = $1")
            .bind(&code[..PREFIX])
            .fetch_optional(connection)
            .await?,
    )
}

/// Takes one use; `false` when none is left.
pub async fn take_use(connection: &mut AnyConnection, code: &str) -> Outcome<bool> {
    let taken =
        sqlx::query("UPDATE letters SET uses_left = uses_left - 1 WHERE prefix = $1 AND uses_left > 0")
            .bind(&code[..PREFIX])
            .execute(connection)
            .await?;
    Ok(taken.rows_affected() == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_printed_code_reads_back_however_it_is_typed() {
        let code = new_code().unwrap();
        let plain = normalise(&code).unwrap();
        assert_eq!(plain.len(), LENGTH);
        assert_eq!(normalise(&code.to_lowercase()), Some(plain.clone()));
        assert_eq!(
            normalise(&code.replace('-', " ").replace('0', "o").replace('1', "l")),
            Some(plain)
        );
        assert_eq!(
            normalise("ＡＢＣＤ-2345-6789-ABCD").as_deref(),
            Some("ABCD23456789ABCD")
        );
    }

    #[test]
    fn other_texts_are_no_codes() {
        for text in [
            "",
            "ABCD",
            "ABCD-2345-6789-ABCU",
            "ABCD-2345-6789-ABCD-E",
            "ABCD-2345-6789-ABC二",
        ] {
            assert_eq!(normalise(text), None, "{text}");
        }
    }
}
