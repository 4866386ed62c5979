//! The decisions. Each changes a state only from the one it stands on, so two moderators at once never decide twice.

use crate::length::too_long;
use crate::names::name_of;
use crate::staff::store::done;
use contract::ModerationAction;
use sqlx::{AnyConnection, AssertSqlSafe};

/// Longest reason or answer, in characters as people see them.
const WORDS: usize = 500;

/// Who decides, with which words, when.
pub struct Hand {
    by: String,
    words: String,
    now: i64,
}

impl Hand {
    pub fn new(by: &str, words: &str, now: i64) -> anyhow::Result<Self> {
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        anyhow::ensure!(!words.is_empty(), "say why: the reason or answer is empty");
        anyhow::ensure!(
            !too_long(&words, WORDS),
            "the reason or answer has more than {WORDS} characters"
        );
        Ok(Self {
            words,
            ..Self::without_words(by, now)?
        })
    }

    pub fn without_words(by: &str, now: i64) -> anyhow::Result<Self> {
        let by = by.split_whitespace().collect::<Vec<_>>().join(" ");
        anyhow::ensure!(!by.is_empty(), "--by must name who decides");
        anyhow::ensure!(!too_long(&by, 100), "--by has more than 100 characters");
        Ok(Self {
            by,
            words: String::new(),
            now,
        })
    }

    async fn log(
        &self,
        db: &mut AnyConnection,
        action: ModerationAction,
        thread: &str,
        subject: &str,
    ) -> anyhow::Result<()> {
        sqlx::query(
            "INSERT INTO moderation (id, at, action, reason, thread_id, subject_id, moderator)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(done(crate::secrets::new_id())?)
        .bind(self.now)
        .bind(name_of(action))
        .bind(&self.words)
        .bind(thread)
        .bind(subject)
        .bind(&self.by)
        .execute(db)
        .await?;
        Ok(())
    }

    /// The log is public: it must not name whoever wrote or reported what it is about.
    async fn must_not_name(&self, db: &mut AnyConnection, post: &str) -> anyhow::Result<()> {
        let names: Vec<(String,)> = sqlx::query_as(
            "SELECT r.name FROM residents r JOIN posts p ON p.author_id = r.id WHERE p.id = $1
             UNION SELECT r.name FROM residents r JOIN statements s ON s.author_id = r.id WHERE s.id = $1
             UNION SELECT r.name FROM residents r JOIN reports o ON o.resident_id = r.id
               WHERE o.post_id = $1 OR o.statement_id = $1",
        )
        .bind(post)
        .fetch_all(db)
        .await?;
        for (name,) in names {
            anyhow::ensure!(
                name.trim().is_empty() || !self.words.contains(name.trim()),
                "everybody can read the log: leave the name {} out",
                name.trim()
            );
        }
        Ok(())
    }
}

/// A post or a statement.
struct Subject {
    statement: bool,
    thread: String,
    state: String,
}

impl Subject {
    async fn find(db: &mut AnyConnection, id: &str) -> anyhow::Result<Self> {
        let post: Option<(String, String)> =
            sqlx::query_as("SELECT thread_id, state FROM posts WHERE id = $1")
                .bind(id)
                .fetch_optional(&mut *db)
                .await?;
        let statement = post.is_none();
        let found = match post {
            Some(found) => Some(found),
            None => {
                sqlx::query_as("SELECT thread_id, state FROM statements WHERE id = $1")
                    .bind(id)
                    .fetch_optional(db)
                    .await?
            }
        };
        let Some((thread, state)) = found else {
            anyhow::bail!("there is no post or statement with the id {id}");
        };
        Ok(Self {
            statement,
            thread,
            state,
        })
    }

    fn kind(&self) -> &'static str {
        if self.statement { "statement" } else { "post" }
    }

    /// From the state it was found in to another; refuses when somebody was faster.
    async fn set(
        &self,
        db: &mut AnyConnection,
        id: &str,
        to: &str,
        reason: Option<&str>,
    ) -> anyhow::Result<()> {
        // The database keeps counts in the thread's row; whoever writes a post of it there does so in this order, too.
        sqlx::query("UPDATE threads SET moved = moved + 1 WHERE id = $1")
            .bind(&self.thread)
            .execute(&mut *db)
            .await?;
        let table = if self.statement { "statements" } else { "posts" };
        let sql = format!("UPDATE {table} SET state = $2, state_reason = $3 WHERE id = $1 AND state = $4");
        let changed = sqlx::query(AssertSqlSafe(sql))
            .bind(id)
            .bind(to)
            .bind(reason)
            .bind(&self.state)
            .execute(db)
            .await?
            .rows_affected();
        anyhow::ensure!(
            changed == 1,
            "somebody else has just decided about {id}; look again"
        );
        Ok(())
    }
}

