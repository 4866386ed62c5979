//! `Range` for what is streamed: one range of bytes, so that a download that broke off goes on where it ended
//! (RFC 9110 section 14).

use crate::answer;
use axum::http::{HeaderMap, StatusCode, header};

/// What of the whole is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wanted {
    Whole,
    /// From the first to the last byte, both counted from 0 and both included.
    Part {
        first: u64,
        last: u64,
    },
    /// Nothing of it exists.
    Nothing,
}

/// Reads the request. Anything but one plain range of bytes, and any `If-Range` that is not `tag`, asks for the whole.
fn wanted(asked: &HeaderMap, tag: &str, total: u64) -> Wanted {
    let text = |name| asked.get(name).and_then(|value| value.to_str().ok());
    if text(header::IF_RANGE).is_some_and(|known| known != tag) {
        return Wanted::Whole;
    }
    let range = text(header::RANGE)
        .and_then(|range| range.strip_prefix("bytes="))
        .and_then(|range| range.split_once('-'));
    let end = total.saturating_sub(1);
    let part = match range {
        None => return Wanted::Whole,
        Some(("", last)) => match last.parse::<u64>() {
            Ok(0) => return Wanted::Nothing,
            Ok(last) => (total.saturating_sub(last), end),
            Err(_) => return Wanted::Whole,
        },
        Some((first, "")) => match first.parse() {
            Ok(first) => (first, end),
            Err(_) => return Wanted::Whole,
        },
        Some((first, last)) => match (first.parse(), last.parse::<u64>()) {
            (Ok(first), Ok(last)) if first <= last => (first, last.min(end)),
            _ => return Wanted::Whole,
        },
    };
    match part {
        (first, _) if first >= total => Wanted::Nothing,
        (first, last) => Wanted::Part { first, last },
    }
}

/// How a request is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    pub status: StatusCode,
    /// The first and the last byte to send, if there is anything to send.
    pub part: Option<(u64, u64)>,
    pub content_range: Option<String>,
}

/// Whole, in part, or not at all, because there is no such part or it is known already.
pub fn reply(asked: &HeaderMap, tag: &str, total: u64) -> Reply {
    let (status, part, content_range) = match wanted(asked, tag, total) {
        _ if answer::matches(asked, tag) => (StatusCode::NOT_MODIFIED, None, None),
        Wanted::Whole => (StatusCode::OK, total.checked_sub(1).map(|last| (0, last)), None),
        Wanted::Part { first, last } => (
            StatusCode::PARTIAL_CONTENT,
            Some((first, last)),
            Some(format!("bytes {first}-{last}/{total}")),
        ),
        Wanted::Nothing => (
            StatusCode::RANGE_NOT_SATISFIABLE,
            None,
            Some(format!("bytes */{total}")),
        ),
    };
    Reply {
        status,
        part,
        content_range,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn asked(range: &str, if_range: Option<&str>) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(header::RANGE, HeaderValue::from_str(range).expect("a header"));
        if let Some(tag) = if_range {
            headers.insert(header::IF_RANGE, HeaderValue::from_str(tag).expect("a header"));
        }
        headers
    }

    #[test]
    fn ranges_are_read_as_the_norm_has_them() {
        let part = |first, last| Wanted::Part { first, last };
        for (range, expected) in [
            ("bytes=0-", part(0, 99)),
            ("bytes=40-", part(40, 99)),
            ("bytes=40-49", part(40, 49)),
            ("bytes=40-400", part(40, 99)),
            ("bytes=-10", part(90, 99)),
            ("bytes=-1000", part(0, 99)),
            ("bytes=100-", Wanted::Nothing),
            ("bytes=-0", Wanted::Nothing),
            ("bytes=9-3", Wanted::Whole),
            ("bytes=1-2,5-6", Wanted::Whole),
            ("lines=1-", Wanted::Whole),
            ("bytes=x-", Wanted::Whole),
        ] {
            assert_eq!(wanted(&asked(range, None), "\"a\"", 100), expected, "{range}");
        }
        assert_eq!(
            wanted(&asked("bytes=40-", Some("\"a\"")), "\"a\"", 100),
            part(40, 99)
        );
        assert_eq!(
            wanted(&asked("bytes=40-", Some("\"b\"")), "\"a\"", 100),
            Wanted::Whole
        );
        assert_eq!(wanted(&HeaderMap::new(), "\"a\"", 100), Wanted::Whole);
    }
}
