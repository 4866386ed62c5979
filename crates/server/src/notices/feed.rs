//! `GET /v1/notices.atom`: the newest notices for feed readers (RFC 4287).

use super::paragraphs::paragraphs;
use super::row::published;
use crate::answer::{self, Cache};
use crate::app::App;
use crate::fault::Outcome;
use crate::names::name_of;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use contract::{Notice, Timestamp};
use std::collections::HashMap;
use std::fmt::Write as _;

/// What feed readers keep in view; older ones they have already.
const ENTRIES: i64 = 50;

/// The words of a feed; a feed is text that people read, so they exist in each language.
struct Words {
    notices: &'static str,
    withdrawn: &'static str,
    corrected: &'static str,
}

const CHINESE: Words = Words {
    notices: "公告",
    withdrawn: "已撤回",
    corrected: "更正",
};

const ENGLISH: Words = Words {
    notices: "Notices",
    withdrawn: "Withdrawn",
    corrected: "Corrected",
};

pub async fn feed(State(app): State<App>, headers: HeaderMap) -> Outcome<Response> {
    let settings: Vec<(String, String)> = sqlx::query_as("SELECT key, value FROM settings")
        .fetch_all(&app.db.pool)
        .await?;
    let mut settings: HashMap<String, String> = settings.into_iter().collect();
    let language = settings
        .get("languages")
        .and_then(|json| serde_json::from_str::<Vec<String>>(json).ok())
        .and_then(|languages| languages.into_iter().next())
        .unwrap_or_else(|| "zh-Hans".into());
    let name = settings.remove("name").unwrap_or_else(|| "Linli".into());
    let rows = sqlx::query(
        "SELECT * FROM notices WHERE published_at <= $1 ORDER BY published_at DESC, id DESC LIMIT $2",
    )
    .bind(app.now())
    .bind(ENTRIES)
    .fetch_all(&app.db.pool)
    .await?;
    let notices = rows.iter().map(published).collect::<Outcome<Vec<Notice>>>()?;
    let feed = write(&app.address(&headers), &name, &language, &notices);
    Ok(answer::bytes(
        &headers,
        feed.into_bytes(),
        HeaderValue::from_static("application/atom+xml; charset=utf-8"),
        Cache::Shared,
    ))
}

fn write(base: &str, name: &str, language: &str, notices: &[Notice]) -> String {
    let words = if language.starts_with("zh") {
        CHINESE
    } else {
        ENGLISH
    };
    let base = escaped(base);
    let updated = notices
        .iter()
        .map(changed)
        .max()
        .unwrap_or(Timestamp::from_millis(0));
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n\
         <id>{base}/v1/notices.atom</id>\n<title>{} · {}</title>\n<updated>{updated}</updated>\n\
         <author><name>{}</name></author>\n<link rel=\"self\" type=\"application/atom+xml\" href=\"{base}/v1/notices.atom\"/>\n\
         <link rel=\"alternate\" type=\"text/html\" href=\"{base}/notices\"/>\n",
        escaped(language),
        escaped(name),
        words.notices,
        escaped(name),
    );
    for notice in notices {
        entry(&mut xml, &base, &words, notice);
    }
    xml.push_str("</feed>\n");
    xml
}

fn entry(xml: &mut String, base: &str, words: &Words, notice: &Notice) {
    let address = format!("{base}/notices/{}", in_path(&notice.id));
    let mark = match &notice.withdrawn {
        Some(_) => format!("[{}] ", words.withdrawn),
        None => String::new(),
    };
    let summary = match &notice.withdrawn {
        Some(reason) => format!("{}: {reason}", words.withdrawn),
        None => notice.summary.clone(),
    };
    // Writing to a text never fails.
    let _ = write!(
        xml,
        "<entry>\n<id>{address}</id>\n<title>{}{}</title>\n<published>{}</published>\n<updated>{}</updated>\n\
         <author><name>{}</name></author>\n<category term=\"{}\"/>\n",
        escaped(&mark),
        escaped(&notice.title),
        notice.published_at,
        changed(notice),
        escaped(&notice.publisher),
        name_of(notice.category),
    );
    if notice.withdrawn.is_some() {
        xml.push_str("<category term=\"withdrawn\"/>\n");
    }
    let _ = writeln!(
        xml,
        "<link rel=\"alternate\" type=\"text/html\" href=\"{address}\"/>"
    );
    let recording = notice
        .recording
        .iter()
        .map(|r| (&r.url, &r.media_type, r.bytes, None));
    let attached = notice.attachments.iter();
    let attached = attached.map(|a| (&a.url, &a.media_type, a.bytes, Some(&a.title)));
    for (url, kind, bytes, title) in recording.chain(attached) {
        let title = title.map_or(String::new(), |title| format!(" title=\"{}\"", escaped(title)));
        let _ = writeln!(
            xml,
            "<link rel=\"enclosure\" type=\"{}\" length=\"{bytes}\"{title} href=\"{base}{}\"/>",
            escaped(kind),
            escaped(url),
        );
    }
    let mut content: Vec<String> = notice
        .corrections
        .iter()
        .map(|correction| format!("{}: {}", words.corrected, correction.what))
        .collect();
    content.extend(
        paragraphs(&Notice {
            plain: None,
            ..notice.clone()
        })
        .into_iter()
        .map(|p| p.words),
    );
    content.extend(notice.images.iter().map(|image| image.alt.clone()));
    let _ = write!(
        xml,
        "<summary>{}</summary>\n<content>{}</content>\n</entry>\n",
        escaped(&summary),
        escaped(&content.join("\n\n")),
    );
}

fn changed(notice: &Notice) -> Timestamp {
    notice.updated_at.unwrap_or(notice.published_at)
}

/// Text of XML 1.0: the five characters that mean something escaped, those that must not be there at all left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\n' => out.push(c),
            '\u{fffe}' | '\u{ffff}' => {}
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// An id as a segment of an address.
pub fn in_path(id: &str) -> String {
    let mut out = String::with_capacity(id.len());
    for byte in id.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_is_markup_or_forbidden() {
        assert_eq!(
            escaped("<a href=\"x\">&'\u{0}\u{b}\u{1b}\u{ffff}\t好\n"),
            "&lt;a href=&quot;x&quot;&gt;&amp;&#39;\t好\n"
        );
        assert_eq!(in_path("停/水 a"), "%E5%81%9C%2F%E6%B0%B4%20a");
    }
}
