//! What somebody fills in to start a matter: six small decisions, kept on the phone from the first one.

use super::photo::photo_part;
use super::words::{CATEGORIES, CONTACTS, KINDS, Named, choices, name_of, named};
use crate::backend::{NewRequest, service_info};
use crate::i18n::{Key, t};
use crate::offline::requests::{keep_photo, keep_words};
use crate::parts::{Length, microphone_hint, tr};
use crate::ui::live::drawn;
use crate::ui::{ChoiceGroup, TextArea, TextField};
use leptos::prelude::*;

/// One decision.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Kind,
    Category,
    Body,
    Place,
    Photo,
    Contact,
}

pub(super) static STEPS: [Step; 6] = [
    Step::Kind,
    Step::Category,
    Step::Body,
    Step::Place,
    Step::Photo,
    Step::Contact,
];

/// The longest place, as the server has it.
const PLACE_CHARS: usize = 100;

impl Step {
    pub fn id(self) -> &'static str {
        match self {
            Self::Kind => "request-kind",
            Self::Category => "request-category",
            Self::Body => "request-body",
            Self::Place => "request-place",
            Self::Photo => "request-photo",
            Self::Contact => "request-contact",
        }
    }

    pub fn key(self) -> Key {
        match self {
            Self::Kind => Key::RequestsKind,
            Self::Category => Key::RequestsCategory,
            Self::Body => Key::RequestsBody,
            Self::Place => Key::RequestsPlace,
            Self::Photo => Key::RequestsPhoto,
            Self::Contact => Key::RequestsContact,
        }
    }
}

#[derive(Clone, Copy)]
pub(super) struct Form {
    kind: RwSignal<Option<String>>,
    category: RwSignal<Option<String>>,
    body: RwSignal<String>,
    place: RwSignal<String>,
    contact: RwSignal<Option<String>>,
    photo: RwSignal<Option<String>>,
    body_length: Length,
    place_length: Length,
    /// Somebody wanted to go on: from now on what is missing is said.
    pub tried: RwSignal<bool>,
}

impl Form {
    /// As the phone has kept it; every change is kept at once.
    pub fn of(words: NewRequest, photo: Option<String>) -> Self {
        let body = RwSignal::new(words.body);
        let place = RwSignal::new(words.place);
        let form = Self {
            kind: RwSignal::new(name_of(&KINDS, &words.kind)),
            category: RwSignal::new(name_of(&CATEGORIES, &words.category)),
            body,
            place,
            contact: RwSignal::new(name_of(&CONTACTS, &words.contact)),
            photo: RwSignal::new(photo),
            body_length: Length::of(body, || {
                service_info().with(|s| s.as_ref().map_or(2000, |s| s.post_chars)) as usize
            }),
            place_length: Length::of(place, || PLACE_CHARS),
            tried: RwSignal::new(false),
        };
        Effect::new(move |before: Option<NewRequest>| {
            let now = form.words();
            if before.is_some_and(|before| before != now) {
                keep_words(&now);
            }
            now
        });
        Effect::new(move |before: Option<()>| {
            form.photo.track();
            if before.is_some() {
                form.photo.with(|photo| keep_photo(photo.as_deref()));
            }
        });
        form
    }

    /// What is filled in now.
    fn words(self) -> NewRequest {
        NewRequest {
            kind: named(&KINDS, self.kind.get().as_deref()),
            category: named(&CATEGORIES, self.category.get().as_deref()),
            body: self.body.get(),
            place: self.place.get(),
            contact: named(&CONTACTS, self.contact.get().as_deref()),
        }
    }

    /// What keeps a decision from being made.
    pub fn problem(self, step: Step) -> Option<String> {
        let chosen =
            |choice: RwSignal<Option<String>>| choice.with(Option::is_none).then(|| t(Key::RequestsChoose));
        match step {
            Step::Kind => chosen(self.kind),
            Step::Category => chosen(self.category),
            Step::Contact => chosen(self.contact),
            Step::Body if self.body.with(|text| text.trim().is_empty()) => Some(t(Key::RequestsBodyMissing)),
            Step::Body => self.body_length.problem(false),
            Step::Place => self.place_length.problem(false),
            Step::Photo => None,
        }
    }

    /// The same once somebody has wanted to go on.
    fn error(self, step: Step) -> Signal<Option<String>> {
        Signal::derive(move || {
            if self.tried.get() {
                self.problem(step)
            } else {
                None
            }
        })
    }

    /// The control for one decision.
    pub fn control(self, step: Step) -> AnyView {
        match step {
            Step::Kind => self.choice(step, &KINDS, self.kind, Signal::default()),
            Step::Category => self.choice(step, &CATEGORIES, self.category, Signal::default()),
            Step::Contact => self.choice(step, &CONTACTS, self.contact, tr(Key::RequestsContactHint)),
            Step::Body => view! {
                {microphone_hint()}
                <TextArea
                    id=step.id()
                    label=tr(step.key())
                    hint=tr(Key::RequestsBodyHint)
                    value=self.body
                    error=self.error(step)
                    count=self.body_length.count()
                    rows=5
                />
            }
            .into_any(),
            Step::Place => view! {
                <TextField
                    id=step.id()
                    label=tr(step.key())
                    hint=tr(Key::RequestsPlaceHint)
                    value=self.place
                    error=self.error(step)
                />
            }
            .into_any(),
            Step::Photo => photo_part(step.id(), self.photo),
        }
    }

    fn choice<T: Sync + 'static>(
        self,
        step: Step,
        all: &'static [Named<T>],
        selected: RwSignal<Option<String>>,
        hint: Signal<String>,
    ) -> AnyView {
        let error = self.error(step);
        drawn(move || {
            view! {
                <ChoiceGroup
                    id=step.id()
                    legend=tr(step.key())
                    hint=hint
                    choices=choices(all)
                    selected=selected
                    error=error
                />
            }
            .into_any()
        })
    }
}
