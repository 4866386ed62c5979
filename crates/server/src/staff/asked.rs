//! `[request]` in a demo's matter file: a resident asked for it. In a real community residents ask for themselves.

use super::form::Form;
use super::house::House;
use super::store::{Purpose, find_person};
use crate::names::name_of;
use contract::{ContactWish, RequestCategory, RequestKind, Timestamp};
use serde::Deserialize;
use sqlx::AnyConnection;
use toml::Spanned;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AskedForm {
    author: Spanned<String>,
    kind: Spanned<RequestKind>,
    category: Spanned<RequestCategory>,
    place: Spanned<String>,
    contact: Spanned<ContactWish>,
    /// When it came.
    at: Spanned<String>,
    answer_due: Spanned<String>,
    /// Everybody sees it.
    #[serde(default)]
    published: bool,
}

/// A request as it is stored beside its matter.
#[derive(Debug)]
pub struct Asked {
    author: String,
    kind: RequestKind,
    category: RequestCategory,
    place: String,
    contact: ContactWish,
    at: Timestamp,
    answer_due: Timestamp,
    published: bool,
}

pub fn read(house: &House, form: &mut Form<'_>, asked: &AskedForm) -> Option<Asked> {
    if house.purpose == Purpose::Real {
        form.complain(
            &asked.author,
            "residents ask for themselves, in the app; leave [request] out",
        );
        return None;
    }
    let author = match find_person(&house.people, asked.author.get_ref()) {
        Ok(person) => person.id.clone(),
        Err(reason) => {
            form.complain(&asked.author, reason);
            return None;
        }
    };
    Some(Asked {
        author,
        kind: form.known(&asked.kind, "proposal, request"),
        category: form.known(
            &asked.category,
            "repairs, cleaning, safety, parking, noise, greenery, service, something_else",
        ),
        place: form.words(&asked.place, 100),
        contact: form.known(&asked.contact, "call, message, no_need"),
        at: form.time(&asked.at, &house.clock),
        answer_due: form.time(&asked.answer_due, &house.clock),
        published: asked.published,
    })
}

pub async fn insert(db: &mut AnyConnection, matter: &str, asked: &Asked) -> anyhow::Result<()> {
    sqlx::query("UPDATE matters SET created_at = $2, updated_at = $2 WHERE id = $1")
        .bind(matter)
        .bind(asked.at.millis())
        .execute(&mut *db)
        .await?;
    sqlx::query(
        "INSERT INTO requests (matter_id, author_id, kind, category, place, contact, answer_due, published_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (matter_id) DO NOTHING",
    )
    .bind(matter)
    .bind(&asked.author)
    .bind(name_of(asked.kind))
    .bind(name_of(asked.category))
    .bind(&asked.place)
    .bind(name_of(asked.contact))
    .bind(asked.answer_due.millis())
    .bind(asked.published.then_some(asked.at.millis()))
    .execute(db)
    .await?;
    Ok(())
}
