//! `notice publish FILE.md`: front matter in TOML between `+++` lines, the body in Markdown, and below a line
//! `%%% plain` the same in plain words. The other commands about notices stand beside it.

mod batch;
mod command;
mod compare;
mod coverage;
mod enclosed;
mod preview;
mod requests;
mod standing;

pub use batch::insert_all;
pub use command::{NoticeCommand, RequestsCommand, run};

use super::form::Form;
use super::house::{House, Link};
use super::refusal::{Refused, refuse};
use super::store::{Ids, json};
use crate::enclosures::Enclosure;
use crate::names::name_of;
use crate::notices::places_of;
use crate::pictures::Picture;
use contract::{
    Audience, Change, Correction, Notice, NoticeCategory, NoticeEvent, NoticePart, Text, Urgency,
};
use enclosed::{AttachmentForm, PictureForm};
use serde::Deserialize;
use sqlx::AnyConnection;
use std::path::Path;
use toml::Spanned;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Front {
    id: Option<Spanned<String>>,
    title: Spanned<String>,
    summary: Spanned<String>,
    category: Spanned<NoticeCategory>,
    urgency: Option<Spanned<Urgency>>,
    #[serde(default)]
    pinned: bool,
    publisher: Spanned<String>,
    published_at: Option<Spanned<String>>,
    updated_at: Option<Spanned<String>>,
    valid_until: Option<Spanned<String>>,
    #[serde(default)]
    asks_read: bool,
    withdrawn: Option<Spanned<String>>,
    #[serde(default)]
    buildings: Vec<Spanned<String>>,
    #[serde(default)]
    grids: Vec<Spanned<String>>,
    #[serde(default)]
    pictures: Vec<PictureForm>,
    #[serde(default)]
    attachments: Vec<AttachmentForm>,
    recording: Option<Spanned<String>>,
    event: Option<Event>,
    #[serde(default)]
    related: Vec<Spanned<Link>>,
    #[serde(default)]
    corrections: Vec<Said>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Event {
    starts_at: Spanned<String>,
    ends_at: Option<Spanned<String>>,
    place: Option<Spanned<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Said {
    at: Spanned<String>,
    what: Spanned<String>,
    was: Option<Spanned<String>>,
    now: Option<Spanned<String>>,
}

/// A notice with the files that come with it.
#[derive(Debug)]
pub struct NewNotice {
    pub notice: Notice,
    pub pictures: Vec<Picture>,
    pub files: Vec<Enclosure>,
}

/// What a file is read for.
#[derive(Debug, Clone, Copy)]
pub enum Purpose<'a> {
    Publish,
    /// A look at it before: its id may be taken, because it may be there already.
    Preview,
    /// To stand in the place of this one.
    Correct(&'a Notice),
}

/// What a notice says below its front matter.
struct Words<'a> {
    body: &'a str,
    /// Where complaints about the body belong.
    line: usize,
    plain: Option<(&'a str, usize)>,
}

/// The three parts of a notice file, with the number of lines above the last two.
struct Parts {
    front: String,
    body: String,
    plain: Option<(String, usize)>,
    body_above: usize,
}

fn split(file: &str, text: &str) -> Result<Parts, Refused> {
    let mut lines = text.lines().enumerate();
    match lines.find(|(_, line)| !line.trim().is_empty()) {
        Some((_, line)) if line.trim_end() == "+++" => {}
        first => {
            return Err(refuse(
                file,
                first.map_or(1, |(n, _)| n + 1),
                "the file must begin with a line +++",
            ));
        }
    }
    let mut front = String::new();
    let mut above = None;
    // Leading empty lines and the +++ itself, so that the front matter's lines keep their numbers.
    let skipped = text.lines().take_while(|line| line.trim_end() != "+++").count() + 1;
    for (number, line) in lines.by_ref() {
        if line.trim_end() == "+++" {
            above = Some(number + 1);
            break;
        }
        front.push_str(line);
        front.push('\n');
    }
    let Some(body_above) = above else {
        return Err(refuse(
            file,
            skipped,
            "the second line +++, which ends the front matter, is missing",
        ));
    };
    let mut body = String::new();
    let mut plain: Option<(String, usize)> = None;
    for (number, line) in lines {
        if line.trim_end() == "%%% plain" {
            if plain.is_some() {
                return Err(refuse(file, number + 1, "a second section in plain words"));
            }
            plain = Some((String::new(), number + 1));
            continue;
        }
        let part = plain.as_mut().map_or(&mut body, |(text, _)| text);
        part.push_str(line);
        part.push('\n');
    }
    Ok(Parts {
        front: "\n".repeat(skipped) + &front,
        body,
        plain,
        body_above,
    })
}

/// The title and id a file gives itself, without judging the rest of it.
pub fn announced(file: &str, text: &str) -> Result<(Option<String>, String), Refused> {
    let parts = split(file, text)?;
    let (front, _) = Form::read::<Front>(file, &parts.front, 0)?;
    Ok((front.id.map(Spanned::into_inner), front.title.into_inner()))
}

/// Reads a notice file and the files beside it that it names.
pub fn read(
    house: &House,
    file: &str,
    text: &str,
    purpose: Purpose<'_>,
    ids: &mut Ids,
) -> anyhow::Result<NewNotice> {
    let text = house.clock.fill(text);
    let parts = split(file, &text)?;
    let (front, form) = Form::read::<Front>(file, &parts.front, 0)?;
    let words = Words {
        body: &parts.body,
        line: parts.body_above,
        plain: parts.plain.as_ref().map(|(plain, line)| (plain.as_str(), *line)),
    };
    let folder = Path::new(file).parent().unwrap_or(Path::new(""));
    judge(house, form, &front, &words, folder, purpose, ids)
}

fn judge(
    house: &House,
    mut form: Form<'_>,
    front: &Front,
    words: &Words<'_>,
    folder: &Path,
    purpose: Purpose<'_>,
    ids: &mut Ids,
) -> anyhow::Result<NewNotice> {
    let clock = &house.clock;
    let id = match (&front.id, purpose) {
        (Some(id), _) => form.id(id),
        (None, Purpose::Correct(known)) => known.id.clone(),
        (None, _) => ids.fresh()?,
    };
    if let Some(spanned) = &front.id {
        match purpose {
            Purpose::Publish if house.has(contract::RelatedKind::Notice, &id) => {
                form.complain(spanned, format!("there is already a notice with the id {id}"));
            }
            Purpose::Correct(known) if known.id != id => {
                form.complain(spanned, format!("this file is the notice {id}, not {}", known.id));
            }
            _ => {}
        }
    }
    let named = form.time_if(&front.published_at, clock);
    let published_at = match purpose {
        // When it appeared is no mistake that could be corrected.
        Purpose::Correct(known) if known.published_at <= clock.now => known.published_at,
        // Nobody could read it before now, whatever time is named.
        Purpose::Correct(known) => named.map_or(known.published_at, |at| at.max(clock.now)),
        _ => named.unwrap_or(clock.now),
    };
    let valid_until = front.valid_until.as_ref().map(|until| {
        let reason = "valid_until is not after published_at";
        form.time_after(until, clock, published_at, reason)
    });
    let event = front.event.as_ref().map(|event| {
        let starts_at = form.time(&event.starts_at, clock);
        let ends_at = event.ends_at.as_ref();
        NoticeEvent {
            starts_at,
            ends_at: ends_at
                .map(|end| form.time_after(end, clock, starts_at, "the event ends before it begins")),
            place: event.place.as_ref().map(|place| form.words(place, 200)),
        }
    });
    let corrections: Vec<Correction> = match purpose {
        Purpose::Correct(known) => known.corrections.clone(),
        _ => front
            .corrections
            .iter()
            .map(|said| said.read(&mut form, house))
            .collect(),
    };
    let corrected_at = corrections.iter().map(|correction| correction.at).max();
    let updated_at = form.time_if(&front.updated_at, clock);
    if let (Some(updated), Some(at)) = (&front.updated_at, updated_at)
        && at < published_at
    {
        form.complain(updated, "updated_at is before published_at");
    }
    let related = house.related(&mut form, &front.related);
    let category = form.known(
        &front.category,
        "government, safety, utilities, events, policy, finance, community",
    );
    let urgency = match &front.urgency {
        Some(urgency) => form.known(urgency, "normal, important, urgent"),
        None => Urgency::Normal,
    };
    let (images, pictures) = enclosed::pictures(&mut form, folder, &front.pictures);
    let (attachments, mut files) = enclosed::attachments(&mut form, folder, &front.attachments);
    let recording = front
        .recording
        .as_ref()
        .and_then(|name| enclosed::recording(&mut form, folder, name, &mut files));
    let body = words.body.trim();
    // A picture says what its text alternative says, so a notice may be nothing but pictures.
    if body.is_empty() && front.pictures.is_empty() {
        form.complaints.at(
            words.line,
            "the notice says nothing: there is no text below the front matter, and no picture with an alt",
        );
    } else if body.len() > 200_000 {
        form.complaints
            .at(words.line, "the notice is longer than 200,000 bytes");
    }
    let plain = words.plain.map(|(plain, line)| {
        if plain.trim().is_empty() {
            form.complaints.at(line, "the section in plain words is empty");
        }
        Text::plain(plain.trim())
    });
    let withdrawn = front.withdrawn.as_ref().map(|why| form.words(why, 1000));
    if let (Some(why), Purpose::Correct(_)) = (&front.withdrawn, purpose) {
        form.complain(why, "a correction does not withdraw; `notice withdraw` does");
    }
    let notice = Notice {
        id,
        title: form.words(&front.title, 120),
        summary: form.words(&front.summary, 300),
        category,
        urgency,
        pinned: match purpose {
            Purpose::Correct(known) => known.pinned,
            _ => front.pinned,
        },
        publisher: form.words(&front.publisher, 80),
        published_at,
        updated_at: updated_at.or(corrected_at),
        corrected_at,
        valid_until,
        read: None,
        asks_read: front.asks_read,
        audience: Audience {
            buildings: places(&mut form, &front.buildings, |name| {
                house.buildings().contains(name)
            }),
            grids: places(&mut form, &front.grids, |name| house.grids().contains(name)),
        },
        own: None,
        body: Text::markdown(body),
        plain,
        event,
        images,
        attachments,
        recording,
        related,
        corrections,
        withdrawn,
        questions: vec![],
        call: None,
        preview: false,
    };
    form.complaints.finish()?;
    Ok(NewNotice {
        notice,
        pictures,
        files,
    })
}

impl Said {
    fn read(&self, form: &mut Form<'_>, house: &House) -> Correction {
        let mut words = |text: &Option<Spanned<String>>| text.as_ref().map(|text| form.words(text, 2000));
        let (was, now) = (words(&self.was), words(&self.now));
        let changes = match (&was, &now) {
            (None, None) => vec![],
            _ => vec![Change {
                part: NoticePart::Body,
                was,
                now,
            }],
        };
        Correction {
            at: form.time(&self.at, &house.clock),
            what: form.words(&self.what, 1000),
            changes,
        }
    }
}

/// Names of buildings or grids, each once; complains about those in which nobody lives.
fn places(form: &mut Form<'_>, names: &[Spanned<String>], known: impl Fn(&str) -> bool) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for name in names {
        let text = name.get_ref();
        if !known(text) {
            form.complain(name, format!("nobody lives in {text}"));
        } else if !found.contains(text) {
            found.push(text.clone());
        }
    }
    found
}

/// Stores a notice with its files.
pub async fn insert(db: &mut AnyConnection, new: &NewNotice) -> anyhow::Result<()> {
    let notice = &new.notice;
    sqlx::query("INSERT INTO notices (id, category, title, publisher, published_at, body) VALUES ($1, '', '', '', $2, '')")
        .bind(&notice.id)
        .bind(notice.published_at.millis())
        .execute(&mut *db)
        .await?;
    write(db, new).await
}

/// Writes everything of a notice that is there already.
async fn write(db: &mut AnyConnection, new: &NewNotice) -> anyhow::Result<()> {
    let notice = &new.notice;
    sqlx::query(
        "UPDATE notices SET title = $2, summary = $3, category = $4, urgency = $5, pinned = $6, publisher = $7, \
         updated_at = $8, corrected_at = $9, valid_until = $10, asks_read = $11, body = $12, plain = $13, event = $14, \
         images = $15, attachments = $16, recording = $17, related = $18, corrections = $19, withdrawn = $20, \
         audience = $21, published_at = $22 WHERE id = $1",
    )
    .bind(&notice.id)
    .bind(&notice.title)
    .bind(&notice.summary)
    .bind(name_of(notice.category))
    .bind(name_of(notice.urgency))
    .bind(i64::from(notice.pinned))
    .bind(&notice.publisher)
    .bind(notice.updated_at.map(contract::Timestamp::millis))
    .bind(notice.corrected_at.map(contract::Timestamp::millis))
    .bind(notice.valid_until.map(contract::Timestamp::millis))
    .bind(i64::from(notice.asks_read))
    .bind(json(&notice.body)?)
    .bind(notice.plain.as_ref().map(json).transpose()?)
    .bind(notice.event.as_ref().map(json).transpose()?)
    .bind(json(&notice.images)?)
    .bind(json(&notice.attachments)?)
    .bind(notice.recording.as_ref().map(json).transpose()?)
    .bind(json(&notice.related)?)
    .bind(json(&notice.corrections)?)
    .bind(&notice.withdrawn)
    .bind(json(&notice.audience)?)
    .bind(notice.published_at.millis())
    .execute(&mut *db)
    .await?;
    sqlx::query("DELETE FROM notice_audience WHERE notice_id = $1")
        .bind(&notice.id)
        .execute(&mut *db)
        .await?;
    for place in places_of(&notice.audience) {
        sqlx::query("INSERT INTO notice_audience (place, published_at, notice_id) VALUES ($1, $2, $3)")
            .bind(place)
            .bind(notice.published_at.millis())
            .bind(&notice.id)
            .execute(&mut *db)
            .await?;
    }
    new.store_files(db, None).await
}

impl NewNotice {
    /// Stores pictures, attachments and recording: for good, or for a preview only.
    async fn store_files(&self, db: &mut AnyConnection, expires_at: Option<i64>) -> anyhow::Result<()> {
        for picture in &self.pictures {
            picture.store(&mut *db, expires_at).await?;
        }
        for file in &self.files {
            file.store(&mut *db, expires_at).await?;
        }
        Ok(())
    }
}
