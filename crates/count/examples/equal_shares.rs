//! Times equal shares on one `.pb` file: `equal_shares FILE cost|borda [RUNS]`. Prints one line of JSON with the chosen ids
//! in the order in which they were bought and the seconds of each run, from read ballots to the explained outcome.
//! `cargo xtask bench count` compares it with pabutools.

use std::process::ExitCode;
use std::time::Instant;

use count::pabulib::read;
use count::{BudgetTies, Completion, EqualShares, Profile, Utility, equal_shares};
use serde_json::json;

fn main() -> ExitCode {
    match timed() {
        Ok(line) => {
            println!("{line}");
            ExitCode::SUCCESS
        }
        Err(why) => {
            eprintln!("error: {why}");
            ExitCode::from(2)
        }
    }
}

fn timed() -> Result<String, String> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [file, measure, ..] = words.as_slice() else {
        return Err("usage: equal_shares FILE cost|borda [RUNS]".to_owned());
    };
    let runs: usize = words.get(2).and_then(|text| text.parse().ok()).unwrap_or(15);
    let bytes = std::fs::read(file).map_err(|error| format!("{file}: {error}"))?;
    let election = read(&bytes, file).map_err(|error| error.to_string())?;
    let utility = match measure.as_str() {
        "cost" => Utility::Cost,
        "borda" => Utility::Points,
        other => return Err(format!("there is no measure {other}; take cost or borda")),
    };
    let rule = EqualShares {
        utility,
        completion: Completion::None,
        ties: BudgetTies::earlier_listed(),
    };
    let costs = election.costs();
    let mut seconds = Vec::new();
    let mut chosen = Vec::new();
    let mut distinct = 0;
    for _ in 0..runs.max(1) {
        let began = Instant::now();
        let mut profile = Profile::new(costs.len());
        for ballot in &election.ballots {
            // pabutools' Borda: the places below it on the ballot, so that the last one gets nothing.
            let places = u32::try_from(ballot.choices.len()).unwrap_or(u32::MAX);
            let worth = |place: u32| {
                if utility == Utility::Points {
                    places - place - 1
                } else {
                    1
                }
            };
            profile.add(ballot.choices.iter().copied().zip((0..places).map(worth)));
        }
        let outcome = equal_shares(&profile, &costs, election.budget, &rule);
        seconds.push(began.elapsed().as_secs_f64());
        distinct = profile.distinct();
        chosen = outcome.chosen;
    }
    let ids: Vec<&str> = chosen
        .iter()
        .filter_map(|project| election.projects.get(*project))
        .map(|project| project.id.as_str())
        .collect();
    let line =
        json!({"seconds": seconds, "chosen": ids, "ballots": election.ballots.len(), "distinct": distinct});
    Ok(line.to_string())
}
