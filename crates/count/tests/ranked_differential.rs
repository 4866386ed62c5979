//! Thousands of small random elections, counted by us, by votelib 0.4 and pyrankvote 2.0.6, and by the rules written
//! down a second time in `python/models.py`. Where a library decides otherwise, the rule text that makes the
//! difference is found by changing one sentence at a time, and a difference that no sentence explains fails the test.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // A test may fail loudly.

mod python;

use std::collections::BTreeMap;

use count::{
    Limits, PointLimits, PointsTally, Rankings, RunoffFate, StvAction, StvOutcome, TieBy, TieRule, Unranked,
    borda, dowdall, instant_runoff, meek, schulze, scottish_stv,
};
use serde_json::{Value, json};

const ELECTIONS: usize = 3000;

/// SplitMix64: the same elections in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % end
    }

    fn ranking(&mut self, options: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..options).collect();
        for at in (1..options).rev() {
            order.swap(at, self.below(at as u64 + 1) as usize);
        }
        // One ballot in three ranks everything, the others stop somewhere.
        if self.below(3) > 0 {
            order.truncate(1 + self.below(options as u64) as usize);
        }
        order
    }
}

struct Election {
    options: usize,
    seats: usize,
    ballots: BTreeMap<Vec<usize>, u64>,
}

impl Election {
    fn random(random: &mut Random) -> Self {
        let options = 2 + random.below(5) as usize;
        let (kinds, heaviest) = (1 + random.below(12), [1, 3, 9, 30][random.below(4) as usize]);
        let mut ballots = BTreeMap::new();
        for _ in 0..kinds {
            *ballots.entry(random.ranking(options)).or_insert(0) += 1 + random.below(heaviest);
        }
        let seats = 1 + random.below(options as u64 - 1) as usize;
        Self {
            options,
            seats,
            ballots,
        }
    }

    fn rankings(&self) -> Rankings {
        let limits = Limits {
            min: 1,
            max: usize::MAX,
        };
        let mut rankings = Rankings::new(self.options, limits);
        for (order, weight) in &self.ballots {
            for _ in 0..*weight {
                rankings.add(order);
            }
        }
        assert_eq!(rankings.distinct(), self.ballots.len());
        rankings
    }

    fn told(&self) -> String {
        let ballots: Vec<(&Vec<usize>, &u64)> = self.ballots.iter().collect();
        let election =
            json!({"kind": "ranked", "options": self.options, "seats": self.seats, "ballots": ballots});
        election.to_string()
    }
}

