//! What was found, as rows.

use crate::backend::{Marked, SearchHit, SearchKind};
use crate::i18n::{Key, day, said, t};
use crate::parts::{QUESTIONS, tr};
use crate::ui::Disclosure;
use crate::ui::live::live;
use finding::Question;
use leptos::prelude::*;

/// What belongs together on the page.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Group {
    Notices,
    Matters,
    Polls,
    Threads,
}

impl Group {
    pub const ALL: [Group; 4] = [Group::Notices, Group::Matters, Group::Polls, Group::Threads];

    pub fn kinds(self) -> &'static [SearchKind] {
        match self {
            Self::Notices => &[SearchKind::Notice],
            Self::Matters => &[SearchKind::Matter],
            Self::Polls => &[SearchKind::Poll],
            Self::Threads => &[SearchKind::Thread, SearchKind::Post],
        }
    }

    pub fn name(self) -> Key {
        match self {
            Self::Notices => Key::NoticesTitle,
            Self::Matters => Key::MattersTitle,
            Self::Polls => Key::PollsTitle,
            Self::Threads => Key::ThreadsTitle,
        }
    }
}

pub fn row_id(hit: &SearchHit) -> String {
    format!("hit-{}-{}", hit.kind.name(), hit.id)
}

pub fn hit_row(hit: SearchHit) -> AnyView {
    let id = row_id(&hit);
    let SearchHit {
        kind,
        id: of,
        thread,
        title,
        passage,
        at,
    } = hit;
    let href = match kind {
        SearchKind::Notice => format!("/notices/{of}"),
        SearchKind::Matter => format!("/matters/{of}"),
        SearchKind::Poll => format!("/polls/{of}"),
        SearchKind::Post => format!("/threads/{}?post={of}", thread.unwrap_or_default()),
        SearchKind::Thread | SearchKind::Other => format!("/threads/{of}"),
    };
    let said_in = (kind == SearchKind::Post).then(|| view! { <p class="meta">{said(Key::SearchPost)}</p> });
    let passage =
        (!passage.pieces.is_empty()).then(|| view! { <p class="passage" dir="auto">{marked(passage)}</p> });
    view! {
        <li class="card" id=id>
            <h3 class="card-title"><a class="card-link" href=href><span dir="auto">{marked(title)}</span></a></h3>
            {said_in}
            {passage}
            <p class="meta">{live(move || day(&at))}</p>
        </li>
    }
    .into_any()
}

/// Text, whatever it looks like; what was looked for is marked.
fn marked(text: Marked) -> AnyView {
    text.pieces
        .into_iter()
        .map(|(text, marked)| {
            if marked {
                view! { <mark>{text}</mark> }.into_any()
            } else {
                text.into_any()
            }
        })
        .collect_view()
        .into_any()
}

/// What the help says about it; the help is on every phone.
pub struct Help(Vec<(Key, Key)>);

impl Help {
    pub fn about(question: &str) -> Self {
        let question = Question::read(question);
        let about = |(title, text): &(Key, Key)| question.is_in(&[&t(*title), &t(*text)]);
        Self(QUESTIONS.into_iter().filter(about).collect())
    }

    pub fn count(&self) -> u64 {
        self.0.len() as u64
    }

    pub fn section(self) -> AnyView {
        (!self.0.is_empty())
            .then(|| {
                let answers = self.0.into_iter().map(
                    |(title, text)| view! { <Disclosure summary=tr(title)><p>{said(text)}</p></Disclosure> },
                );
                view! {
                    <section class="stack">
                        <h2>{said(Key::HelpTitle)}</h2>
                        {answers.collect_view()}
                    </section>
                }
            })
            .into_any()
    }
}
