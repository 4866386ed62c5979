//! `notice coverage ID`: in which stairwells people have read a notice, so that somebody can knock where they have not.
//!
//! Numbers only, and none of fewer than five people. Where fewer than five have read it, just that is said, so that a stairwell to knock at
//! is not missing from the list; where fewer than five have not, or fewer than ten people live, a place stands together with others.
//! First buildings are told apart, then each building that is told is divided into stairwells by the same rule. How many have read
//! it is rounded down to fives, so that two lists a minute apart do not tell who did in between.
//!
//! **Nothing can be had by subtraction.** A place's line is made of its own numbers only, and a building's line of the lines below it:
//! whoever takes the lines from one another has what stands in them already. That costs sharpness, never truth: a building has at least
//! as many readers as its stairwells are said to have.

use crate::polls::{FEWEST, told_apart};
use crate::stairwell;
use contract::{Audience, TurnoutGroup};
use sqlx::{AnyConnection, Row};
use std::collections::BTreeMap;

/// What numbers are rounded down to.
const STEP: u64 = 5;

/// Building and stairwell with how many people it concerns and how many of them have read it.
type Doors = BTreeMap<(String, String), (u64, u64)>;

/// One line: a building, a stairwell of the building above, or several that stand together.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    depth: usize,
    name: String,
    people: u64,
    /// At least so many have read it; nothing where fewer than five have.
    read: Option<u64>,
    /// At least so many have not.
    not_yet: u64,
}

pub async fn coverage(db: &mut AnyConnection, id: &str) -> anyhow::Result<String> {
    let row = sqlx::query("SELECT title, audience FROM notices WHERE id = $1")
        .bind(id)
        .fetch_optional(&mut *db)
        .await?;
    let Some(row) = row else {
        anyhow::bail!("there is no notice with the id {id}");
    };
    let title: String = row.try_get(0)?;
    let audience: Audience = serde_json::from_str(&row.try_get::<String, _>(1)?)?;
    let doors = doors(db, id, &audience).await?;
    let lines: Vec<String> = told(&doors).iter().map(Line::in_words).collect();
    if lines.is_empty() {
        return Ok(format!(
            "{title}: too few people to tell anything of; nothing below five is shown"
        ));
    }
    Ok(format!(
        "{title}: people it concerns, at least so many have read it, at least so many have not\n{}",
        lines.join("\n")
    ))
}

async fn doors(db: &mut AnyConnection, id: &str, audience: &Audience) -> anyhow::Result<Doors> {
    let rows = sqlx::query(
        "SELECT COALESCE(h.building, ''), COALESCE(h.label, ''), COALESCE(h.stairwell, ''), COALESCE(h.grid, ''), COUNT(*), \
         COUNT(m.resident_id) FROM residents r LEFT JOIN households h ON h.id = r.household_id \
         LEFT JOIN notice_reads m ON m.notice_id = $1 AND m.resident_id = r.id \
         GROUP BY h.building, h.label, h.stairwell, h.grid",
    )
    .bind(id)
    .fetch_all(db)
    .await?;
    let everybody = *audience == Audience::default();
    let mut doors = Doors::new();
    for row in rows {
        let (building, label): (String, String) = (row.try_get(0)?, row.try_get(1)?);
        let grid: String = row.try_get(3)?;
        if !(everybody || audience.buildings.contains(&building) || audience.grids.contains(&grid)) {
            continue;
        }
        let stairwell = stairwell::of(&label, row.try_get(2)?).unwrap_or_default();
        let number = |n: i64| u64::try_from(n).unwrap_or(0);
        let door = doors.entry((building, stairwell)).or_default();
        door.0 += number(row.try_get(4)?);
        door.1 += number(row.try_get(5)?);
    }
    Ok(doors)
}

/// Everything that may be told. Where buildings cannot be told apart, a single one among them, their stairwells still may be.
fn told(doors: &Doors) -> Vec<Line> {
    let mut buildings: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
    for ((building, _), (people, read)) in doors {
        let sum = buildings.entry(building).or_default();
        sum.0 += people;
        sum.1 += read;
    }
    let mut told = Vec::new();
    for group in told_apart(
        groups(buildings.iter().map(|(name, sum)| (*name, *sum))),
        may_be_told,
    ) {
        let Some(building) = &group.building else {
            told.push(Line::of(0, "others together", &group));
            continue;
        };
        let inside = doors.iter().filter(|((name, _), _)| name == building);
        let stairwells = groups(inside.map(|((_, stairwell), sum)| (stairwell.as_str(), *sum)));
        let below = lines(1, "other stairwells together", stairwells);
        told.push(if below.is_empty() {
            Line::of(0, building, &group)
        } else {
            Line::above(building, &below)
        });
        told.extend(below);
    }
    if told.is_empty() {
        let named: Vec<(String, (u64, u64))> = doors
            .iter()
            .map(|((building, stairwell), sum)| (format!("{building} {stairwell}").trim().to_owned(), *sum))
            .collect();
        let all = groups(named.iter().map(|(name, sum)| (name.as_str(), *sum)));
        told = lines(0, "others together", all);
    }
    told
}

