//! The way of a matter: which stages it has, which is now, when, and the polls and notices that belong to each.

use super::related::links;
use crate::backend::{Stage, StageKind, StageState};
use crate::i18n::{Key, date_time, said, t1};
use crate::ui::live::live;
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

/// The stages in their order; the one that is now is told in words, not by colour alone. Nothing where there are none.
pub fn stages(stages: Vec<Stage>) -> AnyView {
    let rows: Vec<_> = stages.into_iter().filter_map(row).collect();
    if rows.is_empty() {
        return ().into_any();
    }
    view! { <ol class="stages plain-list" aria-label=move || crate::i18n::t(Key::StagesTitle)>{rows}</ol> }
        .into_any()
}

fn row(stage: Stage) -> Option<AnyView> {
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
                {links}
            </li>
        }
        .into_any(),
    )
}
