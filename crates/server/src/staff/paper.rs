//! `poll paper`: ballots handed in on paper while a poll is open.
//!
//! Of an anonymous poll there are two files, as after emptying a ballot box: who handed in paper, and the ballots. Nothing
//! joins them, neither here nor in the database. Of a named poll there is one, with a name on every ballot. Whoever has
//! voted already, by phone or on paper, refuses the whole file.

use super::house::House;
use super::pile::{self, separator, under_fresh_ids};
use super::refusal::{Complaints, Refused, refuse};
use super::store::done;
use crate::db::Db;
use crate::phone;
use crate::polls::{Electorate, PollRow};
use contract::{PollState, Secrecy, VotingUnit};
use records::records;
use sqlx::AnyConnection;
use std::collections::{HashMap, HashSet};

/// Ballots of a smaller pile are not marked as paper: with the list of those who handed it in, the mark would tell how
/// they voted, or nearly.
const SMALLEST_PILE: usize = 5;

const HOUSEHOLD: &[&str] = &["household", "门牌", "房号", "户"];
const PHONE: &[&str] = &["phone", "手机", "手机号", "电话"];

/// A file's name and its text.
pub type File<'a> = (&'a str, &'a str);

/// What staff bring.
#[derive(Debug, Clone, Copy)]
pub enum Papers<'a> {
    Anonymous { voters: File<'a>, ballots: File<'a> },
    Named(File<'a>),
}

/// Enters paper ballots; gives how many.
pub async fn enter(
    tx: &mut AnyConnection,
    db: &Db,
    id: &str,
    papers: Papers<'_>,
    now: Option<i64>,
) -> anyhow::Result<usize> {
    let known = sqlx::query("SELECT id FROM polls WHERE id = $1")
        .bind(id)
        .fetch_optional(&mut *tx)
        .await?;
    anyhow::ensure!(known.is_some(), "there is no poll with the id {id}");
    let mut poll = done(PollRow::load(&mut *tx, id).await)?;
    // From here on no phone's ballot is counted until these are, or are refused.
    done(poll.lock(&mut *tx, db, true).await)?;
    let house = House::load(&mut *tx, None).await?;
    must_take_paper(&poll, now.unwrap_or(house.clock.now.millis()))?;
    let voters = Voters::load(&mut *tx, &house, &poll).await?;
    match papers {
        Papers::Anonymous {
            voters: list,
            ballots,
        } => {
            anyhow::ensure!(
                poll.secrecy == Secrecy::Anonymous,
                "the poll {id} is named: it takes one file with a name on every ballot, --named FILE.csv"
            );
            two_piles(tx, &poll, &voters, list, ballots).await
        }
        Papers::Named(file) => {
            anyhow::ensure!(
                poll.secrecy == Secrecy::Named,
                "the poll {id} is anonymous: names and ballots come in two files, --voters FILE.csv --ballots FILE.csv"
            );
            named(tx, &poll, &voters, file).await
        }
    }
}

fn must_take_paper(poll: &PollRow, now: i64) -> anyhow::Result<()> {
    let id = &poll.id;
    match poll.state(now) {
        PollState::Open => {}
        PollState::Cancelled => anyhow::bail!("the poll {id} was cancelled"),
        PollState::Upcoming => anyhow::bail!("the poll {id} is not open yet"),
        _ => anyhow::bail!(
            "the poll {id} is closed; paper that was handed in before its end is appended with `poll late-batch`"
        ),
    }
    anyhow::ensure!(!poll.practice, "the poll {id} is for practice and counts nothing");
    anyhow::ensure!(
        poll.electorate != Electorate::Nobody,
        "the poll {id} was imported; nobody can vote in it"
    );
    anyhow::ensure!(
        poll.methods_taken(),
        "the poll {id} has a counting method that is not counted here"
    );
    Ok(())
}

/// Everybody whom a file may name.
struct Voters {
    unit: VotingUnit,
    /// Unit ids by what a file calls them.
    ids: HashMap<String, String>,
    may: HashSet<String>,
    /// Whether on paper.
    voted: HashMap<String, bool>,
}

