//! The `.pb` reader on small files: what it takes, and where it points when it refuses.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // A test may fail loudly.

use count::pabulib::{Election, FileRule, VoteType, read};
use count::{BudgetTies, Completion, EqualShares, GreedyRule, Utility, WhenTooDear};
use proptest::prelude::*;

const PLAIN: &str = "META\nkey;value\ndescription;Small\nnum_projects;2\nnum_votes;3\nbudget;100\nvote_type;approval\nrule;greedy\n\
PROJECTS\nproject_id;cost;votes;name;selected\na;60;2;Bench;1\nb;50;2;Tree;0\n\
VOTES\nvoter_id;vote\nv1;a,b\nv2;a\nv3;b\n";

fn election(text: &str) -> Election {
    read(text.as_bytes(), "small.pb").unwrap_or_else(|error| panic!("{error}"))
}

/// Line and reason of a file that must be refused.
fn refusal(text: &str) -> (usize, String) {
    let error = read(text.as_bytes(), "small.pb").expect_err("this is no .pb file");
    assert_eq!(
        error.to_string(),
        format!("small.pb:{}: {}", error.line, error.reason)
    );
    (error.line, error.reason)
}

fn choices(election: &Election) -> Vec<&[usize]> {
    election
        .ballots
        .iter()
        .map(|ballot| ballot.choices.as_slice())
        .collect()
}

#[test]
fn a_plain_file() {
    let found = election(PLAIN);
    assert_eq!((found.budget, found.decimals), (10_000, 2));
    assert_eq!((found.num_projects, found.num_votes), (Some(2), Some(3)));
    assert_eq!(
        (found.rule.as_deref(), found.meta("description")),
        (Some("greedy"), Some("Small"))
    );
    assert_eq!(choices(&found), [&[0, 1][..], &[0], &[1]]);
    assert_eq!(found.winners(), Some(vec![0]));
    assert_eq!((found.projects[1].line, found.ballots[2].line), (12, 17));
}

#[test]
fn marks_and_line_ends_change_nothing_but_lines() {
    let plain = election(PLAIN);
    assert_eq!(election(&format!("\u{feff}{PLAIN}")), plain);
    assert_eq!(election(&PLAIN.replace('\n', "\r\n")), plain);
    assert_eq!(election(PLAIN.trim_end()), plain);
    assert_eq!(election(&PLAIN.replace("META\n", "META;;\r\n")), plain);
    let spread = election(&PLAIN.replace("VOTES\n", "\n\r\nVOTES\n\n"));
    assert_eq!((choices(&spread), spread.ballots[0].line), (choices(&plain), 18));
}

#[test]
fn quoted_fields_may_hold_anything() {
    let found = election(&PLAIN.replace("Bench", "\"Two; \"\"benches\"\"\nby the pond\""));
    assert_eq!(found.projects[0].name, "Two; \"benches\"\nby the pond");
    assert_eq!((found.projects[1].line, found.ballots[0].line), (13, 16));
    assert_eq!(
        election(&PLAIN.replace("Bench", "The \"new\" bench")).projects[0].name,
        "The \"new\" bench"
    );
    assert_eq!(
        election(&PLAIN.replace("Small", "One; two")).meta("description"),
        Some("One; two")
    );
}

#[test]
fn optional_columns_may_be_missing() {
    let found =
        election("META\nkey;value\nbudget;10\nPROJECTS\ncost;project_id\n5;x\nVOTES\nvote\nx\n\"\"\n");
    assert_eq!(found.projects[0].name, "x");
    let project = &found.projects[0];
    assert_eq!(
        (project.votes, project.score, project.selected, found.winners()),
        (None, None, None, None)
    );
    assert_eq!(
        (found.vote_type.clone(), found.rule.clone(), found.num_votes),
        (VoteType::Approval, None, None)
    );
    assert_eq!(choices(&found), [&[0][..], &[]]);
    assert_eq!(found.ballots[1].voter, "2");
}

