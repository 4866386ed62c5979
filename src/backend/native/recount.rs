//! What goes to the recount worker and what comes back: the protocol of crate `counter`.

use super::read::{outcome, question_result, turn, wire_answer};
use crate::backend::model::*;

turn! {
    said: contract::Said => Said {
        NobodyChose, Most, MostWithNext, MostPoints, MostPointsWithNext, EarlierListed, LotDrawn, EarlierStage, Undecided,
        Voted, Needed, NeededMore, Reached, Missed, RoundOut, RoundChosen, QuotaIs, StageElected, StageSurplus,
        StageSurpluses, StageOut, LastSeats, BeatsAll, Unbeaten, PathThere, PathThereAndBack, Budget, BudgetSpent,
        StoppedHere, EqualShare, SharesRaised, BoughtWithRest, SharesCompared, NotCounted
    }
    column_kind: contract::ColumnKind => ColumnKind {
        Round, Stage, Place, Against, Cost, Votes, Points, Left, Fate, Price
    }
    row_kind: contract::RowKind => RowKind { Option, Exhausted, Lost, Quota }
    mark: contract::Mark => Mark { Chosen, Out, Won, TooDear, NoVotes, NotReached, GroupTaken, BelowThreshold }
    failed: counter::Failed => RecountFailed { Offline, NoBoard }
}

/// The question for the worker, of the backend's own answers as they came: what this build does not know of them goes
/// along.
pub fn question(poll: &str, results: &str, board: &str, own: Option<&OwnBallot>) -> String {
    let own = own.map(|own| counter::OwnBallot {
        ballot_id: own.ballot_id.clone(),
        answers: own.answers.as_ref().map(|answers| {
            answers
                .iter()
                .filter(|a| !a.is_blank())
                .map(wire_answer)
                .collect()
        }),
    });
    // Writing texts and ids as JSON cannot fail.
    let board = serde_json::to_string(board).unwrap_or_default();
    let own = serde_json::to_string(&own).unwrap_or_default();
    format!("{{\"recount\":{{\"poll\":{poll},\"results\":{results},\"board\":{board},\"own\":{own}}}}}")
}

/// What the worker said. Something that this build does not know is no verdict, least of all *same*.
pub fn said_by_worker(text: &str) -> Recounting {
    match serde_json::from_str(text) {
        Ok(counter::Report::Progress { ballots, of }) => Recounting::Progress { ballots, of },
        Ok(counter::Report::Done(verdict)) => Recounting::Done(Box::new(self::verdict(*verdict))),
        Ok(counter::Report::Kept) => Recounting::Kept,
        Ok(counter::Report::Failed(why)) => Recounting::Failed(failed(why)),
        Err(_) => Recounting::Failed(RecountFailed::Other),
    }
}

fn verdict(verdict: counter::Verdict) -> Verdict {
    Verdict {
        finding: finding(verdict.finding),
        own: verdict.own.map(own),
        ballots: verdict.ballots,
        questions: verdict.questions.into_iter().map(question_result).collect(),
    }
}

fn own(own: counter::Own) -> OwnOnBoard {
    match own {
        counter::Own::Missing => OwnOnBoard::Missing,
        counter::Own::Found => OwnOnBoard::Found,
        counter::Own::Same => OwnOnBoard::Same,
        counter::Own::Differs => OwnOnBoard::Differs,
    }
}

fn finding(finding: counter::Finding) -> Finding {
    use counter::Finding as From;
    match finding {
        From::Same => Finding::Same,
        From::Unreadable { line } => Finding::Unreadable { line },
        From::HeadDiffers => Finding::HeadDiffers,
        From::OutOfOrder { ballot } => Finding::OutOfOrder { ballot },
        From::Repeated { ballot } => Finding::Repeated { ballot },
        From::SizeDiffers { published, here } => Finding::SizeDiffers { published, here },
        From::EarlierDiffers { ballots, seen, here } => Finding::EarlierDiffers { ballots, seen, here },
        From::RootDiffers { published, here } => Finding::RootDiffers { published, here },
        From::CountDiffers(differences) => {
            Finding::CountDiffers(differences.into_iter().map(difference).collect())
        }
        From::Unsupported(questions) => Finding::Unsupported(questions),
    }
}

fn difference(difference: counter::Difference) -> Difference {
    use counter::Differs as From;
    Difference {
        question: difference.question,
        what: match difference.what {
            From::Votes {
                option,
                published,
                here,
            } => Differs::Votes {
                option,
                published,
                here,
            },
            From::Blank { published, here } => Differs::Blank { published, here },
            From::Share {
                option,
                published,
                here,
            } => Differs::Share {
                option,
                published,
                here,
            },
            From::Outcome { published, here } => Differs::Outcome {
                published: outcome(*published),
                here: outcome(*here),
            },
            From::Invalid { published, here } => Differs::Invalid { published, here },
            From::Options => Differs::Options,
            From::Turnout { published, here } => Differs::Turnout { published, here },
            From::Missing => Differs::Missing,
        },
    }
}

pub fn explanation(explanation: contract::Explanation) -> Explanation {
    Explanation {
        lines: explanation.lines.into_iter().map(line).collect(),
        table: explanation.table.map(table),
    }
}

fn line(line: contract::Line) -> Line {
    let named = |named: contract::NamedValue| Some((named.name, value(named.value)?));
    Line {
        said: said(line.said),
        values: line.values.into_iter().filter_map(named).collect(),
    }
}

fn value(value: contract::Value) -> Option<Value> {
    let options = value.options.map(Value::Options);
    let text = value.decimal.or(value.text).map(Value::Text);
    let money = value.money.map(Value::Money);
    options.or(value.number.map(Value::Number)).or(money).or(text)
}

fn table(table: contract::Table) -> Table {
    let column = |column: contract::Column| Column {
        kind: column_kind(column.kind),
        number: column.number.unwrap_or_default(),
        option: column.option.unwrap_or_default(),
    };
    let cell = |cell: contract::Cell| Cell {
        value: cell.value.and_then(value),
        mark: cell.mark.map(mark),
    };
    let row = |row: contract::TableRow| TableRow {
        kind: row_kind(row.kind),
        option: row.option.unwrap_or_default(),
        cells: row.cells.into_iter().map(cell).collect(),
    };
    Table {
        columns: table.columns.into_iter().map(column).collect(),
        rows: table.rows.into_iter().map(row).collect(),
    }
}
