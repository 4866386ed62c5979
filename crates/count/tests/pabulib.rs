//! The real elections of ../shared/data/pabulib: all of them are read, and what they publish is found again.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // A test may fail loudly.

use std::path::PathBuf;
use std::sync::LazyLock;

use count::pabulib::{Election, Explained, Grounds, Verdict, VoteType, read};
use count::{SharesStep, greedy};

/// The files, sorted by name, read once for all tests; none, said aloud, where the data is not at hand.
static ELECTIONS: LazyLock<Vec<(String, Election)>> = LazyLock::new(open_all);

fn open_all() -> Vec<(String, Election)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/pabulib");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        eprintln!("skipped: there is no {}", folder.display());
        return Vec::new();
    };
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|ending| ending == "pb"));
    files.sort();
    assert_eq!(files.len(), 24);
    let open = |file: PathBuf| {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let election = read(&std::fs::read(&file).unwrap(), &name).unwrap_or_else(|error| panic!("{error}"));
        (name, election)
    };
    files.into_iter().map(open).collect()
}

#[test]
fn every_file_is_read_and_agrees_with_its_meta_and_its_columns() {
    for (name, election) in ELECTIONS.iter() {
        assert_eq!(
            election.num_projects,
            Some(election.projects.len() as u64),
            "{name}"
        );
        assert_eq!(election.num_votes, Some(election.ballots.len() as u64), "{name}");
        assert_eq!(election.decimals, 2, "{name}");
        assert!(!matches!(election.vote_type, VoteType::Other(_)), "{name}");

        let mut named = vec![0; election.projects.len()];
        election
            .ballots
            .iter()
            .flat_map(|ballot| &ballot.choices)
            .for_each(|project| named[*project] += 1);
        for ((project, named), score) in election.projects.iter().zip(named).zip(election.scores()) {
            assert!(
                project.votes.is_none_or(|votes| votes == named),
                "{name}: votes of project {}",
                project.id
            );
            assert!(
                project.score.is_none_or(|published| published == score),
                "{name}: score of {}",
                project.id
            );
            assert!(project.cost > 0, "{name}: cost of {}", project.id);
        }
    }
}

/// Toulouse 2019 says that its rule is greedy but has no `selected` column: no winners are published in the file, so
/// there is nothing to reproduce. What greedy takes is pinned here instead, and the files that do publish
/// winners of a greedy rule are reproduced below.
#[test]
fn toulouse_2019_publishes_a_rule_and_no_winners() {
    let Some((_, toulouse)) = ELECTIONS
        .iter()
        .find(|(name, _)| name == "France_Toulouse_2019.pb")
    else {
        return;
    };
    assert_eq!(toulouse.rule.as_deref(), Some("greedy"));
    assert_eq!(toulouse.vote_type, VoteType::Cumulative);
    assert_eq!(
        (toulouse.budget, toulouse.meta("currency")),
        (100_000_000, Some("EUR"))
    );
    assert_eq!(toulouse.winners(), None);

    let outcome = greedy(&toulouse.budget_projects(), toulouse.budget);
    let taken: Vec<&str> = outcome
        .chosen
        .iter()
        .map(|project| toulouse.projects[*project].id.as_str())
        .collect();
    assert_eq!(taken, TOULOUSE_GREEDY);
    assert!(outcome.spent <= toulouse.budget);
}

/// By score: 390,000 + 45,000 + … euros; found with a few lines of Python over the published `score` column too.
const TOULOUSE_GREEDY: [&str; 14] = [
    "4", "16", "13", "29", "5", "10", "30", "20", "1", "18", "7", "27", "6", "26",
];

/// Every file that publishes winners: the rule that its META names takes exactly them, from the file's ballots, with no
/// help from the published columns.
#[test]
fn published_winners_are_found_again() {
    let mut checked = Vec::new();
    for (name, election) in ELECTIONS.iter() {
        let (Some(rule), Some(winners)) = (election.file_rule(), election.winners()) else {
            continue;
        };
        let recount = election.recount(&rule);
        assert_eq!(recount.chosen, winners, "{name}");
        assert_eq!(
            election.verdict(&rule, &recount),
            Verdict::Agrees(Grounds::Ballots),
            "{name}"
        );
        checked.push((name.as_str(), election.rule.as_deref().unwrap()));
    }
    let expected = [
        ("Netherlands_Assen_2024.pb", "equalshares/add1"),
        ("Poland_Gdynia_2024_Chylonia__small.pb", "greedy-no-skip"),
        ("Poland_Gdynia_2025_Dzialki_Lesne__small.pb", "greedy-no-skip"),
        ("Poland_Katowice_2022_Bogucice.pb", "greedy-threshold"),
        ("Poland_Katowice_2025_Dab.pb", "greedy-threshold"),
        ("Poland_Krakow_2019.pb", "greedy"),
        (
            "Poland_Warszawa_2017_LotniskoBemowo_LotniskoFort_Bema.pb",
            "greedy",
        ),
        ("Poland_Warszawa_2017_Wysokie_Okecie.pb", "greedy"),
        ("Poland_Warszawa_2018_rejon_6.pb", "greedy-threshold"),
        ("Poland_Warszawa_2024_Praga-Polnoc.pb", "greedy-exclusive"),
        ("Poland_Warszawa_2024_Wesola.pb", "greedy-exclusive"),
        (
            "Poland_Warszawa_2026_Pelcowizna_Nowa_Praga.pb",
            "greedy-threshold",
        ),
        (
            "Poland_Wieliczka_2023_Green_Budget.pb",
            "equalshares/add1-comparison",
        ),
        ("Poland_Wroclaw_2015_150_-_500.pb", "greedy-no-skip"),
        ("Poland_Wroclaw_2016_Rejon_nr_4_750.pb", "greedy-no-skip"),
        ("Poland_Wroclaw_2017_Rejon_nr_9_750.pb", "greedy-no-skip"),
    ];
    assert!(checked.is_empty() || checked == expected, "{checked:?}");
}