#[test]
fn points_ranks_and_categories() {
    let text = "META\nkey;value\nbudget;10.5\nvote_type;cumulative\nPROJECTS\nproject_id;cost;category;score\n\
                1;5.25;park, paths;4\n2;3.125;;-1.0\nVOTES\nvoter_id;vote;points\n7;2,1;-1,3\n8;1;1\n";
    let found = election(text);
    assert_eq!((found.decimals, found.budget), (3, 10_500));
    assert_eq!((found.projects[0].cost, found.projects[1].cost), (5250, 3125));
    assert_eq!(found.projects[0].categories, ["park", "paths"]);
    assert_eq!(found.scores(), [4, -1]);
    assert_eq!(found.ballots[0].points, [-1, 3]);

    // Ordinal votes that come with points say themselves what a place is worth.
    let given = election(&text.replace("cumulative", "ordinal\nmax_length;3"));
    assert_eq!(given.scores(), [4, -1]);
    let text = text
        .replace("vote;points", "vote")
        .replace("2,1;-1,3", "2,1")
        .replace("8;1;1", "8;1");
    let ranked = election(&text.replace("cumulative", "ordinal\nmax_length;3"));
    assert_eq!(ranked.scores(), [2 + 3, 3]);
    let untold = election(&text.replace("cumulative", "ordinal"));
    assert_eq!(
        untold.scores(),
        [1 + 2, 2],
        "the longest ballot is the number of places"
    );
    let hostile = election(&text.replace("cumulative", "ordinal\nmax_length;18446744073709551615"));
    assert_eq!(hostile.scores(), [i64::MAX, i64::MAX]);
}

#[test]
fn points_may_have_decimals() {
    let text = "META\nkey;value\nbudget;10\nvote_type;scoring\ndefault_score;1\nmin_project_score_threshold;2\nrule;greedy\n\
                PROJECTS\nproject_id;cost;score\n1;5;4.25\n2;3;\nVOTES\nvoter_id;vote;points\n7;2,1;0.5,3.25\n8;2;-1\n";
    let found = election(text);
    assert_eq!(found.point_decimals, 2);
    assert_eq!(found.projects[0].score, Some(425));
    assert_eq!(found.ballots[0].points, [50, 325]);
    // The second ballot does not name the first project, which gets the default.
    assert_eq!(found.scores(), [325 + 100, 50 - 100]);
    let Some(FileRule::Greedy(rule)) = found.file_rule() else {
        panic!("{:?}", found.rule)
    };
    assert_eq!(rule.at_least, 200);
    let long = text.replace("0.5,3.25", "0.5,99999999");
    assert_eq!(refusal(&long), (14, "points 9999999900 are out of range".into()));
    assert_eq!(
        refusal(&text.replace("0.5,3.25", "0.5,x")),
        (14, "points \"x\" is no number in range".into())
    );
}

#[test]
fn what_is_none_is_absent() {
    let found = election(
        "META\nkey;value\nbudget;1e+02\nProjects\nproject_id;cost;votes;selected;category\nx;5;None;nan;None\n\
         y;1;2;1.0;a\nvotes\nvoter_id;vote;points\n1;None;None\n2;y;null\n",
    );
    assert_eq!(
        (found.budget, found.projects[0].votes, found.projects[0].selected),
        (10_000, None, None)
    );
    assert!(found.projects[0].categories.is_empty());
    assert_eq!(
        (found.projects[1].selected, choices(&found)),
        (Some(1), vec![&[][..], &[1]])
    );
}

/// The rules are taken from META, and what only the comment says is taken from there.
#[test]
fn the_rule_of_the_file() {
    let with = |rule: &str, more: &str| {
        let text = PLAIN.replace("rule;greedy", &format!("rule;{rule}{more}"));
        election(&text).file_rule()
    };
    let greedy = GreedyRule {
        at_least: 0,
        ..GreedyRule::default()
    };
    assert_eq!(with("greedy", ""), Some(FileRule::Greedy(greedy.clone())));
    let threshold = GreedyRule {
        at_least: 3,
        ..greedy.clone()
    };
    assert_eq!(
        with("greedy-threshold", "\nmin_project_score_threshold;3"),
        Some(FileRule::Greedy(threshold))
    );
    let stop = GreedyRule {
        when_too_dear: WhenTooDear::Stop,
        ..greedy.clone()
    };
    assert_eq!(with("greedy-no-skip", ""), Some(FileRule::Greedy(stop)));
    let exclusive = GreedyRule {
        exclusive: vec![vec![0, 1]],
        ..greedy.clone()
    };
    let comment =
        "\ncomment;#1: It is so. Projects b and a were treated as mutually exclusive because of the place. a";
    assert_eq!(
        with("greedy-exclusive", comment),
        Some(FileRule::Greedy(exclusive))
    );
    assert_eq!(
        with(
            "greedy-exclusive",
            "\ncomment;#1: Some projects are mutually exclusive."
        ),
        Some(FileRule::Greedy(greedy.clone()))
    );
    let comment =
        "\ncomment;#1: If what is left is enough to fund at least 80% of that project, it is funded";
    let topped = GreedyRule {
        when_too_dear: WhenTooDear::StopAndTopUp { percent: 80 },
        ..greedy.clone()
    };
    assert_eq!(with("greedy-custom", comment), Some(FileRule::Greedy(topped)));
    let shares = |completion| EqualShares {
        utility: Utility::Cost,
        completion,
        ties: BudgetTies::cheaper_then_more_votes(),
    };
    assert_eq!(
        with("equalshares", ""),
        Some(FileRule::EqualShares(shares(Completion::None)))
    );
    let add1 = shares(Completion::Add1 { unit: 100 });
    assert_eq!(
        with("equalshares/add1", ""),
        Some(FileRule::EqualShares(add1.clone()))
    );
    assert_eq!(
        with("equalshares/add1-comparison", ""),
        Some(FileRule::EqualSharesComparison(add1))
    );
    assert_eq!(with("unknown", ""), None);
}

