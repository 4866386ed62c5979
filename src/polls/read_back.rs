//! A filled-in answer read back, for the check page and the receipt: a ranking as a numbered list, points beside their
//! options, what a basket costs.

use super::choice::cost_words;
use super::order::sorted;
use super::points::dots_words;
use super::purse::Purse;
use super::rules::{Asks, asks};
use crate::backend::{Answer, Question};
use crate::i18n::{Key, money, number, said, t1};
use crate::ui::live::{Live, live};
use leptos::prelude::*;

pub(super) fn read_back(question: &Question, answer: Option<&Answer>) -> AnyView {
    let Some(answer) = answer.filter(|a| !a.is_blank()) else {
        return said(match asks(question) {
            Asks::Words => Key::CheckBlankWords,
            Asks::Ranking { .. } => Key::CheckBlankRanking,
            Asks::Scores { .. } => Key::CheckBlankScores,
            Asks::Dots { .. } => Key::CheckBlankDots,
            Asks::One | Asks::Some { .. } | Asks::Basket { .. } | Asks::Unknown => Key::CheckBlank,
        })
        .into_any();
    };
    if let Some(text) = answer.text.clone().filter(|text| !text.trim().is_empty()) {
        return text.into_any();
    }
    match asks(question) {
        Asks::Ranking { .. } => {
            let items = items(question, &answer.options, |_, label| live(move || label.clone()));
            view! { <ol>{items}</ol> }.into_any()
        }
        asked @ (Asks::Scores { .. } | Asks::Dots { .. }) => {
            let dots = matches!(asked, Asks::Dots { .. });
            let points = |id: &str| {
                let at = answer.options.iter().position(|o| o == id);
                at.and_then(|at| answer.points.get(at).copied()).unwrap_or(0)
            };
            let items = items(question, &listed(question, answer), |id, label| {
                let n = points(id);
                live(move || {
                    let value = if dots {
                        dots_words(n)
                    } else {
                        t1(Key::BallotScorePoints, &[("n", &number(n.into()))])
                    };
                    t1(Key::CheckPoints, &[("label", &label), ("value", &value)])
                })
            });
            view! { <ul>{items}</ul> }.into_any()
        }
        Asks::Basket { .. } => {
            let currency = question.method.currency.clone();
            let items = items(question, &listed(question, answer), |id, label| {
                let option = question.options.iter().find(|o| o.id == id).cloned();
                let currency = currency.clone();
                live(move || match option.as_ref().and_then(|o| o.cost) {
                    Some(cost) => {
                        let value = cost_words(cost, currency.as_deref());
                        t1(Key::CheckPoints, &[("label", &label), ("value", &value)])
                    }
                    None => label.clone(),
                })
            });
            let total = question.method.total.unwrap_or(0);
            let spent = Purse::of(total, &question.options, &answer.options).spent;
            let sum = live(move || {
                let (sum, total) = (
                    money(spent, currency.as_deref()),
                    money(total, currency.as_deref()),
                );
                t1(Key::CheckTotal, &[("sum", &sum), ("total", &total)])
            });
            view! { <ul>{items}</ul> <p>{sum}</p> }.into_any()
        }
        // Labels have commas of their own: in one sentence nobody would hear where the next one begins.
        _ if answer.options.len() > 1 => {
            let items = items(question, &listed(question, answer), |_, label| {
                live(move || label.clone())
            });
            view! { <ul>{items}</ul> }.into_any()
        }
        _ => {
            let only = answer.options.first().map(|id| label(question, id));
            only.unwrap_or_default().into_any()
        }
    }
}

/// The options of an answer in the order of the question; those it does not know any more at the end.
fn listed(question: &Question, answer: &Answer) -> Vec<String> {
    let ids = &answer.options;
    let place = |id: &String| {
        question
            .options
            .iter()
            .position(|o| o.id == *id)
            .unwrap_or(usize::MAX)
    };
    let order = sorted(ids.len(), &mut |a, b| place(&ids[a]).cmp(&place(&ids[b])));
    order.into_iter().map(|i| ids[i].clone()).collect()
}

fn label(question: &Question, id: &str) -> String {
    question
        .options
        .iter()
        .find(|o| o.id == id)
        .map_or_else(|| id.to_owned(), |o| o.label.clone())
}

fn items(question: &Question, ids: &[String], words: impl Fn(&str, String) -> Live) -> AnyView {
    let items: Vec<AnyView> = ids
        .iter()
        .map(|id| view! { <li>{words(id, label(question, id))}</li> }.into_any())
        .collect();
    items.into_any()
}
