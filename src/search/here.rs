//! Searching what this phone has kept.

use super::hits::Group;
use crate::backend::{KeptThing, Marked, Page, SearchHit, backend};
use crate::i18n::{Key, said};
use crate::offline::cache;
use crate::parts::tr;
use crate::ui::{Banner, Button, ButtonKind, Tone};
use finding::{Question, Span, in_one_line, passage};
use leptos::prelude::*;
use std::collections::BTreeMap;

/// Says how little was looked through; `retry` where the backend could have searched.
pub fn banner(retry: Option<Callback<()>>) -> AnyView {
    let next = match retry {
        Some(_) => Key::SearchHereNext,
        None => Key::SearchHereAlways,
    };
    let again = retry.map(|on_press| {
        view! { <Button label=tr(Key::AppRetry) kind=ButtonKind::Secondary on_press=on_press /> }
    });
    view! {
        <Banner tone=Tone::Warn title=tr(Key::SearchHere)>
            <p>{said(next)}</p>
            {again}
        </Banner>
    }
    .into_any()
}

pub async fn find(question: &str) -> Vec<(Group, Page<SearchHit>)> {
    let question = Question::read(question);
    // The same thing may be kept in a list and as a whole; the whole has more to find.
    let mut things: BTreeMap<(_, String), KeptThing> = BTreeMap::new();
    for (address, text) in cache::entries().await {
        for thing in backend().kept_things(&address, &text) {
            let key = (thing.kind, thing.id.clone());
            if things
                .get(&key)
                .is_none_or(|known| known.body.len() < thing.body.len())
            {
                things.insert(key, thing);
            }
        }
    }
    let titles: BTreeMap<String, String> = things
        .values()
        .map(|thing| (thing.id.clone(), thing.title.clone()))
        .collect();
    let mut hits: Vec<(bool, SearchHit)> = things
        .into_values()
        .filter_map(|thing| hit(&question, thing, &titles))
        .collect();
    hits.sort_by_key(|(in_title, hit)| (!in_title, std::cmp::Reverse(hit.at.at)));
    let of = |group: Group| {
        let belongs = |hit: &&(bool, SearchHit)| group.kinds().contains(&hit.1.kind);
        let items: Vec<SearchHit> = hits.iter().filter(belongs).map(|(_, hit)| hit.clone()).collect();
        (group, Page::whole(items))
    };
    Group::ALL.map(of).into()
}

/// The hit, and whether its title has all that was looked for.
fn hit(
    question: &Question,
    thing: KeptThing,
    titles: &BTreeMap<String, String>,
) -> Option<(bool, SearchHit)> {
    let (title, body) = (in_one_line(&thing.title), in_one_line(&thing.body));
    if !question.is_in(&[&title, &body]) {
        return None;
    }
    let places = |spans: Vec<Span>| spans.into_iter().map(|span| (span.from, span.to));
    let cut = passage(&body, &question.marks(&body));
    let title_marks = question.marks(&title);
    let in_title = question.is_in(&[&title]);
    // Above a post stands the title of its thread, as far as that is known here.
    let shown = match &thing.thread {
        Some(thread) => titles.get(thread).cloned().unwrap_or_default(),
        None => title,
    };
    let hit = SearchHit {
        kind: thing.kind,
        id: thing.id,
        thread: thing.thread,
        title: Marked::cut(&shown, places(title_marks)),
        passage: Marked::cut(&cut.text, places(cut.matches)),
        at: thing.at,
    };
    Some((in_title, hit))
}
