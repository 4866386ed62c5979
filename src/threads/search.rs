//! Looking for words in a thread: the field, how many were found, and what to do when there are none.

use super::object::listed;
use crate::backend::service_info;
use crate::i18n::{Key, said, t, t1, tn};
use crate::parts::{forgive, microphone_hint, tr};
use crate::platform::announce::announce;
use crate::platform::document::as_query_value;
use crate::ui::live::drawn;
use crate::ui::{Banner, Button, ErrorSummary, TextField, Tone};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

const FIELD: &str = "thread-search";

/// Nothing where the backend cannot search. `words` are those in the address.
pub fn search_form(thread: &str, words: Memo<Option<String>>) -> AnyView {
    let can = Memo::new(|_| service_info().with(|s| s.as_ref().is_some_and(|s| s.can.post_search)));
    let thread = thread.to_owned();
    drawn(move || can.get().then(|| form(&thread, words)))
}

fn form(thread: &str, words: Memo<Option<String>>) -> AnyView {
    let text = RwSignal::new(String::new());
    Effect::new(move |_| text.set(words.get().unwrap_or_default()));
    let tried = RwSignal::new(false);
    let missing = move || text.with(|text| text.trim().is_empty());
    let error = Signal::derive(move || (tried.get() && missing()).then(|| t(Key::ThreadsSearchEmpty)));
    forgive(tried, missing);
    let errors = listed(FIELD, error);
    let navigate = use_navigate();
    let thread = thread.to_owned();
    let go = Callback::new(move |()| {
        tried.set(true);
        if untrack(missing) {
            return;
        }
        let words = as_query_value(text.get_untracked().trim());
        let stay = NavigateOptions {
            scroll: false,
            ..NavigateOptions::default()
        };
        navigate(&format!("/threads/{thread}?q={words}"), stay);
    });
    view! {
        <form role="search" class="stack" aria-label=move || t(Key::ThreadsSearch)>
            <ErrorSummary title=tr(Key::BallotErrors) errors=errors />
            {microphone_hint()}
            <TextField id=FIELD label=tr(Key::ThreadsSearch) value=text error=error kind="search" />
            <Button label=tr(Key::ThreadsSearchGo) on_press=go />
        </form>
    }
    .into_any()
}

/// How many posts have these words, and that only those on the phone were looked at, where that is so.
pub(super) fn found_words(words: &str, found: u64, on_phone: bool) -> AnyView {
    let words = words.to_owned();
    let told = move || match found {
        0 => t1(Key::ThreadsFoundNone, &[("words", &words)]),
        _ => tn(Key::ThreadsFound, found, &[("words", &words)]),
    };
    announce(&untrack(&told));
    let on_phone = on_phone.then(|| view! { <Banner tone=Tone::Info title=tr(Key::ThreadsFoundOnPhone) /> });
    view! {
        {on_phone}
        <p><strong>{told}</strong></p>
    }
    .into_any()
}

pub(super) fn nothing_found(thread: &str) -> AnyView {
    view! {
        <p>{said(Key::ThreadsFoundNoneNext)}</p>
        {all_posts(thread)}
    }
    .into_any()
}

/// The way back from what was found to everything.
pub(super) fn all_posts(thread: &str) -> AnyView {
    view! { <p><a class="quiet-link" href=format!("/threads/{thread}")>{said(Key::ThreadsSearchEnd)}</a></p> }
        .into_any()
}
