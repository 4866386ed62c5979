//! A poll as the database has it, and what follows from it for one moment and one person.

use crate::columns::{flag, maybe_stored, stored};
use crate::db::{Db, Kind};
use crate::fault::{Fault, Outcome};
use crate::names::named;
use crate::person::Person;
use crate::polls::METHODS;
use contract::*;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row};

/// One row of `polls`.
#[derive(Debug, Clone)]
pub struct PollRow {
    pub id: String,
    pub title: String,
    pub about: Text,
    pub plain: Option<Text>,
    pub opens_at: i64,
    pub closes_at: i64,
    pub cancelled: bool,
    pub secrecy: Secrecy,
    pub unit: VotingUnit,
    pub results: ResultsVisibility,
    pub tie_rule: TieRule,
    pub quorum: Option<(u32, u32, QuorumBase)>,
    pub can_change: bool,
    pub can_withdraw: bool,
    pub practice: bool,
    pub questions: Vec<Question>,
    pub electorate: Electorate,
    pub eligible: Option<i64>,
    pub related: Vec<Related>,
    pub events: Vec<PollEvent>,
    pub source: Option<Source>,
    pub board_root: Option<String>,
    pub board_ballots: Option<i64>,
    /// Empty without a late batch.
    pub batches: Vec<Batch>,
    pub turnout_by_building: bool,
    /// Fixed at close, where it is to be shown.
    pub turnout: Option<Vec<TurnoutGroup>>,
}

/// Whether and how a unit has voted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    None,
    Phone,
    Paper,
}

impl Mark {
    /// From `voters.paper`, where there is a row.
    pub fn of(paper: Option<i64>) -> Self {
        match paper {
            None => Self::None,
            Some(0) => Self::Phone,
            Some(_) => Self::Paper,
        }
    }
}

/// Who may vote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Electorate {
    All,
    List,
    Nobody,
}

impl PollRow {
    pub async fn load(connection: &mut AnyConnection, id: &str) -> Outcome<Self> {
        let row = sqlx::query("SELECT * FROM polls WHERE id = $1")
            .bind(id)
            .fetch_optional(connection)
            .await?;
        Self::read(&row.ok_or(ProblemType::NotFound)?)
    }

    fn read(row: &AnyRow) -> Outcome<Self> {
        let number = |column: &str| -> Outcome<Option<u32>> {
            Ok(row
                .try_get::<Option<i64>, _>(column)?
                .and_then(|n| u32::try_from(n).ok()))
        };
        let quorum = number("quorum_numerator")?.zip(number("quorum_denominator")?.filter(|d| *d > 0));
        let base = row.try_get::<Option<String>, _>("quorum_base")?;
        Ok(Self {
            id: row.try_get("id")?,
            title: row.try_get("title")?,
            about: stored(row, "about")?,
            plain: maybe_stored(row, "plain")?,
            opens_at: row.try_get("opens_at")?,
            closes_at: row.try_get("closes_at")?,
            cancelled: flag(row, "cancelled")?,
            secrecy: named(row.try_get("secrecy")?),
            unit: named(row.try_get("unit")?),
            results: named(row.try_get("results")?),
            tie_rule: named(row.try_get("tie_rule")?),
            quorum: quorum.map(|(n, d)| (n, d, base.as_deref().map_or(QuorumBase::Eligible, named))),
            can_change: flag(row, "can_change")?,
            can_withdraw: flag(row, "can_withdraw")?,
            practice: flag(row, "practice")?,
            questions: stored(row, "questions")?,
            electorate: match row.try_get::<&str, _>("electorate")? {
                "all" => Electorate::All,
                "list" => Electorate::List,
                _ => Electorate::Nobody,
            },
            eligible: row.try_get("eligible")?,
            related: stored(row, "related")?,
            events: stored(row, "events")?,
            source: maybe_stored(row, "source")?,
            board_root: row.try_get("board_root")?,
            board_ballots: row.try_get("board_ballots")?,
            batches: stored(row, "board_batches")?,
            turnout_by_building: flag(row, "turnout_by_building")?,
            turnout: maybe_stored(row, "turnout")?,
        })
    }

