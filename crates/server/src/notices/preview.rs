//! Previews: what a notice will look like, for whoever staff give the address to, for a day. The address is the secret, so
//! only its hash is kept.

use crate::app::App;
use crate::clock;
use crate::fault::Outcome;
use crate::secrets;
use contract::Notice;

/// What the id of a preview begins with; 32 hex digits follow.
pub const PREFIX: &str = "preview-";

/// How long a preview can be looked at, in milliseconds.
pub const VALID: i64 = clock::DAY;

/// Under what the database knows an address.
pub fn hash(id: &str) -> String {
    secrets::digest(&[b"notice preview", id.as_bytes()])
}

/// The notice behind a preview's id; `None` for any other id and for a preview that is over.
pub async fn find(app: &App, id: &str) -> Outcome<Option<Notice>> {
    if !id.starts_with(PREFIX) {
        return Ok(None);
    }
    let row: Option<(String,)> =
        sqlx::query_as("SELECT notice FROM notice_previews WHERE token_hash = $1 AND expires_at > $2")
            .bind(hash(id))
            .bind(app.now())
            .fetch_optional(&app.db.pool)
            .await?;
    let Some((notice,)) = row else { return Ok(None) };
    let mut notice: Notice = serde_json::from_str(&notice)?;
    id.clone_into(&mut notice.id);
    notice.preview = true;
    Ok(Some(notice))
}
