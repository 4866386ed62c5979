//! Opinion groups from published votes, as the page hears of them.

#![allow(clippy::unwrap_used, clippy::panic)] // A test may fail loudly.

use contract::OpinionVotes;
use counter::{OpinionsReport, Question, opinions};

fn votes(participants: Vec<&str>) -> OpinionVotes {
    OpinionVotes {
        statements: (0..8).map(|n| format!("s{n}")).collect(),
        participants: participants.into_iter().map(str::to_owned).collect(),
    }
}

#[test]
fn two_camps_are_told_by_the_ids_of_their_statements() {
    let asked = votes([["+-++~+++"; 5], ["+-~-----"; 5]].concat());
    let OpinionsReport::Done(told) = opinions(&asked).unwrap() else {
        panic!("too few")
    };
    assert_eq!(
        (told.voters, told.grouped, told.sizes.as_slice()),
        (10, 10, [5, 5].as_slice())
    );
    let common: Vec<_> = told
        .common
        .iter()
        .map(|c| (c.statement.as_str(), c.agrees, c.groups.as_slice()))
        .collect();
    assert_eq!(
        common,
        [
            ("s0", true, [[5, 0, 0], [5, 0, 0]].as_slice()),
            ("s1", false, [[0, 5, 0], [0, 5, 0]].as_slice())
        ]
    );
    assert_eq!(told.telling.len(), 2);
    assert_eq!(told.map.iter().map(|cell| cell[3]).sum::<u32>(), 10);
    // As it goes over to the page and comes out again.
    let text = serde_json::to_string(&OpinionsReport::Done(told.clone())).unwrap();
    assert_eq!(
        serde_json::from_str::<OpinionsReport>(&text).unwrap(),
        OpinionsReport::Done(told)
    );
}

#[test]
fn few_people_are_told_as_numbers_and_bad_votes_are_refused() {
    let six = opinions(&votes(vec!["+-++++++"; 6])).unwrap();
    assert_eq!(six, OpinionsReport::TooFew { voters: 6, enough: 6 });
    assert_eq!(
        opinions(&votes(vec![])).unwrap(),
        OpinionsReport::TooFew { voters: 0, enough: 0 }
    );
    assert_eq!(
        opinions(&votes(vec!["+", "+-++++++7-"])).unwrap_err(),
        "participant 2: it tells of more than 8 statements"
    );
}

#[test]
fn a_question_names_what_it_is_about() {
    let asked: Question = serde_json::from_str(r#"{"opinions":{"votes":"/v1/threads/t/votes"}}"#).unwrap();
    assert_eq!(
        asked,
        Question::Opinions {
            votes: "/v1/threads/t/votes".into()
        }
    );
    assert!(serde_json::from_str::<Question>(r#"{"opinions":{}}"#).is_err());
}
