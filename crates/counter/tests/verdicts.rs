//! Every way to tamper with a board or a result ends in a clear verdict, and an honest board in *same*.

#![allow(clippy::panic)] // A test may fail loudly.

use count::{Limits, PluralityStep, Threshold, ThresholdBase, TieRule};
use counter::{
    Answer, Ballot, Counted, Difference, Head, Method, Outcome, Published, Question, Recount, Steps, Verdict,
    recount,
};
use ledger::{AnswerRef, Hash, ballot_id, canonical, leaf_hash, root};
use proptest::prelude::*;

fn strings(ids: &[&str]) -> Vec<String> {
    ids.iter().map(|id| (*id).to_owned()).collect()
}

fn ballot(secret: u8, colour: &[&str], motion: &[&str]) -> Ballot {
    let answer = |question: &str, options| Answer {
        question: question.to_owned(),
        options: strings(options),
        ..Answer::default()
    };
    let mut answers = vec![answer("colour", colour), answer("motion", motion)];
    answers.retain(|answer| !answer.options.is_empty());
    Ballot {
        id: ballot_id(&[secret; 16]),
        answers,
    }
}

/// Five ballots: green 2, red 1, two of them blank; motion 3 yes, 1 no, 1 abstain.
fn ballots() -> Vec<Ballot> {
    let mut ballots = vec![
        ballot(1, &["green"], &["yes"]),
        ballot(2, &["green"], &["yes"]),
        ballot(3, &["red"], &["no"]),
        ballot(4, &[], &["yes"]),
        ballot(5, &[], &["abstain"]),
    ];
    ballots.sort_by_key(|ballot| ballot.id);
    ballots
}

fn questions() -> Vec<Question> {
    let threshold = Threshold {
        numerator: 1,
        denominator: 2,
        base: ThresholdBase::Voting,
        strict: true,
    };
    vec![
        Question {
            id: "colour".into(),
            options: strings(&["red", "green"]),
            method: Method::Single {
                ties: TieRule::EarlierListed,
            },
            published: Published {
                counts: vec![1, 2],
                blank: 2,
                outcome: Some(Outcome::Chosen(strings(&["green"]))),
            },
        },
        Question {
            id: "motion".into(),
            options: strings(&["yes", "no", "abstain"]),
            method: Method::YesNoAbstain {
                threshold,
                eligible: 300,
            },
            published: Published {
                counts: vec![3, 1, 1],
                blank: 0,
                outcome: Some(Outcome::Passed),
            },
        },
        Question {
            id: "remarks".into(),
            options: vec![],
            method: Method::Text,
            published: Published {
                counts: vec![],
                blank: 5,
                outcome: Some(Outcome::NotCounted),
            },
        },
    ]
}

/// The root that the server fixes, computed here from ledger alone.
fn root_of(ballots: &[Ballot], ordered: bool) -> Hash {
    let leaf = |ballot: &Ballot| {
        let answers: Vec<AnswerRef<'_, String>> = ballot
            .answers
            .iter()
            .map(|a| AnswerRef {
                question: &a.question,
                options: &a.options,
                points: &a.points,
                text: a.text.as_deref(),
                ordered,
            })
            .collect();
        leaf_hash(&ballot.id, &canonical(&answers))
    };
    root(&ballots.iter().map(leaf).collect::<Vec<_>>())
}

fn head(ballots: &[Ballot]) -> Head {
    Head {
        poll_id: "p".into(),
        ballots: ballots.len() as u64,
        root: root_of(ballots, false),
    }
}

fn verdict_on(tampered: Vec<Ballot>) -> Verdict {
    recount(&head(&ballots()), tampered, &questions())
}

