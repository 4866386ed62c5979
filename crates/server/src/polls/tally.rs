//! One question's ballots, added up, and what the rule of its method makes of them.

use contract::*;
use count::{BudgetFate, BudgetProject, Decision, Limits, Tally};
use std::collections::HashMap;

pub struct QuestionTally<'a> {
    pub question: &'a Question,
    places: HashMap<&'a str, usize>,
    limits: Limits,
    tally: Tally,
    /// Methods that give points: the points of each option.
    points: Option<Vec<u64>>,
}

impl<'a> QuestionTally<'a> {
    pub fn new(question: &'a Question) -> Self {
        let places: HashMap<_, _> = question
            .options
            .iter()
            .enumerate()
            .map(|(i, o)| (o.id.as_str(), i))
            .collect();
        let limits = match choice_limits(question) {
            Some((min, max)) => Limits {
                min: min as usize,
                max: max as usize,
            },
            None => Limits {
                min: 0,
                max: question.options.len(),
            },
        };
        let points = match (question.method.kind, question.method.budget_ballot) {
            (MethodKind::Budget, Some(BudgetBallot::Points)) | (MethodKind::Score | MethodKind::Dots, _) => {
                Some(vec![0; question.options.len()])
            }
            _ => None,
        };
        let tally = Tally::new(question.options.len());
        Self {
            question,
            places,
            limits,
            tally,
            points,
        }
    }

    /// Counts one ballot; without an answer to this question it is blank here.
    pub fn add(&mut self, answers: &[Answer]) {
        let answer = answers.iter().find(|a| a.question == self.question.id);
        if self.question.method.kind == MethodKind::Text {
            self.tally.ballots += 1;
            self.tally.blank += u64::from(answer.is_none());
            return;
        }
        // An option that the poll does not have gets a place that it does not have either: the ballot is invalid.
        let place = |id: &String| self.places.get(id.as_str()).copied().unwrap_or(usize::MAX);
        let chosen: Vec<usize> = answer
            .map(|a| a.options.iter().map(place).collect())
            .unwrap_or_default();
        let invalid = self.tally.invalid;
        self.tally.add(&chosen, self.limits);
        if let (Some(points), Some(answer)) = (&mut self.points, answer)
            && self.tally.invalid == invalid
        {
            for (place, given) in chosen.iter().zip(&answer.points) {
                points[*place] = points[*place].saturating_add(u64::from(*given));
            }
        }
    }

    pub fn result(&self, tie_rule: TieRule, lot: Option<String>, eligible: u64) -> QuestionResult {
        let counts = self.points.as_ref().unwrap_or(&self.tally.counts);
        let base_count = if self.points.is_some() {
            counts.iter().sum()
        } else {
            self.tally.valid()
        };
        let one_each = self.limits == Limits::SINGLE || self.points.is_some();
        let shares = one_each.then(|| count::shares_permille(counts, base_count));
        let permille = match &shares {
            Some(shares) => shares.permille.clone(),
            None => counts
                .iter()
                .map(|count| count::share_permille(*count, base_count))
                .collect(),
        };
        let rows = self.question.options.iter().zip(counts).zip(permille);
        let rows = rows
            .map(|((option, count), permille)| ResultRow {
                option_id: option.id.clone(),
                count: *count,
                permille,
            })
            .collect();
        let mut outcome = Outcome {
            kind: OutcomeKind::NotCounted,
            option_ids: Vec::new(),
            base: if self.points.is_some() {
                ShareBase::Points
            } else {
                ShareBase::Answers
            },
            base_count,
            tie_broken: false,
            tied: Vec::new(),
            // Shares of nothing are all zero and not rounded.
            shares_exact: base_count == 0 || shares.is_none_or(|s| s.exact),
        };
        self.decide(&mut outcome, tie_rule, lot, eligible);
        QuestionResult {
            question_id: self.question.id.clone(),
            blank: self.tally.blank,
            rows,
            outcome,
        }
    }

    fn decide(&self, outcome: &mut Outcome, tie_rule: TieRule, lot: Option<String>, eligible: u64) {
        match self.question.method.kind {
            MethodKind::Single | MethodKind::Approval => {
                let rule = match (tie_rule, lot) {
                    (TieRule::EarlierListed, _) => count::TieRule::EarlierListed,
                    (TieRule::Lot, Some(seed)) => count::TieRule::Lot { seed },
                    _ => count::TieRule::NoneDecides,
                };
                self.most_votes(outcome, &rule);
            }
            MethodKind::YesNoAbstain => self.threshold(outcome, eligible),
            MethodKind::Budget => self.budget(outcome),
            _ => {}
        }
    }

    /// Seat after seat to the option with the most votes.
    fn most_votes(&self, outcome: &mut Outcome, rule: &count::TieRule) {
        let seats = self.question.method.seats.unwrap_or(1).max(1);
        let mut left = self.tally.clone();
        for _ in 0..seats {
            let Decision {
                chosen,
                tied,
                tie_broken,
                ..
            } = count::decide_plurality(&left, rule);
            outcome.tie_broken |= tie_broken;
            let Some(&winner) = chosen.first() else {
                outcome.tied = self.ids(&tied);
                break;
            };
            outcome.option_ids.extend(self.ids(&[winner]));
            left.counts[winner] = 0;
        }
        outcome.kind = match (outcome.option_ids.is_empty(), outcome.tied.is_empty()) {
            (_, false) => OutcomeKind::Tied,
            (true, true) => OutcomeKind::NothingChosen,
            (false, true) => OutcomeKind::Chosen,
        };
    }

