//! A poll as one row of a list.

use super::standing::words;
use crate::backend::{PollState, PollSummary};
use crate::i18n::{Key, date_time, t, t1};
use crate::offline::ballots::{Standing, standing};
use crate::parts::{card_title, poll_state, tr};
use crate::ui::{Tag, Tone};
use leptos::prelude::*;

#[component]
pub fn PollRow(poll: PollSummary, #[prop(optional)] in_section: bool) -> impl IntoView {
    let PollSummary {
        id,
        title,
        state,
        opens,
        closes,
        has_voted,
        practice,
        ..
    } = poll;
    let when = move || {
        let (key, name, at) = match state {
            PollState::Upcoming => (Key::PollsFrom, "time", &opens),
            PollState::Open | PollState::Other => (Key::PollsUntil, "time", &closes),
            PollState::Closed | PollState::Cancelled => (Key::PollsEnded, "time", &closes),
        };
        t1(key, &[(name, &date_time(at))])
    };
    let tone = match state {
        PollState::Cancelled => Tone::Warn,
        _ => Tone::Info,
    };
    let mine = {
        let id = id.clone();
        // Of a cancelled poll no ballot counts, and practice has none.
        move || match practice {
            true => view! { <Tag text=tr(Key::PollsPracticeMark) /> }.into_any(),
            false => (state != PollState::Cancelled)
                .then(|| own_mark(&id, has_voted))
                .into_any(),
        }
    };
    view! {
        <li class="card" id=row_id(&id)>
            {card_title(format!("/polls/{id}"), title, in_section)}
            <p class="cluster"><Tag text=tr(poll_state(state)) tone=tone /> {mine}</p>
            <p class="meta">{when}</p>
        </li>
    }
}

/// What this phone knows of the person's ballot, else what the server says. *Counted* only when it is.
fn own_mark(id: &str, has_voted: Option<bool>) -> AnyView {
    let (key, tone) = match standing(id) {
        Some(Standing::Counted) => (Key::PollsCountedMark, Tone::Good),
        Some(other) => words(other),
        None if has_voted == Some(true) => (Key::PollsCountedMark, Tone::Good),
        None => return ().into_any(),
    };
    view! { <Tag text=Signal::derive(move || t(key)) tone=tone /> }.into_any()
}

pub(super) fn row_id(id: &str) -> String {
    format!("poll-{id}")
}