#[test]
fn an_honest_board_is_the_same_and_explains_itself() {
    let Verdict::Same { counted } = verdict_on(ballots()) else {
        panic!("the board is honest")
    };
    let [colour, motion, remarks]: [Counted; 3] =
        counted.try_into().unwrap_or_else(|_| panic!("three questions"));
    assert_eq!((colour.tally.counts, colour.tally.blank), (vec![1, 2], 2));
    assert_eq!(
        colour.steps,
        Steps::Plurality(vec![PluralityStep::Most {
            votes: 2,
            options: vec![1],
            next_best: Some(1)
        }])
    );
    assert_eq!(motion.outcome, Outcome::Passed);
    assert!(matches!(motion.steps, Steps::Threshold(steps) if steps.len() == 3));
    assert_eq!(
        (remarks.outcome, remarks.steps),
        (Outcome::NotCounted, Steps::None)
    );
}

#[test]
fn a_changed_ballot_changes_the_root() {
    let mut changed = ballots();
    let at = changed
        .iter()
        .position(|ballot| ballot.answers.iter().any(|a| a.options == ["red"]));
    changed[at.unwrap_or_default()].answers[0].options = strings(&["green"]);
    assert_eq!(
        verdict_on(changed.clone()),
        Verdict::RootDiffers {
            published: head(&ballots()).root,
            here: head(&changed).root
        }
    );
    // With the root of the changed board the counts give it away.
    let verdict = recount(&head(&changed), changed.clone(), &questions());
    let votes = |option: &str, published, here| Difference::Votes {
        question: "colour".into(),
        option: option.into(),
        published,
        here,
    };
    assert_eq!(
        verdict,
        Verdict::CountDiffers {
            differences: vec![votes("red", 1, 0), votes("green", 2, 3)]
        }
    );
}

#[test]
fn a_dropped_ballot_is_missed() {
    let mut dropped = ballots();
    dropped.remove(2);
    assert_eq!(
        verdict_on(dropped.clone()),
        Verdict::SizeDiffers {
            published: 5,
            here: 4
        }
    );
    let lying = Head {
        ballots: 4,
        ..head(&ballots())
    };
    assert!(matches!(
        recount(&lying, dropped, &questions()),
        Verdict::RootDiffers { .. }
    ));
    assert_eq!(
        verdict_on(vec![]),
        Verdict::SizeDiffers {
            published: 5,
            here: 0
        }
    );
}

#[test]
fn a_doubled_ballot_is_seen_even_when_everything_else_fits() {
    let mut doubled = ballots();
    doubled.insert(2, doubled[1].clone());
    let repeated = Verdict::Repeated {
        ballot: doubled[1].id,
    };
    assert_eq!(verdict_on(doubled.clone()), repeated);
    assert_eq!(recount(&head(&doubled), doubled.clone(), &questions()), repeated);
    // Doubled at the cost of another, so that the number fits.
    doubled.remove(0);
    assert_eq!(verdict_on(doubled), repeated);
}

#[test]
fn a_ballot_too_many_is_seen() {
    let mut stuffed = ballots();
    stuffed.push(Ballot {
        id: [0xff; 32],
        answers: vec![],
    });
    assert_eq!(
        verdict_on(stuffed),
        Verdict::SizeDiffers {
            published: 5,
            here: 6
        }
    );
}

#[test]
fn a_stream_without_end_is_not_read_to_its_end() {
    let mut next = 0u64;
    let endless = std::iter::from_fn(|| {
        next += 1;
        let mut id = [0; 32];
        id[..8].copy_from_slice(&next.to_be_bytes());
        Some(Ballot { id, answers: vec![] })
    });
    assert_eq!(
        recount(&head(&ballots()), endless, &questions()),
        Verdict::SizeDiffers {
            published: 5,
            here: 6
        }
    );
    assert_eq!(next, 6);
}

#[test]
fn reordered_ballots_are_seen_even_under_their_own_root() {
    let mut reordered = ballots();
    reordered.swap(1, 3);
    let out_of_order = Verdict::OutOfOrder {
        ballot: reordered[2].id,
    };
    assert_eq!(verdict_on(reordered.clone()), out_of_order);
    assert_eq!(recount(&head(&reordered), reordered, &questions()), out_of_order);
}

#[test]
fn a_wrong_root_is_not_taken() {
    let wrong = Head {
        root: [7; 32],
        ..head(&ballots())
    };
    let here = head(&ballots()).root;
    assert_eq!(
        recount(&wrong, ballots(), &questions()),
        Verdict::RootDiffers {
            published: [7; 32],
            here
        }
    );
}

