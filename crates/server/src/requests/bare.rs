//! Photos without what the camera wrote beside the picture: place, time, the phone's own number, a small copy of what was cut
//! away. Only the parts that are needed to draw it are kept; whatever follows its end goes, too.

/// What may not be kept even so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It tells where it was taken. A phone that left this in has cleared away nothing, and its owner should know.
    Place,
    /// Its parts do not fit together.
    Damaged,
}

/// The same picture with nothing beside it.
pub fn bare(media_type: &str, bytes: &[u8]) -> Result<Vec<u8>, Refusal> {
    match media_type {
        "image/jpeg" => jpeg(bytes),
        "image/png" => png(bytes).ok_or(Refusal::Damaged),
        _ => webp(bytes).ok_or(Refusal::Damaged),
    }
}

fn jpeg(bytes: &[u8]) -> Result<Vec<u8>, Refusal> {
    let mut kept = vec![0xff, 0xd8];
    let mut at = 2;
    loop {
        while bytes.get(at + 1) == Some(&0xff) {
            at += 1;
        }
        let (Some(0xff), Some(&kind)) = (bytes.get(at), bytes.get(at + 1)) else {
            return Err(Refusal::Damaged);
        };
        if kind == 0xd9 {
            kept.extend([0xff, 0xd9]);
            return Ok(kept);
        }
        if kind == 0x01 || (0xd0..=0xd8).contains(&kind) {
            at += 2;
            continue;
        }
        let length = number(bytes, at + 2, 2, true)
            .filter(|length| *length >= 2)
            .ok_or(Refusal::Damaged)?;
        let end = at + 2 + length;
        let segment = bytes.get(at..end).ok_or(Refusal::Damaged)?;
        let content = &segment[4..];
        if kind == 0xe1 && tells_place(content) {
            return Err(Refusal::Place);
        }
        let needed = match kind {
            // Density; colours (a second picture is in the same kind of segment); how the colours are turned.
            0xe0 => content.starts_with(b"JFIF\0"),
            0xe2 => content.starts_with(b"ICC_PROFILE\0"),
            0xee => content.starts_with(b"Adobe"),
            // Everything else that programs wrote there, and comments.
            0xe1..=0xef | 0xfe => false,
            _ => true,
        };
        if needed {
            kept.extend(segment);
        }
        at = end;
        if kind == 0xda {
            let scan = scan_end(bytes, at).ok_or(Refusal::Damaged)?;
            kept.extend(&bytes[at..scan]);
            at = scan;
        }
    }
}

/// Where the picture's own bits end: at a marker that is neither a stuffed byte nor a restart.
fn scan_end(bytes: &[u8], from: usize) -> Option<usize> {
    (from..bytes.len().checked_sub(1)?)
        .find(|at| bytes[*at] == 0xff && !matches!(bytes[at + 1], 0x00 | 0xff | 0xd0..=0xd7))
}

/// Whether a segment of Exif or XMP tells of a place.
fn tells_place(content: &[u8]) -> bool {
    match content.strip_prefix(b"Exif\0\0") {
        Some(tiff) => exif_has_place(tiff).unwrap_or(false),
        None => content.windows(6).any(|part| part == b"GPSLat"),
    }
}

/// Whether the first directory of a TIFF header points at one for positions.
fn exif_has_place(tiff: &[u8]) -> Option<bool> {
    const GPS: usize = 0x8825;
    let big = match tiff.get(..2)? {
        b"MM" => true,
        b"II" => false,
        _ => return None,
    };
    let first = number(tiff, 4, 4, big)?;
    let entries = number(tiff, first, 2, big)?;
    Some((0..entries).any(|n| number(tiff, first + 2 + 12 * n, 2, big) == Some(GPS)))
}

fn png(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut kept = bytes.get(..8)?.to_vec();
    let mut at = 8;
    loop {
        let length = number(bytes, at, 4, true)?;
        let end = at.checked_add(12)?.checked_add(length)?;
        let chunk = bytes.get(at..end)?;
        let kind = &chunk[4..8];
        if matches!(
            kind,
            b"IHDR" | b"PLTE" | b"IDAT" | b"IEND" | b"tRNS" | b"gAMA" | b"cHRM" | b"sRGB" | b"iCCP"
        ) {
            kept.extend(chunk);
        }
        if kind == b"IEND" {
            return Some(kept);
        }
        at = end;
    }
}

fn webp(bytes: &[u8]) -> Option<Vec<u8>> {
    /// Exif and XMP, as the header announces them.
    const ANNOUNCED: u8 = 0b0000_1100;
    let whole = number(bytes, 4, 4, false)?.checked_add(8)?;
    let bytes = bytes.get(..whole)?;
    let mut kept = bytes.get(..12)?.to_vec();
    let mut at = 12;
    while at < whole {
        let length = number(bytes, at + 4, 4, false)?;
        let end = at.checked_add(8)?.checked_add(length)?.checked_add(length % 2)?;
        let chunk = bytes.get(at..end)?;
        if matches!(&chunk[..4], b"VP8X" | b"VP8 " | b"VP8L" | b"ALPH" | b"ICCP") {
            let start = kept.len();
            kept.extend(chunk);
            if chunk.starts_with(b"VP8X") {
                *kept.get_mut(start + 8)? &= !ANNOUNCED;
            }
        }
        at = end;
    }
    let length = u32::try_from(kept.len() - 8).ok()?;
    kept.get_mut(4..8)?.copy_from_slice(&length.to_le_bytes());
    Some(kept)
}