#[test]
fn a_broken_file_is_refused_with_line_and_reason() {
    for (old, new, line, reason) in [
        ("META\n", "", 1, "starts with the line META"),
        ("PROJECTS\n", "", 12, "no PROJECTS section before VOTES"),
        // Without its heading the votes are projects with a wrong cost.
        ("VOTES\nvoter_id;vote\n", "", 13, "the cost \"a,b\" is no amount"),
        ("PROJECTS\n", "VOTES\n", 9, "no PROJECTS section before VOTES"),
        ("VOTES\n", "PROJECTS\n", 13, "in this order"),
        ("key;value", "name;value", 2, "no column key"),
        ("project_id;", "number;", 10, "no column project_id"),
        ("voter_id;vote", "voter_id;choice", 14, "no column vote"),
        (
            "budget;100",
            "budget;lots",
            6,
            "META's budget \"lots\" is no amount",
        ),
        ("budget;100\n", "", 1, "META's budget \"\" is no amount"),
        (
            "budget;100\n",
            "budget;99999999999999999999\n",
            6,
            "more digits than can be counted",
        ),
        ("num_votes;3", "num_votes;three", 5, "num_votes \"three\""),
        ("a;60", "a;-60", 11, "the cost \"-60\" is no amount"),
        ("a;60", "a;", 11, "the cost \"\" is no amount"),
        ("a;60", "a;6,000", 11, "ambiguous"),
        ("a;60;2", "a;60;2.5", 11, "votes \"2.5\" is no whole number"),
        ("a;60;2", "a;60;two", 11, "votes \"two\" is no whole number"),
        ("b;50", "a;50", 12, "project a is listed twice"),
        ("b;50", ";50", 12, "without an id"),
        ("Tree;0", "Tree;0;x", 12, "6 fields under 5 columns"),
        ("Tree;0", "\"Tree;0", 12, "never closes"),
        ("v2;a\n", "v2;a,c\n", 16, "names project c"),
    ] {
        let broken = PLAIN.replacen(old, new, 1);
        assert_ne!(broken, PLAIN);
        let found = refusal(&broken);
        assert!(
            found.0 == line && found.1.contains(reason),
            "{old:?} -> {new:?}: {found:?}"
        );
    }
    assert_eq!(
        refusal(""),
        (1, "the file ends without a PROJECTS section".into())
    );
    let cut = &PLAIN[..PLAIN.find("VOTES").unwrap()];
    assert_eq!(refusal(cut), (12, "the file ends without a VOTES section".into()));
    let points = PLAIN
        .replace("voter_id;vote\n", "voter_id;vote;points\n")
        .replace("v1;a,b\n", "v1;a,b;1\n");
    assert_eq!(refusal(&points), (15, "1 points for 2 projects".into()));

    let mut bytes = PLAIN.replace("Tree", "Tr?e").into_bytes();
    let at = bytes.iter().position(|byte| *byte == b'?').unwrap();
    bytes[at] = 0xff;
    let error = read(&bytes, "latin1.pb").unwrap_err();
    assert_eq!((error.file.as_str(), error.line), ("latin1.pb", 12));
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes: Vec<u8>) {
        let _ = read(&bytes, "any.pb");
    }

    /// Arbitrary bytes hardly ever get past the first line; a damaged real file gets everywhere.
    #[test]
    fn a_damaged_file_is_read_or_refused(
        at in 0..PLAIN.len(), cut in 0usize..6, with in "[;,\"\n\r0-9.a-cé-]{0,6}|META\n|PROJECTS\n|VOTES\n",
    ) {
        let end = (at + cut).min(PLAIN.len());
        let damaged = format!("{}{with}{}", &PLAIN[..at], &PLAIN[end..]);
        let lines = damaged.lines().count() + 1;
        match read(damaged.as_bytes(), "damaged.pb") {
            Ok(election) => {
                let projects = election.projects.len();
                prop_assert!(election.ballots.iter().flat_map(|ballot| &ballot.choices).all(|choice| *choice < projects));
                prop_assert_eq!(election.scores().len(), projects);
            }
            Err(error) => prop_assert!((1..=lines).contains(&error.line), "{error}"),
        }
    }
}
