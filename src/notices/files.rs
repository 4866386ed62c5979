//! What comes with a notice: pictures that open large, files told by kind and size before the tap, and the notice as its publisher
//! reads it.

use crate::access::read_aloud;
use crate::backend::{Attachment, Image, Notice, backend};
use crate::i18n::{Key, number, said, t, t1};
use crate::parts::tr;
use crate::ui::live::{derived, live};
use crate::ui::{Picture, Recording, large_picture};
use leptos::prelude::*;

pub fn pictures(images: Vec<Image>) -> AnyView {
    images.into_iter().map(picture).collect_view().into_any()
}

fn picture(image: Image) -> AnyView {
    let Image { address, words, size } = image;
    if address.is_empty() {
        return view! { <p>{words}</p> }.into_any();
    }
    // Nothing is loaded from elsewhere by itself; a picture of another site is a link to it.
    if !backend().is_own(&address) {
        let words = if words.is_empty() { address.clone() } else { words };
        return view! { <p><a href=address rel="noopener noreferrer external">{words}</a></p> }.into_any();
    }
    let picture = Picture { address, words, size };
    large_picture(
        picture,
        tr(Key::NoticesPictureLarge),
        tr(Key::NoticesPictureClose),
    )
}

pub fn attachments(files: Vec<Attachment>) -> Option<AnyView> {
    if files.is_empty() {
        return None;
    }
    let rows = files.into_iter().map(attachment).collect_view();
    Some(
        view! {
            <section>
                <h2>{said(Key::NoticesAttachments)}</h2>
                <ul class="stack plain-list">{rows}</ul>
            </section>
        }
        .into_any(),
    )
}

fn attachment(file: Attachment) -> AnyView {
    let Attachment {
        url,
        title,
        media_type,
        bytes,
    } = file;
    let kind = kind_key(&media_type);
    let about = live(move || t1(Key::NoticesFile, &[("kind", &t(kind)), ("size", &size(bytes))]));
    view! {
        <li>
            <a class="card-link" href=url rel="external">
                <span dir="auto">{title} " " <span class="meta">{about}</span></span>
            </a>
        </li>
    }
    .into_any()
}

/// What a file is, in a word that people know.
fn kind_key(media_type: &str) -> Key {
    // How its letters are written is nobody's business.
    let media_type = media_type.split(';').next().unwrap_or_default().trim_end();
    let ends = |ending: &str| media_type.ends_with(ending);
    match media_type {
        "application/pdf" => Key::NoticesFilePdf,
        "text/csv" => Key::NoticesFileTable,
        _ if media_type.starts_with("image/") => Key::NoticesFilePicture,
        _ if media_type.starts_with("text/") || ends(".text") || ends("wordprocessingml.document") => {
            Key::NoticesFileText
        }
        _ if ends(".spreadsheet") || ends("spreadsheetml.sheet") => Key::NoticesFileTable,
        _ if ends("presentationml.presentation") => Key::NoticesFileSlides,
        _ => Key::NoticesFileOther,
    }
}

/// In thousands as networks charge them; never nothing.
fn size(bytes: u64) -> String {
    if bytes < 1_000_000 {
        return t1(Key::NoticesFileKb, &[("n", &number(bytes.div_ceil(1000).max(1)))]);
    }
    let tenths = bytes.div_ceil(100_000);
    let n = match tenths % 10 {
        0 => number(tenths / 10),
        rest => format!("{}.{rest}", number(tenths / 10)),
    };
    t1(Key::NoticesFileMb, &[("n", &n)])
}

/// The player of the browser; nothing of it comes before somebody wants to hear it.
pub fn recording(notice: &Notice) -> Option<AnyView> {
    let sound = notice
        .recording
        .clone()
        .filter(|sound| backend().is_own(&sound.address))?;
    read_aloud::offer_recording(sound.address.clone());
    let (seconds, bytes) = (sound.seconds, sound.bytes);
    let label = derived(move || {
        let (minutes, rest) = (number(u64::from(seconds / 60)), number(u64::from(seconds % 60)));
        let key = match seconds {
            ..60 => Key::NoticesRecordingShort,
            _ => Key::NoticesRecordingLong,
        };
        let long = t1(key, &[("minutes", &minutes), ("seconds", &rest)]);
        t1(Key::NoticesRecording, &[("long", &long), ("size", &size(bytes))])
    });
    Some(view! { <Recording label=label url=sound.address /> }.into_any())
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    #[test]
    fn files_have_names_that_people_know() {
        for (media_type, key) in [
            ("application/pdf", Key::NoticesFilePdf),
            ("text/csv", Key::NoticesFileTable),
            ("text/csv; charset=utf-8", Key::NoticesFileTable),
            ("text/plain", Key::NoticesFileText),
            ("image/webp", Key::NoticesFilePicture),
            ("application/vnd.oasis.opendocument.text", Key::NoticesFileText),
            (
                "application/vnd.oasis.opendocument.spreadsheet",
                Key::NoticesFileTable,
            ),
            (
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                Key::NoticesFileTable,
            ),
            (
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                Key::NoticesFileText,
            ),
            (
                "application/vnd.openxmlformats-officedocument.presentationml.presentation",
                Key::NoticesFileSlides,
            ),
            ("", Key::NoticesFileOther),
        ] {
            assert_eq!(kind_key(media_type), key, "{media_type}");
        }
    }
}
