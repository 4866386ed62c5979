//! Counts one question: from its ballots to the result that is published, with its explanation.
//!
//! The server publishes what this gives, and the phone recounts with the same code from the board; what a phone proves
//! is therefore that the result follows from the published ballots by the rule that was fixed.

use std::collections::HashMap;

use contract::{
    Answer, Explanation, Line, MethodKind, Outcome, OutcomeKind, Question, QuestionResult, ResultRow, Said,
    ShareBase, TieRule,
};

use crate::names::ids;
use crate::rules::{Budget, Choice, Decided, Numbers, Points, Ranked};

/// What decides beside the ballots. All of it is fixed or public.
#[derive(Debug, Clone)]
pub struct Setting<'a> {
    pub ties: TieRule,
    /// Root of the board; with the question's id it is the seed of the lot, which nobody can know or choose before close.
    pub board_root: Option<&'a str>,
    pub eligible: u64,
}

/// A count under way. Memory is in proportion to the options, or to the distinct ballots where a rule needs them whole.
#[derive(Debug)]
pub struct Counting<'a> {
    question: &'a Question,
    places: HashMap<&'a str, usize>,
    pile: Pile,
    /// Room for one ballot.
    chosen: Vec<usize>,
}

#[derive(Debug)]
enum Pile {
    Choice(Choice),
    Points(Points),
    Ranked(Ranked),
    Budget(Budget),
    /// Free text, or a method of a newer version: ballots are told from blank ones, nothing else.
    Uncounted {
        ballots: u64,
        blank: u64,
    },
}

impl<'a> Counting<'a> {
    pub fn new(question: &'a Question) -> Self {
        let pile = match question.method.kind {
            MethodKind::Single | MethodKind::Approval | MethodKind::YesNoAbstain | MethodKind::Owners => {
                Pile::Choice(Choice::new(question))
            }
            MethodKind::Score | MethodKind::Dots => Pile::Points(Points::new(question)),
            MethodKind::Ranked => Pile::Ranked(Ranked::new(question)),
            MethodKind::Budget => Pile::Budget(Budget::new(question)),
            MethodKind::Text | MethodKind::Other => Pile::Uncounted { ballots: 0, blank: 0 },
        };
        let ids = question.options.iter().map(|option| option.id.as_str());
        Self {
            question,
            places: ids.zip(0..).collect(),
            pile,
            chosen: Vec::new(),
        }
    }

    /// Counts one ballot; without an answer to this question it is blank here.
    pub fn add(&mut self, answers: &[Answer]) {
        let answer = answers.iter().find(|answer| answer.question == self.question.id);
        self.chosen.clear();
        let mut points: &[u32] = &[];
        if let Some(answer) = answer {
            // An option that the poll does not have gets a place that it does not have either: the ballot is invalid.
            let place = |id: &String| self.places.get(id.as_str()).copied().unwrap_or(usize::MAX);
            self.chosen.extend(answer.options.iter().map(place));
            points = &answer.points;
        }
        match &mut self.pile {
            Pile::Choice(choice) => choice.add(&self.chosen),
            Pile::Points(pile) => pile.add(&self.chosen, points),
            Pile::Ranked(ranked) => ranked.add(&self.chosen),
            Pile::Budget(budget) => budget.add(&self.chosen, points),
            Pile::Uncounted { ballots, blank } => {
                *ballots += 1;
                *blank += u64::from(answer.is_none());
            }
        }
    }

    /// The result over all ballots that were added. Owner votes are decided elsewhere, because floor areas are not on
    /// the board; their outcome is `not_counted` here.
    pub fn result(&self, setting: &Setting<'_>) -> QuestionResult {
        let numbers = self.numbers();
        let decided = self.decide(setting);
        let shares = numbers
            .whole
            .then(|| count::shares_permille(&numbers.counts, numbers.base_count));
        let permille = match &shares {
            Some(shares) => shares.permille.clone(),
            None => numbers
                .counts
                .iter()
                .map(|count| count::share_permille(*count, numbers.base_count))
                .collect(),
        };
        let rows = self.question.options.iter().zip(&numbers.counts).zip(permille);
        QuestionResult {
            question_id: self.question.id.clone(),
            blank: numbers.blank,
            invalid: numbers.invalid,
            rows: rows
                .map(|((option, count), permille)| ResultRow {
                    option_id: option.id.clone(),
                    count: *count,
                    permille,
                })
                .collect(),
            outcome: Outcome {
                kind: decided.kind,
                option_ids: ids(self.question, &decided.chosen),
                base: numbers.base,
                base_count: numbers.base_count,
                tie_broken: decided.tie_broken,
                tied: ids(self.question, &decided.tied),
                // Shares of nothing are all zero and not rounded.
                shares_exact: numbers.base_count == 0 || shares.is_none_or(|shares| shares.exact),
            },
            explanation: Some(decided.explanation),
        }
    }

    /// Whether the outcome can be recounted from ballots alone.
    pub fn is_counted(&self) -> bool {
        match (&self.pile, self.question.method.kind) {
            (Pile::Uncounted { .. }, kind) => kind == MethodKind::Text,
            (_, kind) => kind != MethodKind::Owners,
        }
    }

    fn numbers(&self) -> Numbers {
        match &self.pile {
            Pile::Choice(choice) => choice.numbers(),
            Pile::Points(points) => points.numbers(),
            Pile::Ranked(ranked) => ranked.numbers(),
            Pile::Budget(budget) => budget.numbers(),
            Pile::Uncounted { ballots, blank } => Numbers {
                counts: vec![0; self.question.options.len()],
                base: ShareBase::Answers,
                base_count: ballots.saturating_sub(*blank),
                whole: false,
                blank: *blank,
                invalid: 0,
            },
        }
    }

    fn decide(&self, setting: &Setting<'_>) -> Decided {
        let question = self.question;
        let ties = match (setting.ties, setting.board_root) {
            (TieRule::EarlierListed, _) => count::TieRule::EarlierListed,
            (TieRule::Lot, Some(root)) => count::TieRule::Lot {
                seed: format!("{root}:{}", question.id),
            },
            _ => count::TieRule::NoneDecides,
        };
        match (&self.pile, question.method.kind) {
            (Pile::Choice(choice), MethodKind::YesNoAbstain) => choice.threshold(question, setting.eligible),
            (Pile::Choice(_), MethodKind::Owners) => Decided::not_counted(Explanation::default()),
            (Pile::Choice(choice), _) => choice.most_votes(question, &ties),
            (Pile::Points(points), _) => points.decide(question, &ties),
            (Pile::Ranked(ranked), _) => ranked.decide(question, &ties),
            (Pile::Budget(budget), _) => budget.decide(question, &ties),
            (Pile::Uncounted { .. }, MethodKind::Text) => Decided::not_counted(Explanation::default()),
            (Pile::Uncounted { .. }, _) => Decided::not_counted(Explanation {
                lines: vec![Line::new(Said::NotCounted)],
                table: None,
            }),
        }
    }
}

/// A poll that too few took part in decides nothing, whatever the ballots say.
pub fn without_quorum(result: &mut QuestionResult) {
    if result.outcome.kind != OutcomeKind::NotCounted {
        result.outcome.kind = OutcomeKind::QuorumMissed;
        result.outcome.option_ids.clear();
        result.outcome.tied.clear();
    }
}

/// Whether the order of a question's chosen options is part of the answer, and so of the leaf.
pub fn ordered(question: &Question) -> bool {
    question.method.kind == MethodKind::Ranked
        || question.method.budget_ballot == Some(contract::BudgetBallot::Ranking)
}
