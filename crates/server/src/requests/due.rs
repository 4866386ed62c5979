//! By when a request is answered: a number of working days that the community sets.

use crate::fault::{Fault, Outcome};
use jiff::civil::Weekday;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use sqlx::{AnyConnection, Row};

/// The setting with the number of days.
pub const DAYS: &str = "answer_days";
/// Where the community has set nothing.
pub const DEFAULT_DAYS: u32 = 7;
/// More than half a year is no promise.
pub const MOST_DAYS: u32 = 120;
/// An office's day ends at this hour.
const HOUR: i8 = 18;

/// When a request that comes now is answered at the latest, by what the community has set.
pub async fn answer_due(connection: &mut AnyConnection, now: i64) -> Outcome<i64> {
    let rows = sqlx::query("SELECT key, value FROM settings WHERE key IN ('answer_days', 'time_zone')")
        .fetch_all(connection)
        .await?;
    let mut days = DEFAULT_DAYS;
    let mut zone = TimeZone::UTC;
    for row in rows {
        let (key, value): (String, String) = (row.try_get(0)?, row.try_get(1)?);
        if key == DAYS {
            days = value.parse().unwrap_or(DEFAULT_DAYS);
        } else if let Ok(known) = TimeZone::get(&value) {
            zone = known;
        }
    }
    after(now, &zone, days).ok_or_else(|| Fault::internal("the calendar ends"))
}

/// Six in the evening after so many working days. Saturday and Sunday do not count; public holidays the server does not know.
fn after(now: i64, zone: &TimeZone, days: u32) -> Option<i64> {
    let mut date = zone.to_datetime(Timestamp::from_millisecond(now).ok()?).date();
    for _ in 0..days.min(MOST_DAYS) {
        date = date.checked_add(1.day()).ok()?;
        while matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday) {
            date = date.checked_add(1.day()).ok()?;
        }
    }
    let end = zone
        .to_ambiguous_timestamp(date.at(HOUR, 0, 0, 0))
        .compatible()
        .ok()?;
    Some(end.as_millisecond())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn due(from: &str, days: u32) -> String {
        let zone = TimeZone::get("Asia/Shanghai").unwrap();
        let now = from.parse::<Timestamp>().unwrap().as_millisecond();
        Timestamp::from_millisecond(after(now, &zone, days).unwrap())
            .unwrap()
            .to_string()
    }

    #[test]
    fn weekends_do_not_count_and_the_day_is_the_communitys() {
        // Monday.
        assert_eq!(due("2026-11-23T02:00:00Z", 1), "2026-11-24T10:00:00Z");
        assert_eq!(due("2026-11-23T02:00:00Z", 7), "2026-12-02T10:00:00Z");
        // Friday, Saturday and Sunday: the next working day is Monday.
        for day in ["27", "28", "29"] {
            assert_eq!(
                due(&format!("2026-11-{day}T02:00:00Z"), 1),
                "2026-11-30T10:00:00Z"
            );
        }
        // Late on Thursday in London it is Friday in Shanghai.
        assert_eq!(due("2026-11-26T20:00:00Z", 1), "2026-11-30T10:00:00Z");
    }
}
