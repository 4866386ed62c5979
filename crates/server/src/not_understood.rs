//! "I do not understand this" about a paragraph of a poll or a matter. Staff see it in one list with what is asked about notices
//! (`notices::requests`, staff/notice/requests.rs).

use crate::app::App;
use crate::columns::{maybe_time, time};
use crate::extract::Ids;
use crate::fault::{Fault, Outcome};
use crate::matters;
use crate::person::{MaybePerson, Person};
use crate::polls::PollRow;
use axum::extract::State;
use axum::http::StatusCode;
use contract::{Matter, ParagraphQuestion, ProblemType, Text, TextFormat};
use markdown::Paragraph;
use sqlx::{AnyConnection, Row};

/// As much of a paragraph as staff need to know which it was.
pub const WORDS_CHARS: usize = 500;

/// What a paragraph stands in; in the database it goes by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    Poll,
    Matter,
}

impl Of {
    const fn name(self) -> &'static str {
        match self {
            Self::Poll => "poll",
            Self::Matter => "matter",
        }
    }
}

/// The paragraphs of a text that a reader can point at.
pub fn of_text(text: &Text) -> Vec<Paragraph> {
    match text.format {
        TextFormat::Markdown => markdown::paragraphs(&text.value),
        _ => markdown::plain_paragraphs(&text.value),
    }
}

/// `PUT /v1/polls/{id}/not-understood/{paragraph}`.
pub async fn ask_about_poll(state: State<App>, person: Person, ids: Ids) -> Outcome<StatusCode> {
    ask(&state, Of::Poll, &person, ids).await
}

/// `DELETE /v1/polls/{id}/not-understood/{paragraph}`.
pub async fn take_back_about_poll(state: State<App>, person: Person, ids: Ids) -> Outcome<StatusCode> {
    take_back(&state, Of::Poll, &person, ids).await
}

/// `PUT /v1/matters/{id}/not-understood/{paragraph}`.
pub async fn ask_about_matter(state: State<App>, person: Person, ids: Ids) -> Outcome<StatusCode> {
    ask(&state, Of::Matter, &person, ids).await
}

/// `DELETE /v1/matters/{id}/not-understood/{paragraph}`.
pub async fn take_back_about_matter(state: State<App>, person: Person, ids: Ids) -> Outcome<StatusCode> {
    take_back(&state, Of::Matter, &person, ids).await
}

async fn ask(app: &App, of: Of, person: &Person, Ids(id, key): Ids) -> Outcome<StatusCode> {
    let mut tx = app.db.write().await?;
    let found = paragraphs(app, &mut tx, of, &id, person)
        .await?
        .into_iter()
        .find(|paragraph| paragraph.key == key)
        .ok_or_else(|| Fault::new(ProblemType::NotFound, "there is no such paragraph"))?;
    // Asked again after it was seen to: it was not clear after all.
    sqlx::query(
        "INSERT INTO paragraph_questions (id, kind, subject_id, resident_id, paragraph, words, asked_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (kind, subject_id, resident_id, paragraph)
         DO UPDATE SET asked_at = excluded.asked_at, done_at = NULL, answer = NULL
         WHERE paragraph_questions.done_at IS NOT NULL",
    )
    .bind(crate::secrets::new_id()?)
    .bind(of.name())
    .bind(&id)
    .bind(&person.id)
    .bind(&found.key)
    .bind(found.words.chars().take(WORDS_CHARS).collect::<String>())
    .bind(app.now())
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Also where the paragraph is another one meanwhile.
async fn take_back(app: &App, of: Of, person: &Person, Ids(id, key): Ids) -> Outcome<StatusCode> {
    let mut tx = app.db.write().await?;
    paragraphs(app, &mut tx, of, &id, person).await?;
    sqlx::query(
        "DELETE FROM paragraph_questions
         WHERE kind = $1 AND subject_id = $2 AND resident_id = $3 AND paragraph = $4",
    )
    .bind(of.name())
    .bind(&id)
    .bind(&person.id)
    .bind(&key)
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What this person can point at. Fails where there is nothing that they may see.
async fn paragraphs(
    app: &App,
    connection: &mut AnyConnection,
    of: Of,
    id: &str,
    person: &Person,
) -> Outcome<Vec<Paragraph>> {
    let texts = match of {
        Of::Poll => {
            let poll = PollRow::load(connection, id).await?;
            std::iter::once(poll.about).chain(poll.plain).collect()
        }
        Of::Matter => {
            let reader = MaybePerson(Some(person.clone()));
            texts_of(matters::load(connection, id, &reader, app.now()).await?)
        }
    };
    let texts: Vec<Text> = texts;
    Ok(texts.iter().flat_map(of_text).collect())
}

fn texts_of(matter: Matter) -> Vec<Text> {
    let of_stages = matter
        .stages
        .into_iter()
        .flat_map(|stage| stage.about.into_iter().chain(stage.plain));
    std::iter::once(matter.about)
        .chain(of_stages)
        .chain(matter.outcome.map(|outcome| outcome.text))
        .collect()
}

/// What one person asked about one poll or matter.
pub async fn own(
    connection: &mut AnyConnection,
    of: Of,
    id: &str,
    person: &MaybePerson,
) -> Outcome<Vec<ParagraphQuestion>> {
    if person.0.is_none() {
        return Ok(vec![]);
    }
    let rows = sqlx::query(
        "SELECT paragraph, asked_at, done_at, answer FROM paragraph_questions
         WHERE resident_id = $1 AND kind = $2 AND subject_id = $3 ORDER BY asked_at, id",
    )
    .bind(person.id())
    .bind(of.name())
    .bind(id)
    .fetch_all(connection)
    .await?;
    rows.iter()
        .map(|row| {
            Ok(ParagraphQuestion {
                paragraph: row.try_get("paragraph")?,
                asked_at: time(row, "asked_at")?,
                done_at: maybe_time(row, "done_at")?,
                answer: row.try_get("answer")?,
            })
        })
        .collect()
}
