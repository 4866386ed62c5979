//! *I do not understand this paragraph*, of a notice.

use super::one::notice_loader;
use crate::backend::{Explained, Notice};
use crate::i18n::Key;
use crate::parts::{Explaining, questions_page};
use leptos::prelude::*;

#[component]
pub fn QuestionsPage(#[prop(into)] id: String) -> impl IntoView {
    let page = format!("/notices/{id}");
    questions_page(
        page,
        Key::NoticesBack,
        move || notice_loader(id.clone()),
        explaining,
    )
}

/// In plain words first, as on the notice's own page.
pub fn explaining(notice: &Notice) -> Explaining {
    Explaining {
        of: Explained::Notice,
        id: notice.id.clone(),
        title: notice.title.clone(),
        texts: notice.plain.iter().chain([&notice.body]).cloned().collect(),
        questions: notice.questions.clone(),
    }
}
