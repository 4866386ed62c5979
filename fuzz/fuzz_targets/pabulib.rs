//! A `.pb` file is read or refused with a line and a reason; what is read is sound enough to be counted.
#![no_main]

use arbitrary::Arbitrary;
use count::pabulib::read;
use libfuzzer_sys::fuzz_target;
use linli_fuzz::{Edit, edited};

const FILES: [&str; 4] = [
    "META\nkey;value\ndescription;Small\nnum_projects;2\nnum_votes;3\nbudget;100\nvote_type;approval\nrule;greedy\n\
PROJECTS\nproject_id;cost;votes;name;selected;category\na;60;2;Bench;1;\"x,y\"\nb;50;2;Tree;0;\n\
VOTES\nvoter_id;vote\nv1;a,b\nv2;a\nv3;b\n",
    "META\nkey;value\nbudget;1000,50\nvote_type;cumulative\nrule;equalshares\nmax_sum_points;10\n\
PROJECTS\nproject_id;cost;score\n1;500.25;7\n2;250;9\n3;900;0\nVOTES\nvoter_id;vote;points\n1;\"1,2\";\"7,3\"\n2;2;6\n",
    "META\nkey;value\nbudget;10\nvote_type;ordinal\nrule;unknown\nmax_length;3\nscoring_fn;Borda\n\
PROJECTS\nproject_id;cost\nA;5\nB;5\nC;5\nVOTES\nvoter_id;age;vote\nx;30;\"C,A\"\ny;;B\n",
    "META\nkey;value\nbudget;9\nvote_type;scoring\nrule;greedy\ndefault_score;-1\nmin_points;-5\n\
PROJECTS\nproject_id;cost;score;votes\nA;5;1;1\nB;4;2;1\nVOTES\nvoter_id;vote;points\n1;A,B;1,-2\n",
];

#[derive(Debug, Arbitrary)]
enum Input<'a> {
    Raw(&'a [u8]),
    Changed { file: u8, edits: Vec<Edit> },
}

fuzz_target!(|input: Input<'_>| {
    let bytes = match input {
        Input::Raw(bytes) => bytes.to_vec(),
        Input::Changed { file, edits } => edited(FILES[usize::from(file) % FILES.len()].as_bytes(), &edits),
    };
    let lines = 1 + bytes.iter().filter(|byte| **byte == b'\n').count();
    let found = read(&bytes, "fuzz.pb");
    match &found {
        Err(error) => {
            assert!(
                (1..=lines).contains(&error.line),
                "line {} of {lines}",
                error.line
            );
            assert!(!error.reason.is_empty() && error.file == "fuzz.pb");
        }
        Ok(election) => {
            for ballot in &election.ballots {
                assert!(
                    ballot
                        .choices
                        .iter()
                        .all(|choice| *choice < election.projects.len())
                );
                assert!(ballot.points.is_empty() || ballot.points.len() == ballot.choices.len());
            }
            let _ = (election.scores(), election.winners(), election.budget_projects());
            let _ = (election.file_rule(), election.profile());
        }
    }
    // A byte order mark says nothing.
    if !bytes.starts_with(b"\xef\xbb\xbf") {
        assert_eq!(
            read(&[b"\xef\xbb\xbf", bytes.as_slice()].concat(), "fuzz.pb"),
            found
        );
    }
});
