//! `import pabulib FILE.pb`: a participatory budget that a city really held, as a closed poll with its real ballots.

use super::house::House;
use super::poll::{self, Electorate, NewPoll};
use super::refusal::refuse;
use super::store::{done, insert_texts, json, set_setting};
use crate::polls::stored_answers;
use contract::{
    Answer, BudgetBallot, BudgetRule, Method, MethodKind, PollOption, Question, RelatedKind,
    ResultsVisibility, Secrecy, Source, Text, TieRule, Timestamp, VotingUnit,
};
use count::pabulib::{Ballot, Election, FileRule, VoteType};
use count::{Completion, WhenTooDear};
use sha2::{Digest, Sha256};
use sqlx::AnyConnection;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::Path;

const QUESTION: &str = "projects";

/// What was brought in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    pub id: String,
    pub projects: usize,
    pub ballots: usize,
    /// Projects that the city says have won; `None` where its file does not say.
    pub winners: Option<usize>,
}

/// Reads the file and stores poll, ballots and published winners.
pub async fn import(db: &mut AnyConnection, house: &House, path: &Path) -> anyhow::Result<Imported> {
    let file = path.display().to_string();
    let bytes = std::fs::read(path).map_err(|e| anyhow::anyhow!("{file} cannot be read: {e}"))?;
    let election = count::pabulib::read(&bytes, &file).map_err(|e| refuse(&e.file, e.line, e.reason))?;
    let digest = Sha256::digest(&bytes);
    let id = format!("pb-{}", ledger::hex(&digest[..6]));
    if house.has(RelatedKind::Poll, &id) {
        return Err(refuse(&file, 1, format!("this election is here already, as {id}")).into());
    }
    if election.projects.is_empty() {
        return Err(refuse(&file, 1, "the election has no projects").into());
    }
    let new = new_poll(&id, &election, path, house.clock.now);
    poll::insert(db, &new).await?;

    let mut rows = Vec::with_capacity(election.ballots.len());
    for (row, ballot) in election.ballots.iter().enumerate() {
        // The row makes the id differ where two people voted alike; nothing of the voter goes into it.
        let ballot_id = Sha256::new()
            .chain_update(digest)
            .chain_update((row as u64).to_be_bytes())
            .finalize();
        rows.push([
            id.clone(),
            ledger::hex(&ballot_id),
            answers(&election, &new.questions, ballot, &file)?,
        ]);
    }
    rows.sort_unstable();
    insert_texts(db, "ballots (poll_id, ballot_id, answers)", &rows).await?;

    let winners = election.winners();
    if let Some(winners) = &winners {
        let ids: Vec<&str> = winners
            .iter()
            .map(|w| election.projects[*w].id.as_str())
            .collect();
        set_setting(db, &format!("published_winners:{id}"), &json(&ids)?).await?;
    }
    Ok(Imported {
        id,
        projects: election.projects.len(),
        ballots: rows.len(),
        winners: winners.map(|w| w.len()),
    })
}

fn new_poll(id: &str, election: &Election, path: &Path, now: Timestamp) -> NewPoll {
    let name = path.file_stem().map_or_else(
        || "Pabulib".to_owned(),
        |stem| stem.to_string_lossy().into_owned(),
    );
    let place = [
        election.meta("unit"),
        election.meta("subunit"),
        election.meta("instance"),
    ];
    let place: Vec<&str> = place.into_iter().flatten().collect();
    let title = match election.meta("description") {
        Some(text) if !text.trim().is_empty() => {
            let missing: Vec<&str> = place
                .iter()
                .copied()
                .filter(|part| !text.contains(part))
                .collect();
            format!("{text} {}", missing.join(" "))
        }
        _ => name.replace('_', " "),
    };
    let (opens_at, closes_at) = period(election, now);
    let lang = election.meta("language").map(str::to_owned);
    NewPoll {
        id: id.to_owned(),
        title: title.trim().chars().take(120).collect(),
        about: Text { lang, ..Text::markdown(about(election)) },
        plain: None,
        opens_at,
        closes_at,
        secrecy: Secrecy::Anonymous,
        unit: VotingUnit::Person,
        results: ResultsVisibility::AfterClose,
        tie_rule: TieRule::EarlierListed,
        quorum: None,
        can_change: false,
        can_withdraw: false,
        practice: false,
        pictures: Vec::new(),
        turnout_by_building: false,
        // How many could have voted is not published; those who did is all that is known.
        electorate: Electorate::Imported(election.ballots.len() as u64),
        related: vec![],
        questions: vec![question(election)],
        source: Some(Source {
            name: "Pabulib (Faliszewski et al., “Participatory Budgeting: Data, Tools, and Analysis”, IJCAI 2023)".to_owned(),
            url: Some("https://pabulib.org".to_owned()),
            licence: None,
        }),
    }
}

