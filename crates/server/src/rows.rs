//! Many rows in one statement.

use crate::fault::Outcome;
use sqlx::{AnyConnection, AssertSqlSafe};

/// `($1, $2), ($3, $4)` and what is bound to it.
pub fn values<'a, const COLUMNS: usize>(
    rows: impl Iterator<Item = [&'a str; COLUMNS]>,
) -> (String, Vec<&'a str>) {
    let (mut sql, mut bound) = (String::new(), Vec::new());
    for row in rows {
        for (column, text) in row.into_iter().enumerate() {
            bound.push(text);
            sql.push_str(match (column, sql.is_empty()) {
                (0, true) => "(",
                (0, false) => "), (",
                _ => ", ",
            });
            sql.push('$');
            sql.push_str(&bound.len().to_string());
        }
    }
    sql.push(')');
    (sql, bound)
}

/// Inserts all rows; `false` when one of them was there already. `into` names table and columns, `key` the columns that
/// decide; neither may come from outside.
pub async fn insert<'a, const COLUMNS: usize>(
    connection: &mut AnyConnection,
    into: &str,
    key: &str,
    rows: impl ExactSizeIterator<Item = [&'a str; COLUMNS]>,
) -> Outcome<bool> {
    let wanted = rows.len();
    let (values, bound) = values(rows);
    let sql = format!("INSERT INTO {into} VALUES {values} ON CONFLICT {key} DO NOTHING");
    // A statement for every number of rows is not worth keeping.
    let mut query = sqlx::query(AssertSqlSafe(sql)).persistent(wanted == 1);
    for text in bound {
        query = query.bind(text);
    }
    let done = query.execute(connection).await?;
    Ok(usize::try_from(done.rows_affected()) == Ok(wanted))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_numbered_through() {
        let (sql, bound) = values([["a", "b"], ["c", "d"]].into_iter());
        assert_eq!(sql, "($1, $2), ($3, $4)");
        assert_eq!(bound, ["a", "b", "c", "d"]);
    }
}
