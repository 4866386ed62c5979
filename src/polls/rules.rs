//! What a question asks for, and what is still missing in an answer. Pure, so that it is tested natively.

use crate::backend::{Answer, BudgetBallot, MethodKind, Question};

/// How a question is answered on the screen.
#[derive(Clone, Copy, PartialEq)]
#[cfg_attr(test, derive(Debug))]
pub enum Asks {
    /// Exactly one option.
    One,
    /// From `min` to `max` options.
    Some { min: usize, max: usize },
    /// From `min` to `max` options, the one liked best first.
    Ranking { min: usize, max: usize },
    /// `from` to `to` points for each of `min` to `max` options.
    Scores {
        from: u32,
        to: u32,
        min: usize,
        max: usize,
    },
    /// `total` dots to share out, at most `each` for one option.
    Dots { each: u32, total: u32 },
    /// From `min` to `max` projects that cost money.
    Basket { min: usize, max: usize },
    /// A few words.
    Words,
    /// A kind of ballot that this app does not fill in.
    Unknown,
}

/// Why an answer cannot be taken as it is.
#[derive(Clone, Copy, PartialEq)]
#[cfg_attr(test, derive(Debug))]
pub enum Missing {
    ChooseOne,
    TooFew { min: usize },
    TooMany { max: usize, chosen: usize },
    RankMore { min: usize },
    RankFewer { max: usize, ranked: usize },
    ScoreMore { min: usize },
    ScoreFewer { max: usize, scored: usize },
    GiveDots,
    TooManyDots { total: u32, given: u64 },
    Words,
    TooLong { max: usize, written: usize },
}

/// Longest free-text answer the contract takes, in Unicode scalar values.
pub const WORDS_MAX: usize = 2000;

/// Most points a list of points still offers one by one.
const POINTS_MAX: u32 = 100;

/// The contract sets no limit for the points of a budget ballot; nobody weighs more finely than this.
const BUDGET_POINTS: u32 = 10;

pub fn asks(question: &Question) -> Asks {
    let all = question.options.len();
    let method = &question.method;
    match (method.kind, method.budget_ballot) {
        (MethodKind::Single | MethodKind::YesNoAbstain | MethodKind::Owners, _) => Asks::One,
        (MethodKind::Approval, _) => {
            let (min, max) = named(question);
            Asks::Some { min, max }
        }
        (MethodKind::Ranked, _) | (MethodKind::Budget, BudgetBallot::Ranking) => {
            let (min, max) = named(question);
            Asks::Ranking { min, max }
        }
        (MethodKind::Score, _) => match method.max {
            Some(to @ 1..=POINTS_MAX) => Asks::Scores {
                from: 0,
                to,
                min: 1.min(all),
                max: all,
            },
            _ => Asks::Unknown,
        },
        (MethodKind::Budget, BudgetBallot::Points) => {
            let (min, max) = named(question);
            Asks::Scores {
                from: 1,
                to: BUDGET_POINTS,
                min,
                max,
            }
        }
        (MethodKind::Dots, _) => match method.total.and_then(|total| u32::try_from(total).ok()) {
            Some(total @ 1..) => Asks::Dots {
                each: method.max.unwrap_or(total).min(total),
                total,
            },
            _ => Asks::Unknown,
        },
        (MethodKind::Budget, BudgetBallot::Approval) => {
            let (min, max) = named(question);
            Asks::Basket { min, max }
        }
        (MethodKind::Text, _) => Asks::Words,
        _ => Asks::Unknown,
    }
}

/// Fewest and most options that an answer names.
fn named(question: &Question) -> (usize, usize) {
    let all = question.options.len();
    let max = question.method.max.map_or(all, |m| m as usize).min(all);
    let min = question.method.min.map_or(1, |m| m as usize).min(max);
    (min, max)
}

/// `None` when the answer can be sent. An optional question may be left out whole.
pub fn missing(question: &Question, answer: &Answer) -> Option<Missing> {
    let named = answer.options.len();
    let left_out = question.optional && named == 0;
    match asks(question) {
        Asks::Words => {
            let written = answer.text.as_deref().unwrap_or_default();
            let length = written.chars().count();
            if length > WORDS_MAX {
                return Some(Missing::TooLong {
                    max: WORDS_MAX,
                    written: length,
                });
            }
            (!question.optional && written.trim().is_empty()).then_some(Missing::Words)
        }
        Asks::Unknown => None,
        _ if left_out => None,
        Asks::One => (named == 0).then_some(Missing::ChooseOne),
        Asks::Some { min, max } | Asks::Basket { min, max } => outside(
            named,
            (min, max),
            Missing::TooFew { min },
            Missing::TooMany { max, chosen: named },
        ),
        Asks::Ranking { min, max } => outside(
            named,
            (min, max),
            Missing::RankMore { min },
            Missing::RankFewer { max, ranked: named },
        ),
        Asks::Scores { min, max, .. } => outside(
            named,
            (min, max),
            Missing::ScoreMore { min },
            Missing::ScoreFewer { max, scored: named },
        ),
        Asks::Dots { total, .. } => {
            let given: u64 = answer.points.iter().map(|n| u64::from(*n)).sum();
            if given > u64::from(total) {
                Some(Missing::TooManyDots { total, given })
            } else {
                (given == 0).then_some(Missing::GiveDots)
            }
        }
    }
}