fn question(election: &Election) -> Question {
    let budget_ballot = match election.vote_type {
        VoteType::Cumulative | VoteType::Scoring => BudgetBallot::Points,
        VoteType::Ordinal => BudgetBallot::Ranking,
        _ => BudgetBallot::Approval,
    };
    // Cities counted ballots that break their own limits; where some do, the limits would make them invalid here.
    let lengths = || {
        election
            .ballots
            .iter()
            .map(|ballot| ballot.choices.len())
            .filter(|length| *length > 0)
    };
    let min = number(election, "min_length").filter(|min| lengths().all(|length| length >= *min as usize));
    let max = number(election, "max_length").filter(|max| lengths().all(|length| length <= *max as usize));
    let rule = rule(election);
    Question {
        id: QUESTION.to_owned(),
        title: election
            .meta("description")
            .unwrap_or("Participatory budget")
            .chars()
            .take(200)
            .collect(),
        help: None,
        method: Method {
            kind: MethodKind::Budget,
            min,
            max,
            total: Some(election.budget),
            currency: election
                .meta("currency")
                .map(str::to_owned)
                .filter(|code| super::method::is_currency(code)),
            budget: rule.budget,
            min_votes: rule.min_votes,
            budget_ballot: Some(budget_ballot),
            ..Method::default()
        },
        options: election
            .projects
            .iter()
            .enumerate()
            .map(|(place, project)| PollOption {
                id: project.id.clone(),
                label: project.name.clone(),
                meaning: (!project.categories.is_empty()).then(|| project.categories.join(", ")),
                image: None,
                cost: Some(project.cost),
                group: rule.groups.get(&place).cloned(),
            })
            .collect(),
        optional: true,
        shuffle: false,
    }
}

fn number(election: &Election, key: &str) -> Option<u32> {
    election.meta(key).and_then(|text| text.parse().ok())
}

/// What the contract says of the rule that a city names.
#[derive(Default)]
struct Rule {
    budget: Option<BudgetRule>,
    min_votes: Option<u64>,
    /// The group of each project in one.
    groups: HashMap<usize, String>,
}

/// `Other` for rules that only that city knows.
fn rule(election: &Election) -> Rule {
    let Some(file_rule) = election.file_rule() else {
        return Rule {
            budget: election.rule.as_ref().map(|_| BudgetRule::Other),
            ..Rule::default()
        };
    };
    let (budget, min_votes, exclusive) = match &file_rule {
        FileRule::Greedy(greedy) => {
            let min_votes = u64::try_from(greedy.at_least).ok().filter(|least| *least > 1);
            let budget = match (greedy.when_too_dear, min_votes) {
                (WhenTooDear::Skip, None) => BudgetRule::Greedy,
                (WhenTooDear::Skip, Some(_)) => BudgetRule::GreedyThreshold,
                (WhenTooDear::Stop, _) => BudgetRule::GreedyNoSkip,
                _ => BudgetRule::Other,
            };
            (budget, min_votes, &greedy.exclusive[..])
        }
        FileRule::EqualShares(shares) if shares.completion == Completion::None => {
            (BudgetRule::EqualShares, None, &[][..])
        }
        FileRule::EqualShares(_) => (BudgetRule::EqualSharesAdd1, None, &[][..]),
        FileRule::EqualSharesComparison(_) => (BudgetRule::EqualSharesComparison, None, &[][..]),
    };
    let mut groups = HashMap::new();
    for (number, members) in (1..).zip(exclusive) {
        for project in members {
            // The contract knows one group a project; a file with more is beyond it.
            if groups.insert(*project, number.to_string()).is_some() {
                return Rule {
                    budget: Some(BudgetRule::Other),
                    ..Rule::default()
                };
            }
        }
    }
    Rule {
        budget: Some(budget),
        min_votes,
        groups,
    }
}

