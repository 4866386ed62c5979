//! Times as staff write them: RFC 3339, or relative to today in the community's zone (`+10d 18:00`, `-3d 09:00`).
//!
//! Relative times exist so that a prepared file (the demo community above all) is always about now.

use contract::Timestamp;
use jiff::{ToSpan, civil::Date, tz::TimeZone};

/// Now, and the zone in which a day begins.
#[derive(Debug, Clone)]
pub struct Clock {
    pub now: Timestamp,
    zone: TimeZone,
    today: Date,
    chinese: bool,
}

impl Clock {
    /// `language` decides how a day is put into words; `now` is RFC 3339, the real time when absent.
    pub fn new(zone: &str, language: &str, now: Option<&str>) -> anyhow::Result<Self> {
        let zone = TimeZone::get(zone).map_err(|_| anyhow::anyhow!("there is no time zone {zone}"))?;
        let now = match now {
            Some(text) => Timestamp::parse(text).ok_or_else(|| {
                anyhow::anyhow!("--now takes an RFC 3339 time such as 2026-11-22T12:00:00Z")
            })?,
            None => Timestamp::from_millis(jiff::Timestamp::now().as_millisecond()),
        };
        let instant = jiff::Timestamp::from_millisecond(now.millis())?;
        let today = zone.to_datetime(instant).date();
        Ok(Self {
            now,
            zone,
            today,
            chinese: language.starts_with("zh"),
        })
    }

    /// An instant from RFC 3339 or from `+Nd HH:MM`; the error says what would be right.
    pub fn time(&self, text: &str) -> Result<Timestamp, String> {
        let text = text.trim();
        if let Some(instant) = Timestamp::parse(text) {
            return Ok(instant);
        }
        self.relative(text).ok_or_else(|| {
            format!("{text:?} is no time; write 2026-11-22T18:00:00+08:00, or days from today: +10d 18:00")
        })
    }

    fn relative(&self, text: &str) -> Option<Timestamp> {
        let (day, clock) = text.split_once(' ')?;
        let days = days_from_today(day)?;
        let (hour, minute) = clock.trim().split_once(':')?;
        if minute.len() != 2 {
            return None;
        }
        let date = self.today.checked_add(days.days()).ok()?;
        let time = jiff::civil::Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()?;
        // A clock change may skip or repeat this minute; "compatible" takes the later or the first, as calendars do.
        let instant = self
            .zone
            .to_ambiguous_timestamp(date.to_datetime(time))
            .compatible()
            .ok()?;
        Some(Timestamp::from_millis(instant.as_millisecond()))
    }

    /// Day and time in the community's zone: `2026-11-24 08:30`.
    pub fn words(&self, at: Timestamp) -> String {
        match jiff::Timestamp::from_millisecond(at.millis()) {
            Ok(instant) => self
                .zone
                .to_datetime(instant)
                .strftime("%Y-%m-%d %H:%M")
                .to_string(),
            Err(_) => at.to_string(),
        }
    }

    /// Replaces `{{+2d}}` by that day in words, so that a prepared text can name a day. Other braces stay as they are.
    pub fn fill(&self, text: &str) -> String {
        let mut filled = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(start) = rest.find("{{") {
            let (before, from) = rest.split_at(start);
            filled.push_str(before);
            let day = from[2..]
                .find("}}")
                .and_then(|end| Some((end + 4, self.day(&from[2..end + 2])?)));
            match day {
                Some((length, words)) => {
                    filled.push_str(&words);
                    rest = &from[length..];
                }
                None => {
                    filled.push_str("{{");
                    rest = &from[2..];
                }
            }
        }
        filled.push_str(rest);
        filled
    }

    fn day(&self, text: &str) -> Option<String> {
        let date = self.today.checked_add(days_from_today(text)?.days()).ok()?;
        let weekday = usize::try_from(date.weekday().to_monday_zero_offset()).ok()?;
        Some(if self.chinese {
            let name = ["一", "二", "三", "四", "五", "六", "日"][weekday];
            format!("{}月{}日（星期{name}）", date.month(), date.day())
        } else {
            date.strftime("%A %-d %B").to_string()
        })
    }
}

/// `+10d`, `-3d`: the sign is needed, so that nothing else in a text looks like a day.
fn days_from_today(text: &str) -> Option<i64> {
    let number = text.strip_suffix('d')?;
    let digits = number.strip_prefix(['+', '-'])?;
    if digits.is_empty() || digits.len() > 4 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    number.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shanghai() -> Clock {
        Clock::new("Asia/Shanghai", "zh-CN", Some("2026-11-22T20:30:00Z")).expect("a clock")
    }

    #[test]
    fn days_count_in_the_community_zone() {
        // 20:30 UTC is already the 23rd in Shanghai.
        let clock = shanghai();
        assert_eq!(
            clock.time("+0d 09:00").map(|t| t.to_string()),
            Ok("2026-11-23T01:00:00Z".into())
        );
        assert_eq!(
            clock.time("-3d 09:00").map(|t| t.to_string()),
            Ok("2026-11-20T01:00:00Z".into())
        );
        assert_eq!(
            clock.time("2026-12-01T08:00:00+08:00").map(|t| t.to_string()),
            Ok("2026-12-01T00:00:00Z".into())
        );
        for bad in [
            "",
            "tomorrow",
            "3d 09:00",
            "+3d",
            "+3d 24:00",
            "+3d 9:5",
            "+d 09:00",
            "+99999d 09:00",
        ] {
            assert!(clock.time(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn summer_time_moves_the_instant_not_the_clock() {
        let clock = Clock::new("Europe/Berlin", "de", Some("2026-03-28T12:00:00Z")).expect("a clock");
        assert_eq!(
            clock.time("+0d 09:00").map(|t| t.to_string()),
            Ok("2026-03-28T08:00:00Z".into())
        );
        assert_eq!(
            clock.time("+1d 09:00").map(|t| t.to_string()),
            Ok("2026-03-29T07:00:00Z".into())
        );
        // 02:30 does not exist on that day: the clock goes on to 03:30.
        assert_eq!(
            clock.time("+1d 02:30").map(|t| t.to_string()),
            Ok("2026-03-29T01:30:00Z".into())
        );
    }

    #[test]
    fn days_are_put_into_words() {
        assert_eq!(
            shanghai().fill("{{+2d}}停水，{{x}} {{"),
            "11月25日（星期三）停水，{{x}} {{"
        );
        let english = Clock::new("UTC", "en", Some("2026-11-22T12:00:00Z")).expect("a clock");
        assert_eq!(english.fill("on {{-1d}}."), "on Saturday 21 November.");
    }
}