fn outside(named: usize, (min, max): (usize, usize), few: Missing, many: Missing) -> Option<Missing> {
    if named > max {
        Some(many)
    } else {
        (named < min).then_some(few)
    }
}

/// Whether this app can fill in every question of a poll.
pub fn can_fill_in(questions: &[Question]) -> bool {
    questions.iter().all(|q| asks(q) != Asks::Unknown)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backend::{Method, PollOption};

    fn question(kind: MethodKind, min: Option<u32>, max: Option<u32>, optional: bool) -> Question {
        let option = |id: &str| PollOption {
            id: id.into(),
            label: id.into(),
            meaning: None,
            image: None,
            cost: None,
            group: None,
        };
        Question {
            id: "q".into(),
            title: "q".into(),
            help: None,
            method: Method {
                kind,
                min,
                max,
                ..Method::default()
            },
            options: ["a", "b", "c"].map(option).into(),
            optional,
            shuffle: false,
        }
    }

    fn chose(options: &[&str]) -> Answer {
        Answer {
            question: "q".into(),
            options: options.iter().map(|o| o.to_string()).collect(),
            ..Answer::default()
        }
    }

    #[test]
    fn one_means_one() {
        let q = question(MethodKind::Single, None, None, false);
        assert_eq!(missing(&q, &chose(&[])), Some(Missing::ChooseOne));
        assert_eq!(missing(&q, &chose(&["a"])), None);
    }

    #[test]
    fn some_keeps_both_limits() {
        let q = question(MethodKind::Approval, Some(2), Some(2), false);
        assert_eq!(missing(&q, &chose(&["a"])), Some(Missing::TooFew { min: 2 }));
        assert_eq!(missing(&q, &chose(&["a", "b"])), None);
        assert_eq!(
            missing(&q, &chose(&["a", "b", "c"])),
            Some(Missing::TooMany { max: 2, chosen: 3 })
        );
    }

    #[test]
    fn limits_never_exceed_the_options() {
        assert_eq!(
            asks(&question(MethodKind::Approval, Some(9), Some(9), false)),
            Asks::Some { min: 3, max: 3 }
        );
        assert_eq!(
            asks(&question(MethodKind::Approval, None, None, false)),
            Asks::Some { min: 1, max: 3 }
        );
    }

    #[test]
    fn an_optional_question_may_be_left_out_but_not_half_answered() {
        let q = question(MethodKind::Approval, Some(2), Some(3), true);
        assert_eq!(missing(&q, &chose(&[])), None);
        assert_eq!(missing(&q, &chose(&["a"])), Some(Missing::TooFew { min: 2 }));
    }

    #[test]
    fn words_are_counted_as_the_server_counts_them() {
        let q = question(MethodKind::Text, None, None, false);
        let wrote = |text: String| Answer {
            question: "q".into(),
            text: Some(text),
            ..Answer::default()
        };
        assert_eq!(missing(&q, &wrote("  ".into())), Some(Missing::Words));
        assert_eq!(missing(&q, &wrote("好".repeat(WORDS_MAX))), None);
        assert_eq!(
            missing(&q, &wrote("好".repeat(WORDS_MAX + 1))),
            Some(Missing::TooLong {
                max: WORDS_MAX,
                written: WORDS_MAX + 1
            })
        );
    }

    #[test]
    fn ballots_it_cannot_fill_in_are_never_offered() {
        assert!(!can_fill_in(&[question(MethodKind::Score, None, None, false)]));
        assert!(!can_fill_in(&[question(MethodKind::Dots, None, None, false)]));
        assert!(!can_fill_in(&[question(MethodKind::Other, None, None, false)]));
        assert!(can_fill_in(&[question(MethodKind::Single, None, None, false)]));
    }

    fn gave(points: &[(&str, u32)]) -> Answer {
        Answer {
            question: "q".into(),
            options: points.iter().map(|(id, _)| id.to_string()).collect(),
            points: points.iter().map(|(_, n)| *n).collect(),
            text: None,
        }
    }

    #[test]
    fn rankings_keep_their_limits() {
        let q = question(MethodKind::Ranked, Some(2), Some(2), false);
        assert_eq!(asks(&q), Asks::Ranking { min: 2, max: 2 });
        assert_eq!(missing(&q, &chose(&["b"])), Some(Missing::RankMore { min: 2 }));
        assert_eq!(missing(&q, &chose(&["b", "a"])), None);
        let more = Some(Missing::RankFewer { max: 2, ranked: 3 });
        assert_eq!(missing(&q, &chose(&["b", "a", "c"])), more);
        let all = question(MethodKind::Ranked, None, None, false);
        assert_eq!(asks(&all), Asks::Ranking { min: 1, max: 3 });
    }

    #[test]
    fn nought_is_a_score_and_nothing_is_none() {
        let q = question(MethodKind::Score, None, Some(5), false);
        assert_eq!(missing(&q, &gave(&[])), Some(Missing::ScoreMore { min: 1 }));
        assert_eq!(missing(&q, &gave(&[("a", 0)])), None);
    }

    #[test]
    fn dots_may_be_kept_but_not_exceeded() {
        let mut q = question(MethodKind::Dots, None, Some(4), false);
        q.method.total = Some(5);
        assert_eq!(asks(&q), Asks::Dots { each: 4, total: 5 });
        assert_eq!(missing(&q, &gave(&[])), Some(Missing::GiveDots));
        assert_eq!(missing(&q, &gave(&[("a", 1)])), None);
        let many = Some(Missing::TooManyDots { total: 5, given: 6 });
        assert_eq!(missing(&q, &gave(&[("a", 4), ("b", 2)])), many);
        q.optional = true;
        assert_eq!(missing(&q, &gave(&[])), None);
    }

    #[test]
    fn a_budget_asks_as_its_ballot_says() {
        let mut q = question(MethodKind::Budget, None, Some(2), false);
        for (ballot, asked) in [
            (BudgetBallot::Approval, Asks::Basket { min: 1, max: 2 }),
            (BudgetBallot::Ranking, Asks::Ranking { min: 1, max: 2 }),
            (
                BudgetBallot::Points,
                Asks::Scores {
                    from: 1,
                    to: BUDGET_POINTS,
                    min: 1,
                    max: 2,
                },
            ),
            (BudgetBallot::Other, Asks::Unknown),
        ] {
            q.method.budget_ballot = ballot;
            assert_eq!(asks(&q), asked);
        }
    }

    #[test]
    fn what_the_app_takes_the_contract_takes() {
        // The same limits are written down on both sides; here they meet.
        let options = ["a", "b", "c"];
        for (kind, min, max, total) in [
            (MethodKind::Ranked, Some(2), Some(2), None),
            (MethodKind::Ranked, None, None, None),
            (MethodKind::Score, None, Some(3), None),
            (MethodKind::Dots, None, Some(2), Some(3)),
            (MethodKind::Dots, None, None, Some(3)),
        ] {
            let mut q = question(kind, min, max, false);
            q.method.total = total;
            let wire = contract::Question {
                id: "q".into(),
                title: "q".into(),
                help: None,
                method: contract::Method {
                    kind: match kind {
                        MethodKind::Ranked => contract::MethodKind::Ranked,
                        MethodKind::Score => contract::MethodKind::Score,
                        _ => contract::MethodKind::Dots,
                    },
                    min,
                    max,
                    total,
                    ..contract::Method::default()
                },
                options: options
                    .map(|id| contract::PollOption {
                        id: id.into(),
                        label: id.into(),
                        meaning: None,
                        image: None,
                        cost: None,
                        group: None,
                    })
                    .into(),
                optional: false,
                shuffle: false,
            };
            for n in 0..=3 {
                for points in 0..=3u32 {
                    let each = if kind == MethodKind::Dots {
                        max.unwrap_or(3)
                    } else {
                        3
                    };
                    if points > each || (kind == MethodKind::Dots && points == 0) {
                        continue;
                    }
                    let given = if kind == MethodKind::Ranked {
                        vec![]
                    } else {
                        vec![points; n]
                    };
                    let mut ours = chose(&options[..n]);
                    ours.points.clone_from(&given);
                    let theirs = contract::Answer {
                        question: "q".into(),
                        options: ours.options.clone(),
                        points: given,
                        text: None,
                    };
                    let refused = contract::check_answers(std::slice::from_ref(&wire), &[theirs]);
                    assert_eq!(
                        missing(&q, &ours).is_some(),
                        !refused.is_empty(),
                        "{n} × {points}: {refused:?}"
                    );
                }
            }
        }
    }
}
