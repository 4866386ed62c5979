//! `linli-server`: serves a community, and is the staff's tool for now.

use clap::{Parser, Subcommand};
use server::db::Db;
use server::serve::Serve;
use server::staff;
use std::process::ExitCode;

#[derive(Debug, Parser)]
#[command(name = "linli-server", version, about)]
struct Cli {
    /// `sqlite:PATH` or `postgres://…`
    #[arg(long, global = true, default_value = "sqlite:linli.db")]
    database: String,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the community
    Serve(Serve),
    #[command(flatten)]
    Staff(staff::Command),
}

#[tokio::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(cli).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // One clear line and never a backtrace: whoever reads this wants the mend.
            eprintln!("linli-server: {error:#}");
            ExitCode::from(2)
        }
    }
}

async fn run(cli: Cli) -> anyhow::Result<()> {
    let db = Db::open(&cli.database).await?;
    match cli.command {
        Command::Serve(serve) => serve.run(db).await,
        Command::Staff(command) => staff::run(command, &db).await,
    }
}
