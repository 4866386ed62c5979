//! What there is to read: the page's text or a list of lines, cut into sentences that know where they stand.

use super::sentences::{sentences, weight};
use super::{Line, Request, Secrecy};
use crate::platform::page_text::{Passage, Rules, mark_element, passages, unfold};
use std::ops::Range;
use std::rc::Rc;

/// Controls say what can be done, not what is written, unless they are the answers to what is asked; ways around the site
/// are the same on every page.
const RULES: Rules = Rules {
    left_out: "nav, button:not(.asking button), input, select, textarea, svg, script, style, template, audio, video, progress, [aria-hidden='true'], \
               .visually-hidden, .back, .recording, .post-actions, :is(a.button, a.quiet-link, a.change-link, a.more-link), dialog:not([open])",
    private: "[data-private]",
};

/// What an option means belongs to what is read; it is unfolded, so that it can be marked where it stands.
const UNFOLDED: &str = "main .pick details";

/// Four hanzi a second, which is what voices speak at their own speed; a hanzi weighs three.
const MS_FOR_A_THIRD: u32 = 84;

pub struct Sentence {
    pub text: String,
    pub secrecy: Secrecy,
    stands: Stands,
}

enum Stands {
    In(Rc<Passage>, Range<usize>),
    At(String),
    Nowhere,
}

impl Sentence {
    /// How long a voice takes for it at its own speed.
    pub fn length_ms(&self) -> u32 {
        weight(&self.text) * MS_FOR_A_THIRD
    }

    /// Marks it on the page. `always` brings it into view even if the reader has scrolled away.
    pub fn mark(&self, always: bool) {
        match &self.stands {
            Stands::In(passage, part) => passage.mark(part.clone(), always),
            Stands::At(id) => mark_element(id, always),
            Stands::Nowhere => {}
        }
    }
}

/// The sentences of what was asked for, in the order in which they are read.
pub fn collect(request: &Request) -> Vec<Sentence> {
    match request {
        Request::Page(secrecy) => {
            unfold(UNFOLDED);
            passages("main", &RULES)
                .into_iter()
                .flat_map(|passage| of_passage(passage, *secrecy))
                .collect()
        }
        Request::Lines(lines) | Request::Dialog { lines, .. } => lines.iter().flat_map(of_line).collect(),
        Request::Choice { id, before, after } => of_line(&Line::private(before.as_str()))
            .into_iter()
            .chain(
                passages(&format!("#{id}"), &RULES)
                    .into_iter()
                    .flat_map(|passage| of_passage(passage, Secrecy::Private)),
            )
            .chain(of_line(&Line::private(after.as_str())))
            .collect(),
    }
}

fn of_passage(passage: Passage, page: Secrecy) -> Vec<Sentence> {
    let secrecy = if passage.private { Secrecy::Private } else { page };
    let passage = Rc::new(passage);
    sentences(&passage.text)
        .into_iter()
        .map(|part| Sentence {
            text: passage.text[part.clone()].to_owned(),
            secrecy,
            stands: Stands::In(passage.clone(), part),
        })
        .collect()
}

fn of_line(line: &Line) -> Vec<Sentence> {
    sentences(&line.text)
        .into_iter()
        .map(|part| Sentence {
            text: line.text[part].to_owned(),
            secrecy: line.secrecy,
            stands: line.element.clone().map_or(Stands::Nowhere, Stands::At),
        })
        .collect()
}
