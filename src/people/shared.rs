//! Whether others use this phone, too: then the session ends with the browser, and signing out wipes what was left. Of a tablet for
//! everybody nobody has to say so.

use crate::access::preferences;
use crate::backend::kiosk;
use crate::i18n::{Key, t};
use crate::parts::tr;
use crate::platform::focus::focus_id_soon;
use crate::ui::live::drawn;
use crate::ui::{Button, ButtonKind, CheckGroup, Choice, ChoiceGroup, ErrorSummary};
use leptos::prelude::*;

const WHOSE: &str = "whose";
const SHARED: &str = "shared";

/// What is known of the phone while somebody signs in.
#[derive(Clone, Copy)]
pub struct SharedPhone {
    chosen: RwSignal<Vec<String>>,
    asked: RwSignal<bool>,
    /// Whether a form stands there: whoever turns to elder mode meanwhile keeps it, and what is typed.
    begun: StoredValue<bool>,
}

impl SharedPhone {
    pub fn new() -> Self {
        Self {
            chosen: RwSignal::new(Vec::new()),
            asked: RwSignal::new(false),
            begun: StoredValue::new(false),
        }
    }

    /// What the backend is told.
    pub fn said(self) -> bool {
        kiosk().get_untracked() || !self.chosen.with_untracked(Vec::is_empty)
    }

    /// In elder mode it is a question of its own, before the form: one thing a screen.
    pub fn asks(self) -> Memo<bool> {
        Memo::new(move |_| {
            preferences().with(|p| p.elder) && !kiosk().get() && !self.asked.get() && !self.begun.get_value()
        })
    }

    /// The form that stands there now keeps its place.
    pub fn begin(self) {
        self.begun.set_value(true);
    }

    /// Beside the fields of a form, where it was not asked before.
    pub fn choice(self) -> AnyView {
        drawn(move || {
            if kiosk().get() || self.asked.get() {
                return ().into_any();
            }
            let choices = vec![Choice {
                value: SHARED.into(),
                label: t(Key::SignInShared),
                meaning: None,
                picture: None,
            }];
            view! {
                <CheckGroup
                    id=SHARED
                    legend=tr(Key::SignInSharedLegend)
                    choices=choices
                    selected=self.chosen
                />
            }
            .into_any()
        })
    }

    /// The question by itself.
    pub fn question(self) -> AnyView {
        let answer = RwSignal::new(None::<String>);
        let tried = RwSignal::new(false);
        let error = Signal::derive(move || {
            (tried.get() && answer.with(Option::is_none)).then(|| t(Key::BallotErrorChooseOne))
        });
        let errors = Signal::derive(move || {
            error
                .get()
                .map(|e| vec![(WHOSE.to_owned(), e)])
                .unwrap_or_default()
        });
        let go_on = Callback::new(move |()| {
            tried.set(true);
            let Some(answer) = answer.get_untracked() else {
                return;
            };
            self.chosen.set(if answer == SHARED {
                vec![answer]
            } else {
                Vec::new()
            });
            self.asked.set(true);
            // The form has taken the place of this question: begin there.
            focus_id_soon("page-title".to_owned());
        });
        drawn(move || {
            let choices = vec![
                Choice {
                    value: "own".into(),
                    label: t(Key::SignInPhoneOwn),
                    meaning: None,
                    picture: None,
                },
                Choice {
                    value: SHARED.into(),
                    label: t(Key::SignInPhoneShared),
                    meaning: Some(t(Key::SignInPhoneSharedMeaning)),
                    picture: None,
                },
            ];
            view! {
                <ErrorSummary title=tr(Key::BallotErrors) errors=errors />
                <div class="stack">
                    <ChoiceGroup
                        id=WHOSE
                        legend=tr(Key::SignInPhoneWhose)
                        choices=choices
                        selected=answer
                        error=error
                    />
                    <Button label=tr(Key::BallotNext) kind=ButtonKind::Primary on_press=go_on />
                </div>
            }
        })
    }
}
