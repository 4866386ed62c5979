//! Starting a matter of one's own: nothing is lost on the way, and nothing is there twice.

use super::due::answer_due;
use crate::answer;
use crate::app::App;
use crate::extract::{IdempotencyKey, Json, is_id};
use crate::fault::{Fault, Outcome};
use crate::idempotency::{Keyed, Seen};
use crate::length::{characters, too_long};
use crate::limiter::What;
use crate::matters;
use crate::names::name_of;
use crate::person::{MaybePerson, Person};
use crate::secrets;
use crate::threads::POST_CHARS;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use contract::*;
use sqlx::AnyConnection;
use unicode_segmentation::UnicodeSegmentation;

const TITLE_CHARS: usize = 60;
const PLACE_CHARS: usize = 100;
const MOST_PHOTOS: usize = 3;

/// `POST /v1/matters`.
pub async fn start(
    State(app): State<App>,
    person: Person,
    IdempotencyKey(key): IdempotencyKey,
    Json { value: ask, .. }: Json<NewRequest>,
) -> Outcome<Response> {
    let ask = checked(ask)?;
    let now = app.now();
    let me = MaybePerson(Some(person.clone()));
    let text = serde_json::to_vec(&ask)?;
    let keyed = key.map(|key| Keyed::new(&["request", &person.id], &key, &text));

    let mut tx = app.db.write().await?;
    if let Some(keyed) = &keyed
        && let Seen::Before(Some(made)) = keyed.look(&mut tx).await?
    {
        return created(&mut tx, &made, &me, now).await;
    }
    must_own(&mut tx, &ask.photos, &person.id).await?;
    // Last, so that repeats and mistakes cost nobody their turn.
    app.limiter
        .take(What::Requests, &person.id, now)
        .map_err(|wait| Fault::wait(ProblemType::RateLimited, wait))?;
    let id = secrets::new_id()?;
    if let Some(keyed) = &keyed
        && !keyed.keep(&mut tx, Some(&id), now).await?
    {
        // PostgreSQL: a twin of this request was faster, and it has ended by now.
        return match keyed.look(&mut tx).await? {
            Seen::Before(Some(made)) => created(&mut tx, &made, &me, now).await,
            _ => Err(Fault::wait(ProblemType::Unavailable, 1)),
        };
    }
    insert(&mut tx, &id, &person.id, &ask, now).await?;
    let answer = created(&mut tx, &id, &me, now).await?;
    tx.commit().await?;
    Ok(answer)
}

async fn created(connection: &mut AnyConnection, id: &str, me: &MaybePerson, now: i64) -> Outcome<Response> {
    answer::json_as(
        StatusCode::CREATED,
        &matters::load(connection, id, me, now).await?,
    )
}

