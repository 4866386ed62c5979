//! One question as the voter fills it in: the right control for what it asks, and live words instead of a disabled button.

use super::rules::{Asks, Missing, WORDS_MAX, asks};
use crate::backend::{Answer, Question};
use crate::i18n::{Key, number, said, t, t1, tn};
use crate::parts::tr;
use crate::ui::{CheckGroup, Choice, ChoiceGroup, TextArea};
use leptos::prelude::*;

/// What is filled in so far, by control.
#[derive(Clone, Copy)]
pub struct Filling {
    pub one: RwSignal<Option<String>>,
    pub some: RwSignal<Vec<String>>,
    pub words: RwSignal<String>,
}

impl Filling {
    pub fn of(answer: Option<&Answer>) -> Self {
        let options = answer.map(|a| a.options.clone()).unwrap_or_default();
        Self {
            one: RwSignal::new(options.first().cloned()),
            some: RwSignal::new(options),
            words: RwSignal::new(answer.and_then(|a| a.text.clone()).unwrap_or_default()),
        }
    }

    /// The answer as it stands; reads the control that the question uses.
    pub fn answer(&self, question: &Question) -> Answer {
        let mut answer = Answer {
            question: question.id.clone(),
            ..Answer::default()
        };
        match asks(question) {
            Asks::One => answer.options = self.one.get().into_iter().collect(),
            Asks::Some { .. } => answer.options = self.some.get(),
            Asks::Words => answer.text = Some(self.words.get()).filter(|w| !w.is_empty()),
            Asks::Unknown => {}
        }
        answer
    }
}

/// Element id of the control, for the error summary's link.
pub const CONTROL: &str = "answer";

/// The control of a question. `legend` is the question itself; the page's heading stands above it.
pub fn control(question: &Question, filling: Filling, error: Signal<Option<String>>) -> AnyView {
    let choices: Vec<Choice> = question
        .options
        .iter()
        .map(|o| Choice {
            value: o.id.clone(),
            label: o.label.clone(),
            meaning: match (&o.meaning, o.cost) {
                (Some(meaning), None) => Some(meaning.clone()),
                (Some(meaning), Some(cost)) => Some(format!("{meaning} · {}", number(cost))),
                (None, Some(cost)) => Some(format!("{} {}", t(Key::ResultsCost), number(cost))),
                (None, None) => None,
            },
        })
        .collect();
    let legend = Signal::stored(question.title.clone());
    let help = question.help.clone();
    match asks(question) {
        Asks::One => {
            let hint = Signal::derive(move || with_help(&help, t(Key::BallotOne)));
            view! {
                <ChoiceGroup id=CONTROL legend=legend hint=hint choices=choices selected=filling.one error=error />
            }
            .into_any()
        }
        Asks::Some { min, max } => {
            let hint = Signal::derive(move || with_help(&help, range_words(min, max)));
            let chosen = move || tn(Key::BallotChosen, filling.some.with(Vec::len) as u64, &[]);
            let budget = budget_line(question, filling);
            view! {
                <CheckGroup id=CONTROL legend=legend hint=hint choices=choices selected=filling.some error=error />
                <p class="chosen-count" role="status">{chosen}</p>
                {budget}
            }
            .into_any()
        }
        Asks::Words => {
            let hint = Signal::derive(move || help.clone().unwrap_or_default());
            let count = Signal::derive(move || {
                let written = filling.words.with(|w| w.chars().count()) as u64;
                t1(
                    Key::ThreadsWriteCount,
                    &[("n", &number(written)), ("max", &number(WORDS_MAX as u64))],
                )
            });
            view! {
                <TextArea id=CONTROL label=legend hint=hint value=filling.words error=error count=count rows=6 />
            }
            .into_any()
        }
        Asks::Unknown => view! { <p>{said(Key::PollsCannotMethod)}</p> }.into_any(),
    }
}

fn with_help(help: &Option<String>, rule: String) -> String {
    match help {
        Some(help) => format!("{help} {rule}"),
        None => rule,
    }
}

fn range_words(min: usize, max: usize) -> String {
    let (lower, upper) = (number(min as u64), number(max as u64));
    if min == max {
        tn(Key::BallotExactly, max as u64, &[])
    } else if min == 0 {
        tn(Key::BallotUpTo, max as u64, &[])
    } else {
        t1(Key::BallotSome, &[("min", &lower), ("max", &upper)])
    }
}

fn budget_line(question: &Question, filling: Filling) -> Option<AnyView> {
    let total = question.method.total?;
    let costs: Vec<(String, u64)> = question
        .options
        .iter()
        .map(|o| (o.id.clone(), o.cost.unwrap_or(0)))
        .collect();
    let line = move || {
        let sum = filling.some.with(|chosen| {
            costs
                .iter()
                .filter(|(id, _)| chosen.contains(id))
                .fold(0u64, |sum, (_, cost)| sum.saturating_add(*cost))
        });
        t1(
            Key::BallotBudget,
            &[("total", &number(total)), ("sum", &number(sum))],
        )
    };
    Some(view! { <p role="status">{line}</p> }.into_any())
}

/// Words for what is missing: what to do, not what is wrong.
pub fn missing_words(missing: Missing) -> String {
    match missing {
        Missing::ChooseOne => t(Key::BallotErrorChooseOne),
        Missing::TooFew { min } => tn(Key::BallotErrorTooFew, min as u64, &[]),
        Missing::TooMany { max, chosen } => t1(
            Key::BallotErrorTooMany,
            &[("max", &number(max as u64)), ("n", &number(chosen as u64))],
        ),
        Missing::Words => t(Key::BallotErrorWrite),
        Missing::TooLong { max, written } => t1(
            Key::BallotErrorTooLong,
            &[("max", &number(max as u64)), ("n", &number(written as u64))],
        ),
    }
}

/// The chosen answer in words, for the check page and the receipt.
pub fn answer_words(question: &Question, answer: Option<&Answer>) -> String {
    match answer {
        Some(a) if a.text.as_deref().is_some_and(|t| !t.trim().is_empty()) => {
            a.text.clone().unwrap_or_default()
        }
        Some(a) if !a.options.is_empty() => super::about::labels(question, &a.options),
        _ => t(Key::CheckBlank),
    }
}

/// Label of the button that goes on from question `index` of `total`.
pub fn next_label(index: usize, total: usize) -> Signal<String> {
    tr(if index + 1 < total {
        Key::BallotNext
    } else {
        Key::BallotToCheck
    })
}
