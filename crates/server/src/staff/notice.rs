//! `notice publish FILE.md`: front matter in TOML between `+++` lines, the body in Markdown, and below a line
//! `%%% plain` the same in plain words.

use super::form::Form;
use super::house::{House, Link};
use super::refusal::{Refused, refuse};
use super::store::{Ids, json};
use crate::names::name_of;
use contract::{Correction, Notice, NoticeCategory, NoticeEvent, Text, Urgency};
use serde::Deserialize;
use sqlx::AnyConnection;
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
    event: Option<Event>,
    #[serde(default)]
    related: Vec<Spanned<Link>>,
    #[serde(default)]
    corrections: Vec<Corrected>,
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
struct Corrected {
    at: Spanned<String>,
    what: Spanned<String>,
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

/// Reads a notice file; `taken` says which ids are in use.
pub fn read(house: &House, file: &str, text: &str, ids: &mut Ids) -> anyhow::Result<Notice> {
    let text = house.clock.fill(text);
    let parts = split(file, &text)?;
    let (front, mut form) = Form::read::<Front>(file, &parts.front, 0)?;
    let clock = &house.clock;

    let id = match &front.id {
        Some(id) => form.id(id),
        None => ids.fresh()?,
    };
    let published_at = form.time_if(&front.published_at, clock).unwrap_or(clock.now);
    let updated_at = form.time_if(&front.updated_at, clock);
    let valid_until = form.time_if(&front.valid_until, clock);
    if let (Some(until), Some(at)) = (&front.valid_until, valid_until)
        && at <= published_at
    {
        form.complain(until, "valid_until is not after published_at");
    }
    if let (Some(updated), Some(at)) = (&front.updated_at, updated_at)
        && at < published_at
    {
        form.complain(updated, "updated_at is before published_at");
    }
    let event = front.event.as_ref().map(|event| {
        let starts_at = form.time(&event.starts_at, clock);
        let ends_at = form.time_if(&event.ends_at, clock);
        if let (Some(ends), Some(at)) = (&event.ends_at, ends_at)
            && at <= starts_at
        {
            form.complain(ends, "the event ends before it begins");
        }
        NoticeEvent {
            starts_at,
            ends_at,
            place: event.place.as_ref().map(|place| form.words(place, 200)),
        }
    });
    let corrections = front
        .corrections
        .iter()
        .map(|c| Correction {
            at: form.time(&c.at, clock),
            what: form.words(&c.what, 1000),
        })
        .collect();
    let related = house.related(&mut form, &front.related);
    let category = form.known(
        &front.category,
        "government, safety, utilities, events, policy, finance, community",
    );
    let urgency = match &front.urgency {
        Some(urgency) => form.known(urgency, "normal, important, urgent"),
        None => Urgency::Normal,
    };
    let body = parts.body.trim();
    if body.is_empty() {
        form.complaints.at(
            parts.body_above,
            "the notice says nothing: there is no text below the front matter",
        );
    } else if body.len() > 200_000 {
        form.complaints
            .at(parts.body_above, "the notice is longer than 200,000 bytes");
    }
    let plain = parts.plain.map(|(plain, line)| {
        if plain.trim().is_empty() {
            form.complaints.at(line, "the section in plain words is empty");
        }
        Text::plain(plain.trim())
    });
    let notice = Notice {
        id,
        title: form.words(&front.title, 120),
        summary: form.words(&front.summary, 300),
        category,
        urgency,
        pinned: front.pinned,
        publisher: form.words(&front.publisher, 80),
        published_at,
        updated_at,
        valid_until,
        read: None,
        asks_read: front.asks_read,
        body: Text::markdown(body),
        plain,
        event,
        images: vec![],
        attachments: vec![],
        related,
        corrections,
        withdrawn: front.withdrawn.as_ref().map(|why| form.words(why, 1000)),
    };
    if let Some(id) = &front.id
        && house.has(contract::RelatedKind::Notice, &notice.id)
    {
        form.complain(id, format!("there is already a notice with the id {}", notice.id));
    }
    form.complaints.finish()?;
    Ok(notice)
}

/// Stores a notice.
pub async fn insert(db: &mut AnyConnection, notice: &Notice) -> anyhow::Result<()> {
    sqlx::query(
        "INSERT INTO notices (id, title, summary, category, urgency, pinned, publisher, published_at, updated_at, \
         valid_until, asks_read, body, plain, event, related, corrections, withdrawn) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
    )
    .bind(&notice.id)
    .bind(&notice.title)
    .bind(&notice.summary)
    .bind(name_of(notice.category))
    .bind(name_of(notice.urgency))
    .bind(i64::from(notice.pinned))
    .bind(&notice.publisher)
    .bind(notice.published_at.millis())
    .bind(notice.updated_at.map(contract::Timestamp::millis))
    .bind(notice.valid_until.map(contract::Timestamp::millis))
    .bind(i64::from(notice.asks_read))
    .bind(json(&notice.body)?)
    .bind(notice.plain.as_ref().map(json).transpose()?)
    .bind(notice.event.as_ref().map(json).transpose()?)
    .bind(json(&notice.related)?)
    .bind(json(&notice.corrections)?)
    .bind(&notice.withdrawn)
    .execute(db)
    .await?;
    Ok(())
}