    /// Reads again what decides whether a ballot is taken now, and keeps it from changing until the transaction ends.
    pub async fn lock(&mut self, connection: &mut AnyConnection, db: &Db, change: bool) -> Outcome<()> {
        // SQLite's write transaction keeps everybody else out already.
        let sql = match (db.kind, change) {
            (Kind::Sqlite, _) => "SELECT opens_at, closes_at, cancelled, board_root FROM polls WHERE id = $1",
            (Kind::Postgres, false) => {
                "SELECT opens_at, closes_at, cancelled, board_root FROM polls WHERE id = $1 FOR SHARE"
            }
            (Kind::Postgres, true) => {
                "SELECT opens_at, closes_at, cancelled, board_root FROM polls WHERE id = $1 FOR UPDATE"
            }
        };
        let row: Option<(i64, i64, i64, Option<String>)> = sqlx::query_as(sql)
            .bind(&self.id)
            .fetch_optional(connection)
            .await?;
        let (opens_at, closes_at, cancelled, board_root) = row.ok_or(ProblemType::NotFound)?;
        (self.opens_at, self.closes_at, self.cancelled) = (opens_at, closes_at, cancelled != 0);
        self.board_root = board_root;
        Ok(())
    }

    /// The same, as another ballot for this poll has just read it in the same transaction.
    pub fn locked_with(&mut self, read: &Self) {
        (self.opens_at, self.closes_at, self.cancelled) = (read.opens_at, read.closes_at, read.cancelled);
        self.board_root.clone_from(&read.board_root);
    }

    /// The state at an instant. A fixed board closes a poll whatever the clock says.
    pub fn state(&self, now: i64) -> PollState {
        if self.cancelled {
            PollState::Cancelled
        } else if now >= self.closes_at || self.board_root.is_some() {
            PollState::Closed
        } else if now < self.opens_at {
            PollState::Upcoming
        } else {
            PollState::Open
        }
    }

    /// Whether every question's ballots are taken here.
    pub fn methods_taken(&self) -> bool {
        self.questions.iter().all(|q| METHODS.contains(&q.method.kind))
    }

    /// Refuses when no ballot can be cast, changed or withdrawn now.
    pub fn must_be_open(&self, now: i64) -> Outcome<()> {
        match self.state(now) {
            PollState::Open => Ok(()),
            PollState::Upcoming => Err(ProblemType::NotOpenYet.into()),
            PollState::Cancelled => Err(ProblemType::PollCancelled.into()),
            _ => Err(ProblemType::PollClosed.into()),
        }
    }

    /// Refuses what only real polls have: ballots, results, a board.
    pub fn must_count(&self) -> Outcome<()> {
        match self.practice {
            true => Err(ProblemType::PracticeOnly.into()),
            false => Ok(()),
        }
    }

    /// Whether a unit may vote that stands on the poll's list, or does not.
    pub fn takes(&self, listed: bool) -> bool {
        match self.electorate {
            Electorate::All => true,
            Electorate::Nobody => false,
            Electorate::List => listed,
        }
    }

    /// The unit that this person votes for, when it may vote at all.
    pub async fn voter(&self, connection: &mut AnyConnection, person: &Person) -> Outcome<Option<String>> {
        let Some(unit) = person.unit(self.unit) else {
            return Ok(None);
        };
        let listed = self.electorate == Electorate::List
            && sqlx::query("SELECT unit_id FROM poll_electorate WHERE poll_id = $1 AND unit_id = $2")
                .bind(&self.id)
                .bind(unit)
                .fetch_optional(connection)
                .await?
                .is_some();
        Ok(self.takes(listed).then(|| unit.to_owned()))
    }