fn number(bytes: &[u8], at: usize, width: usize, big: bool) -> Option<usize> {
    let part = bytes.get(at..at.checked_add(width)?)?;
    let push = |number: usize, byte: &u8| number << 8 | usize::from(*byte);
    Some(if big {
        part.iter().fold(0, push)
    } else {
        part.iter().rev().fold(0, push)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(kind: u8, content: &[u8]) -> Vec<u8> {
        let mut segment = vec![0xff, kind];
        segment.extend(u16::try_from(content.len() + 2).unwrap().to_be_bytes());
        segment.extend(content);
        segment
    }

    fn exif(big: bool, tag: u16) -> Vec<u8> {
        let two = |n: u16| if big { n.to_be_bytes() } else { n.to_le_bytes() };
        let mut tiff = if big {
            b"Exif\0\0MM".to_vec()
        } else {
            b"Exif\0\0II".to_vec()
        };
        tiff.extend(two(42));
        tiff.extend(if big {
            8u32.to_be_bytes()
        } else {
            8u32.to_le_bytes()
        });
        tiff.extend(two(2));
        tiff.extend([two(0x0112), two(3)].concat());
        tiff.extend([0; 8]);
        tiff.extend([two(tag), two(4)].concat());
        tiff.extend([0; 8]);
        tiff
    }

    fn photo(more: &[Vec<u8>]) -> Vec<u8> {
        let mut bytes = vec![0xff, 0xd8];
        bytes.extend(more.concat());
        bytes.extend(segment(0xc0, b"\x08\0\x01\0\x01\x01\x01\x11\0"));
        bytes.extend(segment(0xda, b"\x01\x01\0\0\x3f\0"));
        bytes.extend(b"\x12\xff\0\x34\xff\xd0\x56");
        bytes.extend(segment(0xc4, b"table"));
        bytes.extend(segment(0xda, b"\x01\x01\0\0\x3f\0"));
        bytes.extend(b"\x78\xff\xd9");
        bytes
    }

    #[test]
    fn a_photo_that_tells_where_it_was_taken_is_refused() {
        for big in [true, false] {
            let told = photo(&[segment(0xe0, b"JFIF\0\x01"), segment(0xe1, &exif(big, 0x8825))]);
            assert_eq!(bare("image/jpeg", &told), Err(Refusal::Place));
        }
        let told = photo(&[segment(
            0xe1,
            b"http://ns.adobe.com/xap/1.0/\0<x exif:GPSLatitude='31'/>",
        )]);
        assert_eq!(bare("image/jpeg", &told), Err(Refusal::Place));
    }

    #[test]
    fn what_stands_beside_a_jpeg_goes_and_the_picture_stays() {
        let icc = segment(0xe2, b"ICC_PROFILE\0\x01\x01x");
        let mut dressed = photo(&[
            segment(0xe1, &exif(true, 0x0132)),
            segment(0xe2, b"MPF\0second picture"),
            icc.clone(),
            segment(0xed, b"Photoshop"),
            segment(0xfe, b"made by"),
        ]);
        dressed.extend(b"a film and a second photo with Exif");
        assert_eq!(bare("image/jpeg", &dressed), Ok(photo(&[icc])));
    }

    #[test]
    fn what_stands_beside_a_png_or_webp_goes() {
        let chunk = |kind: &[u8; 4], content: &[u8]| {
            let length = u32::try_from(content.len()).unwrap().to_be_bytes();
            [&length[..], kind, content, b"crc4"].concat()
        };
        let start = b"\x89PNG\r\n\x1a\n".to_vec();
        let plain = [
            start.clone(),
            chunk(b"IHDR", b"x"),
            chunk(b"IDAT", b"y"),
            chunk(b"IEND", b""),
        ]
        .concat();
        let dressed = [
            start,
            chunk(b"IHDR", b"x"),
            chunk(b"eXIf", b"place"),
            chunk(b"iTXt", b"name"),
            chunk(b"IDAT", b"y"),
            chunk(b"IEND", b""),
            b"more".to_vec(),
        ]
        .concat();
        assert_eq!(bare("image/png", &dressed), Ok(plain));

        let riff = |chunks: &[u8]| {
            let length = u32::try_from(chunks.len() + 4).unwrap().to_le_bytes();
            [b"RIFF", &length[..], b"WEBP", chunks].concat()
        };
        let flags = |flags: u8| [b"VP8X\x0a\0\0\0", &[flags][..], &[0; 9]].concat();
        let picture = b"VP8 \x03\0\0\0abc\0";
        let dressed = riff(
            &[
                &flags(0b0010_1100)[..],
                picture,
                b"EXIF\x02\0\0\0gp",
                b"XMP \x01\0\0\0x\0",
            ]
            .concat(),
        );
        assert_eq!(
            bare("image/webp", &dressed),
            Ok(riff(&[&flags(0b0010_0000)[..], picture].concat()))
        );
    }

    #[test]
    fn whatever_is_cut_off_is_damaged_and_never_read_beyond() {
        let whole = photo(&[segment(0xe1, &exif(true, 0x0132))]);
        assert!(bare("image/jpeg", &whole).is_ok());
        for end in 2..whole.len() {
            assert_eq!(bare("image/jpeg", &whole[..end]), Err(Refusal::Damaged), "{end}");
        }
        for broken in [
            &b""[..],
            b"RIFF\xff\xff\xff\xffWEBP",
            b"\x89PNG\r\n\x1a\n\xff\xff\xff\xffIHDR",
        ] {
            for kind in ["image/png", "image/webp"] {
                assert_eq!(bare(kind, broken), Err(Refusal::Damaged));
            }
        }
    }
}
