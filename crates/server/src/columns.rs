//! Reading columns as the schema keeps things: times as milliseconds, booleans as 0 and 1, JSON as text.

use crate::fault::Outcome;
use contract::Timestamp;
use serde::de::DeserializeOwned;
use sqlx::Row;
use sqlx::any::AnyRow;

pub fn time(row: &AnyRow, column: &str) -> Outcome<Timestamp> {
    Ok(Timestamp::from_millis(row.try_get(column)?))
}

pub fn maybe_time(row: &AnyRow, column: &str) -> Outcome<Option<Timestamp>> {
    Ok(row.try_get::<Option<i64>, _>(column)?.map(Timestamp::from_millis))
}

/// A JSON column.
pub fn stored<T: DeserializeOwned>(row: &AnyRow, column: &str) -> Outcome<T> {
    Ok(serde_json::from_str(&row.try_get::<String, _>(column)?)?)
}

/// A JSON column that may be NULL.
pub fn maybe_stored<T: DeserializeOwned>(row: &AnyRow, column: &str) -> Outcome<Option<T>> {
    Ok(match row.try_get::<Option<String>, _>(column)? {
        Some(json) => Some(serde_json::from_str(&json)?),
        None => None,
    })
}

pub fn flag(row: &AnyRow, column: &str) -> Outcome<bool> {
    Ok(row.try_get::<i64, _>(column)? != 0)
}
