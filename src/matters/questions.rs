//! *I do not understand this paragraph*, of a matter, of its stages, and of what was decided.

use super::matter::matter_loader;
use crate::backend::{Explained, Matter};
use crate::i18n::Key;
use crate::parts::{Explaining, questions_page};
use leptos::prelude::*;

#[component]
pub fn QuestionsPage(#[prop(into)] id: String) -> impl IntoView {
    let page = format!("/matters/{id}");
    questions_page(page, Key::AppBack, move || matter_loader(id.clone()), explaining)
}

pub(super) fn explaining(matter: &Matter) -> Explaining {
    let of_stages = matter
        .stages
        .iter()
        .flat_map(|stage| stage.plain.iter().chain(&stage.about));
    Explaining {
        of: Explained::Matter,
        id: matter.id.clone(),
        title: matter.title.clone(),
        texts: std::iter::once(&matter.about)
            .chain(of_stages)
            .chain(matter.outcome.as_ref().map(|outcome| &outcome.text))
            .cloned()
            .collect(),
        questions: matter.not_understood.clone(),
    }
}