/// How often which rule text made the difference.
#[derive(Default)]
struct Differences(BTreeMap<&'static str, usize>);

impl Differences {
    fn note(&mut self, why: &'static str) {
        *self.0.entry(why).or_default() += 1;
    }

    fn print(&self, title: &str) {
        println!("{title}");
        for (why, times) in &self.0 {
            println!("  {times:5}  {why}");
        }
    }
}

#[test]
fn libraries_agree_or_the_rule_that_decides_is_named() {
    let python = match python::interpreter() {
        Ok(python) => python,
        Err(why) => {
            println!("skipped: libraries_agree_or_the_rule_that_decides_is_named, because {why}");
            return;
        }
    };
    let mut random = Random(2026);
    let elections: Vec<Election> = (0..ELECTIONS).map(|_| Election::random(&mut random)).collect();
    let questions = elections.iter().map(Election::told).collect();
    let answers = python::ask(&python, "ranked.py", questions).unwrap();
    assert_eq!(answers.len(), elections.len());

    let mut differences: [Differences; 5] = Default::default();
    for (election, answer) in elections.iter().zip(&answers) {
        let answer: Value = serde_json::from_str(answer).unwrap();
        let rankings = election.rankings();
        let told = election.told();
        positions(&rankings, &answer, &told);
        condorcet(&rankings, &answer, &told, &mut differences[0]);
        runoff(&rankings, &answer["irv"], &told, &mut differences[1..3]);
        transferable(
            &rankings,
            election.seats,
            &answer["stv"],
            &told,
            &mut differences[3..],
        );
        scottish_stages(&rankings, election.seats, &answer["scottish"], &told);
        meek_rounds(&rankings, election.seats, &answer["meek"], &told);
    }
    let titles = [
        "Schulze, votelib",
        "instant runoff, votelib",
        "instant runoff, pyrankvote",
        "STV, votelib",
        "STV, pyrankvote",
    ];
    println!(
        "{ELECTIONS} elections; Borda, modified Borda, Dowdall, pairwise tables, path strengths and all stages of"
    );
    println!("the Scottish and the Meek count agree everywhere.");
    for (title, differences) in titles.iter().zip(&differences) {
        differences.print(title);
    }
}

fn text(value: u128, denominator: u128) -> String {
    let (mut a, mut b) = (value, denominator);
    while b > 0 {
        (a, b) = (b, a % b);
    }
    match denominator / a {
        1 => (value / a).to_string(),
        below => format!("{}/{below}", value / a),
    }
}

/// Borda, modified Borda and Dowdall: exact totals.
fn positions(rankings: &Rankings, answer: &Value, told: &str) {
    let none = TieRule::NoneDecides;
    for (name, outcome) in [
        ("borda", borda(rankings, Unranked::Nothing, &none)),
        ("modified", borda(rankings, Unranked::Modified, &none)),
        ("dowdall", dowdall(rankings, &none)),
    ] {
        let result = outcome.result;
        let ours: Vec<String> = result
            .points
            .iter()
            .map(|points| text(*points, result.denominator))
            .collect();
        assert_eq!(json!(ours), answer[name], "{name} of {told}");
    }
}

fn options(value: &Value) -> Vec<usize> {
    serde_json::from_value(value.clone()).unwrap()
}

fn condorcet(rankings: &Rankings, answer: &Value, told: &str, differences: &mut Differences) {
    let answer = &answer["schulze"];
    let outcome = schulze(rankings.pairwise(), &TieRule::NoneDecides);
    let n = rankings.options();
    let table = |cell: &dyn Fn(usize, usize) -> u64| -> Value {
        let row = |a| (0..n).map(|b| cell(a, b)).collect::<Vec<_>>();
        json!((0..n).map(row).collect::<Vec<_>>())
    };
    let pairwise = table(&|a, b| outcome.pairwise.above(a, b));
    assert_eq!(pairwise, answer["pairwise"], "pairs of {told}");
    // Among paths with the most votes ours has the fewest against; the votes are those of votelib.
    let votes = |a: usize, b: usize| outcome.paths.strength(a, b).map_or(0, |path| path.votes);
    assert_eq!(table(&votes), answer["paths"], "paths of {told}");

    let best = options(&answer["best"]);
    // votelib takes the options that beat most others, by votes alone.
    let most_wins = |beats: &dyn Fn(usize, usize) -> bool| -> Vec<usize> {
        let wins: Vec<usize> = (0..n)
            .map(|a| (0..n).filter(|b| a != *b && beats(a, *b)).count())
            .collect();
        let most = wins.iter().max();
        (0..n).filter(|a| Some(&wins[*a]) == most).collect()
    };
    let by_votes = |a: usize, b: usize| votes(a, b) > votes(b, a);
    let unbeaten = &outcome.ranking[0];
    let why = if best == *unbeaten {
        "same"
    } else if best == most_wins(&by_votes) {
        let unbeaten_by_votes: Vec<usize> = (0..n).filter(|a| (0..n).all(|b| !by_votes(b, *a))).collect();
        match (unbeaten_by_votes == *unbeaten, best == unbeaten_by_votes) {
            (true, _) => {
                "Schulze 2011, 2.2: winners are all that nobody beats, not those that beat most others"
            }
            (_, true) => {
                "Schulze 2011, 2.1: of links with equally many votes for them, fewer against are stronger"
            }
            _ => "both sentences",
        }
    } else if best.is_empty() && (0..n).all(|a| (0..n).all(|b| !by_votes(a, b))) {
        match unbeaten.len() == n {
            true => "Schulze 2011, 2.2: where nobody beats anybody all are winners; votelib names none",
            false => {
                "Schulze 2011, 2.1: of links with equally many votes for them, fewer against are stronger"
            }
        }
    } else {
        panic!("votelib elects {best:?}, we have {unbeaten:?}: {told}")
    };
    differences.note(why);
}

/// The results that are possible when ties may be broken in any way; `None` where there are too many ways.
fn possible(value: &Value) -> Option<Vec<Vec<usize>>> {
    value.as_array().map(|sets| sets.iter().map(options).collect())
}

fn among(value: &Value, result: &Vec<usize>) -> bool {
    possible(value).is_none_or(|sets| sets.contains(result))
}

fn runoff(rankings: &Rankings, answer: &Value, told: &str, differences: &mut [Differences]) {
    let listed = instant_runoff(rankings, &TieRule::EarlierListed);
    let open = instant_runoff(rankings, &TieRule::NoneDecides);
    let seed = "a lot".to_owned();
    let lot = instant_runoff(rankings, &TieRule::Lot { seed });
    let all = possible(&answer["ours"]).unwrap();
    assert!(all.contains(&listed.chosen), "{told}");
    assert!(all.contains(&lot.chosen), "{told}");
    // What ends undecided could end in several ways or could not be told by votes; what is decided could not.
    assert!(
        open.chosen.is_empty() || all == [open.chosen.clone()],
        "{open:?} of {told}"
    );
    let tied =
        |round: &count::RunoffRound| matches!(&round.fate, RunoffFate::Eliminated { tie: Some(_), .. });

    let why = match &answer["votelib"] {
        Value::Null => {
            let exhausted = listed.rounds.last().is_some_and(|round| round.exhausted > 0);
            match listed.rounds.iter().any(tied) {
                true => "votelib stops at a tie; the rule fixed beforehand decides",
                false if exhausted => {
                    "a majority of the votes that still count: votelib asks for one of all, goes on and stops at a tie"
                }
                false => panic!("votelib sees a tie in {told}"),
            }
        }
        winners => {
            let winners = options(winners);
            assert!(all.contains(&winners), "votelib elects {winners:?} of {told}");
            if winners == listed.chosen {
                match options_or(&answer["votelib_default"], &listed.chosen) {
                    true => "same",
                    false => {
                        assert!(listed.rounds.iter().any(|round| round.exhausted > 0), "{told}");
                        "one elimination at a time: by default votelib counts exhausted ballots as an option, then drops two"
                    }
                }
            } else {
                assert!(all.len() > 1, "{told}");
                "a tie broken otherwise"
            }
        }
    };
    differences[0].note(why);

    let winners = options(&answer["pyrankvote"]);
    let why = if winners == listed.chosen {
        "same"
    } else if all.contains(&winners) {
        "a tie broken by second choices or at random; the rule fixed beforehand decides"
    } else if among(&answer["batch"], &winners) {
        "one elimination at a time: pyrankvote drops all who cannot pass the one in front"
    } else {
        panic!("pyrankvote elects {winners:?}, we {:?}: {told}", listed.chosen)
    };
    differences[1].note(why);
}

fn options_or(value: &Value, expected: &[usize]) -> bool {
    value.is_null() || options(value) == expected
}

fn transferable(
    rankings: &Rankings,
    seats: usize,
    answer: &Value,
    told: &str,
    differences: &mut [Differences],
) {
    let outcome = scottish_stv(rankings, seats, &TieRule::EarlierListed);
    let ours = sorted(&outcome);
    assert!(among(&answer["ours"], &ours), "{told}");
    let open = scottish_stv(rankings, seats, &TieRule::NoneDecides);
    assert!(open.tied.is_empty() == (open.elected.len() == seats), "{told}");
    let sentences = [
        (
            "quota",
            "rule 46, the quota is a whole number above votes ÷ (seats + 1)",
        ),
        ("batch", "rule 50, one elimination at a time"),
        (
            "value",
            "rules 48(3) and 50(4), what a ballot is worth follows from its own value",
        ),
        ("together", "rule 49(1), one surplus at a time, the largest first"),
        ("exact", "rule 48(3), five decimal places"),
    ];
    let explain = |winners: &Vec<usize>, way: &str| -> &'static str {
        assert!(
            among(&answer[way], winners),
            "{way}: {winners:?}, ours {ours:?} of {told}"
        );
        if *winners == ours {
            return "same";
        }
        if among(&answer["ours"], winners) {
            return "rules 49(2), 51(2) and the lot: a tie broken otherwise";
        }
        let one = sentences.iter().find(|(name, _)| among(&answer[*name], winners));
        match one {
            Some((_, sentence)) => sentence,
            None => "several of these sentences together",
        }
    };
    let why = match &answer["votelib"] {
        Value::Null => {
            let tie =
                |stage: &count::StvStage| matches!(&stage.action, StvAction::Eliminated { tie: Some(_), .. });
            // With other decimals and surpluses together votelib can meet a tie that we do not.
            match outcome.stages.iter().any(tie) {
                true => "rule 51(2) and the lot: votelib stops at a tie",
                false => "a tie that only votelib's way of transferring has",
            }
        }
        winners => explain(&options(winners), "votelib_way"),
    };
    differences[0].note(why);
    differences[1].note(explain(&options(&answer["pyrankvote"]), "pyrankvote_way"));
}

