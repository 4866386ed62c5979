//! Recordings: what kind a spoken file is and how long it lasts, read from its bytes.

/// The largest recording in bytes: five minutes of speech, and nobody's data for the month.
pub const MOST_BYTES: usize = 5_000_000;

/// Longer than this nobody listens to a notice, and a damaged file says anything.
const MOST_SECONDS: u64 = 3600;

/// Kind and length; says in a line why a file cannot be taken.
///
/// # Errors
/// Anything but MP3, M4A, Ogg or WAV of a length that can be read.
pub fn read(bytes: &[u8]) -> Result<(&'static str, u32), String> {
    let (media_type, seconds) = if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WAVE") {
        ("audio/wav", wav(bytes))
    } else if bytes.starts_with(b"OggS") {
        ("audio/ogg", ogg(bytes))
    } else if bytes.get(4..8) == Some(b"ftyp") {
        ("audio/mp4", mp4(bytes))
    } else if bytes.starts_with(b"ID3") || frame(bytes, 0).is_some() {
        ("audio/mpeg", mp3(bytes))
    } else {
        return Err("this is no recording in MP3, M4A, Ogg or WAV".to_owned());
    };
    match seconds {
        Some(seconds) if seconds <= MOST_SECONDS => {
            // A clip of half a second lasts one.
            Ok((media_type, u32::try_from(seconds.max(1)).unwrap_or(u32::MAX)))
        }
        Some(_) => Err("this recording is longer than an hour".to_owned()),
        None => Err("this recording is damaged: its length cannot be read".to_owned()),
    }
}

fn little(bytes: &[u8], at: usize, width: usize) -> Option<u64> {
    let part = bytes.get(at..at.checked_add(width)?)?;
    Some(part.iter().rev().fold(0, |n, byte| n << 8 | u64::from(*byte)))
}

fn big(bytes: &[u8], at: usize, width: usize) -> Option<u64> {
    let part = bytes.get(at..at.checked_add(width)?)?;
    Some(part.iter().fold(0, |n, byte| n << 8 | u64::from(*byte)))
}

/// Goes from chunk to chunk: `fmt ` has the bytes of a second, `data` has all of them.
fn wav(bytes: &[u8]) -> Option<u64> {
    let (mut at, mut rate) = (12, None);
    loop {
        let size = usize::try_from(little(bytes, at + 4, 4)?).ok()?;
        match bytes.get(at..at + 4)? {
            b"fmt " => rate = little(bytes, at + 16, 4).filter(|rate| *rate > 0),
            b"data" => {
                let there = bytes.len().saturating_sub(at + 8).min(size);
                (there > 0).then_some(())?;
                return seconds(there as u64, rate?);
            }
            _ => {}
        }
        // Chunks begin at even places.
        at = at.checked_add(8)?.checked_add(size)?.checked_add(size % 2)?;
    }
}

/// The first page names the samples of a second, the last one how many there are.
fn ogg(bytes: &[u8]) -> Option<u64> {
    let payload = 27 + usize::try_from(little(bytes, 26, 1)?).ok()?;
    let (rate, skipped) = if bytes.get(payload..payload + 8)? == b"OpusHead" {
        (48_000, little(bytes, payload + 10, 2)?)
    } else if bytes.get(payload..payload + 7)? == b"\x01vorbis" {
        (little(bytes, payload + 12, 4)?, 0)
    } else {
        return None;
    };
    let last = bytes.windows(4).rposition(|part| part == b"OggS")?;
    let samples = little(bytes, last + 6, 8)?.checked_sub(skipped)?;
    seconds(samples, rate)
}

/// `moov` holds `mvhd`, which has the length and in what it counts.
fn mp4(bytes: &[u8]) -> Option<u64> {
    let film = inside(bytes, b"moov")?;
    let head = inside(film, b"mvhd")?;
    let (scale, length) = match head.first()? {
        0 => (big(head, 12, 4)?, big(head, 16, 4)?),
        _ => (big(head, 20, 4)?, big(head, 24, 8)?),
    };
    (length > 0).then_some(())?;
    seconds(length, scale)
}

/// The content of the first box of this kind.
fn inside<'a>(bytes: &'a [u8], kind: &[u8; 4]) -> Option<&'a [u8]> {
    let mut at = 0;
    loop {
        let (size, head) = match big(bytes, at, 4)? {
            1 => (usize::try_from(big(bytes, at + 8, 8)?).ok()?, 16),
            0 => (bytes.len() - at, 8),
            size => (usize::try_from(size).ok()?, 8),
        };
        let end = at.checked_add(size.max(head))?;
        if bytes.get(at + 4..at + 8)? == kind {
            return bytes.get(at + head..end.min(bytes.len()));
        }
        at = end;
    }
}

/// Every frame says how long it is; what stands before the first and behind the last are notes about the title.
fn mp3(bytes: &[u8]) -> Option<u64> {
    let mut at = 0;
    if bytes.starts_with(b"ID3") {
        let size = bytes
            .get(6..10)?
            .iter()
            .fold(0, |n, byte| n << 7 | usize::from(byte & 0x7f));
        at = 10 + size;
    }
    let (mut micros, mut frames) = (0u64, 0u32);
    while let Some((length, samples, rate)) = frame(bytes, at) {
        micros += samples * 1_000_000 / rate;
        frames += 1;
        at += length;
    }
    // Two frames in a row are no accident.
    (frames >= 2).then_some(micros.div_ceil(1_000_000))
}