/// Budapest 2024 publishes winners but names no rule. Its own comment says why its ballots cannot reproduce them.
#[test]
fn budapest_2024_publishes_winners_that_its_ballots_alone_did_not_decide() {
    let Some((_, budapest)) = ELECTIONS
        .iter()
        .find(|(name, _)| name == "Hungary_Budapest_2024.pb")
    else {
        return;
    };
    assert_eq!(
        (budapest.rule.as_deref(), budapest.file_rule()),
        (Some("unknown"), None)
    );
    let comment = budapest.meta("comment").unwrap();
    assert!(comment.contains("official winners were not determined exclusively by the data in this dataset"));
    let greedy = budapest.greedy_rule();
    let verdict = budapest.verdict(&greedy, &budapest.recount(&greedy));
    assert!(matches!(verdict, Verdict::Differs { .. }), "{verdict:?}");
}

/// Wieliczka 2023 asked whether more voters prefer the greedy outcome. They did not.
#[test]
fn wieliczka_2023_kept_equal_shares() {
    let Some((_, wieliczka)) = ELECTIONS
        .iter()
        .find(|(name, _)| name == "Poland_Wieliczka_2023_Green_Budget.pb")
    else {
        return;
    };
    let Explained::EqualShares(outcome) = wieliczka.recount(&wieliczka.file_rule().unwrap()).explained else {
        panic!("not counted by equal shares");
    };
    let Some(SharesStep::Compared { comparison, greedy }) = outcome.steps.last() else {
        panic!("{:?}", outcome.steps.last());
    };
    assert!(!comparison.second_wins(), "{comparison:?}");
    assert_eq!(
        comparison.prefer_first + comparison.prefer_second + comparison.indifferent,
        6586
    );
    assert!(greedy.len() < outcome.chosen.len());
    assert_eq!(
        (outcome.chosen.len(), outcome.spent + outcome.left),
        (30, 100_000_000)
    );
}

/// No file here is decided by a tie, a withdrawn project or a top-up, so these are made up.
#[test]
fn what_the_verdict_rests_on() {
    let text = |projects: &str, more: &str| {
        format!(
            "META\nkey;value\nbudget;10\nrule;{more}\nPROJECTS\nproject_id;cost;votes;selected\n{projects}\
             VOTES\nvoter_id;vote\n1;a\n2;b\n3;c\n4;c\n"
        )
    };
    let verdict = |projects: &str, more: &str| {
        let election = read(text(projects, more).as_bytes(), "small.pb").unwrap();
        let rule = election.file_rule().unwrap();
        election.verdict(&rule, &election.recount(&rule))
    };
    let tie = "a;6;1;0\nb;6;1;1\nc;4;2;1\n";
    assert_eq!(verdict(tie, "greedy"), Verdict::Agrees(Grounds::TiesAsPublished));
    let columns = "a;6;9;1\nb;6;1;0\nc;6;2;0\n";
    assert_eq!(
        verdict(columns, "greedy"),
        Verdict::Agrees(Grounds::Columns { projects: 1 })
    );
    let neither = "a;6;1;1\nb;6;1;0\nc;6;2;0\n";
    let differs = Verdict::Differs {
        missing: vec![0],
        extra: vec![2],
    };
    assert_eq!(verdict(neither, "greedy"), differs);
    // c was withdrawn after the vote; without that no-skip would stop at it.
    let withdrawn = "a;6;1;1\nb;4;1;1\nc;999999999;2;0\n";
    assert_eq!(
        verdict(withdrawn, "greedy-no-skip"),
        Verdict::Agrees(Grounds::Ballots)
    );
    let poznan =
        "greedy-custom\ncomment;#1: … enough to fund at least 80% of that project, we fund it as well …";
    assert_eq!(
        verdict("a;5;1;2\nb;6;1;0\nc;6;2;1\n", poznan),
        Verdict::Agrees(Grounds::Ballots)
    );
    let exclusive = "greedy-exclusive\ncomment;#1: Projects a and c were treated as mutually exclusive.";
    assert_eq!(
        verdict("a;2;1;0\nb;4;1;1\nc;6;2;1\n", exclusive),
        Verdict::Agrees(Grounds::Ballots)
    );
}
