//! Making this browser a tablet for everybody, and ending that: staff open the address once, on the tablet. No page leads here.

use crate::backend::{becomes_kiosk, kiosk, made_kiosk_here, no_kiosk, session};
use crate::i18n::{Key, said, t};
use crate::offline;
use crate::parts::tr;
use crate::platform::document::open_anew;
use crate::platform::task::spawn_for_app;
use crate::ui::live::drawn;
use crate::ui::{Button, ButtonKind, ErrorSummary, LinkButton, PageTitle, TextField};
use leptos::prelude::*;

const WORDS: &str = "tablet-words";
/// Too long to be hit upon by somebody who plays with the tablet.
const LEAST_CHARS: usize = 4;

#[component]
pub fn TabletPage() -> impl IntoView {
    let somebody = Memo::new(|_| session().with(|session| session.me().is_some()));
    let on = Memo::new(|_| kiosk().get());
    // Looked at once: what the button does is seen when the app is opened anew.
    let here = made_kiosk_here();
    let title = Signal::derive(move || {
        t(if on.get() {
            Key::TabletOffTitle
        } else {
            Key::TabletTitle
        })
    });
    let part = drawn(move || match (on.get(), somebody.get()) {
        (true, _) if !here => view! { <p>{said(Key::TabletEverywhere)}</p> }.into_any(),
        (true, _) => form(Says::OFF, |words| {
            let ended = no_kiosk(words);
            if ended {
                open_anew("/");
            }
            ended
        }),
        // What is theirs would be wiped.
        (false, true) => view! {
            <p>{said(Key::TabletSignOut)}</p>
            <LinkButton href="/me" label=tr(Key::SignInSignOut) kind=ButtonKind::Primary />
        }
        .into_any(),
        (false, false) => form(Says::ON, |words| {
            let long = words.chars().count() >= LEAST_CHARS;
            if long {
                becomes_kiosk(words);
                spawn_for_app(offline::begin_anew());
            }
            long
        }),
    });
    view! {
        <PageTitle text=title />
        {part}
    }
}

/// What the form says.
struct Says {
    text: Key,
    label: Key,
    hint: Option<Key>,
    wrong: Key,
    press: Key,
}

impl Says {
    const ON: Self = Self {
        text: Key::TabletText,
        label: Key::TabletNew,
        hint: Some(Key::TabletNewHint),
        wrong: Key::TabletShort,
        press: Key::TabletTitle,
    };
    const OFF: Self = Self {
        text: Key::TabletOffText,
        label: Key::TabletWords,
        hint: None,
        wrong: Key::TabletWrong,
        press: Key::TabletOffTitle,
    };
}

/// `act` says whether it has taken the words.
fn form(says: Says, act: impl Fn(&str) -> bool + Send + Sync + 'static) -> AnyView {
    let words = RwSignal::new(String::new());
    let refused = RwSignal::new(false);
    // What is typed anew is not wrong yet.
    Effect::new(move |_| {
        words.track();
        refused.set(false);
    });
    let error = Signal::derive(move || refused.get().then(|| t(says.wrong)));
    let errors = Signal::derive(move || {
        error
            .get()
            .map(|e| (WORDS.to_owned(), e))
            .into_iter()
            .collect::<Vec<_>>()
    });
    let submit = Callback::new(move |()| refused.set(!act(words.get_untracked().trim())));
    view! {
        <p class="lede">{said(says.text)}</p>
        <ErrorSummary title=tr(Key::BallotErrors) errors=errors />
        <form class="stack" on:submit=move |e| { e.prevent_default(); submit.run(()) }>
            <TextField
                id=WORDS
                label=tr(says.label)
                hint=Signal::derive(move || says.hint.map(t).unwrap_or_default())
                value=words
                error=error
                autocomplete="off"
            />
            <Button label=tr(says.press) kind=ButtonKind::Primary on_press=submit />
        </form>
    }
    .into_any()
}
