//! One question as the voter fills it in: the right control for what it asks, and live words instead of a disabled button.

use super::basket::basket;
use super::order::sorted;
use super::points::{Points, dots, scores};
use super::ranking::ranking;
use super::rules::{Asks, Missing, WORDS_MAX, asks};
use crate::backend::{Answer, PollOption, Question};
use crate::i18n::{Key, money, number, said, t, t1, tn};
use crate::parts::{microphone_hint, tr};
use crate::ui::{CheckGroup, Choice, ChoiceGroup, Picture, TextArea};
use leptos::prelude::*;

/// What is filled in so far, by control.
#[derive(Clone, Copy)]
pub struct Filling {
    pub one: RwSignal<Option<String>>,
    /// Chosen options; a ranking's in its order.
    pub some: RwSignal<Vec<String>>,
    pub(super) points: RwSignal<Points>,
    pub words: RwSignal<String>,
}

impl Filling {
    pub fn of(answer: Option<&Answer>) -> Self {
        let options = answer.map(|a| a.options.clone()).unwrap_or_default();
        let points = answer.map(|a| a.points.clone()).unwrap_or_default();
        Self {
            one: RwSignal::new(options.first().cloned()),
            points: RwSignal::new(options.iter().cloned().zip(points).collect()),
            some: RwSignal::new(options),
            words: RwSignal::new(answer.and_then(|a| a.text.clone()).unwrap_or_default()),
        }
    }

    /// The answer as it stands; reads the control that the question uses. Where the order of options says nothing they
    /// are sorted, as the backend keeps them: two ballots that say the same are the same.
    pub fn answer(&self, question: &Question) -> Answer {
        let mut answer = Answer {
            question: question.id.clone(),
            ..Answer::default()
        };
        match asks(question) {
            Asks::One => answer.options = self.one.get().into_iter().collect(),
            Asks::Some { .. } | Asks::Basket { .. } => {
                let chosen = self.some.get();
                let order = sorted(chosen.len(), &mut |a, b| chosen[a].cmp(&chosen[b]));
                answer.options = order.into_iter().map(|i| chosen[i].clone()).collect();
            }
            Asks::Ranking { .. } => answer.options = self.some.get(),
            Asks::Scores { .. } | Asks::Dots { .. } => {
                (answer.options, answer.points) = self.points.get().into_iter().unzip();
            }
            Asks::Words => answer.text = Some(self.words.get()).filter(|w| !w.is_empty()),
            Asks::Unknown => {}
        }
        answer
    }
}

const SEEN_AT_ONCE: usize = 5;

/// Element id of the control, for the error summary's link.
pub const CONTROL: &str = "answer";

/// The control of a question. `legend` is the question itself; the page's heading stands above it.
pub fn control(question: &Question, filling: Filling, error: Signal<Option<String>>) -> AnyView {
    let choices = choices(question);
    let offered = choices.len();
    let legend = Signal::stored(question.title.clone());
    let help = question.help.clone();
    match asks(question) {
        Asks::One => {
            let hint = Signal::derive(move || with_help(&help, with_number(t(Key::BallotOne), offered)));
            view! {
                <ChoiceGroup id=CONTROL legend=legend hint=hint choices=choices selected=filling.one error=error />
            }
            .into_any()
        }
        Asks::Some { min, max } => {
            let hint = Signal::derive(move || with_help(&help, with_number(range_words(min, max), offered)));
            let chosen = move || {
                let chosen = filling.some.with(Vec::len);
                match max.checked_sub(chosen) {
                    Some(left) if left > 0 && chosen > 0 => t1(
                        Key::BallotChosenLeft,
                        &[("n", &number(chosen as u64)), ("left", &number(left as u64))],
                    ),
                    _ => tn(Key::BallotChosen, chosen as u64, &[]),
                }
            };
            view! {
                <CheckGroup id=CONTROL legend=legend hint=hint choices=choices selected=filling.some error=error />
                <p class="chosen-count" role="status">{chosen}</p>
            }
            .into_any()
        }
        Asks::Ranking { min, max } => ranking(question, filling, (min, max), error),
        Asks::Scores { from, to, .. } => scores(question, filling, (from, to), error),
        Asks::Dots { each, total } => dots(question, filling, (each, total), error),
        Asks::Basket { min, max } => basket(question, filling, (min, max), error),
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
                {microphone_hint()}
                <TextArea id=CONTROL label=legend hint=hint value=filling.words error=error count=count rows=6 />
            }
            .into_any()
        }
        Asks::Unknown => view! { <p>{said(Key::PollsCannotMethod)}</p> }.into_any(),
    }
}

