//! Pictures: what they are is read from their bytes, and their address names their content.

use crate::answer;
use crate::app::App;
use crate::extract::Id;
use crate::fault::Outcome;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use contract::{Image, ProblemType};
use sha2::{Digest, Sha256};
use sqlx::AnyConnection;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

/// The largest picture in bytes. Sixty options must still come over a slow line.
pub const MOST_BYTES: usize = 300_000;

/// The widest and highest picture in pixels: a small file may unpack to a screen that fills a phone's memory.
pub const MOST_PIXELS: u32 = 4096;

/// A picture that may be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// SHA-256 of the bytes in hex.
    pub id: String,
    pub media_type: &'static str,
    pub width: u32,
    pub height: u32,
    pub bytes: Vec<u8>,
}

impl Picture {
    /// Reads kind and size from the bytes; says in a line why they cannot be taken.
    ///
    /// # Errors
    /// Anything but a still PNG, JPEG or WebP of a bearable size.
    pub fn read(bytes: Vec<u8>) -> Result<Self, String> {
        if bytes.len() > MOST_BYTES {
            return Err(too_large(bytes.len() as u64));
        }
        Self::of_any_weight(bytes)
    }

    /// The same for bytes that somebody else has weighed.
    ///
    /// # Errors
    /// Anything but a still PNG, JPEG or WebP.
    pub fn of_any_weight(bytes: Vec<u8>) -> Result<Self, String> {
        let (media_type, size, moves) = if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            (
                "image/png",
                png(&bytes),
                bytes.windows(4).any(|part| part == b"acTL"),
            )
        } else if bytes.starts_with(b"\xff\xd8\xff") {
            ("image/jpeg", jpeg(&bytes), false)
        } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
            let moves =
                bytes.get(12..16) == Some(b"VP8X") && bytes.get(20).is_some_and(|flags| flags & 2 != 0);
            ("image/webp", webp(&bytes), moves)
        } else {
            return Err("this is no picture in PNG, JPEG or WebP".to_owned());
        };
        if moves {
            return Err("this picture moves; only still ones are taken".to_owned());
        }
        match size {
            Some((width, height))
                if (1..=MOST_PIXELS).contains(&width) && (1..=MOST_PIXELS).contains(&height) =>
            {
                Ok(Self {
                    id: ledger::hex(&Sha256::digest(&bytes)),
                    media_type,
                    width,
                    height,
                    bytes,
                })
            }
            Some((width, height)) => Err(format!(
                "this picture has {width} × {height} pixels; 1 to {MOST_PIXELS} each way are taken"
            )),
            None => Err("this picture is damaged: its size cannot be read".to_owned()),
        }
    }

    /// The same from a file, of which no more is read than may be taken.
    ///
    /// # Errors
    /// Why it cannot be read or taken.
    pub fn open(path: &Path) -> Result<Self, String> {
        let mut bytes = Vec::new();
        let file = File::open(path).map_err(|e| format!("cannot be read: {e}"))?;
        let size = file.metadata().map_or(0, |meta| meta.len());
        file.take(MOST_BYTES as u64 + 1)
            .read_to_end(&mut bytes)
            .map_err(|e| format!("cannot be read: {e}"))?;
        if bytes.len() > MOST_BYTES {
            return Err(too_large(size));
        }
        Self::read(bytes)
    }

    /// How the contract shows it.
    pub fn image(&self, alt: String) -> Image {
        Image {
            url: self.url(),
            alt,
            width: Some(self.width),
            height: Some(self.height),
            bytes: Some(self.bytes.len() as u64),
        }
    }

    /// Where it is served.
    pub fn url(&self) -> String {
        format!("/v1/pictures/{}", self.id)
    }

    /// Stores it, once: for good, or for a preview only.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn store(&self, db: &mut AnyConnection, expires_at: Option<i64>) -> sqlx::Result<()> {
        sqlx::query(
            "INSERT INTO pictures (id, media_type, bytes, expires_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (id) DO UPDATE SET expires_at = CASE
               WHEN pictures.expires_at IS NULL OR excluded.expires_at IS NULL THEN NULL ELSE excluded.expires_at END",
        )
        .bind(&self.id)
        .bind(self.media_type)
        .bind(&self.bytes)
        .bind(expires_at)
        .execute(db)
        .await?;
        Ok(())
    }
}