    /// Whether this unit has voted, and how.
    pub async fn mark(&self, connection: &mut AnyConnection, unit: &str) -> Outcome<Mark> {
        let paper: Option<(i64,)> =
            sqlx::query_as("SELECT paper FROM voters WHERE poll_id = $1 AND unit_id = $2")
                .bind(&self.id)
                .bind(unit)
                .fetch_optional(connection)
                .await?;
        Ok(Mark::of(paper.map(|(paper,)| paper)))
    }

    /// How many ballots up to the last batch came on paper. Counted by the marks of those who handed one in; of a late
    /// batch nobody knows them.
    pub async fn on_paper(&self, connection: &mut AnyConnection) -> Outcome<u64> {
        let (paper,): (i64,) = sqlx::query_as(
            "SELECT (SELECT COUNT(*) FROM voters WHERE poll_id = $1 AND paper = 1)
               + (SELECT COUNT(*) FROM ballots WHERE poll_id = $1 AND batch > 0 AND batch <= $2)",
        )
        .bind(&self.id)
        .bind(self.last_batch())
        .fetch_one(connection)
        .await?;
        u64::try_from(paper).map_err(|_| Fault::internal("a negative number of ballots"))
    }

    /// How many units may vote. Counted as long as the poll has not fixed it.
    pub async fn eligible(&self, connection: &mut AnyConnection) -> Outcome<u64> {
        let count = match (self.eligible, self.electorate, self.unit) {
            (Some(fixed), ..) => fixed,
            (None, Electorate::Nobody, _) => 0,
            (None, Electorate::List, _) => {
                let sql = "SELECT COUNT(*) FROM poll_electorate WHERE poll_id = $1";
                sqlx::query_as::<_, (i64,)>(sql)
                    .bind(&self.id)
                    .fetch_one(connection)
                    .await?
                    .0
            }
            (None, Electorate::All, VotingUnit::Household) => {
                let sql = "SELECT COUNT(DISTINCT household_id) FROM residents WHERE household_id IS NOT NULL";
                sqlx::query_as::<_, (i64,)>(sql).fetch_one(connection).await?.0
            }
            (None, Electorate::All, _) => {
                sqlx::query_as::<_, (i64,)>("SELECT COUNT(*) FROM residents")
                    .fetch_one(connection)
                    .await?
                    .0
            }
        };
        u64::try_from(count).map_err(|_| Fault::internal("a negative electorate"))
    }

    /// How many units have voted; of a closed poll how many ballots its board has.
    pub async fn voted(&self, connection: &mut AnyConnection) -> Outcome<u64> {
        let count = match self.board_ballots {
            Some(fixed) => fixed,
            None => {
                let sql = "SELECT COUNT(*) FROM ballots WHERE poll_id = $1";
                sqlx::query_as::<_, (i64,)>(sql)
                    .bind(&self.id)
                    .fetch_one(connection)
                    .await?
                    .0
            }
        };
        u64::try_from(count).map_err(|_| Fault::internal("a negative number of ballots"))
    }

    /// Number of the last batch on the board (`ballots.batch`). Whoever reads ballots reads up to here: a batch that is
    /// appended meanwhile belongs to the next root.
    pub fn last_batch(&self) -> i64 {
        i64::try_from(self.batches.len().saturating_sub(1)).unwrap_or(i64::MAX)
    }

    /// The root that was fixed at close, the seed of every lot. A late batch changes the board's root but draws no new lot:
    /// whoever appends could otherwise try ballot ids until the lot falls as they like.
    pub fn root_at_close(&self) -> Option<&str> {
        match self.batches.first() {
            Some(first) => Some(&first.root),
            None => self.board_root.as_deref(),
        }
    }

    /// The quorum in whole voters.
    pub fn quorum(&self, eligible: u64) -> Option<Quorum> {
        self.quorum.map(|(numerator, denominator, base)| {
            let needed = (u128::from(eligible) * u128::from(numerator)).div_ceil(u128::from(denominator));
            Quorum {
                numerator,
                denominator,
                base,
                needed: u64::try_from(needed).unwrap_or(u64::MAX),
            }
        })
    }
}
