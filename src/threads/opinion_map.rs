//! The map of opinion groups: who lies close together thinks alike. Each group has a shape of its own beside its colour, and
//! the words below say what can be seen. A mark is a place, not a person.

use super::opinion_groups::group_name;
use crate::backend::{MapCell, Opinions};
use crate::i18n::{Key, number, said, t, t1};
use crate::ui::live::live;
use leptos::prelude::*;
use std::fmt::Write;

/// The map is as many places wide and high, each of this size, with a margin for the marks at its edges.
const PLACES: f64 = 40.0;
const SIZE: f64 = 10.0;
const MARGIN: f64 = 12.0;

const SHAPES: [Key; 5] = [
    Key::OpinionsShape1,
    Key::OpinionsShape2,
    Key::OpinionsShape3,
    Key::OpinionsShape4,
    Key::OpinionsShape5,
];

pub(super) fn map(opinions: &Opinions) -> AnyView {
    let whole = PLACES * SIZE + 2.0 * MARGIN;
    let groups = 0..opinions.groups.len();
    let most = opinions.map.iter().map(|cell| cell.people).max().unwrap_or(1);
    let shapes = groups.clone().map(|group| {
        let mut path = String::new();
        for cell in opinions.map.iter().filter(|cell| cell.group == group) {
            let at = |place: u32| MARGIN + (f64::from(place) + 0.5) * SIZE;
            let share = f64::from(cell.people) / f64::from(most.max(1));
            shape(&mut path, group, at(cell.x), at(cell.y), 3.0 + 6.0 * share.sqrt());
        }
        view! { <path class=class_of(group) d=path></path> }.into_any()
    });
    let words = groups.map(|group| {
        let people = opinions.groups[group].people;
        let place = place(&opinions.map, group);
        let words = move || {
            t1(
                Key::OpinionsMapGroup,
                &[
                    ("shape", &t(SHAPES[group.min(4)])),
                    ("group", &t(group_name(group))),
                    ("n", &number(people)),
                    ("place", &t(place)),
                ],
            )
        };
        view! { <li>{mark(group)} {live(words)}</li> }.into_any()
    });
    view! {
        <figure class="stack opinion-map" aria-label=live(|| t(Key::OpinionsMap))>
            <svg role="img" aria-label=live(|| t(Key::OpinionsMap)) viewBox=format!("0 0 {whole} {whole}") focusable="false">
                {shapes.collect_view()}
            </svg>
            <figcaption class="stack">
                <p>{said(Key::OpinionsMapText)}</p>
                <ul class="plain-list">{words.collect_view()}</ul>
            </figcaption>
        </figure>
    }
    .into_any()
}

/// A group's shape beside its name; the name says the rest.
pub(super) fn mark(group: usize) -> AnyView {
    let mut path = String::new();
    shape(&mut path, group, 10.0, 10.0, 8.0);
    view! {
        <svg class="opinion-mark" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
            <path class=class_of(group) d=path></path>
        </svg>
    }
    .into_any()
}

fn class_of(group: usize) -> &'static str {
    ["group-1", "group-2", "group-3", "group-4", "group-5"][group.min(4)]
}

/// Adds a circle, square, triangle, diamond or cross of about the same weight.
fn shape(path: &mut String, group: usize, x: f64, y: f64, r: f64) {
    let (s, third) = (r * 0.88, r * 0.38);
    // Writing to a text cannot fail.
    let _ = match group {
        0 => write!(
            path,
            "M{:.1} {y:.1}a{r:.1} {r:.1} 0 1 0 {:.1} 0a{r:.1} {r:.1} 0 1 0 {:.1} 0z",
            x - r,
            2.0 * r,
            -2.0 * r
        ),
        1 => write!(
            path,
            "M{:.1} {:.1}h{:.1}v{:.1}h{:.1}z",
            x - s,
            y - s,
            2.0 * s,
            2.0 * s,
            -2.0 * s
        ),
        2 => write!(
            path,
            "M{x:.1} {:.1}l{r:.1} {:.1}h{:.1}z",
            y - r,
            1.8 * r,
            -2.0 * r
        ),
        3 => write!(
            path,
            "M{x:.1} {:.1}l{r:.1} {r:.1}l{:.1} {r:.1}l{:.1} {:.1}z",
            y - r,
            -r,
            -r,
            -r
        ),
        _ => {
            let arm = r - third;
            let _ = write!(
                path,
                "M{:.1} {:.1}h{:.1}v{arm:.1}h{arm:.1}v{:.1}",
                x - third,
                y - r,
                2.0 * third,
                2.0 * third
            );
            write!(
                path,
                "h{:.1}v{arm:.1}h{:.1}v{:.1}h{:.1}v{:.1}h{arm:.1}z",
                -arm,
                -2.0 * third,
                -arm,
                -arm,
                -2.0 * third
            )
        }
    };
}

/// Where most of a group lie, against the middle of all.
fn place(cells: &[MapCell], group: usize) -> Key {
    let middle = |wanted: Option<usize>| {
        let of = cells
            .iter()
            .filter(|cell| wanted.is_none_or(|group| cell.group == group));
        let (mut x, mut y, mut people) = (0.0, 0.0, 0.0);
        for cell in of {
            let weight = f64::from(cell.people);
            (x, y, people) = (
                x + weight * f64::from(cell.x),
                y + weight * f64::from(cell.y),
                people + weight,
            );
        }
        let people = if people > 0.0 { people } else { 1.0 };
        (x / people, y / people)
    };
    let (all, own) = (middle(None), middle(Some(group)));
    let (x, y) = (own.0 - all.0, own.1 - all.1);
    // A twentieth of the map is no direction.
    let least = PLACES / 20.0;
    match () {
        () if x.abs().max(y.abs()) < least => Key::OpinionsPlaceMiddle,
        () if x.abs() >= y.abs() && x < 0.0 => Key::OpinionsPlaceLeft,
        () if x.abs() >= y.abs() => Key::OpinionsPlaceRight,
        () if y < 0.0 => Key::OpinionsPlaceTop,
        () => Key::OpinionsPlaceBottom,
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    #[test]
    fn every_group_has_a_closed_shape_of_its_own() {
        let drawn: std::collections::BTreeSet<String> = (0..5)
            .map(|group| {
                let mut path = String::new();
                shape(&mut path, group, 10.0, 10.0, 8.0);
                assert!(path.starts_with('M') && path.ends_with('z'), "{path}");
                path
            })
            .collect();
        assert_eq!(drawn.len(), 5);
    }

    #[test]
    fn where_a_group_lies_is_said() {
        let cell = |x, y, group| MapCell {
            x,
            y,
            group,
            people: 3,
        };
        let cells = [
            cell(5, 20, 0),
            cell(35, 20, 1),
            cell(20, 4, 2),
            cell(20, 36, 3),
            cell(20, 20, 4),
        ];
        let said = [0, 1, 2, 3, 4].map(|group| place(&cells, group) as usize);
        let right = [
            Key::OpinionsPlaceLeft,
            Key::OpinionsPlaceRight,
            Key::OpinionsPlaceTop,
            Key::OpinionsPlaceBottom,
            Key::OpinionsPlaceMiddle,
        ];
        assert_eq!(said, right.map(|key| key as usize));
        // Without anybody there is nothing to divide by.
        assert_eq!(place(&[], 0) as usize, Key::OpinionsPlaceMiddle as usize);
    }
}
