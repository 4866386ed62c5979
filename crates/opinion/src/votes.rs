//! The vote matrix.

use std::fmt;

/// What somebody says about a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Vote {
    Disagree,
    /// Seen, and neither agreed nor disagreed.
    Pass,
    Agree,
}

/// Votes of one statement.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    pub agree: u32,
    pub disagree: u32,
    pub pass: u32,
}

impl Tally {
    /// How many people have voted on the statement, passing included.
    pub fn seen(self) -> u64 {
        u64::from(self.agree) + u64::from(self.disagree) + u64::from(self.pass)
    }
}

/// Who said what about which statement. Memory is in proportion to the votes, not to people × statements.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Votes {
    statements: usize,
    /// For each person their votes, sorted by statement, each statement at most once.
    rows: Vec<Vec<(usize, Vote)>>,
}

/// A vote by somebody, or on a statement, that the matrix does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutOfRange {
    pub voter: usize,
    pub statement: usize,
}

impl fmt::Display for OutOfRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "there is no voter {} or no statement {}",
            self.voter, self.statement
        )
    }
}

impl std::error::Error for OutOfRange {}

impl Votes {
    /// The matrix of `voters` × `statements` from triples in the order in which they were cast: of several votes of one
    /// person on one statement the last counts, as people may change their mind.
    ///
    /// Fails at the first triple whose voter or statement is out of range.
    pub fn new(
        voters: usize,
        statements: usize,
        cast: impl IntoIterator<Item = (usize, usize, Vote)>,
    ) -> Result<Self, OutOfRange> {
        let mut rows: Vec<Vec<(usize, Vote)>> = vec![Vec::new(); voters];
        for (voter, statement, vote) in cast {
            let row = rows.get_mut(voter).filter(|_| statement < statements);
            row.ok_or(OutOfRange { voter, statement })?
                .push((statement, vote));
        }
        for row in &mut rows {
            // The sort is stable, so the votes on a statement stand in the order in which they were cast.
            row.sort_by_key(|(statement, _)| *statement);
            row.dedup_by(|later, kept| {
                let same = later.0 == kept.0;
                if same {
                    *kept = *later;
                }
                same
            });
        }
        Ok(Self { statements, rows })
    }

    pub fn voters(&self) -> usize {
        self.rows.len()
    }

    pub fn statements(&self) -> usize {
        self.statements
    }

    /// How many votes there are.
    pub fn len(&self) -> usize {
        self.rows.iter().map(Vec::len).sum()
    }

    /// Whether nobody has voted on anything.
    pub fn is_empty(&self) -> bool {
        self.rows.iter().all(Vec::is_empty)
    }

    /// What `voter` says about `statement`; `None` where they have not seen it or either does not exist.
    pub fn get(&self, voter: usize, statement: usize) -> Option<Vote> {
        let row = self.rows.get(voter)?;
        row.binary_search_by_key(&statement, |(found, _)| *found)
            .ok()
            .map(|at| row[at].1)
    }

    /// The votes of one person, sorted by statement; empty for somebody who does not exist.
    pub fn of(&self, voter: usize) -> &[(usize, Vote)] {
        self.rows.get(voter).map_or(&[], Vec::as_slice)
    }

    /// The tally of every statement, over everybody.
    pub fn tallies(&self) -> Vec<Tally> {
        self.tallies_of(0..self.voters())
    }

    /// The tally of every statement over some people, an opinion group for instance. Who does not exist says nothing.
    pub fn tallies_of(&self, voters: impl IntoIterator<Item = usize>) -> Vec<Tally> {
        let mut tallies = vec![Tally::default(); self.statements];
        for (statement, vote) in voters.into_iter().flat_map(|voter| self.of(voter)) {
            let tally = &mut tallies[*statement];
            match vote {
                Vote::Agree => tally.agree += 1,
                Vote::Disagree => tally.disagree += 1,
                Vote::Pass => tally.pass += 1,
            }
        }
        tallies
    }
}
