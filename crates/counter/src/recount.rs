//! Going through the ballots once and comparing.

use std::collections::BTreeMap;

use count::{BudgetProject, Decision, Limits, Tally, TieRule, decide_plurality, decide_threshold, greedy};
use ledger::{AnswerRef, Hash, Tree, canonical, leaf_hash};

use crate::{Ballot, Counted, Difference, Head, Method, Outcome, Question, Steps, Verdict};

/// Recounts the ballots of a board, which come in the order of the board, and compares with what was published.
pub fn recount(head: &Head, ballots: impl IntoIterator<Item = Ballot>, questions: &[Question]) -> Verdict {
    let mut recount = Recount::new(head, questions);
    for ballot in ballots {
        if !recount.push(&ballot) {
            break;
        }
    }
    recount.finish()
}

/// A recount under way. Memory is in proportion to the options and the logarithm of the ballots.
#[derive(Debug)]
pub struct Recount<'a> {
    head: &'a Head,
    questions: Vec<Counting<'a>>,
    tree: Tree,
    last: Option<Hash>,
    /// What is already wrong, whatever follows.
    broken: Option<Verdict>,
}

#[derive(Debug)]
struct Counting<'a> {
    question: &'a Question,
    /// `None` where the method does not choose options.
    limits: Option<Limits>,
    index: BTreeMap<&'a str, usize>,
    tally: Tally,
}

impl<'a> Recount<'a> {
    /// A recount of the board with this head that has seen no ballot yet.
    pub fn new(head: &'a Head, questions: &'a [Question]) -> Self {
        let counting = |question: &'a Question| Counting {
            question,
            limits: match &question.method {
                Method::Single { .. } | Method::YesNoAbstain { .. } => Some(Limits::SINGLE),
                Method::Approval { limits, .. } | Method::Greedy { limits, .. } => Some(*limits),
                Method::Text | Method::Unsupported { .. } => None,
            },
            index: question
                .options
                .iter()
                .enumerate()
                .map(|(at, id)| (id.as_str(), at))
                .collect(),
            tally: Tally::new(question.options.len()),
        };
        Self {
            head,
            questions: questions.iter().map(counting).collect(),
            tree: Tree::new(),
            last: None,
            broken: None,
        }
    }

    /// How many ballots were counted so far, for progress.
    pub fn ballots(&self) -> u64 {
        self.tree.len()
    }

    /// Counts the next ballot of the board. False when something is already so wrong that reading on is of no use;
    /// [`finish`](Self::finish) says what.
    pub fn push(&mut self, ballot: &Ballot) -> bool {
        if self.broken.is_none() {
            self.broken = self.wrong(ballot);
        }
        if self.broken.is_some() {
            return false;
        }
        self.last = Some(ballot.id);
        self.tree.push(leaf_hash(&ballot.id, &self.encode(ballot)));
        for counting in &mut self.questions {
            counting.add(ballot);
        }
        true
    }

    /// The verdict over all ballots that were pushed. Whoever stopped early gets a verdict about the size, never
    /// [`Verdict::Same`].
    pub fn finish(self) -> Verdict {
        if let Some(broken) = self.broken {
            return broken;
        }
        let (published, here) = (self.head.ballots, self.tree.len());
        if published != here {
            return Verdict::SizeDiffers { published, here };
        }
        let (published, here) = (self.head.root, self.tree.root());
        if published != here {
            return Verdict::RootDiffers { published, here };
        }
        let (mut counted, mut differences, mut methods) = (Vec::new(), Vec::new(), Vec::new());
        for counting in self.questions {
            let question = counting.question;
            match counting.decide() {
                Ok(decided) => {
                    compare(question, &decided, &mut differences);
                    counted.push(decided);
                }
                Err(method) => methods.push((question.id.clone(), method)),
            }
        }
        if !differences.is_empty() {
            Verdict::CountDiffers { differences }
        } else if !methods.is_empty() {
            Verdict::Unsupported { methods }
        } else {
            Verdict::Same { counted }
        }
    }

    /// What is wrong with the place of `ballot` on the board. A stream without end stops here too.
    fn wrong(&self, ballot: &Ballot) -> Option<Verdict> {
        let ballot_id = ballot.id;
        match self.last {
            Some(last) if last == ballot_id => return Some(Verdict::Repeated { ballot: ballot_id }),
            Some(last) if last > ballot_id => return Some(Verdict::OutOfOrder { ballot: ballot_id }),
            _ => {}
        }
        let (published, here) = (self.head.ballots, self.tree.len().saturating_add(1));
        (here > published).then_some(Verdict::SizeDiffers { published, here })
    }

    fn encode(&self, ballot: &Ballot) -> Vec<u8> {
        let ordered = |id: &str| {
            let question = self.questions.iter().find(|counting| counting.question.id == id);
            question.is_some_and(|c| matches!(c.question.method, Method::Unsupported { ordered: true, .. }))
        };
        let answers: Vec<AnswerRef<'_, String>> = ballot
            .answers
            .iter()
            .map(|given| AnswerRef {
                question: &given.question,
                options: &given.options,
                points: &given.points,
                text: given.text.as_deref(),
                ordered: ordered(&given.question),
            })
            .collect();
        canonical(&answers)
    }
}

