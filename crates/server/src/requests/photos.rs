//! Photos that residents send with what they start.

use super::bare::{Refusal, bare};
use crate::answer;
use crate::app::App;
use crate::extract::Id;
use crate::fault::{Fault, Outcome};
use crate::limiter::What;
use crate::person::{MaybePerson, Person};
use crate::pictures::{Picture, shown};
use crate::secrets::digest;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use contract::{Photo, ProblemType};
use sqlx::{AnyConnection, Row};

/// `POST /v1/photos`. What it is is read from the bytes, whatever the phone calls it.
pub async fn upload(State(app): State<App>, person: Person, bytes: Bytes) -> Outcome<Response> {
    let now = app.now();
    app.limiter
        .take(What::Photos, &person.id, now)
        .map_err(|wait| Fault::wait(ProblemType::RateLimited, wait))?;
    let picture = Picture::of_any_weight(bytes.to_vec())
        .map_err(|reason| Fault::new(ProblemType::PhotoUnreadable, reason))?;
    let kept = bare(picture.media_type, &picture.bytes).map_err(|refusal| match refusal {
        Refusal::Place => Fault::from(ProblemType::PhotoPlace),
        Refusal::Damaged => Fault::new(ProblemType::PhotoUnreadable, "this picture is damaged"),
    })?;
    let photo = Photo {
        id: digest(&[person.id.as_bytes(), &kept]),
        width: picture.width,
        height: picture.height,
        alt: String::new(),
    };
    let mut tx = app.db.write().await?;
    sqlx::query(
        "INSERT INTO photos (id, owner_id, media_type, width, height, bytes, sent_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (id) DO UPDATE SET sent_at = excluded.sent_at",
    )
    .bind(&photo.id)
    .bind(&person.id)
    .bind(picture.media_type)
    .bind(i64::from(photo.width))
    .bind(i64::from(photo.height))
    .bind(kept)
    .bind(now)
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    answer::json_as(StatusCode::CREATED, &photo)
}

/// `GET /v1/photos/{id}`: one's own, for staff all, for everybody what is published.
pub async fn photo(
    State(app): State<App>,
    person: MaybePerson,
    headers: HeaderMap,
    Id(id): Id,
) -> Outcome<Response> {
    let staff = person.0.as_ref().is_some_and(Person::is_staff);
    let row: Option<(String, Vec<u8>)> = sqlx::query_as(
        "SELECT p.media_type, p.bytes FROM photos p WHERE p.id = $1 AND (p.owner_id = $2 OR $3 = 1 OR EXISTS
           (SELECT 1 FROM request_photos u JOIN requests r ON r.matter_id = u.matter_id
            WHERE u.photo_id = p.id AND r.published_at IS NOT NULL))",
    )
    .bind(&id)
    .bind(person.id())
    .bind(i64::from(staff))
    .fetch_optional(&app.db.pool)
    .await?;
    let (media_type, bytes) = row.ok_or(ProblemType::NotFound)?;
    // Asked about every time: who may see it today may not tomorrow.
    shown(&headers, &id, &media_type, bytes, "private, no-cache")
}

/// The photos of a matter in their order.
pub(super) async fn of_matter(connection: &mut AnyConnection, matter: &str) -> Outcome<Vec<Photo>> {
    let rows = sqlx::query(
        "SELECT p.id, p.width, p.height, u.alt FROM request_photos u JOIN photos p ON p.id = u.photo_id
         WHERE u.matter_id = $1 ORDER BY u.place",
    )
    .bind(matter)
    .fetch_all(connection)
    .await?;
    let pixels = |number: i64| u32::try_from(number).unwrap_or(0);
    rows.iter()
        .map(|row| {
            Ok(Photo {
                id: row.try_get("id")?,
                width: pixels(row.try_get("width")?),
                height: pixels(row.try_get("height")?),
                alt: row.try_get("alt")?,
            })
        })
        .collect()
}
