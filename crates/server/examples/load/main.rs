//! How many ballots a second the real server takes, and whether it keeps every one: a load generator on loopback.
//! `cargo xtask bench ballots` builds and runs it; docs/decisions/0014-ballots-under-load.md has the numbers.
//!
//! One run: as many voters as asked for, each with a session and one ballot, are sent over kept connections, to one server
//! or to several on the same database. In between the first server may be killed (SIGKILL) and started again. Then the poll is
//! closed, and the published board must hold exactly the ballots that were sent, every acknowledged one among them. What the
//! database alone does with the same rows is measured right before and after, in transactions of [`BATCH`] ballots.

mod baseline;
mod community;
mod lane;
mod servers;

use anyhow::{Context, ensure};
use clap::Parser;
use community::Community;
use lane::Tally;
use servers::Servers;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

/// Ballots in one transaction of the plain comparison.
const BATCH: usize = 100;

#[derive(Debug, Parser)]
struct Cli {
    /// The server's program.
    #[arg(long)]
    server: PathBuf,
    /// `postgres://…/postgres` to make a database on; an SQLite file of its own when it is not given.
    #[arg(long)]
    postgres: Option<String>,
    #[arg(long, default_value_t = 20_000)]
    ballots: usize,
    /// Connections that send at once.
    #[arg(long, default_value_t = 128)]
    lanes: usize,
    /// Server processes side by side.
    #[arg(long, default_value_t = 1)]
    servers: usize,
    /// Kill the first server when half of the ballots are acknowledged, and start it again.
    #[arg(long)]
    kill: bool,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run(Cli::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("load: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(cli: Cli) -> anyhow::Result<()> {
    ensure!(
        cli.lanes > 0 && cli.servers > 0,
        "at least one lane and one server"
    );
    let community = Arc::new(Community::found(cli.postgres.as_deref(), cli.ballots).await?);
    let before = baseline::ballots_a_second(&community).await?;

    let mut servers = Servers::start(&cli.server, &community.url, cli.servers)?;
    let began = Instant::now();
    let half = cli.kill.then_some(cli.ballots / 2);
    let mut tally = lane::send(
        &community,
        &servers.addresses(),
        cli.lanes,
        &all(cli.ballots),
        half,
    )
    .await?;
    let took = began.elapsed();
    let sent_once = tally.acknowledged.len();
    if cli.kill {
        servers.kill_first()?;
        // Whoever got no answer tries again, as a phone does: the same ballot with the same key.
        let open: Vec<usize> = (0..cli.ballots)
            .filter(|i| !tally.acknowledged.contains(i))
            .collect();
        tally.join(lane::send(&community, &servers.addresses(), cli.lanes, &open, None).await?);
    }
    ensure!(
        tally.refused.is_empty(),
        "{} ballots were refused, the first with {:?}",
        tally.refused.len(),
        tally.refused.values().next()
    );
    ensure!(
        tally.acknowledged.len() == cli.ballots,
        "{} of {} ballots were never acknowledged",
        cli.ballots - tally.acknowledged.len(),
        cli.ballots
    );

    let board = servers.board_after_close(&cli.server, &community).await?;
    compare(&community, &tally, &board)?;
    servers.stop()?;
    let after = baseline::ballots_a_second(&community).await?;
    community.remove().await?;

    let a_second = sent_once as f64 / took.as_secs_f64();
    let plain = f64::midpoint(before, after);
    let report = serde_json::json!({
        "ballots": cli.ballots, "lanes": cli.lanes, "servers": cli.servers, "killed": cli.kill,
        "acknowledged_before_kill": cli.kill.then_some(sent_once),
        "a_second": a_second, "plain_a_second": [before, after], "batch": BATCH, "ratio": a_second / plain,
        "milliseconds": { "median": tally.wait(0.5), "p99": tally.wait(0.99), "worst": tally.wait(1.0) },
    });
    println!("{report}");
    Ok(())
}

fn all(ballots: usize) -> Vec<usize> {
    (0..ballots).collect()
}

/// None lost: every acknowledged ballot is on the board with its answer. None doubled: the board holds each voter's once and
/// nothing else.
fn compare(community: &Community, tally: &Tally, board: &BTreeMap<String, String>) -> anyhow::Result<()> {
    for voter in &tally.acknowledged {
        let ballot = community.ballot(*voter);
        let kept = board
            .get(&ballot.id)
            .with_context(|| format!("the acknowledged ballot of voter {voter} is not on the board"))?;
        ensure!(
            *kept == ballot.option,
            "the ballot of voter {voter} says {kept} on the board and was {}",
            ballot.option
        );
    }
    let sent: BTreeSet<String> = tally
        .acknowledged
        .iter()
        .map(|voter| community.ballot(*voter).id)
        .collect();
    let strange = board.keys().filter(|id| !sent.contains(*id)).count();
    ensure!(strange == 0, "{strange} ballots on the board were never sent");
    Ok(())
}
