//! What is told of the groups, and the text of a person's votes.

#![allow(clippy::unwrap_used, clippy::panic)] // A test may fail loudly.

use opinion::{
    BadRow, LEAST_PEOPLE, LEAST_TOGETHER, MAP, Vote, Votes, findings, groups, read_row, write_row,
};
use proptest::prelude::*;

/// Two camps that agree on statement 0 and against statement 1, and are apart on 2 to 7. The first camp is larger.
fn camps(one: usize, two: usize) -> Votes {
    let cast = (0..one + two).flat_map(|voter| {
        (0..8).map(move |statement| {
            let vote = match statement {
                0 => Vote::Agree,
                1 => Vote::Disagree,
                // Nobody is quite like another.
                s if (voter * 7 + s * 5) % 11 == 0 => Vote::Pass,
                _ if voter < one => Vote::Agree,
                _ => Vote::Disagree,
            };
            (voter, statement, vote)
        })
    });
    Votes::new(one + two, 8, cast).unwrap()
}

#[test]
fn what_all_agree_on_what_divides_and_what_tells_the_groups() {
    let told = findings(&camps(12, 8));
    assert_eq!(
        (told.voters, told.grouped, told.sizes.as_slice()),
        (20, 20, [12, 8].as_slice())
    );
    let common: Vec<_> = told.common.iter().map(|c| (c.statement, c.agrees)).collect();
    assert_eq!(common, [(0, true), (1, false)]);
    assert_eq!(
        (told.common[0].groups[0].agree, told.common[0].groups[1].agree),
        (12, 8)
    );
    assert!(!told.divides.is_empty() && told.divides.iter().all(|d| d.statement >= 2 && d.agrees));
    for (group, telling) in told.telling.iter().enumerate() {
        assert!(!telling.is_empty());
        for told in telling.iter().filter(|t| t.statement >= 2) {
            assert_eq!(told.agrees, group == 0);
            assert_eq!(told.inside.seen() + told.outside.seen(), 20);
        }
    }
    assert_eq!(told.map.iter().map(|cell| cell.people).sum::<u32>(), 20);
    assert!(
        told.map
            .iter()
            .all(|cell| usize::from(cell.x) < MAP && usize::from(cell.y) < MAP)
    );
}

#[test]
fn nothing_is_told_of_few_people() {
    let told = findings(&camps(3, 3));
    assert_eq!((told.voters, told.grouped), (6, 6));
    assert!(told.sizes.is_empty() && told.common.is_empty() && told.map.is_empty());
    assert_eq!(findings(&camps(4, 3)).sizes.iter().sum::<usize>(), LEAST_PEOPLE);
    // Many who have said too little are no more telling.
    let little = Votes::new(
        50,
        20,
        (0..50).flat_map(|v| [(v, 0, Vote::Agree), (v, 1 + v % 19, Vote::Pass)]),
    )
    .unwrap();
    let told = findings(&little);
    assert_eq!((told.voters, told.grouped, told.sizes.len()), (50, 0, 0));
    assert_eq!(findings(&Votes::default()).voters, 0);
}

#[test]
fn people_who_all_vote_alike_are_one_group() {
    let votes = Votes::new(
        9,
        3,
        (0..9).flat_map(|v| (0..3).map(move |s| (v, s, Vote::Agree))),
    )
    .unwrap();
    let told = findings(&votes);
    assert_eq!(
        (told.sizes.as_slice(), told.common.len(), told.divides.len()),
        ([9].as_slice(), 3, 0)
    );
    assert_eq!(told.telling, [vec![]]);
}

/// Alike in everything; then one, or two, who say the opposite.
fn dissenters(alike: usize, others: usize) -> Votes {
    let vote = |voter: usize| {
        if voter < alike {
            Vote::Agree
        } else {
            Vote::Disagree
        }
    };
    let cast =
        (0..alike + others).flat_map(|voter| (0..8).map(move |statement| (voter, statement, vote(voter))));
    Votes::new(alike + others, 8, cast).unwrap()
}

