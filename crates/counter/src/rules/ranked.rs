//! Rankings: instant runoff, Borda, Dowdall, Schulze, single transferable vote.

use contract::{
    Cell, Column, ColumnKind, Explanation, Line, Mark, Question, RankedRule, RowKind, Said, ShareBase, Table,
    TableRow, Value,
};
use count::{
    Limits, PositionalOutcome, Rankings, RunoffFate, RunoffOutcome, SchulzeOutcome, SchulzeStep, StvAction,
    StvOutcome, TieRule, Unranked, borda, dowdall, instant_runoff, meek, schulze, scottish_stv,
};

use super::{Decided, Numbers, points, small};
use crate::names::{amount, empty, ids, tie};

#[derive(Debug)]
pub struct Ranked(Rankings);

impl Ranked {
    pub fn new(question: &Question) -> Self {
        let all = question.options.len();
        let most = question.method.max.map_or(all, |most| (most as usize).min(all));
        let limits = Limits {
            min: question
                .method
                .min
                .map_or(1, |fewest| (fewest as usize).min(most)),
            max: most,
        };
        Self(Rankings::new(all, limits))
    }

    pub fn add(&mut self, chosen: &[usize]) {
        self.0.add(chosen);
    }

    /// First preferences.
    pub fn numbers(&self) -> Numbers {
        let mut counts = vec![0; self.0.options()];
        for (ranking, ballots) in self.0.groups() {
            if let Some(count) = ranking
                .first()
                .and_then(|first| counts.get_mut(usize::from(*first)))
            {
                *count += ballots;
            }
        }
        Numbers {
            counts,
            base: ShareBase::Answers,
            base_count: self.0.piles.valid(),
            whole: true,
            blank: self.0.piles.blank,
            invalid: self.0.piles.invalid,
        }
    }

    pub fn decide(&self, question: &Question, ties: &TieRule) -> Decided {
        let seats = question.method.seats.unwrap_or(1).max(1) as usize;
        match question.method.ranked.unwrap_or(RankedRule::InstantRunoff) {
            RankedRule::InstantRunoff => runoff(question, &instant_runoff(&self.0, ties)),
            // An option that a ballot leaves out gets nothing from it.
            RankedRule::Borda => positional(question, borda(&self.0, Unranked::Nothing, ties)),
            RankedRule::Dowdall => positional(question, dowdall(&self.0, ties)),
            RankedRule::Schulze => pairs(question, schulze(self.0.pairwise(), ties)),
            RankedRule::StvScottish => stv(question, scottish_stv(&self.0, seats, ties)),
            RankedRule::StvMeek => stv(question, meek(&self.0, seats, ties)),
            RankedRule::Other => Decided::not_counted(Explanation {
                lines: vec![Line::new(Said::NotCounted)],
                table: None,
            }),
        }
    }
}

fn option_rows(question: &Question, mut cells: impl FnMut(usize) -> Vec<Cell>) -> Vec<TableRow> {
    question
        .options
        .iter()
        .enumerate()
        .map(|(place, option)| TableRow {
            kind: RowKind::Option,
            option: Some(option.id.clone()),
            cells: cells(place),
        })
        .collect()
}

fn row(kind: RowKind, cells: Vec<Cell>) -> TableRow {
    TableRow {
        kind,
        option: None,
        cells,
    }
}

