//! A thread as one row of a list.

use crate::backend::{ThreadKind, ThreadState, ThreadSummary};
use crate::i18n::{Key, date_time, t1, tn};
use crate::parts::card_title;
use crate::parts::tr;
use crate::ui::live::live;
use crate::ui::{Tag, Tone};
use leptos::prelude::*;

#[component]
pub fn ThreadRow(thread: ThreadSummary, #[prop(optional)] in_section: bool) -> impl IntoView {
    let ThreadSummary {
        id,
        title,
        kind,
        state,
        posts,
        official_answers,
        last_post,
        ..
    } = thread;
    let count = if kind == ThreadKind::Statements {
        Key::ThreadsStatements
    } else {
        Key::ThreadsPosts
    };
    view! {
        <li class="card" id=row_id(&id)>
            {card_title(format!("/threads/{id}"), title, in_section)}
            <p class="cluster">
                <span class="meta">{live(move || tn(count, posts, &[]))}</span>
                {(official_answers > 0).then(|| {
                    let words = Signal::derive(move || tn(Key::ThreadsOfficialAnswers, official_answers, &[]));
                    view! { <Tag text=words tone=Tone::Info /> }
                })}
                {(state == ThreadState::Closed).then(|| view! { <Tag text=tr(Key::ThreadsClosed) tone=Tone::Info /> })}
            </p>
            {last_post.map(|at| {
                view! { <p class="meta">{live(move || t1(Key::ThreadsLast, &[("time", &date_time(&at))]))}</p> }
            })}
        </li>
    }
}

pub(super) fn row_id(id: &str) -> String {
    format!("thread-{id}")
}
