//! The way of a matter: which stages it has, which is now, when, what happens in each, and the polls and notices that belong to it.

use super::related::links;
use super::text_body;
use super::texts::{Shown, choice, chosen, folded, one_after_the_other};
use crate::backend::{Stage, StageKind, StageState, Text};
use crate::i18n::{Key, date_time, said, t1};
use crate::ui::live::{drawn, live};
use leptos::prelude::*;

pub fn stage_key(kind: StageKind) -> Option<Key> {
    match kind {
        StageKind::Collecting => Some(Key::StageCollecting),
        StageKind::Discussing => Some(Key::StageDiscussing),
        StageKind::Voting => Some(Key::StageVoting),
        StageKind::Publishing => Some(Key::StagePublishing),
        StageKind::CarryingOut => Some(Key::StageCarryingOut),
        StageKind::Other => None,
    }
}

/// The stages in their order; the one that is now is told in words, not by colour alone. Nothing where there are none. What
/// happens in each is told on the matter's own page.
pub fn stages(stages: Vec<Stage>) -> AnyView {
    let rows = stages.into_iter().map(|stage| (stage, None)).collect();
    all(rows)
}

/// The same with what happens in each stage; where some are told in plain words, too, the reader of `page` chooses.
pub fn stages_with_texts(page: &str, stages: Vec<Stage>) -> AnyView {
    let (page, chosen, one_after_the_other) = (page.to_owned(), chosen(), one_after_the_other());
    let both = stages.iter().any(|stage| stage.plain.is_some());
    let rows = stages
        .into_iter()
        .map(|mut stage| {
            let text = stage
                .about
                .take()
                .map(|official| what_happens(official, stage.plain.take(), chosen, one_after_the_other));
            (stage, text)
        })
        .collect();
    view! {
        {drawn(move || (both && !one_after_the_other.get()).then(|| choice(&page, chosen)))}
        {all(rows)}
    }
    .into_any()
}

fn what_happens(
    official: Text,
    plain: Option<Text>,
    chosen: Memo<Shown>,
    one_after_the_other: Memo<bool>,
) -> AnyView {
    let Some(plain) = plain else {
        return text_body(official);
    };
    drawn(move || {
        if one_after_the_other.get() {
            return view! {
                {text_body(plain.clone())}
                {folded(official.clone())}
            }
            .into_any();
        }
        let shown = chosen.get();
        // A heading for each would make a stage look like a page of its own.
        let named = |key: Key, text: &Text| {
            view! {
                <p class="meta">{said(key)}</p>
                {text_body(text.clone())}
            }
            .into_any()
        };
        view! {
            {(shown != Shown::Official).then(|| named(Key::NoticesPlain, &plain))}
            {(shown != Shown::Plain).then(|| named(Key::NoticesOfficial, &official))}
        }
        .into_any()
    })
}

fn all(stages: Vec<(Stage, Option<AnyView>)>) -> AnyView {
    let rows: Vec<_> = stages
        .into_iter()
        .filter_map(|(stage, text)| row(stage, text))
        .collect();
    if rows.is_empty() {
        return ().into_any();
    }
    view! { <ol class="stages plain-list" aria-label=move || crate::i18n::t(Key::StagesTitle)>{rows}</ol> }
        .into_any()
}

fn row(stage: Stage, text: Option<AnyView>) -> Option<AnyView> {
    let name = stage_key(stage.kind)?;
    let state = match stage.state {
        StageState::Now => Some(Key::StageNow),
        StageState::Done => Some(Key::StageDone),
        StageState::Skipped => Some(Key::StageSkipped),
        StageState::Ahead | StageState::Other => None,
    };
    let when = match (stage.state, stage.from, stage.until) {
        (StageState::Skipped, ..) => None,
        (StageState::Ahead, Some(from), _) => Some((Key::PollsFrom, from)),
        (StageState::Now, _, Some(until)) => Some((Key::PollsUntil, until)),
        (StageState::Done, _, Some(until)) => Some((Key::PollsEnded, until)),
        (StageState::Now | StageState::Done, Some(from), None) => Some((Key::PollsFrom, from)),
        _ => None,
    };
    let when = when.map(|(key, at)| {
        view! { <span class="meta">{live(move || t1(key, &[("time", &date_time(&at))]))}</span> }
    });
    let now = stage.state == StageState::Now;
    let links = links(stage.related);
    let links = (!links.is_empty()).then(|| view! { <ul class="stack plain-list">{links}</ul> });
    Some(
        view! {
            <li class:now=now aria-current=now.then_some("step")>
                <span class="stage-name">{said(name)}</span>
                {state.map(|key| view! { " " <span class="stage-state">{said(key)}</span> })}
                {when}
                {text}
                {links}
            </li>
        }
        .into_any(),
    )
}
