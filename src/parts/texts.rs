//! An official text and the same in plain words: of a notice, of a poll, of the stages of a matter. Where there are both, the
//! reader chooses; the choice stands in the address and is kept on the phone, one for all of them.

use crate::access::preferences;
use crate::backend::Text;
use crate::i18n::{Key, said, t};
use crate::parts::{text_body, tr};
use crate::platform::storage;
use crate::ui::LateDisclosure;
use crate::ui::live::drawn;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// Notices were the first to have two texts, and phones remember under this name.
const KEPT: &str = "linli.notice-text";

#[derive(Clone, Copy, PartialEq)]
pub enum Shown {
    Both,
    Plain,
    Official,
}

const ALL: [(Shown, &str, Key); 3] = [
    (Shown::Both, "both", Key::NoticesTextBoth),
    (Shown::Plain, "plain", Key::NoticesTextPlain),
    (Shown::Official, "official", Key::NoticesTextOfficial),
];

/// The text of the page at `page`, with the choice above it where there are two.
pub fn texts(page: &str, official: &Text, plain: Option<&Text>) -> AnyView {
    let official = official.clone();
    let Some(plain) = plain.cloned() else {
        return view! { <section class="stack">{text_body(official)}</section> }.into_any();
    };
    let one_after_the_other = one_after_the_other();
    let page = page.to_owned();
    drawn(move || match one_after_the_other.get() {
        true => view! {
            {in_plain_words(plain.clone())}
            {folded(official.clone())}
        }
        .into_any(),
        false => as_chosen(&page, plain.clone(), official.clone()),
    })
}

/// In elder mode there is nothing to choose: plain words, and behind its name the official text.
pub fn one_after_the_other() -> Memo<bool> {
    Memo::new(|_| preferences().with(|p| p.elder))
}

pub fn folded(official: Text) -> AnyView {
    let official = move || text_body(official.clone());
    view! { <LateDisclosure summary=tr(Key::NoticesOfficial) body=official /> }.into_any()
}

fn as_chosen(page: &str, plain: Text, official: Text) -> AnyView {
    let chosen = chosen();
    view! {
        {choice(page, chosen)}
        {drawn(move || {
            let shown = chosen.get();
            view! {
                {(shown != Shown::Official).then(|| in_plain_words(plain.clone()))}
                {(shown != Shown::Plain).then(|| {
                    let official = official.clone();
                    view! {
                        <section class="stack">
                            <h2>{said(Key::NoticesOfficial)}</h2>
                            {text_body(official)}
                        </section>
                    }
                })}
            }
        })}
    }
    .into_any()
}

/// What the reader wants to see.
pub fn chosen() -> Memo<Shown> {
    let query = use_query_map();
    Memo::new(move |before: Option<&Shown>| {
        let of_name = |name: &str| ALL.into_iter().find(|(_, known, _)| *known == name);
        if let Some((shown, name, _)) = query.read().get("text").and_then(|name| of_name(&name)) {
            if before.is_some() {
                storage::set(KEPT, name);
            }
            return shown;
        }
        let kept = storage::get(KEPT).and_then(|name| of_name(&name));
        kept.map_or(Shown::Both, |(shown, ..)| shown)
    })
}

/// The three ways to choose from.
pub fn choice(page: &str, chosen: Memo<Shown>) -> AnyView {
    let one = |(shown, name, key): (Shown, &'static str, Key)| {
        view! {
            <li>
                <a class="chip" href=format!("{page}?text={name}") aria-current=move || (chosen.get() == shown).then_some("true")>
                    {said(key)}
                </a>
            </li>
        }
    };
    view! {
        <nav aria-label=move || t(Key::NoticesTexts)>
            <ul class="cluster plain-list">{ALL.map(one).collect_view()}</ul>
        </nav>
    }
    .into_any()
}

pub fn in_plain_words(text: Text) -> AnyView {
    view! {
        <section class="plain-words stack">
            <h2>{said(Key::NoticesPlain)}</h2>
            {text_body(text)}
        </section>
    }
    .into_any()
}
