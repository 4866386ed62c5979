//! A real budget election as a board: recounting it gives the winners that the city published.

#![allow(clippy::unwrap_used, clippy::panic)] // A test may fail loudly.

use std::path::PathBuf;

use count::Limits;
use count::pabulib::read;
use counter::{Answer, Ballot, Head, Method, Outcome, Published, Question, Verdict, recount};
use ledger::{AnswerRef, Tree, ballot_id, canonical, leaf_hash};

#[test]
fn a_city_budget_is_recounted_to_its_published_winners() {
    let name = "Poland_Warszawa_2017_Wysokie_Okecie.pb";
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/data/pabulib")
        .join(name);
    let Ok(bytes) = std::fs::read(&file) else {
        eprintln!("skipped: there is no {}", file.display());
        return;
    };
    let election = read(&bytes, name).unwrap_or_else(|error| panic!("{error}"));
    let id = |project: &usize| election.projects[*project].id.clone();

    // Imported ballots get a secret from their place in the file; real ones get it from the voter's phone.
    let mut ballots: Vec<Ballot> = (0u128..)
        .zip(&election.ballots)
        .map(|(place, cast)| {
            let options = cast.choices.iter().map(id).collect();
            let answer = Answer {
                question: "q".into(),
                options,
                ..Answer::default()
            };
            Ballot {
                id: ballot_id(&place.to_be_bytes()),
                answers: vec![answer],
            }
        })
        .collect();
    ballots.sort_by_key(|ballot| ballot.id);
    let mut tree = Tree::new();
    for ballot in &ballots {
        let answer = &ballot.answers[0];
        let answer = AnswerRef {
            question: "q",
            options: &answer.options,
            points: &[],
            text: None,
            ordered: false,
        };
        tree.push(leaf_hash(&ballot.id, &canonical(&[answer])));
    }
    let head = Head {
        poll_id: name.into(),
        ballots: tree.len(),
        root: tree.root(),
    };

    let mut winners = election.winners().unwrap();
    winners.sort_by_key(|project| std::cmp::Reverse(election.projects[*project].votes));
    let question = Question {
        id: "q".into(),
        options: (0..election.projects.len()).map(|project| id(&project)).collect(),
        method: Method::Greedy {
            limits: Limits {
                min: 1,
                max: election.projects.len(),
            },
            costs: election.projects.iter().map(|project| project.cost).collect(),
            total: election.budget,
        },
        published: Published {
            counts: election
                .projects
                .iter()
                .map(|project| project.votes.unwrap())
                .collect(),
            blank: 0,
            outcome: Some(Outcome::Chosen(winners.iter().map(id).collect())),
        },
    };
    let verdict = recount(&head, ballots, &[question]);
    assert!(matches!(verdict, Verdict::Same { .. }), "{verdict:?}");
}
