//! `GET` and `PUT /v1/me/subscriptions`.

use crate::answer;
use crate::app::App;
use crate::extract::Json;
use crate::fault::{Fault, Outcome};
use crate::names::{name_of, named};
use crate::person::Person;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use contract::{FieldCode, NoticeCategory, Subscriptions};
use sqlx::AnyConnection;
use std::collections::BTreeSet;

/// More matters nobody follows; a list without an end would make the inbox slow.
const MATTERS: usize = 100;

pub async fn subscriptions(State(app): State<App>, person: Person) -> Outcome<Response> {
    let all = load(&mut *app.db.pool.acquire().await?, &person.id).await?;
    answer::json_as(StatusCode::OK, &all)
}

/// What was followed before keeps its beginning, so that repeating it changes nothing.
pub async fn put_subscriptions(
    State(app): State<App>,
    person: Person,
    Json { value: wanted, .. }: Json<Subscriptions>,
) -> Outcome<Response> {
    let mut tx = app.db.write().await?;
    let errors = wrong(&mut tx, &wanted, app.now()).await?;
    if !errors.is_empty() {
        return Err(Fault::fields(errors));
    }
    let categories = wanted.categories.iter().map(|c| ("category", name_of(*c)));
    let matters = wanted.matters.iter().map(|id| ("matter", id.clone()));
    let own = wanted.own_building.then(|| ("own_building", String::new()));
    let wanted: BTreeSet<(&str, String)> = categories.chain(matters).chain(own).collect();
    let known: Vec<(String, String)> =
        sqlx::query_as("SELECT kind, what FROM subscriptions WHERE resident_id = $1")
            .bind(&person.id)
            .fetch_all(&mut *tx)
            .await?;
    for (kind, what) in known {
        if !wanted.contains(&(kind.as_str(), what.clone())) {
            sqlx::query("DELETE FROM subscriptions WHERE resident_id = $1 AND kind = $2 AND what = $3")
                .bind(&person.id)
                .bind(kind)
                .bind(what)
                .execute(&mut *tx)
                .await?;
        }
    }
    for (kind, what) in wanted {
        sqlx::query(
            "INSERT INTO subscriptions (resident_id, kind, what, since) VALUES ($1, $2, $3, $4)
             ON CONFLICT (resident_id, kind, what) DO NOTHING",
        )
        .bind(&person.id)
        .bind(kind)
        .bind(what)
        .bind(app.now())
        .execute(&mut *tx)
        .await?;
    }
    let all = load(&mut tx, &person.id).await?;
    tx.commit().await?;
    answer::json_as(StatusCode::OK, &all)
}

async fn wrong(
    db: &mut AnyConnection,
    wanted: &Subscriptions,
    now: i64,
) -> Outcome<Vec<contract::FieldError>> {
    let mut errors = Vec::new();
    for (at, category) in wanted.categories.iter().enumerate() {
        if *category == NoticeCategory::Other {
            errors.push(FieldCode::UnknownValue.at(format!("/categories/{at}"), "no such category"));
        }
    }
    if wanted.matters.len() > MATTERS {
        errors.push(FieldCode::TooMany.at("/matters", format!("at most {MATTERS} matters")));
        return Ok(errors);
    }
    for (at, id) in wanted.matters.iter().enumerate() {
        let known = sqlx::query("SELECT id FROM matters WHERE id = $1 AND created_at <= $2")
            .bind(id)
            .bind(now)
            .fetch_optional(&mut *db)
            .await?;
        if known.is_none() {
            errors.push(FieldCode::UnknownValue.at(format!("/matters/{at}"), "there is no such matter"));
        }
    }
    Ok(errors)
}

async fn load(db: &mut AnyConnection, person: &str) -> Outcome<Subscriptions> {
    let rows: Vec<(String, String)> =
        sqlx::query_as("SELECT kind, what FROM subscriptions WHERE resident_id = $1 ORDER BY kind, what")
            .bind(person)
            .fetch_all(db)
            .await?;
    let mut all = Subscriptions::default();
    for (kind, what) in rows {
        match kind.as_str() {
            "category" => all.categories.push(named(&what)),
            "matter" => all.matters.push(what),
            _ => all.own_building = true,
        }
    }
    Ok(all)
}
