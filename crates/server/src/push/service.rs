//! The push services of browsers: the only servers that this one ever calls on a resident's word.

use axum::http::Uri;
use std::time::Duration;

/// Those of Chrome and its kin, Firefox, Safari and Edge; what begins with a dot are names below it. Nothing else is ever called: an
/// address that somebody made up must not make this server knock at doors of its own house.
const KNOWN: [&str; 5] = [
    "fcm.googleapis.com",
    ".push.services.mozilla.com",
    "web.push.apple.com",
    ".push.apple.com",
    ".notify.windows.com",
];

const LONGEST: usize = 1_000;

/// A message that is older has become old news; it stands in the inbox.
const KEPT_SECONDS: &str = "86400";

/// What became of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sent {
    Taken,
    /// The browser does not want to be told any more.
    Gone,
    /// Not now: it may be taken later.
    Later,
}

/// The push service that an address belongs to: `https://fcm.googleapis.com`. `None` for all that is no known one; `other` is one
/// that tests bring along.
pub fn origin(endpoint: &str, other: Option<&str>) -> Option<String> {
    if let Some(other) = other
        && endpoint.starts_with(&format!("{other}/"))
    {
        return Some(other.to_owned());
    }
    let address: Uri = endpoint.parse().ok().filter(|_| endpoint.len() <= LONGEST)?;
    let host = address.host()?;
    // Neither another port nor a name and password.
    let plain = address.authority().is_some_and(|whole| whole.as_str() == host);
    let known = KNOWN.iter().any(|known| match known.strip_prefix('.') {
        Some(_) => host.ends_with(known),
        None => host == *known,
    });
    (plain && known && address.scheme_str() == Some("https")).then(|| format!("https://{host}"))
}

/// Goes where it is told and nowhere else.
pub fn caller() -> ureq::Agent {
    ureq::Agent::config_builder()
        .timeout_global(Some(Duration::from_secs(15)))
        .max_redirects(0)
        .http_status_as_error(false)
        .build()
        .into()
}

/// Blocks for as long as the push service takes.
pub fn send(caller: &ureq::Agent, endpoint: &str, word: &str, message: &[u8]) -> Sent {
    let answer = caller
        .post(endpoint)
        .header("authorization", word)
        .header("content-encoding", "aes128gcm")
        .header("content-type", "application/octet-stream")
        .header("ttl", KEPT_SECONDS)
        .header("urgency", "normal")
        .send(message);
    match answer.map(|answer| answer.status().as_u16()) {
        Ok(200..=299) => Sent::Taken,
        Ok(404 | 410) => Sent::Gone,
        Ok(status) => {
            tracing::warn!(status, "a push service did not take a message");
            Sent::Later
        }
        // Its text may quote the address, which is the phone's own.
        Err(_) => {
            tracing::warn!("a push service cannot be reached");
            Sent::Later
        }
    }
}

#[cfg(test)]
mod tests {
    use super::origin;

    #[test]
    fn only_known_push_services_are_called() {
        for (endpoint, known) in [
            (
                "https://fcm.googleapis.com/fcm/send/abc:def",
                Some("https://fcm.googleapis.com"),
            ),
            (
                "https://updates.push.services.mozilla.com/wpush/v2/x",
                Some("https://updates.push.services.mozilla.com"),
            ),
            (
                "https://wns2-par02p.notify.windows.com/w/?token=x",
                Some("https://wns2-par02p.notify.windows.com"),
            ),
            (
                "https://web.push.apple.com/QO",
                Some("https://web.push.apple.com"),
            ),
            ("http://fcm.googleapis.com/x", None),
            ("https://fcm.googleapis.com:8443/x", None),
            ("https://fcm.googleapis.com@localhost/x", None),
            ("https://a:b@fcm.googleapis.com/x", None),
            ("https://evilfcm.googleapis.com/x", None),
            ("https://fcm.googleapis.com.evil.example/x", None),
            ("https://notify.windows.com.evil.example/x", None),
            ("https://127.0.0.1/x", None),
            ("https://[::1]/x", None),
            ("file:///etc/passwd", None),
            ("fcm.googleapis.com/x", None),
            ("", None),
        ] {
            assert_eq!(origin(endpoint, None).as_deref(), known, "{endpoint}");
        }
        let long = format!("https://fcm.googleapis.com/{}", "x".repeat(1_000));
        assert_eq!(origin(&long, None), None);
        let other = Some("http://127.0.0.1:9");
        assert_eq!(origin("http://127.0.0.1:9/x", other).as_deref(), other);
        assert_eq!(origin("http://127.0.0.1:99/x", other), None);
    }
}
