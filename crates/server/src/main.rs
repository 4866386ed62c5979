//! `linli-server`: serves a community, and is the staff's tool for now.

use clap::Parser;
use server::{db::Db, staff};

#[derive(Debug, Parser)]
#[command(name = "linli-server", version, about)]
struct Cli {
    /// `sqlite:PATH` or `postgres://…`
    #[arg(long, global = true, default_value = "sqlite:linli.db")]
    database: String,
    #[command(subcommand)]
    command: staff::Command,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let cli = Cli::parse();
    let db = Db::open(&cli.database).await?;
    staff::run(cli.command, &db).await
}