/// The request as it is kept: line ends as `\n`, no blanks around anything, a title in every case.
fn checked(mut ask: NewRequest) -> Outcome<NewRequest> {
    let mut errors = Vec::new();
    if ask.kind == RequestKind::Other {
        errors.push(FieldCode::UnknownValue.at("/kind", "proposal or request"));
    }
    if ask.category == RequestCategory::Other {
        errors.push(FieldCode::UnknownValue.at("/category", "no such category"));
    }
    if ask.contact == ContactWish::Other {
        errors.push(FieldCode::UnknownValue.at("/contact", "call, message or no_need"));
    }
    ask.body = ask
        .body
        .replace("\r\n", "\n")
        .replace('\r', "\n")
        .trim()
        .to_owned();
    for text in [&mut ask.title, &mut ask.place] {
        *text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    if ask.body.is_empty() {
        errors.push(FieldCode::Missing.at("/body", "say what it is about"));
    }
    for (pointer, text, most) in [
        ("/title", &ask.title, TITLE_CHARS),
        ("/body", &ask.body, POST_CHARS),
        ("/place", &ask.place, PLACE_CHARS),
    ] {
        if too_long(text, most) {
            errors.push(FieldCode::TooLong.at(pointer, format!("at most {most} characters")));
        }
    }
    if ask.photos.len() > MOST_PHOTOS {
        errors.push(FieldCode::TooMany.at("/photos", format!("at most {MOST_PHOTOS}")));
    }
    for (n, photo) in ask.photos.iter().enumerate() {
        if ask.photos[..n].contains(photo) {
            errors.push(FieldCode::Repeated.at(format!("/photos/{n}"), "this photo is there already"));
        }
    }
    if !errors.is_empty() {
        return Err(Fault::fields(errors));
    }
    if ask.title.is_empty() {
        ask.title = first_sentence(&ask.body);
    }
    Ok(ask)
}

/// What a list shows of a text without a title: up to its first end, and not more than a title has.
fn first_sentence(body: &str) -> String {
    let line = body.lines().next().unwrap_or_default().trim();
    let end = line
        .find(['。', '！', '？', '!', '?', '；'])
        .unwrap_or(line.len());
    // A full stop ends a sentence where a blank follows; 3.5 is a number.
    let end = line.find(". ").map_or(end, |stop| stop.min(end));
    let sentence = line[..end].trim();
    let sentence = if sentence.is_empty() { line } else { sentence };
    if characters(sentence) <= TITLE_CHARS {
        return sentence.to_owned();
    }
    let cut: String = sentence.graphemes(true).take(TITLE_CHARS - 1).collect();
    format!("{cut}…")
}

/// Nobody hangs somebody else's photo on a matter of theirs, which would show it to whoever sees the matter.
async fn must_own(connection: &mut AnyConnection, photos: &[String], person: &str) -> Outcome<()> {
    for (n, photo) in photos.iter().enumerate() {
        let owned: Option<(String,)> = if is_id(photo) {
            sqlx::query_as("SELECT id FROM photos WHERE id = $1 AND owner_id = $2")
                .bind(photo)
                .bind(person)
                .fetch_optional(&mut *connection)
                .await?
        } else {
            None
        };
        if owned.is_none() {
            return Err(FieldCode::UnknownValue
                .at(format!("/photos/{n}"), "no such photo; send it again")
                .into());
        }
    }
    Ok(())
}

async fn insert(
    connection: &mut AnyConnection,
    id: &str,
    author: &str,
    ask: &NewRequest,
    now: i64,
) -> Outcome<()> {
    let about = Text::plain(ask.body.as_str());
    sqlx::query(
        "INSERT INTO matters (id, title, about, stages, related, created_at, updated_at)
         VALUES ($1, $2, $3, '[]', '[]', $4, $4)",
    )
    .bind(id)
    .bind(&ask.title)
    .bind(serde_json::to_string(&about)?)
    .bind(now)
    .execute(&mut *connection)
    .await?;
    let due = answer_due(connection, now).await?;
    sqlx::query(
        "INSERT INTO requests (matter_id, author_id, kind, category, place, contact, answer_due)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(id)
    .bind(author)
    .bind(name_of(ask.kind))
    .bind(name_of(ask.category))
    .bind(&ask.place)
    .bind(name_of(ask.contact))
    .bind(due)
    .execute(&mut *connection)
    .await?;
    for (place, photo) in ask.photos.iter().enumerate() {
        sqlx::query("INSERT INTO request_photos (matter_id, place, photo_id) VALUES ($1, $2, $3)")
            .bind(id)
            .bind(i64::try_from(place).unwrap_or(0))
            .bind(photo)
            .execute(&mut *connection)
            .await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_without_a_title_is_called_by_its_first_sentence() {
        for (body, title) in [
            ("楼道灯不亮。晚上看不见。", "楼道灯不亮"),
            ("Lamp 3.5 is out. It is dark!", "Lamp 3.5 is out"),
            ("第一行\n第二行", "第一行"),
            ("！！！", "！！！"),
        ] {
            assert_eq!(first_sentence(body), title);
        }
        let long = first_sentence(&"字".repeat(200));
        assert_eq!((characters(&long), long.ends_with('…')), (TITLE_CHARS, true));
    }
}
