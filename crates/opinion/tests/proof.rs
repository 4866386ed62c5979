//! Opinion groups of the real conversations of ../shared/data/polis: against those that Polis published, and against what red-dwarf
//! 0.4.0, its reimplementation, finds. What red-dwarf finds lies in fixtures/red-dwarf, whose README says how it was made; why the
//! bars are as they are: docs/decisions/0016-opinion-groups.md.

#![allow(clippy::unwrap_used, clippy::panic)] // A test may fail loudly.

mod data;

use std::collections::{BTreeMap, BTreeSet};

use opinion::{Conversation, File, Groups, Representative, adjusted_rand, groups, representative};

struct Known {
    name: &'static str,
    /// The groups are those that Polis published; otherwise those that red-dwarf finds.
    published: bool,
    /// `participant,group`: the groups that red-dwarf finds.
    groups: &'static str,
    /// `group,statement,agrees`: what represents the published groups, as red-dwarf says.
    representative: &'static str,
}

macro_rules! known {
    ($name:literal, published: $published:literal) => {
        Known {
            name: $name,
            published: $published,
            groups: include_str!(concat!("fixtures/red-dwarf/", $name, ".groups.csv")),
            representative: include_str!(concat!("fixtures/red-dwarf/", $name, ".representative.csv")),
        }
    };
}

/// vTaiwan's published groups depend on the way Polis took through 2015: from the final votes red-dwarf comes to 0.826 as well.
const KNOWN: [Known; 3] = [
    known!("15-per-hour-seattle", published: true),
    known!("scoop-hivemind.biodiversity", published: true),
    known!("vtaiwan.uberx", published: false),
];

impl Known {
    /// The conversation itself; nothing where there is no ../shared/data.
    fn read(&self) -> Option<Conversation> {
        let place = data::polis()?.join(self.name);
        let names = ["comments.csv", "votes.csv", "participants-votes.csv"];
        let bytes = names.map(|name| data::read(&place.join(name)));
        let file = |at: usize| {
            let (name, bytes) = (names[at], bytes[at].as_slice());
            Some(File { name, bytes })
        };
        Some(Conversation::read(file(0), file(1), file(2)).unwrap())
    }
}

/// The rows of a small table of numbers, without its heading.
fn numbers<const N: usize>(table: &str) -> Vec<[u32; N]> {
    let row = |line: &str| -> Vec<u32> { line.split(',').map(|field| field.parse().unwrap()).collect() };
    let lines = table.lines().skip(1);
    lines.map(|line| row(line).try_into().unwrap()).collect()
}

/// The groups that Polis published, as if we had found them.
fn published(conversation: &Conversation) -> Groups {
    let of: Vec<Option<usize>> = conversation
        .published
        .iter()
        .flatten()
        .map(|group| Some((*group)? as usize))
        .collect();
    Groups {
        count: of.iter().flatten().max().map_or(0, |most| most + 1),
        enough: of.iter().map(Option::is_some).collect(),
        of,
        points: Vec::new(),
    }
}

/// For each group the statements that tell it from the others, by their ids: `(statement, agrees)`.
fn told(conversation: &Conversation, groups: &Groups) -> Vec<BTreeSet<(u32, bool)>> {
    let told = representative(&conversation.votes, groups, &conversation.left_out);
    let named = |group: &Vec<Representative>| {
        let ids = group
            .iter()
            .map(|r| (conversation.statements[r.statement], r.agrees));
        ids.collect()
    };
    told.iter().map(named).collect()
}

/// What red-dwarf says of the published groups.
fn told_by_red_dwarf(known: &Known) -> Vec<BTreeSet<(u32, bool)>> {
    let mut told = Vec::new();
    for [group, statement, agrees] in numbers(known.representative) {
        let group = group as usize;
        told.resize_with(told.len().max(group + 1), BTreeSet::new);
        told[group].insert((statement, agrees == 1));
    }
    told
}

