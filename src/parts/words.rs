//! Words for values that several subjects show.

use crate::backend::{Author, PollState, Role, Text, TextFormat, Urgency};
use crate::i18n::{Key, t};
use crate::ui::live::derived;
use crate::ui::{Markdown, Tag, Tone};
use leptos::prelude::*;

/// A text of the catalogue as a signal, for labels of components; follows the language.
pub fn tr(key: Key) -> Signal<String> {
    Signal::derive(move || t(key))
}

/// What the window of a page is called that does something with a thing: what, then with which. The heading says only one of
/// them. Empty until the thing is known.
pub fn window_title(deed: Key, of: impl Fn() -> Option<String> + Send + Sync + 'static) -> Signal<String> {
    derived(move || of().map_or_else(String::new, |of| format!("{} - {of}", t(deed))))
}

/// Once what was missing is there, it is asked for again only at the next press: an error that came back while somebody
/// types would take the focus away from the field.
pub fn forgive(tried: RwSignal<bool>, missing: impl Fn() -> bool + Send + Sync + 'static) {
    Effect::new(move |_| {
        if tried.get() && !missing() {
            tried.set(false);
        }
    });
}

/// The name under which an author is shown.
pub fn author_name(author: &Author) -> String {
    match &author.name {
        Some(name) => name.clone(),
        None => t(Key::ThreadsAnonymous),
    }
}

/// Role as residents know it.
pub fn role_word(role: Role) -> Option<Key> {
    match role {
        Role::Committee => Some(Key::ThreadsRoleCommittee),
        Role::Property => Some(Key::ThreadsRoleProperty),
        Role::GridWorker => Some(Key::ThreadsRoleGridWorker),
        Role::Moderator => Some(Key::ThreadsRoleModerator),
        Role::Resident => Some(Key::ThreadsRoleResident),
        Role::Other => None,
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

/// The title of a row in a list: a heading below the page's own, or below a section's.
pub fn card_title(href: String, title: String, in_section: bool) -> AnyView {
    let link = view! { <a class="card-link" href=href>{title}</a> }.into_any();
    if in_section {
        view! { <h3 class="card-title">{link}</h3> }.into_any()
    } else {
        view! { <h2 class="card-title">{link}</h2> }.into_any()
    }
}

/// Urgency as a word; nothing for ordinary notices.
pub fn urgency_key(urgency: Urgency) -> Option<Key> {
    match urgency {
        Urgency::Urgent => Some(Key::NoticesUrgent),
        Urgency::Important => Some(Key::NoticesImportant),
        _ => None,
    }
}

/// Urgency beside the title, or that somebody wants it seen first.
pub fn urgency_tag(urgency: Urgency, pinned: bool) -> AnyView {
    let tone = match urgency {
        Urgency::Urgent => Tone::Bad,
        Urgency::Important => Tone::Warn,
        _ => Tone::Info,
    };
    let Some(key) = urgency_key(urgency).or_else(|| pinned.then_some(Key::NoticesPinned)) else {
        return ().into_any();
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