fn runoff(question: &Question, outcome: &RunoffOutcome) -> Decided {
    let mut lines = Vec::new();
    for (number, round) in (1..).zip(&outcome.rounds) {
        match &round.fate {
            RunoffFate::NobodyChose => lines.push(Line::new(Said::NobodyChose)),
            RunoffFate::Majority { option } => lines.push(
                Line::new(Said::RoundChosen)
                    .number("round", number)
                    .options("option", ids(question, &[*option]))
                    .number("votes", round.votes.get(*option).copied().flatten().unwrap_or(0))
                    .number("majority", round.majority),
            ),
            RunoffFate::Eliminated {
                option, tie: broken, ..
            } => {
                lines.extend(broken.as_ref().and_then(|broken| tie(question, broken)));
                lines.push(
                    Line::new(Said::RoundOut)
                        .number("round", number)
                        .options("option", ids(question, &[*option]))
                        .number("votes", round.votes.get(*option).copied().flatten().unwrap_or(0)),
                );
            }
            RunoffFate::Undecided(broken) => lines.extend(tie(question, broken)),
        }
    }
    let mut rows = option_rows(question, |place| {
        outcome
            .rounds
            .iter()
            .map(
                |round| match (round.votes.get(place).copied().flatten(), &round.fate) {
                    (None, _) => empty(),
                    (Some(votes), RunoffFate::Majority { option }) if *option == place => {
                        Cell::marked(Value::number(votes), Mark::Chosen)
                    }
                    (Some(votes), RunoffFate::Eliminated { option, .. }) if *option == place => {
                        Cell::marked(Value::number(votes), Mark::Out)
                    }
                    (Some(votes), _) => Cell::of(Value::number(votes)),
                },
            )
            .collect()
    });
    rows.push(row(
        RowKind::Exhausted,
        outcome
            .rounds
            .iter()
            .map(|round| Cell::of(Value::number(round.exhausted)))
            .collect(),
    ));
    let table = Table {
        columns: nth(ColumnKind::Round, outcome.rounds.len()),
        rows,
    };
    Decided::of(
        outcome.chosen.clone(),
        outcome.tied.clone(),
        outcome.tie_broken && outcome.tied.is_empty(),
        Explanation {
            lines,
            table: Some(table),
        },
    )
}

fn nth(kind: ColumnKind, count: usize) -> Vec<Column> {
    (1..=count as u64)
        .map(|number| Column::nth(kind, number))
        .collect()
}

fn positional(question: &Question, outcome: PositionalOutcome) -> Decided {
    let places = outcome.places.iter().map(Vec::len).max().unwrap_or(0);
    let mut columns = nth(ColumnKind::Place, places);
    columns.push(Column::of(ColumnKind::Points));
    let sum = &outcome.result;
    let rows = option_rows(question, |option| {
        let given = outcome.places.get(option).map_or(&[][..], Vec::as_slice);
        let mut cells: Vec<Cell> = (0..places)
            .map(|place| Cell::of(Value::number(given.get(place).copied().unwrap_or(0))))
            .collect();
        let units = sum.points.get(option).copied().unwrap_or(0);
        let points = amount(units, sum.denominator);
        cells.push(if sum.chosen.contains(&option) {
            Cell::marked(points, Mark::Chosen)
        } else {
            Cell::of(points)
        });
        cells
    });
    let lines = points::lines(question, sum);
    Decided::of(
        sum.chosen.clone(),
        sum.tied.clone(),
        sum.tie_broken,
        Explanation {
            lines,
            table: Some(Table { columns, rows }),
        },
    )
}

fn pairs(question: &Question, outcome: SchulzeOutcome) -> Decided {
    let one = |option: usize| ids(question, &[option]);
    let lines = outcome
        .steps
        .iter()
        .filter_map(|step| match step {
            SchulzeStep::NobodyChose => Some(Line::new(Said::NobodyChose)),
            SchulzeStep::BeatsAll { option } => {
                Some(Line::new(Said::BeatsAll).options("option", one(*option)))
            }
            SchulzeStep::Unbeaten { options } => {
                Some(Line::new(Said::Unbeaten).options("options", ids(question, options)))
            }
            SchulzeStep::Compared {
                option,
                other,
                there: Some(there),
                back,
            } => {
                let said = match back {
                    Some(_) => Said::PathThereAndBack,
                    None => Said::PathThere,
                };
                let line = Line::new(said)
                    .options("option", one(*option))
                    .options("other", one(*other))
                    .number("votes", there.strength.votes);
                Some(match back {
                    Some(back) => line.number("back", back.strength.votes),
                    None => line,
                })
            }
            SchulzeStep::Compared { there: None, .. } => None,
            SchulzeStep::Tie(broken) => tie(question, broken),
        })
        .collect();
    let against = |option: &contract::PollOption| Column {
        kind: ColumnKind::Against,
        number: None,
        option: Some(option.id.clone()),
    };
    let rows = option_rows(question, |one| {
        (0..question.options.len())
            .map(|other| {
                if one == other {
                    return empty();
                }
                let votes = Value::number(outcome.pairwise.above(one, other));
                if outcome.pairwise.beats(one, other) {
                    Cell::marked(votes, Mark::Won)
                } else {
                    Cell::of(votes)
                }
            })
            .collect()
    });
    let table = Table {
        columns: question.options.iter().map(against).collect(),
        rows,
    };
    Decided::of(
        outcome.chosen,
        outcome.tied,
        outcome.tie_broken,
        Explanation {
            lines,
            table: Some(table),
        },
    )
}