/// `GET /v1/pictures/{id}`: kept for ever by whoever has it, because the id is what is in it.
pub async fn picture(State(app): State<App>, headers: HeaderMap, Id(id): Id) -> Outcome<Response> {
    let row: Option<(String, Vec<u8>)> =
        sqlx::query_as("SELECT media_type, bytes FROM pictures WHERE id = $1")
            .bind(&id)
            .fetch_optional(&app.db.pool)
            .await?;
    let (media_type, bytes) = row.ok_or(ProblemType::NotFound)?;
    shown(
        &headers,
        &id,
        &media_type,
        bytes,
        "public, max-age=31536000, immutable",
    )
}

/// The answer with a picture whose id stands for what is in it; `kept` says who may keep it how long.
pub fn shown(
    asked: &HeaderMap,
    id: &str,
    media_type: &str,
    bytes: Vec<u8>,
    kept: &'static str,
) -> Outcome<Response> {
    let tag = format!("\"{id}\"");
    let status = match answer::matches(asked, &tag) {
        true => StatusCode::NOT_MODIFIED,
        false => StatusCode::OK,
    };
    let body = if status == StatusCode::OK {
        bytes
    } else {
        Vec::new()
    };
    let mut response = (status, body).into_response();
    let headers = response.headers_mut();
    for (name, value) in [(header::CONTENT_TYPE, media_type), (header::ETAG, tag.as_str())] {
        headers.insert(
            name,
            HeaderValue::try_from(value).map_err(|_| ProblemType::Internal)?,
        );
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(kept));
    Ok(response)
}

fn too_large(bytes: u64) -> String {
    let most = MOST_BYTES / 1000;
    format!(
        "this picture has {} kB; at most {most} kB are taken",
        bytes.div_ceil(1000)
    )
}

fn big_endian(bytes: &[u8], at: usize, width: usize) -> Option<u32> {
    let part = bytes.get(at..at.checked_add(width)?)?;
    Some(part.iter().fold(0, |number, byte| number << 8 | u32::from(*byte)))
}

fn little_endian(bytes: &[u8], at: usize, width: usize) -> Option<u32> {
    let part = bytes.get(at..at.checked_add(width)?)?;
    Some(
        part.iter()
            .rev()
            .fold(0, |number, byte| number << 8 | u32::from(*byte)),
    )
}

fn png(bytes: &[u8]) -> Option<(u32, u32)> {
    (bytes.get(12..16)? == b"IHDR").then_some(())?;
    big_endian(bytes, 16, 4).zip(big_endian(bytes, 20, 4))
}

/// Goes from segment to segment to the frame's own.
fn jpeg(bytes: &[u8]) -> Option<(u32, u32)> {
    let mut at = 2;
    loop {
        (*bytes.get(at)? == 0xff).then_some(())?;
        let kind = *bytes.get(at + 1)?;
        match kind {
            // Filling.
            0xff => at += 1,
            // Frames of every coding, but not the tables that lie between their numbers.
            0xc0..=0xcf if !matches!(kind, 0xc4 | 0xc8 | 0xcc) => {
                let height = big_endian(bytes, at + 5, 2);
                return big_endian(bytes, at + 7, 2).zip(height);
            }
            // The picture itself begins without a frame before it.
            0xd9 | 0xda => return None,
            0x01 | 0xd0..=0xd8 => at += 2,
            _ => at += 2 + usize::try_from(big_endian(bytes, at + 2, 2)?).ok()?.max(2),
        }
    }
}

