//! The real conversations of ../shared/data/polis, and the reader on small and broken files.

#![allow(clippy::unwrap_used, clippy::panic)] // A test may fail loudly.

mod data;

use std::collections::BTreeMap;

use opinion::polis::{Cast, Moderation, Participants, comments, participants, summary, votes};
use opinion::{Vote, Votes, agreed_by_all};
use proptest::prelude::*;

/// The matrix from `votes.csv`, with people and statements in the order of `participants-votes.csv`.
fn matrix(cast: &[Cast], people: &Participants) -> Votes {
    let voters: BTreeMap<u32, usize> = people
        .rows
        .iter()
        .enumerate()
        .map(|(at, row)| (row.id, at))
        .collect();
    let statements: BTreeMap<u32, usize> = people
        .comments
        .iter()
        .enumerate()
        .map(|(at, id)| (*id, at))
        .collect();
    // votes.csv also has votes on statements that were moderated out and have no column.
    let triples = cast
        .iter()
        .filter_map(|c| Some((voters[&c.voter], *statements.get(&c.comment)?, c.vote)));
    Votes::new(people.rows.len(), people.comments.len(), triples).unwrap()
}

#[test]
fn real_conversations_are_read_and_agree_with_themselves() {
    // name, people, statements in comments.csv, rows of votes.csv, topic starts with
    let expected = [
        ("15-per-hour-seattle", 339, 54, 2995, "$15/hour"),
        ("scoop-hivemind.biodiversity", 536, 316, 29_802, "Protecting"),
        ("vtaiwan.uberx", 1921, 197, 49_997, "UberX 自用車"),
    ];
    for (name, people, statements, rows, topic) in expected {
        let Some(place) = data::polis() else {
            return;
        };
        let file = |file: &str| data::read(&place.join(name).join(file));
        let about = summary(&file("summary.csv"), "summary.csv").unwrap_or_else(|error| panic!("{error}"));
        assert!(
            about.topic.starts_with(topic) && about.url.starts_with("https://pol.is/"),
            "{about:?}"
        );
        assert_eq!((about.voters, about.groups), (Some(people as u64), Some(2)));
        assert!(about.description.len() > 20);

        let read = comments(&file("comments.csv"), "comments.csv").unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(read.len(), statements);
        assert!(read.iter().all(|comment| !comment.body.is_empty()));

        let cast = votes(&file("votes.csv"), "votes.csv").unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(cast.len(), rows);
        let table = participants(&file("participants-votes.csv"), "participants-votes.csv")
            .unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(table.rows.len(), people);
        assert!(
            table.rows.iter().any(|row| row.group == Some(1))
                && table.rows.iter().any(|row| row.group.is_none())
        );

        // The published matrix is what the last votes add up to, person by person and statement by statement.
        let matrix = matrix(&cast, &table);
        for (voter, row) in table.rows.iter().enumerate() {
            for (statement, vote) in row.votes.iter().enumerate() {
                assert_eq!(
                    matrix.get(voter, statement),
                    *vote,
                    "{name}: {} on {}",
                    row.id,
                    table.comments[statement]
                );
            }
        }
        let ranking = agreed_by_all(&matrix.tallies());
        assert!(
            ranking
                .windows(2)
                .all(|pair| pair[0].estimate >= pair[1].estimate)
        );
    }
}

#[test]
fn quotes_line_ends_and_further_columns_are_taken() {
    let text = "\u{feff}new,comment-id,author-id,timestamp,datetime,agrees,disagrees,moderated,comment-body\r\n\
                x,7,1,1542406176584,Sat,3,0,-1,\"Two lines,\r\n\"\"quoted\"\"\"\r\n\r\n,8,2,1,,0,0,0,好\r\n";
    let found = comments(text.as_bytes(), "comments.csv").unwrap();
    assert_eq!(found[0].body, "Two lines,\r\n\"quoted\"");
    assert_eq!(
        (found[0].id, found[0].agrees, found[0].moderated, found[0].line),
        (7, 3, Moderation::Rejected, 2)
    );
    assert_eq!(
        (found[1].body.as_str(), found[1].moderated, found[1].line),
        ("好", Moderation::Undecided, 5)
    );

    // Some exports say less of a statement.
    let short = comments(b"comment-id,moderated\n3,\n4,-1\n", "comments.csv").unwrap();
    let short: Vec<_> = short.iter().map(|c| (c.id, c.moderated, c.agrees)).collect();
    assert_eq!(
        short,
        [(3, Moderation::Undecided, 0), (4, Moderation::Rejected, 0)]
    );

    let cast = votes(
        b"vote,voter-id,comment-id,timestamp\n1,4,5,20\n-1,4,5,10\n0,4,6,20\n",
        "votes.csv",
    )
    .unwrap();
    assert_eq!(
        cast.iter().map(|cast| cast.vote).collect::<Vec<_>>(),
        [Vote::Disagree, Vote::Agree, Vote::Pass]
    );

    let table = participants(
        b"participant,group-id,n-votes,3,9\n1,0,2,1,-1\n2,,1,,0\n",
        "p.csv",
    )
    .unwrap();
    assert_eq!(table.comments, [3, 9]);
    assert_eq!((table.rows[0].group, table.rows[1].group), (Some(0), None));
    assert_eq!(table.rows[1].votes, [None, Some(Vote::Pass)]);
}

