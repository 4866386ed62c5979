//! Made-up ballots and statement votes for the demo community, drawn from seeds so that they are the same every time.
//! No staff command of a real community leads here.

use super::form::Form;
use super::house::House;
use super::poll::NewPoll;
use super::refusal::Refused;
use super::store::{Person, insert_texts};
use super::thread::NewThread;
use crate::polls::stored_answers;
use contract::{Answer, MethodKind, PointRange, Question, Secrecy, VotingUnit, choice_limits, point_limits};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use sqlx::AnyConnection;
use std::collections::{BTreeMap, BTreeSet};
use toml::Spanned;

/// `ballots.toml`; the file itself explains its fields.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BallotsForm {
    pub spare: Vec<Spanned<String>>,
    #[serde(default)]
    polls: Vec<PollBallots>,
    #[serde(default)]
    statements: Vec<StatementVotes>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PollBallots {
    id: Spanned<String>,
    seed: u64,
    ballots: Spanned<u32>,
    /// How many of them came on paper.
    #[serde(default)]
    paper: u32,
    #[serde(default)]
    spare_nobody: bool,
    questions: Vec<Weights>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Weights {
    id: Spanned<String>,
    weights: Spanned<Vec<u64>>,
    #[serde(default)]
    blank: u64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct StatementVotes {
    thread: Spanned<String>,
    seed: u64,
    seen: u64,
    camps: Vec<Camp>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Camp {
    voters: Spanned<u32>,
    agree: Spanned<Vec<u64>>,
    disagree: Vec<u64>,
}

/// SplitMix64: small, and its sequence will never change under us.
struct Draw(u64);

impl Draw {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: u64) -> u64 {
        self.next() % n.max(1)
    }

    fn percent(&mut self, chance: u64) -> bool {
        self.below(100) < chance
    }

    fn shuffle<T>(&mut self, list: &mut [T]) {
        for i in (1..list.len()).rev() {
            let j = self.below(i as u64 + 1) as usize;
            list.swap(i, j);
        }
    }
}

/// What is stored: rows for the tables of the same names.
#[derive(Debug, Default)]
pub struct Drawn {
    ballots: Vec<[String; 3]>,
    voters: Vec<[String; 2]>,
    named: Vec<[String; 4]>,
    statement_votes: Vec<[String; 3]>,
    /// Of the voters and of the ballots those on paper.
    paper_voters: Vec<[String; 2]>,
    paper_ballots: Vec<[String; 2]>,
}

/// Draws everything the form asks for.
pub fn draw(
    house: &House,
    mut form: Form<'_>,
    wanted: &BallotsForm,
    polls: &[NewPoll],
    threads: &[NewThread],
) -> Result<Drawn, Refused> {
    let mut drawn = Drawn::default();
    let spare: BTreeSet<&str> = wanted
        .spare
        .iter()
        .filter_map(|s| spared(house, &mut form, s))
        .collect();
    for entry in &wanted.polls {
        match polls.iter().find(|poll| poll.id == *entry.id.get_ref()) {
            None => form.complain(&entry.id, "there is no such poll"),
            Some(poll) => poll_ballots(house, &mut form, entry, poll, &spare, &mut drawn),
        }
    }
    for entry in &wanted.statements {
        match threads.iter().find(|thread| thread.id == *entry.thread.get_ref()) {
            None => form.complain(&entry.thread, "there is no such thread"),
            Some(thread) => statement_votes(house, &mut form, entry, thread, &mut drawn),
        }
    }
    form.complaints.finish()?;
    Ok(drawn)
}

fn spared<'h>(house: &'h House, form: &mut Form<'_>, text: &Spanned<String>) -> Option<&'h str> {
    match super::store::find_person(&house.people, text.get_ref()) {
        Ok(person) => Some(person.id.as_str()),
        Err(reason) => {
            form.complain(text, reason);
            None
        }
    }
}

/// Who may vote: units in a fixed order, each with the people who could cast its ballot.
fn units(house: &House, unit: VotingUnit) -> Vec<(&str, Vec<&Person>)> {
    let mut units: BTreeMap<(&str, &str), Vec<&Person>> = BTreeMap::new();
    for person in &house.people {
        let phone = person.phone.as_deref().unwrap_or_default();
        match (unit, person.household.as_deref()) {
            (VotingUnit::Household, Some(home)) => units.entry((home, home)).or_default().push(person),
            (VotingUnit::Household, None) => {}
            _ => units.entry((phone, &person.id)).or_default().push(person),
        }
    }
    units.into_iter().map(|((_, id), people)| (id, people)).collect()
}

fn poll_ballots(
    house: &House,
    form: &mut Form<'_>,
    entry: &PollBallots,
    poll: &NewPoll,
    spare: &BTreeSet<&str>,
    drawn: &mut Drawn,
) {
    let mut questions = Vec::new();
    for question in &poll.questions {
        match entry.questions.iter().find(|w| *w.id.get_ref() == question.id) {
            Some(weights) if weights.weights.get_ref().len() == question.options.len() => {
                questions.push((question, weights));
            }
            Some(weights) => form.complain(
                &weights.weights,
                format!("{} has another number of options", question.id),
            ),
            None => form.complain(&entry.id, format!("the question {} is missing", question.id)),
        }
    }
    let mut units = units(house, poll.unit);
    units.retain(|(_, people)| entry.spare_nobody || !people.iter().any(|p| spare.contains(p.id.as_str())));
    if *entry.ballots.get_ref() as usize > units.len() {
        form.complain(&entry.ballots, format!("only {} can vote", units.len()));
        return;
    }
    let mut draw = Draw(entry.seed);
    draw.shuffle(&mut units);
    units.truncate(*entry.ballots.get_ref() as usize);
    for (number, (unit, people)) in (0u32..).zip(units) {
        let mut answers: Vec<Answer> = Vec::new();
        for (question, weights) in &questions {
            if !draw.percent(weights.blank) {
                answers.push(answer(&mut draw, question, weights.weights.get_ref()));
            }
        }
        let secret = Sha256::digest(format!("linli demo {} {unit}", poll.id).as_bytes());
        let mut half = [0; 16];
        half.copy_from_slice(&secret[..16]);
        let ballot_id = ledger::hex(&ledger::ballot_id(&half));
        let Ok(answers) = stored_answers(&poll.questions, &answers) else {
            continue;
        };
        if poll.secrecy == Secrecy::Named
            && let Some(person) = people.first()
        {
            drawn.named.push([
                poll.id.clone(),
                unit.to_owned(),
                ballot_id.clone(),
                person.id.clone(),
            ]);
        }
        if number < entry.paper {
            drawn.paper_voters.push([poll.id.clone(), unit.to_owned()]);
            drawn.paper_ballots.push([poll.id.clone(), ballot_id.clone()]);
        }
        drawn.voters.push([poll.id.clone(), unit.to_owned()]);
        drawn.ballots.push([poll.id.clone(), ballot_id, answers]);
    }
}

fn answer(draw: &mut Draw, question: &Question, weights: &[u64]) -> Answer {
    if let (MethodKind::Dots, Some(limits)) = (question.method.kind, point_limits(question)) {
        return dots(draw, question, weights, limits);
    }
    let (min, max) = choice_limits(question).map_or((1, 1), |(min, max)| (min as usize, max as usize));
    let mut chosen: Vec<usize> = Vec::new();
    if matches!(question.method.kind, MethodKind::Approval | MethodKind::Budget) {
        chosen = (0..weights.len()).filter(|i| draw.percent(weights[*i])).collect();
        draw.shuffle(&mut chosen);
        chosen.truncate(max);
    }
    while chosen.len() < min {
        if let Some(pick) = weighted(draw, weights)
            && !chosen.contains(&pick)
        {
            chosen.push(pick);
        }
    }
    let options = chosen.iter().map(|i| question.options[*i].id.clone()).collect();
    Answer {
        question: question.id.clone(),
        options,
        points: vec![],
        text: None,
    }
}

/// One of the options, each with the chance that its weight gives it.
fn weighted(draw: &mut Draw, weights: &[u64]) -> Option<usize> {
    let mut left = draw.below(weights.iter().sum());
    weights.iter().position(|weight| {
        let here = left < *weight;
        left = left.saturating_sub(*weight);
        here
    })
}

/// Gives out the dots one by one; one that does not fit where it falls is kept.
fn dots(draw: &mut Draw, question: &Question, weights: &[u64], limits: PointRange) -> Answer {
    let mut given = vec![0u32; weights.len()];
    for _ in 0..limits.total.unwrap_or(0) {
        if let Some(pick) = weighted(draw, weights)
            && given[pick] < limits.each
        {
            given[pick] += 1;
        }
    }
    let named = || (0..given.len()).filter(|i| given[*i] > 0);
    Answer {
        question: question.id.clone(),
        options: named().map(|i| question.options[i].id.clone()).collect(),
        points: named().map(|i| given[i]).collect(),
        text: None,
    }
}

fn statement_votes(
    house: &House,
    form: &mut Form<'_>,
    entry: &StatementVotes,
    thread: &NewThread,
    drawn: &mut Drawn,
) {
    let mut draw = Draw(entry.seed);
    // Nobody in particular: whoever tries the demo finds all statements unanswered.
    let mut people = 0..house.people.len();
    for camp in &entry.camps {
        let agree = camp.agree.get_ref();
        if agree.len() != thread.statements.len() || camp.disagree.len() != agree.len() {
            form.complain(
                &camp.agree,
                format!("there are {} statements", thread.statements.len()),
            );
            continue;
        }
        for _ in 0..*camp.voters.get_ref() {
            let Some(number) = people.next() else {
                form.complain(&camp.voters, "there are not that many residents");
                break;
            };
            for (i, statement) in thread.statements.iter().enumerate() {
                if !draw.percent(entry.seen) {
                    continue;
                }
                let dice = draw.below(100);
                let vote = if dice < agree[i] {
                    "agree"
                } else if dice < agree[i] + camp.disagree[i] {
                    "disagree"
                } else {
                    "pass"
                };
                drawn.statement_votes.push([
                    statement.id.clone(),
                    format!("neighbour {number}"),
                    vote.to_owned(),
                ]);
            }
        }
    }
}

impl Drawn {
    /// Stores what was drawn, sorted, so that no order of drawing is left.
    pub async fn insert(mut self, db: &mut AnyConnection) -> anyhow::Result<()> {
        self.ballots.sort();
        self.voters.sort();
        self.named.sort();
        self.statement_votes.sort();
        insert_texts(db, "voters (poll_id, unit_id)", &self.voters).await?;
        insert_texts(db, "ballots (poll_id, ballot_id, answers)", &self.ballots).await?;
        for (rows, sql) in [
            (
                &self.paper_voters,
                "UPDATE voters SET paper = 1 WHERE poll_id = $1 AND unit_id = $2",
            ),
            (
                &self.paper_ballots,
                "UPDATE ballots SET paper = 1 WHERE poll_id = $1 AND ballot_id = $2",
            ),
        ] {
            for [poll, row] in rows {
                sqlx::query(sql).bind(poll).bind(row).execute(&mut *db).await?;
            }
        }
        insert_texts(
            db,
            "named_ballots (poll_id, unit_id, ballot_id, resident_id)",
            &self.named,
        )
        .await?;
        insert_texts(
            db,
            "statement_votes (statement_id, voter, vote)",
            &self.statement_votes,
        )
        .await?;
        for vote in ["agree", "disagree", "pass"] {
            // The column has the name of the vote.
            let sql = format!(
                "UPDATE statements SET {vote} = (SELECT COUNT(*) FROM statement_votes v \
                 WHERE v.statement_id = statements.id AND v.vote = '{vote}') \
                 WHERE id IN (SELECT statement_id FROM statement_votes)"
            );
            sqlx::query(sqlx::AssertSqlSafe(sql)).execute(&mut *db).await?;
        }
        Ok(())
    }
}
