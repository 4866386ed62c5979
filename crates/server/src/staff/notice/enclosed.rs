//! What comes with a notice: pictures, attachments and a recording, as files beside its own.

use super::super::form::Form;
use crate::enclosures::Enclosure;
use crate::pictures::Picture;
use contract::{Attachment, Image, Recording};
use serde::Deserialize;
use std::path::{Component, Path, PathBuf};
use toml::Spanned;

/// `[[pictures]]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PictureForm {
    file: Spanned<String>,
    alt: Option<Spanned<String>>,
}

/// `[[attachments]]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AttachmentForm {
    file: Spanned<String>,
    title: Spanned<String>,
}

pub fn pictures(form: &mut Form<'_>, folder: &Path, forms: &[PictureForm]) -> (Vec<Image>, Vec<Picture>) {
    let (mut images, mut pictures) = (Vec::new(), Vec::new());
    for PictureForm { file, alt } in forms {
        let alt = match alt {
            Some(alt) => form.words(alt, 2000),
            None => {
                form.complain(
                    file,
                    "a picture needs an alt: what it shows, for those who cannot see it",
                );
                continue;
            }
        };
        if let Some(picture) = opened(form, folder, file, |path| Picture::open(&path)) {
            images.push(picture.image(alt));
            pictures.push(picture);
        }
    }
    (images, pictures)
}

pub fn attachments(
    form: &mut Form<'_>,
    folder: &Path,
    forms: &[AttachmentForm],
) -> (Vec<Attachment>, Vec<Enclosure>) {
    let (mut attachments, mut files) = (Vec::new(), Vec::new());
    for AttachmentForm { file, title } in forms {
        let title = form.words(title, 120);
        if let Some(read) = opened(form, folder, file, |path| Enclosure::attachment(&path)) {
            attachments.push(Attachment {
                url: read.url(),
                title,
                media_type: read.media_type.to_owned(),
                bytes: read.size(),
            });
            files.push(read);
        }
    }
    (attachments, files)
}

pub fn recording(
    form: &mut Form<'_>,
    folder: &Path,
    name: &Spanned<String>,
    files: &mut Vec<Enclosure>,
) -> Option<Recording> {
    let (read, seconds) = opened(form, folder, name, |path| Enclosure::recording(&path))?;
    let recording = Recording {
        url: read.url(),
        media_type: read.media_type.to_owned(),
        bytes: read.size(),
        seconds,
    };
    files.push(read);
    Some(recording)
}

/// A file beside the notice. A folder may come from somebody else, so no name leads out of it.
fn opened<T>(
    form: &mut Form<'_>,
    folder: &Path,
    name: &Spanned<String>,
    open: impl FnOnce(PathBuf) -> Result<T, String>,
) -> Option<T> {
    let path = Path::new(name.get_ref());
    let inside = path.components().all(|part| matches!(part, Component::Normal(_)));
    let opened = if inside {
        open(folder.join(path))
    } else {
        Err("only files in the folder of the notice are taken".to_owned())
    };
    match opened {
        Ok(value) => Some(value),
        Err(reason) => {
            form.complain(name, format!("{}: {reason}", name.get_ref()));
            None
        }
    }
}
