//! *I do not understand this paragraph*, of what a poll is about.

use super::poll_loader;
use crate::backend::{Explained, Poll};
use crate::i18n::Key;
use crate::parts::{Explaining, questions_page};
use leptos::prelude::*;

#[component]
pub fn QuestionsPage(#[prop(into)] id: String) -> impl IntoView {
    let page = format!("/polls/{id}");
    questions_page(page, Key::AppBack, move || poll_loader(id.clone()), explaining)
}

/// In plain words first, as on the poll's own page.
pub(super) fn explaining(poll: &Poll) -> Explaining {
    Explaining {
        of: Explained::Poll,
        id: poll.id.clone(),
        title: poll.title.clone(),
        texts: poll.plain.iter().chain([&poll.about]).cloned().collect(),
        questions: poll.not_understood.clone(),
    }
}