    fn threshold(&self, outcome: &mut Outcome, eligible: u64) {
        let at = |place: usize| self.tally.counts.get(place).copied().unwrap_or(0);
        // Without a threshold of its own a motion needs more than half of those who answer.
        let threshold = self.question.method.threshold.as_ref().map_or(
            count::Threshold {
                numerator: 1,
                denominator: 2,
                base: count::ThresholdBase::Voting,
                strict: true,
            },
            |t| count::Threshold {
                numerator: t.numerator.into(),
                denominator: t.denominator.into(),
                base: match t.base {
                    ThresholdBase::Eligible => count::ThresholdBase::Eligible,
                    _ => count::ThresholdBase::Voting,
                },
                strict: t.strict,
            },
        );
        let decision = count::decide_threshold(at(0), at(1), at(2), threshold, eligible);
        outcome.kind = if decision.passed {
            OutcomeKind::Passed
        } else {
            OutcomeKind::NotPassed
        };
        if decision.passed {
            outcome.option_ids = self.ids(&[0]);
        }
    }

    /// Greedy, on what the ballots gave. Other rules and groups are not counted here yet.
    fn budget(&self, outcome: &mut Outcome) {
        let method = &self.question.method;
        let ranking = method.budget_ballot == Some(BudgetBallot::Ranking);
        let greedy = method.budget.is_none_or(|rule| rule == BudgetRule::Greedy);
        let (Some(total), true, false) = (method.total, greedy, ranking) else {
            return;
        };
        if self
            .question
            .options
            .iter()
            .any(|o| o.group.is_some() || o.cost.is_none())
        {
            return;
        }
        let counts = self.points.as_ref().unwrap_or(&self.tally.counts);
        let projects: Vec<BudgetProject> = (self.question.options.iter().zip(counts))
            .map(|(option, count)| BudgetProject {
                cost: option.cost.unwrap_or(0),
                score: i64::try_from(*count).unwrap_or(i64::MAX),
            })
            .collect();
        let bought = count::greedy(&projects, total);
        // The order of the list decided where of equal scores one was taken and another was not.
        outcome.tie_broken = bought.steps.iter().any(|a| {
            a.tied
                && a.fate == BudgetFate::Taken
                && bought
                    .steps
                    .iter()
                    .any(|b| b.score == a.score && matches!(b.fate, BudgetFate::TooDear { .. }))
        });
        outcome.option_ids = self.ids(&bought.chosen);
        outcome.kind = if bought.chosen.is_empty() {
            OutcomeKind::NothingChosen
        } else {
            OutcomeKind::Chosen
        };
    }

    fn ids(&self, places: &[usize]) -> Vec<String> {
        places
            .iter()
            .filter_map(|place| self.question.options.get(*place))
            .map(|o| o.id.clone())
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(kind: MethodKind, options: &[&str], max: Option<u32>) -> Question {
        Question {
            id: "q".into(),
            title: "q".into(),
            help: None,
            method: Method {
                kind,
                max,
                ..Method::default()
            },
            options: options
                .iter()
                .map(|id| PollOption {
                    id: (*id).into(),
                    label: (*id).into(),
                    meaning: None,
                    image: None,
                    cost: Some(10),
                    group: None,
                })
                .collect(),
            optional: true,
            shuffle: false,
        }
    }

    fn count(question: &Question, ballots: &[&[&str]], ties: TieRule) -> QuestionResult {
        let mut tally = QuestionTally::new(question);
        for options in ballots {
            let options = options.iter().map(|o| (*o).to_owned()).collect();
            tally.add(&[Answer {
                question: "q".into(),
                options,
                points: vec![],
                text: None,
            }]);
        }
        tally.add(&[]);
        tally.result(ties, Some("seed".into()), 10)
    }

    #[test]
    fn single_names_the_winner_and_the_blank_ballot() {
        let q = question(MethodKind::Single, &["a", "b"], None);
        let result = count(&q, &[&["b"], &["a"], &["b"]], TieRule::NoneDecides);
        assert_eq!((result.blank, result.outcome.kind), (1, OutcomeKind::Chosen));
        assert_eq!(result.outcome.option_ids, ["b"]);
        assert_eq!(
            result
                .rows
                .iter()
                .map(|r| (r.count, r.permille))
                .collect::<Vec<_>>(),
            [(1, 333), (2, 667)]
        );
    }

    #[test]
    fn ties_follow_their_rule() {
        let q = question(MethodKind::Single, &["a", "b"], None);
        let tied = count(&q, &[&["a"], &["b"]], TieRule::NoneDecides).outcome;
        assert_eq!(
            (tied.kind, tied.tied.len(), tied.tie_broken),
            (OutcomeKind::Tied, 2, false)
        );
        let broken = count(&q, &[&["a"], &["b"]], TieRule::EarlierListed).outcome;
        assert_eq!(
            (broken.kind, broken.option_ids, broken.tie_broken),
            (OutcomeKind::Chosen, vec!["a".into()], true)
        );
    }

    #[test]
    fn a_motion_needs_more_than_half() {
        let q = question(MethodKind::YesNoAbstain, &["yes", "no", "abstain"], None);
        let half = count(&q, &[&["yes"], &["no"]], TieRule::NoneDecides).outcome;
        assert_eq!(half.kind, OutcomeKind::NotPassed);
        assert_eq!(
            count(&q, &[&["yes"], &["yes"], &["no"]], TieRule::NoneDecides)
                .outcome
                .kind,
            OutcomeKind::Passed
        );
    }

    #[test]
    fn a_budget_takes_what_fits() {
        let mut q = question(MethodKind::Budget, &["a", "b", "c"], None);
        q.method.total = Some(20);
        let outcome = count(
            &q,
            &[&["c", "b"], &["c"], &["a", "b"], &["b"]],
            TieRule::EarlierListed,
        )
        .outcome;
        assert_eq!(outcome.option_ids, ["b", "c"]);
    }
}
