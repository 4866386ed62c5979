//! The staff side: subcommands that create residents, publish notices, open polls and threads and bring in real data.
//!
//! Every command reads a whole file first, lists every bad row as `FILE:LINE: reason`, and applies either all of the
//! file in one transaction or nothing. docs/STAFF.md shows each file format.

mod asked;
mod assist;
mod ballots;
mod clock;
pub mod closing;
mod community;
mod demo;
mod form;
mod house;
mod late;
mod letters;
mod matter;
pub(super) mod method;
pub mod moderate;
pub mod notice;
mod own_choice;
mod pabulib;
pub mod paper;
mod pile;
mod polis;
mod poll;
mod refusal;
mod request;
mod residents;
mod seeding;
mod store;
mod summary;
mod thread;

pub use clock::Clock;
pub use community::Community;
pub use demo::{LETTER as DEMO_LETTER, Loaded};
pub use letters::Letters;
pub use refusal::{Complaint, Refused, exit_code};

use crate::db::Db;
use assist::AssistCommand;
use clap::{Args, Subcommand};
use house::House;
use moderate::ModerateCommand;
use notice::NoticeCommand;
use refusal::{read_text, shown};
use request::RequestCommand;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use store::{Ids, done};

/// What staff can do from the command line.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Who this community is.
    #[command(subcommand)]
    Community(CommunityCommand),
    /// Who lives where.
    #[command(subcommand)]
    Residents(ResidentsCommand),
    /// Write household letters with codes to sign in, one A4 page a household.
    Letters(Letters),
    /// Notices for everybody to read.
    #[command(subcommand)]
    Notice(NoticeCommand),
    /// Polls.
    #[command(subcommand)]
    Poll(PollCommand),
    /// Discussions and sets of statements.
    #[command(subcommand)]
    Thread(ThreadCommand),
    /// What residents and staff are about, from the first proposal to what came of it.
    #[command(subcommand)]
    Matter(MatterCommand),
    /// Posts, statements, reports and objections that wait for a moderator.
    #[command(subcommand)]
    Moderate(ModerateCommand),
    /// Residents who are helped by others: spoken consent, ending, and the log.
    #[command(subcommand)]
    Assist(AssistCommand),
    /// Bring in a real election or a real deliberation.
    #[command(subcommand)]
    Import(ImportCommand),
    /// The demo community.
    #[command(subcommand)]
    Demo(DemoCommand),
}

#[derive(Debug, Subcommand)]
pub enum CommunityCommand {
    /// Set name, zone, languages and whom to call for help.
    Set(Community),
}

#[derive(Debug, Subcommand)]
pub enum ResidentsCommand {
    /// Add the residents and households of a CSV file: name, phone, household, floor_area, building, role, stairwell, grid.
    Import { file: PathBuf },
}

#[derive(Debug, Subcommand)]
pub enum PollCommand {
    /// Open the poll that a TOML file describes.
    Open(File),
    /// End an open poll now.
    Close {
        id: String,
        /// Why it ends early; everybody can read it.
        #[arg(long)]
        reason: String,
    },
    /// Move the end of an open poll to a later time.
    Extend {
        id: String,
        /// The new end, written as in a poll's file: 2026-11-22T18:00:00+08:00, or "+10d 18:00".
        #[arg(long)]
        until: String,
        /// Why; everybody can read it.
        #[arg(long)]
        reason: String,
    },
    /// Cancel a poll that has not ended: nothing is counted and no result is shown.
    Cancel {
        id: String,
        /// Why; everybody can read it.
        #[arg(long)]
        reason: String,
    },
    /// Enter ballots that were handed in on paper while the poll is open.
    Paper {
        id: String,
        /// Anonymous polls: a CSV file of those who handed in paper, one a line.
        #[arg(long, requires = "ballots", required_unless_present = "named")]
        voters: Option<PathBuf>,
        /// Anonymous polls: a CSV file of as many ballots, in any order.
        #[arg(long, requires = "voters")]
        ballots: Option<PathBuf>,
        /// Named polls: a CSV file of ballots, each with who handed it in.
        #[arg(long, conflicts_with_all = ["voters", "ballots"])]
        named: Option<PathBuf>,
    },
    /// Append the ballots of a CSV file, counted on paper, to the board of a closed anonymous poll.
    LateBatch {
        id: String,
        file: PathBuf,
        /// Why they come late; everybody can read it.
        #[arg(long)]
        reason: String,
    },
}

