//! Times the Schulze method on made-up rankings of 20 options: `schulze [BALLOTS] [RUNS]`. Prints one line of JSON with the
//! seconds of each run, from the first ballot to the explained outcome, and the most memory that was ever in use.
//! `cargo xtask bench count` runs it.

use std::process::ExitCode;
use std::time::Instant;

use count::{Limits, Pairwise, TieRule, schulze};
use serde_json::json;

const OPTIONS: usize = 20;
const ANY: Limits = Limits {
    min: 0,
    max: usize::MAX,
};

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1).map(|word| word.parse::<u64>());
    let (Ok(ballots), Ok(runs)) = (
        words.next().unwrap_or(Ok(1_000_000)),
        words.next().unwrap_or(Ok(5)),
    ) else {
        eprintln!("error: usage: schulze [BALLOTS] [RUNS]");
        return ExitCode::from(2);
    };
    let mut seconds = Vec::new();
    let mut chosen = Vec::new();
    for _ in 0..runs.max(1) {
        let began = Instant::now();
        let mut pairwise = Pairwise::new(OPTIONS, ANY);
        let mut order: Vec<usize> = (0..OPTIONS).collect();
        let mut random = 1u64;
        for _ in 0..ballots {
            // One swap of the last ranking makes the next one: cheap beside the counting, and soon every option was
            // everywhere.
            random = random
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            order.swap(
                (random >> 33) as usize % OPTIONS,
                (random >> 45) as usize % OPTIONS,
            );
            pairwise.add(&order);
        }
        chosen = schulze(pairwise, &TieRule::EarlierListed).chosen;
        seconds.push(began.elapsed().as_secs_f64());
    }
    println!(
        "{}",
        json!({"seconds": seconds, "ballots": ballots, "chosen": chosen, "most_memory_kb": most_memory()})
    );
    ExitCode::SUCCESS
}

/// Where the system tells: Linux.
fn most_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
