//! What can be found, as readers see it: the words alone, without markup.

use crate::columns::{maybe_stored, stored};
use crate::fault::Outcome;
use contract::{
    Attachment, Image, MatterOutcome, NoticeEvent, Question, SearchKind, Stage, Text, TextFormat,
};
use finding::in_one_line;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

/// One thing that can be found.
pub struct Findable {
    /// Of a post.
    pub thread_id: Option<String>,
    pub title: String,
    pub body: String,
    pub shown_from: i64,
    pub at: i64,
}

/// `None`: there is no such thing, or nobody is to find it.
pub async fn read(db: &mut AnyConnection, kind: SearchKind, id: &str) -> Outcome<Option<Findable>> {
    let sql = match kind {
        SearchKind::Notice => "SELECT * FROM notices WHERE id = $1 AND withdrawn IS NULL",
        SearchKind::Matter => "SELECT * FROM matters WHERE id = $1",
        SearchKind::Poll => "SELECT * FROM polls WHERE id = $1",
        SearchKind::Thread => "SELECT * FROM threads WHERE id = $1",
        SearchKind::Post => {
            "SELECT p.*, t.title FROM posts p JOIN threads t ON t.id = p.thread_id
             WHERE p.id = $1 AND p.state = 'visible'"
        }
        SearchKind::Other => return Ok(None),
    };
    let row = sqlx::query(sql).bind(id).fetch_optional(db).await?;
    row.map(|row| findable(kind, &row)).transpose()
}

fn findable(kind: SearchKind, row: &AnyRow) -> Outcome<Findable> {
    let mut body = Vec::new();
    let (shown_from, at) = match kind {
        SearchKind::Notice => {
            body.push(row.try_get("summary")?);
            body.extend(maybe_stored::<Text>(row, "plain")?.as_ref().map(plain));
            body.push(plain(&stored(row, "body")?));
            body.extend(maybe_stored::<NoticeEvent>(row, "event")?.and_then(|event| event.place));
            // A notice may be nothing but a picture; what it says stands in its text alternative.
            body.extend(
                stored::<Vec<Image>>(row, "images")?
                    .into_iter()
                    .map(|image| image.alt),
            );
            let attached = stored::<Vec<Attachment>>(row, "attachments")?;
            body.extend(attached.into_iter().map(|file| file.title));
            (row.try_get("published_at")?, row.try_get("published_at")?)
        }
        SearchKind::Matter => {
            body.push(plain(&stored(row, "about")?));
            for stage in stored::<Vec<Stage>>(row, "stages")? {
                body.extend(stage.about.iter().chain(&stage.plain).map(plain));
            }
            if let Some(outcome) = maybe_stored::<MatterOutcome>(row, "outcome")? {
                body.push(plain(&outcome.text));
                body.push(outcome.responsible);
                body.extend(outcome.progress.into_iter().map(|entry| entry.text));
            }
            (row.try_get("created_at")?, row.try_get("updated_at")?)
        }
        SearchKind::Poll => {
            body.extend(maybe_stored::<Text>(row, "plain")?.as_ref().map(plain));
            body.push(plain(&stored(row, "about")?));
            for question in stored::<Vec<Question>>(row, "questions")? {
                body.push(question.title);
                body.extend(question.help);
                for option in question.options {
                    body.push(option.label);
                    body.extend(option.meaning);
                }
            }
            // Polls are announced before they open.
            (i64::MIN, row.try_get("opens_at")?)
        }
        SearchKind::Thread => {
            body.push(plain(&stored(row, "body")?));
            body.extend(maybe_stored::<Text>(row, "summary")?.as_ref().map(plain));
            (row.try_get("created_at")?, row.try_get("created_at")?)
        }
        _ => {
            body.push(plain(&Text::markdown(row.try_get::<String, _>("body")?)));
            (row.try_get("created_at")?, row.try_get("created_at")?)
        }
    };
    let thread_id = match kind {
        SearchKind::Post => Some(row.try_get("thread_id")?),
        _ => None,
    };
    Ok(Findable {
        thread_id,
        title: in_one_line(row.try_get("title")?),
        body: in_one_line(&body.join(" ")),
        shown_from,
        at,
    })
}

fn plain(text: &Text) -> String {
    match text.format {
        TextFormat::Markdown => markdown::words(&text.value),
        _ => text.value.clone(),
    }
}
