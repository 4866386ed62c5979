//! Going through the board once and comparing.

use contract::{Answer, Batch, BoardHead, Poll, QuestionResult, Results};
use ledger::{AnswerRef, Hash, Tree, canonical, hex, leaf_hash, unhex};

use crate::board::{Lines, Unreadable, ballot, head};
use crate::counting::{Counting, Setting, ordered, without_quorum};
use crate::{Difference, Differs, Finding, Own, Request, Seen, Verdict};

/// A recount under way. Memory is that of [`Counting`] and the logarithm of the ballots; where a board has a late batch,
/// also 32 bytes for each ballot before the last, because a repeated one could stand in any batch.
#[derive(Debug)]
pub struct Recount<'a> {
    poll: &'a Poll,
    results: &'a Results,
    lines: Lines,
    state: State<'a>,
}

#[derive(Debug)]
struct State<'a> {
    poll: &'a Poll,
    results: &'a Results,
    head: Option<BoardHead>,
    questions: Vec<Counting<'a>>,
    ordered: Vec<bool>,
    tree: Tree,
    last: Option<Hash>,
    /// How many batches are whole and have the root that the head says.
    whole: usize,
    /// Ballot ids of the whole batches and of the one under way, each sorted; kept only while more batches follow.
    batches: Vec<Vec<Hash>>,
    own: Option<Wanted<'a>>,
    own_found: Own,
    /// A board that was checked before.
    seen: Option<Seen>,
    /// What is already wrong, whatever follows.
    broken: Option<Finding>,
}

/// The ballot to look for, and what it should say.
#[derive(Debug)]
struct Wanted<'a> {
    id: Hash,
    answers: Option<&'a [Answer]>,
}

impl<'a> Recount<'a> {
    /// A recount that has read nothing yet.
    pub fn new(request: &'a Request) -> Self {
        let (poll, results) = (&request.poll, &request.results);
        let own = request.own.as_ref().and_then(|own| {
            let (id, answers) = (unhex::<32>(&own.ballot_id)?, own.answers.as_deref());
            Some(Wanted { id, answers })
        });
        Self {
            poll,
            results,
            lines: Lines::default(),
            state: State {
                poll,
                results,
                head: None,
                questions: poll.questions.iter().map(Counting::new).collect(),
                ordered: poll.questions.iter().map(ordered).collect(),
                tree: Tree::new(),
                last: None,
                whole: 0,
                batches: Vec::new(),
                own,
                own_found: Own::Missing,
                seen: None,
                broken: None,
            },
        }
    }

    /// The board must begin with one that was checked before.
    pub fn after(mut self, seen: Seen) -> Self {
        self.state.seen = Some(seen);
        self
    }

    /// How many ballots were counted so far.
    pub fn ballots(&self) -> u64 {
        self.state.tree.len()
    }

    /// How many ballots the board says it has; 0 until its first line is read.
    pub fn expected(&self) -> u64 {
        self.state.head.as_ref().map_or(0, |head| head.ballots)
    }

    /// Reads the next bytes of the board. False when something is already so wrong that reading on is of no use;
    /// [`finish`](Self::finish) says what.
    pub fn push(&mut self, bytes: &[u8]) -> bool {
        let state = &mut self.state;
        match self.lines.push(bytes, |line, bytes| state.line(line, bytes)) {
            Ok(go_on) => go_on,
            Err(Unreadable { line }) => {
                state.broken.get_or_insert(Finding::Unreadable { line });
                false
            }
        }
    }

