//! Filling in points: a score for each option, or dots to share out.

use super::choice::{CONTROL, Filling, meaning, picture, with_help, with_number};
use super::ranking::named;
use crate::backend::Question;
use crate::i18n::{Key, number, t, t1, tn};
use crate::parts::tr;
use crate::platform::announce::announce;
use crate::ui::live::{derived, live};
use crate::ui::{AnswerGroup, Select, Stepper, StepperWords};
use leptos::prelude::*;

/// Points by option, only of options that have some, sorted by option.
pub(super) type Points = Vec<(String, u32)>;

fn of(points: RwSignal<Points>, option: &str) -> Option<u32> {
    points.with(|p| p.iter().find(|(id, _)| id == option).map(|(_, n)| *n))
}

fn set(points: RwSignal<Points>, option: &str, to: Option<u32>) {
    points.update(|p| {
        p.retain(|(id, _)| id != option);
        if let Some(n) = to {
            // In the backend's order: two ballots that say the same are the same.
            let at = p.partition_point(|(id, _)| id.as_str() < option);
            p.insert(at, (option.to_owned(), n));
        }
    });
}

fn given(points: RwSignal<Points>) -> u64 {
    points.with(|p| p.iter().map(|(_, n)| u64::from(*n)).sum())
}

/// The first control goes by the question's name, so that an error's link lands on it.
fn control(index: usize) -> String {
    match index {
        0 => CONTROL.to_owned(),
        n => format!("{CONTROL}-{n}"),
    }
}

pub(super) fn scores(
    question: &Question,
    filling: Filling,
    (from, to): (u32, u32),
    error: Signal<Option<String>>,
) -> AnyView {
    let help = question.help.clone();
    let offered = question.options.len();
    let hint = move || {
        let key = if from == 0 {
            Key::BallotScoreHint
        } else {
            Key::BallotScoreHintBudget
        };
        let (from, to) = (number(from.into()), number(to.into()));
        with_help(
            &help,
            with_number(t1(key, &[("from", &from), ("to", &to)]), offered),
        )
    };
    // The best stands next to what is there already.
    let scale = Signal::derive(move || {
        let mut scale = vec![(String::new(), t(Key::BallotScoreNone))];
        scale.extend((from..=to).rev().map(|n| {
            let key = match n {
                n if n == to => Key::BallotScoreBest,
                n if n == from => Key::BallotScoreWorst,
                _ => Key::BallotScorePoints,
            };
            (n.to_string(), t1(key, &[("n", &number(n.into()))]))
        }));
        scale
    });
    let points = filling.points;
    let done = move || {
        let done = number(points.with(Vec::len) as u64);
        t1(
            Key::BallotScoreDone,
            &[("n", &done), ("total", &number(offered as u64))],
        )
    };
    let rows: Vec<AnyView> = question
        .options
        .iter()
        .enumerate()
        .map(|(i, option)| {
            let words = meaning(question, option);
            let (shown, chosen) = (option.id.clone(), option.id.clone());
            let value = derived(move || of(points, &shown).map(|n| n.to_string()).unwrap_or_default());
            let change = Callback::new(move |value: String| set(points, &chosen, value.parse().ok()));
            let select = view! {
                <Select
                    id=control(i)
                    label=Signal::stored(option.label.clone())
                    hint=derived(move || words().unwrap_or_default())
                    options=scale
                    value=value
                    on_change=change
                />
            }
            .into_any();
            match picture(option) {
                Some(picture) => view! { <div class="stack">{picture.view()} {select}</div> }.into_any(),
                None => select,
            }
        })
        .collect();
    view! {
        <AnswerGroup
            id=format!("{CONTROL}-group")
            legend=Signal::stored(question.title.clone())
            hint=derived(hint)
            error=error
        >
            <div class="rows">{rows}</div>
        </AnswerGroup>
        <p class="chosen-count" role="status">{live(done)}</p>
    }
    .into_any()
}

pub(super) fn dots(
    question: &Question,
    filling: Filling,
    (each, total): (u32, u32),
    error: Signal<Option<String>>,
) -> AnyView {
    let help = question.help.clone();
    let points = filling.points;
    let offered = question.options.len();
    let rest = derived(move || rest_words(left(points, total)));
    let hint = move || {
        let key = if each < total {
            Key::BallotDotsHintEach
        } else {
            Key::BallotDotsHint
        };
        let rule = tn(key, total.into(), &[("each", &number(each.into()))]);
        with_help(&help, with_number(rule, offered))
    };
    let rows: Vec<AnyView> = question
        .options
        .iter()
        .enumerate()
        .map(|(i, option)| {
            let (id, label) = (option.id.clone(), option.label.clone());
            let words = meaning(question, option);
            let has = {
                let id = id.clone();
                Memo::new(move |_| of(points, &id).unwrap_or(0))
            };
            let action = |key: Key| {
                let label = label.clone();
                (tr(key), derived(move || named(&t(key), &label)))
            };
            let (less, less_named) = action(Key::BallotDotsLess);
            let (more, more_named) = action(Key::BallotDotsMore);
            let value = derived(move || dots_words(has.get()));
            let standing = derived(move || {
                let full = has.get() >= each && each < total;
                if full {
                    tn(Key::BallotDotsEach, each.into(), &[])
                } else {
                    rest.get()
                }
            });
            let step = Callback::new(move |by: i32| {
                let now = has.get_untracked();
                let told = if by < 0 && now == 0 {
                    t1(Key::BallotDotsZero, &[("label", &label)])
                } else if by > 0 && (now >= each || left(points, total) == 0) {
                    standing.get_untracked()
                } else {
                    let next = now.saturating_add_signed(by);
                    set(points, &id, Some(next).filter(|n| *n > 0));
                    let value = dots_words(next);
                    t1(
                        Key::BallotDotsSaid,
                        &[
                            ("label", &label),
                            ("value", &value),
                            ("rest", &rest.get_untracked()),
                        ],
                    )
                };
                announce(&told);
            });
            let words = derived(move || words().unwrap_or_default());
            let says = StepperWords {
                less,
                less_named,
                more,
                more_named,
                value,
                rest: standing,
            };
            view! {
                <Stepper id=control(i) label=option.label.clone() meaning=words picture=picture(option) words=says on_step=step />
            }
            .into_any()
        })
        .collect();
    view! {
        <AnswerGroup
            id=format!("{CONTROL}-group")
            legend=Signal::stored(question.title.clone())
            hint=derived(hint)
            error=error
        >
            <div class="rows">{rows}</div>
        </AnswerGroup>
        <p class="chosen-count">{rest}</p>
    }
    .into_any()
}

fn left(points: RwSignal<Points>, total: u32) -> u64 {
    u64::from(total).saturating_sub(given(points))
}

fn rest_words(left: u64) -> String {
    if left == 0 {
        t(Key::BallotDotsGone)
    } else {
        tn(Key::BallotDotsRest, left, &[])
    }
}

/// `3 点`
pub(super) fn dots_words(n: u32) -> String {
    tn(Key::BallotDotsValue, n.into(), &[])
}