#[derive(Debug, Subcommand)]
pub enum ThreadCommand {
    /// Open the thread that a TOML file describes.
    Open(File),
    /// Put a moderator's summary on top of a thread, in place of the one that is there.
    Summary {
        id: String,
        /// A Markdown file with what was said so far.
        #[arg(long, required_unless_present = "remove", conflicts_with = "remove")]
        file: Option<PathBuf>,
        /// Take the summary away.
        #[arg(long)]
        remove: bool,
    },
    /// End a thread now; it can be read on.
    Close { id: String },
    /// Let a thread that has ended take posts again.
    Reopen { id: String },
}

#[derive(Debug, Subcommand)]
pub enum MatterCommand {
    /// Publish the matter that a TOML file describes, or bring it up to date.
    Publish(File),
    /// How content residents are with what was carried out, and what they wrote.
    Ratings { id: String },
    #[command(flatten)]
    Request(RequestCommand),
}

#[derive(Debug, Subcommand)]
pub enum ImportCommand {
    /// A participatory budget from pabulib.org, as a closed poll with its real ballots.
    Pabulib { file: PathBuf },
    /// A deliberation from Polis' open data, with its real statements and votes.
    Polis {
        dir: PathBuf,
        /// Also what the moderators there had rejected.
        #[arg(long)]
        with_rejected: bool,
    },
}

