//! `notice preview FILE.md`: the notice as the real app shows it, at an address that nobody can guess, for a day.

use super::super::house::House;
use super::super::store::{Ids, json};
use super::{Purpose, read};
use crate::notices::{PREVIEW_PREFIX, PREVIEW_VALID, preview_hash};
use crate::secrets;
use sqlx::AnyConnection;

/// Stores the preview and gives its path.
pub async fn preview(
    db: &mut AnyConnection,
    house: &House,
    file: &str,
    text: &str,
) -> anyhow::Result<String> {
    let mut new = read(house, file, text, Purpose::Preview, &mut Ids::Random)?;
    let id = format!("{PREVIEW_PREFIX}{}", ledger::hex(&secrets::random::<16>()?));
    // The address stands nowhere in the database, only its hash.
    new.notice.id.clear();
    // The server counts the day by its own clock, whatever day the file was read for.
    let expires_at = jiff::Timestamp::now().as_millisecond() + PREVIEW_VALID;
    new.store_files(&mut *db, Some(expires_at)).await?;
    sqlx::query("INSERT INTO notice_previews (token_hash, notice, expires_at) VALUES ($1, $2, $3)")
        .bind(preview_hash(&id))
        .bind(json(&new.notice)?)
        .bind(expires_at)
        .execute(db)
        .await?;
    Ok(format!("/notices/{id}"))
}