#[test]
fn a_false_result_is_told_with_both_numbers() {
    let mut lies = questions();
    lies[0].published = Published {
        counts: vec![3, 2, 1],
        blank: 0,
        outcome: Some(Outcome::Chosen(strings(&["red"]))),
    };
    lies[1].published.outcome = Some(Outcome::NotPassed);
    let question = || "colour".to_owned();
    let differences = vec![
        Difference::Options {
            question: question(),
            published: 3,
            here: 2,
        },
        Difference::Votes {
            question: question(),
            option: "red".into(),
            published: 3,
            here: 1,
        },
        Difference::Blank {
            question: question(),
            published: 0,
            here: 2,
        },
        Difference::Outcome {
            question: question(),
            published: Outcome::Chosen(strings(&["red"])),
            here: Outcome::Chosen(strings(&["green"])),
        },
        Difference::Outcome {
            question: "motion".into(),
            published: Outcome::NotPassed,
            here: Outcome::Passed,
        },
    ];
    assert_eq!(
        recount(&head(&ballots()), ballots(), &lies),
        Verdict::CountDiffers { differences }
    );

    // A missed quorum publishes counts and no outcome; the counts are still compared.
    let mut quorum_missed = questions();
    quorum_missed[1].published.outcome = None;
    assert!(matches!(
        recount(&head(&ballots()), ballots(), &quorum_missed),
        Verdict::Same { .. }
    ));
}

#[test]
fn an_unknown_method_is_never_the_same() {
    let mut unknown = questions();
    unknown[0].method = Method::Unsupported {
        name: "meek".into(),
        ordered: false,
    };
    let verdict = recount(&head(&ballots()), ballots(), &unknown);
    assert_eq!(
        verdict,
        Verdict::Unsupported {
            methods: vec![("colour".into(), "meek".into())]
        }
    );
    // What can be counted is, and a wrong root is told all the same.
    unknown[1].published.counts[0] = 4;
    assert!(matches!(
        recount(&head(&ballots()), ballots(), &unknown),
        Verdict::CountDiffers { .. }
    ));
    let wrong = Head {
        root: [7; 32],
        ..head(&ballots())
    };
    assert!(matches!(
        recount(&wrong, ballots(), &unknown),
        Verdict::RootDiffers { .. }
    ));

    let mut odd = questions();
    odd[1].options.pop();
    assert!(matches!(
        recount(&head(&ballots()), ballots(), &odd),
        Verdict::Unsupported { .. }
    ));
    odd[1].method = Method::Greedy {
        limits: Limits::SINGLE,
        costs: vec![1],
        total: 1,
    };
    assert!(matches!(
        recount(&head(&ballots()), ballots(), &odd),
        Verdict::Unsupported { .. }
    ));
}

#[test]
fn rankings_are_checked_in_their_order() {
    let ranked = |options| vec![ballot(1, options, &[])];
    let mut question = questions().remove(0);
    question.method = Method::Unsupported {
        name: "schulze".into(),
        ordered: true,
    };
    let head = Head {
        root: root_of(&ranked(&["red", "green"]), true),
        ballots: 1,
        poll_id: "p".into(),
    };
    let verdict = |options| recount(&head, ranked(options), std::slice::from_ref(&question));
    assert!(matches!(verdict(&["red", "green"]), Verdict::Unsupported { .. }));
    assert!(matches!(verdict(&["green", "red"]), Verdict::RootDiffers { .. }));
}

