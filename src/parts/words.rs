//! Words for values that several subjects show.

use crate::backend::{Author, PollState, Role, Text, TextFormat, Urgency};
use crate::i18n::{Key, t};
use crate::ui::{Markdown, Tag, Tone};
use leptos::prelude::*;

/// A text of the catalogue as a signal, for labels of components; follows the language.
pub fn tr(key: Key) -> Signal<String> {
    Signal::derive(move || t(key))
}

/// The name under which an author is shown.
pub fn author_name(author: &Author) -> String {
    match &author.name {
        Some(name) => name.clone(),
        None => t(Key::ThreadsAnonymous),
    }
}

/// Role as residents know it; nothing for residents, who are everybody.
pub fn role_word(role: Role) -> Option<Key> {
    match role {
        Role::Committee => Some(Key::ThreadsRoleCommittee),
        Role::Property => Some(Key::ThreadsRoleProperty),
        Role::GridWorker => Some(Key::ThreadsRoleGridWorker),
        Role::Moderator => Some(Key::ThreadsRoleModerator),
        Role::Resident | Role::Other => None,
    }
}

pub fn poll_state(state: PollState) -> Key {
    match state {
        PollState::Upcoming => Key::PollsUpcoming,
        PollState::Open => Key::PollsOpen,
        PollState::Closed => Key::PollsClosed,
        PollState::Cancelled => Key::PollsCancelled,
        PollState::Other => Key::PollsStateUnknown,
    }
}

/// Urgency as a word beside the title; nothing for ordinary notices.
pub fn urgency_tag(urgency: Urgency, pinned: bool) -> AnyView {
    let (key, tone) = match urgency {
        Urgency::Urgent => (Key::NoticesUrgent, Tone::Bad),
        Urgency::Important => (Key::NoticesImportant, Tone::Warn),
        _ if pinned => (Key::NoticesPinned, Tone::Info),
        _ => return ().into_any(),
    };
    view! { <Tag text=Signal::derive(move || t(key)) tone=tone /> }.into_any()
}

/// A text by its format, marked with its own language where it has one. What is typed never becomes HTML.
pub fn text_body(text: Text) -> AnyView {
    let body = match text.format {
        TextFormat::Markdown => view! { <Markdown text=text.value /> }.into_any(),
        TextFormat::Plain | TextFormat::Other => text
            .value
            .split("\n\n")
            .filter(|p| !p.trim().is_empty())
            .map(|p| view! { <p class="keep-lines">{p.trim().to_owned()}</p> })
            .collect_view()
            .into_any(),
    };
    view! { <div class="text-body" dir="auto" lang=text.lang>{body}</div> }.into_any()
}
