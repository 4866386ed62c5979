//! The built app as static files: compressed once, kept for ever where the name says what is in it.

use crate::answer;
use crate::app::App;
use crate::fault::Fault;
use crate::guard::CONTENT_SECURITY_POLICY;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use contract::ProblemType;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

/// Everything that no route takes.
pub async fn serve(State(app): State<App>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let path = parts.uri.path();
    if path == "/v1" || path.starts_with("/v1/") {
        return Fault::new(ProblemType::NotFound, "no such address").into_response();
    }
    if !matches!(parts.method, Method::GET | Method::HEAD) {
        return Fault::from(ProblemType::MethodNotAllowed).into_response();
    }
    let Some(dist) = &app.config.dist else {
        return Fault::new(ProblemType::NotFound, "this server has no app to serve").into_response();
    };
    let Some(name) = plain_name(path) else {
        return Fault::from(ProblemType::NotFound).into_response();
    };
    let navigates = name.is_empty() || !name.rsplit('/').next().unwrap_or_default().contains('.');
    let found = if name.is_empty() {
        None
    } else {
        read(dist, &name, &parts.headers).await
    };
    match found {
        Some(response) => response,
        // The app's own addresses have no file: the app itself finds the page.
        None if navigates => match read(dist, "index.html", &parts.headers).await {
            Some(response) => response,
            None => Fault::new(ProblemType::NotFound, "the app is not built").into_response(),
        },
        None => Fault::from(ProblemType::NotFound).into_response(),
    }
}

/// The path below the folder; `None` for one that tries to leave it or names something hidden.
fn plain_name(path: &str) -> Option<String> {
    let bytes = path.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut i = 0;
    while i < bytes.len() {
        if bytes[i] == b'%' {
            let digits = std::str::from_utf8(bytes.get(i + 1..i + 3)?).ok()?;
            decoded.push(u8::from_str_radix(digits, 16).ok()?);
            i += 3;
        } else {
            decoded.push(bytes[i]);
            i += 1;
        }
    }
    let name = String::from_utf8(decoded).ok()?;
    let name = name.trim_matches('/');
    let safe = name
        .split('/')
        .all(|part| !part.starts_with('.') && (!part.is_empty() || name.is_empty()))
        && !name.contains(|c: char| c.is_control() || matches!(c, '\\' | ':'));
    safe.then(|| name.to_owned())
}

async fn read(dist: &Path, name: &str, asked: &HeaderMap) -> Option<Response> {
    let plain = dist.join(name);
    let kind = media_type(name);
    let (file, encoding) = choose(&plain, asked).await?;
    let bytes = tokio::fs::read(&file).await.ok()?;
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    if let Some(encoding) = encoding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    let kept = if is_hashed(name) {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(kept));
    let tag = format!("\"{}\"", ledger::hex(&Sha256::digest(&bytes)[..12]));
    headers.insert(header::ETAG, HeaderValue::from_str(&tag).ok()?);
    if kind.starts_with("text/html") {
        let html = if encoding.is_some() {
            tokio::fs::read(&plain).await.ok()?
        } else {
            bytes.clone()
        };
        headers.insert(header::CONTENT_SECURITY_POLICY, policy_for(&html));
    }
    if answer::matches(asked, &tag) {
        return Some((StatusCode::NOT_MODIFIED, headers).into_response());
    }
    Some((headers, bytes).into_response())
}

/// The smallest form of a file that the browser takes.
async fn choose(plain: &Path, asked: &HeaderMap) -> Option<(PathBuf, Option<&'static str>)> {
    for (encoding, suffix) in [("br", ".br"), ("gzip", ".gz")] {
        let mut packed = plain.as_os_str().to_owned();
        packed.push(suffix);
        let packed = PathBuf::from(packed);
        if accepts(asked, encoding) && is_file(&packed).await {
            return Some((packed, Some(encoding)));
        }
    }
    is_file(plain).await.then(|| (plain.to_owned(), None))
}

async fn is_file(path: &Path) -> bool {
    tokio::fs::metadata(path).await.is_ok_and(|meta| meta.is_file())
}

/// Whether `Accept-Encoding` names the encoding and does not rule it out with a quality of zero.
fn accepts(asked: &HeaderMap, encoding: &str) -> bool {
    asked
        .get_all(header::ACCEPT_ENCODING)
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(|v| v.split(','))
        .any(|item| {
            let mut parts = item.split(';').map(str::trim);
            let named = parts
                .next()
                .is_some_and(|name| name.eq_ignore_ascii_case(encoding));
            let refused = parts
                .filter_map(|p| p.strip_prefix("q="))
                .any(|q| q.parse::<f32>().is_ok_and(|q| q <= 0.0));
            named && !refused
        })
}

