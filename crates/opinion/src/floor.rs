//! No group of a few is told: its people are told with the group nearest to them.
//!
//! One who thinks unlike all others is a group of one ([`crate::groups()`]), and what is told of such a group is told of a person. To
//! leave it out would not help: whoever knows what everybody said, and what all groups but one said, knows that one as well.

use crate::groups::{Groups, largest_first};
use crate::projection::Point;

/// Fewer people than these are never told together, neither as a group nor as a place on the map: it would tell of persons.
pub const LEAST_TOGETHER: usize = 3;

/// The groups as they are told, again the largest first, and how many people stand with another group than their own.
pub fn told_together(mut found: Groups) -> (Groups, usize) {
    let sizes = found.sizes();
    let large: Vec<usize> = (0..found.count)
        .filter(|group| sizes[*group] >= LEAST_TOGETHER)
        .collect();
    if large.len() == found.count {
        return (found, 0);
    }
    let middles: Vec<Point> = (0..found.count).map(|group| middle(&found, group)).collect();
    let told_with = |group: usize| {
        let nearest = large
            .iter()
            .min_by(|a, b| {
                let away = |other: usize| middles[group].away(middles[other]);
                away(**a).total_cmp(&away(**b))
            })
            .copied();
        // Without a large group all are one.
        if large.contains(&group) {
            group
        } else {
            nearest.unwrap_or(0)
        }
    };
    let joined = (0..found.count)
        .filter(|group| told_with(*group) != *group)
        .map(|group| sizes[group])
        .sum();
    let labels: Vec<usize> = found.of.iter().flatten().map(|group| told_with(*group)).collect();
    let mut named = largest_first(&labels).into_iter();
    for of in found.of.iter_mut().filter(|of| of.is_some()) {
        *of = named.next();
    }
    found.count = found.of.iter().flatten().max().map_or(0, |most| most + 1);
    (found, joined)
}

/// Where the people of a group lie on average.
fn middle(found: &Groups, group: usize) -> Point {
    let members = found.points.iter().zip(&found.of);
    let (mut x, mut y, mut people) = (0.0, 0.0, 0.0);
    for (point, _) in members.filter(|(_, of)| **of == Some(group)) {
        (x, y, people) = (x + point.x, y + point.y, people + 1.0);
    }
    Point {
        x: x / people,
        y: y / people,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// People on a line: a group and where they are; nobody's group is `None`.
    fn on_a_line(people: &[(Option<usize>, f64)]) -> Groups {
        Groups {
            count: people
                .iter()
                .filter_map(|(group, _)| *group)
                .max()
                .map_or(0, |most| most + 1),
            of: people.iter().map(|(group, _)| *group).collect(),
            enough: people.iter().map(|(group, _)| group.is_some()).collect(),
            points: people.iter().map(|(_, x)| Point { x: *x, y: 0.0 }).collect(),
        }
    }

    #[test]
    fn a_pair_is_told_with_the_nearest_group_and_the_largest_stays_first() {
        let mut people = vec![(Some(0), 10.0); 4];
        people.extend([(Some(1), 0.0); 3]);
        people.push((None, 5.0));
        people.extend([(Some(2), 1.0); 2]);
        let (told, joined) = told_together(on_a_line(&people));
        assert_eq!((told.count, joined), (2, 2));
        let far = [Some(1); 4].to_vec();
        let near = [[Some(0); 3].as_slice(), &[None], &[Some(0); 2]].concat();
        assert_eq!(told.of, [far, near].concat());
    }

    #[test]
    fn groups_of_three_stay_what_they_are() {
        let people = [[(Some(0), 0.0); 3], [(Some(1), 1.0); 3]].concat();
        let found = on_a_line(&people);
        assert_eq!(told_together(found.clone()), (found, 0));
        let nobody = on_a_line(&[(None, 0.0)]);
        assert_eq!(told_together(nobody.clone()), (nobody, 0));
    }

    #[test]
    fn where_no_group_is_large_all_are_one() {
        let (told, joined) = told_together(on_a_line(&[(Some(0), 0.0), (Some(0), 0.0), (Some(1), 1.0)]));
        assert_eq!((told.of, joined), (vec![Some(0); 3], 1));
    }
}
