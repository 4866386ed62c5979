//! Turnout by building, told so that it never tells of fewer than five.
//!
//! Whoever knows the total and all rows but one knows that one, too. So what cannot be named is not left out but put
//! together, and what is put together follows the same rule.

use super::PollRow;
use super::results::FEWEST;
use super::row::Electorate;
use crate::fault::Outcome;
use contract::{TurnoutGroup, VotingUnit};
use sqlx::AnyConnection;

/// The turnout of a poll as it may be published.
pub async fn by_building(connection: &mut AnyConnection, poll: &PollRow) -> Outcome<Vec<TurnoutGroup>> {
    let sql = match poll.unit {
        VotingUnit::Household => {
            "SELECT h.building, COUNT(*), COUNT(v.unit_id) FROM households h
             LEFT JOIN voters v ON v.poll_id = $1 AND v.unit_id = h.id
             WHERE ($2 = 1 AND EXISTS (SELECT 1 FROM residents r WHERE r.household_id = h.id))
               OR EXISTS (SELECT 1 FROM poll_electorate e WHERE e.poll_id = $1 AND e.unit_id = h.id)
             GROUP BY h.building"
        }
        _ => {
            "SELECT COALESCE(h.building, ''), COUNT(*), COUNT(v.unit_id) FROM residents r
             LEFT JOIN households h ON h.id = r.household_id
             LEFT JOIN voters v ON v.poll_id = $1 AND v.unit_id = r.id
             WHERE $2 = 1 OR EXISTS (SELECT 1 FROM poll_electorate e WHERE e.poll_id = $1 AND e.unit_id = r.id)
             GROUP BY COALESCE(h.building, '')"
        }
    };
    let rows: Vec<(String, i64, i64)> = sqlx::query_as(sql)
        .bind(&poll.id)
        .bind(i64::from(poll.electorate == Electorate::All))
        .fetch_all(connection)
        .await?;
    let number = |n: i64| u64::try_from(n).unwrap_or(0);
    let buildings = rows.into_iter().map(|(building, eligible, voted)| TurnoutGroup {
        // Who lives in no building is never named.
        building: Some(building).filter(|name| !name.trim().is_empty()),
        eligible: number(eligible),
        voted: number(voted),
    });
    Ok(disclosable(buildings.collect()))
}

/// At least five have voted and at least five have not: otherwise neighbours could tell who did, or who did not.
fn safe(group: &TurnoutGroup) -> bool {
    group.voted >= FEWEST && group.eligible.saturating_sub(group.voted) >= FEWEST
}

fn together(groups: &[TurnoutGroup]) -> TurnoutGroup {
    TurnoutGroup {
        building: None,
        eligible: groups.iter().map(|group| group.eligible).sum(),
        voted: groups.iter().map(|group| group.voted).sum(),
    }
}

/// The rows that may be published: buildings by name, then all others together, which are at least two. Empty when that
/// leaves nothing to tell apart.
fn disclosable(buildings: Vec<TurnoutGroup>) -> Vec<TurnoutGroup> {
    told_apart(buildings, safe)
}

/// As many groups by name as there can be while all of which `may` is untrue stand together, at least two of them, in a row of
/// which it is true. Every group is in one row; there are at least two rows or none.
pub fn told_apart(groups: Vec<TurnoutGroup>, may: fn(&TurnoutGroup) -> bool) -> Vec<TurnoutGroup> {
    let (mut named, mut others): (Vec<_>, Vec<_>) = groups
        .into_iter()
        .partition(|group| group.building.is_some() && may(group));
    // The smallest stand last and join the others first.
    named.sort_by(|a, b| (b.eligible, &b.building).cmp(&(a.eligible, &a.building)));
    while !others.is_empty() && (others.len() < 2 || !may(&together(&others))) {
        match named.pop() {
            Some(smallest) => others.push(smallest),
            None => return Vec::new(),
        }
    }
    if named.len() + usize::from(!others.is_empty()) < 2 {
        return Vec::new();
    }
    named.sort_by_cached_key(|group| in_order(group.building.as_deref().unwrap_or_default()));
    if !others.is_empty() {
        named.push(together(&others));
    }
    named
}

/// Building 9 comes before building 10.
fn in_order(name: &str) -> (u64, String) {
    let digits: String = name
        .chars()
        .skip_while(|c| !c.is_ascii_digit())
        .take_while(char::is_ascii_digit)
        .collect();
    (digits.parse().unwrap_or(u64::MAX), name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn group(building: &str, eligible: u64, voted: u64) -> TurnoutGroup {
        TurnoutGroup {
            building: Some(building.to_owned()).filter(|name| !name.is_empty()),
            eligible,
            voted,
        }
    }

    #[test]
    fn small_buildings_stand_together_and_never_alone() {
        let shown = disclosable(vec![
            group("10号楼", 60, 30),
            group("9号楼", 40, 20),
            group("2号楼", 12, 6),
            group("3号楼", 8, 4),
        ]);
        // 3号楼 alone would be a row of its own by subtraction, so the smallest of the rest joins it.
        assert_eq!(
            shown,
            [group("9号楼", 40, 20), group("10号楼", 60, 30), group("", 20, 10)]
        );
    }

    #[test]
    fn nothing_is_told_where_nothing_can_be_told_apart() {
        assert_eq!(disclosable(vec![]), []);
        assert_eq!(disclosable(vec![group("1", 50, 25)]), []);
        assert_eq!(disclosable(vec![group("1", 50, 25), group("2", 8, 4)]), []);
        // Everybody in 1 has voted: that is said of each of them.
        assert_eq!(disclosable(vec![group("1", 50, 50), group("2", 80, 40)]), []);
        let two = vec![group("1", 50, 25), group("2", 80, 40)];
        assert_eq!(disclosable(two.clone()), two);
    }

    proptest! {
        #[test]
        fn no_row_and_no_difference_tells_of_fewer_than_five(
            houses in prop::collection::vec((0u64..40, 0u64..=40, any::<bool>()), 0..9)
        ) {
            let buildings: Vec<TurnoutGroup> = houses
                .iter()
                .enumerate()
                .map(|(i, (eligible, voted, named))| {
                    let name = if *named { format!("{i}号楼") } else { String::new() };
                    group(&name, *eligible, (*voted).min(*eligible))
                })
                .collect();
            let shown = disclosable(buildings.clone());
            if shown.is_empty() {
                return Ok(());
            }
            let (all, told) = (together(&buildings), together(&shown));
            prop_assert_eq!((all.eligible, all.voted), (told.eligible, told.voted));
            prop_assert!(shown.len() >= 2);
            for (at, row) in shown.iter().enumerate() {
                prop_assert!(row.voted >= 5 && row.eligible - row.voted >= 5, "{:?}", row);
                match &row.building {
                    // Whoever is named is told as they are.
                    Some(_) => prop_assert!(buildings.contains(row)),
                    None => {
                        prop_assert_eq!(at, shown.len() - 1);
                        let named = shown.iter().filter(|row| row.building.is_some()).count();
                        prop_assert!(buildings.len() - named >= 2, "one building alone under another name");
                    }
                }
            }
        }
    }
}