/// Names as trunk makes them: `app-1f3a9c0d2b7e4f65.js`, `app-1f3a9c0d2b7e4f65_bg.wasm`.
fn is_hashed(name: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or_default();
    file.match_indices('-').any(|(at, _)| {
        let rest = &file[at + 1..];
        let digits = rest
            .bytes()
            .take_while(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(b))
            .count();
        digits >= 8 && matches!(rest.as_bytes().get(digits), Some(b'.' | b'_'))
    })
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("json" | "map") => "application/json",
        Some("webmanifest") => "application/manifest+json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("webp") => "image/webp",
        Some("avif") => "image/avif",
        Some("ico") => "image/x-icon",
        Some("txt" | "md") => "text/plain; charset=utf-8",
        Some("pdf") => "application/pdf",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    }
}

/// The policy for a page: scripts that stand in it are named by their hash, so that none can be slipped in.
fn policy_for(html: &[u8]) -> HeaderValue {
    let html = String::from_utf8_lossy(html);
    let mut sources = String::from("script-src 'self' 'wasm-unsafe-eval'");
    for script in inline_scripts(&html) {
        sources.push_str(&format!(
            " 'sha256-{}'",
            base64(&Sha256::digest(script.as_bytes()))
        ));
    }
    let policy = CONTENT_SECURITY_POLICY.replace("script-src 'self' 'wasm-unsafe-eval'", &sources);
    HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static(CONTENT_SECURITY_POLICY))
}

/// The text of each script element without `src`.
fn inline_scripts(html: &str) -> Vec<&str> {
    let mut scripts = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find("<script") {
        rest = &rest[start + "<script".len()..];
        let Some(open) = rest.find('>') else { break };
        let (attributes, after) = (&rest[..open], &rest[open + 1..]);
        let Some(end) = after.find("</script") else { break };
        if !attributes.contains("src=") && !after[..end].is_empty() {
            scripts.push(&after[..end]);
        }
        rest = &after[end..];
    }
    scripts
}

fn base64(bytes: &[u8]) -> String {
    const SYMBOLS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let word = chunk.iter().fold(0u32, |word, b| word << 8 | u32::from(*b)) << (8 * (3 - chunk.len()));
        for i in 0..4 {
            let symbol = SYMBOLS[(word >> (18 - 6 * i)) as usize & 63];
            text.push(if i <= chunk.len() { char::from(symbol) } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_in_their_folder() {
        for bad in [
            "/../secret",
            "/a/%2e%2e/b",
            "/.env",
            "/a%00b",
            "/a\\b",
            "/a//b",
            "/%zz",
            "/%ff",
            "/c:/x",
        ] {
            assert_eq!(plain_name(bad), None, "{bad}");
        }
        assert_eq!(plain_name("/"), Some(String::new()));
        assert_eq!(plain_name("/icons/a%20b.png").as_deref(), Some("icons/a b.png"));
    }

    #[test]
    fn only_names_with_a_hash_are_kept_for_ever() {
        assert!(is_hashed("app-1f3a9c0d2b7e4f65.js") && is_hashed("x/app-1f3a9c0d_bg.wasm"));
        assert!(
            !is_hashed("index.html")
                && !is_hashed("sw.js")
                && !is_hashed("icon-192.png")
                && !is_hashed("a-facade.js")
        );
    }

    #[test]
    fn start_scripts_are_named_by_hash() {
        let html = "<script src=\"/a.js\"></script><script type=\"module\">alert(1)</script>";
        assert_eq!(inline_scripts(html), ["alert(1)"]);
        let policy = policy_for(html.as_bytes());
        // printf 'alert(1)' | openssl dgst -sha256 -binary | base64
        let hash = "'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='";
        assert!(policy.to_str().unwrap().contains(hash), "{policy:?}");
    }

    #[test]
    fn base64_is_rfc_4648() {
        for (plain, text) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
        ] {
            assert_eq!(base64(plain.as_bytes()), text);
        }
    }

    #[test]
    fn a_quality_of_zero_is_a_no() {
        let mut asked = HeaderMap::new();
        asked.insert(header::ACCEPT_ENCODING, HeaderValue::from_static("gzip, br;q=0"));
        assert!(accepts(&asked, "gzip") && !accepts(&asked, "br"));
    }
}
