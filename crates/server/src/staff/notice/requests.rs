//! `notice requests`: who does not understand what, and who wants to be called. Phone numbers stand here and nowhere else.

use super::super::clock::Clock;
use super::super::moderate::plain;
use contract::Timestamp;
use sqlx::{AnyConnection, Row};

/// What waits, by notice, the longest waiting first; with `all` also what was seen to.
pub async fn list(db: &mut AnyConnection, clock: &Clock, all: bool) -> anyhow::Result<String> {
    let rows = sqlx::query(
        "SELECT q.id, q.kind, q.words, q.note, COALESCE(q.phone, r.phone) AS phone, q.asked_at, q.done_at, r.name, \
         COALESCE(h.label, '') AS label, n.id AS notice, n.title FROM notice_requests q \
         JOIN residents r ON r.id = q.resident_id LEFT JOIN households h ON h.id = r.household_id \
         JOIN notices n ON n.id = q.notice_id WHERE $1 = 1 OR q.done_at IS NULL ORDER BY q.asked_at, q.id",
    )
    .bind(i64::from(all))
    .fetch_all(db)
    .await?;
    if rows.is_empty() {
        return Ok("nobody asks anything".into());
    }
    let mut notices: Vec<(String, String, [usize; 2], Vec<String>)> = Vec::new();
    for row in &rows {
        let id: String = row.try_get("notice")?;
        let at = match notices.iter().position(|(known, ..)| *known == id) {
            Some(at) => at,
            None => {
                notices.push((id, row.try_get("title")?, [0; 2], Vec::new()));
                notices.len() - 1
            }
        };
        let call = row.try_get::<String, _>("kind")? == "call";
        let done: Option<i64> = row.try_get("done_at")?;
        if let Some((_, _, open, lines)) = notices.get_mut(at) {
            open[usize::from(call)] += usize::from(done.is_none());
            let text: Option<String> = row.try_get(if call { "note" } else { "words" })?;
            let text = plain(&text.unwrap_or_default());
            let short: String = text.chars().take(60).collect();
            let phone: Option<String> = row.try_get("phone")?;
            lines.push(format!(
                "  {}  {}{}  {} {} {}  {}{short}",
                row.try_get::<String, _>("id")?,
                clock.words(Timestamp::from_millis(row.try_get("asked_at")?)),
                if done.is_some() { "  done" } else { "" },
                plain(&row.try_get::<String, _>("name")?),
                plain(&row.try_get::<String, _>("label")?),
                phone.as_deref().unwrap_or("no number"),
                if call { "call " } else { "does not understand: " },
            ));
        }
    }
    let mut said = Vec::new();
    for (id, title, [questions, calls], lines) in notices {
        said.push(format!(
            "{} ({id}): {questions} do not understand, {calls} want to be called",
            plain(&title)
        ));
        said.extend(lines);
    }
    Ok(said.join("\n"))
}

/// Somebody saw to it; the answer, if there is one, is shown to who asked.
pub async fn done(
    db: &mut AnyConnection,
    clock: &Clock,
    id: &str,
    answer: Option<&str>,
) -> anyhow::Result<()> {
    let answer = answer.map(str::trim).filter(|answer| !answer.is_empty());
    anyhow::ensure!(
        answer.is_none_or(|answer| answer.chars().count() <= 1000),
        "the answer is longer than 1000 characters"
    );
    let done =
        sqlx::query("UPDATE notice_requests SET done_at = $2, answer = $3 WHERE id = $1 AND done_at IS NULL")
            .bind(id)
            .bind(clock.now.millis())
            .bind(answer)
            .execute(db)
            .await?;
    anyhow::ensure!(
        done.rows_affected() == 1,
        "nothing with the id {id} waits; `notice requests list` shows what does"
    );
    Ok(())
}