fn sorted(outcome: &StvOutcome) -> Vec<usize> {
    let mut elected = outcome.elected.clone();
    elected.sort_unstable();
    elected
}

/// Every stage of the Scottish count, number by number.
fn scottish_stages(rankings: &Rankings, seats: usize, answer: &Value, told: &str) {
    let outcome = scottish_stv(rankings, seats, &TieRule::EarlierListed);
    let stages: Vec<Value> = outcome
        .stages
        .iter()
        .map(|stage| {
            let (what, option) = match &stage.action {
                StvAction::FirstPreferences => ("first", None),
                StvAction::Surplus { from, .. } => ("surplus", Some(*from)),
                StvAction::Eliminated { option, .. } => ("out", Some(*option)),
                StvAction::LastSeats => ("last", None),
                other => panic!("{other:?} in {told}"),
            };
            let votes: Vec<String> = stage.votes.iter().map(u128::to_string).collect();
            json!([
                what,
                option,
                votes,
                stage.exhausted.to_string(),
                stage.lost.to_string()
            ])
        })
        .collect();
    assert_eq!(
        json!({"elected": sorted(&outcome), "stages": stages}),
        *answer,
        "{told}"
    );
    let lots = outcome.stages.iter().any(|stage| match &stage.action {
        StvAction::Surplus { tie: Some(tie), .. } | StvAction::Eliminated { tie: Some(tie), .. } => {
            matches!(tie.by, TieBy::EarlierListed)
        }
        _ => false,
    });
    assert_eq!(lots, outcome.tie_broken, "{told}");
}

