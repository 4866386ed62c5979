//! What a thread agrees on across its opinion groups (docs/decisions/0018-agreed-across.md).
//!
//! The groups come from who agrees with which post of this thread, which everybody can see anyway: people who agree with the same
//! posts are one group. A post's score is the product over the groups of how much each agrees, `(agrees + 1) / (members + 2)`, as in
//! Polis' group-aware consensus: a post that one group loves and another one leaves alone comes behind one that all like.
//! Who is in which group is never told and never kept; below [`LEAST_PEOPLE`] there are no groups.

use crate::fault::Outcome;
use opinion::{LEAST_PEOPLE, Vote, Votes, groups};
use sqlx::AnyConnection;
use std::collections::HashMap;

/// Whoever agrees with fewer posts tells too little.
const LEAST_AGREES: usize = 2;
/// Groups are told apart by the posts that most people agree with, and by the people who agree with most. More of either changes
/// little and takes long.
const MOST_POSTS: usize = 80;
const MOST_PEOPLE: usize = 500;
/// A score keeps so many steps between nobody and everybody of every group …
const STEPS: f64 = 1e12;
/// … and among equals more agreement comes first, up to so much.
const AMONG_EQUALS: i64 = 1_000_000;

/// The scores of a thread's posts.
pub struct Scores {
    /// Members of each group.
    sizes: Vec<u32>,
    /// By the number of the post: how many of each group agree.
    agrees: HashMap<i64, Vec<u32>>,
}

impl Scores {
    pub fn of(&self, number: i64, agrees: i64) -> i64 {
        let none = Vec::new();
        let by_group = self.agrees.get(&number).unwrap_or(&none);
        let mut product = 1.0;
        for (group, members) in self.sizes.iter().enumerate() {
            let agree = by_group.get(group).copied().unwrap_or(0);
            product *= (f64::from(agree) + 1.0) / (f64::from(*members) + 2.0);
        }
        (product * STEPS).round() as i64 * AMONG_EQUALS + agrees.clamp(0, AMONG_EQUALS - 1)
    }
}

/// Nothing where there are too few people or they form no groups.
pub async fn scores(connection: &mut AnyConnection, thread: &str) -> Outcome<Option<Scores>> {
    let rows: Vec<(i64, String)> = sqlx::query_as(
        "SELECT p.seq, a.resident_id FROM posts p JOIN post_agrees a ON a.post_id = p.id
         WHERE p.thread_id = $1 AND p.state = 'visible'",
    )
    .bind(thread)
    .fetch_all(connection)
    .await?;
    Ok(tokio::task::block_in_place(|| of_agreement(&rows)))
}

fn of_agreement(rows: &[(i64, String)]) -> Option<Scores> {
    let mut by_post: HashMap<i64, u32> = HashMap::new();
    for (number, _) in rows {
        *by_post.entry(*number).or_default() += 1;
    }
    // A post that one person agrees with tells nobody apart from anybody.
    let mut posts: Vec<(i64, u32)> = by_post.into_iter().filter(|(_, agrees)| *agrees > 1).collect();
    posts.sort_by_key(|(number, agrees)| (std::cmp::Reverse(*agrees), *number));
    posts.truncate(MOST_POSTS);
    let columns: HashMap<i64, usize> = posts
        .iter()
        .enumerate()
        .map(|(at, (number, _))| (*number, at))
        .collect();
    let mut by_person: HashMap<&str, Vec<usize>> = HashMap::new();
    for (number, person) in rows {
        if let Some(column) = columns.get(number) {
            by_person.entry(person).or_default().push(*column);
        }
    }
    let mut people: Vec<(&str, Vec<usize>)> = by_person
        .into_iter()
        .filter(|(_, agrees)| agrees.len() >= LEAST_AGREES)
        .collect();
    people.sort_by(|(a, x), (b, y)| y.len().cmp(&x.len()).then_with(|| a.cmp(b)));
    people.truncate(MOST_PEOPLE);
    if people.len() < LEAST_PEOPLE {
        return None;
    }
    // Nobody was asked about every post; silence is no disagreement, but not the same as agreement either: it counts as passing.
    let cast = people.iter().enumerate().flat_map(|(voter, (_, agrees))| {
        (0..posts.len()).map(move |column| {
            let agree = agrees.contains(&column);
            (voter, column, if agree { Vote::Agree } else { Vote::Pass })
        })
    });
    let votes = Votes::new(people.len(), posts.len(), cast).ok()?;
    let found = groups(&votes, &[]);
    if found.count < 2 {
        return None;
    }
    let mut sizes = vec![0u32; found.count];
    let mut group_of: HashMap<&str, usize> = HashMap::new();
    for ((person, _), group) in people.iter().zip(&found.of) {
        if let Some(group) = group {
            sizes[*group] += 1;
            group_of.insert(person, *group);
        }
    }
    let mut agrees: HashMap<i64, Vec<u32>> = HashMap::new();
    for (number, person) in rows {
        if let Some(group) = group_of.get(person.as_str()) {
            agrees.entry(*number).or_insert_with(|| vec![0; found.count])[*group] += 1;
        }
    }
    Some(Scores { sizes, agrees })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agree(rows: &mut Vec<(i64, String)>, number: i64, people: std::ops::Range<usize>) {
        rows.extend(people.map(|n| (number, format!("p{n:02}"))));
    }

    /// Six people like posts 1 to 3, five others 4 to 6.
    fn two_camps() -> Vec<(i64, String)> {
        let mut rows = Vec::new();
        for number in 1..=3 {
            agree(&mut rows, number, 0..6);
        }
        for number in 4..=6 {
            agree(&mut rows, number, 6..11);
        }
        rows
    }

    #[test]
    fn what_both_camps_like_comes_before_what_one_of_them_loves() {
        let mut rows = two_camps();
        // Two of each.
        agree(&mut rows, 7, 4..8);
        let scores = of_agreement(&rows).expect("two groups");
        assert_eq!(scores.sizes, [6, 5]);
        assert!(
            scores.of(7, 4) > scores.of(1, 6),
            "four of both are more than six of one"
        );
        assert!(scores.of(1, 6) > scores.of(9, 0), "nobody agrees with the ninth");
        assert!(
            scores.of(9, 3) > scores.of(9, 0),
            "among equals more agreement comes first"
        );
    }

    #[test]
    fn the_order_of_the_rows_says_nothing() {
        let mut rows = two_camps();
        agree(&mut rows, 7, 4..8);
        let first = of_agreement(&rows).expect("groups");
        rows.reverse();
        let second = of_agreement(&rows).expect("groups");
        let all = |scores: &Scores| (1..=9).map(|n| scores.of(n, 0)).collect::<Vec<_>>();
        assert_eq!(all(&first), all(&second));
    }

    #[test]
    fn six_people_are_too_few() {
        let mut rows = Vec::new();
        for number in 1..=3 {
            agree(&mut rows, number, 0..3);
            agree(&mut rows, number + 3, 3..6);
        }
        assert!(of_agreement(&rows).is_none());
    }
}
