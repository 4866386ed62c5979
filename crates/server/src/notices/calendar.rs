//! `GET /v1/notices/{id}/event.ics`: the event of a notice for the calendar of a phone (RFC 5545).
//!
//! Times are UTC, so that no calendar has to know the zone's rules; the zone's name is given beside them.

use super::feed::in_path;
use super::whole::load;
use crate::answer::{self, Cache};
use crate::app::App;
use crate::extract::Id;
use crate::fault::Outcome;
use crate::person::MaybePerson;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use contract::{Notice, NoticeEvent, ProblemType, Timestamp};

/// A content line is at most this long, in bytes without its end.
const LINE: usize = 75;

pub async fn event(
    State(app): State<App>,
    person: MaybePerson,
    headers: HeaderMap,
    Id(id): Id,
) -> Outcome<Response> {
    let notice = load(&app, &person, &id).await?;
    let event = notice.event.as_ref().ok_or(ProblemType::NotFound)?;
    let zone: Option<(String,)> = sqlx::query_as("SELECT value FROM settings WHERE key = 'time_zone'")
        .fetch_optional(&app.db.pool)
        .await?;
    let zone = zone.map_or_else(|| "UTC".to_owned(), |(zone,)| zone);
    let text = write(&app.address(&headers), &zone, &notice, event);
    let mut response = answer::bytes(
        &headers,
        text.into_bytes(),
        HeaderValue::from_static("text/calendar; charset=utf-8"),
        Cache::Own,
    );
    // Inline: a phone then offers to add it, where a download would lie in a folder.
    response.headers_mut().insert(
        header::CONTENT_DISPOSITION,
        HeaderValue::from_static("inline; filename=\"event.ics\""),
    );
    Ok(response)
}

fn write(base: &str, zone: &str, notice: &Notice, event: &NoticeEvent) -> String {
    let host = base.split_once("://").map_or(base, |(_, host)| host);
    let address = format!("{base}/notices/{}", in_path(&notice.id));
    let cancelled = notice.withdrawn.is_some();
    let changed = stamp(notice.updated_at.unwrap_or(notice.published_at));
    let mut lines = vec![
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//Linli//Notices//EN".to_owned(),
        "CALSCALE:GREGORIAN".to_owned(),
        // Also where it is cancelled: a file that cancels is a message to an attendee, and phones refuse to open it.
        "METHOD:PUBLISH".to_owned(),
        format!("X-WR-TIMEZONE:{}", text(zone)),
        "BEGIN:VEVENT".to_owned(),
        format!("UID:notice-{}@{}", text(&in_path(&notice.id)), text(host)),
        // A calendar takes what has the higher number for what holds.
        format!("SEQUENCE:{}", notice.corrections.len() + usize::from(cancelled)),
        format!("DTSTAMP:{changed}"),
        format!("LAST-MODIFIED:{changed}"),
        // An instant, which every calendar shows at its owner's own hour; a local time would need the zone's rules sent along, and
        // phones differ in which of them they believe.
        format!("DTSTART:{}", stamp(event.starts_at)),
    ];
    lines.extend(event.ends_at.map(|end| format!("DTEND:{}", stamp(end))));
    lines.push(format!("SUMMARY:{}", text(&notice.title)));
    lines.extend(
        event
            .place
            .as_ref()
            .map(|place| format!("LOCATION:{}", text(place))),
    );
    lines.push(format!(
        "DESCRIPTION:{}",
        text(&format!("{}\n{address}", notice.summary))
    ));
    lines.push(format!("URL:{address}"));
    lines.push(format!(
        "ORGANIZER;CN=\"{}\":{address}",
        parameter(&notice.publisher)
    ));
    if cancelled {
        lines.push("STATUS:CANCELLED".to_owned());
    } else {
        lines.push("STATUS:CONFIRMED".to_owned());
        lines.extend(["BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-PT1H"].map(str::to_owned));
        lines.push(format!("DESCRIPTION:{}", text(&notice.title)));
        lines.push("END:VALARM".to_owned());
    }
    lines.extend(["END:VEVENT", "END:VCALENDAR"].map(str::to_owned));
    lines.iter().map(|line| folded(line)).collect()
}

/// `20261124T003000Z`.
fn stamp(at: Timestamp) -> String {
    let whole = at.to_string();
    let seconds = whole.get(..19).unwrap_or(&whole);
    format!("{}Z", seconds.replace(['-', ':'], ""))
}

/// A TEXT value: what parts values is escaped, control characters are left out.
fn text(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for c in value.replace("\r\n", "\n").chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' | '\r' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// A parameter's value between quotes, which cannot hold quotes at all.
fn parameter(value: &str) -> String {
    value.chars().filter(|c| !c.is_control() && *c != '"').collect()
}

/// A content line, folded between characters so that no line is longer than 75 bytes.
fn folded(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + 8);
    let mut length = 0;
    for c in line.chars() {
        if length + c.len_utf8() > LINE {
            out.push_str("\r\n ");
            length = 1;
        }
        out.push(c);
        length += c.len_utf8();
    }
    out.push_str("\r\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn texts_are_escaped() {
        assert_eq!(text("a;b,c\\d\r\ne\u{7}"), "a\\;b\\,c\\\\d\\ne");
        assert_eq!(parameter("物业\"服务\"\r\n中心"), "物业服务中心");
        assert_eq!(stamp(Timestamp::from_millis(0)), "19700101T000000Z");
        assert_eq!(
            stamp(Timestamp::from_millis(1_795_480_200_123)),
            "20261124T003000Z"
        );
    }

    proptest! {
        #[test]
        fn a_folded_line_unfolds_and_never_is_too_long(line in "[a-z停水👨‍👩‍👧é ]{0,200}") {
            let folded = folded(&line);
            let whole = folded.strip_suffix("\r\n").unwrap();
            prop_assert!(whole.split("\r\n").all(|part| part.len() <= LINE));
            prop_assert_eq!(whole.replace("\r\n ", ""), line);
        }
    }
}