impl Voters {
    async fn load(tx: &mut AnyConnection, house: &House, poll: &PollRow) -> anyhow::Result<Self> {
        let (mut ids, mut everybody) = (HashMap::new(), HashSet::new());
        if poll.unit == VotingUnit::Household {
            // A label wins over an id that reads the same.
            ids.extend(
                house
                    .homes
                    .values()
                    .map(|home| (home.id.clone(), home.id.clone())),
            );
            ids.extend(
                house
                    .homes
                    .values()
                    .map(|home| (home.label.clone(), home.id.clone())),
            );
            everybody.extend(house.people.iter().filter_map(|person| person.household.clone()));
        } else {
            let numbers = house
                .people
                .iter()
                .filter_map(|person| person.phone.clone().zip(Some(person.id.clone())));
            ids.extend(numbers);
            everybody.extend(house.people.iter().map(|person| person.id.clone()));
        }
        let may = match poll.electorate {
            Electorate::All => everybody,
            _ => {
                let listed: Vec<(String,)> =
                    sqlx::query_as("SELECT unit_id FROM poll_electorate WHERE poll_id = $1")
                        .bind(&poll.id)
                        .fetch_all(&mut *tx)
                        .await?;
                listed.into_iter().map(|(unit,)| unit).collect()
            }
        };
        let voted: Vec<(String, i64)> =
            sqlx::query_as("SELECT unit_id, paper FROM voters WHERE poll_id = $1")
                .bind(&poll.id)
                .fetch_all(tx)
                .await?;
        Ok(Self {
            unit: poll.unit,
            ids,
            may,
            voted: voted
                .into_iter()
                .map(|(unit, paper)| (unit, paper != 0))
                .collect(),
        })
    }

    /// Names of the column that says who it is.
    fn column(&self) -> &'static [&'static str] {
        match self.unit {
            VotingUnit::Household => HOUSEHOLD,
            _ => PHONE,
        }
    }

    /// The unit of a cell, when it may hand in paper now.
    fn unit(&self, cell: &str) -> Result<&str, String> {
        let cell = cell.trim();
        let (found, missing) = match self.unit {
            VotingUnit::Household => (self.ids.get(cell), format!("there is no household {cell:?}")),
            _ => (
                phone::normalise(cell).and_then(|number| self.ids.get(&number)),
                format!("no resident has the number {cell:?}"),
            ),
        };
        let unit = found.ok_or(missing)?;
        if !self.may.contains(unit) {
            return Err(format!("{cell} may not vote in this poll"));
        }
        match self.voted.get(unit) {
            Some(false) => Err(format!(
                "{cell} has voted by phone already; the paper does not count"
            )),
            Some(true) => Err(format!("{cell} has voted on paper already")),
            None => Ok(unit),
        }
    }
}

/// The units of a file so far, each with its line.
#[derive(Default)]
struct Named<'v> {
    units: Vec<&'v str>,
    lines: HashMap<&'v str, usize>,
}

impl<'v> Named<'v> {
    fn add(&mut self, voters: &'v Voters, complaints: &mut Complaints, line: usize, cell: &str) {
        match voters.unit(cell) {
            Err(reason) => complaints.at(line, reason),
            Ok(unit) => match self.lines.get(unit) {
                Some(first) => complaints.at(line, format!("{} stands on line {first} already", cell.trim())),
                None => {
                    self.lines.insert(unit, line);
                    self.units.push(unit);
                }
            },
        }
    }
}

