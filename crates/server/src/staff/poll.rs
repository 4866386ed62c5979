//! `poll open FILE.toml`: everything that decides the result, fixed before the first ballot.

use super::form::Form;
use super::house::{House, Link};
use super::method::{QuestionForm, questions};
use super::refusal::Refused;
use super::store::{Ids, Purpose, insert_texts, json};
use crate::names::name_of;
use crate::pictures::Picture;
use contract::{
    Question, QuorumBase, Related, RelatedKind, ResultsVisibility, Secrecy, Source, Text, TieRule, Timestamp,
    VotingUnit,
};
use serde::Deserialize;
use sqlx::AnyConnection;
use std::collections::BTreeSet;
use std::path::Path;
use toml::Spanned;

/// A poll must leave time to change one's mind (design, promise 3).
const SHORTEST_MILLIS: i64 = 10 * 60 * 1000;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PollForm {
    id: Option<Spanned<String>>,
    title: Spanned<String>,
    about: Spanned<String>,
    /// The same in plain words.
    plain: Option<Spanned<String>>,
    opens_at: Spanned<String>,
    closes_at: Spanned<String>,
    secrecy: Spanned<Secrecy>,
    unit: Spanned<VotingUnit>,
    results: Spanned<ResultsVisibility>,
    tie_rule: Spanned<TieRule>,
    quorum: Option<QuorumForm>,
    #[serde(default = "yes")]
    can_change: bool,
    #[serde(default = "yes")]
    can_withdraw: bool,
    #[serde(default)]
    practice: bool,
    #[serde(default)]
    turnout_by_building: bool,
    /// Only these buildings may vote.
    #[serde(default)]
    buildings: Vec<Spanned<String>>,
    #[serde(default)]
    related: Vec<Spanned<Link>>,
    questions: Spanned<Vec<QuestionForm>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct QuorumForm {
    share: Spanned<String>,
    base: Spanned<QuorumBase>,
}

fn yes() -> bool {
    true
}

/// Who may vote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Electorate {
    All,
    /// Ids of residents or households, as the poll's unit says.
    List(Vec<String>),
    /// Imported: nobody can vote any more, and this many could.
    Imported(u64),
}

/// A poll as it is stored first.
#[derive(Debug, Clone)]
pub struct NewPoll {
    pub id: String,
    pub title: String,
    pub about: Text,
    pub plain: Option<Text>,
    pub opens_at: Timestamp,
    pub closes_at: Timestamp,
    pub secrecy: Secrecy,
    pub unit: VotingUnit,
    pub results: ResultsVisibility,
    pub tie_rule: TieRule,
    pub quorum: Option<(u32, u32, QuorumBase)>,
    pub can_change: bool,
    pub can_withdraw: bool,
    pub practice: bool,
    pub turnout_by_building: bool,
    pub electorate: Electorate,
    pub related: Vec<Related>,
    pub questions: Vec<Question>,
    pub source: Option<Source>,
    /// What the options show.
    pub pictures: Vec<Picture>,
}

/// The id and title a file gives itself, without judging the rest of it.
pub fn announced(file: &str, text: &str) -> Result<(Option<String>, String), Refused> {
    let (poll, _) = Form::read::<PollForm>(file, text, 0)?;
    Ok((poll.id.map(Spanned::into_inner), poll.title.into_inner()))
}

/// Reads a poll file, and the pictures beside it.
pub fn read(house: &House, file: &str, text: &str, ids: &mut Ids) -> anyhow::Result<NewPoll> {
    let text = house.clock.fill(text);
    let (poll, mut form) = Form::read::<PollForm>(file, &text, 0)?;
    let id = match &poll.id {
        Some(id) => form.id(id),
        None => ids.fresh()?,
    };
    if let Some(spanned) = &poll.id
        && house.has(RelatedKind::Poll, &id)
    {
        form.complain(spanned, format!("there is already a poll with the id {id}"));
    }
    let opens_at = form.time(&poll.opens_at, &house.clock);
    let closes_at = form.time(&poll.closes_at, &house.clock);
    if closes_at <= opens_at {
        form.complain(&poll.closes_at, "the poll ends before it begins");
    } else if closes_at.millis() - opens_at.millis() < SHORTEST_MILLIS {
        form.complain(
            &poll.closes_at,
            "a poll is open for at least ten minutes, so that a vote can be changed",
        );
    } else if house.purpose == Purpose::Real && closes_at <= house.clock.now {
        form.complain(&poll.closes_at, "the poll would be over already");
    }
    let unit = form.known(&poll.unit, "person, household");
    let quorum = poll.quorum.as_ref().map(|quorum| {
        let (numerator, denominator) = form.share(&quorum.share);
        (
            numerator,
            denominator,
            form.known(&quorum.base, "eligible, recently_active"),
        )
    });
    if poll.questions.get_ref().is_empty() {
        form.complain(&poll.questions, "a poll needs at least one question");
    }
    let electorate = electorate(house, &mut form, &poll.buildings, unit);
    let folder = Path::new(file).parent().unwrap_or(Path::new(""));
    let (questions, pictures) = questions(&mut form, folder, poll.questions.get_ref());
    let new = NewPoll {
        id,
        title: form.words(&poll.title, 120),
        about: Text::markdown(form.words(&poll.about, 20_000)),
        plain: form.plain(&poll.plain),
        opens_at,
        closes_at,
        secrecy: form.known(&poll.secrecy, "anonymous, named"),
        unit,
        results: form.known(&poll.results, "always, after_vote, after_close"),
        tie_rule: form.known(&poll.tie_rule, "earlier_listed, lot, none_decides"),
        quorum,
        can_change: poll.can_change,
        can_withdraw: poll.can_withdraw,
        practice: poll.practice,
        turnout_by_building: poll.turnout_by_building,
        electorate,
        related: house.related(&mut form, &poll.related),
        questions,
        source: None,
        pictures,
    };
    form.complaints.finish()?;
    Ok(new)
}

