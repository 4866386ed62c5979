//! The map of opinion groups: who lies close together thinks alike. It is made of cells with several people each.

use std::collections::BTreeMap;

use crate::floor::LEAST_TOGETHER;
use crate::groups::Groups;
use crate::projection::Point;

/// The map is so many cells wide and high.
pub const MAP: usize = 40;

/// People of one group who vote nearly alike: how many lie in one cell of the map, never fewer than [`LEAST_TOGETHER`]. Their order
/// says nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// From the left and from the top, below [`MAP`].
    pub x: u8,
    pub y: u8,
    pub group: u8,
    pub people: u32,
}

/// People in cells. The few who lie far out are put at the edge, so that they do not press all others together.
pub fn map(found: &Groups) -> Vec<Cell> {
    let places = || {
        let members = found.points.iter().zip(&found.of);
        members.filter_map(|(point, group)| Some((point, (*group)?)))
    };
    let range = |along: fn(&Point) -> f64| {
        let mut all: Vec<f64> = places().map(|(point, _)| along(point)).collect();
        all.sort_by(f64::total_cmp);
        let out = all.len() / 200;
        let ends = (all.get(out), all.get(all.len().saturating_sub(out + 1)));
        (
            ends.0.copied().unwrap_or_default(),
            ends.1.copied().unwrap_or_default(),
        )
    };
    let cell = |at: f64, (low, high): (f64, f64)| {
        let share = if high > low {
            (at - low) / (high - low)
        } else {
            0.5
        };
        ((share.clamp(0.0, 1.0) * MAP as f64) as u32).min(MAP as u32 - 1)
    };
    let (wide, high) = (range(|point| point.x), range(|point| point.y));
    let mut told = Vec::new();
    for group in 0..found.count {
        let mut people: BTreeMap<(u32, u32), u32> = BTreeMap::new();
        for (point, _) in places().filter(|(_, of)| *of == group) {
            *people
                .entry((cell(point.y, high), cell(point.x, wide)))
                .or_default() += 1;
        }
        let places = people.into_iter().map(|((y, x), people)| Place::of(x, y, people));
        // Several may end in one cell.
        let mut cells: BTreeMap<(u8, u8), u32> = BTreeMap::new();
        for place in together(places.collect()) {
            let (x, y) = place.cell();
            *cells.entry((y, x)).or_default() += place.people;
        }
        told.extend(cells.into_iter().map(|((y, x), people)| Cell {
            x,
            y,
            group: group as u8,
            people,
        }));
    }
    told
}

/// People who are told as lying at one place: the middle of them all.
#[derive(Clone, Copy)]
struct Place {
    /// The sums over all of them.
    x: u32,
    y: u32,
    people: u32,
}

impl Place {
    fn of(x: u32, y: u32, people: u32) -> Self {
        Self {
            x: x * people,
            y: y * people,
            people,
        }
    }

    fn middle(self) -> Point {
        Point {
            x: f64::from(self.x) / f64::from(self.people),
            y: f64::from(self.y) / f64::from(self.people),
        }
    }

    /// The cell nearest to the middle.
    fn cell(self) -> (u8, u8) {
        let along = |sum: u32| ((sum + self.people / 2) / self.people) as u8;
        (along(self.x), along(self.y))
    }
}

/// A place of too few people goes together with the nearest one, the smallest first, until none is left. Only fewer people than
/// these in all stay as they are.
fn together(mut places: Vec<Place>) -> Vec<Place> {
    while places.len() > 1 {
        let smallest = places.iter().enumerate().min_by_key(|(_, place)| place.people);
        let Some((at, few)) = smallest.map(|(at, place)| (at, *place)) else {
            break;
        };
        if few.people as usize >= LEAST_TOGETHER {
            break;
        }
        places.remove(at);
        let away = |place: &Place| few.middle().away(place.middle());
        if let Some(nearest) = places.iter_mut().min_by(|a, b| away(a).total_cmp(&away(b))) {
            nearest.x += few.x;
            nearest.y += few.y;
            nearest.people += few.people;
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_people_go_with_the_nearest_and_lie_in_the_middle_of_all() {
        let few = together(vec![
            Place::of(0, 0, 3),
            Place::of(4, 0, 1),
            Place::of(30, 30, 2),
            Place::of(39, 39, 4),
        ]);
        let told: Vec<_> = few.iter().map(|place| (place.cell(), place.people)).collect();
        assert_eq!(told, [((1, 0), 4), ((36, 36), 6)]);
        // Singles find one another before they join a crowd far away.
        let singles = together(vec![
            Place::of(0, 0, 1),
            Place::of(0, 1, 1),
            Place::of(0, 2, 1),
            Place::of(39, 39, 9),
        ]);
        let told: Vec<_> = singles.iter().map(|place| (place.cell(), place.people)).collect();
        assert_eq!(told, [((0, 1), 3), ((39, 39), 9)]);
    }
}
