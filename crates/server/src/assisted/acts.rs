//! The log of what was done: kind and thing, nothing of what was chosen, said or meant. Votes are logged where they are
//! counted, in the same transaction (`polls::cast`).

use super::Assisted;
use crate::app::App;
use crate::fault::Outcome;
use crate::names::name_of;
use axum::http::Method;
use contract::AssistedActKind as Kind;

/// What a request does by its route, and to what; `None` for what is no act (looking something up) and for votes.
pub fn doing(method: &Method, route: &str, path: &str) -> Option<(Kind, String)> {
    let kind = match (method.as_str(), route.strip_prefix("/v1/")?) {
        ("POST", "polls/{id}/ballot/withdrawal") => Kind::Withdrawal,
        ("POST", "threads/{id}/posts") | ("PATCH" | "DELETE", "posts/{id}") => Kind::Post,
        ("PUT", "posts/{id}/rating") => Kind::Agreement,
        ("POST", "threads/{id}/statements") => Kind::Statement,
        ("PUT", "statements/{id}/vote") => Kind::Opinion,
        ("POST", "reports" | "reports/{id}/objection" | "posts/{id}/objection") => Kind::Report,
        ("POST", "matters") => Kind::Request,
        ("PUT", "matters/{id}/rating") => Kind::Rating,
        ("POST", "photos") => Kind::Photo,
        ("PUT" | "DELETE", "notices/{id}/read" | "me/inbox/{id}/read") => Kind::Read,
        (
            "PUT" | "DELETE",
            "notices/{id}/questions/{paragraph}"
            | "polls/{id}/not-understood/{paragraph}"
            | "matters/{id}/not-understood/{paragraph}",
        ) => Kind::Question,
        ("PUT" | "DELETE", "notices/{id}/call") => Kind::Call,
        ("PUT", "me/subscriptions") => Kind::Subscriptions,
        _ => return None,
    };
    let at = route.split('/').position(|part| part == "{id}");
    let subject = at.and_then(|at| path.split('/').nth(at)).unwrap_or_default();
    Some((kind, subject.to_owned()))
}

pub async fn log(app: &App, assisted: &Assisted, kind: Kind, subject: &str) -> Outcome<()> {
    let mut tx = app.db.write().await?;
    sqlx::query(
        "INSERT INTO assisted_acts (session_id, kind, subject) VALUES ($1, $2, $3)
         ON CONFLICT (session_id, kind, subject) DO NOTHING",
    )
    .bind(&assisted.session)
    .bind(name_of(kind))
    .bind(subject)
    .execute(&mut *tx)
    .await?;
    Ok(tx.commit().await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_act_is_told_by_its_kind_and_its_thing() {
        let posted = doing(&Method::POST, "/v1/threads/{id}/posts", "/v1/threads/t7/posts");
        assert_eq!(posted, Some((Kind::Post, "t7".to_owned())));
        let asked = doing(&Method::POST, "/v1/matters", "/v1/matters");
        assert_eq!(asked, Some((Kind::Request, String::new())));
        // A vote has its own row, and looking is no act.
        assert_eq!(
            doing(&Method::PUT, "/v1/polls/{id}/ballot", "/v1/polls/p/ballot"),
            None
        );
        assert_eq!(doing(&Method::GET, "/v1/notices/{id}", "/v1/notices/n"), None);
    }
}
