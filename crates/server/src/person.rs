//! The person who asks.

use crate::assisted::Assisted;
use crate::db::Db;
use crate::fault::{Fault, Outcome};
use crate::stairwell;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use contract::{Household, Me, ProblemType, Role, VotingUnit};
use sqlx::Row;
use sqlx::any::AnyRow;

/// Somebody who is signed in. As an extractor it refuses everybody else.
#[derive(Debug, Clone)]
pub struct Person {
    pub id: String,
    pub name: String,
    pub roles: Vec<Role>,
    pub household: Option<Household>,
    /// Somebody helps: it is not the person's own phone that asks.
    pub assisted: Option<Assisted>,
}

/// Whoever asks, signed in or not.
#[derive(Debug, Clone)]
pub struct MaybePerson(pub Option<Person>);

impl Person {
    /// The person of a living session, when the session ends, and whether its phone is shared.
    pub async fn of_session(db: &Db, token_hash: &str, now: i64) -> Outcome<Option<(Self, i64, bool)>> {
        let row = sqlx::query(
            "SELECT s.expires_at, s.shared_phone, r.id, r.name, r.roles, h.id AS household_id, h.label, h.building,
               h.stairwell, h.grid
             FROM sessions s JOIN residents r ON r.id = s.resident_id LEFT JOIN households h ON h.id = r.household_id
             WHERE s.token_hash = $1 AND s.expires_at > $2",
        )
        .bind(token_hash)
        .bind(now)
        .fetch_optional(&db.pool)
        .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some((
            Self::of_row(&row)?,
            row.try_get("expires_at")?,
            row.try_get::<i64, _>("shared_phone")? != 0,
        )))
    }

    pub async fn by_id(db: &Db, id: &str) -> Outcome<Option<Self>> {
        let row = sqlx::query(
            "SELECT r.id, r.name, r.roles, h.id AS household_id, h.label, h.building, h.stairwell, h.grid
             FROM residents r LEFT JOIN households h ON h.id = r.household_id WHERE r.id = $1",
        )
        .bind(id)
        .fetch_optional(&db.pool)
        .await?;
        row.as_ref().map(Self::of_row).transpose()
    }

    fn of_row(row: &AnyRow) -> Outcome<Self> {
        let household = match row.try_get::<Option<String>, _>("household_id")? {
            Some(id) => {
                let label: String = row.try_get("label")?;
                Some(Household {
                    id,
                    stairwell: stairwell::of(&label, row.try_get("stairwell")?),
                    label,
                    building: row.try_get("building")?,
                    grid: Some(row.try_get::<String, _>("grid")?).filter(|grid| !grid.is_empty()),
                })
            }
            None => None,
        };
        Ok(Self {
            id: row.try_get("id")?,
            name: row.try_get("name")?,
            roles: serde_json::from_str(&row.try_get::<String, _>("roles")?)?,
            household,
            assisted: None,
        })
    }

    pub fn me(&self) -> Me {
        Me {
            id: self.id.clone(),
            name: self.name.clone(),
            roles: self.roles.clone(),
            household: self.household.clone(),
            assisted: self
                .assisted
                .as_ref()
                .map(|assisted| assisted.session(&self.name)),
            assisted_questions: 0,
        }
    }

    /// What votes in a poll of this unit: the person, or their household.
    pub fn unit(&self, unit: VotingUnit) -> Option<&str> {
        match unit {
            VotingUnit::Household => self.household.as_ref().map(|h| h.id.as_str()),
            _ => Some(&self.id),
        }
    }

    /// Works for the community: sees what residents send to staff.
    pub fn is_staff(&self) -> bool {
        self.role() != Role::Resident
    }

    /// The role that others should see beside a post.
    pub fn role(&self) -> Role {
        self.roles
            .iter()
            .copied()
            .find(|r| !matches!(r, Role::Resident | Role::Other))
            .unwrap_or(Role::Resident)
    }
}

impl MaybePerson {
    pub fn id(&self) -> &str {
        // No id is empty, so an empty one matches nobody's rows.
        self.0.as_ref().map_or("", |p| &p.id)
    }

    pub fn household(&self) -> &str {
        self.0
            .as_ref()
            .and_then(|p| p.household.as_ref())
            .map_or("", |h| &h.id)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for MaybePerson {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Outcome<Self> {
        Ok(parts.extensions.get::<Self>().cloned().unwrap_or(Self(None)))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Person {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Outcome<Self> {
        MaybePerson::from_request_parts(parts, state)
            .await?
            .0
            .ok_or_else(|| ProblemType::NotSignedIn.into())
    }
}