impl Counting<'_> {
    fn add(&mut self, ballot: &Ballot) {
        let Some(limits) = self.limits else { return };
        let answers = ballot
            .answers
            .iter()
            .filter(|answer| answer.question == self.question.id);
        // An option that the poll does not have gets an index that the tally does not have either.
        let index = |id: &String| self.index.get(id.as_str()).copied().unwrap_or(usize::MAX);
        let chosen: Vec<usize> = answers.flat_map(|answer| &answer.options).map(index).collect();
        self.tally.add(&chosen, limits);
    }

    /// Applies the rule; the method's name where there is none here.
    fn decide(self) -> Result<Counted, String> {
        let Self { question, tally, .. } = self;
        let (outcome, steps) = match &question.method {
            Method::Single { ties } | Method::Approval { ties, .. } => plurality(question, &tally, ties),
            Method::YesNoAbstain { threshold, eligible } => {
                let [yes, no, abstain] = tally.counts[..] else {
                    return Err(format!("yes, no, abstain with {} options", tally.counts.len()));
                };
                let decision = decide_threshold(yes, no, abstain, *threshold, *eligible);
                let outcome = if decision.passed {
                    Outcome::Passed
                } else {
                    Outcome::NotPassed
                };
                (outcome, Steps::Threshold(decision.steps))
            }
            Method::Greedy { costs, total, .. } => {
                if costs.len() != tally.counts.len() {
                    return Err("budget without a cost for each option".to_owned());
                }
                let project = |(cost, votes): (&u64, &u64)| BudgetProject {
                    cost: *cost,
                    score: i64::try_from(*votes).unwrap_or(i64::MAX),
                };
                let projects: Vec<BudgetProject> = costs.iter().zip(&tally.counts).map(project).collect();
                let budget = greedy(&projects, *total);
                (chosen(question, &budget.chosen), Steps::Budget(budget.steps))
            }
            Method::Text => (Outcome::NotCounted, Steps::None),
            Method::Unsupported { name, .. } => return Err(name.clone()),
        };
        Ok(Counted {
            question: question.id.clone(),
            tally,
            outcome,
            steps,
        })
    }
}

fn plurality(question: &Question, tally: &Tally, ties: &TieRule) -> (Outcome, Steps) {
    let Decision {
        chosen: winners,
        tied,
        steps,
        ..
    } = decide_plurality(tally, ties);
    let outcome = match winners.is_empty() && !tied.is_empty() {
        true => Outcome::Tied(names(question, &tied)),
        false => chosen(question, &winners),
    };
    (outcome, Steps::Plurality(steps))
}

fn chosen(question: &Question, options: &[usize]) -> Outcome {
    if options.is_empty() {
        Outcome::NothingChosen
    } else {
        Outcome::Chosen(names(question, options))
    }
}

fn names(question: &Question, options: &[usize]) -> Vec<String> {
    options
        .iter()
        .filter_map(|option| question.options.get(*option).cloned())
        .collect()
}

/// Notes everything in which the published result of a question differs from what was counted.
fn compare(question: &Question, counted: &Counted, differences: &mut Vec<Difference>) {
    let (published, tally) = (&question.published, &counted.tally);
    let id = || question.id.clone();
    if question.method != Method::Text {
        if published.counts.len() != tally.counts.len() {
            let (published, here) = (published.counts.len(), tally.counts.len());
            differences.push(Difference::Options {
                question: id(),
                published,
                here,
            });
        }
        let rows = question.options.iter().zip(&published.counts).zip(&tally.counts);
        for ((option, published), here) in rows.filter(|((_, published), here)| published != here) {
            let (option, published, here) = (option.clone(), *published, *here);
            differences.push(Difference::Votes {
                question: id(),
                option,
                published,
                here,
            });
        }
        if published.blank != tally.blank {
            let (published, here) = (published.blank, tally.blank);
            differences.push(Difference::Blank {
                question: id(),
                published,
                here,
            });
        }
    }
    if let Some(outcome) = published
        .outcome
        .as_ref()
        .filter(|outcome| **outcome != counted.outcome)
    {
        let (published, here) = (outcome.clone(), counted.outcome.clone());
        differences.push(Difference::Outcome {
            question: id(),
            published,
            here,
        });
    }
}
