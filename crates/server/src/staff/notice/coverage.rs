//! `notice coverage ID`: in which stairwells people have read a notice, so that somebody can knock where they have not.
//!
//! Numbers only, by the rule of turnout (polls/turnout.rs): nothing of fewer than five people, neither of those who have read
//! it nor of those who have not, and nothing that could be had by subtraction. First buildings are told apart, then each
//! building that is told is divided into stairwells by the same rule; so every number is a sum of parts that follow it. How many
//! have read it is rounded down to fives, so that two lists a minute apart do not tell who did in between.

use crate::polls::disclosable;
use crate::stairwell;
use contract::{Audience, TurnoutGroup};
use sqlx::{AnyConnection, Row};
use std::collections::BTreeMap;

/// What numbers are rounded down to.
const STEP: u64 = 5;

/// Building and stairwell with how many people it concerns and how many of them have read it.
type Doors = BTreeMap<(String, String), (u64, u64)>;

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
    let lines = lines(&doors);
    if lines.is_empty() {
        return Ok(format!(
            "{title}: too few people to tell anything of; nothing below five is shown"
        ));
    }
    Ok(format!(
        "{title}: people it concerns, at least so many have read it\n{}",
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

fn lines(doors: &Doors) -> Vec<String> {
    told(doors)
        .into_iter()
        .map(|(depth, name, people, read)| {
            let indent = "  ".repeat(depth);
            format!("{indent}{name}: {people}, {}", read / STEP * STEP)
        })
        .collect()
}

/// Depth, name, people and readers of everything that may be told.
fn told(doors: &Doors) -> Vec<(usize, String, u64, u64)> {
    let mut buildings: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
    for ((building, _), (people, read)) in doors {
        let sum = buildings.entry(building).or_default();
        sum.0 += people;
        sum.1 += read;
    }
    let mut told = Vec::new();
    for group in disclosable(groups(buildings.iter().map(|(name, sum)| (*name, *sum)))) {
        let Some(building) = group.building else {
            told.push((0, "others together".to_owned(), group.eligible, group.voted));
            continue;
        };
        told.push((0, building.clone(), group.eligible, group.voted));
        let inside = doors.iter().filter(|((name, _), _)| *name == building);
        let stairwells = groups(inside.map(|((_, stairwell), sum)| (stairwell.as_str(), *sum)));
        told.extend(disclosable(stairwells).into_iter().map(|group| {
            let name = group
                .building
                .unwrap_or_else(|| "other stairwells together".to_owned());
            (1, name, group.eligible, group.voted)
        }));
    }
    told
}

fn groups<'a>(sums: impl Iterator<Item = (&'a str, (u64, u64))>) -> Vec<TurnoutGroup> {
    sums.map(|(name, (people, read))| TurnoutGroup {
        building: Some(name.to_owned()).filter(|name| !name.trim().is_empty()),
        eligible: people,
        voted: read,
    })
    .collect()
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

    #[test]
    fn stairwells_are_told_where_each_has_five_on_both_sides() {
        let doors = of(&[
            ("1号楼", "1单元", 30, 17),
            ("1号楼", "2单元", 20, 9),
            ("2号楼", "1单元", 30, 12),
            ("2号楼", "2单元", 8, 4),
        ]);
        assert_eq!(
            lines(&doors),
            [
                "1号楼: 50, 25",
                "  1单元: 30, 15",
                "  2单元: 20, 5",
                "2号楼: 38, 15"
            ]
        );
        assert_eq!(
            lines(&of(&[("1号楼", "1单元", 30, 4), ("2号楼", "1单元", 30, 15)])),
            [""; 0]
        );
    }

    proptest! {
        #[test]
        fn no_part_of_fewer_than_five_can_be_worked_out(
            houses in prop::collection::vec((0u8..4, 0u8..4, 0u64..30, 0u64..=30), 0..12)
        ) {
            let mut doors = Doors::new();
            for (building, stairwell, people, read) in houses {
                let door = doors.entry((format!("{building}号楼"), format!("{stairwell}单元"))).or_default();
                door.0 += people;
                door.1 += read.min(people);
            }
            let told = told(&doors);
            for (at, (depth, _, people, read)) in told.iter().enumerate() {
                prop_assert!(*read >= 5 && people - read >= 5);
                if *depth == 0 {
                    // What stands below a building is all of it: the difference is nothing.
                    let inside: Vec<_> = told[at + 1..].iter().take_while(|row| row.0 == 1).collect();
                    let sum = |of: fn(&(usize, String, u64, u64)) -> u64| inside.iter().map(|row| of(row)).sum::<u64>();
                    prop_assert!(inside.is_empty() || (sum(|r| r.2), sum(|r| r.3)) == (*people, *read));
                    prop_assert_ne!(inside.len(), 1);
                }
            }
        }
    }
}