/// How many of theirs are among ours, of how many.
fn shared(ours: &BTreeSet<(u32, bool)>, theirs: &BTreeSet<(u32, bool)>) -> (usize, usize) {
    (ours.intersection(theirs).count(), theirs.len())
}

#[test]
fn every_conversation_that_lies_there_is_known_here() {
    let Some(place) = data::polis() else {
        return;
    };
    let names = std::fs::read_dir(&place).unwrap();
    let mut there: Vec<String> = names
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    there.sort();
    assert_eq!(there, KNOWN.map(|known| known.name));
}

#[test]
fn groups_are_the_published_ones_or_else_those_of_red_dwarf() {
    for known in KNOWN {
        let Some(conversation) = known.read() else {
            return;
        };
        let found = groups(&conversation.votes, &conversation.left_out);
        let mine = |person: u32| found.of[conversation.people.binary_search(&person).unwrap()];
        let theirs = numbers(known.groups);
        let index = adjusted_rand(
            theirs
                .iter()
                .filter_map(|[person, group]| Some((mine(*person)?, *group as usize))),
        );
        let red_dwarf = index.unwrap();
        let pairs = found.of.iter().zip(published(&conversation).of);
        let polis = adjusted_rand(pairs.filter_map(|(ours, theirs)| Some(((*ours)?, theirs?)))).unwrap();
        eprintln!(
            "{}: {polis:.3} against the published groups, {red_dwarf:.3} against red-dwarf",
            known.name
        );
        // Who is in a group at all is the same on both sides.
        let grouped: Vec<u32> = conversation
            .people
            .iter()
            .copied()
            .filter(|person| mine(*person).is_some())
            .collect();
        assert_eq!(
            grouped,
            theirs.iter().map(|[person, _]| *person).collect::<Vec<_>>(),
            "{}",
            known.name
        );
        if known.published {
            assert!(
                polis >= 0.9,
                "{}: {polis} against the published groups",
                known.name
            );
        } else {
            assert!(red_dwarf >= 0.95, "{}: {red_dwarf} against red-dwarf", known.name);
        }
    }
}

#[test]
fn of_the_same_groups_we_tell_what_red_dwarf_tells() {
    for known in KNOWN {
        let Some(conversation) = known.read() else {
            return;
        };
        let ours = told(&conversation, &published(&conversation));
        let theirs = told_by_red_dwarf(&known);
        assert_eq!(ours.len(), theirs.len(), "{}", known.name);
        for (group, (ours, theirs)) in ours.iter().zip(&theirs).enumerate() {
            let (alike, of) = shared(ours, theirs);
            eprintln!("{}, group {group}: {alike} of {of}", known.name);
            assert!(
                of > 0 && alike * 10 >= of * 8,
                "{}: {ours:?}, not {theirs:?}",
                known.name
            );
        }
    }
}

#[test]
fn what_we_tell_of_our_groups_is_what_red_dwarf_tells_of_the_published_ones() {
    for known in KNOWN {
        let Some(conversation) = known.read() else {
            return;
        };
        let found = groups(&conversation.votes, &conversation.left_out);
        let ours = told(&conversation, &found);
        let theirs = told_by_red_dwarf(&known);
        let of = published(&conversation).of;
        let (mut alike, mut all) = (0, 0);
        for (group, theirs) in theirs.iter().enumerate() {
            // Ours with which it has most people in common.
            let mut people: BTreeMap<usize, usize> = BTreeMap::new();
            for (mine, published) in found.of.iter().zip(&of) {
                if let (Some(mine), true) = (mine, *published == Some(group)) {
                    *people.entry(*mine).or_default() += 1;
                }
            }
            let (mine, _) = people.into_iter().max_by_key(|(_, people)| *people).unwrap();
            let (same, of) = shared(&ours[mine], theirs);
            (alike, all) = (alike + same, all + of);
        }
        eprintln!("{}: {alike} of {all}", known.name);
        assert!(
            all > 0 && alike * 10 >= all * 8,
            "{}: {alike} of {all}",
            known.name
        );
    }
}
