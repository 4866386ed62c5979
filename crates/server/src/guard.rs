//! What stands around every request: where it came from, what it may never leak, what the log may say of it.

use crate::app::App;
use crate::extract::{BODY_BYTES, PHOTO_BYTES, read_body};
use crate::fault::Fault;
use axum::body::Body;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use contract::ProblemType;
use std::any::Any;
use std::time::Instant;

/// Scripts, styles and data come from this server alone. `files` adds the hash of a start script that has to be inline.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
     img-src 'self' data: blob:; connect-src 'self'; manifest-src 'self'; worker-src 'self'; media-src 'self'; \
     font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// The one address that takes more than words.
pub const PHOTOS: &str = "/v1/photos";

const HEADERS: [(HeaderName, &str); 8] = [
    (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("x-permitted-cross-domain-policies"),
        "none",
    ),
    (
        HeaderName::from_static("permissions-policy"),
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), \
         midi=(), payment=(), usb=()",
    ),
];

/// Puts the security headers on everything that does not carry its own.
pub async fn security_headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    for (name, value) in HEADERS {
        response
            .headers_mut()
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
    response
}

/// Reads every body to its end before anything else happens. A refusal that is sent while the phone still sends breaks
/// the connection, and the phone never learns why; and a handler with the whole body never waits for the network while
/// it holds a transaction.
pub async fn whole_body(request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let most = if parts.uri.path() == PHOTOS {
        PHOTO_BYTES
    } else {
        BODY_BYTES
    };
    match read_body(body, most).await {
        Ok(bytes) => next.run(Request::from_parts(parts, Body::from(bytes))).await,
        Err(fault) => fault.into_response(),
    }
}

/// Refuses to change anything for a request that another site caused. Cookies are SameSite=Lax already; this also holds
/// for browsers that do not know it, and against other ports of the same host.
pub async fn same_site(State(app): State<App>, request: Request, next: Next) -> Response {
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if !safe && crosses_sites(request.headers(), app.config.public_url.as_deref()) {
        return Fault::from(ProblemType::CrossSite).into_response();
    }
    next.run(request).await
}

fn crosses_sites(headers: &HeaderMap, public_url: Option<&str>) -> bool {
    // Browsers send Sec-Fetch-Site to trustworthy addresses only; on a plain http network address Origin has to do.
    if let Some(site) = headers.get("sec-fetch-site") {
        return !matches!(site.as_bytes(), b"same-origin" | b"none");
    }
    let Some(origin) = headers.get(header::ORIGIN) else {
        // No browser: every browser sends Origin with an unsafe method.
        return false;
    };
    let Some(from) = origin.to_str().ok().and_then(authority) else {
        return true;
    };
    let host = headers.get(header::HOST).and_then(|v| v.to_str().ok());
    let own = [host, public_url.and_then(authority)];
    !own.into_iter()
        .flatten()
        .any(|own| own.eq_ignore_ascii_case(from))
}

fn authority(url: &str) -> Option<&str> {
    url.split_once("://")
        .map(|(_, rest)| rest.split('/').next().unwrap_or(rest))
}

/// One line a request: what was asked for as the route says it, never the address itself, which holds ids and queries.
pub async fn log(request: Request, next: Next) -> Response {
    let started = Instant::now();
    let method = request.method().clone();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("static", MatchedPath::as_str)
        .to_owned();
    let response = next.run(request).await;
    let (status, millis) = (response.status().as_u16(), started.elapsed().as_millis() as u64);
    if status >= 500 && status != 501 {
        tracing::error!(%method, route, status, millis, "request");
    } else {
        tracing::debug!(%method, route, status, millis, "request");
    }
    response
}

/// A panic costs one request, not the server. Its message may quote anything and is not logged.
pub fn panicked(_: Box<dyn Any + Send + 'static>) -> Response<Body> {
    Fault::internal("a handler panicked").into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn crosses(pairs: &[(&'static str, &'static str)], public_url: Option<&str>) -> bool {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.insert(*name, HeaderValue::from_static(value));
        }
        crosses_sites(&headers, public_url)
    }

    #[test]
    fn own_pages_pass_and_others_do_not() {
        let host = ("host", "192.168.1.5:8080");
        assert!(!crosses(&[host], None));
        assert!(!crosses(&[host, ("sec-fetch-site", "same-origin")], None));
        assert!(crosses(&[host, ("sec-fetch-site", "same-site")], None));
        assert!(crosses(
            &[
                host,
                ("sec-fetch-site", "cross-site"),
                ("origin", "http://192.168.1.5:8080")
            ],
            None
        ));
        assert!(!crosses(&[host, ("origin", "http://192.168.1.5:8080")], None));
        assert!(crosses(&[host, ("origin", "http://192.168.1.5:9090")], None));
        assert!(crosses(&[host, ("origin", "null")], None));
        assert!(!crosses(
            &[host, ("origin", "https://linli.example")],
            Some("https://linli.example/")
        ));
    }
}
