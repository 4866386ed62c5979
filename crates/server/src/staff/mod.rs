//! The staff side: subcommands that create residents, publish notices, open polls and threads and bring in real data.
//!
//! Every command reads a whole file first, lists every bad row as `FILE:LINE: reason`, and applies either all of the
//! file in one transaction or nothing.

use crate::db::Db;

/// What staff can do from the command line.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Name, time zone and languages of the community.
    Community,
}

/// Runs one staff command against the database.
pub async fn run(command: Command, db: &Db) -> anyhow::Result<()> {
    let _ = (command, db);
    Ok(())
}