/// Ten people at the least, five of whom have not read it at the least. Whether five have read it is no matter: where fewer have,
/// the line says that and no number.
fn may_be_told(group: &TurnoutGroup) -> bool {
    group.eligible >= 2 * FEWEST && group.eligible.saturating_sub(group.voted) >= FEWEST
}

fn lines(depth: usize, others: &str, all: Vec<TurnoutGroup>) -> Vec<Line> {
    let told = told_apart(all, may_be_told);
    told.iter()
        .map(|group| Line::of(depth, group.building.as_deref().unwrap_or(others), group))
        .collect()
}

fn groups<'a>(sums: impl Iterator<Item = (&'a str, (u64, u64))>) -> Vec<TurnoutGroup> {
    sums.map(|(name, (people, read))| TurnoutGroup {
        building: Some(name.to_owned()).filter(|name| !name.trim().is_empty()),
        eligible: people,
        voted: read,
    })
    .collect()
}

impl Line {
    /// Of nothing but the place's own numbers.
    fn of(depth: usize, name: &str, group: &TurnoutGroup) -> Self {
        let read = (group.voted >= FEWEST).then_some(group.voted / STEP * STEP);
        // Worked out from what the line says anyhow, so that it gives nothing away.
        let most_read = read.unwrap_or(0) + STEP - 1;
        Self {
            depth,
            name: name.to_owned(),
            people: group.eligible,
            read,
            not_yet: group.eligible.saturating_sub(most_read).max(FEWEST),
        }
    }

    /// Of nothing but the lines below.
    fn above(name: &str, below: &[Self]) -> Self {
        Self {
            depth: 0,
            name: name.to_owned(),
            people: below.iter().map(|line| line.people).sum(),
            read: Some(below.iter().filter_map(|line| line.read).sum()),
            not_yet: below.iter().map(|line| line.not_yet).sum(),
        }
    }