fn stv(question: &Question, outcome: StvOutcome) -> Decided {
    let unit = outcome.unit;
    let mut lines = Vec::new();
    if let Some(first) = outcome
        .stages
        .first()
        .filter(|stage| stage.action != StvAction::NobodyChose)
    {
        let ballots: u128 = first.votes.iter().sum::<u128>() + first.exhausted + first.lost;
        lines.push(
            Line::new(Said::QuotaIs)
                .with("quota", amount(first.quota, unit))
                .number("seats", outcome.seats as u64)
                .number("ballots", small(ballots / unit.max(1))),
        );
    }
    for (number, stage) in (1..).zip(&outcome.stages) {
        let at = |said| Line::new(said).number("stage", number);
        match &stage.action {
            StvAction::NobodyChose => lines.push(Line::new(Said::NobodyChose)),
            StvAction::FirstPreferences => {}
            StvAction::Surplus {
                from,
                surplus,
                tie: broken,
            } => {
                lines.extend(broken.as_ref().and_then(|broken| tie(question, broken)));
                lines.push(
                    at(Said::StageSurplus)
                        .options("option", ids(question, &[*from]))
                        .with("surplus", amount(*surplus, unit)),
                );
            }
            StvAction::Surpluses => lines.push(at(Said::StageSurpluses)),
            StvAction::Eliminated { option, tie: broken } => {
                lines.extend(broken.as_ref().and_then(|broken| tie(question, broken)));
                lines.push(at(Said::StageOut).options("option", ids(question, &[*option])));
            }
            StvAction::LastSeats => {
                lines.push(at(Said::LastSeats).options("options", ids(question, &stage.elected)));
            }
            StvAction::Undecided(broken) => lines.extend(tie(question, broken)),
        }
        if !stage.elected.is_empty() && stage.action != StvAction::LastSeats {
            lines.push(at(Said::StageElected).options("options", ids(question, &stage.elected)));
        }
    }
    let out_at = |place: usize| {
        outcome
            .stages
            .iter()
            .position(|stage| matches!(stage.action, StvAction::Eliminated { option, .. } if option == place))
    };
    let mut rows = option_rows(question, |place| {
        let out = out_at(place);
        outcome
            .stages
            .iter()
            .enumerate()
            .map(|(number, stage)| {
                let votes = amount(stage.votes.get(place).copied().unwrap_or(0), unit);
                match out {
                    Some(out) if number > out => empty(),
                    Some(out) if number == out => Cell::mark(Mark::Out),
                    _ if stage.elected.contains(&place) => Cell::marked(votes, Mark::Chosen),
                    _ => Cell::of(votes),
                }
            })
            .collect()
    });
    let over = |kind, units: fn(&count::StvStage) -> u128| {
        let cells = outcome
            .stages
            .iter()
            .map(|stage| Cell::of(amount(units(stage), unit)));
        row(kind, cells.collect())
    };
    rows.push(over(RowKind::Exhausted, |stage| stage.exhausted));
    if outcome.stages.iter().any(|stage| stage.lost > 0) {
        rows.push(over(RowKind::Lost, |stage| stage.lost));
    }
    rows.push(over(RowKind::Quota, |stage| stage.quota));
    let table = Table {
        columns: nth(ColumnKind::Stage, outcome.stages.len()),
        rows,
    };
    let undecided = !outcome.tied.is_empty();
    Decided::of(
        outcome.elected,
        outcome.tied,
        outcome.tie_broken && !undecided,
        Explanation {
            lines,
            table: Some(table),
        },
    )
}
