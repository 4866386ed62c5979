//! What the staff commands share at the database: settings, ids, people and wide inserts.

use super::clock::Clock;
use crate::fault::Outcome;
use crate::phone;
use contract::Role;
use serde::Serialize;
use sha2::{Digest, Sha256};
use sqlx::{AnyConnection, AssertSqlSafe, Row};

/// Whether a file belongs to a real community or to the demo, which may have a past made up for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    Real,
    Demo,
}

/// Gives out ids: random ones, or for the demo the same ones every time.
#[derive(Debug)]
pub enum Ids {
    Random,
    Counted(u64),
}

impl Ids {
    pub fn fresh(&mut self) -> anyhow::Result<String> {
        match self {
            Self::Random => {
                let mut bytes = [0; 16];
                getrandom::fill(&mut bytes).map_err(|e| anyhow::anyhow!("no random numbers: {e}"))?;
                Ok(ledger::hex(&bytes))
            }
            Self::Counted(n) => {
                *n += 1;
                Ok(ledger::hex(
                    &Sha256::digest(format!("linli demo {n}").as_bytes())[..16],
                ))
            }
        }
    }
}

pub fn json<T: Serialize>(value: &T) -> anyhow::Result<String> {
    Ok(serde_json::to_string(value)?)
}

/// What the server's own functions answer; their problems are worded for residents' apps, not for a console.
pub fn done<T>(outcome: Outcome<T>) -> anyhow::Result<T> {
    outcome.map_err(|fault| anyhow::anyhow!("the server refuses its own data: {fault:?}"))
}

pub async fn setting(db: &mut AnyConnection, key: &str) -> anyhow::Result<Option<String>> {
    let row = sqlx::query("SELECT value FROM settings WHERE key = $1")
        .bind(key)
        .fetch_optional(db)
        .await?;
    Ok(row.map(|row| row.try_get(0)).transpose()?)
}

pub async fn set_setting(db: &mut AnyConnection, key: &str, value: &str) -> anyhow::Result<()> {
    sqlx::query("INSERT INTO settings (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value")
        .bind(key)
        .bind(value)
        .execute(db)
        .await?;
    Ok(())
}

/// The community's clock; there must be a community.
pub async fn clock(db: &mut AnyConnection, now: Option<&str>) -> anyhow::Result<Clock> {
    let Some(zone) = setting(db, "time_zone").await? else {
        anyhow::bail!("there is no community yet; begin with `linli-server community set --name … --zone …`");
    };
    let languages = setting(db, "languages").await?.unwrap_or_default();
    let languages: Vec<String> = serde_json::from_str(&languages).unwrap_or_default();
    Clock::new(&zone, languages.first().map_or("", String::as_str), now)
}

pub async fn purpose(db: &mut AnyConnection) -> anyhow::Result<Purpose> {
    let demo = setting(db, "demo").await?.as_deref() == Some("1");
    Ok(if demo { Purpose::Demo } else { Purpose::Real })
}

/// Inserts rows of texts, many with one statement: a hundred thousand ballots would otherwise take a minute.
/// `into` is `table (column, …)`, one of our own texts, never input.
pub async fn insert_texts<const N: usize>(
    db: &mut AnyConnection,
    into: &'static str,
    rows: &[[String; N]],
) -> anyhow::Result<()> {
    for chunk in rows.chunks(256) {
        let mut sql = format!("INSERT INTO {into} VALUES ");
        for row in 0..chunk.len() {
            sql.push_str(if row == 0 { "(" } else { ", (" });
            for column in 0..N {
                let comma = if column == 0 { "" } else { ", " };
                sql.push_str(&format!("{comma}${}", row * N + column + 1));
            }
            sql.push(')');
        }
        let mut query = sqlx::query(AssertSqlSafe(sql));
        for text in chunk.iter().flatten() {
            query = query.bind(text.as_str());
        }
        query.execute(&mut *db).await?;
    }
    Ok(())
}

/// A resident as files name them.
#[derive(Debug, Clone)]
pub struct Person {
    pub id: String,
    pub name: String,
    pub phone: Option<String>,
    pub household: Option<String>,
    pub role: Role,
}

/// Everybody, ordered by phone number so that what is drawn from them is the same every time.
pub async fn people(db: &mut AnyConnection) -> anyhow::Result<Vec<Person>> {
    let rows = sqlx::query("SELECT id, name, phone, household_id, roles FROM residents ORDER BY phone, id")
        .fetch_all(db)
        .await?;
    rows.iter()
        .map(|row| {
            let roles: Vec<Role> = serde_json::from_str(&row.try_get::<String, _>(4)?)?;
            Ok(Person {
                id: row.try_get(0)?,
                name: row.try_get(1)?,
                phone: row.try_get(2)?,
                household: row.try_get(3)?,
                role: roles
                    .into_iter()
                    .find(|role| *role != Role::Resident)
                    .unwrap_or(Role::Resident),
            })
        })
        .collect()
}

/// Finds a person by phone number, or by a name that only one person has.
pub fn find_person<'a>(people: &'a [Person], text: &str) -> Result<&'a Person, String> {
    if let Some(number) = phone::normalise(text) {
        let found = people
            .iter()
            .find(|p| p.phone.as_deref() == Some(number.as_str()));
        return found.ok_or_else(|| format!("no resident has the number {text}"));
    }
    let mut named = people.iter().filter(|p| p.name == text.trim());
    match (named.next(), named.next()) {
        (Some(person), None) => Ok(person),
        (Some(_), Some(_)) => Err(format!(
            "several residents are called {text}; write the phone number instead"
        )),
        _ => Err(format!("no resident is called {text}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn demo_ids_are_the_same_every_time() {
        let (mut a, mut b) = (Ids::Counted(0), Ids::Counted(0));
        let first = a.fresh().expect("an id");
        assert_eq!(first, b.fresh().expect("an id"));
        assert_ne!(first, a.fresh().expect("an id"));
        assert_eq!(first.len(), 32);
    }
}
