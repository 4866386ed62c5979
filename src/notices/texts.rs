//! What the notice says: in plain words and as it was written. Where there are both, the reader chooses; the choice stands in the
//! address and is kept on the phone.

use crate::access::preferences;
use crate::backend::{Notice, Text};
use crate::i18n::{Key, said, t};
use crate::parts::{text_body, tr};
use crate::platform::storage;
use crate::ui::LateDisclosure;
use crate::ui::live::drawn;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

const KEPT: &str = "linli.notice-text";

#[derive(Clone, Copy, PartialEq)]
enum Shown {
    Both,
    Plain,
    Official,
}

const ALL: [(Shown, &str, Key); 3] = [
    (Shown::Both, "both", Key::NoticesTextBoth),
    (Shown::Plain, "plain", Key::NoticesTextPlain),
    (Shown::Official, "official", Key::NoticesTextOfficial),
];

pub fn texts(notice: &Notice) -> AnyView {
    let official = notice.body.clone();
    let Some(plain) = notice.plain.clone() else {
        return view! { <section class="stack">{text_body(official)}</section> }.into_any();
    };
    let elder = Memo::new(|_| preferences().with(|p| p.elder));
    let notice = notice.clone();
    drawn(move || match elder.get() {
        true => one_after_the_other(plain.clone(), official.clone()),
        false => chosen(&notice, plain.clone(), official.clone()),
    })
}

/// In elder mode there is nothing to choose: plain words, and behind its name the official text.
fn one_after_the_other(plain: Text, official: Text) -> AnyView {
    let official = move || text_body(official.clone());
    view! {
        {in_plain_words(plain)}
        <LateDisclosure summary=tr(Key::NoticesOfficial) body=official />
    }
    .into_any()
}

fn chosen(notice: &Notice, plain: Text, official: Text) -> AnyView {
    let query = use_query_map();
    let page = format!("/notices/{}", notice.id);
    let chosen = Memo::new(move |before: Option<&Shown>| {
        let of_name = |name: &str| ALL.into_iter().find(|(_, known, _)| *known == name);
        if let Some((shown, name, _)) = query.read().get("text").and_then(|name| of_name(&name)) {
            if before.is_some() {
                storage::set(KEPT, name);
            }
            return shown;
        }
        let kept = storage::get(KEPT).and_then(|name| of_name(&name));
        kept.map_or(Shown::Both, |(shown, ..)| shown)
    });
    let choice = move |(shown, name, key): (Shown, &'static str, Key)| {
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
            <ul class="cluster plain-list">{ALL.map(choice).collect_view()}</ul>
        </nav>
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

pub(super) fn in_plain_words(text: Text) -> AnyView {
    view! {
        <section class="plain-words stack">
            <h2>{said(Key::NoticesPlain)}</h2>
            {text_body(text)}
        </section>
    }
    .into_any()
}