async fn two_piles(
    tx: &mut AnyConnection,
    poll: &PollRow,
    voters: &Voters,
    list: File<'_>,
    (ballots_file, ballots_text): File<'_>,
) -> anyhow::Result<usize> {
    let units = list_of(voters, list);
    let pile = pile::read(&poll.questions, ballots_file, ballots_text, None, |_, _, _| {});
    // Every bad line of both files at once.
    let (mut units, ballots) = match (units, pile) {
        (Ok(units), Ok(pile)) => (units, pile.ballots),
        (Err(Refused(mut all)), Err(error)) => {
            if let Some(Refused(more)) = error.downcast_ref() {
                all.extend(more.iter().cloned());
            }
            return Err(Refused(all).into());
        }
        (Err(refused), Ok(_)) => return Err(refused.into()),
        (Ok(_), Err(error)) => return Err(error),
    };
    if units.len() != ballots.len() {
        let reason = format!(
            "{} ballots here, but {} voters in {}; there must be as many of one as of the other",
            ballots.len(),
            units.len(),
            list.0
        );
        return Err(refuse(ballots_file, 1, reason).into());
    }
    let marked: (i64,) = sqlx::query_as("SELECT COUNT(*) FROM ballots WHERE poll_id = $1 AND paper = 1")
        .bind(&poll.id)
        .fetch_one(&mut *tx)
        .await?;
    let pile = usize::try_from(marked.0)?.saturating_add(ballots.len());
    let mark = i64::from(pile >= SMALLEST_PILE);
    // Each pile in an order of its own: that of the files would join them.
    units.sort_unstable();
    for unit in &units {
        voter(&mut *tx, poll, unit).await?;
    }
    for (ballot_id, stored) in under_fresh_ids(ballots)? {
        ballot(&mut *tx, poll, &ballot_id, &stored, mark).await?;
    }
    Ok(units.len())
}

/// The file of those who handed in paper: one column, one voter a line.
fn list_of<'v>(voters: &'v Voters, (file, text): File<'_>) -> Result<Vec<&'v str>, Refused> {
    let mut complaints = Complaints::about(file);
    let (mut named, mut first) = (Named::default(), true);
    for record in records(text, separator(text)) {
        let record = record.map_err(|e| refuse(file, e.line, e.reason.to_string()))?;
        let names = voters.column();
        if first {
            first = false;
            if record.fields.len() != 1 || !names.contains(&record.field(0).to_lowercase().as_str()) {
                let reason = format!("the only column is {}", names.join(" or "));
                return Err(refuse(file, record.line, reason));
            }
        } else if record.fields.len() == 1 {
            named.add(voters, &mut complaints, record.line, record.field(0));
        } else {
            complaints.at(
                record.line,
                "this file has only one column: nothing else belongs here",
            );
        }
    }
    if named.units.is_empty() && complaints.is_empty() {
        complaints.at(
            1,
            "there is no voter in this file; the first line names the column",
        );
    }
    complaints.finish()?;
    Ok(named.units)
}

async fn named(
    tx: &mut AnyConnection,
    poll: &PollRow,
    voters: &Voters,
    (file, text): File<'_>,
) -> anyhow::Result<usize> {
    let mut named = Named::default();
    let whose = Some(voters.column());
    let pile = pile::read(&poll.questions, file, text, whose, |complaints, line, cell| {
        named.add(voters, complaints, line, cell);
    })?;
    let count = named.units.len();
    for (unit, stored) in named.units.into_iter().zip(pile.ballots) {
        voter(&mut *tx, poll, unit).await?;
        for (ballot_id, stored) in under_fresh_ids(vec![stored])? {
            ballot(&mut *tx, poll, &ballot_id, &stored, 1).await?;
            // A resident hands in their own paper; for a household it is nobody in particular.
            let resident = if poll.unit == VotingUnit::Household {
                ""
            } else {
                unit
            };
            sqlx::query(
                "INSERT INTO named_ballots (poll_id, unit_id, ballot_id, resident_id) VALUES ($1, $2, $3, $4)",
            )
            .bind(&poll.id)
            .bind(unit)
            .bind(&ballot_id)
            .bind(resident)
            .execute(&mut *tx)
            .await?;
        }
    }
    Ok(count)
}

async fn voter(tx: &mut AnyConnection, poll: &PollRow, unit: &str) -> anyhow::Result<()> {
    sqlx::query("INSERT INTO voters (poll_id, unit_id, paper) VALUES ($1, $2, 1)")
        .bind(&poll.id)
        .bind(unit)
        .execute(tx)
        .await?;
    Ok(())
}

async fn ballot(
    tx: &mut AnyConnection,
    poll: &PollRow,
    id: &str,
    stored: &str,
    mark: i64,
) -> anyhow::Result<()> {
    sqlx::query("INSERT INTO ballots (poll_id, ballot_id, answers, paper) VALUES ($1, $2, $3, $4)")
        .bind(&poll.id)
        .bind(id)
        .bind(stored)
        .bind(mark)
        .execute(tx)
        .await?;
    Ok(())
}