/// Length in bytes, samples, and samples a second of the frame of layer III that begins here.
fn frame(bytes: &[u8], at: usize) -> Option<(usize, u64, u64)> {
    const FIRST: [u64; 15] = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
    const SECOND: [u64; 15] = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
    let head = big(bytes, at, 4)?;
    // Eleven bits that are set, and layer III.
    (head >> 21 == 0x7ff && head >> 17 & 3 == 1).then_some(())?;
    let place = usize::try_from(head >> 12 & 15).ok()?;
    let rate = [44_100, 48_000, 32_000].get(usize::try_from(head >> 10 & 3).ok()?)?;
    let (table, rate, samples) = match head >> 19 & 3 {
        3 => (&FIRST, *rate, 1152),
        2 => (&SECOND, rate / 2, 576),
        0 => (&SECOND, rate / 4, 576),
        _ => return None,
    };
    let kilobits = *table.get(place).filter(|kilobits| **kilobits > 0)?;
    let length = samples / 8 * kilobits * 1000 / rate + (head >> 9 & 1);
    Some((usize::try_from(length).ok()?, samples, rate))
}

fn seconds(samples: u64, rate: u64) -> Option<u64> {
    (rate > 0).then(|| samples.div_ceil(rate))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wav_of(seconds: u32) -> Vec<u8> {
        let data = 8000 * seconds;
        let mut bytes = b"RIFF\0\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0".to_vec();
        bytes.extend(8000u32.to_le_bytes());
        bytes.extend(8000u32.to_le_bytes());
        bytes.extend(b"\x01\0\x08\0data");
        bytes.extend(data.to_le_bytes());
        bytes.resize(bytes.len() + data as usize, 128);
        bytes
    }

    fn ogg_of(head: &[u8], samples: u64) -> Vec<u8> {
        let page = |payload: &[u8], granule: u64| {
            let mut page = b"OggS\0\0".to_vec();
            page.extend(granule.to_le_bytes());
            page.extend([0; 12]);
            page.push(1);
            page.push(payload.len() as u8);
            page.extend(payload);
            page
        };
        [page(head, 0), page(b"sound", samples)].concat()
    }

    fn mp4_of(scale: u32, length: u32) -> Vec<u8> {
        let mut head = b"\0\0\0\x1cmvhd\0\0\0\0\0\0\0\0\0\0\0\0".to_vec();
        head.extend(scale.to_be_bytes());
        head.extend(length.to_be_bytes());
        let mut bytes = b"\0\0\0\x10ftypM4A \0\0\0\0\0\0\0\x09mdat-".to_vec();
        bytes.extend((8 + head.len() as u32).to_be_bytes());
        bytes.extend(b"moov");
        bytes.extend(head);
        bytes
    }

    fn mp3_of(frames: usize) -> Vec<u8> {
        // MPEG 1 layer III, 64 kbit/s, 32 kHz: 288 bytes that last 36 ms.
        let mut frame = vec![0xff, 0xfb, 0x58, 0x00];
        frame.resize(288, 0);
        let mut bytes = b"ID3\x04\0\0\0\0\0\x03xyz".to_vec();
        bytes.extend(frame.repeat(frames));
        bytes.extend(b"TAG");
        bytes
    }

    #[test]
    fn kind_and_length_are_read_from_the_bytes() {
        assert_eq!(read(&wav_of(3)), Ok(("audio/wav", 3)));
        let opus = b"OpusHead\x01\x01\x38\x01\x80\xbb\0\0\0\0\0";
        assert_eq!(read(&ogg_of(opus, 48_000 * 7 + 312)), Ok(("audio/ogg", 7)));
        let vorbis = b"\x01vorbis\0\0\0\0\x01\x22\x56\0\0";
        assert_eq!(read(&ogg_of(vorbis, 22_050 * 5)), Ok(("audio/ogg", 5)));
        assert_eq!(read(&mp4_of(1000, 4200)), Ok(("audio/mp4", 5)));
        assert_eq!(read(&mp3_of(100)), Ok(("audio/mpeg", 4)));
    }

    #[test]
    fn what_is_no_recording_is_refused_with_the_reason() {
        let refused = |bytes: &[u8]| read(bytes).unwrap_err();
        for other in [&b"<html>"[..], b"", b"%PDF-1.7", b"\xff\xfb\x58"] {
            assert!(refused(other).contains("no recording"), "{other:?}");
        }
        assert!(refused(&mp4_of(0, 10)).contains("damaged"));
        assert!(refused(&mp4_of(1, 4000)).contains("longer than an hour"));
        assert!(refused(&mp3_of(1)).contains("damaged"));
    }

    #[test]
    fn whatever_is_cut_off_is_never_read_beyond() {
        let opus = b"OpusHead\x01\x01\x38\x01\x80\xbb\0\0\0\0\0";
        for bytes in [wav_of(1), ogg_of(opus, 480_312), mp4_of(1, 9), mp3_of(3)] {
            for end in 0..bytes.len() {
                let _ = read(&bytes[..end]);
            }
        }
    }
}
