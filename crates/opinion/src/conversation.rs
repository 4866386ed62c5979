//! A whole Polis export, put together from its files.

use std::collections::BTreeSet;

use crate::polis::{Cast, Moderation, Participants, PolisError, comments, participants, votes};
use crate::{Vote, Votes};

/// The bytes of a file, and what errors call it.
#[derive(Debug, Clone, Copy)]
pub struct File<'a> {
    pub name: &'a str,
    pub bytes: &'a [u8],
}

/// A conversation as it was exported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conversation {
    /// Ids of the statements, ascending; their places are the statements of [`Self::votes`].
    pub statements: Vec<u32>,
    /// Ids of the people, ascending; their places are the voters of [`Self::votes`].
    pub people: Vec<u32>,
    pub votes: Votes,
    /// Statements that moderators took out.
    pub left_out: Vec<usize>,
    /// For each person the group that Polis published, where it published groups at all.
    pub published: Option<Vec<Option<u32>>>,
}

impl Conversation {
    /// `people` is `participants-votes.csv`. Without `cast`, which is `votes.csv`, or where that has no votes, they are those of its table. A statement
    /// that only votes name is a statement; a person that only votes name is a person.
    pub fn read(about: Option<File>, cast: Option<File>, people: Option<File>) -> Result<Self, PolisError> {
        let about = about.map(|file| comments(file.bytes, file.name)).transpose()?;
        let about = about.unwrap_or_default();
        let cast = cast.map(|file| votes(file.bytes, file.name)).transpose()?;
        let table = people
            .map(|file| participants(file.bytes, file.name))
            .transpose()?;
        let published = published(table.as_ref());
        let triples = match (cast, table.as_ref()) {
            (Some(cast), _) if !cast.is_empty() => cast
                .iter()
                .map(
                    |Cast {
                         voter, comment, vote, ..
                     }| (*voter, *comment, *vote),
                )
                .collect(),
            (_, Some(table)) => triples(table),
            (_, None) => Vec::new(),
        };
        let in_table = table.iter().flat_map(|table| table.comments.iter().copied());
        let statements = ascending(
            about
                .iter()
                .map(|c| c.id)
                .chain(in_table)
                .chain(triples.iter().map(|t| t.1)),
        );
        let in_table = table.iter().flat_map(|table| table.rows.iter().map(|row| row.id));
        let people = ascending(in_table.chain(triples.iter().map(|t| t.0)));
        let rejected = about
            .iter()
            .filter(|comment| comment.moderated == Moderation::Rejected);
        let left_out = rejected
            .filter_map(|comment| statements.binary_search(&comment.id).ok())
            .collect();
        let place = |(voter, comment, vote): (u32, u32, Vote)| {
            Some((
                people.binary_search(&voter).ok()?,
                statements.binary_search(&comment).ok()?,
                vote,
            ))
        };
        let votes = Votes::new(
            people.len(),
            statements.len(),
            triples.into_iter().filter_map(place),
        );
        Ok(Self {
            votes: votes.unwrap_or_default(),
            left_out,
            published: published.map(|groups| in_order(&people, &groups)),
            statements,
            people,
        })
    }
}

fn published(table: Option<&Participants>) -> Option<Vec<(u32, u32)>> {
    let table = table?;
    let groups: Vec<(u32, u32)> = table
        .rows
        .iter()
        .filter_map(|row| Some((row.id, row.group?)))
        .collect();
    (!groups.is_empty()).then_some(groups)
}

fn in_order(people: &[u32], groups: &[(u32, u32)]) -> Vec<Option<u32>> {
    let mut of = vec![None; people.len()];
    for (person, group) in groups {
        if let Ok(at) = people.binary_search(person) {
            of[at] = Some(*group);
        }
    }
    of
}

fn triples(table: &Participants) -> Vec<(u32, u32, Vote)> {
    let of = |row: &crate::polis::Participant| {
        let said = table.comments.iter().zip(&row.votes);
        let id = row.id;
        said.filter_map(move |(comment, vote)| Some((id, *comment, (*vote)?)))
            .collect::<Vec<_>>()
    };
    table.rows.iter().flat_map(of).collect()
}

fn ascending(ids: impl Iterator<Item = u32>) -> Vec<u32> {
    ids.collect::<BTreeSet<u32>>().into_iter().collect()
}