#[test]
fn broken_files_are_refused_with_line_and_reason() {
    let votes_of = |text: &str| votes(text.as_bytes(), "votes.csv").unwrap_err().to_string();
    let heading = "timestamp,comment-id,voter-id,vote\n";
    assert_eq!(votes_of(""), "votes.csv:1: the file is empty");
    assert_eq!(votes_of("a,b\n"), "votes.csv:1: there is no column timestamp");
    assert_eq!(
        votes_of(&format!("{heading}1,2,3,4\n")),
        "votes.csv:2: a vote is \"4\", not -1, 0 or 1"
    );
    assert_eq!(
        votes_of(&format!("{heading}1,2,3,1\n\n1,2,3\n")),
        "votes.csv:4: 3 fields under 4 columns"
    );
    assert_eq!(
        votes_of(&format!("{heading}1,-2,3,1\n")),
        "votes.csv:2: comment-id \"-2\" is no whole number in range"
    );
    assert_eq!(
        votes_of(&format!("{heading}1,\"2\n")),
        "votes.csv:2: a quote opens on this line and never closes"
    );
    let twice = "comment-id,author-id,timestamp,agrees,disagrees,moderated,comment-body\n1,1,1,0,0,1,a\n1,1,1,0,0,1,b\n";
    assert_eq!(
        comments(twice.as_bytes(), "c").unwrap_err().to_string(),
        "c:3: comment 1 is listed twice"
    );
    let odd = twice.replace("0,0,1,a", "0,0,2,a");
    assert_eq!(
        comments(odd.as_bytes(), "c").unwrap_err().to_string(),
        "c:2: moderated is \"2\", not -1, 0 or 1"
    );
    let table = |text: &str| participants(text.as_bytes(), "p").unwrap_err().to_string();
    assert_eq!(
        table("participant,group-id,3,3\n"),
        "p:1: a statement has two columns"
    );
    assert_eq!(
        table("participant,group-id,3\n1,,1\n1,,1\n"),
        "p:3: participant 1 is listed twice"
    );
    assert_eq!(
        summary(b"voters,many\n", "s").unwrap_err().to_string(),
        "s:1: voters \"many\" is no whole number in range"
    );
    let latin = [b"timestamp,comment-id,voter-id,vote\n".as_slice(), &[0xff]].concat();
    assert!(
        votes(&latin, "v")
            .unwrap_err()
            .to_string()
            .starts_with("v:2: the text is not UTF-8")
    );
}

/// A small file of each kind, to be damaged.
const SMALL: [&str; 4] = [
    "topic,$15/hour\nvoters,339\ngroups,2\nconversation-description,\"One\n\"\"two\"\"\"\n",
    "timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body\n15,Sat,53,61,1,0,0,\"Not, sure\"\n16,Sun,54,61,1,0,1,好\n",
    "timestamp,datetime,comment-id,voter-id,vote\n14,Wed,0,0,0\n14,Wed,0,1,1\n",
    "participant,group-id,n-comments,n-votes,n-agree,n-disagree,0,1\n0,0,13,13,0,0,0,1\n1,,0,13,8,4,,-1\n",
];

/// What every reader says: taken, or the line of the trouble.
fn read_all(bytes: &[u8]) -> Vec<Result<(), usize>> {
    vec![
        summary(bytes, "f").map(drop).map_err(|error| error.line),
        comments(bytes, "f").map(drop).map_err(|error| error.line),
        votes(bytes, "f").map(drop).map_err(|error| error.line),
        participants(bytes, "f").map(drop).map_err(|error| error.line),
    ]
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes: Vec<u8>) {
        read_all(&bytes);
    }

    #[test]
    fn a_damaged_file_is_read_or_refused(
        which in 0..SMALL.len(), at: prop::sample::Index, cut in 0usize..6, with in "[,\"\n\r0-9a-cé-]{0,6}",
    ) {
        let small = SMALL[which];
        let at = small.floor_char_boundary(at.index(small.len()));
        let end = small.floor_char_boundary((at + cut).min(small.len()));
        let damaged = format!("{}{with}{}", &small[..at], &small[end..]);
        let lines = damaged.lines().count() + 1;
        prop_assert!(read_all(small.as_bytes())[which].is_ok());
        for line in read_all(damaged.as_bytes()).into_iter().filter_map(Result::err) {
            prop_assert!((1..=lines).contains(&line));
        }
    }
}
