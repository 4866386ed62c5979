//! Attachments and recordings of notices: which files may come with one, and how they are handed out.

use crate::app::App;
use crate::byte_range;
use crate::extract::Id;
use crate::fault::Outcome;
use crate::{recordings, secrets};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use contract::ProblemType;
use sqlx::AnyConnection;
use std::fmt::Write as _;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

/// The largest attachment in bytes.
pub const MOST_BYTES: usize = 5_000_000;

/// Longest name a file is handed out under.
const NAME_CHARS: usize = 100;

/// What may be attached: ending, kind, and how the bytes begin. Nothing that runs anything when it is opened; office
/// files are of the kinds that hold no macros.
const KINDS: [(&str, &str, &[u8]); 12] = [
    ("pdf", "application/pdf", b"%PDF-"),
    (
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ZIP,
    ),
    (
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ZIP,
    ),
    (
        "pptx",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        ZIP,
    ),
    ("odt", "application/vnd.oasis.opendocument.text", ZIP),
    ("ods", "application/vnd.oasis.opendocument.spreadsheet", ZIP),
    ("txt", "text/plain; charset=utf-8", b""),
    ("csv", "text/csv; charset=utf-8", b""),
    ("png", "image/png", b"\x89PNG\r\n\x1a\n"),
    ("jpg", "image/jpeg", b"\xff\xd8\xff"),
    ("jpeg", "image/jpeg", b"\xff\xd8\xff"),
    ("webp", "image/webp", b"RIFF"),
];

const ZIP: &[u8] = b"PK\x03\x04";

/// A file that comes with a notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enclosure {
    /// SHA-256 over name, kind and bytes in hex.
    pub id: String,
    /// As it is kept by whoever downloads it.
    pub name: String,
    pub media_type: &'static str,
    pub bytes: Vec<u8>,
}

impl Enclosure {
    /// Reads an attachment.
    ///
    /// # Errors
    /// Why it cannot be read or taken.
    pub fn attachment(path: &Path) -> Result<Self, String> {
        let bytes = bytes_of(path, MOST_BYTES)?;
        let ending = path.extension().and_then(|e| e.to_str()).unwrap_or_default();
        let ending = ending.to_ascii_lowercase();
        let Some((_, media_type, begin)) = KINDS.iter().find(|(known, ..)| *known == ending) else {
            let known: Vec<&str> = KINDS.iter().map(|(known, ..)| *known).collect();
            return Err(format!(
                "files of this kind are not taken; take one of: {}",
                known.join(", ")
            ));
        };
        let is_text = media_type.starts_with("text/");
        if is_text && (std::str::from_utf8(&bytes).is_err() || bytes.contains(&0)) {
            return Err("this is not UTF-8; save the file as UTF-8 and try again".to_owned());
        }
        if bytes.is_empty() || !bytes.starts_with(begin) {
            return Err(format!("this is no {ending} file, whatever its name says"));
        }
        Ok(Self::new(path, media_type, bytes))
    }

    /// Reads a recording and how many seconds it lasts.
    ///
    /// # Errors
    /// Why it cannot be read or taken.
    pub fn recording(path: &Path) -> Result<(Self, u32), String> {
        let bytes = bytes_of(path, recordings::MOST_BYTES)?;
        let (media_type, seconds) = recordings::read(&bytes)?;
        Ok((Self::new(path, media_type, bytes), seconds))
    }

    fn new(path: &Path, media_type: &'static str, bytes: Vec<u8>) -> Self {
        let name = safe_name(&path.file_name().unwrap_or_default().to_string_lossy());
        Self {
            id: secrets::digest(&[name.as_bytes(), media_type.as_bytes(), &bytes]),
            name,
            media_type,
            bytes,
        }
    }

    /// Where it is served.
    pub fn url(&self) -> String {
        format!("/v1/files/{}", self.id)
    }

    pub fn size(&self) -> u64 {
        self.bytes.len() as u64
    }

    /// Stores it, once: for good, or for a preview only.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn store(&self, db: &mut AnyConnection, expires_at: Option<i64>) -> sqlx::Result<()> {
        sqlx::query(
            "INSERT INTO files (id, name, media_type, size, bytes, expires_at) VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (id) DO UPDATE SET expires_at = CASE
               WHEN files.expires_at IS NULL OR excluded.expires_at IS NULL THEN NULL ELSE excluded.expires_at END",
        )
        .bind(&self.id)
        .bind(&self.name)
        .bind(self.media_type)
        .bind(i64::try_from(self.bytes.len()).unwrap_or(i64::MAX))
        .bind(&self.bytes)
        .bind(expires_at)
        .execute(db)
        .await?;
        Ok(())
    }
}

/// The whole file, of which no more is read than may be taken.
fn bytes_of(path: &Path, most: usize) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(|e| format!("cannot be read: {e}"))?;
    file.take(most as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(|e| format!("cannot be read: {e}"))?;
    if bytes.len() > most {
        return Err(format!("this file has more than {} MB", most / 1_000_000));
    }
    Ok(bytes)
}