fn webp(bytes: &[u8]) -> Option<(u32, u32)> {
    match bytes.get(12..16)? {
        b"VP8X" => {
            let size = little_endian(bytes, 24, 3).zip(little_endian(bytes, 27, 3))?;
            Some((size.0 + 1, size.1 + 1))
        }
        b"VP8L" => {
            (*bytes.get(20)? == 0x2f).then_some(())?;
            let packed = little_endian(bytes, 21, 4)?;
            Some(((packed & 0x3fff) + 1, (packed >> 14 & 0x3fff) + 1))
        }
        b"VP8 " => {
            (bytes.get(23..26)? == b"\x9d\x01\x2a").then_some(())?;
            let size = little_endian(bytes, 26, 2).zip(little_endian(bytes, 28, 2))?;
            Some((size.0 & 0x3fff, size.1 & 0x3fff))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png_of(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
        bytes.extend(width.to_be_bytes());
        bytes.extend(height.to_be_bytes());
        bytes
    }

    fn size(bytes: &[u8]) -> Result<(&'static str, u32, u32), String> {
        Picture::read(bytes.to_vec()).map(|picture| (picture.media_type, picture.width, picture.height))
    }

    #[test]
    fn kind_and_size_are_read_from_the_bytes() {
        assert_eq!(size(&png_of(160, 120)), Ok(("image/png", 160, 120)));
        let jpeg = b"\xff\xd8\xff\xe0\0\x04ab\xff\xff\xc4\0\x03x\xff\xc2\0\x0b\x08\0\x78\0\xa0\x01";
        assert_eq!(size(jpeg), Ok(("image/jpeg", 160, 120)));
        let lossless = b"RIFF\x10\0\0\0WEBPVP8L\x05\0\0\0\x2f\x9f\xc0\x1d\0";
        assert_eq!(size(lossless), Ok(("image/webp", 160, 120)));
        let lossy = b"RIFF\x10\0\0\0WEBPVP8 \x0a\0\0\0\0\0\0\x9d\x01\x2a\xa0\0\x78\0";
        assert_eq!(size(lossy), Ok(("image/webp", 160, 120)));
        let extended = b"RIFF\x10\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\x9f\0\0\x77\0\0";
        assert_eq!(size(extended), Ok(("image/webp", 160, 120)));
    }

    #[test]
    fn what_could_hurt_or_move_is_refused() {
        let refused = |bytes: &[u8]| size(bytes).unwrap_err();
        for other in [
            &b"<svg xmlns='http://www.w3.org/2000/svg'/>"[..],
            b"<!doctype html><script>alert(1)</script>",
            b"GIF89a",
            b"RIFF\x10\0\0\0WAVE",
            b"",
        ] {
            assert_eq!(refused(other), "this is no picture in PNG, JPEG or WebP");
        }
        let mut moving = png_of(1, 1);
        moving.extend(b"....acTL");
        assert!(refused(&moving).contains("moves"));
        let moving = b"RIFF\x10\0\0\0WEBPVP8X\x0a\0\0\0\x02\0\0\0\x9f\0\0\x77\0\0";
        assert!(refused(moving).contains("moves"));
        assert!(refused(&png_of(40_000, 1)).contains("40000 × 1 pixels"));
        assert!(refused(&png_of(0, 1)).contains("0 × 1 pixels"));
        let mut large = png_of(1, 1);
        large.resize(MOST_BYTES + 1, 0);
        assert_eq!(
            refused(&large),
            "this picture has 301 kB; at most 300 kB are taken"
        );
        large.truncate(MOST_BYTES);
        assert!(size(&large).is_ok());
    }

    #[test]
    fn whatever_is_cut_off_is_damaged_and_never_read_beyond() {
        let whole: [&[u8]; 3] = [
            &png_of(1, 1),
            b"\xff\xd8\xff\xe0\0\x04ab\xff\xc0\0\x0b\x08\0\x01\0\x01",
            b"RIFF\x10\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\x9f\0\0\x77\0\0",
        ];
        for bytes in whole {
            assert!(size(bytes).is_ok());
            for end in 0..bytes.len() {
                assert!(size(&bytes[..end]).is_err(), "{end} of {bytes:?}");
            }
        }
        // A segment that says it is longer than the file.
        assert!(size(b"\xff\xd8\xff\xe0\xff\xff").is_err());
    }
}
