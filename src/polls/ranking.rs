//! Filling in a ranking.

use super::choice::{CONTROL, Filling, choices, named_so_far, with_help, with_number};
use crate::backend::Question;
use crate::i18n::{Key, number, t, t1};
use crate::ui::live::derived;
use crate::ui::{RankingList, RankingSays};
use leptos::prelude::*;

pub(super) fn ranking(
    question: &Question,
    filling: Filling,
    (min, max): (usize, usize),
    error: Signal<Option<String>>,
) -> AnyView {
    let help = question.help.clone();
    let offered = question.options.len();
    let progress = derived(move || {
        let keys = [Key::BallotRankExactly, Key::BallotRankUpTo, Key::BallotRankSome];
        named_so_far((min, max), filling.some.with(Vec::len), keys)
    });
    view! {
        <RankingList
            id=CONTROL
            legend=Signal::stored(question.title.clone())
            hint=derived(move || with_help(&help, with_number(t(Key::BallotRankHint), offered)))
            choices=choices(question)
            ranked=filling.some
            most=max
            words=words
            progress=progress
            error=error
        />
    }
    .into_any()
}

fn words(what: RankingSays, label: &str, n: usize) -> String {
    let n = number(n as u64);
    let key = match what {
        RankingSays::Ranked => Key::BallotRankRanked,
        RankingSays::Empty => Key::BallotRankEmpty,
        RankingSays::Rest => Key::BallotRankRest,
        RankingSays::Place => Key::BallotRankPlace,
        RankingSays::Choose => Key::BallotRankChoose,
        RankingSays::Up => Key::BallotRankUp,
        RankingSays::Down => Key::BallotRankDown,
        RankingSays::Remove => Key::BallotRemove,
        RankingSays::Pick => Key::BallotRankPick,
        RankingSays::Now => Key::BallotRankNow,
        RankingSays::Already => Key::BallotRankAlready,
        RankingSays::Removed => Key::BallotRemoved,
        RankingSays::Full => Key::BallotRankFull,
    };
    let text = t1(key, &[("label", label), ("n", &n)]);
    // Sentences hold the label already; buttons are called by it.
    match what {
        RankingSays::Choose
        | RankingSays::Up
        | RankingSays::Down
        | RankingSays::Remove
        | RankingSays::Pick
            if !label.is_empty() =>
        {
            named(&text, label)
        }
        _ => text,
    }
}

/// What a button is called where several have the same words on them.
pub(super) fn named(action: &str, label: &str) -> String {
    t1(Key::BallotNamed, &[("action", action), ("label", label)])
}
