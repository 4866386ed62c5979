//! The words of one field, kept on the phone from the first character and offered back later.

use super::tr;
use crate::backend::{SessionState, person, session};
use crate::i18n::{Key, said, t};
use crate::offline::{drafts, full};
use crate::platform::announce::announce;
use crate::platform::task::spawn_scoped;
use crate::ui::live::drawn;
use crate::ui::{Banner, Button, ButtonKind, Tone};
use leptos::prelude::*;

/// What is said beside the field.
#[derive(Clone, PartialEq)]
enum Note {
    Nothing,
    /// Words from before stand in the field again.
    Back,
    /// They were thrown away; here they are, for whoever did not mean it.
    Thrown(String),
}

#[derive(Clone, Copy)]
pub struct Draft {
    pub text: RwSignal<String>,
    target: StoredValue<String>,
    /// What stands in the field when nobody has typed: nothing, or the words that are edited.
    before: StoredValue<String>,
    note: RwSignal<Note>,
}

impl Draft {
    /// The draft kept for `target`; until there is one, the field holds `before`.
    pub fn of(target: String, before: String) -> Self {
        let draft = Self {
            text: RwSignal::new(before.clone()),
            target: StoredValue::new(target),
            before: StoredValue::new(before),
            note: RwSignal::new(Note::Nothing),
        };
        draft.restore();
        draft.keep();
        draft
    }

    /// Whether there is anything in the field.
    pub fn begun(self) -> Signal<bool> {
        Memo::new(move |_| self.text.with(|text| !text.is_empty())).into()
    }

    fn restore(self) {
        let target = self.target.get_value();
        let who = person();
        spawn_scoped(async move {
            let Some(kept) = drafts::load(&target).await else {
                return;
            };
            // Whoever signed in while it was read gets their own.
            if person() != who {
                return;
            }
            // What was typed while the draft was read wins.
            let untouched = self
                .text
                .try_with_untracked(|text| self.before.try_with_value(|before| text == before))
                .flatten();
            if untouched == Some(true) {
                self.note.try_set(Note::Back);
                self.text.try_set(kept);
            }
        });
    }

    fn keep(self) {
        let who = Memo::new(|_| session().with(SessionState::person));
        // What stood here when the effect last ran: only what is another is written.
        let last = StoredValue::new(String::new());
        Effect::new(move |was: Option<Option<String>>| {
            let (text, who) = (self.text.get(), who.get());
            let target = self.target.get_value();
            let now = if self.before.with_value(|before| text == *before) {
                String::new()
            } else {
                text
            };
            let typed = last.with_value(|last| *last != now);
            last.set_value(now.clone());
            if was.as_ref() == Some(&who) {
                if typed {
                    drafts::save(&target, &now);
                }
                return who;
            }
            match (was, &who) {
                (Some(None), Some(_)) if now.is_empty() => self.restore(),
                (Some(None), Some(_)) => drafts::adopt(&target, &now),
                // Somebody else's words are not shown to the next person, whose own come back.
                (Some(Some(_)), Some(_)) => {
                    last.set_value(String::new());
                    self.text.set(self.before.get_value());
                    self.restore();
                }
                _ => {}
            }
            who
        });
    }

    /// Says that words from before stand in the field, with a way to throw them away and a way back from that.
    pub fn note(self) -> AnyView {
        let unkept = Memo::new(move |_| {
            full().get()
                && self
                    .text
                    .with(|text| self.before.with_value(|before| text != before))
        });
        // Where one is looking while one writes.
        let unkept = move || {
            unkept
                .get()
                .then(|| view! { <p><strong>{said(Key::AppFull)}</strong></p> })
        };
        let note = drawn(move || match self.note.get() {
            Note::Nothing => ().into_any(),
            Note::Back => {
                let throw = Callback::new(move |()| {
                    self.note.set(Note::Thrown(self.text.get_untracked()));
                    self.text.set(self.before.get_value());
                    announce(&t(Key::DraftThrown));
                });
                view! {
                    <Banner tone=Tone::Info title=tr(Key::DraftBack)>
                        <Button label=tr(Key::DraftThrow) kind=ButtonKind::Quiet on_press=throw />
                    </Banner>
                }
                .into_any()
            }
            Note::Thrown(words) => {
                let back = Callback::new(move |()| {
                    let words = words.clone();
                    // What was typed since then stays, too.
                    self.text.update(|text| {
                        *text = match self.before.with_value(|before| text == before) {
                            true => words,
                            false => format!("{words}\n\n{text}"),
                        };
                    });
                    self.note.set(Note::Back);
                    announce(&t(Key::DraftBack));
                });
                view! {
                    <div class="cluster">
                        <p>{said(Key::DraftThrown)}</p>
                        <Button label=tr(Key::DraftTake) kind=ButtonKind::Quiet on_press=back />
                    </div>
                }
                .into_any()
            }
        });
        view! {
            {unkept}
            {note}
        }
        .into_any()
    }

    /// The words have arrived.
    pub async fn done(self) {
        if let Some(target) = self.target.try_get_value() {
            drafts::clear(&target).await;
        }
    }
}