#[derive(Debug, Subcommand)]
pub enum DemoCommand {
    /// Build the demo community in an empty database.
    Load {
        /// The folder with community.toml, residents.csv, notices, polls, threads and ballots.toml.
        #[arg(long)]
        dir: PathBuf,
        #[command(flatten)]
        now: Now,
    },
    /// Fill a thread of a demo community with made-up posts, replies and agreement, to try what many posts are like.
    Posts {
        #[arg(long)]
        thread: String,
        #[arg(long)]
        count: u32,
        /// The same seed makes the same posts.
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
}

#[derive(Debug, Args)]
pub struct File {
    pub file: PathBuf,
    #[command(flatten)]
    pub now: Now,
}

#[derive(Debug, Args)]
pub struct Now {
    /// What relative times such as "+10d 18:00" count from; the present when it is not given.
    #[arg(long = "now", value_name = "RFC 3339")]
    pub at: Option<String>,
}

/// Runs one staff command and prints what it did, or every line that is refused.
pub async fn run(command: Command, db: &Db) -> anyhow::Result<()> {
    match execute(command, db).await {
        Ok(said) => Ok(writeln!(std::io::stdout(), "{said}")?),
        Err(error) => {
            if let Some(Refused(complaints)) = error.downcast_ref() {
                for complaint in complaints {
                    writeln!(std::io::stderr(), "{complaint}")?;
                }
            }
            Err(error)
        }
    }
}

/// Runs one staff command against the database and says in a line what it did.
///
/// # Errors
/// [`Refused`] with every bad line of a file; any other error for what is not the file's fault. Either way nothing was
/// applied.
pub async fn execute(command: Command, db: &Db) -> anyhow::Result<String> {
    Ok(match command {
        Command::Community(CommunityCommand::Set(community)) => set_community(&community, db).await?,
        Command::Residents(ResidentsCommand::Import { file }) => import_residents(&file, db).await?,
        Command::Letters(letters) => make_letters(&letters, db).await?,
        Command::Notice(command) => notice::run(command, db).await?,
        Command::Poll(PollCommand::Open(file)) => open_poll(&file, db).await?,
        Command::Poll(PollCommand::Close { id, reason }) => close_poll(&id, &reason, db).await?,
        Command::Poll(PollCommand::Extend { id, until, reason }) => {
            extend_poll(&id, &until, &reason, db).await?
        }
        Command::Poll(PollCommand::Cancel { id, reason }) => cancel_poll(&id, &reason, db).await?,
        Command::Poll(PollCommand::Paper {
            id,
            voters,
            ballots,
            named,
        }) => {
            paper(
                &id,
                voters.as_deref().zip(ballots.as_deref()),
                named.as_deref(),
                db,
            )
            .await?
        }
        Command::Poll(PollCommand::LateBatch { id, file, reason }) => {
            late_batch(&id, &file, &reason, db).await?
        }
        Command::Thread(ThreadCommand::Open(file)) => open_thread(&file, db).await?,
        Command::Thread(ThreadCommand::Summary { id, file, .. }) => {
            summary::set(db, &id, file.as_deref()).await?
        }
        Command::Thread(ThreadCommand::Close { id }) => summary::close(db, &id).await?,
        Command::Thread(ThreadCommand::Reopen { id }) => summary::reopen(db, &id).await?,
        Command::Matter(MatterCommand::Publish(file)) => publish_matter(&file, db).await?,
        Command::Matter(MatterCommand::Ratings { id }) => {
            matter::ratings(&mut *db.pool.acquire().await?, &id).await?
        }
        Command::Matter(MatterCommand::Request(command)) => request::run(command, db).await?,
        Command::Moderate(command) => moderate::run(command, db).await?,
        Command::Assist(command) => assist::run(command, db).await?,
        Command::Import(ImportCommand::Pabulib { file }) => import_pabulib(&file, db).await?,
        Command::Import(ImportCommand::Polis { dir, with_rejected }) => {
            import_polis(&dir, with_rejected, db).await?
        }
        Command::Demo(DemoCommand::Load { dir, now }) => {
            let loaded = load_demo(&dir, now.at.as_deref(), db).await?;
            describe(&loaded)
        }
        Command::Demo(DemoCommand::Posts { thread, count, seed }) => {
            let mut tx = db.write().await?;
            let made = seeding::posts(&mut tx, &thread, count, seed).await?;
            tx.commit().await?;
            made
        }
    })
}

async fn set_community(community: &Community, db: &Db) -> anyhow::Result<String> {
    let mut tx = db.write().await?;
    community.apply(&mut tx, "community set").await?;
    tx.commit().await?;
    Ok(format!("community: {}", community.name.trim()))
}

async fn import_residents(file: &Path, db: &Db) -> anyhow::Result<String> {
    let text = read_text(file)?;
    let mut tx = db.write().await?;
    let house = House::load(&mut tx, None).await?;
    let import = residents::read(&house, &shown(file), &text)?;
    residents::insert(&mut tx, &house, &import, &mut Ids::Random).await?;
    tx.commit().await?;
    Ok(format!(
        "{} residents added, {} new households",
        import.residents.len(),
        import.homes.len()
    ))
}

async fn make_letters(args: &Letters, db: &Db) -> anyhow::Result<String> {
    let mut tx = db.write().await?;
    let now = store::clock(&mut tx, None).await?.now;
    let (html, pages) = letters::make(&mut tx, args, now).await?;
    match &args.file {
        // Written before the codes count: a full disk must not leave codes that nobody has on paper.
        Some(file) => {
            std::fs::write(file, html)
                .map_err(|e| anyhow::anyhow!("{} cannot be written: {e}", file.display()))?;
            tx.commit().await?;
            Ok(format!(
                "{pages} letters in {}: print them, then delete the file",
                file.display()
            ))
        }
        None => {
            tx.commit().await?;
            Ok(html)
        }
    }
}

async fn open_poll(file: &File, db: &Db) -> anyhow::Result<String> {
    let text = read_text(&file.file)?;
    let mut tx = db.write().await?;
    let house = House::load(&mut tx, file.now.at.as_deref()).await?;
    let poll = poll::read(&house, &shown(&file.file), &text, &mut Ids::Random)?;
    poll::insert(&mut tx, &poll).await?;
    tx.commit().await?;
    Ok(format!(
        "poll {} is open from {} to {}",
        poll.id, poll.opens_at, poll.closes_at
    ))
}

async fn close_poll(id: &str, reason: &str, db: &Db) -> anyhow::Result<String> {
    let mut tx = db.write().await?;
    let now = store::clock(&mut tx, None).await?.now;
    closing::close(&mut tx, db, id, reason, now).await?;
    tx.commit().await?;
    done(crate::polls::fix(db, id, now.millis()).await)?;
    Ok(format!("poll {id} is closed"))
}

async fn extend_poll(id: &str, until: &str, reason: &str, db: &Db) -> anyhow::Result<String> {
    let mut tx = db.write().await?;
    let end = closing::extend(&mut tx, db, id, until, reason, None).await?;
    tx.commit().await?;
    Ok(format!("poll {id} is open until {end}"))
}

async fn cancel_poll(id: &str, reason: &str, db: &Db) -> anyhow::Result<String> {
    let mut tx = db.write().await?;
    let now = store::clock(&mut tx, None).await?.now;
    closing::cancel(&mut tx, db, id, reason, now).await?;
    tx.commit().await?;
    Ok(format!("poll {id} is cancelled"))
}

async fn paper(
    id: &str,
    two: Option<(&Path, &Path)>,
    named: Option<&Path>,
    db: &Db,
) -> anyhow::Result<String> {
    let read = |path: &Path| -> anyhow::Result<(String, String)> { Ok((shown(path), read_text(path)?)) };
    let files = match (two, named) {
        (Some((voters, ballots)), _) => (read(voters)?, Some(read(ballots)?)),
        (None, Some(file)) => (read(file)?, None),
        (None, None) => anyhow::bail!("--voters and --ballots, or --named, name the files"),
    };
    let ((file, text), second) = &files;
    let papers = match second {
        Some((other, ballots)) => paper::Papers::Anonymous {
            voters: (file, text),
            ballots: (other, ballots),
        },
        None => paper::Papers::Named((file, text)),
    };
    let mut tx = db.write().await?;
    let entered = paper::enter(&mut tx, db, id, papers, None).await?;
    tx.commit().await?;
    // Done is done; a mixing that fails here only leaves what was written sorted already.
    let _ = crate::polls::mix(db).await;
    Ok(format!("{entered} paper ballots are counted in poll {id}"))
}

async fn late_batch(id: &str, file: &Path, reason: &str, db: &Db) -> anyhow::Result<String> {
    let text = read_text(file)?;
    let mut tx = db.write().await?;
    let now = store::clock(&mut tx, None).await?.now;
    let appended = late::append(&mut tx, db, id, (&shown(file), &text), reason, now).await?;
    tx.commit().await?;
    // Done is done; a mixing that fails here only leaves what was written sorted already.
    let _ = crate::polls::mix(db).await;
    Ok(format!(
        "{} paper ballots are on the board of poll {id}, which has {} ballots now under the root {}",
        appended.paper, appended.board.ballots, appended.board.root
    ))
}

async fn open_thread(file: &File, db: &Db) -> anyhow::Result<String> {
    let text = read_text(&file.file)?;
    let mut tx = db.write().await?;
    let house = House::load(&mut tx, file.now.at.as_deref()).await?;
    let thread = thread::read(&house, &shown(&file.file), &text, &mut Ids::Random)?;
    thread::insert(&mut tx, &thread).await?;
    tx.commit().await?;
    Ok(format!("thread {} is open", thread.id))
}

async fn publish_matter(file: &File, db: &Db) -> anyhow::Result<String> {
    let text = read_text(&file.file)?;
    let mut tx = db.write().await?;
    let house = House::load(&mut tx, file.now.at.as_deref()).await?;
    let matter = matter::read(&house, &shown(&file.file), &text)?;
    let known = matter::publish(&mut tx, &matter).await?;
    tx.commit().await?;
    let done = if known { "is up to date" } else { "is published" };
    Ok(format!("matter {} {done}", matter.id))
}

async fn import_pabulib(file: &Path, db: &Db) -> anyhow::Result<String> {
    let mut tx = db.write().await?;
    let house = House::load(&mut tx, None).await?;
    let imported = pabulib::import(&mut tx, &house, file).await?;
    tx.commit().await?;
    done(crate::polls::fix(db, &imported.id, house.clock.now.millis()).await)?;
    let winners = imported.winners.map_or("winners not published".to_owned(), |n| {
        format!("{n} published winners")
    });
    Ok(format!(
        "poll {}: {} projects, {} ballots, {winners}",
        imported.id, imported.projects, imported.ballots
    ))
}

async fn import_polis(dir: &Path, with_rejected: bool, db: &Db) -> anyhow::Result<String> {
    let mut tx = db.write().await?;
    let house = House::load(&mut tx, None).await?;
    let imported = polis::import(&mut tx, &house, dir, with_rejected).await?;
    tx.commit().await?;
    let left_out = match imported.rejected {
        0 => String::new(),
        n => format!("; {n} that its moderators rejected left out, --with-rejected brings them in"),
    };
    Ok(format!(
        "thread {}: {} statements, {} participants, {} votes{left_out}",
        imported.id, imported.statements, imported.participants, imported.votes
    ))
}

/// Builds the demo community of a folder; the database must be empty.
pub async fn load_demo(dir: &Path, now: Option<&str>, db: &Db) -> anyhow::Result<Loaded> {
    let mut tx = db.write().await?;
    let loaded = demo::load(&mut tx, dir, now).await?;
    tx.commit().await?;
    done(crate::polls::close_due(db, loaded.now.millis()).await)?;
    // Done is done; a mixing that fails here only leaves what was written sorted already.
    let _ = crate::polls::mix(db).await;
    Ok(loaded)
}

fn describe(loaded: &Loaded) -> String {
    let mut text = format!(
        "{}: {} households, {} residents, {} notices, {} polls, {} threads with {} posts\nsign in as",
        loaded.community,
        loaded.households,
        loaded.residents,
        loaded.notices,
        loaded.polls.len(),
        loaded.threads,
        loaded.posts
    );
    for (number, (phone, name, role)) in loaded.sign_in.iter().enumerate() {
        let letter = if number == 0 {
            format!(", or with the letter {}", demo::LETTER)
        } else {
            String::new()
        };
        text.push_str(&format!("\n  {phone}  {name} ({role}){letter}"));
    }
    text
}