    /// The verdict over all that was read. Whoever stopped early gets a finding about the size, never
    /// [`Finding::Same`].
    pub fn finish(self) -> Verdict {
        let Self {
            poll,
            results,
            lines,
            mut state,
        } = self;
        if state.broken.is_none()
            && let Err(Unreadable { line }) = lines.finish(|line, bytes| state.line(line, bytes))
        {
            state.broken = Some(Finding::Unreadable { line });
        }
        if state.broken.is_none() {
            state.broken = state.as_seen().or_else(|| state.end_of_batch());
        }
        let own = state.own.as_ref().map(|_| state.own_found);
        let ballots = state.tree.len();
        let verdict = |finding, questions| Verdict {
            finding,
            own,
            ballots,
            questions,
        };
        if let Some(broken) = state.broken {
            return verdict(broken, Vec::new());
        }
        let Some(head) = &state.head else {
            return verdict(Finding::Unreadable { line: 1 }, Vec::new());
        };
        if head.ballots != ballots {
            let (published, here) = (head.ballots, ballots);
            return verdict(Finding::SizeDiffers { published, here }, Vec::new());
        }
        let here = hex(&state.tree.root());
        if head.root != here {
            let published = head.root.clone();
            return verdict(Finding::RootDiffers { published, here }, Vec::new());
        }
        let mut differences = Vec::new();
        if results.ballots != ballots {
            differences.push(Difference {
                question: String::new(),
                what: Differs::Turnout {
                    published: results.ballots,
                    here: ballots,
                },
            });
        }
        let enough = poll.quorum.as_ref().is_none_or(|quorum| ballots >= quorum.needed);
        let setting = Setting {
            ties: poll.tie_rule,
            // A late batch draws no new lot.
            board_root: Some(head.batches.first().map_or(&head.root, |first| &first.root)),
            eligible: results.eligible,
        };
        let (mut counted, mut unsupported) = (Vec::new(), Vec::new());
        for (question, counting) in poll.questions.iter().zip(&state.questions) {
            let mut here = counting.result(&setting);
            if !enough {
                without_quorum(&mut here);
            }
            let published = results
                .questions
                .iter()
                .find(|result| result.question_id == question.id);
            let known = counting.is_counted();
            match published {
                Some(published) => compare(published, &here, known, &mut differences),
                None => differences.push(Difference {
                    question: question.id.clone(),
                    what: Differs::Missing,
                }),
            }
            if !known {
                unsupported.push(question.id.clone());
            }
            counted.push(here);
        }
        let finding = if !differences.is_empty() {
            Finding::CountDiffers(differences)
        } else if !unsupported.is_empty() {
            Finding::Unsupported(unsupported)
        } else {
            Finding::Same
        };
        verdict(finding, counted)
    }
}

impl State<'_> {
    fn line(&mut self, line: u64, bytes: &[u8]) -> Result<bool, Unreadable> {
        let Some(expected) = &self.head else {
            let head = head(line, bytes)?;
            let root = self.results.board_root.as_deref();
            if head.poll_id != self.poll.id
                || root != Some(head.root.as_str())
                || head.ballots != self.results.ballots
                || !adds_up(&head)
            {
                self.broken = Some(Finding::HeadDiffers);
            }
            if let Some(seen) = self.seen.as_ref().filter(|seen| seen.ballots > head.ballots) {
                self.broken = Some(earlier_differs(seen, &head.root));
            }
            self.head = Some(head);
            return Ok(self.broken.is_none());
        };
        let expected = expected.ballots;
        self.broken = self.as_seen().or_else(|| self.end_of_batch());
        if self.broken.is_some() {
            return Ok(false);
        }
        let ballot = ballot(line, bytes)?;
        let id = unhex::<32>(&ballot.ballot_id).ok_or(Unreadable { line })?;
        self.broken = self.wrong(&id, &ballot.ballot_id, expected);
        if self.broken.is_some() {
            return Ok(false);
        }
        self.last = Some(id);
        self.keep(id);
        let encoded = self.encoded(&ballot.answers);
        if let Some(own) = self.own.as_ref().filter(|own| own.id == id) {
            self.own_found = match own.answers {
                None => Own::Found,
                Some(answers) if self.encoded(answers) == encoded => Own::Same,
                Some(_) => Own::Differs,
            };
        }
        self.tree.push(leaf_hash(&id, &encoded));
        for counting in &mut self.questions {
            counting.add(&ballot.answers);
        }
        Ok(true)
    }

    /// Looks whether the ballots so far are as many as were checked before, and then whether they are the same ones. Leaves
    /// are only ever appended, so the root over the first ones stays what it was.
    fn as_seen(&mut self) -> Option<Finding> {
        let seen = self.seen.take_if(|seen| seen.ballots == self.tree.len())?;
        let here = hex(&self.tree.root());
        (here != seen.root).then(|| earlier_differs(&seen, &here))
    }

    /// Looks whether a batch is whole by now. Its root must be the one that was published for it, which shows that later
    /// batches were only appended; the next batch begins its own order.
    fn end_of_batch(&mut self) -> Option<Finding> {
        let batch = self.next_batch()?;
        if batch.ballots != self.tree.len() {
            return None;
        }
        let here = hex(&self.tree.root());
        if batch.root != here {
            let published = batch.root.clone();
            return Some(Finding::RootDiffers { published, here });
        }
        self.whole += 1;
        self.batches.resize_with(self.whole, Vec::new);
        self.last = None;
        None
    }

    /// The batch under way; nothing when all are whole, or on a board that has only the one of the close.
    fn next_batch(&self) -> Option<&Batch> {
        self.head.as_ref()?.batches.get(self.whole)
    }

    /// Remembers a ballot where it could come again in a later batch.
    fn keep(&mut self, id: Hash) {
        let more = self
            .head
            .as_ref()
            .is_some_and(|head| self.whole + 1 < head.batches.len());
        if more {
            self.batches.resize_with(self.whole + 1, Vec::new);
            if let Some(batch) = self.batches.get_mut(self.whole) {
                batch.push(id);
            }
        }
    }

    /// What is wrong with the place of a ballot on the board. A stream without end stops here too.
    fn wrong(&self, id: &Hash, shown: &str, expected: u64) -> Option<Finding> {
        match &self.last {
            Some(last) if last == id => {
                return Some(Finding::Repeated {
                    ballot: shown.to_owned(),
                });
            }
            Some(last) if last > id => {
                return Some(Finding::OutOfOrder {
                    ballot: shown.to_owned(),
                });
            }
            _ => {}
        }
        let earlier = self.batches.get(..self.whole).unwrap_or_default();
        if earlier.iter().any(|batch| batch.binary_search(id).is_ok()) {
            return Some(Finding::Repeated {
                ballot: shown.to_owned(),
            });
        }
        let (published, here) = (expected, self.tree.len().saturating_add(1));
        (here > published).then_some(Finding::SizeDiffers { published, here })
    }

    fn encoded(&self, answers: &[Answer]) -> Vec<u8> {
        let is_ordered = |id: &str| {
            let place = self.poll.questions.iter().position(|question| question.id == id);
            place.is_some_and(|place| self.ordered.get(place).copied().unwrap_or(false))
        };
        let answers: Vec<AnswerRef<'_, String>> = answers
            .iter()
            .map(|given| AnswerRef {
                question: &given.question,
                options: &given.options,
                points: &given.points,
                text: given.text.as_deref(),
                ordered: is_ordered(&given.question),
            })
            .collect();
        canonical(&answers)
    }
}