pub async fn publish(db: &mut AnyConnection, id: &str, hand: &Hand) -> anyhow::Result<String> {
    let subject = Subject::find(db, id).await?;
    let kind = subject.kind();
    anyhow::ensure!(
        subject.state == "pending",
        "the {kind} {id} does not wait: it is {}",
        subject.state
    );
    subject.set(db, id, "visible", None).await?;
    hand.log(db, ModerationAction::Published, &subject.thread, id)
        .await?;
    Ok(format!("the {kind} {id} can be seen"))
}

pub async fn refuse(db: &mut AnyConnection, id: &str, hand: &Hand) -> anyhow::Result<String> {
    let subject = Subject::find(db, id).await?;
    let kind = subject.kind();
    anyhow::ensure!(
        subject.state == "pending",
        "the {kind} {id} does not wait: it is {}; what can be seen is hidden with `moderate hide`",
        subject.state
    );
    hand.must_not_name(db, id).await?;
    subject.set(db, id, "refused", Some(&hand.words)).await?;
    uphold(db, id, hand).await?;
    hand.log(db, ModerationAction::Refused, &subject.thread, id)
        .await?;
    Ok(format!("the {kind} {id} is refused"))
}

pub async fn hide(db: &mut AnyConnection, id: &str, hand: &Hand) -> anyhow::Result<String> {
    let subject = Subject::find(db, id).await?;
    let kind = subject.kind();
    anyhow::ensure!(
        subject.state == "visible",
        "the {kind} {id} cannot be hidden: it is {}",
        subject.state
    );
    hand.must_not_name(db, id).await?;
    let answered = hide_seen(db, &subject, id, hand).await?;
    Ok(format!(
        "the {kind} {id} is hidden, {answered} reports are answered"
    ))
}

async fn hide_seen(db: &mut AnyConnection, subject: &Subject, id: &str, hand: &Hand) -> anyhow::Result<u64> {
    // A statement leaves no gap that could say it was hidden: it is as if it had not been let through.
    let to = if subject.statement { "refused" } else { "hidden" };
    subject.set(db, id, to, Some(&hand.words)).await?;
    let answered = uphold(db, id, hand).await?;
    hand.log(db, ModerationAction::Hidden, &subject.thread, id)
        .await?;
    Ok(answered)
}

pub async fn restore(db: &mut AnyConnection, id: &str, hand: &Hand) -> anyhow::Result<String> {
    let subject = Subject::find(db, id).await?;
    let kind = subject.kind();
    anyhow::ensure!(
        matches!(subject.state.as_str(), "hidden" | "refused"),
        "the {kind} {id} is neither hidden nor refused: it is {}",
        subject.state
    );
    hand.must_not_name(db, id).await?;
    let open: Option<(String,)> = sqlx::query_as(
        "SELECT id FROM objections WHERE kind = 'post' AND subject_id = $1 AND state = 'received'",
    )
    .bind(id)
    .fetch_optional(&mut *db)
    .await?;
    if let Some((open,)) = open {
        anyhow::bail!("an objection waits: decide it with `moderate objection {open}`");
    }
    show_again(db, &subject, id, hand).await?;
    Ok(format!("the {kind} {id} can be seen again"))
}

async fn show_again(db: &mut AnyConnection, subject: &Subject, id: &str, hand: &Hand) -> anyhow::Result<()> {
    subject.set(db, id, "visible", None).await?;
    hand.log(db, ModerationAction::Restored, &subject.thread, id)
        .await
}

/// Answers all open reports of a post or statement.
async fn uphold(db: &mut AnyConnection, subject: &str, hand: &Hand) -> anyhow::Result<u64> {
    let done = sqlx::query(
        "UPDATE reports SET state = 'upheld', decided_at = $2, answer = $3, decided_by = $4
         WHERE (post_id = $1 OR statement_id = $1) AND state = 'received'",
    )
    .bind(subject)
    .bind(hand.now)
    .bind(&hand.words)
    .bind(&hand.by)
    .execute(db)
    .await?;
    Ok(done.rows_affected())
}