/// What the file's META says, as a table, and who won.
fn about(election: &Election) -> String {
    let cell = |text: &str| {
        text.replace('|', "\\|")
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    };
    let mut about = String::from("| META | |\n|---|---|\n");
    for (key, value) in election.meta.iter().filter(|(_, value)| !value.is_empty()) {
        let _ = writeln!(about, "| {} | {} |", cell(key), cell(value));
    }
    if let Some(winners) = election.winners() {
        about.push_str("\n| selected | cost |\n|---|---:|\n");
        let scale = 10u64.checked_pow(election.decimals).unwrap_or(1).max(1);
        for project in winners.iter().map(|winner| &election.projects[*winner]) {
            let (whole, rest) = (project.cost / scale, project.cost % scale);
            let digits = election.decimals as usize;
            let cost = if rest == 0 {
                whole.to_string()
            } else {
                format!("{whole}.{rest:0digits$}")
            };
            let _ = writeln!(about, "| {} | {cost} |", cell(&project.name));
        }
    }
    about
}

/// The days between which people voted. Files name them as 28.09.2015 or only by the year; without a day of their own
/// the poll lies in the year it is from, and never in the future.
fn period(election: &Election, now: Timestamp) -> (Timestamp, Timestamp) {
    let year = election
        .meta("instance")
        .and_then(|text| text.get(..4))
        .and_then(|text| text.parse::<i32>().ok());
    let day = |key: &str, month: u32, day: u32| {
        let iso = election
            .meta(key)
            .and_then(iso_day)
            .or_else(|| Some(format!("{:04}-{month:02}-{day:02}", year?)));
        iso.and_then(|iso| Timestamp::parse(&format!("{iso}T00:00:00Z")))
    };
    let newest = Timestamp::from_millis(now.millis() - 86_400_000);
    // The last day counts whole.
    let closes = day("date_end", 12, 31).map(|t| Timestamp::from_millis(t.millis() + 86_399_000));
    let closes = closes.unwrap_or(newest).min(newest);
    let opens = day("date_begin", 1, 1).filter(|opens| *opens < closes);
    (
        opens.unwrap_or(Timestamp::from_millis(closes.millis() - 86_400_000)),
        closes,
    )
}

fn iso_day(text: &str) -> Option<String> {
    let mut parts = text.trim().split('.');
    let (first, second, third) = (parts.next()?, parts.next(), parts.next());
    match (second, third) {
        (Some(month), Some(year)) => Some(format!("{year:0>4}-{month:0>2}-{first:0>2}")),
        (None, None) if first.len() == 10 => Some(first.to_owned()),
        _ => None,
    }
}

/// A ballot as the board shows it.
fn answers(
    election: &Election,
    questions: &[Question],
    ballot: &Ballot,
    file: &str,
) -> anyhow::Result<String> {
    let mut points = Vec::with_capacity(ballot.points.len());
    for given in &ballot.points {
        let kept = u32::try_from(*given);
        points.push(kept.map_err(|_| refuse(file, ballot.line, "points below zero cannot be kept here"))?);
    }
    let answer = Answer {
        question: QUESTION.to_owned(),
        options: ballot
            .choices
            .iter()
            .map(|choice| election.projects[*choice].id.clone())
            .collect(),
        points,
        text: None,
    };
    done(stored_answers(questions, &[answer]))
}
