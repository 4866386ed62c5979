//! Who somebody is where only *the same person as before* matters: what they say of statements, how content they are.
//!
//! A pseudonym is a hash of the person, of what it is for, and of a key. It keeps names out of tables that are exported,
//! copied or looked at; it does not keep them from whoever has the whole database, because the key lies in it (decision 17).

use crate::fault::{Fault, Outcome};
use crate::secrets::{digest, random};
use sqlx::{AnyConnection, Row};

const KEY: &str = "pseudonym_key";

/// The pseudonym of `person` for one thing (a thread, a matter); the key is made when it is first needed, so this belongs
/// into a transaction that writes.
pub async fn made(connection: &mut AnyConnection, thing: &str, person: &str) -> Outcome<String> {
    let fresh = ledger::hex(&random::<32>().map_err(|e| Fault::internal(&e.to_string()))?);
    sqlx::query("INSERT INTO settings (key, value) VALUES ($1, $2) ON CONFLICT (key) DO NOTHING")
        .bind(KEY)
        .bind(fresh)
        .execute(&mut *connection)
        .await?;
    known(connection, thing, person).await
}

/// The same for reading: empty, which is nobody's, where no pseudonym was ever made.
pub async fn known(connection: &mut AnyConnection, thing: &str, person: &str) -> Outcome<String> {
    if person.is_empty() {
        return Ok(String::new());
    }
    let key = sqlx::query("SELECT value FROM settings WHERE key = $1")
        .bind(KEY)
        .fetch_optional(connection)
        .await?;
    Ok(match key {
        Some(row) => {
            let key: String = row.try_get(0)?;
            digest(&[key.as_bytes(), thing.as_bytes(), person.as_bytes()])
        }
        None => String::new(),
    })
}