    fn in_words(&self) -> String {
        let (indent, name, people) = ("  ".repeat(self.depth), &self.name, self.people);
        match self.read {
            Some(read) => format!("{indent}{name}: {people}, {read}, {}", self.not_yet),
            None => format!("{indent}{name}: fewer than {FEWEST} of {people}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(doors: &[(&str, &str, u64, u64)]) -> Doors {
        let door = |(building, stairwell, people, read): &(&str, &str, u64, u64)| {
            ((building.to_string(), stairwell.to_string()), (*people, *read))
        };
        doors.iter().map(door).collect()
    }

    fn said(doors: &Doors) -> Vec<String> {
        told(doors).iter().map(Line::in_words).collect()
    }

    #[test]
    fn a_stairwell_to_knock_at_is_in_the_list() {
        let doors = of(&[
            ("1号楼", "1单元", 30, 17),
            ("1号楼", "2单元", 20, 9),
            ("1号楼", "3单元", 30, 0),
            ("2号楼", "1单元", 30, 12),
            ("2号楼", "2单元", 8, 4),
            ("3号楼", "1单元", 16, 1),
            ("3号楼", "2单元", 12, 4),
            ("4号楼", "", 40, 2),
        ]);
        assert_eq!(
            said(&doors),
            [
                "1号楼: 80, 20, 48",
                "  1单元: 30, 15, 11",
                "  2单元: 20, 5, 11",
                "  3单元: fewer than 5 of 30",
                "2号楼: 38, 15, 19",
                // Five have read it in the whole building; that would say of the stairwells more than they say.
                "3号楼: 28, 0, 20",
                "  1单元: fewer than 5 of 16",
                "  2单元: fewer than 5 of 12",
                "4号楼: fewer than 5 of 40",
            ]
        );
    }

    #[test]
    fn where_nearly_all_have_read_it_or_few_live_nothing_is_told_alone() {
        let doors = of(&[
            ("1号楼", "", 30, 27),
            ("2号楼", "", 9, 0),
            ("3号楼", "", 30, 10),
            ("4号楼", "", 30, 12),
        ]);
        assert_eq!(
            said(&doors),
            [
                "3号楼: 30, 10, 16",
                "4号楼: 30, 10, 16",
                "others together: 39, 25, 10"
            ]
        );
        assert_eq!(said(&of(&[("1号楼", "", 4, 0), ("2号楼", "", 5, 1)])), [""; 0]);
        assert_eq!(
            said(&of(&[("1号楼", "", 30, 30), ("2号楼", "", 30, 28)])),
            [""; 0]
        );
    }

    #[test]
    fn a_single_building_is_told_by_its_stairwells() {
        let doors = of(&[
            ("", "", 3, 1),
            ("1号楼", "1单元", 30, 17),
            ("1号楼", "2单元", 24, 2),
            ("1号楼", "3单元", 20, 0),
        ]);
        assert_eq!(
            said(&doors),
            [
                "1号楼 1单元: 30, 15, 11",
                "1号楼 2单元: fewer than 5 of 24",
                "others together: fewer than 5 of 23",
            ]
        );
    }

    /// The doors that a line is about.
    fn doors_of(doors: &Doors, told: &[Line], at: usize) -> Vec<(String, String)> {
        let line = &told[at];
        let above = told[..at].iter().rev().find(|above| above.depth < line.depth);
        let start = told[..at].iter().rposition(|before| before.depth < line.depth);
        let beside = told[start.map_or(0, |start| start + 1)..].iter();
        let beside: Vec<&str> = beside
            .take_while(|other| other.depth >= line.depth)
            .filter(|other| other.depth == line.depth)
            .map(|other| other.name.as_str())
            .collect();
        let names = |(building, stairwell): &(String, String)| match above {
            Some(_) => vec![stairwell.clone()],
            None => vec![building.clone(), format!("{building} {stairwell}")],
        };
        let inside = doors
            .keys()
            .filter(|(building, _)| above.is_none_or(|above| above.name == *building));
        inside
            .filter(|door| {
                let names = names(door);
                if line.name.contains("together") {
                    !names.iter().any(|name| beside.contains(&name.as_str()))
                } else {
                    names.contains(&line.name)
                }
            })
            .cloned()
            .collect()
    }

    proptest! {
        #[test]
        fn no_part_of_fewer_than_five_can_be_worked_out(
            houses in prop::collection::vec((0u8..4, 0u8..4, 0u64..30, prop_oneof![0u64..5, 0u64..=30]), 0..12)
        ) {
            let mut doors = Doors::new();
            for (building, stairwell, people, read) in houses {
                let door = doors.entry((format!("{building}号楼"), format!("{stairwell}单元"))).or_default();
                door.0 += people;
                door.1 += read.min(people);
            }
            let told = told(&doors);
            for (at, line) in told.iter().enumerate() {
                let below: Vec<_> = told[at + 1..].iter().take_while(|below| below.depth > line.depth).collect();
                let concerned = doors_of(&doors, &told, at);
                let sum = |of: fn(&(u64, u64)) -> u64| concerned.iter().map(|door| of(&doors[door])).sum::<u64>();
                let (people, read) = (sum(|d| d.0), sum(|d| d.1));
                // What is said is true.
                prop_assert_eq!(line.people, people);
                prop_assert!(line.not_yet <= people - read);
                if !below.is_empty() {
                    // It is the sum of what stands below it: the difference is nothing, also with one of them taken away.
                    prop_assert_ne!(below.len(), 1);
                    prop_assert_eq!(line.people, below.iter().map(|b| b.people).sum::<u64>());
                    prop_assert_eq!(line.read, Some(below.iter().filter_map(|b| b.read).sum::<u64>()));
                    prop_assert_eq!(line.not_yet, below.iter().map(|b| b.not_yet).sum::<u64>());
                    prop_assert!(line.read <= Some(read));
                    continue;
                }
                prop_assert!(people >= 10 && people - read >= 5 && line.not_yet >= 5);
                if let Some(told) = line.read {
                    prop_assert!(told >= 5 && told <= read && told % 5 == 0);
                    continue;
                }
                prop_assert!(read < 5);
                // Had nobody read it, or one, or four: the whole list would be the same, so nothing in it says which.
                for others in 0..5u64 {
                    let (mut other, mut left) = (doors.clone(), others);
                    for door in &concerned {
                        let (people, read) = other.get_mut(door).map(|(people, read)| (*people, read)).unwrap();
                        *read = left.min(people);
                        left -= *read;
                    }
                    prop_assert_eq!(&super::told(&other), &told, "{} of {:?}", others, concerned);
                }
            }
        }
    }
}
