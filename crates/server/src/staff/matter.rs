//! `matter publish FILE.toml`: a matter with its stages, what was decided and how it is carried out. Publishing a file again
//! under the same id brings the matter up to date; what was published as progress can be added to, not rewritten.

use super::asked::{self, Asked, AskedForm};
use super::form::Form;
use super::house::{House, Link};
use super::refusal::Refused;
use super::store::json;
use crate::names::name_of;
use contract::{
    MatterOutcome, ProgressEntry, Related, RelatedKind, Stage, StageKind, StageState, Text, Timestamp,
};
use serde::Deserialize;
use sqlx::{AnyConnection, Row};
use toml::Spanned;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct MatterForm {
    id: Spanned<String>,
    title: Spanned<String>,
    about: Spanned<String>,
    #[serde(default)]
    stages: Vec<StageForm>,
    #[serde(default)]
    related: Vec<Spanned<Link>>,
    outcome: Option<OutcomeForm>,
    request: Option<AskedForm>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct StageForm {
    kind: Spanned<StageKind>,
    from: Option<Spanned<String>>,
    until: Option<Spanned<String>>,
    #[serde(default)]
    skipped: bool,
    /// What happens in it.
    about: Option<Spanned<String>>,
    /// The same in plain words.
    plain: Option<Spanned<String>>,
    /// Polls, notices and threads that belong to this stage.
    #[serde(default)]
    related: Vec<Spanned<Link>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct OutcomeForm {
    text: Spanned<String>,
    /// Who carries it out.
    responsible: Spanned<String>,
    due: Option<Spanned<String>>,
    done_at: Option<Spanned<String>>,
    #[serde(default)]
    progress: Vec<ProgressForm>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ProgressForm {
    at: Spanned<String>,
    text: Spanned<String>,
}

/// A matter as it is stored.
#[derive(Debug)]
pub struct NewMatter {
    pub id: String,
    pub title: String,
    about: Text,
    stages: Vec<Stage>,
    related: Vec<Related>,
    outcome: Option<MatterOutcome>,
    asked: Option<Asked>,
    now: Timestamp,
    /// Where the file tells of progress, for what is refused later.
    line: usize,
    file: String,
}

/// The id and title a file gives itself, without judging the rest of it.
pub fn announced(file: &str, text: &str) -> Result<(Option<String>, String), Refused> {
    let (matter, _) = Form::read::<MatterForm>(file, text, 0)?;
    Ok((Some(matter.id.into_inner()), matter.title.into_inner()))
}

/// Reads a matter file.
pub fn read(house: &House, file: &str, text: &str) -> anyhow::Result<NewMatter> {
    let text = house.clock.fill(text);
    let (matter, mut form) = Form::read::<MatterForm>(file, &text, 0)?;
    let stages = stages(house, &mut form, &matter);
    let outcome = matter
        .outcome
        .as_ref()
        .map(|outcome| read_outcome(house, &mut form, outcome));
    let asked = matter
        .request
        .as_ref()
        .and_then(|request| asked::read(house, &mut form, request));
    let line = matter
        .outcome
        .as_ref()
        .map_or_else(|| form.line(&matter.id), |outcome| form.line(&outcome.text));
    let new = NewMatter {
        id: form.id(&matter.id),
        title: form.words(&matter.title, 120),
        about: Text::markdown(form.words(&matter.about, 20_000)),
        stages,
        related: house.related(&mut form, &matter.related),
        outcome,
        asked,
        now: house.clock.now,
        line,
        file: file.to_owned(),
    };
    form.complaints.finish()?;
    Ok(new)
}

fn stages(house: &House, form: &mut Form<'_>, matter: &MatterForm) -> Vec<Stage> {
    let mut read: Vec<Stage> = Vec::new();
    for stage in &matter.stages {
        let kind = form.known(
            &stage.kind,
            "collecting, discussing, voting, publishing, carrying_out",
        );
        if read.iter().any(|other| other.kind == kind) {
            form.complain(&stage.kind, "this stage stands there twice");
        }
        let from = form.time_if(&stage.from, &house.clock);
        let until = form.time_if(&stage.until, &house.clock);
        if let (Some(from), Some(at), Some(until)) = (from, &stage.until, until)
            && until <= from
        {
            form.complain(at, "the stage ends before it begins");
        }
        let before = read.iter().rev().find_map(|other| other.from);
        if let (Some(at), Some(from), Some(before)) = (&stage.from, from, before)
            && from < before
        {
            form.complain(at, "the stage begins before the one above it");
        }
        if let (Some(plain), None) = (&stage.plain, &stage.about) {
            form.complain(plain, "plain words stand beside an official text: write `about`");
        }
        read.push(Stage {
            kind,
            // Computed when somebody asks; only what was skipped cannot be told from its dates.
            state: if stage.skipped {
                StageState::Skipped
            } else {
                StageState::Ahead
            },
            from,
            until,
            about: stage
                .about
                .as_ref()
                .map(|about| Text::markdown(form.words(about, 20_000))),
            plain: form.plain(&stage.plain),
            related: house.related(form, &stage.related),
        });
    }
    read
}

fn read_outcome(house: &House, form: &mut Form<'_>, outcome: &OutcomeForm) -> MatterOutcome {
    let now = house.clock.now;
    let done_at = form.time_if(&outcome.done_at, &house.clock);
    if let (Some(at), Some(done)) = (&outcome.done_at, done_at)
        && done > now
    {
        form.complain(at, "this is still to come; until then give a due time");
    }
    let mut progress: Vec<ProgressEntry> = Vec::new();
    for entry in &outcome.progress {
        let at = form.time(&entry.at, &house.clock);
        if at > now {
            form.complain(
                &entry.at,
                "progress tells of what was done, and this is still to come",
            );
        } else if progress.last().is_some_and(|before| at < before.at) {
            form.complain(&entry.at, "this is older than the entry above it");
        }
        progress.push(ProgressEntry {
            at,
            text: form.words(&entry.text, 1000),
        });
    }
    MatterOutcome {
        text: Text::markdown(form.words(&outcome.text, 20_000)),
        responsible: form.words(&outcome.responsible, 80),
        due: form.time_if(&outcome.due, &house.clock),
        done_at,
        progress,
    }
}

/// Stores a matter, or brings it up to date; says which.
pub async fn publish(db: &mut AnyConnection, matter: &NewMatter) -> anyhow::Result<bool> {
    let before = sqlx::query("SELECT outcome FROM matters WHERE id = $1")
        .bind(&matter.id)
        .fetch_optional(&mut *db)
        .await?;
    if let Some(row) = &before
        && let Some(kept) = row.try_get::<Option<String>, _>(0)?
    {
        let kept: MatterOutcome = serde_json::from_str(&kept)?;
        let now = matter.outcome.as_ref().map_or(&[][..], |o| &o.progress[..]);
        if !now.starts_with(&kept.progress) {
            return Err(super::refusal::refuse(
                &matter.file,
                matter.line,
                "progress that was published stays as it is; add what is new below it",
            )
            .into());
        }
    }
    let sql = if before.is_some() {
        "UPDATE matters SET title = $2, about = $3, stages = $4, related = $5, outcome = $6, updated_at = $7 WHERE id = $1"
    } else {
        "INSERT INTO matters (id, title, about, stages, related, outcome, updated_at, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $7)"
    };
    sqlx::query(sql)
        .bind(&matter.id)
        .bind(&matter.title)
        .bind(json(&matter.about)?)
        .bind(json(&matter.stages)?)
        .bind(json(&matter.related)?)
        .bind(matter.outcome.as_ref().map(json).transpose()?)
        .bind(matter.now.millis())
        .execute(&mut *db)
        .await?;
    if let Some(asked) = &matter.asked {
        asked::insert(db, &matter.id, asked).await?;
    }
    // What says how it is carried out is an answer to whoever asked for it.
    if matter.outcome.is_some() {
        sqlx::query(
            "UPDATE requests SET answer = 'accepted', answered_at = $2, reason = NULL WHERE matter_id = $1 AND answer <> 'accepted'",
        )
        .bind(&matter.id)
        .bind(matter.now.millis())
        .execute(&mut *db)
        .await?;
    }
    sqlx::query("DELETE FROM matter_links WHERE matter_id = $1")
        .bind(&matter.id)
        .execute(&mut *db)
        .await?;
    let of_stages = matter.stages.iter().flat_map(|stage| &stage.related);
    let links = matter.related.iter().chain(of_stages);
    for Related { kind, id, .. } in links.filter(|link| link.kind != RelatedKind::Other) {
        sqlx::query(
            "INSERT INTO matter_links (matter_id, kind, linked_id) VALUES ($1, $2, $3)
             ON CONFLICT (kind, linked_id, matter_id) DO NOTHING",
        )
        .bind(&matter.id)
        .bind(name_of(*kind))
        .bind(id)
        .execute(&mut *db)
        .await?;
    }
    Ok(before.is_some())
}

/// What residents wrote beside their ratings of a matter, for staff: the stars and the words, nobody's name.
pub async fn ratings(db: &mut AnyConnection, id: &str) -> anyhow::Result<String> {
    let title: Option<String> = sqlx::query("SELECT title FROM matters WHERE id = $1")
        .bind(id)
        .fetch_optional(&mut *db)
        .await?
        .map(|row| row.try_get(0))
        .transpose()?;
    let Some(title) = title else {
        anyhow::bail!("there is no matter {id}");
    };
    let rows: Vec<(i64, String)> = sqlx::query_as(
        "SELECT stars, comment FROM matter_ratings WHERE matter_id = $1 ORDER BY stars, comment",
    )
    .bind(id)
    .fetch_all(db)
    .await?;
    let mut said = format!("{title}: {} ratings", rows.len());
    for stars in 1..=5 {
        let count = rows.iter().filter(|(given, _)| *given == stars).count();
        said.push_str(&format!("\n  {stars}: {count}"));
    }
    for (stars, comment) in rows.iter().filter(|(_, comment)| !comment.is_empty()) {
        let line = comment.split_whitespace().collect::<Vec<_>>().join(" ");
        said.push_str(&format!("\n  {stars}  {line}"));
    }
    Ok(said)
}
