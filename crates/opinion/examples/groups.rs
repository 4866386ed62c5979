//! `groups DIR RUNS`: groups a Polis export so many times, with what represents the groups and what they agree on together, and
//! prints JSON: the ids of the people, their groups, the seconds of each run. `cargo xtask bench opinion` runs it.

#![allow(clippy::unwrap_used)] // A benchmark may fail loudly.

use std::path::PathBuf;
use std::time::Instant;

use opinion::{Conversation, File, common_ground, groups, representative};

fn main() {
    let mut words = std::env::args().skip(1);
    let place = PathBuf::from(words.next().unwrap());
    let runs: usize = words.next().unwrap().parse().unwrap();
    let [about, cast, people] = ["comments.csv", "votes.csv", "participants-votes.csv"]
        .map(|name| (name, std::fs::read(place.join(name)).ok()));
    let file = |(name, bytes): &'static (&'static str, Option<Vec<u8>>)| {
        bytes.as_ref().map(|bytes| File { name, bytes })
    };
    let kept = [about, cast, people].map(|file| &*Box::leak(Box::new(file)));
    let read = Conversation::read(file(kept[0]), file(kept[1]), file(kept[2])).unwrap();
    let mut seconds = Vec::new();
    let mut found = None;
    for _ in 0..runs {
        let began = Instant::now();
        let groups = groups(&read.votes, &read.left_out);
        let told = representative(&read.votes, &groups, &read.left_out);
        let agreed = common_ground(&read.votes, &groups);
        seconds.push(began.elapsed().as_secs_f64());
        found = Some((groups, told, agreed));
    }
    let (groups, told, _) = found.unwrap();
    let of: Vec<String> = groups
        .of
        .iter()
        .map(|group| group.map_or("null".to_owned(), |g| g.to_string()))
        .collect();
    let told: Vec<Vec<(u32, u8)>> = told
        .iter()
        .map(|group| {
            group
                .iter()
                .map(|r| (read.statements[r.statement], u8::from(r.agrees)))
                .collect()
        })
        .collect();
    let told = format!("{told:?}").replace('(', "[").replace(')', "]");
    println!(
        "{{\"people\":{:?},\"groups\":[{}],\"representative\":{told},\"statements\":{},\"votes\":{},\"seconds\":{seconds:?}}}",
        read.people,
        of.join(","),
        read.statements.len(),
        read.votes.len(),
    );
}
