//! Reading aloud: the page, or texts that a page hands over, sentence by sentence, with the phone's own voice.
//!
//! What other pages use:
//!
//! * [`read_page`] reads what stands in `<main>`. The button in the reading bar does it; no page needs to.
//! * [`listen`] reads a list of texts in a row: today's notices, what happened since the last visit, a ballot. Each is a
//!   [`Line`], which says whom it concerns (`Line::public`, `Line::private`) and, with `at`, which element is marked
//!   while it is read. To be called from a tap: no browser speaks without one, and nothing here speaks by itself.
//! * [`hear_dialog`] reads a question that stands in a dialog, whose own [`dialog_controls`] say how far it is.
//! * [`read_back`] reads what somebody chose, before they send it.
//! * [`offer_recording`] names a sound file of the page, for phones that have no voice, until the page is left.
//! * An element with `data-private` holds what somebody chose or wrote and has not published. Whole pages are private
//!   unless `app/aloud.rs` lists them as public.
//!
//! **What is private never leaves the phone.** Some voices are not on the phone: the text goes to whoever made them. Such a
//! voice is used only after consent, and only for what is public; see [`voices::Speech`], which no private text gets past.
//!
//! This file is in the first visit; all else comes when somebody wants to hear something (`app/late.rs`).

mod collected;
mod player;
mod reader;
mod region;
mod sentences;
mod voices;

pub use region::{ReadAloud, speed_key};

use crate::i18n::{Key, Locale, t};
use crate::platform::focus;
use crate::platform::lasting::Lasting;
use crate::ui::live::drawn;
use leptos::prelude::*;
use std::cell::{Cell, RefCell};

/// Whom a text concerns.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Secrecy {
    /// Everybody in the community can read it.
    Public,
    /// Choices, drafts, receipts: it is said by the phone itself, or not at all.
    Private,
}

/// A text that is read in a row with others.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    text: String,
    secrecy: Secrecy,
    element: Option<String>,
}

impl Line {
    pub fn public(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            secrecy: Secrecy::Public,
            element: None,
        }
    }

    pub fn private(text: impl Into<String>) -> Self {
        Self {
            secrecy: Secrecy::Private,
            ..Self::public(text)
        }
    }

    /// The element with this id is marked while the line is read.
    pub fn at(self, id: impl Into<String>) -> Self {
        Self {
            element: Some(id.into()),
            ..self
        }
    }
}

/// What somebody wants to hear.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Request {
    /// The page as it is shown; `Private` where what stands on it is nobody else's business.
    Page(Secrecy),
    Lines(Vec<Line>),
    /// These lines, within the dialog of this name: the frame's controls cannot be reached from there.
    Dialog {
        id: String,
        lines: Vec<Line>,
    },
    /// What stands in the element with this id, and what is said before and after it. Private.
    Choice {
        id: String,
        before: String,
        after: String,
    },
}

thread_local! {
    static ASKED: Lasting<Option<Request>> = Lasting::new(None);
    static RECORDING: Lasting<Option<String>> = Lasting::new(None);
    /// How the controls are drawn: they come late, and only the app knows how.
    static CONTROLS: Cell<Option<fn() -> AnyView>> = const { Cell::new(None) };
    /// The button that asked, which gets the focus back.
    static ASKED_BY: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// What is being read, or none. The frame shows the controls for it.
pub fn asked() -> Lasting<Option<Request>> {
    ASKED.with(Clone::clone)
}

/// Reads the page.
pub fn read_page(secrecy: Secrecy) {
    ask(Request::Page(secrecy));
}

/// Reads these texts, one after the other.
pub fn listen(lines: Vec<Line>) {
    ask(Request::Lines(lines));
}

/// Reads back what somebody chose: what stands in the element with this id, between two sentences. Only a voice of the phone's
/// own does it.
pub fn read_back(id: impl Into<String>, before: String, after: String) {
    ask(Request::Choice {
        id: id.into(),
        before,
        after,
    });
}

/// Reads what is asked in a dialog. Only a voice of the phone's own does it: it may be about what somebody chose.
pub fn hear_dialog(id: &str, lines: Vec<Line>) {
    ask(Request::Dialog {
        id: id.to_owned(),
        lines,
    });
}

/// Said once, at the start: how the controls are drawn.
pub fn controls_are(controls: fn() -> AnyView) {
    CONTROLS.set(Some(controls));
}

/// The controls in the frame: of all that is not read within a dialog.
pub fn frame_controls() -> AnyView {
    controls_while(|request| !matches!(request, Request::Dialog { .. }))
}

/// The controls within this dialog. Reading ends with it.
pub fn dialog_controls(id: &str) -> AnyView {
    let (here, id) = (id.to_owned(), id.to_owned());
    on_cleanup(move || {
        if asked().with_untracked(|request| request.as_ref().is_some_and(|request| is_dialog(request, &here)))
        {
            stop();
        }
    });
    controls_while(move |request| is_dialog(request, &id))
}

fn is_dialog(request: &Request, wanted: &str) -> bool {
    matches!(request, Request::Dialog { id, .. } if id == wanted)
}

fn controls_while(mine: impl Fn(&Request) -> bool + Send + Sync + 'static) -> AnyView {
    let open = Memo::new(move |_| asked().with(|request| request.as_ref().is_some_and(&mine)));
    drawn(move || {
        open.get().then(|| {
            view! {
                <section class="aloud" aria-label=move || t(Key::ReadingAloud)>
                    {CONTROLS.get().map(|controls| controls())}
                </section>
            }
        })
    })
}

fn ask(request: Request) {
    ASKED_BY.set(focus::focused_id());
    asked().set(Some(request));
}

/// Ends reading and takes the controls away.
pub fn stop() {
    if asked().with_untracked(Option::is_some) {
        asked().set(None);
    }
}

/// Ended by its own controls, which had the focus.
fn close() {
    stop();
    if let Some(id) = ASKED_BY.take() {
        focus::focus_id(&id);
    }
}

/// The page has itself as a sound file at this address of our own origin: offered beside the phone's voice, and instead of
/// it where there is none. Ends with the page.
pub fn offer_recording(url: String) {
    RECORDING.with(Clone::clone).set(Some(url));
    on_cleanup(|| RECORDING.with(Clone::clone).set(None));
}

fn recording() -> Lasting<Option<String>> {
    RECORDING.with(Clone::clone)
}