pub(super) fn with_help(help: &Option<String>, rule: String) -> String {
    match help {
        Some(help) => format!("{help} {rule}"),
        None => rule,
    }
}

/// More options than a small screen shows at once: how many there are is said before them.
pub(super) fn with_number(rule: String, offered: usize) -> String {
    match offered > SEEN_AT_ONCE {
        true => format!(
            "{rule} {}",
            t1(Key::BallotOptions, &[("n", &number(offered as u64))])
        ),
        false => rule,
    }
}

pub(super) fn range_words(min: usize, max: usize) -> String {
    let (lower, upper) = (number(min as u64), number(max as u64));
    if min == max {
        tn(Key::BallotExactly, max as u64, &[])
    } else if min == 0 {
        tn(Key::BallotUpTo, max as u64, &[])
    } else {
        t1(Key::BallotSome, &[("min", &lower), ("max", &upper)])
    }
}

/// How many may be named and how many are, as it stands. The keys say it for exactly so many, for no fewest, and for a range.
pub(super) fn named_so_far(
    (min, max): (usize, usize),
    named: usize,
    [exactly, up_to, some]: [Key; 3],
) -> String {
    let key = match min {
        _ if min == max => exactly,
        0 => up_to,
        _ => some,
    };
    let words = [min, max, named].map(|n| number(n as u64));
    t1(key, &[("min", &words[0]), ("max", &words[1]), ("n", &words[2])])
}

/// The options as rows, with what they mean and cost.
pub(super) fn choices(question: &Question) -> Vec<Choice> {
    let choice = |o: &PollOption| Choice {
        value: o.id.clone(),
        label: o.label.clone(),
        meaning: meaning(question, o)(),
        picture: picture(o),
    };
    question.options.iter().map(choice).collect()
}

pub(super) fn picture(option: &PollOption) -> Option<Picture> {
    let image = option.image.clone()?;
    Some(Picture {
        address: image.address,
        words: image.words,
        size: image.size,
    })
}

/// What choosing an option means, and what it costs.
pub(super) fn meaning(
    question: &Question,
    option: &PollOption,
) -> impl Fn() -> Option<String> + Clone + Send + Sync + 'static {
    let (meaning, cost) = (option.meaning.clone(), option.cost);
    let currency = question.method.currency.clone();
    move || match (&meaning, cost.map(|cost| cost_words(cost, currency.as_deref()))) {
        (Some(meaning), Some(cost)) => Some(format!("{meaning} · {cost}")),
        (Some(meaning), None) => Some(meaning.clone()),
        (None, cost) => cost,
    }
}

pub(super) fn cost_words(cost: u64, currency: Option<&str>) -> String {
    t1(Key::BasketCost, &[("cost", &money(cost, currency))])
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
        Missing::RankMore { min } => tn(Key::BallotErrorRankMore, min as u64, &[]),
        Missing::RankFewer { max, ranked } => t1(
            Key::BallotErrorRankFewer,
            &[("max", &number(max as u64)), ("n", &number(ranked as u64))],
        ),
        Missing::ScoreMore { min } => tn(Key::BallotErrorScoreMore, min as u64, &[]),
        Missing::ScoreFewer { max, scored } => t1(
            Key::BallotErrorScoreFewer,
            &[("max", &number(max as u64)), ("n", &number(scored as u64))],
        ),
        Missing::GiveDots => t(Key::BallotErrorDots),
        Missing::TooManyDots { total, given } => t1(
            Key::BallotErrorDotsMany,
            &[("max", &number(total.into())), ("n", &number(given))],
        ),
        Missing::Words => t(Key::BallotErrorWrite),
        Missing::TooLong { max, written } => t1(
            Key::BallotErrorTooLong,
            &[("max", &number(max as u64)), ("n", &number(written as u64))],
        ),
    }
}

/// Label of the button that goes on; `last`: to the check page.
pub fn next_label(last: bool) -> Signal<String> {
    tr(if last { Key::BallotToCheck } else { Key::BallotNext })
}
