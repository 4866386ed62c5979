//! What files are checked against: everything of the community that a file may name, read once.

use super::clock::Clock;
use super::form::Form;
use super::store::{self, Person, Purpose};
use contract::{Related, RelatedKind};
use serde::Deserialize;
use sqlx::{AnyConnection, AssertSqlSafe, Row};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use toml::Spanned;

/// A household as files name it.
#[derive(Debug, Clone)]
pub struct Home {
    pub id: String,
    pub label: String,
    pub building: String,
    pub area_hundredths: i64,
    /// As staff wrote it; empty where the label has to tell.
    pub stairwell: String,
    /// Empty where the community has no grids.
    pub grid: String,
}

/// The community at one moment.
#[derive(Debug)]
pub struct House {
    pub clock: Clock,
    pub purpose: Purpose,
    pub people: Vec<Person>,
    /// By label.
    pub homes: BTreeMap<String, Home>,
    titles: HashMap<(RelatedKind, String), String>,
    /// Of resources that are about to be stored in the same transaction.
    announced: HashMap<(RelatedKind, String), String>,
}

impl House {
    pub async fn load(db: &mut AnyConnection, now: Option<&str>) -> anyhow::Result<Self> {
        let clock = store::clock(db, now).await?;
        let purpose = store::purpose(db).await?;
        let people = store::people(db).await?;
        let mut homes = BTreeMap::new();
        let rows =
            sqlx::query("SELECT id, label, building, area_hundredths, stairwell, grid FROM households")
                .fetch_all(&mut *db)
                .await?;
        for row in rows {
            let label: String = row.try_get(1)?;
            let home = Home {
                id: row.try_get(0)?,
                label: label.clone(),
                building: row.try_get(2)?,
                area_hundredths: row.try_get(3)?,
                stairwell: row.try_get(4)?,
                grid: row.try_get(5)?,
            };
            homes.insert(label, home);
        }
        let mut titles = HashMap::new();
        for (kind, table) in TABLES {
            let rows = sqlx::query(AssertSqlSafe(format!("SELECT id, title FROM {table}")))
                .fetch_all(&mut *db)
                .await?;
            for row in rows {
                titles.insert((kind, row.try_get(0)?), row.try_get(1)?);
            }
        }
        Ok(Self {
            clock,
            purpose,
            people,
            homes,
            titles,
            announced: HashMap::new(),
        })
    }

    /// Makes a title known before its resource is stored: the demo's files point at one another.
    pub fn announce(&mut self, kind: RelatedKind, id: &str, title: &str) {
        self.announced.insert((kind, id.to_owned()), title.to_owned());
    }

    /// Whether such a resource is stored already.
    pub fn has(&self, kind: RelatedKind, id: &str) -> bool {
        self.titles.contains_key(&(kind, id.to_owned()))
    }

    pub fn buildings(&self) -> BTreeSet<&str> {
        self.homes.values().map(|home| home.building.as_str()).collect()
    }

    pub fn grids(&self) -> BTreeSet<&str> {
        let named = self.homes.values().map(|home| home.grid.as_str());
        named.filter(|grid| !grid.is_empty()).collect()
    }

    /// Turns the `related` of a form into the contract's, with titles; complains about what does not exist.
    pub fn related(&self, form: &mut Form<'_>, links: &[Spanned<Link>]) -> Vec<Related> {
        let mut related = Vec::new();
        for link in links {
            let Link { kind, id } = link.get_ref();
            let key = (*kind, id.clone());
            match self.titles.get(&key).or_else(|| self.announced.get(&key)) {
                Some(title) => related.push(Related {
                    kind: *kind,
                    id: id.clone(),
                    title: title.clone(),
                }),
                None => form.complain(
                    link,
                    format!("there is no notice, poll, thread or matter of that kind with the id {id}"),
                ),
            }
        }
        related
    }
}

const TABLES: [(RelatedKind, &str); 4] = [
    (RelatedKind::Notice, "notices"),
    (RelatedKind::Poll, "polls"),
    (RelatedKind::Thread, "threads"),
    (RelatedKind::Matter, "matters"),
];

/// `related = [{ kind = "poll", id = "lift" }]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Link {
    pub kind: RelatedKind,
    pub id: String,
}
