//! `moderate`: what waits for a moderator, what is decided and why. Every decision is one transaction and one line of the open
//! log; an objection is decided by somebody else than who decided before.

mod decide;
mod look;

pub(super) use decide::log_demo;
pub(super) use look::plain;

use super::store;
use crate::db::Db;
use clap::{Args, Subcommand, ValueEnum};

/// What moderators do.
#[derive(Debug, Subcommand)]
pub enum ModerateCommand {
    /// What waits, the oldest first: posts and statements, reports, objections.
    List,
    /// Everything about one post, statement, report or objection.
    Show { id: String },
    /// Let a post or statement that waits be seen.
    Publish {
        id: String,
        #[command(flatten)]
        by: By,
    },
    /// Do not let a post or statement that waits be seen.
    Refuse {
        id: String,
        #[command(flatten)]
        why: Why,
    },
    /// Take a post or statement out of sight; open reports of the post are answered with the reason.
    Hide {
        id: String,
        #[command(flatten)]
        why: Why,
    },
    /// Show a hidden or refused post or statement again.
    Restore {
        id: String,
        #[command(flatten)]
        why: Why,
    },
    /// Do not follow a report.
    Dismiss {
        report: String,
        #[command(flatten)]
        answer: Answer,
    },
    /// Decide an objection; somebody else than who decided before does.
    Objection {
        id: String,
        verdict: Verdict,
        #[command(flatten)]
        answer: Answer,
    },
    /// All decisions with who made them, the newest first.
    Log,
}

#[derive(Debug, Args)]
pub struct By {
    /// Who decides; kept, and not shown in public.
    #[arg(long)]
    by: String,
}

#[derive(Debug, Args)]
pub struct Why {
    /// Everybody can read it in the open log: no names, and nothing of what the resident wrote.
    #[arg(long)]
    reason: String,
    #[command(flatten)]
    by: By,
}

#[derive(Debug, Args)]
pub struct Answer {
    /// Whoever asked reads it, and everybody in the open log: no names, and nothing of what a resident wrote.
    #[arg(long)]
    answer: String,
    #[command(flatten)]
    by: By,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Verdict {
    Grant,
    Refuse,
}

/// Runs one command in one transaction: a decision is made whole or not at all.
pub async fn run(command: ModerateCommand, db: &Db) -> anyhow::Result<String> {
    // Looking takes nobody's turn to write.
    match &command {
        ModerateCommand::List => {
            let mut connection = db.pool.acquire().await?;
            let now = store::clock(&mut connection, None).await?.now.millis();
            return look::list(&mut connection, now).await;
        }
        ModerateCommand::Show { id } => return look::show(&mut *db.pool.acquire().await?, id).await,
        ModerateCommand::Log => return look::log(&mut *db.pool.acquire().await?).await,
        _ => {}
    }
    let mut tx = db.write().await?;
    let now = store::clock(&mut tx, None).await?.now.millis();
    let by = |by: By, words: String| decide::Hand::new(&by.by, &words, now);
    let said = match command {
        ModerateCommand::List | ModerateCommand::Show { .. } | ModerateCommand::Log => String::new(),
        ModerateCommand::Publish { id, by } => {
            let hand = decide::Hand::without_words(&by.by, now)?;
            decide::publish(&mut tx, &id, &hand).await?
        }
        ModerateCommand::Refuse { id, why } => decide::refuse(&mut tx, &id, &by(why.by, why.reason)?).await?,
        ModerateCommand::Hide { id, why } => decide::hide(&mut tx, &id, &by(why.by, why.reason)?).await?,
        ModerateCommand::Restore { id, why } => {
            decide::restore(&mut tx, &id, &by(why.by, why.reason)?).await?
        }
        ModerateCommand::Dismiss { report, answer } => {
            decide::dismiss(&mut tx, &report, &by(answer.by, answer.answer)?).await?
        }
        ModerateCommand::Objection { id, verdict, answer } => {
            let hand = by(answer.by, answer.answer)?;
            decide::objection(&mut tx, &id, verdict == Verdict::Grant, &hand).await?
        }
    };
    tx.commit().await?;
    Ok(said)
}