/// Quota, votes and keep factors of every round of the Meek count, to the last of nine decimals.
fn meek_rounds(rankings: &Rankings, seats: usize, answer: &Value, told: &str) {
    let outcome = meek(rankings, seats, &TieRule::EarlierListed);
    let rounds: Vec<Value> = outcome
        .stages
        .iter()
        .map(|stage| {
            json!([
                stage.quota as u64,
                stage.votes.iter().map(|v| *v as u64).collect::<Vec<_>>(),
                stage.keep
            ])
        })
        .collect();
    let expected = answer["rounds"].as_array().unwrap();
    assert_eq!(rounds[..expected.len()], expected[..], "{told}");
    assert_eq!(json!(sorted(&outcome)), answer["elected"], "{told}");
}

/// Sums and exact averages of score ballots.
#[test]
fn scores_add_up_as_votelib_adds_them() {
    let python = match python::interpreter() {
        Ok(python) => python,
        Err(why) => {
            println!("skipped: scores_add_up_as_votelib_adds_them, because {why}");
            return;
        }
    };
    let mut random = Random(7);
    let mut questions = vec![];
    let mut expected = vec![];
    for _ in 0..1000 {
        let options = 1 + random.below(6) as usize;
        let highest = 1 + random.below(10) as u32;
        let mut tally = PointsTally::new(options, PointLimits::score(0, highest));
        let mut ballots = vec![];
        for _ in 0..1 + random.below(10) {
            let named = random.ranking(options);
            let given: Vec<u32> = named
                .iter()
                .map(|_| random.below(u64::from(highest) + 1) as u32)
                .collect();
            let weight = 1 + random.below(4);
            tally.add_weighted(&named, &given, weight);
            ballots.push(json!([named, given, weight]));
        }
        questions.push(json!({"kind": "points", "options": options, "ballots": ballots}).to_string());
        let means = |option| {
            let mean = tally.average(option).unwrap();
            text(mean.numerator().into(), mean.denominator().into())
        };
        let sums: Vec<String> = tally.sums.iter().map(u128::to_string).collect();
        let means: Vec<String> = (0..options).map(means).collect();
        expected.push(json!({"sums": sums, "means": means}));
    }
    let answers = python::ask(&python, "ranked.py", questions).unwrap();
    for (answer, expected) in answers.iter().zip(&expected) {
        assert_eq!(&serde_json::from_str::<Value>(answer).unwrap(), expected);
    }
    assert_eq!(answers.len(), expected.len());
}