pub async fn dismiss(db: &mut AnyConnection, id: &str, hand: &Hand) -> anyhow::Result<String> {
    let found: Option<(String, String, String)> = sqlx::query_as(
        "SELECT COALESCE(r.post_id, r.statement_id), COALESCE(p.thread_id, s.thread_id), r.state FROM reports r
         LEFT JOIN posts p ON p.id = r.post_id LEFT JOIN statements s ON s.id = r.statement_id WHERE r.id = $1",
    )
    .bind(id)
    .fetch_optional(&mut *db)
    .await?;
    let Some((subject, thread, state)) = found else {
        anyhow::bail!("there is no report with the id {id}");
    };
    anyhow::ensure!(
        state == "received",
        "the report {id} is answered already: it is {state}"
    );
    hand.must_not_name(db, &subject).await?;
    let changed = sqlx::query(
        "UPDATE reports SET state = 'refused', decided_at = $2, answer = $3, decided_by = $4
         WHERE id = $1 AND state = 'received'",
    )
    .bind(id)
    .bind(hand.now)
    .bind(&hand.words)
    .bind(&hand.by)
    .execute(&mut *db)
    .await?
    .rows_affected();
    anyhow::ensure!(
        changed == 1,
        "somebody else has just decided about {id}; look again"
    );
    hand.log(db, ModerationAction::ReportRefused, &thread, id).await?;
    Ok(format!("the report {id} is answered, what it is about stays"))
}

pub async fn objection(db: &mut AnyConnection, id: &str, grant: bool, hand: &Hand) -> anyhow::Result<String> {
    let found: Option<(String, String, String)> =
        sqlx::query_as("SELECT kind, subject_id, state FROM objections WHERE id = $1")
            .bind(id)
            .fetch_optional(&mut *db)
            .await?;
    let Some((kind, about, state)) = found else {
        anyhow::bail!("there is no objection with the id {id}");
    };
    anyhow::ensure!(
        state == "received",
        "the objection {id} is decided already: it is {state}"
    );
    let report = kind == "report";
    let post = if report {
        let (post,): (String,) =
            sqlx::query_as("SELECT COALESCE(post_id, statement_id) FROM reports WHERE id = $1")
                .bind(&about)
                .fetch_one(&mut *db)
                .await?;
        post
    } else {
        about.clone()
    };
    must_be_another(db, &about, hand).await?;
    hand.must_not_name(db, &post).await?;
    let subject = Subject::find(db, &post).await?;
    let verdict = if grant { "granted" } else { "refused" };
    let changed = sqlx::query(
        "UPDATE objections SET state = $2, decided_at = $3, answer = $4, decided_by = $5
         WHERE id = $1 AND state = 'received'",
    )
    .bind(id)
    .bind(verdict)
    .bind(hand.now)
    .bind(&hand.words)
    .bind(&hand.by)
    .execute(&mut *db)
    .await?
    .rows_affected();
    anyhow::ensure!(
        changed == 1,
        "somebody else has just decided about {id}; look again"
    );
    if !grant {
        hand.log(db, ModerationAction::ObjectionRefused, &subject.thread, &about)
            .await?;
    } else if report {
        sqlx::query("UPDATE reports SET state = 'upheld', decided_at = $2, answer = $3, decided_by = $4 WHERE id = $1")
            .bind(&about)
            .bind(hand.now)
            .bind(&hand.words)
            .bind(&hand.by)
            .execute(&mut *db)
            .await?;
        // It may have been hidden or taken back meanwhile.
        if subject.state == "visible" {
            hide_seen(db, &subject, &post, hand).await?;
        }
    } else if matches!(subject.state.as_str(), "hidden" | "refused") {
        show_again(db, &subject, &post, hand).await?;
    }
    Ok(format!("the objection {id} is {verdict}"))
}

/// Whoever decided may not decide again whether that was right.
async fn must_be_another(db: &mut AnyConnection, about: &str, hand: &Hand) -> anyhow::Result<()> {
    let first: Option<(String,)> = sqlx::query_as(
        "SELECT moderator FROM moderation WHERE subject_id = $1 AND action IN ('hidden', 'refused', 'report_refused')
         ORDER BY at DESC, id DESC LIMIT 1",
    )
    .bind(about)
    .fetch_optional(db)
    .await?;
    let same = first.is_some_and(|(first,)| first.to_lowercase() == hand.by.to_lowercase());
    anyhow::ensure!(
        !same,
        "{} decided before; somebody else decides the objection",
        hand.by
    );
    Ok(())
}

/// A line of the log for what a demo brings hidden.
pub async fn log_demo(
    db: &mut AnyConnection,
    post: &str,
    thread: &str,
    reason: &str,
    at: i64,
) -> anyhow::Result<()> {
    let id = ledger::hex(&<sha2::Sha256 as sha2::Digest>::digest(format!("linli demo log {post}"))[..16]);
    sqlx::query(
        "INSERT INTO moderation (id, at, action, reason, thread_id, subject_id, moderator)
         VALUES ($1, $2, 'hidden', $3, $4, $5, 'demo')",
    )
    .bind(id)
    .bind(at)
    .bind(reason)
    .bind(thread)
    .bind(post)
    .execute(db)
    .await?;
    Ok(())
}
