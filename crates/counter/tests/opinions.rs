//! Opinion groups from published votes, as the page hears of them.

#![allow(clippy::unwrap_used, clippy::panic)] // A test may fail loudly.

use contract::{OpinionVotes, TooFewVoters};
use counter::{OpinionsReport, Question, opinions};

fn votes(participants: Vec<&str>) -> OpinionVotes {
    OpinionVotes {
        statements: (0..8).map(|n| format!("s{n}")).collect(),
        participants: participants.into_iter().map(str::to_owned).collect(),
        too_few: None,
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
fn one_who_thinks_unlike_six_is_told_with_them() {
    let asked = votes([["++++++++"; 6].as_slice(), &["--------"]].concat());
    let OpinionsReport::Done(told) = opinions(&asked).unwrap() else {
        panic!("too few")
    };
    assert_eq!((told.sizes.as_slice(), told.joined), ([7].as_slice(), 1));
    assert!(told.map.iter().all(|cell| cell[3] >= 3));
    // A page of this build reads what a worker without that number says.
    let mut older = serde_json::to_value(&*told).unwrap();
    older.as_object_mut().unwrap().remove("joined");
    let read: counter::Opinions = serde_json::from_value(older).unwrap();
    assert_eq!((read.joined, read.sizes), (0, told.sizes.clone()));
}

#[test]
fn how_many_there_are_is_told_where_their_votes_are_withheld() {
    let withheld = OpinionVotes {
        too_few: Some(TooFewVoters { voters: 5, enough: 4 }),
        ..votes(vec![])
    };
    assert_eq!(
        opinions(&withheld).unwrap(),
        OpinionsReport::TooFew { voters: 5, enough: 4 }
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