#[test]
fn a_group_of_one_or_two_is_told_with_the_others_and_not_by_itself() {
    for (alike, others) in [(6, 1), (12, 2)] {
        let votes = dissenters(alike, others);
        let found = groups(&votes, &[]);
        assert_eq!(
            found.sizes(),
            [alike, others],
            "how people are grouped stays as it is"
        );
        let told = findings(&votes);
        assert_eq!(
            (told.sizes.as_slice(), told.joined),
            ([alike + others].as_slice(), others)
        );
        assert_eq!((told.telling, told.divides), (vec![vec![]], vec![]));
        for shown in &told.common {
            let [all] = shown.groups.as_slice() else {
                panic!("one group is told");
            };
            assert_eq!((all.agree as usize, all.disagree as usize), (alike, others));
        }
        let places: Vec<_> = told
            .map
            .iter()
            .map(|cell| (cell.group, cell.people as usize))
            .collect();
        assert_eq!(places, [(0, alike + others)]);
    }
    // Three are told.
    let told = findings(&dissenters(6, 3));
    assert_eq!((told.sizes.as_slice(), told.joined), ([6, 3].as_slice(), 0));
    assert_eq!(told.divides.len(), 5);
}

#[test]
fn a_row_is_short_and_bad_ones_are_refused() {
    let votes = [(0, Vote::Agree), (1, Vote::Disagree), (14, Vote::Pass)];
    assert_eq!(write_row(&votes), "+-12~");
    assert_eq!(read_row("+-12~", 15).unwrap(), votes);
    assert_eq!(read_row("", 0).unwrap(), []);
    assert_eq!(read_row("+-12~", 14), Err(BadRow::TooLong { statements: 14 }));
    assert_eq!(
        read_row("99999999999999999999999+", 5),
        Err(BadRow::TooLong { statements: 5 })
    );
    assert_eq!(read_row("+6", 6), Err(BadRow::TooLong { statements: 6 }));
    assert_eq!(read_row("+ -", 6), Err(BadRow::Sign(' ')));
    assert_eq!(
        read_row("+好", 6).unwrap_err().to_string(),
        "'好' is none of + - ~ and no digit"
    );
}

fn said() -> impl Strategy<Value = Option<Vote>> {
    prop_oneof![3 => Just(None), 1 => Just(Some(Vote::Agree)), 1 => Just(Some(Vote::Disagree)), 1 => Just(Some(Vote::Pass))]
}

proptest! {
    #[test]
    fn a_row_comes_back_as_it_was(row in proptest::collection::vec(said(), 0..60)) {
        let votes: Vec<(usize, Vote)> = row.iter().enumerate().filter_map(|(at, vote)| Some((at, (*vote)?))).collect();
        prop_assert_eq!(read_row(&write_row(&votes), row.len()).unwrap(), votes);
    }

    #[test]
    fn no_text_panics(text in ".{0,40}", statements in 0..50usize) {
        if let Ok(votes) = read_row(&text, statements) {
            prop_assert!(votes.iter().all(|(at, _)| *at < statements));
        }
    }

    #[test]
    fn what_is_told_is_of_what_there_is(rows in proptest::collection::vec(proptest::collection::vec(said(), 9), 0..30)) {
        let cast = rows.iter().enumerate().flat_map(|(voter, row)| {
            row.iter().enumerate().filter_map(move |(statement, vote)| Some((voter, statement, (*vote)?)))
        });
        let told = findings(&Votes::new(rows.len(), 9, cast).unwrap());
        let in_groups: usize = told.sizes.iter().sum();
        prop_assert!(in_groups == 0 || in_groups == told.grouped && in_groups >= LEAST_PEOPLE);
        prop_assert!(told.sizes.iter().all(|size| *size >= LEAST_TOGETHER));
        prop_assert!(told.sizes.is_sorted_by(|a, b| a >= b));
        prop_assert!(told.map.iter().all(|cell| cell.people as usize >= LEAST_TOGETHER));
        prop_assert_eq!(told.map.iter().map(|cell| cell.people as usize).sum::<usize>(), in_groups);
        for shown in told.common.iter().chain(&told.divides) {
            prop_assert_eq!(shown.groups.len(), told.sizes.len());
        }
        for (inside, size) in told.telling.iter().zip(&told.sizes).filter(|(telling, _)| !telling.is_empty()) {
            let outside = in_groups - size;
            prop_assert!(outside >= LEAST_TOGETHER);
            prop_assert!(inside.iter().all(|t| t.inside.seen() as usize <= *size && t.outside.seen() as usize <= outside));
        }
    }
}
