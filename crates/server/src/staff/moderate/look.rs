//! What moderators read before they decide.

use sqlx::AnyConnection;

const HOUR: i64 = 3_600_000;

/// What waits, the oldest first: age, kind, id, thread, the beginning of the words.
pub async fn list(db: &mut AnyConnection, now: i64) -> anyhow::Result<String> {
    let rows: Vec<(i64, String, String, String, String)> = sqlx::query_as(
        "SELECT p.created_at, 'post', p.id, t.title, p.body FROM posts p JOIN threads t ON t.id = p.thread_id
           WHERE p.state = 'pending'
         UNION ALL SELECT s.created_at, 'statement', s.id, t.title, s.text FROM statements s
           JOIN threads t ON t.id = s.thread_id WHERE s.state = 'pending'
         UNION ALL SELECT r.created_at, 'report', r.id, t.title, r.reason || ' of ' || CASE WHEN p.id IS NULL THEN 'statement ' || s.id ELSE 'post ' || p.id END || ': ' || r.comment
           FROM reports r LEFT JOIN posts p ON p.id = r.post_id LEFT JOIN statements s ON s.id = r.statement_id
           JOIN threads t ON t.id = COALESCE(p.thread_id, s.thread_id) WHERE r.state = 'received'
         UNION ALL SELECT o.created_at, 'objection', o.id, t.title, 'about ' || o.kind || ' ' || o.subject_id || ': ' || o.text
           FROM objections o LEFT JOIN reports r ON o.kind = 'report' AND r.id = o.subject_id
           LEFT JOIN posts p ON p.id = COALESCE(r.post_id, o.subject_id) LEFT JOIN statements s ON s.id = r.statement_id
           JOIN threads t ON t.id = COALESCE(p.thread_id, s.thread_id)
           WHERE o.state = 'received'
         ORDER BY 1, 3",
    )
    .fetch_all(db)
    .await?;
    if rows.is_empty() {
        return Ok("nothing waits".into());
    }
    let lines: Vec<String> = rows
        .iter()
        .map(|(at, kind, id, title, words)| {
            let hours = (now - at).max(0) / HOUR;
            let age = if hours < 48 {
                format!("{hours} h")
            } else {
                format!("{} d", hours / 24)
            };
            let words = plain(words);
            let short: String = words.chars().take(80).collect();
            let more = if short.len() < words.len() { "…" } else { "" };
            format!("{age:>5}  {kind:<9}  {id}  {}: {short}{more}", plain(title))
        })
        .collect();
    Ok(lines.join("\n"))
}

/// All about one id.
pub async fn show(db: &mut AnyConnection, id: &str) -> anyhow::Result<String> {
    let found: Option<(String, String, String, String, String)> = sqlx::query_as(
        "SELECT 'post', p.state, t.title, p.body, COALESCE(p.state_reason, '') FROM posts p
           JOIN threads t ON t.id = p.thread_id WHERE p.id = $1
         UNION ALL SELECT 'statement', s.state, t.title, s.text, COALESCE(s.state_reason, '') FROM statements s
           JOIN threads t ON t.id = s.thread_id WHERE s.id = $1
         UNION ALL SELECT 'report', r.state, t.title, r.reason || ' of ' || CASE WHEN p.id IS NULL THEN 'statement ' || s.id ELSE 'post ' || p.id END || ': ' || r.comment,
           COALESCE(r.answer, '') FROM reports r LEFT JOIN posts p ON p.id = r.post_id
           LEFT JOIN statements s ON s.id = r.statement_id
           JOIN threads t ON t.id = COALESCE(p.thread_id, s.thread_id) WHERE r.id = $1
         UNION ALL SELECT 'objection', o.state, t.title, 'about ' || o.kind || ' ' || o.subject_id || ': ' || o.text,
           COALESCE(o.answer, '') FROM objections o LEFT JOIN reports r ON o.kind = 'report' AND r.id = o.subject_id
           LEFT JOIN posts p ON p.id = COALESCE(r.post_id, o.subject_id) LEFT JOIN statements s ON s.id = r.statement_id
           JOIN threads t ON t.id = COALESCE(p.thread_id, s.thread_id) WHERE o.id = $1",
    )
    .bind(id)
    .fetch_optional(&mut *db)
    .await?;
    let Some((kind, state, title, words, reason)) = found else {
        anyhow::bail!("there is nothing with the id {id}");
    };
    let mut lines = vec![format!("{kind} {id}, {state}, in {}", plain(&title))];
    if !reason.is_empty() {
        lines.push(format!("why: {}", plain(&reason)));
    }
    lines.extend(words.lines().map(|line| format!("  {}", plain(line))));
    let about: Vec<(String, String, String, String)> = sqlx::query_as(
        "SELECT 'report', r.id, r.state, r.reason || ' ' || r.comment FROM reports r WHERE r.post_id = $1 OR r.statement_id = $1
         UNION ALL SELECT 'objection', o.id, o.state, o.text FROM objections o WHERE o.subject_id = $1",
    )
    .bind(id)
    .fetch_all(&mut *db)
    .await?;
    for (kind, id, state, words) in about {
        lines.push(format!("{kind} {id}, {state}: {}", plain(&words)));
    }
    lines.extend(decisions(db, Some(id)).await?);
    Ok(lines.join("\n"))
}

pub async fn log(db: &mut AnyConnection) -> anyhow::Result<String> {
    let lines = decisions(db, None).await?;
    Ok(if lines.is_empty() {
        "nothing was decided yet".into()
    } else {
        lines.join("\n")
    })
}

async fn decisions(db: &mut AnyConnection, about: Option<&str>) -> anyhow::Result<Vec<String>> {
    let rows: Vec<(i64, String, String, String, String)> = sqlx::query_as(
        "SELECT at, action, subject_id, moderator, reason FROM moderation WHERE subject_id = $1 OR $1 = ''
         ORDER BY at DESC, id DESC",
    )
    .bind(about.unwrap_or_default())
    .fetch_all(db)
    .await?;
    let line = |(at, action, id, by, reason): &(i64, String, String, String, String)| {
        let at = contract::Timestamp::from_millis(*at);
        format!("{at}  {action}  {id}  {}: {}", plain(by), plain(reason))
    };
    Ok(rows.iter().map(line).collect())
}

/// Residents' words on a console: nothing in them moves the cursor, changes colours or turns the line around.
pub fn plain(text: &str) -> String {
    let odd = |c: char| {
        c.is_control()
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().map(|c| if odd(c) { ' ' } else { c }).collect()
}