fn earlier_differs(seen: &Seen, here: &str) -> Finding {
    Finding::EarlierDiffers {
        ballots: seen.ballots,
        seen: seen.root.clone(),
        here: here.to_owned(),
    }
}

/// Whether each batch has more ballots than the one before and the last is the whole board. Only the first may be empty:
/// nobody voted by phone.
fn adds_up(head: &BoardHead) -> bool {
    let grows = head
        .batches
        .windows(2)
        .all(|pair| matches!(pair, [before, after] if before.ballots < after.ballots));
    let whole = head
        .batches
        .last()
        .is_none_or(|last| last.ballots == head.ballots && last.root == head.root);
    grows && whole
}

/// Notes everything in which the published result of a question differs from what was counted. How it is explained is
/// the business of whoever explains; an outcome that is not `known` here cannot be compared.
fn compare(
    published: &QuestionResult,
    here: &QuestionResult,
    known: bool,
    differences: &mut Vec<Difference>,
) {
    let mut note = |what| {
        differences.push(Difference {
            question: here.question_id.clone(),
            what,
        });
    };
    let same_options = published.rows.len() == here.rows.len()
        && published
            .rows
            .iter()
            .zip(&here.rows)
            .all(|(published, here)| published.option_id == here.option_id);
    if !same_options {
        note(Differs::Options);
        return;
    }
    for (published, here) in published.rows.iter().zip(&here.rows) {
        let option = || here.option_id.clone();
        if published.count != here.count {
            note(Differs::Votes {
                option: option(),
                published: published.count,
                here: here.count,
            });
        } else if published.permille != here.permille {
            note(Differs::Share {
                option: option(),
                published: published.permille,
                here: here.permille,
            });
        }
    }
    if published.blank != here.blank {
        note(Differs::Blank {
            published: published.blank,
            here: here.blank,
        });
    }
    if published.invalid != here.invalid {
        note(Differs::Invalid {
            published: published.invalid,
            here: here.invalid,
        });
    }
    if known && published.outcome != here.outcome {
        note(Differs::Outcome {
            published: Box::new(published.outcome.clone()),
            here: Box::new(here.outcome.clone()),
        });
    }
}