fn electorate(
    house: &House,
    form: &mut Form<'_>,
    buildings: &[Spanned<String>],
    unit: VotingUnit,
) -> Electorate {
    if buildings.is_empty() {
        return Electorate::All;
    }
    let known = house.buildings();
    for building in buildings {
        if !known.contains(building.get_ref().as_str()) {
            form.complain(building, format!("nobody lives in {}", building.get_ref()));
        }
    }
    let chosen = |building: &str| buildings.iter().any(|b| b.get_ref() == building);
    let homes: BTreeSet<&str> = house
        .homes
        .values()
        .filter(|home| chosen(&home.building))
        .map(|home| home.id.as_str())
        .collect();
    let lives_there = |home: &Option<String>| home.as_deref().is_some_and(|home| homes.contains(home));
    let units: BTreeSet<String> = match unit {
        // A household in which nobody is registered has nobody who could vote for it.
        VotingUnit::Household => house
            .people
            .iter()
            .filter_map(|p| p.household.clone())
            .filter(|h| homes.contains(h.as_str()))
            .collect(),
        _ => house
            .people
            .iter()
            .filter(|p| lives_there(&p.household))
            .map(|p| p.id.clone())
            .collect(),
    };
    Electorate::List(units.into_iter().collect())
}

/// Stores a poll.
pub async fn insert(db: &mut AnyConnection, poll: &NewPoll) -> anyhow::Result<()> {
    let (electorate, eligible) = match &poll.electorate {
        Electorate::All => ("all", None),
        Electorate::List(_) => ("list", None),
        Electorate::Imported(eligible) => ("none", Some(i64::try_from(*eligible)?)),
    };
    sqlx::query(
        "INSERT INTO polls (id, title, about, opens_at, closes_at, secrecy, unit, results, tie_rule, \
         quorum_numerator, quorum_denominator, quorum_base, can_change, can_withdraw, practice, questions, \
         electorate, eligible, related, source, turnout_by_building, plain) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)",
    )
    .bind(&poll.id)
    .bind(&poll.title)
    .bind(json(&poll.about)?)
    .bind(poll.opens_at.millis())
    .bind(poll.closes_at.millis())
    .bind(name_of(poll.secrecy))
    .bind(name_of(poll.unit))
    .bind(name_of(poll.results))
    .bind(name_of(poll.tie_rule))
    .bind(poll.quorum.map(|q| i64::from(q.0)))
    .bind(poll.quorum.map(|q| i64::from(q.1)))
    .bind(poll.quorum.map(|q| name_of(q.2)))
    .bind(i64::from(poll.can_change))
    .bind(i64::from(poll.can_withdraw))
    .bind(i64::from(poll.practice))
    .bind(json(&poll.questions)?)
    .bind(electorate)
    .bind(eligible)
    .bind(json(&poll.related)?)
    .bind(poll.source.as_ref().map(json).transpose()?)
    .bind(i64::from(poll.turnout_by_building))
    .bind(poll.plain.as_ref().map(json).transpose()?)
    .execute(&mut *db)
    .await?;
    for picture in &poll.pictures {
        picture.store(&mut *db, None).await?;
    }
    if let Electorate::List(units) = &poll.electorate {
        let rows: Vec<[String; 2]> = units.iter().map(|unit| [poll.id.clone(), unit.clone()]).collect();
        insert_texts(db, "poll_electorate (poll_id, unit_id)", &rows).await?;
    }
    Ok(())
}