/// A name without anything that leads elsewhere, hides its ending or breaks a header.
fn safe_name(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|c| match c {
            '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' | '%' | ';' => '_',
            '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '_',
            c if c.is_control() => '_',
            c => c,
        })
        .collect();
    let plain = plain.trim_start_matches(['.', ' ']).trim_end_matches(['.', ' ']);
    let (stem, ending) = plain.rsplit_once('.').unwrap_or((plain, ""));
    let stem: String = stem.chars().take(NAME_CHARS).collect();
    match (stem.is_empty(), ending.is_empty()) {
        (true, _) => "file".to_owned(),
        (false, true) => stem,
        (false, false) => format!("{stem}.{ending}"),
    }
}

/// The name as RFC 6266 has it: in ASCII for old readers, and whole.
fn disposition(kind: &str, name: &str) -> String {
    let ascii: String = name.chars().map(|c| if c.is_ascii() { c } else { '_' }).collect();
    let mut whole = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            whole.push(char::from(byte));
        } else {
            // Writing to a text never fails.
            let _ = write!(whole, "%{byte:02X}");
        }
    }
    format!("{kind}; filename=\"{ascii}\"; filename*=UTF-8''{whole}")
}

/// `GET /v1/files/{id}`: kept for ever by whoever has it, because the id names what is in it. A file is never a page of this
/// site: it is downloaded, or played by a page, and whatever it holds may do nothing.
pub async fn file(State(app): State<App>, asked: HeaderMap, Id(id): Id) -> Outcome<Response> {
    let row: Option<(String, String, i64)> = sqlx::query_as(
        "SELECT name, media_type, size FROM files WHERE id = $1 AND (expires_at IS NULL OR expires_at > $2)",
    )
    .bind(&id)
    .bind(app.now())
    .fetch_optional(&app.db.pool)
    .await?;
    let (name, media_type, size) = row.ok_or(ProblemType::NotFound)?;
    let tag = format!("\"{id}\"");
    let total = u64::try_from(size).unwrap_or(0);
    let reply = byte_range::reply(&asked, &tag, total);
    let bytes = match reply.part {
        Some((first, last)) => part(&app, &id, first, last).await?,
        None => Vec::new(),
    };
    let spoken = media_type.starts_with("audio/");
    let kind = if spoken { "inline" } else { "attachment" };
    let mut response = (reply.status, bytes).into_response();
    let headers = response.headers_mut();
    let range = reply.content_range.map(|range| (header::CONTENT_RANGE, range));
    let own: [(HeaderName, String); 6] = [
        (header::CONTENT_TYPE, media_type),
        (header::ETAG, tag),
        (header::CONTENT_DISPOSITION, disposition(kind, &name)),
        (header::ACCEPT_RANGES, "bytes".into()),
        (
            header::CACHE_CONTROL,
            "public, max-age=31536000, immutable".into(),
        ),
        (
            header::CONTENT_SECURITY_POLICY,
            "sandbox; default-src 'none'; frame-ancestors 'none'".into(),
        ),
    ];
    for (name, value) in own.into_iter().chain(range) {
        headers.insert(
            name,
            HeaderValue::try_from(value).map_err(|_| ProblemType::Internal)?,
        );
    }
    Ok(response)
}

/// The bytes from `first` to `last`, both included. The database cuts them out: a phone that goes to another place of a
/// recording must not make the server read all of it.
async fn part(app: &App, id: &str, first: u64, last: u64) -> Outcome<Vec<u8>> {
    let place = |byte: u64| i64::try_from(byte).unwrap_or(i64::MAX);
    let (bytes,): (Vec<u8>,) = sqlx::query_as(
        "SELECT substr(bytes, CAST($2 AS INTEGER), CAST($3 AS INTEGER)) FROM files WHERE id = $1",
    )
    .bind(id)
    .bind(place(first) + 1)
    .bind(place(last - first) + 1)
    .fetch_one(&app.db.pool)
    .await?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_nowhere_and_hide_nothing() {
        for (name, safe) in [
            ("../../etc/passwd", "_.._etc_passwd"),
            ("申请表.pdf", "申请表.pdf"),
            (".htaccess", "htaccess"),
            ("a\"; filename=\"b.pdf", "a__ filename=_b.pdf"),
            ("form\u{202e}fdp.exe.pdf", "form_fdp.exe.pdf"),
            ("a\r\nX: y.txt", "a__X_ y.txt"),
            ("...", "file"),
            ("", "file"),
        ] {
            assert_eq!(safe_name(name), safe, "{name:?}");
        }
        assert_eq!(
            safe_name(&format!("{}.pdf", "长".repeat(300))).chars().count(),
            104
        );
        assert_eq!(
            disposition("attachment", "申请 a.pdf"),
            "attachment; filename=\"__ a.pdf\"; filename*=UTF-8''%E7%94%B3%E8%AF%B7%20a.pdf"
        );
    }
}