#[test]
fn ballots_that_break_the_rules_count_nowhere() {
    let mut odd = vec![
        ballot(1, &["red", "green"], &["yes"]),
        ballot(2, &["blue"], &["no"]),
        ballot(3, &["red"], &[]),
    ];
    odd[2].answers.push(Answer {
        question: "colour".into(),
        options: strings(&["red"]),
        ..Answer::default()
    });
    odd[2].answers.push(Answer {
        question: "unknown".into(),
        text: Some("好".into()),
        ..Answer::default()
    });
    odd.sort_by_key(|ballot| ballot.id);
    let mut questions = questions();
    questions[0].published = Published {
        counts: vec![0, 0],
        blank: 0,
        outcome: Some(Outcome::NothingChosen),
    };
    questions[1].published = Published {
        counts: vec![1, 1, 0],
        blank: 1,
        outcome: Some(Outcome::NotPassed),
    };
    let Verdict::Same { counted } = recount(&head(&odd), odd, &questions) else {
        panic!("nothing valid was cast")
    };
    let flaws = counted[0].tally.flaws;
    assert_eq!((flaws.too_many, flaws.unknown_option, flaws.repeated), (1, 1, 1));
}

#[test]
fn ties_and_empty_boards() {
    let mut colour = questions().remove(0);
    colour.method = Method::Single {
        ties: TieRule::NoneDecides,
    };
    colour.published = Published {
        counts: vec![1, 1],
        blank: 0,
        outcome: Some(Outcome::Tied(strings(&["red", "green"]))),
    };
    let mut tied = vec![ballot(1, &["red"], &[]), ballot(2, &["green"], &[])];
    tied.sort_by_key(|ballot| ballot.id);
    assert!(matches!(
        recount(&head(&tied), tied, std::slice::from_ref(&colour)),
        Verdict::Same { .. }
    ));
    colour.published = Published {
        counts: vec![0, 0],
        blank: 0,
        outcome: Some(Outcome::NothingChosen),
    };
    assert!(matches!(
        recount(&head(&[]), vec![], &[colour]),
        Verdict::Same { .. }
    ));
}

#[test]
fn whoever_stops_early_is_not_told_that_all_is_well() {
    let (head, questions) = (head(&ballots()), questions());
    let mut recount = Recount::new(&head, &questions);
    assert!(recount.push(&ballots()[0]));
    assert_eq!(recount.ballots(), 1);
    assert_eq!(
        recount.finish(),
        Verdict::SizeDiffers {
            published: 5,
            here: 1
        }
    );
}

proptest! {
    /// Any one change to any ballot of a board of any size is noticed.
    #[test]
    fn no_tampering_ends_in_same(
        secrets in proptest::collection::btree_set(any::<u8>(), 2..20), at: prop::sample::Index, how in 0usize..5,
    ) {
        let mut honest: Vec<Ballot> = secrets
            .iter()
            .map(|secret| ballot(*secret, if secret % 2 == 0 { &["red"] } else { &["green"] }, &["yes"]))
            .collect();
        honest.sort_by_key(|ballot| ballot.id);
        let even = secrets.iter().filter(|secret| **secret % 2 == 0).count() as u64;
        let all = honest.len() as u64;
        let mut questions = questions();
        questions[0].published = Published { counts: vec![even, all - even], blank: 0, outcome: None };
        questions[1].published = Published { counts: vec![all, 0, 0], blank: 0, outcome: Some(Outcome::Passed) };
        let head = head(&honest);
        prop_assert!(matches!(recount(&head, honest.clone(), &questions), Verdict::Same { .. }), "the board is honest");

        let mut tampered = honest;
        let at = at.index(tampered.len());
        match how {
            0 => tampered[at].answers.clear(),
            1 => drop(tampered.remove(at)),
            2 => tampered.insert(at, tampered[at].clone()),
            3 => tampered[at].id[31] ^= 1,
            _ => {
                let other = (at + 1) % tampered.len();
                tampered.swap(at, other);
            }
        }
        let verdict = recount(&head, tampered, &questions);
        prop_assert!(!matches!(verdict, Verdict::Same { .. }), "tampering is not the same");
        let fits = match how {
            0 => matches!(verdict, Verdict::RootDiffers { .. }),
            1 => matches!(verdict, Verdict::SizeDiffers { .. }),
            2 => matches!(verdict, Verdict::Repeated { .. }),
            3 => matches!(verdict, Verdict::RootDiffers { .. } | Verdict::OutOfOrder { .. }),
            _ => matches!(verdict, Verdict::OutOfOrder { .. }),
        };
        prop_assert!(fits, "{verdict:?}");
    }
}
