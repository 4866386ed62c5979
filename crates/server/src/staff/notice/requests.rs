//! `notice requests`: who does not understand what, of notices, polls and matters, and who wants to be called. Phone numbers stand
//! here and nowhere else.

use super::super::clock::Clock;
use super::super::moderate::plain;
use contract::Timestamp;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

/// Everything that is asked, whatever it is about.
const ASKED: &str = "
    WITH asked AS (
      SELECT q.id, q.kind, q.paragraph, q.words, q.note, q.phone, q.asked_at, q.done_at, q.resident_id,
        'notice' AS about, n.id AS subject, n.title
        FROM notice_requests q JOIN notices n ON n.id = q.notice_id
      UNION ALL SELECT q.id, 'question', q.paragraph, q.words, NULL, NULL, q.asked_at, q.done_at, q.resident_id,
        q.kind, q.subject_id, COALESCE(p.title, m.title, '')
        FROM paragraph_questions q LEFT JOIN polls p ON q.kind = 'poll' AND p.id = q.subject_id
        LEFT JOIN matters m ON q.kind = 'matter' AND m.id = q.subject_id
    )
    SELECT a.id, a.kind, a.paragraph, a.words, a.note, COALESCE(a.phone, r.phone) AS phone, a.asked_at, a.done_at,
      r.name, COALESCE(h.label, '') AS label, a.about, a.subject, a.title
    FROM asked a JOIN residents r ON r.id = a.resident_id LEFT JOIN households h ON h.id = r.household_id
    WHERE $1 = 1 OR a.done_at IS NULL ORDER BY a.asked_at, a.id";

/// What is asked about one notice, poll or matter.
struct About {
    kind: String,
    id: String,
    title: String,
    calls: usize,
    /// How many wait for an explanation of each paragraph: its key, its words, how many.
    paragraphs: Vec<(String, String, usize)>,
    lines: Vec<String>,
}

/// What waits, by what it is about, the longest waiting first; with `all` also what was seen to.
pub async fn list(db: &mut AnyConnection, clock: &Clock, all: bool) -> anyhow::Result<String> {
    let rows = sqlx::query(ASKED).bind(i64::from(all)).fetch_all(db).await?;
    if rows.is_empty() {
        return Ok("nobody asks anything".into());
    }
    let mut found: Vec<About> = Vec::new();
    for row in &rows {
        let (kind, id): (String, String) = (row.try_get("about")?, row.try_get("subject")?);
        let at = match found
            .iter()
            .position(|known| known.kind == kind && known.id == id)
        {
            Some(at) => at,
            None => {
                found.push(About {
                    kind,
                    id,
                    title: row.try_get("title")?,
                    calls: 0,
                    paragraphs: Vec::new(),
                    lines: Vec::new(),
                });
                found.len() - 1
            }
        };
        if let Some(about) = found.get_mut(at) {
            about.add(row, clock)?;
        }
    }
    Ok(found.iter().map(About::told).collect::<Vec<_>>().join("\n"))
}

impl About {
    fn add(&mut self, row: &AnyRow, clock: &Clock) -> anyhow::Result<()> {
        let call = row.try_get::<String, _>("kind")? == "call";
        let open = row.try_get::<Option<i64>, _>("done_at")?.is_none();
        let text: Option<String> = row.try_get(if call { "note" } else { "words" })?;
        let text = plain(&text.unwrap_or_default());
        let short: String = text.chars().take(60).collect();
        if open && call {
            self.calls += 1;
        } else if open {
            let key: String = row.try_get("paragraph")?;
            match self.paragraphs.iter_mut().find(|(known, ..)| *known == key) {
                Some((.., count)) => *count += 1,
                None => self.paragraphs.push((key, short.clone(), 1)),
            }
        }
        let phone: Option<String> = row.try_get("phone")?;
        self.lines.push(format!(
            "  {}  {}{}  {} {} {}  {}{short}",
            row.try_get::<String, _>("id")?,
            clock.words(Timestamp::from_millis(row.try_get("asked_at")?)),
            if open { "" } else { "  done" },
            plain(&row.try_get::<String, _>("name")?),
            plain(&row.try_get::<String, _>("label")?),
            phone.as_deref().unwrap_or("no number"),
            if call { "call " } else { "does not understand: " },
        ));
        Ok(())
    }

    fn told(&self) -> String {
        let questions: usize = self.paragraphs.iter().map(|(.., count)| count).sum();
        // Nobody can ask to be called about a poll or a matter.
        let (kind, calls) = match self.kind.as_str() {
            "notice" => (String::new(), format!(", {} want to be called", self.calls)),
            kind => (format!("{kind} "), String::new()),
        };
        let title = plain(&self.title);
        let mut said = vec![format!(
            "{title} ({kind}{}): {questions} do not understand{calls}",
            self.id
        )];
        // What several people stumble over should be written anew.
        let several = self.paragraphs.iter().filter(|(.., count)| *count > 1);
        said.extend(several.map(|(_, words, count)| format!("  {count} people do not understand: {words}")));
        said.extend_from_slice(&self.lines);
        said.join("\n")
    }
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
    for sql in [
        "UPDATE notice_requests SET done_at = $2, answer = $3 WHERE id = $1 AND done_at IS NULL",
        "UPDATE paragraph_questions SET done_at = $2, answer = $3 WHERE id = $1 AND done_at IS NULL",
    ] {
        let done = sqlx::query(sql)
            .bind(id)
            .bind(clock.now.millis())
            .bind(answer)
            .execute(&mut *db)
            .await?;
        if done.rows_affected() == 1 {
            return Ok(());
        }
    }
    anyhow::bail!("nothing with the id {id} waits; `notice requests list` shows what does")
}
