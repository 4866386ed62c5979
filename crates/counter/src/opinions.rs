//! Opinion groups of a deliberation from its published votes, for the page that tells of them. What they are is in `opinion`.

use contract::OpinionVotes;
use opinion::{Findings, Votes, findings, read_row};

use crate::message::{Opinions, OpinionsReport, Shown, Tally, Telling};

/// What there is to tell. The error says which participant's text cannot be read, and why.
pub fn opinions(votes: &OpinionVotes) -> Result<OpinionsReport, String> {
    // The votes of so few are not published; the backend says how many people there are.
    if let Some(few) = &votes.too_few {
        return Ok(OpinionsReport::TooFew {
            voters: few.voters,
            enough: few.enough,
        });
    }
    let statements = votes.statements.len();
    let mut cast = Vec::new();
    for (voter, row) in votes.participants.iter().enumerate() {
        let row = read_row(row, statements).map_err(|why| format!("participant {}: {why}", voter + 1))?;
        cast.extend(row.into_iter().map(|(statement, vote)| (voter, statement, vote)));
    }
    let matrix = Votes::new(votes.participants.len(), statements, cast).map_err(|why| why.to_string())?;
    let found = findings(&matrix);
    if found.sizes.is_empty() {
        return Ok(OpinionsReport::TooFew {
            voters: found.voters as u64,
            enough: found.grouped as u64,
        });
    }
    Ok(OpinionsReport::Done(Box::new(told(found, &votes.statements))))
}

fn told(found: Findings, ids: &[String]) -> Opinions {
    let id = |statement: usize| ids.get(statement).cloned().unwrap_or_default();
    let shown = |listed: Vec<opinion::Shown>| {
        let one = |shown: opinion::Shown| Shown {
            statement: id(shown.statement),
            agrees: shown.agrees,
            groups: shown.groups.into_iter().map(tally).collect(),
        };
        listed.into_iter().map(one).collect()
    };
    let telling = |telling: opinion::Telling| Telling {
        statement: id(telling.statement),
        agrees: telling.agrees,
        inside: tally(telling.inside),
        outside: tally(telling.outside),
    };
    Opinions {
        voters: found.voters as u64,
        grouped: found.grouped as u64,
        sizes: found.sizes.into_iter().map(|size| size as u64).collect(),
        joined: found.joined as u64,
        telling: found
            .telling
            .into_iter()
            .map(|group| group.into_iter().map(telling).collect())
            .collect(),
        common: shown(found.common),
        divides: shown(found.divides),
        map: found
            .map
            .into_iter()
            .map(|cell| [cell.x.into(), cell.y.into(), cell.group.into(), cell.people])
            .collect(),
    }
}

fn tally(tally: opinion::Tally) -> Tally {
    [tally.agree, tally.disagree, tally.pass]
}
