//! The questions of a poll file: the whole vocabulary of the contract, checked before a server that may not take all
//! of it is asked.

use super::form::Form;
use crate::pictures::Picture;
use contract::{
    BudgetBallot, BudgetRule, Image, Method, MethodKind, PollOption, Question, RankedRule, Threshold,
    ThresholdBase,
};
use serde::Deserialize;
use std::path::Path;
use toml::Spanned;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QuestionForm {
    id: Option<Spanned<String>>,
    title: Spanned<String>,
    help: Option<Spanned<String>>,
    method: Spanned<MethodForm>,
    #[serde(default)]
    options: Vec<Spanned<OptionForm>>,
    #[serde(default)]
    optional: bool,
    #[serde(default)]
    shuffle: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct MethodForm {
    kind: Spanned<MethodKind>,
    min: Option<u32>,
    max: Option<u32>,
    total: Option<u64>,
    seats: Option<u32>,
    threshold: Option<ThresholdForm>,
    ranked: Option<Spanned<RankedRule>>,
    budget: Option<Spanned<BudgetRule>>,
    min_votes: Option<u64>,
    currency: Option<Spanned<String>>,
    budget_ballot: Option<Spanned<BudgetBallot>>,
    major: Option<bool>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ThresholdForm {
    share: Spanned<String>,
    base: Spanned<ThresholdBase>,
    #[serde(default)]
    strict: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct OptionForm {
    id: Option<Spanned<String>>,
    label: Spanned<String>,
    meaning: Option<Spanned<String>>,
    /// A picture file beside the poll's own, and what it shows.
    image: Option<Spanned<String>>,
    alt: Option<Spanned<String>>,
    cost: Option<u64>,
    group: Option<String>,
}

/// Reads all questions of a poll, and the pictures of their options from `folder`; complaints go to the form.
pub fn questions(
    form: &mut Form<'_>,
    folder: &Path,
    questions: &[QuestionForm],
) -> (Vec<Question>, Vec<Picture>) {
    let mut pictures = Vec::new();
    let mut read: Vec<Question> = Vec::new();
    for (number, q) in questions.iter().enumerate() {
        let id = match &q.id {
            Some(id) => form.id(id),
            None => format!("q{}", number + 1),
        };
        if read.iter().any(|other| other.id == id) {
            form.complain(&q.title, format!("a second question with the id {id}"));
        }
        let options = options(form, folder, &q.options, &mut pictures);
        let method = method(form, q, &options);
        read.push(Question {
            id,
            title: form.words(&q.title, 200),
            help: q.help.as_ref().map(|help| form.words(help, 500)),
            method,
            options,
            optional: q.optional,
            shuffle: q.shuffle,
        });
    }
    (read, pictures)
}

fn options(
    form: &mut Form<'_>,
    folder: &Path,
    options: &[Spanned<OptionForm>],
    pictures: &mut Vec<Picture>,
) -> Vec<PollOption> {
    let mut read: Vec<PollOption> = Vec::new();
    for (number, spanned) in options.iter().enumerate() {
        let option = spanned.get_ref();
        let id = match &option.id {
            Some(id) => form.id(id),
            None => (number + 1).to_string(),
        };
        let label = form.words(&option.label, 200);
        if read.iter().any(|other| other.id == id) {
            form.complain(
                option.id.as_ref().unwrap_or(&option.label),
                format!("a second option with the id {id}"),
            );
        }
        if read.iter().any(|other| other.label == label) {
            form.complain(&option.label, format!("the option {label:?} stands there twice"));
        }
        read.push(PollOption {
            id,
            label,
            meaning: option.meaning.as_ref().map(|meaning| form.words(meaning, 500)),
            image: image(form, folder, option, pictures),
            cost: option.cost,
            group: option.group.clone(),
        });
    }
    read
}

fn image(
    form: &mut Form<'_>,
    folder: &Path,
    option: &OptionForm,
    pictures: &mut Vec<Picture>,
) -> Option<Image> {
    let (name, alt) = match (&option.image, &option.alt) {
        (Some(name), Some(alt)) => (name, alt),
        (Some(name), None) => {
            form.complain(
                name,
                "a picture needs an alt: what it shows, for those who cannot see it",
            );
            return None;
        }
        (None, Some(alt)) => {
            form.complain(alt, "an alt without an image");
            return None;
        }
        (None, None) => return None,
    };
    let alt = form.words(alt, 200);
    match Picture::open(&folder.join(name.get_ref())) {
        Ok(picture) => {
            let image = picture.image(alt);
            pictures.push(picture);
            Some(image)
        }
        Err(reason) => {
            form.complain(name, format!("{}: {reason}", name.get_ref()));
            None
        }
    }
}

fn method(form: &mut Form<'_>, question: &QuestionForm, options: &[PollOption]) -> Method {
    let m = question.method.get_ref();
    let kind = form.known(
        &m.kind,
        "single, approval, yes_no_abstain, score, dots, ranked, budget, owners, text",
    );
    let method = Method {
        kind,
        min: m.min,
        max: m.max,
        total: m.total,
        seats: m.seats,
        threshold: m.threshold.as_ref().map(|threshold| {
            let (numerator, denominator) = form.share(&threshold.share);
            let base = form.known(&threshold.base, "voting, eligible");
            Threshold {
                numerator,
                denominator,
                base,
                strict: threshold.strict,
            }
        }),
        ranked: m.ranked.as_ref().map(|rule| {
            form.known(
                rule,
                "instant_runoff, borda, dowdall, schulze, stv_scottish, stv_meek",
            )
        }),
        budget: m.budget.as_ref().map(|rule| {
            form.known(
                rule,
                "greedy, greedy_no_skip, greedy_value, greedy_threshold, equal_shares, equal_shares_add1, \
                 equal_shares_add1_greedy, equal_shares_comparison, phragmen",
            )
        }),
        min_votes: m.min_votes,
        currency: m.currency.as_ref().map(|code| {
            if !is_currency(code.get_ref()) {
                form.complain(code, "not an ISO 4217 code such as CNY or EUR".to_owned());
            }
            code.get_ref().clone()
        }),
        budget_ballot: m
            .budget_ballot
            .as_ref()
            .map(|ballot| form.known(ballot, "approval, points, ranking")),
        major: m.major,
    };
    if kind == MethodKind::Other {
        return method;
    }
    for reason in unfit(&method, options) {
        form.complain(&question.method, reason);
    }
    method
}

pub fn is_currency(code: &str) -> bool {
    code.len() == 3 && code.bytes().all(|letter| letter.is_ascii_uppercase())
}

/// What of a method does not fit its kind or its options.
fn unfit(method: &Method, options: &[PollOption]) -> Vec<String> {
    let kind = method.kind;
    let mut reasons = Vec::new();
    let mut unless = |fits: bool, reason: &str| {
        if !fits {
            reasons.push(reason.to_owned());
        }
    };
    let all = options.len() as u64;
    let limits = (
        u64::from(method.min.unwrap_or(1)),
        u64::from(method.max.unwrap_or(u32::MAX)),
    );
    match kind {
        MethodKind::Text => unless(options.is_empty(), "a text question has no options"),
        MethodKind::YesNoAbstain => unless(
            all == 3,
            "yes_no_abstain has three options: yes, no and abstain, in this order",
        ),
        MethodKind::Owners => unless(
            all == 3,
            "owners has three options: yes, no and abstain, in this order",
        ),
        _ => unless(all >= 2, "a question needs at least two options"),
    }
    match kind {
        // What is missing above makes these numbers meaningless.
        _ if all < 2 => {}
        MethodKind::Approval => {
            unless(limits.0 <= limits.1, "min is larger than max");
            unless(
                method.min.is_none_or(|n| n > 0 && u64::from(n) <= all),
                "min is not between 1 and the number of options",
            );
            unless(
                method.max.is_none_or(|n| n > 0 && u64::from(n) <= all),
                "max is not between 1 and the number of options",
            );
        }
        MethodKind::YesNoAbstain => unless(method.threshold.is_some(), "yes_no_abstain needs a threshold"),
        MethodKind::Score => unless(
            method.max.is_some_and(|n| n > 0),
            "score needs a max of at least 1",
        ),
        MethodKind::Dots => unless(method.total.is_some_and(|n| n > 0), "dots needs a total"),
        MethodKind::Ranked => {
            unless(method.ranked.is_some(), "ranked needs a rule");
        }
        MethodKind::Budget => {
            unless(method.budget.is_some(), "budget needs a rule");
            unless(
                method.min_votes.is_some() || method.budget != Some(BudgetRule::GreedyThreshold),
                "greedy_threshold needs min_votes",
            );
            unless(method.total.is_some_and(|n| n > 0), "budget needs a total");
            unless(
                options.iter().all(|o| o.cost.is_some_and(|c| c > 0)),
                "every option of a budget needs a cost",
            );
        }
        _ => {}
    }
    unless(
        method.seats.is_none_or(|n| n > 0 && u64::from(n) <= all),
        "seats is not between 1 and the number of options",
    );
    let has = |needed: &[MethodKind], present: bool| !present || needed.contains(&kind);
    use MethodKind::{Approval, Budget, Dots, Owners, Ranked, Score, YesNoAbstain};
    unless(
        has(&[Approval, Budget, Ranked], method.min.is_some()),
        "min means nothing for this kind",
    );
    unless(
        has(&[Approval, Budget, Ranked, Score, Dots], method.max.is_some()),
        "max means nothing for this kind",
    );
    unless(
        has(&[Dots, Budget], method.total.is_some()),
        "total means nothing for this kind",
    );
    unless(
        has(&[Approval, Ranked], method.seats.is_some()),
        "seats means nothing for this kind",
    );
    unless(
        has(&[Ranked], method.ranked.is_some()),
        "ranked belongs to ranked",
    );
    unless(
        has(&[YesNoAbstain], method.threshold.is_some()),
        "threshold belongs to yes_no_abstain",
    );
    unless(
        has(
            &[Budget],
            method.budget.is_some() || method.budget_ballot.is_some(),
        ),
        "budget and budget_ballot belong to budget",
    );
    unless(
        has(&[Budget], method.currency.is_some() || method.min_votes.is_some()),
        "currency and min_votes belong to budget",
    );
    unless(has(&[Owners], method.major.is_some()), "major belongs to owners");
    unless(
        has(
            &[Budget],
            options.iter().any(|o| o.cost.is_some() || o.group.is_some()),
        ),
        "cost and group belong to budget",
    );
    reasons
}
