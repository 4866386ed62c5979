//! `notice …`: each command is one transaction, applied whole or not at all.

use super::super::clock::Clock;
use super::super::house::House;
use super::super::refusal::{read_text, shown};
use super::super::store::{self, Ids};
use super::super::{File, Now};
use super::{Purpose, batch, coverage, preview, requests, standing};
use crate::db::Db;
use clap::Subcommand;
use sqlx::AnyConnection;

/// What staff do with notices.
#[derive(Debug, Subcommand)]
pub enum NoticeCommand {
    /// Publish a Markdown file with front matter; with a published_at to come it appears by itself then.
    Publish(File),
    /// Look at a Markdown file as residents will see it, at an address that nobody can guess, for a day.
    Preview {
        #[command(flatten)]
        file: File,
        /// Where residents reach the community, such as https://linli.example
        #[arg(long, default_value = "")]
        address: String,
    },
    /// Publish a folder of Markdown files, or a CSV file with one notice a line: all of them or none.
    Import(File),
    /// Put a file in the place of a published notice; everybody can read what changed. One that has not appeared yet can be given
    /// another time.
    Correct {
        id: String,
        #[command(flatten)]
        file: File,
        /// What was wrong; everybody can read it.
        #[arg(long)]
        what: String,
    },
    /// Withdraw a notice. Its text stays readable; one that has not appeared yet is gone.
    Withdraw {
        id: String,
        /// Why; everybody can read it.
        #[arg(long)]
        reason: String,
        #[command(flatten)]
        now: Now,
    },
    /// Put a notice before all others.
    Pin {
        id: String,
        #[command(flatten)]
        now: Now,
    },
    /// Put it back into its place.
    Unpin {
        id: String,
        #[command(flatten)]
        now: Now,
    },
    /// From now on it is no longer in force.
    Expire {
        id: String,
        #[command(flatten)]
        now: Now,
    },
    /// What will appear and what will be over, the next first.
    Schedule {
        #[command(flatten)]
        now: Now,
    },
    /// In which buildings and stairwells how many have read it, and where fewer than five have; no number is below five.
    Coverage { id: String },
    /// Who does not understand what, and who wants to be called.
    #[command(subcommand)]
    Requests(RequestsCommand),
}

#[derive(Debug, Subcommand)]
pub enum RequestsCommand {
    /// What waits, by notice; this shows phone numbers.
    List {
        /// Also what was seen to.
        #[arg(long)]
        all: bool,
    },
    /// Somebody saw to it.
    Done {
        id: String,
        /// What is answered to whoever asked; only they can read it.
        #[arg(long)]
        answer: Option<String>,
        #[command(flatten)]
        now: Now,
    },
}

pub async fn run(command: NoticeCommand, db: &Db) -> anyhow::Result<String> {
    let mut tx = db.write().await?;
    let said = execute(command, &mut tx).await?;
    tx.commit().await?;
    Ok(said)
}

async fn execute(command: NoticeCommand, db: &mut AnyConnection) -> anyhow::Result<String> {
    Ok(match command {
        NoticeCommand::Publish(file) => publish(&file, db).await?,
        NoticeCommand::Preview { file, address } => look(&file, &address, db).await?,
        NoticeCommand::Import(file) => import(&file, db).await?,
        NoticeCommand::Correct { id, file, what } => correct(&id, &file, &what, db).await?,
        NoticeCommand::Withdraw { id, reason, now } => {
            let clock = clock(db, &now).await?;
            match standing::withdraw(db, &clock, &id, &reason).await? {
                true => format!("notice {id} is withdrawn"),
                false => format!("notice {id} will not appear"),
            }
        }
        NoticeCommand::Pin { id, now } => {
            let clock = clock(db, &now).await?;
            standing::pin(db, &clock, &id, true).await?;
            format!("notice {id} is pinned")
        }
        NoticeCommand::Unpin { id, now } => {
            let clock = clock(db, &now).await?;
            standing::pin(db, &clock, &id, false).await?;
            format!("notice {id} is no longer pinned")
        }
        NoticeCommand::Expire { id, now } => {
            let clock = clock(db, &now).await?;
            standing::expire(db, &clock, &id).await?;
            format!("notice {id} is no longer in force")
        }
        NoticeCommand::Schedule { now } => {
            let clock = clock(db, &now).await?;
            standing::schedule(db, &clock).await?
        }
        NoticeCommand::Coverage { id } => coverage::coverage(db, &id).await?,
        NoticeCommand::Requests(RequestsCommand::List { all }) => {
            let clock = store::clock(db, None).await?;
            requests::list(db, &clock, all).await?
        }
        NoticeCommand::Requests(RequestsCommand::Done { id, answer, now }) => {
            let clock = clock(db, &now).await?;
            requests::done(db, &clock, &id, answer.as_deref()).await?;
            format!("{id} is seen to")
        }
    })
}

async fn clock(db: &mut AnyConnection, now: &Now) -> anyhow::Result<Clock> {
    store::clock(db, now.at.as_deref()).await
}

async fn publish(file: &File, db: &mut AnyConnection) -> anyhow::Result<String> {
    let text = read_text(&file.file)?;
    let house = House::load(db, file.now.at.as_deref()).await?;
    let new = super::read(
        &house,
        &shown(&file.file),
        &text,
        Purpose::Publish,
        &mut Ids::Random,
    )?;
    super::insert(db, &new).await?;
    let (id, at) = (&new.notice.id, new.notice.published_at);
    Ok(if at > house.clock.now {
        format!("notice {id} will appear at {}", house.clock.words(at))
    } else {
        format!("notice {id} is published")
    })
}

async fn look(file: &File, address: &str, db: &mut AnyConnection) -> anyhow::Result<String> {
    let text = read_text(&file.file)?;
    let house = House::load(db, file.now.at.as_deref()).await?;
    let path = preview::preview(db, &house, &shown(&file.file), &text).await?;
    Ok(format!(
        "{}{path}\nfor a day, for whoever has this address; the bar at the top of the page switches between standard and elder mode",
        address.trim_end_matches('/')
    ))
}

async fn import(file: &File, db: &mut AnyConnection) -> anyhow::Result<String> {
    let mut house = House::load(db, file.now.at.as_deref()).await?;
    let notices = batch::batch(&mut house, &file.file, &mut Ids::Random)?;
    batch::insert_all(db, &notices).await?;
    Ok(format!("{} notices are published", notices.len()))
}

async fn correct(id: &str, file: &File, what: &str, db: &mut AnyConnection) -> anyhow::Result<String> {
    let text = read_text(&file.file)?;
    let house = House::load(db, file.now.at.as_deref()).await?;
    let done = standing::correct(db, &house, id, (&shown(&file.file), &text), what).await?;
    let mut said = format!("notice {id} is corrected: {} changes", done.changes);
    match done.appears {
        Some(at) if at > house.clock.now => {
            said.push_str(&format!("; it will appear at {}", house.clock.words(at)))
        }
        Some(_) => said.push_str("; it is published"),
        None => {}
    }
    Ok(if done.recording_is_old {
        format!("{said}; its recording still says the old text")
    } else {
        said
    })
}
