//! *I do not understand this paragraph*: every paragraph of the notice with a button of its own, and what came of it.

use super::help::seen_to;
use super::one::{notice_loader, notice_window, signed_in_or};
use crate::backend::{Asked, Notice, Text, TextFormat};
use crate::i18n::{Key, said, t, t1, tn};
use crate::offline::asks::{self, OnItsWay};
use crate::parts::{tr, waits};
use crate::platform::announce::announce;
use crate::platform::task::spawn_for_app;
use crate::ui::live::{derived, drawn, live};
use crate::ui::{BackLink, PageTitle, Toggle};
use leptos::prelude::*;
use markdown::Paragraph;

#[component]
pub fn QuestionsPage(#[prop(into)] id: String) -> impl IntoView {
    let here = format!("/notices/{id}/questions");
    let of = id.clone();
    let window = notice_window(Key::NoticesQuestionsTitle, notice_loader(id.clone()));
    view! {
        <BackLink href=format!("/notices/{id}") label=tr(Key::NoticesBack) />
        <PageTitle text=tr(Key::NoticesQuestionsTitle) window=window />
        <p>{said(Key::NoticesQuestionsText)}</p>
        {signed_in_or(move || notice_loader(of.clone()).view(list), here)}
    }
}

/// In plain words first, as on the notice's own page.
fn paragraphs(notice: &Notice) -> Vec<Paragraph> {
    let mut all = notice.plain.as_ref().map(of_text).unwrap_or_default();
    all.extend(of_text(&notice.body));
    // What stands there twice is one question.
    let mut known = std::collections::BTreeSet::new();
    all.retain(|paragraph| known.insert(paragraph.key.clone()));
    all
}

fn of_text(text: &Text) -> Vec<Paragraph> {
    match text.format {
        TextFormat::Markdown => markdown::paragraphs(&text.value),
        _ => markdown::plain_paragraphs(&text.value),
    }
}

fn list(notice: Notice) -> AnyView {
    let rows = paragraphs(&notice)
        .into_iter()
        .enumerate()
        .map(|(at, paragraph)| row(&notice, at + 1, paragraph))
        .collect_view();
    view! { <ol class="stack plain-list">{rows}</ol> }.into_any()
}

fn asked(notice: &Notice, key: &str) -> Option<Asked> {
    let found = notice.questions.iter().find(|question| question.paragraph == key);
    found.map(|question| question.asked.clone())
}

fn row(notice: &Notice, nth: usize, paragraph: Paragraph) -> AnyView {
    let Paragraph { key, words } = paragraph;
    let read = asked(notice, &key);
    let (id, of, there) = (notice.id.clone(), key.clone(), read.is_some());
    let now = Memo::new(move |_| asks::asked_about(&id, &of, there));
    let id = notice.id.clone();
    let press = Callback::new(move |()| {
        let asks = !now.with_untracked(|(asks, _)| *asks);
        announce(&t(if asks {
            Key::NoticesQuestionSaid
        } else {
            Key::NoticesQuestionBack
        }));
        let (id, key) = (id.clone(), key.clone());
        spawn_for_app(async move { asks::ask_about(&id, &key, asks).await });
    });
    let n = nth.to_string();
    let state = drawn(move || match now.get() {
        (true, OnItsWay::No) => seen_to(read.clone(), Key::NoticesQuestionAsked, Key::NoticesQuestionDone),
        _ => ().into_any(),
    });
    let state = view! {
        {state}
        {waits(move || now.with(|(_, way)| *way), Key::NoticesWaits, Key::NoticesRefused)}
    };
    view! {
        <li class="card">
            <p class="keep-lines" dir="auto">{words}</p>
            <Toggle
                label=tr(Key::NoticesQuestion)
                name=derived(move || t1(Key::NoticesQuestionNamed, &[("n", &n)]))
                pressed=Signal::derive(move || now.with(|(asks, _)| *asks))
                on_press=press
            />
            {state}
        </li>
    }
    .into_any()
}

/// On the notice's own page: how many paragraphs somebody has asked about, and the answers.
pub fn asked_so_far(notice: &Notice) -> AnyView {
    let (id, all) = (notice.id.clone(), paragraphs(notice));
    let read = notice.questions.clone();
    let open = Memo::new(move |_| {
        let count = all.iter().filter(|paragraph| {
            let known = read.iter().find(|question| question.paragraph == paragraph.key);
            let done = known.is_some_and(|question| question.asked.done.is_some());
            asks::asked_about(&id, &paragraph.key, known.is_some()).0 && !done
        });
        count.count() as u64
    });
    let answers = notice
        .questions
        .iter()
        .filter(|question| question.asked.done.is_some())
        .map(|question| {
            seen_to(
                Some(question.asked.clone()),
                Key::NoticesQuestionAsked,
                Key::NoticesQuestionDone,
            )
        })
        .collect_view();
    view! {
        {drawn(move || {
            let count = open.get();
            (count > 0).then(|| view! { <p>{live(move || tn(Key::NoticesQuestionsOpen, count, &[]))}</p> })
        })}
        {answers}
    }
    .into_any()
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::of_text;
    use crate::backend::{Text, TextFormat};

    /// The server names paragraphs by the same keys.
    #[test]
    fn a_paragraph_keeps_its_key_in_either_format() {
        let text = |format, value: &str| Text {
            format,
            value: value.into(),
            lang: None,
        };
        let marked = of_text(&text(TextFormat::Markdown, "**明天**停水。\n\n- 接水\n- 关阀"));
        assert_eq!(marked.len(), 2);
        let plain = of_text(&text(TextFormat::Plain, "明天停水。"));
        assert_eq!(plain[0].key, marked[0].key);
        assert_eq!(plain[0].key.len(), 16);
    }
}
